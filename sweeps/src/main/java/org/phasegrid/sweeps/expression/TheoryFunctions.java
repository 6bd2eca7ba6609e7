package org.phasegrid.sweeps.expression;

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
}
