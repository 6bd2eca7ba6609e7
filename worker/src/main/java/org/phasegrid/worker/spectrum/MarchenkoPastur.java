package org.phasegrid.worker.spectrum;

/**
 * The law of Marchenko and Pastur: eigenvalues of X Xᵀ / m for X (n, m) with independent entries of
 * variance 1, n / m = r at most 1, n to infinity. It lives on {@code [(1 - sqrt r)², (1 + sqrt
 * r)²]}.
 *
 * @param ratio r
 */
public record MarchenkoPastur(double ratio) {
  private static final int ITERATIONS = 100;

  public MarchenkoPastur {
    if (!(ratio > 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio must lie in (0, 1], was " + ratio);
    }
  }

  /** The lower edge, (1 - sqrt r)². */
  public double lower() {
    double root = 1 - Math.sqrt(ratio);
    return root * root;
  }

  /** The upper edge, (1 + sqrt r)². */
  public double upper() {
    double root = 1 + Math.sqrt(ratio);
    return root * root;
  }

  /** sqrt((upper - x) (x - lower)) / (2 pi r x) between the edges, 0 elsewhere. */
  public double density(double x) {
    double inside = (upper() - x) * (x - lower());
    return inside > 0 && x > 0 ? Math.sqrt(inside) / (2 * Math.PI * ratio * x) : 0;
  }

  /** The share of eigenvalues up to x, in closed form. */
  public double cdf(double x) {
    double low = lower();
    double high = upper();
    if (!(x > low)) {
      return 0;
    }
    if (x >= high) {
      return 1;
    }
    double square = (high - x) / (x - low);
    double q = Math.sqrt(square);
    double sum =
        Math.PI * ratio
            + Math.sqrt((high - x) * (x - low))
            - (1 + ratio) * StrictMath.atan((square - 1) / (2 * q));
    if (ratio < 1) {
      sum += (1 - ratio) * StrictMath.atan((low * square - high) / (2 * (1 - ratio) * q));
    }
    return Math.min(1, Math.max(0, sum / (2 * Math.PI * ratio)));
  }

  /** The x up to which a share p lies, 0 < p < 1. */
  public double quantile(double p) {
    return quantile(p, lower(), 0.5 * (lower() + upper()));
  }

  /** The quantiles of (i - 1/2) / n for i = 1..n, ascending. */
  public double[] quantiles(int n) {
    double[] quantiles = new double[n];
    double known = lower();
    double guess = lower() + (upper() - lower()) / (4 * n);
    for (int i = 0; i < n; i++) {
      quantiles[i] = quantile((i + 0.5) / n, known, guess);
      known = quantiles[i];
      double density = density(known);
      guess = density > 0 ? known + 1 / (n * density) : known;
    }
    return quantiles;
  }

  /** Newton's steps, halved into the bracket where they leave it, until x no longer moves. */
  private double quantile(double p, double low, double guess) {
    double high = upper();
    double x = guess > low && guess < high ? guess : 0.5 * (low + high);
    for (int i = 0; i < ITERATIONS; i++) {
      double excess = cdf(x) - p;
      if (excess < 0) {
        low = x;
      } else {
        high = x;
      }
      double density = density(x);
      double next = density > 0 ? x - excess / density : Double.NaN;
      if (!(next > low && next < high)) {
        next = 0.5 * (low + high);
      }
      if (Math.abs(next - x) <= 2 * Math.ulp(x)) {
        return next;
      }
      x = next;
    }
    return x;
  }
}
