package org.phasegrid.worker.dataset;

import org.phasegrid.worker.kernel.Tensor;

/**
 * Examples, one per column, in float64.
 *
 * @param x inputs (n_0, B)
 * @param y targets (K, B)
 */
public record Examples(Tensor x, Tensor y) {
  public Examples {
    if (x.columns() != y.columns()) {
      throw new IllegalArgumentException(x.columns() + " inputs, but " + y.columns() + " targets");
    }
  }

  /** B, the number of examples. */
  public int count() {
    return x.columns();
  }
}
