package org.phasegrid.worker.architecture;

import java.util.List;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The losses of several runs of one shape side by side, a run in each lane, every one with the bits
 * that its {@link Objective} gives it alone. Its workspaces serve one thread.
 */
public interface Herd {
  /** The parameter tensors of each run. */
  List<Block> blocks();

  Kernels kernels();

  /** How many runs stand side by side. */
  int lanes();

  /** A run on {@code examples} takes a lane; until {@link #batch} it looks at all of them. */
  void enter(int lane, Examples examples);

  /** The lane has no run: what it holds is not looked at. */
  void leave(int lane);

  /** Chooses the examples of a lane for the calls that follow, by number. */
  void batch(int lane, int[] chosen);

  /**
   * L(theta) and g = dL/dtheta of every lane: theta, g herds of P elements, g +0.0 in fixed blocks.
   */
  void gradients(Tensor theta, Tensor g, double[] losses);
}
