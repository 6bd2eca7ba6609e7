package org.phasegrid.worker.spectrum;

/**
 * The law of Tracy and Widom of index 1: where the largest eigenvalue of X Xᵀ of a finite (n, m)
 * lies about the edge of its bulk.
 *
 * <p>With {@code p = sqrt(m - 1/2)}, {@code q = sqrt(n - 1/2)} it is {@code (p + q)² + (p + q) (1/p
 * + 1/q)^(1/3) s}, s of law F1 (Johnstone 2001; centering and scaling of Ma 2012). Quantiles were
 * checked by the Fredholm determinant of Ferrari and Spohn (2005).
 */
public enum TracyWidom {
  NINETY(0.9, 0.4501),
  NINETY_FIVE(0.95, 0.9793),
  NINETY_NINE(0.99, 2.0234),
  NINETY_NINE_FIVE(0.995, 2.4224),
  NINETY_NINE_NINE(0.999, 3.2724);

  private final double share;
  private final double quantile;

  TracyWidom(double share, double quantile) {
    this.share = share;
    this.quantile = quantile;
  }

  /** F1 of the quantile. */
  public double share() {
    return share;
  }

  /** s with F1(s) = share, to four decimals. */
  public double quantile() {
    return quantile;
  }

  /** The quantile of the largest eigenvalue of X Xᵀ, X (n, m) with entries of variance 1. */
  public double edge(int n, int m) {
    double p = Math.sqrt(m - 0.5);
    double q = Math.sqrt(n - 0.5);
    return (p + q) * (p + q) + (p + q) * StrictMath.cbrt(1 / p + 1 / q) * quantile;
  }
}
