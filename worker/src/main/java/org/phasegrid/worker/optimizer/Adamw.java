package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019): theta = (1 - eta weight-decay)
 * theta, then a step of {@link Adam}. The decay shrinks by eta as it is at the step, schedule and
 * factors included.
 */
@About(
    value = "Adam with decoupled decay: theta <- theta - eta weight-decay theta beside its step",
    paper = "arXiv:1711.05101")
public record Adamw(
    @About("share of the running mean of g kept") double beta1,
    @About("share of the running mean of g^2 kept") double beta2,
    @About("added to the root of the second moment") double epsilon,
    @About("decay of theta per step and learning rate") double weightDecay)
    implements Optimizer {
  public static final Adamw COMMON = new Adamw(0.9, 0.999, 1e-8, 0.01);

  public Adamw {
    Adam.check(beta1, beta2, epsilon);
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weight-decay must be finite and not negative, was " + weightDecay);
    }
  }

  @Override
  public int memories() {
    return 2;
  }

  @Override
  public boolean restsWithoutGradient() {
    return weightDecay == 0;
  }

  @Override
  public void step(
      Kernels kernels, long step, double eta, Tensor theta, Tensor gradient, Tensor[] memory) {
    kernels.scale(1 - eta * weightDecay, theta);
    new Adam(beta1, beta2, epsilon).step(kernels, step, eta, theta, gradient, memory);
  }
}
