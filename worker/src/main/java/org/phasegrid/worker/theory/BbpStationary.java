package org.phasegrid.worker.theory;

/**
 * The stationary ensemble H^-1 F H^-1 of arXiv 2606.28486, H a GOE matrix with semicircle of radius
 * 2 and F a Wishart matrix of ratio r: density {@code sqrt(4 (x + r) - (1 + r)²) / (2 pi x (x +
 * r))} for {@code x > (1 - r)² / 4}, with the tail {@code x^(-3/2) / pi}.
 *
 * @param r the ratio of F
 */
public record BbpStationary(double r) {
  /** The lower edge. */
  public double lower() {
    return (1 - r) * (1 - r) / 4;
  }

  /** The density at x. */
  public double density(double x) {
    double inside = 4 * (x + r) - (1 + r) * (1 + r);
    return inside > 0 && x > 0 ? Math.sqrt(inside) / (2 * Math.PI * x * (x + r)) : 0;
  }

  /**
   * The share up to x: with x = e + s², e the lower edge, the density is {@code 2 s² / (pi (e + s²)
   * (e + r + s²))} in s, whose integral is {@code 2 / (pi r) [sqrt(e + r) atan(s / sqrt(e + r)) -
   * sqrt(e) atan(s / sqrt e)]}; e + r = (1 + r)² / 4.
   */
  public double cdf(double x) {
    double edge = lower();
    if (!(x > edge)) {
      return 0;
    }
    double s = Math.sqrt(x - edge);
    double outer = (1 + r) / 2;
    double inner = Math.abs(1 - r) / 2;
    double sum = outer * StrictMath.atan(s / outer);
    if (inner > 0) {
      sum -= inner * StrictMath.atan(s / inner);
    }
    return 2 / (Math.PI * r) * sum;
  }
}
