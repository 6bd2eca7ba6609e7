package org.phasegrid.worker.indicator;

import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;

/** An indicator at work in one run. */
@FunctionalInterface
public interface Meter {
  /**
   * Sees theta_t before the update, at the indicator's looks in order. Step and layer columns are
   * put here.
   */
  void look(Snapshot snapshot, Out out);

  /**
   * Sees the run's last theta, whether or not it is a look: for run columns that need it. Called
   * after {@link #look}.
   */
  default void last(Snapshot snapshot) {}

  /**
   * The run has ended, and {@link #look} has seen its last theta if that is a look: run columns are
   * put here, and step columns of earlier looks by {@link Out#at}.
   */
  default void end(Outcome outcome, Out out) {}
}
