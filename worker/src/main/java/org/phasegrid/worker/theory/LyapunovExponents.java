package org.phasegrid.worker.theory;

import java.util.List;

/**
 * Lyapunov exponents of gradient descent and of the logistic map in closed form, per step; NaN
 * where the attractor has none.
 *
 * <p>Sources: E8 and E9 of the specification of arXiv:2606.30384; the logistic map, e.g. Strogatz,
 * Nonlinear Dynamics and Chaos, section 10.5.
 */
public final class LyapunovExponents {
  private static final double SQRT_5 = Math.sqrt(5);
  private static final double SQRT_6 = Math.sqrt(6);

  private LyapunovExponents() {}

  /**
   * Of x <- r x (1 - x): {@code ln r} at 0 for r in (0, 1), {@code ln |2 - r|} at 1 - 1/r for r in
   * (1, 3), {@code ln |4 + 2 r - r^2| / 2} on the two-cycle for r in (3, 1 + sqrt 6), {@code ln 2}
   * at r = 4.
   */
  public static double logistic(double r) {
    if (r > 0 && r < 1) {
      return StrictMath.log(r);
    }
    if (r > 1 && r < 3) {
      return StrictMath.log(Math.abs(2 - r));
    }
    if (r > 3 && r < 1 + SQRT_6) {
      return 0.5 * StrictMath.log(Math.abs(4 + 2 * r - r * r));
    }
    return r == 1 || r == 3 ? 0 : r == 4 ? StrictMath.log(2) : Double.NaN;
  }

  /** Of gradient descent on a quadratic with eigenvalues h: {@code ln max |1 - eta h|}. */
  public static double quadratic(double eta, List<Double> eigenvalues) {
    double largest = 0;
    for (double h : eigenvalues) {
      largest = Math.max(largest, Math.abs(1 - eta * h));
    }
    return StrictMath.log(largest);
  }

  /**
   * Of the two-layer scalar linear net with tied weights, L = (w^2 - 1)^2 / 4, w <- (1 + eta) w -
   * eta w^3: {@code ln |1 - 2 eta|} at w^2 = 1 for eta below 1, {@code ln |9 - 2 (1 + eta)^2| / 2}
   * on the two-cycle up to sqrt 5 - 1, {@code ln 3} at eta = 2, where w = sqrt 2 y makes it
   * Chebyshev's y <- -T_3(y). Above 2 it escapes.
   */
  public static double tiedNet(double eta) {
    if (eta > 0 && eta < 1) {
      return StrictMath.log(Math.abs(1 - 2 * eta));
    }
    if (eta > 1 && eta < SQRT_5 - 1) {
      return 0.5 * StrictMath.log(Math.abs(9 - 2 * (1 + eta) * (1 + eta)));
    }
    return eta == 1 ? 0 : eta == 2 ? StrictMath.log(3) : Double.NaN;
  }

  /**
   * Of twins of the untied net, L = (a b - 1)^2 / 2 from a = b: the larger of the exponent along
   * the diagonal, that of {@link #tiedNet}, and across it: 0 for eta below 1 (the valley a b = 1 is
   * flat), {@code ln |3 - 2 eta| / 2} on the two-cycle, 0 at eta = 2.
   */
  public static double untiedNet(double eta) {
    if (eta > 0 && eta <= 1) {
      return 0;
    }
    if (eta > 1 && eta < SQRT_5 - 1) {
      return Math.max(tiedNet(eta), 0.5 * StrictMath.log(Math.abs(3 - 2 * eta)));
    }
    return tiedNet(eta);
  }

  /** Steps until twins epsilon apart part to d_sat: ln(d_sat / epsilon) / exponent (E10). */
  public static double saturation(double exponent, double saturated, double epsilon) {
    return exponent > 0 ? StrictMath.log(saturated / epsilon) / exponent : Double.NaN;
  }
}
