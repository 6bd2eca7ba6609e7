package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    List<Node.Entry> entries = new ArrayList<>();
    add(entries, "x", drawing.x());
    add(entries, "y", drawing.y());
    add(entries, "color", drawing.color());
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
      entries.add(
          CanonicalNodes.entry(
              "slice",
              CanonicalNodes.mapping(
                  drawing.slice().stream()
                      .map(
                          slice ->
                              CanonicalNodes.entry(
                                  slice.column(), CanonicalNodes.of(Object.class, slice.value())))
                      .toList())));
    }
    add(entries, "over", drawing.over());
    add(entries, "by", Optional.of(Family.kebab(drawing.by().name())));
    add(entries, "scale", Optional.of(Family.kebab(drawing.scale().name())));
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
    add(entries, "name", drawing.name());
    return CanonicalNodes.mapping(
        List.of(CanonicalNodes.entry(drawing.plot(), CanonicalNodes.mapping(entries))));
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
