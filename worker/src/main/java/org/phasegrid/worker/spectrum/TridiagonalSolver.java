package org.phasegrid.worker.spectrum;

import org.phasegrid.worker.kernel.Tensor;

/**
 * (T - s) x = b for a symmetric tridiagonal T, by elimination with row exchanges; a pivot that
 * vanishes is taken for the rounding of |T|, as inverse iteration wants it.
 */
final class TridiagonalSolver {
  private final int n;
  private final double[] pivot;
  private final double[] beside;
  private final double[] second;
  private final double[] factor;
  private final boolean[] exchanged;

  /**
   * @param whole |T|, the scale of rounding
   */
  TridiagonalSolver(double[] diagonal, double[] off, double shift, double whole) {
    n = diagonal.length;
    pivot = new double[n];
    beside = new double[n];
    second = new double[n];
    factor = new double[n];
    exchanged = new boolean[n];
    double least = Math.max(Math.ulp(whole), Double.MIN_NORMAL);
    double d = diagonal[0] - shift;
    double u = n > 1 ? off[0] : 0;
    for (int i = 0; i + 1 < n; i++) {
      double e = off[i];
      double nextD = diagonal[i + 1] - shift;
      double nextU = i + 2 < n ? off[i + 1] : 0;
      if (Math.abs(d) >= Math.abs(e)) {
        pivot[i] = Math.abs(d) < least ? least : d;
        beside[i] = u;
        factor[i] = e / pivot[i];
        d = nextD - factor[i] * u;
        u = nextU;
      } else {
        exchanged[i] = true;
        pivot[i] = e;
        beside[i] = nextD;
        second[i] = nextU;
        factor[i] = d / e;
        d = u - factor[i] * nextD;
        u = -factor[i] * nextU;
      }
    }
    pivot[n - 1] = Math.abs(d) < least ? least : d;
  }

  /** b becomes x. */
  void solve(Tensor b) {
    for (int i = 0; i + 1 < n; i++) {
      double here = b.get(i);
      double below = b.get(i + 1);
      b.set(i, exchanged[i] ? below : here);
      b.set(i + 1, exchanged[i] ? here - factor[i] * below : below - factor[i] * here);
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = b.get(i);
      if (i + 1 < n) {
        sum -= beside[i] * b.get(i + 1);
      }
      if (i + 2 < n) {
        sum -= second[i] * b.get(i + 2);
      }
      b.set(i, sum / pivot[i]);
    }
  }
}
