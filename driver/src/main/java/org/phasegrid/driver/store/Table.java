package org.phasegrid.driver.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory, column by column: what diagrams, checks and the terminal read.
 *
 * <p>A cell is {@code null} (undefined), or a {@code Double}, {@code Long}, {@code Boolean}, {@code
 * String} or {@code double[]} as its column's {@link Type} says.
 */
public final class Table {
  /** What the cells of a column are. */
  public enum Type {
    NUMBER,
    INTEGER,
    BOOLEAN,
    LABEL,
    VECTOR
  }

  /**
   * One column: its name, type, unit and meaning, and a value per row.
   *
   * @param unit as printed on an axis, e.g. {@code 1/rate}; empty when dimensionless
   */
  public record Column(
      String name, Type type, String unit, String meaning, List<@Nullable Object> cells) {
    /** How the meaning of an axis begins; its path follows. */
    static final String AXIS = "axis ";

    /** Whether it is an axis that gives a parameter of a measure. */
    public boolean ofMeasureAxis() {
      return meaning.startsWith(AXIS + "measure.");
    }

    public boolean isNull(int row) {
      return cells.get(row) == null;
    }

    /** The cell as a number; true is 1, false 0; NaN when null or not a number. */
    public double number(int row) {
      Object cell = cells.get(row);
      if (cell instanceof Number n) {
        return n.doubleValue();
      }
      if (cell instanceof Boolean b) {
        return b ? 1 : 0;
      }
      return Double.NaN;
    }

    /** The cell as text; empty when null. */
    public String text(int row) {
      Object cell = cells.get(row);
      return cell == null ? "" : cell.toString();
    }
  }

  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final int rows;

  /** The table of {@code columns}, all of {@code rows} cells. */
  public Table(int rows, List<Column> columns) {
    this.rows = rows;
    for (Column column : columns) {
      if (column.cells().size() != rows) {
        throw new IllegalArgumentException(
            "column "
                + column.name()
                + " has "
                + column.cells().size()
                + " cells, the table "
                + rows
                + " rows");
      }
      this.columns.put(column.name(), column);
    }
  }

  public int rows() {
    return rows;
  }

  public List<Column> columns() {
    return List.copyOf(columns.values());
  }

  public Optional<Column> find(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  /** Some of the rows, in the order given. */
  public Table rows(List<Integer> chosen) {
    return new Table(
        chosen.size(),
        columns.values().stream()
            .map(
                column -> {
                  List<@Nullable Object> cells = new ArrayList<>(chosen.size());
                  for (int row : chosen) {
                    cells.add(column.cells().get(row));
                  }
                  return new Column(
                      column.name(), column.type(), column.unit(), column.meaning(), cells);
                })
            .toList());
  }

  /**
   * What names the run of each row: its {@code run_id} and, where axes give parameters of measures,
   * which of the points that share the run.
   */
  public List<String> runNames() {
    Column ids = column("run_id");
    List<Column> axes = columns.values().stream().filter(Column::ofMeasureAxis).toList();
    List<String> names = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      StringBuilder name = new StringBuilder(ids.text(row));
      for (Column axis : axes) {
        name.append(' ').append(axis.name()).append(' ').append(axis.text(row));
      }
      names.add(name.toString());
    }
    return names;
  }

  /** These rows with the columns of their runs, where they have none of that name. */
  public Table beside(Table runs) {
    Map<String, Integer> rowOf = new HashMap<>();
    List<String> names = runs.runNames();
    for (int row = 0; row < runs.rows(); row++) {
      rowOf.put(names.get(row), row);
    }
    List<String> own = runNames();
    List<Column> all = new ArrayList<>(columns.values());
    for (Column column : runs.columns()) {
      if (!columns.containsKey(column.name())) {
        List<@Nullable Object> cells = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
          Integer run = rowOf.get(own.get(row));
          cells.add(run == null ? null : column.cells().get(run));
        }
        all.add(new Column(column.name(), column.type(), column.unit(), column.meaning(), cells));
      }
    }
    return new Table(rows, all);
  }

  /** The column {@code name}; an error that lists what there is when absent. */
  public Column column(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no column is named '"
                        + name
                        + "'; there are: "
                        + String.join(", ", columns.keySet())));
  }
}
