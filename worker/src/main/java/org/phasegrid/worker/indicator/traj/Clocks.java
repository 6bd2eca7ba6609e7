package org.phasegrid.worker.indicator.traj;

/** The two decorrelation times of arXiv:2606.30384 (B.6, B.7). */
public final class Clocks {
  private static final int EARLIEST = 10;
  private static final int PERSISTENT = 8;
  private static final double SHARE = 0.15;

  /** Added before the logarithm, as published. */
  private static final double FLOOR = 1e-12;

  private static final int WINDOW = 20;

  /** |r| of 20 points whose two-sided p is 0.05: t / sqrt(18 + t^2), t = 2.10092. */
  private static final double CRITICAL = 0.44376;

  private Clocks() {}

  /**
   * When the separation of one twin has stopped growing exponentially: the first t >= 10 from which
   * the slope of ln(d + 1e-12) stays below 15 % of its largest value over t >= 10 for 8 steps; NaN
   * if never.
   */
  public static double separation(double[] d) {
    int n = d.length;
    if (n <= EARLIEST) {
      return Double.NaN;
    }
    double[] y = new double[n];
    for (int t = 0; t < n; t++) {
      y[t] = StrictMath.log(d[t] + FLOOR);
    }
    double[] slope = new double[n];
    slope[0] = y[1] - y[0];
    slope[n - 1] = y[n - 1] - y[n - 2];
    for (int t = 1; t < n - 1; t++) {
      slope[t] = (y[t + 1] - y[t - 1]) / 2;
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (int t = EARLIEST; t < n; t++) {
      largest = Math.max(largest, slope[t]);
    }
    if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
      return Double.NaN;
    }
    int below = 0;
    for (int t = EARLIEST; t < n; t++) {
      below = slope[t] < SHARE * largest ? below + 1 : 0;
      if (below == PERSISTENT) {
        return t - PERSISTENT + 1;
      }
    }
    return Double.NaN;
  }

  /**
   * When the test accuracies of two replicas have decorrelated: the center, start + 10, of the
   * first window of 20 in which both, detrended, have |r| < 0.44376 (p > 0.05) and r within the
   * smallest and largest of the 19 circular shifts of b; NaN if never.
   */
  public static double accuracy(double[] a, double[] b) {
    for (int start = 0; start + WINDOW <= Math.min(a.length, b.length); start++) {
      double[] p = new double[WINDOW];
      double[] q = new double[WINDOW];
      if (!unit(a, start, 0, p) || !unit(b, start, 0, q)) {
        continue;
      }
      double r = dot(p, q);
      if (Math.abs(r) >= CRITICAL) {
        continue;
      }
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int shift = 1; shift < WINDOW; shift++) {
        if (unit(b, start, shift, q)) {
          double shifted = dot(p, q);
          least = Math.min(least, shifted);
          most = Math.max(most, shifted);
        }
      }
      if (least <= r && r <= most) {
        return start + WINDOW / 2;
      }
    }
    return Double.NaN;
  }

  /**
   * The window from {@code start}, rolled, without mean and trend, of length 1; false if constant.
   */
  private static boolean unit(double[] values, int start, int shift, double[] out) {
    double mean = 0;
    for (int i = 0; i < WINDOW; i++) {
      out[i] = values[start + Math.floorMod(i - shift, WINDOW)];
      mean += out[i];
    }
    mean /= WINDOW;
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < WINDOW; i++) {
      double x = i - (WINDOW - 1) / 2.0;
      out[i] -= mean;
      xx += x * x;
      xy += x * out[i];
    }
    double square = 0;
    for (int i = 0; i < WINDOW; i++) {
      out[i] -= (i - (WINDOW - 1) / 2.0) * (xy / xx);
      square += out[i] * out[i];
    }
    double norm = Math.sqrt(square);
    if (!(norm > FLOOR)) {
      return false;
    }
    for (int i = 0; i < WINDOW; i++) {
      out[i] /= norm;
    }
    return true;
  }

  private static double dot(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      sum += p[i] * q[i];
    }
    return sum;
  }

  /** The mean of those values that are there; NaN if none is. */
  public static double meanDefined(double[] values) {
    double sum = 0;
    int n = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        sum += value;
        n++;
      }
    }
    return n == 0 ? Double.NaN : sum / n;
  }
}
