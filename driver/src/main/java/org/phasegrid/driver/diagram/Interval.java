package org.phasegrid.driver.diagram;

import java.util.Arrays;

/** A lower and an upper bound; both NaN when unknown. */
public record Interval(double low, double high) {
  public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

  /** The 0.975 quantile of the normal distribution: two-sided 95 %. */
  private static final double Z = 1.959963984540054;

  /**
   * Wilson's 95 % score interval for a share (Wilson 1927): with p = k/n, centre (p + z²/2n)/(1 +
   * z²/n), half width z/(1 + z²/n)·√(p(1-p)/n + z²/4n²).
   */
  public static Interval wilson(int successes, int n) {
    if (!(n >= 0 && successes >= 0 && successes <= n)) {
      throw new IllegalArgumentException(successes + " successes of " + n);
    }
    if (n == 0) {
      return UNKNOWN;
    }
    double p = (double) successes / n;
    double z2n = Z * Z / n;
    double centre = (p + z2n / 2) / (1 + z2n);
    double half = Z / (1 + z2n) * Math.sqrt(p * (1 - p) / n + z2n / (4 * n));
    // At k = 0 and k = n the bound is exactly 0 or 1; the difference of two rounded numbers is not.
    return new Interval(successes == 0 ? 0 : centre - half, successes == n ? 1 : centre + half);
  }

  /**
   * Quartiles of ascending values from four on, the extremes for two and three, unknown for one.
   */
  public static Interval quartiles(double[] ascending) {
    int n = ascending.length;
    if (n < 2) {
      return UNKNOWN;
    }
    return n < 4
        ? new Interval(ascending[0], ascending[n - 1])
        : new Interval(quantile(ascending, 0.25), quantile(ascending, 0.75));
  }

  /** Mean ± the sample standard deviation; unknown for one value. */
  public static Interval deviation(double[] values) {
    int n = values.length;
    if (n < 2) {
      return UNKNOWN;
    }
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares = Math.fma(value - mean, value - mean, squares);
    }
    double sd = Math.sqrt(squares / (n - 1));
    return new Interval(mean - sd, mean + sd);
  }

  static double mean(double[] values) {
    return Arrays.stream(values).reduce(0, Double::sum) / values.length;
  }

  /**
   * Linear interpolation between order statistics at (n-1)q, which is what R calls type 7 and what
   * pandas does.
   */
  static double quantile(double[] ascending, double q) {
    double at = (ascending.length - 1) * q;
    int below = (int) at;
    double share = at - below;
    double low = ascending[below];
    // Equal neighbours, infinite ones too, need no arithmetic: inf - inf is NaN.
    if (share == 0 || low == ascending[below + 1]) {
      return low;
    }
    return low + share * (ascending[below + 1] - low);
  }
}
