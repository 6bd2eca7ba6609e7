package org.phasegrid.worker.spectrum;

import java.util.Arrays;
import java.util.Optional;
import org.ejml.dense.row.decomposition.eig.symm.SymmetricQrAlgorithm_DDRM;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/**
 * A symmetric matrix A (n, n) brought to tridiagonal form, A = Q T Qᵀ, by Householder's reflections
 * (Golub and Van Loan 2013, section 8.3.1), for those who want its eigenvalues, its extreme ones, a
 * few eigenvectors, or all of both. With all, EJML's decomposition costs 2.6 times as much for n =
 * 60, 4 times for n = 128.
 *
 * <p>Eigenvalues are known to rounding of the largest, |A| 2^-53 times a little. Nothing over- or
 * underflows in squares: A is scaled by a power of two first.
 */
public final class Tridiagonal {
  /** Eigenvalues so near each other, of the largest, want their vectors orthogonalized. */
  private static final double NEAR = 1e-3;

  /** Squares of what is nothing beside 1, the size of the largest entry: rounding, or its echo. */
  private static final double NOTHING = 0x1p-140;

  private static final Key START = Key.of(0).child("inverse iteration");
  private static final int ITERATIONS = 3;

  /** Sweeps of the QL iteration an eigenvalue; 1.8 is usual. */
  private static final int SWEEPS = 30;

  /** Columns of Qᵀ that are made, and turned, together: four vectors of eight. */
  private static final int PANEL = 32;

  private final Kernels kernels;
  private final int n;
  private final double scale;
  private final double[] diagonal;
  private final double[] off;
  private final Tensor reflectors;
  private final double[] halves;

  private Tridiagonal(Kernels kernels, Tensor a, double scale) {
    this.kernels = kernels;
    this.scale = scale;
    n = a.rows();
    diagonal = new double[n];
    off = new double[Math.max(0, n - 1)];
    halves = new double[n];
    reflectors = a;
    reduce();
  }

  /** Of a symmetric matrix, float64, which is not written; empty where it is not finite. */
  public static Optional<Tridiagonal> of(Kernels kernels, Tensor matrix) {
    double largest = 0;
    for (int i = 0; i < matrix.size(); i++) {
      double entry = Math.abs(matrix.get(i));
      if (!Double.isFinite(entry)) {
        return Optional.empty();
      }
      largest = Math.max(largest, entry);
    }
    // Not below the normal numbers, whose inverse is finite.
    int exponent = Math.max(Double.MIN_EXPONENT, Math.getExponent(largest));
    Tensor scaled = matrix.to(Precision.FLOAT64);
    kernels.scale(Math.scalb(1.0, -exponent), scaled);
    return Optional.of(new Tridiagonal(kernels, scaled, Math.scalb(1.0, exponent)));
  }

  /**
   * Row i of A is reflected onto the element beside the diagonal, from the last row upwards; the
   * reflection's vector x (of length i, H = 1 - x xᵀ / half) stays in the row. The update of the
   * rest, A - v wᵀ - w vᵀ, is made together with its product with the next x.
   */
  private void reduce() {
    Tensor v = Tensor.zeros(Precision.FLOAT64, 1, n);
    Tensor w = Tensor.zeros(Precision.FLOAT64, 1, n);
    Tensor p = Tensor.zeros(Precision.FLOAT64, 1, n);
    for (int i = n - 1; i >= 0; i--) {
      Tensor row = reflectors.view(i * n, 1, n);
      // The row and its diagonal element as the reflection before has left them.
      kernels.axpy(-w.get(i), v.view(0, 1, i + 1), row.view(0, 1, i + 1));
      kernels.axpy(-v.get(i), w.view(0, 1, i + 1), row.view(0, 1, i + 1));
      diagonal[i] = row.get(i);
      if (i == 0) {
        return;
      }
      Tensor x = row.view(0, 1, i);
      double beside = x.get(i - 1);
      double norm = Math.sqrt(kernels.sumOfSquares(x));
      double rest = i == 1 ? 0 : kernels.sumOfSquares(x.view(0, 1, i - 1));
      if (rest <= NOTHING) {
        off[i - 1] = beside;
        x.fill(0);
      } else {
        off[i - 1] = beside > 0 ? -norm : norm;
        halves[i] = norm * norm - beside * off[i - 1];
        x.set(i - 1, beside - off[i - 1]);
      }
      kernels.reflect(reflectors, i, v, w, x, p);
      next(i, x, p, v, w);
    }
  }

  /** v = x, w = p / half - (p . x) / (2 half²) x: H A H = A - v wᵀ - w vᵀ. */
  private void next(int i, Tensor x, Tensor p, Tensor v, Tensor w) {
    v.view(0, 1, i).copyFrom(x);
    w.view(0, 1, i).copyFrom(p.view(0, 1, i));
    double half = halves[i];
    if (half == 0) {
      w.view(0, 1, i).fill(0);
      return;
    }
    kernels.scale(1 / half, w.view(0, 1, i));
    double share = kernels.dot(w.view(0, 1, i), x) / (2 * half);
    kernels.axpy(-share, x, w.view(0, 1, i));
  }

  /** All eigenvalues by EJML's QR iteration, ascending; empty where it does not come to an end. */
  public Optional<double[]> values() {
    SymmetricQrAlgorithm_DDRM iteration = new SymmetricQrAlgorithm_DDRM();
    iteration.setFastEigenvalues(true);
    if (!iteration.process(n, diagonal.clone(), off.clone())) {
      return Optional.empty();
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = iteration.getEigenvalue(i) * scale;
    }
    Arrays.sort(values);
    return Optional.of(values);
  }

