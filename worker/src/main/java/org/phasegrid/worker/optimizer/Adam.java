package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Adam (Kingma and Ba 2015, algorithm 1): m and v the running means of g and g², both
 * bias-corrected, epsilon outside the root: theta = fma(-eta / (1 - beta1^t), m / (sqrt(v / (1 -
 * beta2^t)) + epsilon), theta), t counted from 1.
 */
@About(
    value = "both moments bias-corrected, epsilon outside the root (algorithm 1)",
    paper = "arXiv:1412.6980")
public record Adam(
    @About("share of the running mean of g kept") double beta1,
    @About("share of the running mean of g^2 kept") double beta2,
    @About("added to the root of the second moment") double epsilon)
    implements Optimizer {
  public static final Adam PAPER = new Adam(0.9, 0.999, 1e-8);

  public Adam {
    check(beta1, beta2, epsilon);
  }

  static void check(double beta1, double beta2, double epsilon) {
    Shares.check("beta1", beta1);
    Shares.check("beta2", beta2);
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be finite and above 0, was " + epsilon);
    }
  }

  @Override
  public int memories() {
    return 2;
  }

  @Override
  public void step(
      Kernels kernels, long step, double eta, Tensor theta, Tensor gradient, Tensor[] memory) {
    kernels.average(beta1, gradient, memory[0]);
    kernels.averageOfSquares(beta2, gradient, memory[1]);
    double rate = eta / (1 - StrictMath.pow(beta1, step + 1));
    double correction = 1 / (1 - StrictMath.pow(beta2, step + 1));
    kernels.adaptiveStep(-rate, correction, epsilon, memory[0], memory[1], theta);
  }
}
