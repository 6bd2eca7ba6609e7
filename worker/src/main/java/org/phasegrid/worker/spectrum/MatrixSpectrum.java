package org.phasegrid.worker.spectrum;

import java.util.Arrays;
import java.util.Optional;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Squared singular values and leading singular vectors of W (N, M), by the Gram matrix of its
 * smaller side.
 *
 * <p>W is divided by its largest entry first, so nothing over- or underflows in the squares: what
 * has no scale is the same for W, 1e-160 W and 1e120 W. Small eigenvalues are known to 1e-16 of the
 * largest.
 *
 * @param scale |W|_max: eigenvalues are those of W Wᵀ / scale²
 * @param eigenvalues descending, none below 0, min(N, M) of them
 * @param left unit vectors in rows (k, N)
 * @param right unit vectors in rows (k, M); k is at most the count of eigenvalues above 1e-10 of
 *     the largest
 */
public record MatrixSpectrum(double scale, double[] eigenvalues, Tensor left, Tensor right) {
  private static final double ZERO = 1e-10;

  /**
   * The spectrum of W with at most {@code vectors} leading vectors; empty where W is not finite. A
   * zero matrix has eigenvalues 0 and no vectors.
   */
  public static Optional<MatrixSpectrum> of(Kernels kernels, Tensor w, int vectors) {
    int rows = w.rows();
    int columns = w.columns();
    double scale = 0;
    for (int i = 0; i < w.size(); i++) {
      double entry = Math.abs(w.get(i));
      if (!Double.isFinite(entry)) {
        return Optional.empty();
      }
      scale = Math.max(scale, entry);
    }
    int n = Math.min(rows, columns);
    if (scale == 0) {
      Tensor none = Tensor.zeros(Precision.FLOAT64, 0, rows);
      return Optional.of(
          new MatrixSpectrum(0, new double[n], none, Tensor.zeros(Precision.FLOAT64, 0, columns)));
    }
    Tensor scaled = Tensor.zeros(Precision.FLOAT64, rows, columns);
    for (int i = 0; i < w.size(); i++) {
      scaled.set(i, w.get(i) / scale);
    }
    boolean wide = rows <= columns;
    Tensor gram = Tensor.zeros(Precision.FLOAT64, n, n);
    if (wide) {
      kernels.gemmByTransposed(scaled, scaled, gram);
    } else {
      kernels.gemmTransposed(scaled, scaled, gram);
    }
    Optional<Tridiagonal> reduced = Tridiagonal.of(kernels, gram);
    Optional<double[]> ascending = reduced.flatMap(Tridiagonal::values);
    if (ascending.isEmpty()) {
      return Optional.empty();
    }
    double[] sorted = new double[n];
    for (int i = 0; i < n; i++) {
      sorted[i] = Math.max(0, ascending.get()[n - 1 - i]);
    }
    int k = 0;
    while (k < Math.min(vectors, n) && sorted[k] > ZERO * sorted[0]) {
      k++;
    }
    Tensor inner = reduced.get().vectors(Arrays.copyOf(sorted, k));
    Tensor outer = Tensor.zeros(Precision.FLOAT64, k, Math.max(rows, columns));
    if (k > 0 && wide) {
      kernels.gemm(inner, scaled, outer);
    } else if (k > 0) {
      kernels.gemmByTransposed(inner, scaled, outer);
    }
    normalize(kernels, inner);
    normalize(kernels, outer);
    return Optional.of(
        new MatrixSpectrum(scale, sorted, wide ? inner : outer, wide ? outer : inner));
  }

  private static void normalize(Kernels kernels, Tensor rows) {
    for (int i = 0; i < rows.rows(); i++) {
      Tensor row = rows.view(i * rows.columns(), 1, rows.columns());
      kernels.scale(1 / Math.sqrt(kernels.sumOfSquares(row)), row);
    }
  }

  /** How many vectors there are. */
  public int vectors() {
    return left.rows();
  }
}
