package org.phasegrid.sweeps.expression;

import org.phasegrid.worker.theory.ArcCosineKernel;
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
   * The largest stable rate 2 / lambda_max of an infinitely wide relu network, {@link
   * ArcCosineKernel#criticalRate}, at NTK rates sigma² / fan-in: a fixed readout of length {@code
   * kappa}, half the summed squared error, inputs of squared length n_0.
   *
   * @param examples N
   * @param cosine of any two inputs
   * @param variance sigma² of the weights
   */
  static double gramEtaC(
      double depth, double examples, double cosine, double variance, double kappa) {
    boolean whole = depth == Math.rint(depth) && examples == Math.rint(examples);
    if (!(whole
        && depth >= 1
        && depth <= 100_000
        && examples >= 1
        && examples <= Integer.MAX_VALUE
        && cosine >= -1
        && cosine <= 1
        && variance > 0)) {
      return Double.NaN;
    }
    return ArcCosineKernel.uniform((int) depth, variance, kappa)
        .criticalRate((int) examples, cosine);
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
