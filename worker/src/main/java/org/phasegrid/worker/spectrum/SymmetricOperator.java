package org.phasegrid.worker.spectrum;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/** A symmetric matrix (n, n) known by its products. */
public interface SymmetricOperator {
  int size();

  /** out = A v: v, out (1, n), float64; out is overwritten. */
  void times(Tensor v, Tensor out);

  /** The arithmetic of inner products. */
  Kernels kernels();
}
