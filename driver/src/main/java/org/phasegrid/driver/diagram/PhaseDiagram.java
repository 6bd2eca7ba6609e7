package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/** A quantity over a grid of two axes, one panel per value of a third. */
public record PhaseDiagram(
    GridAxis x, GridAxis y, Optional<GridAxis> facet, Shown shown, List<Panel> panels) {
  public PhaseDiagram {
    panels = List.copyOf(panels);
  }

  /**
   * The diagram a drawing asks for. Columns that are no declared axis are taken by their own
   * values; axes that are neither x, y nor facet are aggregated away.
   */
  public static PhaseDiagram of(
      Table table, List<GridAxis> axes, List<String> replicas, Drawing drawing) {
    GridAxis x = Groups.axis(table, axes, needed(drawing.x(), "x", axes));
    GridAxis y = Groups.axis(table, axes, needed(drawing.y(), "y", axes));
    Optional<GridAxis> facet = drawing.facet().map(name -> Groups.axis(table, axes, name));
    Table.Column color =
        table.column(
            drawing
                .color()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "a heat map needs color, one of: "
                                + String.join(
                                    ", ",
                                    table.columns().stream().map(Table.Column::name).toList()))));
    List<GridAxis> used = new ArrayList<>(List.of(x, y));
    facet.ifPresent(used::add);
    for (int i = 0; i < used.size(); i++) {
      for (int k = 0; k < i; k++) {
        if (used.get(i).column().equals(used.get(k).column())) {
          throw new IllegalArgumentException(
              "x, y and facet must differ, " + used.get(i).column() + " was given twice");
        }
      }
    }
    Shown shown =
        Shown.of(table, color, drawing, Groups.aggregated(table, axes, replicas, drawing, used));
    List<GridAxis> order = new ArrayList<>();
    facet.ifPresent(order::add);
    order.add(y);
    order.add(x);
    Groups groups = new Groups(table, order);
    Aggregation aggregation = new Aggregation(table, shown);
    List<Panel> panels = new ArrayList<>();
    int size = x.size() * y.size();
    for (int p = 0; p < facet.map(GridAxis::size).orElse(1); p++) {
      List<Cell> cells = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        cells.add(groups.cell(aggregation, p * size + i));
      }
      int index = p;
      panels.add(new Panel(facet.map(axis -> axis.values().get(index)), x.size(), y.size(), cells));
    }
    return new PhaseDiagram(x, y, facet, shown, panels);
  }

  static String needed(Optional<String> column, String what, List<GridAxis> axes) {
    return column.orElseThrow(
        () ->
            new IllegalArgumentException(
                "the drawing needs " + what + ", one of the axes: " + Groups.names(axes)));
  }

  /**
   * The same diagram with each untrained cell showing the nearest trained one: what a refined sweep
   * leaves out are blocks whose corners agree.
   *
   * <p>Nearest is by |Δi| + |Δj|; among equally near ones the first that a sweep over rows, then
   * columns, has reached. A filled cell keeps zero runs, so it can be told from a trained one.
   */
  public PhaseDiagram filled() {
    return new PhaseDiagram(x, y, facet, shown, panels.stream().map(this::filled).toList());
  }

  private Panel filled(Panel panel) {
    int columns = panel.columns();
    List<Cell> cells = new ArrayList<>(panel.cells());
    List<Integer> front = new ArrayList<>();
    for (int c = 0; c < cells.size(); c++) {
      if (cells.get(c).state() != Cell.State.MISSING) {
        front.add(c);
      }
    }
    while (!front.isEmpty()) {
      List<Integer> next = new ArrayList<>();
      for (int c : front) {
        int i = c % columns;
        int j = c / columns;
        int[] neighbors = {
          i > 0 ? c - 1 : -1,
          i < columns - 1 ? c + 1 : -1,
          j > 0 ? c - columns : -1,
          j < panel.rows() - 1 ? c + columns : -1
        };
        for (int neighbor : neighbors) {
          if (neighbor >= 0 && cells.get(neighbor).state() == Cell.State.MISSING) {
            Cell from = cells.get(c);
            cells.set(
                neighbor,
                new Cell(from.state(), from.value(), from.label(), Interval.UNKNOWN, 0, 0, 0, 0));
            next.add(neighbor);
          }
        }
      }
      front = next;
    }
    return new Panel(panel.facet(), columns, panel.rows(), cells);
  }

  /**
   * Where the phase changes in a panel: between different labels, or where a share crosses one
   * half; empty for other numbers. Cells without a value have no boundary.
   */
  public Boundary boundary(Panel panel) {
    boolean labels = shown.by() == Drawing.By.LABEL;
    if (!labels && !shown.share()) {
      return new Boundary(List.of());
    }
    return Boundary.of(
        panel.columns(),
        panel.rows(),
        (i, j) -> {
          Cell cell = panel.cell(i, j);
          if (cell.state() != Cell.State.VALUE) {
            return Boundary.Phases.NONE;
          }
          return labels
              ? shown.labels().indexOf(cell.label().orElseThrow())
              : cell.value() >= 0.5 ? 1 : 0;
        });
  }

  /** Where a number or share of a panel crosses a level, along the edges of cells. */
  public Boundary contour(Panel panel, double level) {
    return Boundary.of(
        panel.columns(),
        panel.rows(),
        (i, j) -> {
          Cell cell = panel.cell(i, j);
          return cell.state() != Cell.State.VALUE
              ? Boundary.Phases.NONE
              : cell.value() >= level ? 1 : 0;
        });
  }

  /**
   * The diagram as a table, one row per cell in the order panel, y, x: {@code x, y, facet, value,
   * low, high, runs, diverged, failed, state}. Undefined numbers are null.
   */
  public Table table() {
    DiagramRows rows = new DiagramRows();
    for (Panel panel : panels) {
      for (int j = 0; j < panel.rows(); j++) {
        for (int i = 0; i < panel.columns(); i++) {
          rows.add(x.values().get(i), y.values().get(j), panel.facet(), panel.cell(i, j));
        }
      }
    }
    return rows.table(x, Optional.of(y), facet, shown);
  }

  /** The axis value types a table has a column type for. */
  static Table.Type type(GridAxis axis) {
    List<Object> values = axis.values();
    if (values.stream().allMatch(Long.class::isInstance)) {
      return Table.Type.INTEGER;
    }
    if (values.stream().allMatch(Boolean.class::isInstance)) {
      return Table.Type.BOOLEAN;
    }
    return axis.numeric() ? Table.Type.NUMBER : Table.Type.LABEL;
  }

  /** The value as the column type wants it. */
  static @Nullable Object value(Table.Type type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case NUMBER -> (Object) ((Number) value).doubleValue();
      case LABEL -> value.toString();
      default -> value;
    };
  }
}
