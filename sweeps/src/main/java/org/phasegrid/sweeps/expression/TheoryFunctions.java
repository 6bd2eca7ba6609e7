package org.phasegrid.sweeps.expression;

import org.phasegrid.worker.theory.RandomDistances;
import org.phasegrid.worker.theory.Truncation;

/** Critical values that are known in closed form, as functions of the grammar. */
final class TheoryFunctions {
  private TheoryFunctions() {}

  /** {@link Truncation#criticalStep}; no value unless both are whole. */
  static double truncAC(double truncating, double depth) {
    boolean whole = truncating == Math.rint(truncating) && depth == Math.rint(depth);
    return whole && depth <= 1000
        ? Truncation.criticalStep((int) truncating, (int) depth)
        : Double.NaN;
  }

  /**
   * kappa of degree l of geodesic distances between points of the sphere S^d, cosines contracted by
   * rho (observable matrix dynamics).
   */
  static double omdKappa(double d, double l, double rho) {
    boolean known = sphere(d, l) && rho > 0 && rho <= 1;
    if (!known) {
      return Double.NaN;
    }
    return rho == 1
        ? RandomDistances.geodesic((int) d, (int) l)
        : RandomDistances.noisy((int) d, (int) l, rho);
  }

  /** How many harmonics of degree l the sphere S^d has. */
  static double omdMultiplicity(double d, double l) {
    return sphere(d, l) ? RandomDistances.multiplicity((int) d, (int) l) : Double.NaN;
  }

  private static boolean sphere(double d, double l) {
    boolean whole = d == Math.rint(d) && l == Math.rint(l);
    return whole && d >= 1 && d <= 100 && l >= 0 && l <= 100;
  }
}
