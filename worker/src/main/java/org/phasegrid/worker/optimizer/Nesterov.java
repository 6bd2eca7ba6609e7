package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Nesterov momentum in the coordinates of its look-ahead point (Sutskever et al. 2013): v =
 * fma(beta, v, g), theta = fma(-eta, g, theta), theta = fma(-eta beta, v, theta). On a quadratic it
 * is stable where {@code eta * lambda < (2 + 2 beta) / (1 + 2 beta)} (Cohen et al. 2021).
 */
@About(
    value = "Nesterov momentum: v <- beta v + g, theta <- theta - eta (g + beta v)",
    paper = "arXiv:2103.00065")
public record Nesterov(@About("share of the memory kept") double beta) implements Optimizer {
  public static final Nesterov COMMON = new Nesterov(0.9);

  public Nesterov {
    Shares.check("beta", beta);
  }

  @Override
  public int memories() {
    return 1;
  }

  @Override
  public boolean linear() {
    return true;
  }

  @Override
  public void step(
      Kernels kernels, long step, double eta, Tensor theta, Tensor gradient, Tensor[] memory) {
    kernels.decay(beta, gradient, memory[0]);
    kernels.axpy(-eta, gradient, theta);
    kernels.axpy(-eta * beta, memory[0], theta);
  }
}
