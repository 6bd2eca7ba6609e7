package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/** A rule that steps from theta by a gradient; what it must remember is handed to it. */
public interface Optimizer {
  /** How many tensors of the shape of theta it remembers. */
  int memories();

  /**
   * Whether the step is linear in (theta, gradient, memory) together, so that a small perturbation
   * of them is stepped by the same rule.
   */
  default boolean linear() {
    return false;
  }

  /** Whether theta stays where it is while the gradient and the memory are zero. */
  default boolean restsWithoutGradient() {
    return true;
  }

  /**
   * One step of one parameter tensor, in place.
   *
   * @param step 0-based count of the step
   * @param eta the learning rate of this tensor
   * @param memory {@link #memories()} tensors of the same shape, +0.0 before step 0
   */
  void step(Kernels kernels, long step, double eta, Tensor theta, Tensor gradient, Tensor[] memory);
}
