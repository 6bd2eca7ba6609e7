package org.phasegrid.worker.indicator.traj;

import java.util.function.DoubleUnaryOperator;

/** Kolmogorov-Smirnov distances, and their 5 % points (asymptotic, 1.358). */
public final class KolmogorovSmirnov {
  private static final double FIVE_PERCENT = 1.358;

  private KolmogorovSmirnov() {}

  /** Largest distance between the empirical distribution of an ascending sample and a cdf. */
  public static double one(double[] sorted, DoubleUnaryOperator cdf) {
    int n = sorted.length;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double f = cdf.applyAsDouble(sorted[i]);
      largest = Math.max(largest, Math.max((i + 1.0) / n - f, f - (double) i / n));
    }
    return largest;
  }

  /** Largest distance between the empirical distributions of two ascending samples. */
  public static double two(double[] a, double[] b) {
    int i = 0;
    int k = 0;
    double largest = 0;
    while (i < a.length && k < b.length) {
      double at = Math.min(a[i], b[k]);
      while (i < a.length && a[i] <= at) {
        i++;
      }
      while (k < b.length && b[k] <= at) {
        k++;
      }
      largest = Math.max(largest, Math.abs((double) i / a.length - (double) k / b.length));
    }
    return largest;
  }

  /** Above it a sample of n is unlike the cdf at 5 %. */
  public static double critical(int n) {
    return FIVE_PERCENT / Math.sqrt(n);
  }

  /** Above it two samples are unlike each other at 5 %. */
  public static double critical(int n, int m) {
    return FIVE_PERCENT * Math.sqrt(1.0 / n + 1.0 / m);
  }
}
