package org.phasegrid.sweeps.expression;

import java.util.Arrays;
import org.phasegrid.worker.theory.RandomDistances;

/** Critical values that are known in closed form, as functions of the grammar. */
final class TheoryFunctions {
  private static final int ITERATIONS = 10_000;

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
