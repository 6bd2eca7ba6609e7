package org.phasegrid.sweeps.expression;

import org.phasegrid.worker.theory.Truncation;

/** Critical values that are known in closed form, as functions of the grammar. */
final class TheoryFunctions {
  private TheoryFunctions() {}

  /**
   * Step size of gradient descent at which a signal of strength 1 leaves the bulk of a linear
   * model's weights after t steps, {@code 1 - (1 + sigma r^(1/4))^(-1/t)}, below 1; outlier for
   * larger ones.
   *
   * @param sigma standard deviation of the initial entries, times the root of the inputs
   * @param r outputs over inputs
   */
  static double bbpEpsC(double sigma, double r, double t) {
    if (!(sigma > 0 && r > 0 && t > 0)) {
      return Double.NaN;
    }
    double s = sigma * Math.sqrt(Math.sqrt(r));
    return 1 - StrictMath.pow(1 + s, -1 / t);
  }

  /** {@link Truncation#criticalStep}; no value unless both are whole. */
  static double truncAC(double truncating, double depth) {
    boolean whole = truncating == Math.rint(truncating) && depth == Math.rint(depth);
    return whole && depth <= 1000
        ? Truncation.criticalStep((int) truncating, (int) depth)
        : Double.NaN;
  }
}
