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

  /** The first {@code n}: a copy. */
  public Examples first(int n) {
    return new Examples(first(x, n), first(y, n));
  }

  private static Tensor first(Tensor all, int n) {
    Tensor some = Tensor.zeros(all.precision(), all.rows(), n);
    for (int i = 0; i < all.rows(); i++) {
      for (int b = 0; b < n; b++) {
        some.set(i, b, all.get(i, b));
      }
    }
    return some;
  }
}
