package org.phasegrid.worker.theory;

import java.util.function.DoubleBinaryOperator;

/**
 * Spectra of matrices of distances M_ij between N points as N grows (Bogomolny, Bohigas and Schmit
 * 2003, arXiv:nlin/0301044): lambda_k / N goes to the eigenvalues kappa of the integral operator
 * whose kernel is the distance, under the uniform probability. On the sphere S^d they are numbered
 * by the degree l of spherical harmonics. All formulas follow from Funk and Hecke's.
 *
 * <p>Ambient noise: points x on S^d in D dimensions seen as x + sigma xi / sqrt(D), D large, have
 * cosines contracted by rho = 1 / (1 + sigma²) (off the diagonal), so that every position is fixed
 * by rho.
 */
public final class RandomDistances {
  /** Step and reach of the double-exponential rule: its error is below 1e-12 here. */
  private static final double STEP = 1.0 / 32;

  private static final int NODES = 108;

  private static final int TORUS_GRID = 256;
  private static final int BISECTIONS = 60;

  private RandomDistances() {}

  /** Dimension of the spherical harmonics of degree l on S^d: C(l+d, d) - C(l+d-2, d). */
  public static double multiplicity(int d, int l) {
    return binomial(l + d, d) - (l >= 2 ? binomial(l + d - 2, d) : 0);
  }

  private static double binomial(int n, int k) {
    double value = 1;
    for (int i = 1; i <= k; i++) {
      value = value * (n - k + i) / i;
    }
    return Math.rint(value);
  }

  /**
   * kappa_l of the geodesic distance on the unit S^d: pi / 2 at l = 0, zero at other even l, {@code
   * -[Gamma((d+1)/2) Gamma(l/2) / Gamma((l+d+1)/2)]² / (2 pi)} at odd l.
   */
  public static double geodesic(int d, int l) {
    if (l == 0) {
      return Math.PI / 2;
    }
    if (l % 2 == 0) {
      return 0;
    }
    return -StrictMath.exp(2 * (logGamma(d + 1) + logGamma(l) - logGamma(l + d + 1)))
        / (2 * Math.PI);
  }

  /**
   * kappa_l of the straight distance on the unit S^d: {@code kappa_0 = 2^d Gamma((d+1)/2)² /
   * (sqrt(pi) Gamma(d+1/2))}, {@code kappa_l = -kappa_0 Gamma(l-1/2) Gamma(d+1/2) / (2 sqrt(pi)
   * Gamma(l+d+1/2))}.
   */
  public static double chordal(int d, int l) {
    double root = Math.sqrt(Math.PI);
    double zero =
        StrictMath.exp(d * StrictMath.log(2) + 2 * logGamma(d + 1) - logGamma(2 * d + 1)) / root;
    if (l == 0) {
      return zero;
    }
    return -zero
        * StrictMath.exp(logGamma(2 * l - 1) + logGamma(2 * d + 1) - logGamma(2 * (l + d) + 1))
        / (2 * root);
  }

  /** ln Gamma(twice / 2) by recurrence from Gamma(1/2) and Gamma(1). */
  private static double logGamma(int twice) {
    double value = twice % 2 == 0 ? 0 : StrictMath.log(Math.PI) / 2;
    for (int i = twice - 2; i > 0; i -= 2) {
      value += StrictMath.log(i / 2.0);
    }
    return value;
  }

  /** kappa_1 / kappa_3 of the geodesic distance, (d + 2)². */
  public static double geodesicBandRatio(int d) {
    return (d + 2.0) * (d + 2);
  }

  /** kappa_1 / kappa_2 of the straight distance, 2 d + 3. */
  public static double chordalBandRatio(int d) {
    return 2.0 * d + 3;
  }

  /** The share of the first band of the geodesic distance on S^d in the nuclear norm. */
  public static double geodesicBandMass(int d) {
    return -(d + 1) * geodesic(d, 1) / geodesic(d, 0);
  }

  /** rho = 1 / (1 + sigma²). */
  public static double contraction(double sigma) {
    return 1 / (1 + sigma * sigma);
  }

  /** The value that ambient noise lifts every a_k by, arccos(rho), of the geodesic distance. */
  public static double noiseFloor(double rho) {
    return StrictMath.acos(rho);
  }

  /** kappa_l(rho) of arccos(rho cos theta) on S^d, d from 1, by quadrature. */
  public static double noisy(int d, int l, double rho) {
    return zonal(d, l, (cos, sin) -> angle(rho, cos, sin));
  }

