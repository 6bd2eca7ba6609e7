package org.phasegrid.worker.dataset;

import java.util.Optional;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Examples, one per column, in float64.
 *
 * @param x inputs (n_0, B)
 * @param y targets (K, B)
 * @param direction the unit vector v (1, n_0) whose v.x alone decides the targets, where there is
 *     one
 */
public record Examples(Tensor x, Tensor y, Optional<Tensor> direction) {
  public Examples {
    if (x.columns() != y.columns()) {
      throw new IllegalArgumentException(x.columns() + " inputs, but " + y.columns() + " targets");
    }
  }

  /** Examples whose targets depend on all of their inputs. */
  public Examples(Tensor x, Tensor y) {
    this(x, y, Optional.empty());
  }

  /** B, the number of examples. */
  public int count() {
    return x.columns();
  }

  /** The first {@code n}: a copy. */
  public Examples first(int n) {
    return new Examples(first(x, n), first(y, n), direction);
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
