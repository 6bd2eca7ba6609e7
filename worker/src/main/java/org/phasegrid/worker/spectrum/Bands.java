package org.phasegrid.worker.spectrum;

/**
 * The two top multiplets of a spectrum a_1 >= a_2 >= ... >= 0, cut at the largest logarithmic gaps:
 * m_1 = argmax g_k for k up to kmax, g_k = ln(a_k / a_{k+1}); the second band ends at the largest
 * gap after it, up to 4 kmax. Values below 1e-12 of a_1 count as that; exact zeros (below 1e-6) are
 * never split off as a second band.
 *
 * @param m1 multiplicity of the first band
 * @param gap1 a_{m1} / a_{m1 + 1}
 * @param m2 multiplicity of the second band; 0 where there is none
 */
public record Bands(int m1, double gap1, int m2) {
  /**
   * A band exists from this gap on. The largest of 40 Gaussian clouds of 60 points is 1.51,
   * networks at initialization reach 1.8 (width 32 and more), learnt bands 2.2 to 10.
   */
  public static final double EXISTS = 2;

  private static final double SMALLEST = 1e-12;
  private static final double ZERO = 1e-6;

  /** Gaps this close are one, and the first is taken: those of a regular simplex are rounding. */
  private static final double EQUAL = 1e-9;

  /** Of at least two values, descending, the first above 0. */
  public static Bands of(double[] a, int kmax) {
    int gaps = a.length - 1;
    double[] g = new double[gaps];
    for (int k = 0; k < gaps; k++) {
      g[k] = StrictMath.log(floored(a, k) / floored(a, k + 1));
    }
    int within = Math.max(1, Math.min(kmax, gaps));
    int first = 0;
    for (int k = 1; k < within; k++) {
      first = g[k] > g[first] + EQUAL ? k : first;
    }
    int second = -1;
    for (int k = first + 1; k < Math.min(4 * within, gaps); k++) {
      boolean there = floored(a, k + 1) > ZERO * a[0] && g[k] > 0;
      if (there && (second < 0 || g[k] > g[second])) {
        second = k;
      }
    }
    return new Bands(first + 1, StrictMath.exp(g[first]), second < 0 ? 0 : second - first);
  }

  private static double floored(double[] a, int k) {
    return Math.max(a[k], SMALLEST * a[0]);
  }

  public boolean exists() {
    return gap1 >= EXISTS;
  }
}
