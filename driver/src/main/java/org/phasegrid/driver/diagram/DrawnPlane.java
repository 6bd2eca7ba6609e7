package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.draw.Theory;
import org.phasegrid.worker.run.RunSpec;

/** A panel as theories see it, of the drawing's rows alone; only a heat map's y has values. */
public final class DrawnPlane implements Theory.Plane {
  private final GridAxis x;
  private final Theory.Axis y;
  private final Optional<Theory.Facet> facet;
  private final RunSpec run;
  private final Table runs;
  private final Function<String, Table> tables;

  /**
   * The plane of a drawing.
   *
   * @param drawn the rows of the drawing
   * @param facet of the panel
   * @param tables the table called steps
   */
  public DrawnPlane(
      Table drawn,
      List<GridAxis> axes,
      Drawing drawing,
      Optional<Theory.Facet> facet,
      RunSpec run,
      Function<String, Table> tables) {
    this.x = Groups.axis(drawn, axes, PhaseDiagram.needed(drawing.x(), "x", axes));
    this.y =
        drawing.plot().equals("heatmap")
            ? axis(Groups.axis(drawn, axes, PhaseDiagram.needed(drawing.y(), "y", axes)))
            : new Theory.Axis(drawing.y().orElse(""), List.of());
    this.facet = facet;
    this.run = run;
    this.runs = drawn;
    this.tables = tables;
  }

  private static Theory.Axis axis(GridAxis axis) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < axis.size(); i++) {
      values.add(axis.number(i));
    }
    return new Theory.Axis(axis.column(), values);
  }

  @Override
  public Theory.Axis x() {
    return axis(x);
  }

  @Override
  public Theory.Axis y() {
    return y;
  }

  @Override
  public Optional<Theory.Facet> facet() {
    return facet;
  }

  @Override
  public RunSpec run() {
    return run;
  }

  @Override
  public OptionalDouble initial(String column, Theory.Axis axis, int i) {
    Table steps = tables.apply("steps");
    if (steps.find(column).isEmpty()) {
      return OptionalDouble.empty();
    }
    Map<String, Integer> rowOf = new HashMap<>();
    List<String> names = runs.runNames();
    for (int row = 0; row < runs.rows(); row++) {
      rowOf.put(names.get(row), row);
    }
    List<String> ofLooks = steps.runNames();
    boolean ofX = axis.column().equals(x.column());
    Object wanted = GridAxis.key(ofX ? x.values().get(i) : axis.values().get(i));
    List<Double> found = new ArrayList<>();
    for (int row = 0; row < steps.rows(); row++) {
      Integer of = rowOf.get(ofLooks.get(row));
      if (of == null || steps.column("step").number(row) != 0 || steps.column(column).isNull(row)) {
        continue;
      }
      Object cell = runs.column(axis.column()).cells().get(of);
      if (cell != null && GridAxis.key(cell).equals(wanted)) {
        found.add(steps.column(column).number(row));
      }
    }
    double[] ascending = found.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return ascending.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Interval.quantile(ascending, 0.5));
  }
}
