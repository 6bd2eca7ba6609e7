package org.phasegrid.worker.spectrum;

import java.util.Arrays;

/** How neighboring levels of a spectrum keep apart. */
public final class LevelSpacing {
  /** With fewer spacings nothing is said. */
  private static final int LEAST = 8;

  private LevelSpacing() {}

  /**
   * Mean of min(s_i, s_i+1) / max(s_i, s_i+1) over consecutive spacings: about 0.53 for GOE and
   * Wishart matrices, 2 ln 2 - 1 = 0.386 for independent levels; NaN below 8 spacings. Equal levels
   * have no spacing.
   *
   * @param levels descending
   */
  public static double ratio(double[] levels) {
    double[] spacings = spacings(levels);
    if (spacings.length < LEAST) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i + 1 < spacings.length; i++) {
      sum += Math.min(spacings[i], spacings[i + 1]) / Math.max(spacings[i], spacings[i + 1]);
    }
    return sum / (spacings.length - 1);
  }

  /**
   * Distance of Kolmogorov between the spacings, unfolded by the fitted law, and Wigner's surmise
   * {@code P(s) = (pi/2) s exp(-pi s² / 4)}; NaN below 8 spacings.
   *
   * @param levels descending
   */
  public static double wigner(double[] levels, MarchenkoPastur law, double scale) {
    double[] unfolded = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      unfolded[i] = law.cdf(levels[i] / scale);
    }
    double[] spacings = spacings(unfolded);
    int n = spacings.length;
    if (n < LEAST) {
      return Double.NaN;
    }
    Arrays.sort(spacings);
    double mean = 0;
    for (double spacing : spacings) {
      mean += spacing;
    }
    mean /= n;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double s = spacings[i] / mean;
      double share = 1 - StrictMath.exp(-Math.PI * s * s / 4);
      largest =
          Math.max(
              largest,
              Math.max(Math.abs(share - (i + 1) / (double) n), Math.abs(share - i / (double) n)));
    }
    return largest;
  }

  /** Differences above zero between neighbors, ascending in level. */
  private static double[] spacings(double[] levels) {
    double[] spacings = new double[Math.max(0, levels.length - 1)];
    int count = 0;
    for (int i = levels.length - 1; i > 0; i--) {
      double spacing = levels[i - 1] - levels[i];
      if (spacing > 0) {
        spacings[count++] = spacing;
      }
    }
    return Arrays.copyOf(spacings, count);
  }
}
