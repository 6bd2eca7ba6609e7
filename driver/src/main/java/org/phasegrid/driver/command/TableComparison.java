package org.phasegrid.driver.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Table;

/** Two tables of like rows, compared cell by cell: numbers by their bits. */
final class TableComparison {
  /** Columns that name a row; those that a table has count. */
  private static final List<String> KEY = List.of("run_id", "cell", "step", "layer");

  /**
   * A column whose cells differ.
   *
   * @param rows how many rows differ in it
   * @param largest relative difference of its numbers; 0 where none of the differing cells are two
   *     finite numbers
   * @param key of the first row that differs
   * @param a its cell in the first table
   * @param b its cell in the second table
   */
  record Change(String column, long rows, double largest, String key, String a, String b) {}

  private final Set<String> onlyA = new LinkedHashSet<>();
  private final Set<String> onlyB = new LinkedHashSet<>();
  private final List<String> columnsOnlyA = new ArrayList<>();
  private final List<String> columnsOnlyB = new ArrayList<>();
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final Set<String> changedRows = new LinkedHashSet<>();
  private long common;

  private TableComparison() {}

  /**
   * Compares the columns that both have. Rows are paired by their names; rows of one name, e.g.
   * points that share a run, in their order.
   */
  static TableComparison of(Table a, Table b) {
    TableComparison comparison = new TableComparison();
    comparison.compare(a, b);
    return comparison;
  }

  private void compare(Table a, Table b) {
    a.columns().stream()
        .map(Table.Column::name)
        .filter(name -> b.find(name).isEmpty())
        .forEach(columnsOnlyA::add);
    b.columns().stream()
        .map(Table.Column::name)
        .filter(name -> a.find(name).isEmpty())
        .forEach(columnsOnlyB::add);
    List<String> key =
        new ArrayList<>(
            KEY.stream()
                .filter(name -> a.find(name).isPresent() && b.find(name).isPresent())
                .filter(name -> !name.equals("cell") || a.find("run_id").isEmpty())
                .toList());
    if (key.contains("run_id")) {
      // Points of one run may differ in their measures.
      a.columns().stream()
          .filter(column -> column.ofMeasureAxis() && b.find(column.name()).isPresent())
          .forEach(column -> key.add(1, column.name()));
    }
    Map<String, Integer> rowsOfA = rows(a, key);
    Map<String, Integer> rowsOfB = rows(b, key);
    List<int[]> pairs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    rowsOfA.forEach(
        (name, row) -> {
          Integer other = rowsOfB.get(name);
          if (other == null) {
            onlyA.add(name);
          } else {
            pairs.add(new int[] {row, other});
            names.add(name);
          }
        });
    rowsOfB.keySet().stream().filter(name -> !rowsOfA.containsKey(name)).forEach(onlyB::add);
    common = pairs.size();
    for (Table.Column column : a.columns()) {
      // A run in a larger grid has another cell: that is its place, not its result.
      boolean place = column.name().equals("cell") && key.contains("run_id");
      if (!place && b.find(column.name()).isPresent()) {
        compare(column, b.column(column.name()), pairs, names);
      }
    }
  }

  private void compare(Table.Column a, Table.Column b, List<int[]> pairs, List<String> names) {
    long rows = 0;
    double largest = 0;
    int first = -1;
    for (int i = 0; i < pairs.size(); i++) {
      Object x = a.cells().get(pairs.get(i)[0]);
      Object y = b.cells().get(pairs.get(i)[1]);
      if (!same(x, y)) {
        rows++;
        first = first < 0 ? i : first;
        largest = Math.max(largest, relative(x, y));
        changedRows.add(names.get(i));
      }
    }
    if (first >= 0) {
      changes.put(
          a.name(),
          new Change(
              a.name(),
              rows,
              largest,
              names.get(first),
              text(a.cells().get(pairs.get(first)[0])),
              text(b.cells().get(pairs.get(first)[1]))));
    }
  }

  private static Map<String, Integer> rows(Table table, List<String> key) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    List<Table.Column> columns = key.stream().map(table::column).toList();
    for (int row = 0; row < table.rows(); row++) {
      StringBuilder name = new StringBuilder();
      for (Table.Column column : columns) {
        if (!column.isNull(row)) {
          name.append(name.length() == 0 ? "" : " ")
              .append(column.name().equals("run_id") ? "" : column.name() + " ")
              .append(column.text(row));
        }
      }
      int before = seen.merge(name.toString(), 1, Integer::sum) - 1;
      rows.put(before == 0 ? name.toString() : name + " #" + (before + 1), row);
    }
    return rows;
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof double[] x && b instanceof double[] y) {
      // By bits: Arrays.equals of doubles compares as Double.equals does.
      return Arrays.equals(x, y);
    }
    return Objects.equals(a, b);
  }

  private static double relative(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return relative(x.doubleValue(), y.doubleValue());
    }
    double largest = 0;
    if (a instanceof double[] x && b instanceof double[] y && x.length == y.length) {
      for (int i = 0; i < x.length; i++) {
        largest = Math.max(largest, relative(x[i], y[i]));
      }
    }
    return largest;
  }

  private static double relative(double a, double b) {
    double larger = Math.max(Math.abs(a), Math.abs(b));
    return larger == 0 || !Double.isFinite(a) || !Double.isFinite(b) ? 0 : Math.abs(a - b) / larger;
  }

  private static String text(@Nullable Object cell) {
    if (cell instanceof Double number) {
      return number.toString();
    }
    return TextTable.text(cell);
  }

  /** Names of rows that only the first has. */
  Set<String> onlyA() {
    return onlyA;
  }

  /** Names of rows that only the second has. */
  Set<String> onlyB() {
    return onlyB;
  }

  List<String> columnsOnlyA() {
    return columnsOnlyA;
  }

  List<String> columnsOnlyB() {
    return columnsOnlyB;
  }

  /** Rows that both have. */
  long common() {
    return common;
  }

  /** Columns that both have and that differ. */
  List<Change> changes() {
    return List.copyOf(changes.values());
  }

  /** Names of rows that both have and that differ. */
  Set<String> changedRows() {
    return changedRows;
  }

  /** Whether rows, columns and cells are the same. */
  boolean same() {
    return onlyA.isEmpty()
        && onlyB.isEmpty()
        && columnsOnlyA.isEmpty()
        && columnsOnlyB.isEmpty()
        && changes.isEmpty();
  }
}
