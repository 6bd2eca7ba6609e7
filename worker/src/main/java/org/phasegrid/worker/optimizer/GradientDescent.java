package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/** theta = fma(-eta, g, theta). */
@About("theta <- theta - eta g")
public record GradientDescent() implements Optimizer {
  @Override
  public int memories() {
    return 0;
  }

  @Override
  public boolean linear() {
    return true;
  }

  @Override
  public void step(
      Kernels kernels, long step, double eta, Tensor theta, Tensor gradient, Tensor[] memory) {
    kernels.axpy(-eta, gradient, theta);
  }
}
