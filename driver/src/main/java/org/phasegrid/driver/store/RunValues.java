package org.phasegrid.driver.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Heading.Kind;
import org.phasegrid.sweeps.column.Critical;
import org.phasegrid.sweeps.column.RunColumn;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.expression.Rows;
import org.phasegrid.sweeps.expression.Value;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.worker.indicator.Column;

/**
 * What {@code columns:} and the conditions of {@code critical:} come to in a run. A name of the run
 * hides one of its looks; a run that failed has no values.
 */
final class RunValues {
  private final List<RunColumn> columns;
  private final List<Critical> criticals;
  private final Set<String> names = new LinkedHashSet<>();

  RunValues(Sweep sweep) {
    columns = sweep.columns();
    criticals = sweep.criticals();
    columns.forEach(column -> names.addAll(column.expression().names()));
    criticals.forEach(critical -> names.addAll(critical.condition().names()));
  }

  /** Columns of the runs table after the measures'. */
  List<Heading> headings() {
    return columns.stream()
        .map(
            column ->
                new Heading(
                    column.name(),
                    column.type() == Column.Type.BOOLEAN ? Kind.BOOLEAN : Kind.NUMBER,
                    "",
                    column.expression().text()))
        .toList();
  }

  /** All names that the expressions ask for. */
  Set<String> names() {
    return names;
  }

  /** The looks of a run, and what is the same at all of them. */
  static final class Looks implements Rows {
    private final Map<String, Value> constants = new HashMap<>();
    private final Map<String, List<Value>> columns = new HashMap<>();
    private int size;

    void constant(String name, @Nullable Object cell) {
      constants.put(name, value(cell));
    }

    /** Adds a look, whose cells are asked for by name. */
    void look(Set<String> names, Function<String, @Nullable Object> cells) {
      size++;
      for (String name : names) {
        columns.computeIfAbsent(name, n -> new ArrayList<>()).add(value(cells.apply(name)));
      }
    }

    private static Value value(@Nullable Object cell) {
      return cell == null ? Value.NOTHING : Value.of(cell);
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Value value(int row, String column) {
      List<Value> cells = columns.get(column);
      return cells == null ? Value.NOTHING : cells.get(row);
    }

    @Override
    public Optional<Value> constant(String name) {
      return Optional.ofNullable(constants.get(name));
    }
  }

  /** The computed cells of a run, which are also names for what comes after them. */
  List<@Nullable Object> columns(Looks looks) {
    List<@Nullable Object> cells = new ArrayList<>();
    for (RunColumn column : columns) {
      Value value = value(column.expression(), looks);
      looks.constants.put(column.name(), value);
      cells.add(cell(value, column.type()));
    }
    return cells;
  }

  /** Whether the condition of a critical holds; the computed columns are there already. */
  boolean holds(int critical, Looks looks) {
    return value(criticals.get(critical).condition(), looks).isTrue();
  }

  private static Value value(Expression expression, Looks looks) {
    return expression.evaluate(looks);
  }

  private static @Nullable Object cell(Value value, Column.Type type) {
    if (type == Column.Type.BOOLEAN) {
      return value instanceof Value.Truth truth ? truth.value() : null;
    }
    return value.number().isPresent() ? value.number().getAsDouble() : null;
  }
}
