package org.phasegrid.worker.train;

import org.phasegrid.worker.family.About;

/** When a run ends. */
public record Stopping(
    @About("T, the updates at most; 0 is allowed") long steps,
    @About("a loss that ends the run as diverged") Threshold divergedAbove,
    @About("a loss that ends the run as converged") Threshold convergedBelow) {
  public static final Stopping DEFAULT =
      new Stopping(500, new Threshold.TimesInitial(1e12), new Threshold.Never());

  public Stopping {
    if (steps < 0) {
      throw new IllegalArgumentException("steps must not be negative, was " + steps);
    }
  }
}
