package org.phasegrid.worker.indicator.traj;

/**
 * Mean, standard deviation (over n) and skewness of a sample; NaN where undefined: with no values,
 * and the skewness with no spread.
 */
public record Moments(double mean, double deviation, double skewness) {
  public static Moments of(double[] x) {
    int n = x.length;
    double mean = 0;
    for (double each : x) {
      mean += each;
    }
    mean /= n;
    double square = 0;
    double cube = 0;
    for (double each : x) {
      double d = each - mean;
      square += d * d;
      cube += d * d * d;
    }
    double deviation = Math.sqrt(square / n);
    return new Moments(mean, deviation, cube / n / (deviation * deviation * deviation));
  }
}
