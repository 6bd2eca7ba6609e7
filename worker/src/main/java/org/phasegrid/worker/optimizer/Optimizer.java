package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/** A rule that steps from theta by a gradient; what it must remember is handed to it. */
public interface Optimizer {
  /** How many tensors of the shape of theta it remembers. */
  int memories();

  /**
   * One step of one parameter tensor, in place.
   *
   * @param step 0-based count of the step
   * @param eta the learning rate of this tensor
   * @param memory {@link #memories()} tensors of the same shape, +0.0 before step 0
   */
  void step(Kernels kernels, long step, double eta, Tensor theta, Tensor gradient, Tensor[] memory);
}
