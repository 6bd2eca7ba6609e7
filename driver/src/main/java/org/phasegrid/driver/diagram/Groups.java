package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/**
 * The rows of a table sorted by their place in a product of axes, the last axis fastest; within a
 * place in table order.
 */
final class Groups {
  /** More values than this on one axis are noise, not an axis: 4096 cells at one pixel. */
  private static final int MOST_VALUES = 4096;

  private final int[] rows;
  private final int[] starts;

  /** Rows that have no value on one of the axes belong to no group. */
  Groups(Table table, List<GridAxis> axes) {
    long size = axes.stream().mapToLong(GridAxis::size).reduce(1, (a, b) -> a * b);
    if (size > 1 << 26) {
      throw new IllegalArgumentException("a diagram of " + size + " cells; at most 2^26 fit");
    }
    int[] place = new int[table.rows()];
    for (GridAxis axis : axes) {
      Map<Object, Integer> indices = axis.indices();
      Table.Column column = table.column(axis.column());
      for (int row = 0; row < place.length; row++) {
        if (place[row] < 0) {
          continue;
        }
        Object cell = column.cells().get(row);
        if (cell == null || (cell instanceof Double d && d.isNaN())) {
          place[row] = -1;
          continue;
        }
        Integer index = indices.get(GridAxis.key(cell));
        if (index == null) {
          throw new IllegalArgumentException(
              "row "
                  + row
                  + ": "
                  + axis.column()
                  + " is "
                  + cell
                  + ", which its axis does not have");
        }
        place[row] = place[row] * axis.size() + index;
      }
    }
    starts = new int[(int) size + 1];
    for (int p : place) {
      if (p >= 0) {
        starts[p + 1]++;
      }
    }
    for (int i = 0; i < size; i++) {
      starts[i + 1] += starts[i];
    }
    rows = new int[starts[(int) size]];
    int[] next = starts.clone();
    for (int row = 0; row < place.length; row++) {
      if (place[row] >= 0) {
        rows[next[place[row]]++] = row;
      }
    }
  }

  Cell cell(Aggregation aggregation, int group) {
    return aggregation.of(rows, starts[group], starts[group + 1]);
  }

  /** The declared axis of a column, or the axis of its own values when none is declared. */
  static GridAxis axis(Table table, List<GridAxis> declared, String column) {
    Table.Column cells = table.column(column);
    for (GridAxis axis : declared) {
      if (axis.column().equals(column)) {
        return axis;
      }
    }
    GridAxis axis = GridAxis.ofColumn(cells);
    if (axis.size() > MOST_VALUES) {
      throw new IllegalArgumentException(
          "column "
              + column
              + " is no declared axis and has "
              + axis.size()
              + " different values, too many for an axis; axes are: "
              + names(declared));
    }
    return axis;
  }

  static String names(List<GridAxis> axes) {
    return axes.isEmpty()
        ? "(none declared)"
        : String.join(", ", axes.stream().map(GridAxis::column).toList());
  }

  /** The columns with more than one value that the diagram does not show on an axis of its own. */
  static List<String> aggregated(
      Table table,
      List<GridAxis> declared,
      List<String> replicas,
      Drawing drawing,
      List<GridAxis> used) {
    Set<String> names = new LinkedHashSet<>();
    declared.stream().filter(axis -> axis.size() > 1).forEach(axis -> names.add(axis.column()));
    List<String> asked = new ArrayList<>(replicas);
    for (String column : drawing.over()) {
      table.column(column);
      asked.add(column);
    }
    for (String column : asked) {
      table
          .find(column)
          .filter(cells -> new HashSet<>(cells.cells()).size() > 1)
          .ifPresent(cells -> names.add(column));
    }
    used.forEach(axis -> names.remove(axis.column()));
    return new ArrayList<>(names);
  }
}
