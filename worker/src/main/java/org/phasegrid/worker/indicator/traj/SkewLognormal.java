package org.phasegrid.worker.indicator.traj;

import java.util.function.ToDoubleFunction;

/**
 * The skew lognormal law of s: x = ln s has the density (2 / omega) phi((x - xi) / omega) Phi(alpha
 * (x - xi) / omega) (Azzalini 1985; B.8).
 *
 * @param xi location of ln s
 * @param omega scale of ln s, above 0
 * @param alpha shape; 0 is the lognormal
 */
public record SkewLognormal(double xi, double omega, double alpha) {
  /** A sample more skew than the law can be sends alpha to infinity: it stops here. */
  public static final double LARGEST_SHAPE = 50;

  private static final double STEEPEST_START = 0.95;
  private static final double LOG_2_PI = 1.8378770664093453;
  private static final int NODES = 4001;

  /** Mean of ln s: xi + omega delta sqrt(2 / pi), delta = alpha / sqrt(1 + alpha^2). */
  public double mean() {
    return xi + omega * alpha / Math.sqrt(1 + alpha * alpha) * Math.sqrt(2 / Math.PI);
  }

  /** Whether the shape stands at its bound: the sample is more skew than the law can be. */
  public boolean atBound() {
    return Math.abs(alpha) >= LARGEST_SHAPE;
  }

  /** ln of the density of x = ln s. */
  public double logDensity(double x) {
    double t = (x - xi) / omega;
    return StrictMath.log(2)
        - StrictMath.log(omega)
        - 0.5 * LOG_2_PI
        - 0.5 * t * t
        + logNormalCdf(alpha * t);
  }

  /** The cdf at every x of an ascending list, by the trapezoid rule within 12 omega of xi. */
  public double[] cdf(double[] sorted) {
    double[] density = new double[NODES];
    double step = 24 * omega / (NODES - 1);
    for (int i = 0; i < NODES; i++) {
      density[i] = StrictMath.exp(logDensity(xi - 12 * omega + i * step));
    }
    double[] sums = new double[NODES];
    for (int i = 1; i < NODES; i++) {
      sums[i] = sums[i - 1] + (density[i - 1] + density[i]) / 2;
    }
    double[] cdf = new double[sorted.length];
    for (int k = 0; k < cdf.length; k++) {
      double at = Math.max(0, Math.min(NODES - 1, (sorted[k] - xi + 12 * omega) / step));
      int below = Math.min(NODES - 2, (int) Math.floor(at));
      double share = at - below;
      cdf[k] = ((1 - share) * sums[below] + share * sums[below + 1]) / sums[NODES - 1];
    }
    return cdf;
  }

  /** Kolmogorov-Smirnov distance of an ascending sample of ln s. */
  public double distance(double[] sorted) {
    double[] cdf = cdf(sorted);
    int[] next = {0};
    return KolmogorovSmirnov.one(sorted, x -> cdf[next[0]++]);
  }

  /**
   * The most likely law of a sample x = ln s: begun at the moments with skewness within 0.95, then
   * Nelder and Mead over (xi, ln omega, alpha), |alpha| at most 50.
   */
  public static SkewLognormal fit(double[] x) {
    Moments moments = Moments.of(x);
    double skewness = Math.max(-STEEPEST_START, Math.min(STEEPEST_START, moments.skewness()));
    double c = Math.copySign(StrictMath.cbrt(2 * Math.abs(skewness) / (4 - Math.PI)), skewness);
    double delta =
        Math.max(-0.995, Math.min(0.995, c / Math.sqrt(1 + c * c) * Math.sqrt(Math.PI / 2)));
    double omega = moments.deviation() / Math.sqrt(1 - 2 * delta * delta / Math.PI);
    double[] start = {
      moments.mean() - omega * delta * Math.sqrt(2 / Math.PI),
      StrictMath.log(omega),
      delta / Math.sqrt(1 - delta * delta)
    };
    double[] best = NelderMead.least(p -> unlikeliness(p, x), start);
    return of(best);
  }

  private static SkewLognormal of(double[] p) {
    return new SkewLognormal(
        p[0], StrictMath.exp(p[1]), Math.max(-LARGEST_SHAPE, Math.min(LARGEST_SHAPE, p[2])));
  }

