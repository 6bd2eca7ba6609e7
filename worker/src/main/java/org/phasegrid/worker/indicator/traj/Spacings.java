package org.phasegrid.worker.indicator.traj;

import java.util.Arrays;

/**
 * Distances between neighboring asymptotic states, over their mean (B.8).
 *
 * @param mean (largest - smallest) / M
 * @param scaled s_i from the largest state down, mean 1; empty where all states are equal
 */
public record Spacings(double mean, double[] scaled) {
  /** Of the M + 1 asymptotic states of one initial condition. */
  public static Spacings of(double[] states) {
    double[] sorted = states.clone();
    Arrays.sort(sorted);
    int m = sorted.length - 1;
    double mean = (sorted[m] - sorted[0]) / m;
    if (!(mean > 0 && mean < Double.POSITIVE_INFINITY)) {
      return new Spacings(mean, new double[0]);
    }
    double[] scaled = new double[m];
    for (int i = 0; i < m; i++) {
      scaled[i] = (sorted[m - i] - sorted[m - i - 1]) / mean;
    }
    return new Spacings(mean, scaled);
  }

  /** How many of {@code spacings} are zero: they have no logarithm. */
  public static int ties(double[] spacings) {
    return (int) Arrays.stream(spacings).filter(s -> s == 0).count();
  }

  /** ln s of those that are not zero, ascending. */
  public static double[] logarithms(double[] spacings) {
    return Arrays.stream(spacings).filter(s -> s > 0).map(StrictMath::log).sorted().toArray();
  }
}
