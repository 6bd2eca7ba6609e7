package org.phasegrid.sweeps.read;

import java.util.List;
import java.util.Optional;
import org.phasegrid.sweeps.check.Check;
import org.phasegrid.sweeps.column.Critical;
import org.phasegrid.sweeps.column.RunColumn;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.sweeps.refine.Refine;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.run.RunColumns;

/**
 * A sweep document read: the grid of what is trained, and what is measured, drawn and checked.
 *
 * @param name of the sweep
 * @param source what it was read from
 * @param canonical the document with every default written out, as {@code sweep.yaml} keeps it
 * @param baseIdentity hash of what every run shares: a folder whose sweep has another belongs to
 *     another sweep
 * @param measures in the order of the document; one whose parameters are axes once for each of
 *     their values, under one name
 * @param pointMeasures which of them are made where
 * @param refine how few of the grid's points are trained, where not all are
 */
public record Sweep(
    String name,
    SweepSource source,
    String canonical,
    String baseIdentity,
    Grid grid,
    List<Measure> measures,
    PointMeasures pointMeasures,
    List<RunColumn> columns,
    List<Critical> criticals,
    Optional<Refine> refine,
    List<Drawing> drawings,
    List<Check> checks) {
  public Sweep {
    measures = List.copyOf(measures);
    columns = List.copyOf(columns);
    criticals = List.copyOf(criticals);
    drawings = List.copyOf(drawings);
    checks = List.copyOf(checks);
  }

  /** A sweep that computes nothing from what it measures. */
  public Sweep(
      String name,
      SweepSource source,
      String canonical,
      String baseIdentity,
      Grid grid,
      List<Measure> measures,
      List<Drawing> drawings,
      List<Check> checks) {
    this(
        name,
        source,
        canonical,
        baseIdentity,
        grid,
        measures,
        PointMeasures.everywhere(measures.size()),
        List.of(),
        List.of(),
        Optional.empty(),
        drawings,
        checks);
  }

  /** Whether runs of this sweep are tested on examples beside the training set. */
  public boolean tested() {
    for (AxisColumn axis : grid.axes()) {
      if (axis.path().equals("test") || axis.path().startsWith("test.")) {
        return true;
      }
    }
    for (long index = 0; index < grid.size(); index++) {
      Optional<Point> point = grid.point(index);
      if (point.isPresent()) {
        return !RunColumns.of(point.get().spec()).isEmpty();
      }
    }
    return false;
  }

  /** The indicators of all measures. */
  public List<Indicator> indicators() {
    return measures.stream().map(Measure::indicator).toList();
  }

  /** The indicators of the point at an index of the grid. */
  public List<Indicator> indicators(long index) {
    return pointMeasures.at(index).stream().map(place -> measures.get(place).indicator()).toList();
  }
}
