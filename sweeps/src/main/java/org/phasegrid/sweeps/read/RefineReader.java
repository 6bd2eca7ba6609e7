package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.refine.Refine;
import org.phasegrid.worker.indicator.Column;

/** Reads {@code refine:}. */
final class RefineReader {
  private final List<AxisColumn> axes;
  private final TableColumns columns;
  private final Consumer<Problem> problems;

  RefineReader(List<AxisColumn> axes, TableColumns columns, Consumer<Problem> problems) {
    this.axes = axes;
    this.columns = columns;
    this.problems = problems;
  }

  Optional<Refine> read(Optional<Node> node) {
    if (node.isEmpty()) {
      return Optional.empty();
    }
    Optional<Keys> read = Keys.of("refine", node.get(), List.of("along", "in", "levels"), problems);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Keys keys = read.get();
    Optional<String> along = keys.required("along", "the column whose changes are sought");
    along = along.flatMap(name -> along(name, keys.place("along")));
    Optional<List<AxisColumn>> in = in(keys);
    Optional<Integer> levels =
        keys.required("levels", "halvings from the first pass to the grid as declared")
            .flatMap(text -> levels(text, keys.place("levels"), in));
    return along.isEmpty() || in.isEmpty() || levels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Refine(
                along.get(), in.get().stream().map(AxisColumn::column).toList(), levels.get()));
  }

  private Optional<String> along(String name, Place place) {
    Column.Type type = columns.runs().get(name);
    if (type == null) {
      return refuse(
          place, "refine.along: " + TableColumns.unknown(name, columns.runs().keySet(), "runs"));
    }
    boolean axis = axes.stream().anyMatch(each -> each.column().equals(name));
    if (axis || (type != Column.Type.LABEL && type != Column.Type.BOOLEAN)) {
      return refuse(
          place,
          "refine.along was given '"
              + name
              + "', which is "
              + (axis ? "an axis" : "no label and no truth")
              + "; wanted a phase: a label or a truth that a run comes to");
    }
    return Optional.of(name);
  }

  private Optional<List<AxisColumn>> in(Keys keys) {
    if (keys.node("in").isEmpty()) {
      return refuse(keys.place(), "refine.in is required: the two axes of the plane");
    }
    List<AxisColumn> in = new ArrayList<>();
    List<String> there = axes.stream().map(AxisColumn::path).toList();
    for (String text : keys.texts("in")) {
      Optional<AxisColumn> axis =
          axes.stream()
              .filter(each -> each.column().equals(DrawingReader.column(text)))
              .findFirst();
      if (axis.isEmpty()) {
        return refuse(
            keys.place("in"),
            "refine.in was given '"
                + text
                + "', wanted axes of: "
                + String.join(", ", there)
                + Suggestion.of(text, there));
      }
      if (axis.get().role() == AxisColumn.Role.REPLICA) {
        return refuse(
            keys.place("in"), "refine.in was given '" + text + "', which are replicas of a point");
      }
      in.add(axis.get());
    }
    if (in.size() != 2 || in.get(0).dimension() == in.get(1).dimension()) {
      return refuse(
          keys.place("in"),
          "refine.in has "
              + (in.size() == 2 ? "two axes of one zip" : in.size() + " axes")
              + "; wanted two that span a plane");
    }
    return Optional.of(in);
  }

  private Optional<Integer> levels(String text, Place place, Optional<List<AxisColumn>> in) {
    int most = 20;
    String why = "";
    for (AxisColumn axis : in.orElse(List.of())) {
      int fits = 31 - Integer.numberOfLeadingZeros(Math.max(1, axis.values().size() - 1));
      if (fits < most) {
        most = fits;
        why = ", since " + axis.path() + " has " + axis.values().size() + " values";
      }
    }
    Optional<Double> number = Decimal.parse(text).filter(each -> each == Math.rint(each));
    if (number.isEmpty() || number.get() < 1 || number.get() > most) {
      return refuse(
          place,
          "refine.levels was given "
              + text
              + ", wanted a whole number from 1 to "
              + Math.max(1, most)
              + why);
    }
    return Optional.of(number.get().intValue());
  }

  private <T> Optional<T> refuse(Place place, String message) {
    problems.accept(new Problem(place, message));
    return Optional.empty();
  }
}
