package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.draw.Theory;
import org.phasegrid.worker.run.RunSpec;

/** The plane of a heat map as theories see it, of the drawing's rows alone. */
public final class DrawnPlane implements Theory.Plane {
  private final GridAxis x;
  private final GridAxis y;
  private final RunSpec run;
  private final Table runs;
  private final Function<String, Table> tables;

  /**
   * The plane of a drawing.
   *
   * @param drawn the rows of the drawing
   * @param tables the table called steps
   */
  public DrawnPlane(
      Table drawn,
      List<GridAxis> axes,
      Drawing drawing,
      RunSpec run,
      Function<String, Table> tables) {
    this.x = Groups.axis(drawn, axes, PhaseDiagram.needed(drawing.x(), "x", axes));
    this.y = Groups.axis(drawn, axes, PhaseDiagram.needed(drawing.y(), "y", axes));
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
    return axis(y);
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
    GridAxis given = axis.column().equals(x.column()) ? x : y;
    Object wanted = GridAxis.key(given.values().get(i));
    List<Double> found = new ArrayList<>();
    for (int row = 0; row < steps.rows(); row++) {
      Integer of = rowOf.get(ofLooks.get(row));
      if (of == null || steps.column("step").number(row) != 0 || steps.column(column).isNull(row)) {
        continue;
      }
      Object cell = runs.column(given.column()).cells().get(of);
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
