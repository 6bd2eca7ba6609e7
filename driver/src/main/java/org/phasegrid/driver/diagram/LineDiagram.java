package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/** A quantity along one axis: one line per value of a second, one panel per value of a third. */
public record LineDiagram(
    GridAxis x,
    Optional<GridAxis> lineAxis,
    Optional<GridAxis> facet,
    Shown shown,
    List<LinePanel> panels) {
  /** The lines of one facet value. */
  public record LinePanel(Optional<Object> facet, List<Line> lines) {
    public LinePanel {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One line.
   *
   * @param value of the line axis, which the legend names
   * @param points one per value of x
   */
  public record Line(Optional<Object> value, List<Cell> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  /** More lines than this cannot be told apart even along a color map. */
  private static final int MOST_LINES = 256;

  public LineDiagram {
    panels = List.copyOf(panels);
  }

  /** The diagram a drawing asks for: {@code y} along {@code x}, split by {@code color}. */
  public static LineDiagram of(
      Table table, List<GridAxis> axes, List<String> replicas, Drawing drawing) {
    String xName = PhaseDiagram.needed(drawing.x(), "x", axes);
    Table.Column value =
        table.column(
            drawing
                .y()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "lines need y, the column of their value, one of: "
                                + String.join(
                                    ", ",
                                    table.columns().stream().map(Table.Column::name).toList()))));
    if (drawing.by() == Drawing.By.LABEL) {
      throw new IllegalArgumentException(
          "lines show numbers: by must be mean, median or fraction, was label");
    }
    GridAxis x = Groups.axis(table, axes, xName);
    Optional<GridAxis> lineAxis = drawing.color().map(name -> Groups.axis(table, axes, name));
    Optional<GridAxis> facet = drawing.facet().map(name -> Groups.axis(table, axes, name));
    int lineCount = lineAxis.map(GridAxis::size).orElse(1);
    if (lineCount > MOST_LINES) {
      throw new IllegalArgumentException(
          "color "
              + drawing.color().orElse("")
              + " would make "
              + lineCount
              + " lines; at most 256");
    }
    List<GridAxis> order = new ArrayList<>();
    facet.ifPresent(order::add);
    lineAxis.ifPresent(order::add);
    order.add(x);
    Shown shown =
        Shown.of(table, value, drawing, Groups.aggregated(table, axes, replicas, drawing, order));
    Groups groups = new Groups(table, order);
    Aggregation aggregation = new Aggregation(table, shown);
    List<LinePanel> panels = new ArrayList<>();
    int group = 0;
    for (int p = 0; p < facet.map(GridAxis::size).orElse(1); p++) {
      List<Line> lines = new ArrayList<>();
      for (int l = 0; l < lineCount; l++) {
        List<Cell> points = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
          points.add(groups.cell(aggregation, group++));
        }
        int line = l;
        lines.add(new Line(lineAxis.map(axis -> axis.values().get(line)), points));
      }
      int panel = p;
      panels.add(new LinePanel(facet.map(axis -> axis.values().get(panel)), lines));
    }
    return new LineDiagram(x, lineAxis, facet, shown, panels);
  }

  /**
   * The diagram as a table, one row per point in the order panel, line, x: as {@link
   * PhaseDiagram#table()}, with the line's value in {@code y}.
   */
  public Table table() {
    DiagramRows rows = new DiagramRows();
    for (LinePanel panel : panels) {
      for (Line line : panel.lines()) {
        for (int i = 0; i < x.size(); i++) {
          rows.add(
              x.values().get(i), line.value().orElse(null), panel.facet(), line.points().get(i));
        }
      }
    }
    return rows.table(x, lineAxis, facet, shown);
  }
}
