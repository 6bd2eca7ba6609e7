package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.sweeps.check.Check;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.Indicator;

/** Measures, drawings and checks as nodes. */
final class SectionNodes {
  private SectionNodes() {}

  static Node measure(Measure measure) {
    boolean renamed = !measure.name().equals(Family.nameOf(measure.indicator()));
    return CanonicalNodes.member(
        Indicator.class,
        measure.indicator(),
        renamed
            ? List.of(CanonicalNodes.entry("as", CanonicalNodes.text(measure.name())))
            : List.of());
  }

  static Node drawing(Drawing drawing) {
    List<Node.Entry> entries = new ArrayList<>();
    add(entries, "x", drawing.x());
    add(entries, "y", drawing.y());
    add(entries, "color", drawing.color());
    add(entries, "facet", drawing.facet());
    add(entries, "over", drawing.over());
    add(entries, "by", Optional.of(Family.kebab(drawing.by().name())));
    add(entries, "scale", Optional.of(Family.kebab(drawing.scale().name())));
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
