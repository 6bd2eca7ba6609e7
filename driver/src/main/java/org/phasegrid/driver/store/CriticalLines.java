package org.phasegrid.driver.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.phasegrid.driver.store.Heading.Kind;
import org.phasegrid.sweeps.column.Critical;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Grid;

/**
 * The lines of a grid: all points that differ in the dimension of one axis alone. For each of them
 * the value of that axis at which a condition first or last holds.
 *
 * <p>Rows are in the order of the axes that lines go along, as {@code critical:} first names them;
 * of one axis in grid order of the other dimensions.
 */
final class CriticalLines {
  private final Grid grid;
  private final List<Critical> criticals;
  private final int[] sizes;
  private final List<String> alongs;
  private final Map<String, Integer> dimensionOf = new LinkedHashMap<>();

  /** Position on the axis by critical and line; -1 where the condition has not held. */
  private final List<int[]> positions = new ArrayList<>();

  /** Runs seen by axis and line. */
  private final Map<String, int[]> runs = new LinkedHashMap<>();

  CriticalLines(Grid grid, List<Critical> criticals) {
    this.grid = grid;
    this.criticals = criticals;
    this.sizes = CellOrder.sizes(grid);
    Set<String> distinct = new LinkedHashSet<>();
    criticals.forEach(critical -> distinct.add(critical.along()));
    this.alongs = List.copyOf(distinct);
    for (String along : alongs) {
      int dimension = axis(along).dimension();
      dimensionOf.put(along, dimension);
      runs.put(along, new int[Math.toIntExact(grid.size() / sizes[dimension])]);
    }
    for (Critical critical : criticals) {
      int[] none = new int[lines(critical.along())];
      java.util.Arrays.fill(none, -1);
      positions.add(none);
    }
  }

  private AxisColumn axis(String column) {
    return grid.axes().stream()
        .filter(axis -> axis.column().equals(column))
        .findFirst()
        .orElseThrow();
  }

  private int lines(String along) {
    return runs.getOrDefault(along, new int[0]).length;
  }

  private int dimension(String along) {
    return dimensionOf.getOrDefault(along, 0);
  }

  /** The place of a point on the lines along an axis: which line, and where on it. */
  private record Spot(int line, int position) {}

  private Spot spot(String along, long index) {
    int dimension = dimension(along);
    long inner = 1;
    for (int d = dimension + 1; d < sizes.length; d++) {
      inner *= sizes[d];
    }
    long outer = index / (inner * sizes[dimension]);
    return new Spot(
        (int) (outer * inner + index % inner), (int) (index / inner % sizes[dimension]));
  }

  /** Whether the condition of each critical holds in a run. */
  interface Conditions {
    boolean holds(int critical);
  }

  /** Adds a run; runs come in grid order. */
  void add(long index, Conditions conditions) {
    for (String along : alongs) {
      runs.getOrDefault(along, new int[0])[spot(along, index).line()]++;
    }
    for (int c = 0; c < criticals.size(); c++) {
      Spot spot = spot(criticals.get(c).along(), index);
      int[] found = positions.get(c);
      boolean open = found[spot.line()] < 0 || criticals.get(c).end() == Critical.End.LAST;
      if (open && conditions.holds(c)) {
        found[spot.line()] = spot.position();
      }
    }
  }

  /** The columns: line, along, runs, the axes, the criticals. */
  List<Heading> headings() {
    List<Heading> headings = new ArrayList<>();
    headings.add(new Heading("line", Kind.INTEGER, "", "index over all axes but the one along"));
    headings.add(new Heading("along", Kind.LABEL, "", "the axis that the line goes along", alongs));
    headings.add(new Heading("runs", Kind.INTEGER, "", "runs on the line"));
    for (AxisColumn axis : shown()) {
      headings.add(Merge.axis(axis));
    }
    for (Critical critical : criticals) {
      Heading along = Merge.axis(axis(critical.along()));
      headings.add(
          new Heading(
              critical.name(),
              along.kind(),
              along.unit(),
              critical.end().name().toLowerCase(java.util.Locale.ROOT)
                  + " "
                  + critical.along()
                  + " with "
                  + critical.condition().text(),
              along.labels()));
    }
    return headings;
  }

  /** The axes that some line keeps fixed. */
  private List<AxisColumn> shown() {
    return grid.axes().stream()
        .filter(axis -> alongs.stream().anyMatch(along -> dimension(along) != axis.dimension()))
        .toList();
  }

  void write(TableWriter out) throws IOException {
    List<AxisColumn> shown = shown();
    for (String along : alongs) {
      int[] counts = runs.getOrDefault(along, new int[0]);
      for (int line = 0; line < counts.length; line++) {
        if (counts[line] == 0) {
          continue;
        }
        out.next();
        int column = 0;
        out.put(column++, (long) line);
        out.put(column++, along);
        out.put(column++, (long) counts[line]);
        int[] position = position(dimension(along), line);
        for (AxisColumn axis : shown) {
          if (axis.dimension() != dimension(along)) {
            out.put(column, cell(axis, position[axis.dimension()]));
          }
          column++;
        }
        for (int c = 0; c < criticals.size(); c++) {
          Critical critical = criticals.get(c);
          if (critical.along().equals(along) && positions.get(c)[line] >= 0) {
            out.put(column, cell(axis(along), positions.get(c)[line]));
          }
          column++;
        }
      }
    }
  }

  private static Object cell(AxisColumn axis, int position) {
    Object value = axis.values().get(position);
    return Merge.axis(axis).kind() == Kind.LABEL ? value.toString() : value;
  }

  /** Positions on the dimensions of a line; that of the one along is 0. */
  private int[] position(int along, int line) {
    int[] position = new int[sizes.length];
    long rest = line;
    for (int d = sizes.length - 1; d >= 0; d--) {
      if (d != along) {
        position[d] = (int) (rest % sizes[d]);
        rest /= sizes[d];
      }
    }
    return position;
  }
}
