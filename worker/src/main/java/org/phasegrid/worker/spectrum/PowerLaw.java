package org.phasegrid.worker.spectrum;

import org.phasegrid.worker.kernel.Transcendental;

/**
 * A power law {@code p(x) ~ x^-alpha} above x_min fitted to a sample: {@code alpha = 1 + k / sum
 * ln(x_i / x_min)}, x_min the one of least Kolmogorov distance among those that leave 8 values or
 * more (Clauset, Shalizi and Newman 2009).
 *
 * @param alpha the exponent; NaN where no tail has a spread
 * @param from x_min
 * @param distance of Kolmogorov in the tail
 * @param tail k, the values from x_min on
 */
public record PowerLaw(double alpha, double from, double distance, int tail) {
  private static final int LEAST = 8;

  /** The fit to the positive values of a sample that is given in descending order. */
  public static PowerLaw of(double[] descending) {
    int n = 0;
    while (n < descending.length && descending[n] > 0) {
      n++;
    }
    double[] x = new double[n];
    double[] logarithms = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = descending[n - 1 - i];
      logarithms[i] = StrictMath.log(x[i]);
    }
    PowerLaw best = new PowerLaw(Double.NaN, Double.NaN, Double.POSITIVE_INFINITY, 0);
    double above = 0;
    double[] sums = new double[n + 1];
    for (int j = n - 1; j >= 0; j--) {
      above += logarithms[j];
      sums[j] = above;
    }
    for (int j = 0; j + LEAST <= n; j++) {
      int k = n - j;
      if (!(x[n - 1] > x[j])) {
        continue;
      }
      double sum = sums[j] - k * logarithms[j];
      if (!(sum > 0)) {
        continue;
      }
      double alpha = 1 + k / sum;
      double distance = 0;
      for (int i = 0; i < k; i++) {
        double share = 1 - Transcendental.exp((1 - alpha) * (logarithms[j + i] - logarithms[j]));
        distance =
            Math.max(
                distance,
                Math.max(Math.abs(share - i / (double) k), Math.abs(share - (i + 1) / (double) k)));
        if (distance >= best.distance) {
          break;
        }
      }
      if (distance < best.distance) {
        best = new PowerLaw(alpha, x[j], distance, k);
      }
    }
    return best;
  }
}
