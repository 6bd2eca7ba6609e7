package org.phasegrid.worker.loss;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/** A loss of outputs against targets, its gradient and its Hessian by the outputs. */
public interface Loss {
  /** L(f, y), and r = dL/df when it returns; r (K, B) is overwritten. */
  double valueAndGradient(Kernels kernels, Tensor f, Tensor y, Tensor r);

  /** out = S v for a direction v (K, B) of outputs; out (K, B) is overwritten. */
  void hessianTimes(Kernels kernels, Tensor f, Tensor y, Tensor v, Tensor out);
}
