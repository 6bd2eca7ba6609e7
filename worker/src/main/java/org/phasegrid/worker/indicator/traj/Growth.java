package org.phasegrid.worker.indicator.traj;

import java.util.Arrays;

/**
 * The exponent of a distance d(t) between twins over the window in which it grows (B.5).
 *
 * <p>d_sat is the median of the last floor((T + 4) / 4) values. If d_sat is at most 1000 d_ref the
 * distance is not amplified, and the exponent is the slope of ln d over all of t. Otherwise t_b is
 * the first t with d >= d_sat / 10, t_a one after the last t below t_b with d <= 10 d(0), and the
 * exponent the slope over [t_a, t_b], or ln(d(t_b) / d_ref) / t_b where that has fewer than three
 * points.
 *
 * @param exponent per step; NaN where d is not finite or zero throughout
 * @param from t_a, or 0
 * @param to t_b, or T
 * @param amplifying whether d_sat > 1000 d_ref
 * @param saturation d_sat; NaN where the exponent is and for d = 0
 */
public record Growth(double exponent, int from, int to, boolean amplifying, double saturation) {
  /** How much a distance must grow to be amplified: regular runs drift by up to 42-fold. */
  public static final double AMPLIFIED = 1e3;

  private static final double ABOVE_START = 10;
  private static final double BELOW_SATURATION = 0.1;

  /** Of d(0), ..., d(T) against d_ref. */
  public static Growth of(double[] d, double reference) {
    int last = d.length - 1;
    boolean any = false;
    for (double each : d) {
      if (!Double.isFinite(each)) {
        return new Growth(Double.NaN, 0, last, false, Double.NaN);
      }
      any |= each > 0;
    }
    if (!any) {
      return new Growth(Double.NaN, 0, last, false, Double.NaN);
    }
    double saturation = median(Arrays.copyOfRange(d, d.length - (last + 4) / 4, d.length));
    if (!(saturation > AMPLIFIED * reference)) {
      return new Growth(slopeOfPositive(d), 0, last, false, saturation);
    }
    int to = 0;
    while (d[to] < BELOW_SATURATION * saturation) {
      to++;
    }
    int from = 0;
    for (int t = 0; t < to; t++) {
      if (d[t] <= ABOVE_START * d[0]) {
        from = t + 1;
      }
    }
    double exponent =
        to - from < 2
            ? StrictMath.log(d[to] / reference) / Math.max(to, 1)
            : Line.through(Line.logarithms(d), from, to).slope();
    return new Growth(exponent, from, to, true, saturation);
  }

  /** The slope of ln d over those t where d > 0; NaN with fewer than two of them. */
  private static double slopeOfPositive(double[] d) {
    double n = 0;
    double meanT = 0;
    double meanY = 0;
    for (int t = 0; t < d.length; t++) {
      if (d[t] > 0) {
        n++;
        meanT += t;
        meanY += StrictMath.log(d[t]);
      }
    }
    meanT /= n;
    meanY /= n;
    double tt = 0;
    double ty = 0;
    for (int t = 0; t < d.length; t++) {
      if (d[t] > 0) {
        tt += (t - meanT) * (t - meanT);
        ty += (t - meanT) * (StrictMath.log(d[t]) - meanY);
      }
    }
    return ty / tt;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }
}
