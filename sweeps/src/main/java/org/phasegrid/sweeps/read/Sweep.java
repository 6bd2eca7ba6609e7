package org.phasegrid.sweeps.read;

import java.util.List;
import org.phasegrid.sweeps.check.Check;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.worker.indicator.Indicator;

/**
 * A sweep document read: the grid of what is trained, and what is measured, drawn and checked.
 *
 * @param name of the sweep
 * @param source what it was read from
 * @param canonical the document with every default written out, as {@code sweep.yaml} keeps it
 * @param baseIdentity hash of what every run shares: a folder whose sweep has another belongs to
 *     another sweep
 */
public record Sweep(
    String name,
    SweepSource source,
    String canonical,
    String baseIdentity,
    Grid grid,
    List<Measure> measures,
    List<Drawing> drawings,
    List<Check> checks) {
  public Sweep {
    measures = List.copyOf(measures);
    drawings = List.copyOf(drawings);
    checks = List.copyOf(checks);
  }

  /** The indicators alone. */
  public List<Indicator> indicators() {
    return measures.stream().map(Measure::indicator).toList();
  }
}
