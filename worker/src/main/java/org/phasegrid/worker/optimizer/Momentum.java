package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Heavy-ball momentum (Polyak 1964): v = fma(beta, v, g), theta = fma(-eta, v, theta). On a
 * quadratic it is stable where {@code eta * lambda < 2 + 2 beta}.
 */
@About("heavy ball: v <- beta v + g, theta <- theta - eta v")
public record Momentum(@About("share of the memory kept") double beta) implements Optimizer {
  public static final Momentum COMMON = new Momentum(0.9);

  public Momentum {
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
    kernels.axpy(-eta, memory[0], theta);
  }
}
