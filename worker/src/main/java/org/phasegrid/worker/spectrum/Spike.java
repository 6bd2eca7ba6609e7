package org.phasegrid.worker.spectrum;

/**
 * A rank-one signal of squared strength b in an (N, M) matrix of independent entries of variance a
 * / M, r = N / M, in the limit of large matrices (Benaych-Georges and Nadakuditi 2012, arXiv
 * 1103.2221).
 *
 * <p>With c = b / a an eigenvalue of W Wᵀ leaves the bulk exactly for {@code c > sqrt r}: {@code (b
 * + a) (b + r a) / b}, whose left vector has the squared overlap {@code (c² - r) / (c (c + r))}
 * with the signal's and whose right one {@code (c² - r) / (c (c + 1))}.
 *
 * @param outside whether an eigenvalue has left the bulk
 * @param eigenvalue the largest eigenvalue: the outlier, or the edge a (1 + sqrt r)²
 * @param left squared overlap of the left vectors; 0 without outlier
 * @param right squared overlap of the right vectors; 0 without outlier
 */
public record Spike(boolean outside, double eigenvalue, double left, double right) {
  /** The spike of strength b in a bulk of variance a. */
  public static Spike of(double a, double b, double r) {
    double root = Math.sqrt(r);
    if (!(b > root * a)) {
      return new Spike(false, a * (1 + root) * (1 + root), 0, 0);
    }
    if (a == 0) {
      return new Spike(true, b, 1, 1);
    }
    double c = b / a;
    return new Spike(
        true, (b + a) * (1 + r / c), (c * c - r) / (c * (c + r)), (c * c - r) / (c * (c + 1)));
  }

  /** The upper edge of a bulk of variance a. */
  public static double edge(double a, double r) {
    double root = 1 + Math.sqrt(r);
    return a * root * root;
  }

  /**
   * b from an eigenvalue outside a bulk of variance a: {@code [S + sqrt(S² - 4 r a²)] / 2}, S =
   * lambda - a (1 + r); NaN where no spike has that eigenvalue.
   */
  public static double strength(double eigenvalue, double a, double r) {
    double s = eigenvalue - a * (1 + r);
    double square = s * s - 4 * r * a * a;
    return square >= 0 && s > 0 ? 0.5 * (s + Math.sqrt(square)) : Double.NaN;
  }
}
