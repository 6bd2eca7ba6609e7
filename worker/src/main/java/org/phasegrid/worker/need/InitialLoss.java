package org.phasegrid.worker.need;

import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/** L_0. */
public record InitialLoss() implements Need.Standing<Double> {
  @Override
  public Need.Following<Double> begin(Snapshot first) {
    double initial = first.loss();
    return () -> initial;
  }
}
