package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.phasegrid.sweeps.check.Check;
import org.phasegrid.sweeps.column.Critical;
import org.phasegrid.sweeps.column.RunColumn;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.grid.Recipe;
import org.phasegrid.sweeps.refine.Refine;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.Indicator;

/** Measures, drawings and checks as nodes. */
final class SectionNodes {
  private SectionNodes() {}

  /** An entry of {@code measure:}; where axes give parameters, with what they have beside them. */
  static Node measure(Recipe recipe, Optional<String> as) {
    List<Node.Entry> more = new ArrayList<>();
    add(more, "as", as);
    return recipe instanceof Recipe.Built built
        ? CanonicalNodes.member(built, more)
        : CanonicalNodes.member(Indicator.class, ((Recipe.Constant) recipe).value(), more);
  }

  static Node.Entry column(RunColumn column) {
    return CanonicalNodes.entry(column.name(), CanonicalNodes.text(column.expression().text()));
  }

  static Node.Entry critical(Critical critical) {
    List<Node.Entry> entries = new ArrayList<>();
    add(entries, "along", Optional.of(critical.along()));
    add(entries, Family.kebab(critical.end().name()), Optional.of(critical.condition().text()));
    return CanonicalNodes.entry(critical.name(), CanonicalNodes.mapping(entries));
  }

  static Node refine(Refine refine) {
    List<Node.Entry> entries = new ArrayList<>();
    add(entries, "along", Optional.of(refine.along()));
    add(entries, "in", refine.in());
    entries.add(
        CanonicalNodes.entry("levels", CanonicalNodes.word(Integer.toString(refine.levels()))));
    return CanonicalNodes.mapping(entries);
  }

  static Node drawing(Drawing drawing) {
    Drawing.Details details = drawing.details();
    List<Drawing> panels = new ArrayList<>(List.of(drawing));
    panels.addAll(details.beside());
    boolean heatmap = drawing.plot().equals("heatmap");
    List<Node.Entry> entries = new ArrayList<>();
    add(entries, "x", drawing.x());
    oneOrMore(
        entries, "y", heatmap ? List.of(drawing) : panels, each -> each.y().stream().toList());
    add(entries, "z", details.z());
    oneOrMore(
        entries,
        "color",
        heatmap ? panels : List.of(drawing),
        each -> each.color().stream().toList());
    drawing
        .at()
        .ifPresent(
            look ->
                entries.add(
                    CanonicalNodes.entry(
                        "at",
                        CanonicalNodes.word(
                            look.step().isPresent()
                                ? Long.toString(look.step().getAsLong())
                                : "last"))));
    add(entries, "facet", drawing.facet());
    if (!drawing.slice().isEmpty()) {
      Map<String, List<Node>> slices = new LinkedHashMap<>();
      for (Drawing.Slice slice : drawing.slice()) {
        slices
            .computeIfAbsent(slice.column(), column -> new ArrayList<>())
            .add(CanonicalNodes.of(Object.class, slice.value()));
      }
      entries.add(
          CanonicalNodes.entry(
              "slice",
              CanonicalNodes.mapping(
                  slices.entrySet().stream()
                      .map(
                          slice ->
                              CanonicalNodes.entry(
                                  slice.getKey(),
                                  slice.getValue().size() == 1
                                      ? slice.getValue().get(0)
                                      : CanonicalNodes.list(slice.getValue())))
                      .toList())));
    }
    add(entries, "over", drawing.over());
    oneOrMore(entries, "by", panels, each -> List.of(Family.kebab(each.by().name())));
    oneOrMore(entries, "scale", panels, each -> List.of(Family.kebab(each.scale().name())));
    add(entries, "x-scale", details.xScale().map(scale -> Family.kebab(scale.name())));
    if (!drawing.contour().isEmpty()) {
      entries.add(
          CanonicalNodes.entry(
              "contour",
              CanonicalNodes.list(
                  drawing.contour().stream()
                      .map(level -> CanonicalNodes.of(Double.class, level))
                      .toList())));
    }
    add(entries, "theory", drawing.theory());
    if (!details.curves().isEmpty()) {
      entries.add(
          CanonicalNodes.entry(
              "curve",
              CanonicalNodes.list(details.curves().stream().map(SectionNodes::curve).toList())));
    }
    details
        .bulk()
        .ifPresent(
            bulk -> {
              List<Node.Entry> columns = new ArrayList<>();
              add(columns, "variance", Optional.of(bulk.variance()));
              add(columns, "edge", Optional.of(bulk.edge()));
              entries.add(CanonicalNodes.entry("bulk", CanonicalNodes.mapping(columns)));
            });
    add(entries, "labels", details.labels());
    if (!details.titles().isEmpty()) {
      List<Node.Entry> titles = new ArrayList<>();
      for (String key : DrawingReader.TITLES) {
        if (key.equals(heatmap ? "color" : "y")) {
          oneOrMore(
              titles,
              key,
              panels,
              each -> Optional.ofNullable(each.details().titles().get(key)).stream().toList());
        } else {
          add(titles, key, Optional.ofNullable(details.titles().get(key)));
        }
      }
      entries.add(CanonicalNodes.entry("titles", CanonicalNodes.mapping(titles)));
    }
    add(entries, "name", drawing.name());
    return CanonicalNodes.mapping(
        List.of(CanonicalNodes.entry(drawing.plot(), CanonicalNodes.mapping(entries))));
  }

  private static Node curve(Drawing.Curve curve) {
    List<Node.Entry> entries = new ArrayList<>();
    add(entries, Family.kebab(curve.along().name()), Optional.of(curve.column()));
    add(entries, "name", Optional.of(curve.name()).filter(name -> !name.isEmpty()));
    return CanonicalNodes.mapping(entries);
  }

  /** What the panels have of a key: one text, where it is the same in all of them. */
  private static void oneOrMore(
      List<Node.Entry> entries,
      String key,
      List<Drawing> panels,
      Function<Drawing, List<String>> of) {
    List<String> texts = panels.stream().flatMap(panel -> of.apply(panel).stream()).toList();
    boolean shown = key.equals("color") || key.equals("y");
    if (texts.size() > 1 && (shown || texts.stream().distinct().count() > 1)) {
      add(entries, key, texts);
    } else {
      add(entries, key, texts.stream().findFirst());
    }
  }

  static Node check(Check check) {
    List<Node.Entry> entries = new ArrayList<>();
    add(entries, "name", Optional.of(check.name()));
    add(entries, "over", Optional.of(check.over()));
    add(entries, "where", check.where());
    add(entries, "that", Optional.of(check.that()));
    check
        .reference()
        .ifPresent(
            reference -> {
              List<Node.Entry> join = new ArrayList<>();
              add(join, "csv", Optional.of(reference.file()));
              add(join, "on", reference.on());
              entries.add(CanonicalNodes.entry("reference", CanonicalNodes.mapping(join)));
            });
    return CanonicalNodes.mapping(entries);
  }

  private static void add(List<Node.Entry> entries, String key, Optional<String> text) {
    text.ifPresent(given -> entries.add(CanonicalNodes.entry(key, CanonicalNodes.text(given))));
  }

  private static void add(List<Node.Entry> entries, String key, List<String> texts) {
    if (!texts.isEmpty()) {
      entries.add(
          CanonicalNodes.entry(
              key, CanonicalNodes.list(texts.stream().map(CanonicalNodes::text).toList())));
    }
  }
}
