package org.phasegrid.worker.theory;

import java.util.Arrays;

/**
 * Closed forms of truncation flow (Chen 2025, arXiv 2501.07400; specification B.3 to B.5).
 *
 * <p>A layer in the cumulative chart clamps each coordinate of its cluster from below at c; with
 * the target at eta, v = eta - c and n points at or below c, {@code dv/ds = -omega n v}. Symbols: s
 * flow time (learning rate times steps), omega the weight of a point in the loss, N the points of a
 * cluster, a = learning rate times omega N.
 */
public final class Truncation {
  /** Where the two-cycle of the uniform cluster with eta = 1 loses its stability: 1 + sqrt 3. */
  public static final double CYCLE_ENDS = 1 + Math.sqrt(3);

  /** Above this a no point of a uniform cluster with eta = 1 need stay truncated. */
  public static final double FREEZES = freezes();

  private static final int ITERATIONS = 10_000;

  private Truncation() {}

  /**
   * Largest a at which the collapsed state of a plain network's biases is stable, {@code 2 /
   * lambda_max([depth + 1 - max(j, k)])} with j, k = 1..truncating, which is {@code 8 sin²(pi / (4
   * depth + 2))} when every layer truncates. Clusters are truncated by the first {@code truncating}
   * of {@code depth} hidden layers, the others act as the identity. In the cumulative chart it is 2
   * at every depth. NaN unless 1 <= truncating <= depth.
   */
  public static double criticalStep(int truncating, int depth) {
    if (!(truncating >= 1 && truncating <= depth)) {
      return Double.NaN;
    }
    if (truncating == depth) {
      double sine = StrictMath.sin(Math.PI / (4.0 * depth + 2));
      return 8 * sine * sine;
    }
    // Power iteration: all entries are positive, so the largest eigenvalue is single.
    double[] v = new double[truncating];
    Arrays.fill(v, 1);
    double largest = 0;
    for (int i = 0; i < ITERATIONS; i++) {
      double[] next = new double[truncating];
      double norm = 0;
      for (int j = 0; j < truncating; j++) {
        for (int k = 0; k < truncating; k++) {
          next[j] += (depth - Math.max(j, k)) * v[k];
        }
        norm = Math.max(norm, next[j]);
      }
      for (int j = 0; j < truncating; j++) {
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
   * Truncated share of a uniform cluster on [0, 1] with eta = 1 at flow time s, omega N = 1: the
   * logistic function {@code 1 / (1 + (1/f0 - 1) exp(-s))}.
   */
  public static double share(double f0, double s) {
    return 1 / (1 + (1 / f0 - 1) * StrictMath.exp(-s));
  }

  /** Flow time at which half of that cluster is truncated: {@code ln(1/f0 - 1)}. */
  public static double halfTime(double f0) {
    return StrictMath.log(1 / f0 - 1);
  }

  /**
   * Flow time at which a uniform cluster on [0, 1] with eta above 1 is truncated as a whole: {@code
   * ln((eta - f0) / (f0 (eta - 1))) / eta}; infinite at eta = 1.
   */
  public static double fullTime(double f0, double eta) {
    return StrictMath.log((eta - f0) / (f0 * (eta - 1))) / eta;
  }

  /**
   * What is left of v after {@code steps} steps of a cluster that is truncated as a whole: {@code
   * |1 - a|^steps}.
   */
  public static double left(double a, double steps) {
    return StrictMath.pow(Math.abs(1 - a), steps);
  }

  /** The positive point of the two-cycle of the uniform cluster: {@code (a - 2) / (a - 1)}. */
  public static double cycleAbove(double a) {
    return (a - 2) / (a - 1);
  }

  /** The negative point of that cycle: {@code -(a - 2) / (a - 1)²}. */
  public static double cycleBelow(double a) {
    return -(a - 2) / ((a - 1) * (a - 1));
  }

  /** The root of (a - 1)³ = 4 a. */
  private static double freezes() {
    double low = 3;
    double high = 4;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      double below = middle - 1;
      if (below * below * below < 4 * middle) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