  private static double unlikeliness(double[] p, double[] x) {
    SkewLognormal law = of(p);
    double sum = 0;
    for (double each : x) {
      sum -= law.logDensity(each);
    }
    return sum;
  }

  /**
   * ln Phi(x): by the series of erf where |x| < 2, by the continued fraction of Mills' ratio
   * beyond, so that it keeps its digits in both tails.
   */
  static double logNormalCdf(double x) {
    if (x < -2) {
      return -0.5 * x * x - 0.5 * LOG_2_PI + StrictMath.log(mills(-x));
    }
    if (x > 2) {
      return StrictMath.log1p(-StrictMath.exp(logNormalCdf(-x)));
    }
    // Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...)
    double term = x;
    double sum = x;
    for (int k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return StrictMath.log(0.5 + sum * StrictMath.exp(-0.5 * x * x - 0.5 * LOG_2_PI));
  }

  /** (1 - Phi(y)) / phi(y) = 1 / (y + 1 / (y + 2 / (y + ...))) for y >= 2, backwards. */
  private static double mills(double y) {
    double below = y;
    for (int k = 120; k >= 1; k--) {
      below = y + k / below;
    }
    return 1 / below;
  }

  /** The simplex method of Nelder and Mead (1965), for a few parameters. */
  private static final class NelderMead {
    private static final int MOST = 4000;
    private static final double CLOSE = 1e-7;
    private static final double FLAT = 1e-9;

    static double[] least(ToDoubleFunction<double[]> f, double[] start) {
      int n = start.length;
      double[][] points = new double[n + 1][];
      double[] values = new double[n + 1];
      for (int i = 0; i <= n; i++) {
        points[i] = start.clone();
        if (i > 0) {
          points[i][i - 1] = start[i - 1] != 0 ? 1.05 * start[i - 1] : 0.00025;
        }
        values[i] = f.applyAsDouble(points[i]);
      }
      for (int iteration = 0; iteration < MOST; iteration++) {
        sort(points, values);
        if (done(points, values)) {
          break;
        }
        double[] center = new double[n];
        for (int i = 0; i < n; i++) {
          for (int k = 0; k < n; k++) {
            center[k] += points[i][k] / n;
          }
        }
        double[] reflected = along(center, points[n], -1);
        double value = f.applyAsDouble(reflected);
        if (value < values[0]) {
          double[] expanded = along(center, points[n], -2);
          double further = f.applyAsDouble(expanded);
          replace(points, values, further < value ? expanded : reflected, Math.min(further, value));
        } else if (value < values[n - 1]) {
          replace(points, values, reflected, value);
        } else {
          double[] contracted = along(center, points[n], value < values[n] ? -0.5 : 0.5);
          double nearer = f.applyAsDouble(contracted);
          if (nearer < Math.min(value, values[n])) {
            replace(points, values, contracted, nearer);
          } else {
            for (int i = 1; i <= n; i++) {
              points[i] = along(points[0], points[i], 0.5);
              values[i] = f.applyAsDouble(points[i]);
            }
          }
        }
      }
      sort(points, values);
      return points[0];
    }

    /** center + factor (worst - center). */
    private static double[] along(double[] center, double[] worst, double factor) {
      double[] point = new double[center.length];
      for (int k = 0; k < point.length; k++) {
        point[k] = center[k] + factor * (worst[k] - center[k]);
      }
      return point;
    }

    private static void replace(double[][] points, double[] values, double[] point, double value) {
      points[points.length - 1] = point;
      values[values.length - 1] = value;
    }

    private static void sort(double[][] points, double[] values) {
      for (int i = 1; i < values.length; i++) {
        for (int k = i; k > 0 && values[k] < values[k - 1]; k--) {
          double value = values[k];
          values[k] = values[k - 1];
          values[k - 1] = value;
          double[] point = points[k];
          points[k] = points[k - 1];
          points[k - 1] = point;
        }
      }
    }

    private static boolean done(double[][] points, double[] values) {
      double spread = 0;
      for (int i = 1; i < points.length; i++) {
        for (int k = 0; k < points[i].length; k++) {
          spread = Math.max(spread, Math.abs(points[i][k] - points[0][k]));
        }
      }
      return spread <= CLOSE && Math.abs(values[values.length - 1] - values[0]) <= FLAT;
    }
  }
}
