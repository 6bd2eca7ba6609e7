package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.phasegrid.sweeps.column.Critical;
import org.phasegrid.sweeps.column.RunColumn;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.expression.Value;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.worker.indicator.Column;

/** Reads {@code columns:} and {@code critical:}. */
final class ColumnReader {
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  private final List<AxisColumn> axes;
  private final TableColumns columns;
  private final Consumer<Problem> problems;

  ColumnReader(List<AxisColumn> axes, TableColumns columns, Consumer<Problem> problems) {
    this.axes = axes;
    this.columns = columns;
    this.problems = problems;
  }

  /** Columns in the order of the document; each may name those before it. */
  List<RunColumn> columns(Optional<Node.Mapping> section) {
    List<RunColumn> read = new ArrayList<>();
    for (Node.Entry entry : section.map(Node.Mapping::entries).orElse(List.of())) {
      String path = "columns." + entry.key();
      if (!named(path, entry)) {
        continue;
      }
      if (!(entry.value() instanceof Node.Scalar scalar) || scalar.empty()) {
        problems.accept(
            new Problem(
                entry.place(),
                path + " was given " + entry.value().shown() + ", wanted an expression"));
        continue;
      }
      Optional<Expression> expression = columns.ofOneRun(path, scalar.text(), scalar.place());
      if (expression.isEmpty()) {
        continue;
      }
      Optional<Column.Type> type = TableColumns.stored(columns.kind(expression.get()));
      if (type.isEmpty()) {
        problems.accept(
            new Problem(
                scalar.place(),
                path + ": '" + scalar.text() + "' is a label, wanted a number or a condition"));
      } else if (columns.computed(entry.key(), type.get(), entry.place())) {
        read.add(new RunColumn(entry.key(), expression.get(), type.get()));
      }
    }
    return read;
  }

  /** Critical values in the order of the document. */
  List<Critical> critical(Optional<Node.Mapping> section) {
    List<Critical> read = new ArrayList<>();
    for (Node.Entry entry : section.map(Node.Mapping::entries).orElse(List.of())) {
      String path = "critical." + entry.key();
      if (named(path, entry)) {
        Keys.of(path, entry.value(), List.of("along", "first", "last"), problems)
            .flatMap(keys -> critical(path, entry, keys))
            .ifPresent(read::add);
      }
    }
    return read;
  }

  private Optional<Critical> critical(String path, Node.Entry entry, Keys keys) {
    Optional<AxisColumn> along =
        keys.required("along", "the axis that is searched").flatMap(text -> axis(path, keys, text));
    boolean first = keys.node("first").isPresent();
    if (first == keys.node("last").isPresent()) {
      problems.accept(
          new Problem(
              entry.place(), path + " wants a condition, by one of the two keys first and last"));
      return Optional.empty();
    }
    String key = first ? "first" : "last";
    Place place = keys.place(key);
    Optional<Expression> condition =
        keys.text(key).flatMap(text -> columns.ofOneRun(path + "." + key, text, place));
    if (condition.isPresent() && columns.kind(condition.get()) != Value.Kind.TRUTH) {
      problems.accept(
          new Problem(
              place,
              path
                  + "."
                  + key
                  + ": '"
                  + condition.get()
                  + "' is no condition, wanted true or false"));
      return Optional.empty();
    }
    if (along.isEmpty() || condition.isEmpty()) {
      return Optional.empty();
    }
    Column.Type type = TableColumns.type(along.get());
    if (!columns.critical(entry.key(), type, entry.place())) {
      return Optional.empty();
    }
    return Optional.of(
        new Critical(
            entry.key(),
            along.get().column(),
            first ? Critical.End.FIRST : Critical.End.LAST,
            condition.get()));
  }

  private Optional<AxisColumn> axis(String path, Keys keys, String text) {
    String column = DrawingReader.column(text);
    Optional<AxisColumn> axis =
        axes.stream().filter(each -> each.column().equals(column)).findFirst();
    if (axis.isEmpty()) {
      List<String> there = axes.stream().map(AxisColumn::path).toList();
      problems.accept(
          new Problem(
              keys.place("along"),
              path
                  + ".along was given '"
                  + text
                  + "', wanted one of the axes: "
                  + String.join(", ", there)
                  + Suggestion.of(text, there)));
    }
    return axis;
  }

  private boolean named(String path, Node.Entry entry) {
    if (NAME.matcher(entry.key()).matches()) {
      return true;
    }
    problems.accept(
        new Problem(
            entry.place(),
            path + " is no name of a column; wanted lower-case letters, digits and '_'"));
    return false;
  }
}
