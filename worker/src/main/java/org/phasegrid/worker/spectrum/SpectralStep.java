package org.phasegrid.worker.spectrum;

/**
 * What lies between two distance matrices S, T (N, N) of the same points, each over its mean
 * distance.
 *
 * @param step |T - S|_F / sqrt(N (N - 1)): how much moved
 * @param spectral the same of the sorted eigenvalues, at most {@code step} (Hoffman and Wielandt
 *     1953)
 * @param correlation Pearson's, of the distances
 */
public record SpectralStep(double step, double spectral, double correlation) {
  /** Below it a step is rounding. */
  private static final double STILL = 1e-12;

  public static SpectralStep between(DistanceSpectrum s, DistanceSpectrum t) {
    int n = s.size();
    double pairs = n * (n - 1);
    double squares = 0;
    double covariance = 0;
    double varianceS = 0;
    double varianceT = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double x = s.scaled(i, j);
        double y = t.scaled(i, j);
        squares = Math.fma(y - x, y - x, squares);
        covariance = Math.fma(x - 1, y - 1, covariance);
        varianceS = Math.fma(x - 1, x - 1, varianceS);
        varianceT = Math.fma(y - 1, y - 1, varianceT);
      }
    }
    double perron = t.perron() / t.mean() - s.perron() / s.mean();
    double values = perron * perron;
    for (int k = 1; k < n; k++) {
      double apart = t.a(k) / t.mean() - s.a(k) / s.mean();
      values = Math.fma(apart, apart, values);
    }
    return new SpectralStep(
        Math.sqrt(2 * squares / pairs),
        Math.sqrt(values / pairs),
        covariance / Math.sqrt(varianceS * varianceT));
  }

  /** 1 - (spectral / step)²: 1 when only the eigenvectors turn; NaN when nothing moves. */
  public double rotationShare() {
    double share = spectral / step;
    return step > STILL ? 1 - share * share : Double.NaN;
  }

  /**
   * |W_q(S)ᵀ W_q(T)|² / q of the first q eigenvectors: 1 for the same span, q / N for random ones.
   */
  public static double overlap(DistanceSpectrum s, DistanceSpectrum t, int q) {
    double sum = 0;
    for (int k = 1; k <= q; k++) {
      for (int l = 1; l <= q; l++) {
        double dot = 0;
        for (int i = 0; i < s.size(); i++) {
          dot = Math.fma(s.w(k)[i], t.w(l)[i], dot);
        }
        sum = Math.fma(dot, dot, sum);
      }
    }
    return sum / q;
  }
}
