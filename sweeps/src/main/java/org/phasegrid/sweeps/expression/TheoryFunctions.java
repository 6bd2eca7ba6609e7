package org.phasegrid.sweeps.expression;

import java.util.Arrays;

/** Critical values that are known in closed form, as functions of the grammar. */
final class TheoryFunctions {
  private static final int ITERATIONS = 10_000;

  private TheoryFunctions() {}

  /**
   * Largest step a = h omega N_j at which the collapsed state of a plain network's biases is
   * stable: clusters truncated by the first {@code truncating} of {@code depth} layers, the others
   * in the positive sector; {@code 2 / lambda_max([depth + 1 - max(j, k)])}.
   */
  static double truncAC(double truncating, double depth) {
    boolean whole = truncating == Math.rint(truncating) && depth == Math.rint(depth);
    if (!(whole && truncating >= 1 && truncating <= depth && depth <= 1000)) {
      return Double.NaN;
    }
    if (truncating == depth) {
      double sine = StrictMath.sin(Math.PI / (4 * depth + 2));
      return 8 * sine * sine;
    }
    // Power iteration: all entries are positive, so the largest eigenvalue is single.
    int n = (int) truncating;
    double[] v = new double[n];
    Arrays.fill(v, 1);
    double largest = 0;
    for (int i = 0; i < ITERATIONS; i++) {
      double[] next = new double[n];
      double norm = 0;
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          next[j] += (depth - Math.max(j, k)) * v[k];
        }
        norm = Math.max(norm, next[j]);
      }
      for (int j = 0; j < n; j++) {
        v[j] = next[j] / norm;
      }
      if (norm == largest) {
        break;
      }
      largest = norm;
    }
    return 2 / largest;
  }
}