  /** arccos(rho cos theta), accurate where it is small. */
  private static double angle(double rho, double cos, double sin) {
    double rest = Math.sqrt((1 - rho) * (1 + rho) + rho * rho * sin * sin);
    return StrictMath.atan2(rest, rho * cos);
  }

  /**
   * The eigenvalue of degree l of a kernel f(cos theta, sin theta) on S^d, d from 1: {@code c_d
   * integral f C_l(cos theta) sin^(d-1) theta dtheta} with C_l the Gegenbauer polynomial that is 1
   * at theta = 0, by the double-exponential rule.
   */
  public static double zonal(int d, int l, DoubleBinaryOperator f) {
    double sum = 0;
    for (int k = -NODES; k <= NODES; k++) {
      double t = k * STEP;
      double exp = StrictMath.exp(Math.abs(t));
      double q = StrictMath.exp(-Math.PI / 2 * (exp - 1 / exp));
      double weight = Math.PI * Math.PI / 2 * (exp + 1 / exp) * q / ((1 + q) * (1 + q));
      double fromEnd = Math.PI * q / (1 + q);
      double sin = StrictMath.sin(fromEnd);
      double cos = (k < 0 ? 1 : -1) * StrictMath.cos(fromEnd);
      double measure = weight * StrictMath.pow(sin, d - 1);
      if (measure > 0) {
        sum += measure * f.applyAsDouble(cos, sin) * gegenbauer(d, l, cos);
      }
    }
    double normal = StrictMath.exp(logGamma(d + 1) - logGamma(d)) / Math.sqrt(Math.PI);
    return normal * STEP * sum;
  }

  private static double gegenbauer(int d, int l, double t) {
    double before = 1;
    double now = t;
    for (int i = 1; i < l; i++) {
      double next = ((2 * i + d - 1) * t * now - i * before) / (i + d - 1);
      before = now;
      now = next;
    }
    return l == 0 ? 1 : now;
  }

  /**
   * kappa_1(rho) of arccos(rho cos theta) on S^d, d from 0 (two antipodes): {@code -rho / (d + 1)
   * 2F1(1/2, 1/2; (d+3)/2; rho²)}.
   */
  public static double firstNoisy(int d, double rho) {
    return -rho / (d + 1) * hypergeometric(d, rho);
  }

  /**
   * 2F1(1/2, 1/2; c; x), c = (d + 3) / 2, x = rho²: the series up to x = 1/2, above it the
   * recurrence in c, stable there, from arcsin(rho) / rho at c = 3/2 or elliptic integrals at c =
   * 2.
   */
  private static double hypergeometric(int d, double rho) {
    double x = rho * rho;
    if (x <= 0.5) {
      double c = (d + 3) / 2.0;
      double sum = 1;
      double term = 1;
      for (int n = 0; term > 1e-17 * sum; n++) {
        term *= (n + 0.5) * (n + 0.5) / ((n + c) * (n + 1)) * x;
        sum += term;
      }
      return sum;
    }
    double rest = (1 - rho) * (1 + rho);
    double c;
    double value;
    double before; // (1 - x) F(c - 1)
    if (d % 2 == 0) {
      c = 1.5;
      value = StrictMath.asin(rho) / rho;
      before = Math.sqrt(rest);
    } else {
      c = 2;
      double a = 1;
      double b = Math.sqrt(rest);
      double difference = rho;
      double sum = x / 2;
      double power = 0.5;
      while (difference > 1e-9 * a && b > 0) { // quadratic: the next is below rounding
        difference = (a - b) / 2;
        double mean = (a + b) / 2;
        b = Math.sqrt(a * b);
        a = mean;
        power *= 2;
        sum = Math.fma(power * difference, difference, sum);
      }
      double restOfK = b > 0 ? rest * Math.PI / (2 * a) : 0;
      double e = b > 0 ? Math.PI / (2 * a) * (1 - sum) : 1;
      value = 4 / (Math.PI * x) * (e - restOfK);
      before = 2 / Math.PI * restOfK;
    }
    for (; c < (d + 3) / 2.0; c++) {
      double next = c * (c - 1) * (before - (1 - 2 * x) * value) / ((c - 0.5) * (c - 0.5) * x);
      before = rest * value;
      value = next;
    }
    return value;
  }