  /**
   * All eigenvalues and eigenvectors, by a QL iteration of our own whose rotations run in lanes;
   * empty where it does not come to an end, or an eigenvalue overflows.
   */
  public Optional<SymmetricEigen> eigen() {
    return eigen(SWEEPS);
  }

  /**
   * @param sweeps an eigenvalue, on average, before it gives up
   */
  Optional<SymmetricEigen> eigen(int sweeps) {
    Tensor[] panels = new Tensor[(n + PANEL - 1) / PANEL];
    for (int k = 0; k < panels.length; k++) {
      panels[k] = transposedQ(k * PANEL);
    }
    double[] values = diagonal.clone();
    if (!QlIteration.diagonalize(kernels, sweeps, values, off.clone(), panels)) {
      return Optional.empty();
    }
    for (int i = 0; i < n; i++) {
      values[i] *= scale;
      if (!Double.isFinite(values[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(SymmetricEigen.sorted(values, rows(panels)));
  }

  private double[][] rows(Tensor... panels) {
    Tensor row = Tensor.zeros(Precision.FLOAT64, 1, n);
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < panels.length; k++) {
        int width = Math.min(PANEL, n - k * PANEL);
        row.view(k * PANEL, 1, width).copyFrom(panels[k].view(i * PANEL, 1, width));
      }
      rows[i] = row.toArray();
    }
    return rows;
  }

  /** Columns of Qᵀ, from {@code start} on, by the last reflection first; 0 beyond n. */
  private Tensor transposedQ(int start) {
    Tensor panel = Tensor.zeros(Precision.FLOAT64, n, PANEL);
    for (int j = start; j < Math.min(n, start + PANEL); j++) {
      panel.set(j, j - start, 1);
    }
    for (int i = n - 1; i > 0; i--) {
      if (halves[i] != 0) {
        Tensor x = reflectors.view(i * n, 1, i);
        kernels.reflectColumns(-1 / halves[i], x, panel.view(0, i, PANEL));
      }
    }
    return panel;
  }

  /** The largest eigenvalue, by bisection with Sturm counts, to rounding of |A|. */
  public double largest() {
    return scale * bisect(n - 1);
  }

  /** The smallest eigenvalue, as exact: the sign of one beside 0 is rounding. */
  public double smallest() {
    return scale * bisect(0);
  }

  /** Eigenvalue {@code index} of T, ascending from 0, between Gershgorin's bounds. */
  private double bisect(int index) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double radius = (i > 0 ? Math.abs(off[i - 1]) : 0) + (i + 1 < n ? Math.abs(off[i]) : 0);
      low = Math.min(low, diagonal[i] - radius);
      high = Math.max(high, diagonal[i] + radius);
    }
    double least = Math.ulp(Math.max(Math.abs(low), Math.abs(high)));
    low -= least;
    high += least;
    while (high - low > least) {
      double middle = low + (high - low) / 2;
      if (upTo(middle) > index) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** How many eigenvalues of T are x or below: Sturm's count. */
  private int upTo(double x) {
    int count = 0;
    double q = 1;
    for (int i = 0; i < n; i++) {
      double e = i > 0 ? off[i - 1] : 0;
      q = diagonal[i] - x - e * e / q;
      if (q == 0) {
        q = -Double.MIN_NORMAL;
      }
      count += q < 0 ? 1 : 0;
    }
    return count;
  }

  /**
   * Unit eigenvectors of eigenvalues, by inverse iteration; those of near values are made
   * orthogonal to one another.
   *
   * @param values one after the other as they are near, descending or ascending
   * @return a vector in each row (k, n)
   */
  public Tensor vectors(double... values) {
    Tensor vectors = Tensor.zeros(Precision.FLOAT64, values.length, n);
    double whole = Math.max(Math.abs(bisect(0)), Math.abs(bisect(n - 1)));
    for (int k = 0; k < values.length; k++) {
      Tensor vector = vectors.view(k * n, 1, n);
      int first = k;
      while (first > 0 && Math.abs(values[first - 1] - values[first]) <= NEAR * whole * scale) {
        first--;
      }
      iterate(values[k] / scale, whole, k, vector, vectors.view(first * n, k - first, n));
    }
    for (int k = 0; k < values.length; k++) {
      reflectBack(vectors.view(k * n, 1, n));
    }
    return vectors;
  }

  private void iterate(double value, double whole, int number, Tensor vector, Tensor near) {
    for (int i = 0; i < n; i++) {
      vector.set(i, START.child(number).uniform(i) - 0.5);
    }
    TridiagonalSolver solver = new TridiagonalSolver(diagonal, off, value, whole);
    for (int i = 0; i < ITERATIONS; i++) {
      solver.solve(vector);
      // Twice is enough (Parlett 1998, section 6-9).
      for (int pass = 0; pass < 2; pass++) {
        unit(vector);
        for (int j = 0; j < near.rows(); j++) {
          Tensor other = near.view(j * n, 1, n);
          kernels.axpy(-kernels.dot(vector, other), other, vector);
        }
      }
      unit(vector);
    }
  }

  private void unit(Tensor vector) {
    kernels.scale(1 / Math.sqrt(kernels.sumOfSquares(vector)), vector);
  }

  /** y = Q y. */
  private void reflectBack(Tensor y) {
    for (int i = 1; i < n; i++) {
      if (halves[i] != 0) {
        Tensor x = reflectors.view(i * n, 1, i);
        Tensor part = y.view(0, 1, i);
        kernels.axpy(-kernels.dot(x, part) / halves[i], x, part);
      }
    }
  }
}
