package org.phasegrid.worker.spectrum;

import java.util.Arrays;
import java.util.OptionalInt;
import org.ejml.data.DMatrixRMaj;

/**
 * How many eigenvalues of a positive semidefinite matrix are above a share of the largest, without
 * a decomposition where it can be told without.
 *
 * <p>By Sylvester's law of inertia the pivots of G - s that are positive are as many as its
 * eigenvalues above s. The largest eigenvalue lies between the largest entry of the diagonal and
 * the trace: where both give one count, that is it. Rounding, 1e-16 of the largest eigenvalue, is
 * far below a share of 1e-12. For 60 points this takes 15 microseconds, the eigenvalues 170.
 */
final class Rank {
  private Rank() {}

  /**
   * @param gram (n, n), symmetric, finite; not written
   * @param most what the rank cannot exceed: nothing beyond it is looked at
   * @return 0 for a zero matrix, or where EJML gives up
   */
  static int of(double[] gram, int n, int most, double share) {
    double largest = 0;
    double trace = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, gram[i * n + i]);
      trace += gram[i * n + i];
    }
    if (largest == 0) {
      return 0;
    }
    OptionalInt fewest = above(gram, n, most, share * trace);
    boolean certain =
        fewest.isPresent()
            && (fewest.getAsInt() == most || fewest.equals(above(gram, n, most, share * largest)));
    return certain ? fewest.getAsInt() : byEigenvalues(gram, n, share);
  }

  /** The definition. */
  static int byEigenvalues(double[] gram, int n, double share) {
    double[] ascending =
        SymmetricEigen.values(new DMatrixRMaj(n, n, true, gram)).orElse(new double[0]);
    int rank = 0;
    for (double value : ascending) {
      rank += value > share * ascending[n - 1] ? 1 : 0;
    }
    return rank;
  }

  /**
   * Eigenvalues above s > 0. Eliminates by the largest pivot while that is above s, when nothing
   * else is larger than twice it; then what is left must be negative throughout, or nothing is
   * said.
   */
  private static OptionalInt above(double[] gram, int n, int most, double s) {
    double[][] a = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = Arrays.copyOfRange(gram, i * n, i * n + i + 1);
      a[i][i] -= s;
    }
    double[] column = new double[n];
    int count = 0;
    int pivot = largest(a, 0);
    while (count < most && a[pivot][pivot] > s) {
      swap(a, count, pivot);
      eliminate(a, count, column);
      count++;
      pivot = largest(a, count);
    }
    for (int k = count; count < most && k < n; k++) {
      if (!(a[k][k] <= -s / 2)) {
        return OptionalInt.empty();
      }
      eliminate(a, k, column);
    }
    return OptionalInt.of(count);
  }

  /** Where the diagonal is largest, from k on. */
  private static int largest(double[][] a, int k) {
    int largest = Math.min(k, a.length - 1);
    for (int i = k + 1; i < a.length; i++) {
      largest = a[i][i] > a[largest][largest] ? i : largest;
    }
    return largest;
  }

  private static void eliminate(double[][] a, int k, double[] column) {
    for (int i = k + 1; i < a.length; i++) {
      column[i] = a[i][k];
    }
    double perPivot = 1 / a[k][k];
    for (int i = k + 1; i < a.length; i++) {
      subtract(column[i] * perPivot, column, a[i], k + 1, i + 1);
    }
  }

  private static void subtract(double factor, double[] x, double[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] = Math.fma(-factor, x[j], y[j]);
    }
  }

  /** Rows and columns k and p > k of the lower triangle, from column k on. */
  private static void swap(double[][] a, int k, int p) {
    if (k == p) {
      return;
    }
    double diagonal = a[k][k];
    a[k][k] = a[p][p];
    a[p][p] = diagonal;
    for (int i = k + 1; i < p; i++) {
      double entry = a[i][k];
      a[i][k] = a[p][i];
      a[p][i] = entry;
    }
    for (int i = p + 1; i < a.length; i++) {
      double entry = a[i][k];
      a[i][k] = a[i][p];
      a[i][p] = entry;
    }
  }
}
