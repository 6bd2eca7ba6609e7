package org.phasegrid.worker.need;

import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/** The gradient (1, P) of the whole training set's loss at theta_t, in float64. */
public record FullGradient() implements Need<Tensor> {
  @Override
  public Tensor at(Snapshot snapshot) {
    Tensor theta = snapshot.theta();
    Tensor gradient = Tensor.zeros(Precision.FLOAT64, 1, theta.size());
    snapshot.objective().gradient(theta, gradient);
    return gradient;
  }
}
