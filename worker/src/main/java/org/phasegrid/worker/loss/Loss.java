package org.phasegrid.worker.loss;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/** A loss of outputs against targets, its gradient and its Hessian by the outputs. */
public interface Loss {
  /** L(f, y), and r = dL/df when it returns; r (K, B) is overwritten. */
  double valueAndGradient(Kernels kernels, Tensor f, Tensor y, Tensor r);

  /** The r of {@link #valueAndGradient} alone. */
  default void gradient(Kernels kernels, Tensor f, Tensor y, Tensor r) {
    valueAndGradient(kernels, f, y, r);
  }

  /**
   * L and r of every run of a herd, with the bits of {@link #valueAndGradient}; lane by lane unless
   * a loss knows better.
   */
  default void valuesAndGradients(Kernels kernels, HerdOutputs outputs, double[] losses) {
    for (int lane = 0; lane < outputs.lanes(); lane++) {
      losses[lane] = valueAndGradient(kernels, outputs.f(lane), outputs.y(lane), outputs.laneR());
      outputs.keep(lane);
    }
  }

  /** out = S v for a direction v (K, B) of outputs; out (K, B) is overwritten. */
  void hessianTimes(Kernels kernels, Tensor f, Tensor y, Tensor v, Tensor out);
}
