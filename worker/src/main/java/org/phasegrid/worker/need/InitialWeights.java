package org.phasegrid.worker.need;

import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/** theta_0 (1, P). */
public record InitialWeights() implements Need.Standing<Tensor> {
  @Override
  public Need.Following<Tensor> begin(Snapshot first) {
    Tensor initial = first.theta();
    return () -> initial;
  }
}
