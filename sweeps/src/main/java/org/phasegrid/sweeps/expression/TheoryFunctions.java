package org.phasegrid.sweeps.expression;

import org.phasegrid.worker.theory.ArcCosineKernel;
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
}
