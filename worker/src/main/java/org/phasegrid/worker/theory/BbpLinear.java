package org.phasegrid.worker.theory;

import java.util.List;
import org.phasegrid.worker.spectrum.Spike;
import org.phasegrid.worker.spectrum.TracyWidom;

/**
 * The spectral transition of a linear student with a rank-one teacher, infinite data and full
 * batches (arXiv 2606.28486): {@code W_t = x W_0 + (1 - x) theta u vᵀ}, x = (1 - eps)^t, so the
 * bulk has the variance {@code a = sigma² x²} and the signal the squared strength {@code b = theta²
 * (1 - x)²}.
 *
 * <p>With {@code s = sigma r^(1/4) / theta} an outlier is there exactly where |1 - x| > s |x|.
 */
public final class BbpLinear {
  /**
   * The step size at which W_1 = W* and above which consecutive gradients point against another.
   */
  public static final double EPS_O = 1;

  /** The step size above which the run diverges, 2 over the curvature. */
  public static final double EPS_DIV = 2;

  private BbpLinear() {}

  /** An interval of step sizes. */
  public record Interval(double from, double to) {}

  /** x = (1 - eps)^t. */
  public static double remaining(double eps, double t) {
    return StrictMath.pow(1 - eps, t);
  }

  /** a, the variance of the bulk in units of 1 / M. */
  public static double bulk(double eps, double sigma, double t) {
    double x = remaining(eps, t);
    return sigma * sigma * x * x;
  }

  /** b, the squared strength of the signal. */
  public static double signal(double eps, double t, double theta) {
    double gained = theta * (1 - remaining(eps, t));
    return gained * gained;
  }

  /** Largest eigenvalue and overlaps after t steps. */
  public static Spike spike(double eps, double sigma, double r, double t, double theta) {
    return Spike.of(bulk(eps, sigma, t), signal(eps, t, theta), r);
  }

  /** The boundary below eps = 1: {@code 1 - (1 + s)^(-1/t)}; outlier for larger eps. */
  public static double lower(double sigma, double r, double t, double theta) {
    if (!(sigma >= 0 && r > 0 && t > 0 && theta > 0)) {
      return Double.NaN;
    }
    return 1 - StrictMath.pow(1 + reduced(sigma, r, theta), -1 / t);
  }

  private static double reduced(double sigma, double r, double theta) {
    return sigma * Math.sqrt(Math.sqrt(r)) / theta;
  }

  /** The step sizes above 1 without outlier, for whole t. */
  public static List<Interval> darkAbove(double sigma, double r, long t, double theta) {
    double s = reduced(sigma, r, theta);
    double power = -1.0 / t;
    if (t % 2 != 0) {
      return s <= 1
          ? List.of()
          : List.of(new Interval(1 + StrictMath.pow(s - 1, power), Double.POSITIVE_INFINITY));
    }
    return List.of(
        new Interval(
            1 + StrictMath.pow(1 + s, power),
            s < 1 ? 1 + StrictMath.pow(1 - s, power) : Double.POSITIVE_INFINITY));
  }

  /** The time t_c (not whole) at which the outlier leaves the bulk, for eps in (0, 1). */
  public static double time(double eps, double sigma, double r, double theta) {
    return eps > 0 && eps < 1
        ? -StrictMath.log(1 + reduced(sigma, r, theta)) / StrictMath.log(1 - eps)
        : Double.NaN;
  }

  /** The first step with an outlier, floor(t_c) + 1. */
  public static double firstStep(double eps, double sigma, double r, double theta) {
    return Math.floor(time(eps, sigma, r, theta)) + 1;
  }

  /**
   * The c = b / a of the spike whose limiting eigenvalue is the finite-size detection threshold of
   * a (rows, columns) matrix: smaller ones are found in less than about half of the cases.
   */
  public static double detectable(int rows, int columns, TracyWidom level) {
    return Spike.strength(level.edge(rows, columns) / columns, 1, (double) rows / columns);
  }

  /** {@link #lower} with the detectable c in place of sqrt r, for a student (rows, columns). */
  public static double lowerDetected(
      double sigma, int rows, int columns, double t, double theta, TracyWidom level) {
    double s = sigma * Math.sqrt(detectable(rows, columns, level)) / theta;
    return 1 - StrictMath.pow(1 + s, -1 / t);
  }
}
