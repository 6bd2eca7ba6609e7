package org.phasegrid.worker.architecture;

import java.util.List;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The loss of one run as a function of theta, on a batch of its examples; its workspaces serve one
 * thread.
 */
public interface Objective {
  List<Block> blocks();

  Kernels kernels();

  /** P, the length of theta. */
  default int size() {
    int size = 0;
    for (Block block : blocks()) {
      size += block.size();
    }
    return size;
  }

  /**
   * Chooses the examples of the calls that follow, by number; until the first call it is all of
   * them.
   */
  void batch(int[] examples);

  /** Says which step's examples are meant from now on, where the model draws them itself. */
  default void step(long step) {}

  /** L(theta). */
  double loss(Tensor theta);

  /** L(theta), and g = dL/dtheta when it returns, +0.0 in fixed blocks; g (1, P) is overwritten. */
  double gradient(Tensor theta, Tensor g);

  /** The g of {@link #gradient} for someone who does not ask for L, which takes logarithms. */
  default void slope(Tensor theta, Tensor g) {
    gradient(theta, g);
  }

  /** The second-order products at theta. They hold until the next call of any other method. */
  Curvature curvature(Tensor theta);

  /**
   * The share of the batch's examples classified as their targets say; NaN where there are no
   * classes.
   */
  double accuracy(Tensor theta);
}