  /** The mean of the first band of N points near S^d: {@code N |kappa_1(rho)| + arccos(rho)}. */
  public static double firstBand(int n, int d, double rho) {
    return -n * firstNoisy(d, rho) + noiseFloor(rho);
  }

  /**
   * The rho in (0, 1] whose first band has the mean {@code band}, by bisection from 0.001; NaN
   * where the band is too low.
   */
  public static double contractionOfBand(int n, int d, double band) {
    double low = 1e-3;
    double high = 1;
    if (firstBand(n, d, high) <= band) {
      return 1;
    }
    if (!(firstBand(n, d, low) < band)) {
      return Double.NaN;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (firstBand(n, d, middle) > band) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return (low + high) / 2;
  }

  /**
   * Eigenvalue k of N equally spaced points of a circle, N even, geodesic distance: {@code pi N /
   * 2} at k = 0, {@code -(2 pi / N) / sin²(pi k / N)} at odd k, 0 at even k.
   */
  public static double circle(int n, int k) {
    if (k == 0) {
      return Math.PI * n / 2;
    }
    double sine = StrictMath.sin(Math.PI * k / n);
    return k % 2 == 1 ? -(2 * Math.PI / n) / (sine * sine) : 0;
  }

  /**
   * Eigenvalue k of the vertices of a regular polygon on the unit circle, straight distance: {@code
   * cot(pi (1 + 2k) / (2N)) + cot(pi (1 - 2k) / (2N))}.
   */
  public static double polygon(int n, int k) {
    return 1 / StrictMath.tan(Math.PI * (1 + 2 * k) / (2 * n))
        + 1 / StrictMath.tan(Math.PI * (1 - 2 * k) / (2 * n));
  }

  /** The angle between two of K centered clusters at the vertices of a regular simplex. */
  public static double clusterAngle(int k) {
    return StrictMath.acos(-1.0 / (k - 1));
  }

  /**
   * kappa of the Clifford torus (cos a, sin a, cos b, sin b) / sqrt(2) in S^3 at the mode cos(j a)
   * cos(k b), geodesic distance, by the rule of 256 x 256 points (error 1e-6).
   */
  public static double torus(int j, int k) {
    double sum = 0;
    for (int s = 0; s < TORUS_GRID; s++) {
      double a = 2 * Math.PI * s / TORUS_GRID;
      for (int r = 0; r < TORUS_GRID; r++) {
        double b = 2 * Math.PI * r / TORUS_GRID;
        double cos = (StrictMath.cos(a) + StrictMath.cos(b)) / 2;
        double distance = StrictMath.acos(Math.max(-1, Math.min(1, cos)));
        sum += distance * StrictMath.cos(j * a) * StrictMath.cos(k * b);
      }
    }
    return sum / TORUS_GRID / TORUS_GRID;
  }

  /**
   * Where the values a_k of a structureless cloud end: N normal points in D dimensions, y = N / D
   * at most 1, geodesic distance; {@code (1 + sqrt y)² + pi/2 - 1} (Marchenko and Pastur).
   */
  public static double nullUpperEdge(double y) {
    double root = 1 + Math.sqrt(y);
    return root * root + Math.PI / 2 - 1;
  }

  /** Where they begin: {@code (1 - sqrt y)² + pi/2 - 1}. */
  public static double nullLowerEdge(double y) {
    double root = 1 - Math.sqrt(y);
    return root * root + Math.PI / 2 - 1;
  }

  /**
   * How much the three leading eigenvectors of points in Brownian motion on S² (generator D times
   * the Laplacian) keep after t: exp(-4 D t).
   */
  public static double brownianOverlap(double dt) {
    return StrictMath.exp(-4 * dt);
  }

  /**
   * The correlation of their geodesic distances after t: {@code sum m_l kappa_l² e^(-2 l (l + 1) D
   * t)} over odd l, over its value at 0.
   */
  public static double brownianCorrelation(double dt) {
    double now = 0;
    double first = 0;
    for (int l = 1; l < 40; l += 2) {
      double weight = multiplicity(2, l) * geodesic(2, l) * geodesic(2, l);
      now += weight * StrictMath.exp(-2 * l * (l + 1) * dt);
      first += weight;
    }
    return now / first;
  }

  /** The exponent alpha of a_k ~ k^-alpha of delocalized states in d dimensions: (d + 1) / d. */
  public static double tailExponent(int d) {
    return (d + 1.0) / d;
  }
}
