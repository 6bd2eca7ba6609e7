package org.phasegrid.worker.indicator.traj;

/**
 * The published estimator (Danovski, Soriano and Lacasa 2024, arXiv:2404.05782): of the windows of
 * ln d(t) that start at 0, 5, ..., 100 and have 30, 35, ..., 100 points, the slope of that which a
 * line fits best. Where growth takes fewer than 30 steps that is a window of drift, so it is never
 * told without R^2, window and amplification.
 *
 * @param slope per step; NaN where T < 40 or ln d is not finite
 * @param r2 of the line
 * @param start of the window
 * @param length points of the window
 */
public record BestWindow(double slope, double r2, int start, int length) {
  private static final double LEAST_R2 = 0.9;
  private static final double LEAST_SLOPE = 0.05;

  /** Runs of fewer steps have no such exponent. */
  private static final int SHORTEST = 40;

  /** Of d(0), ..., d(T). */
  public static BestWindow of(double[] d) {
    BestWindow best = new BestWindow(Double.NaN, Double.NaN, 0, 0);
    if (d.length <= SHORTEST) {
      return best;
    }
    double[] y = Line.logarithms(d);
    for (int start = 0; start <= 100; start += 5) {
      for (int length = 30; length <= 100 && start + length <= y.length; length += 5) {
        if (finite(y, start, length)) {
          Line line = Line.through(y, start, start + length - 1);
          if (!(line.r2() <= best.r2)) {
            best = new BestWindow(line.slope(), line.r2(), start, length);
          }
        }
      }
    }
    return best;
  }

  private static boolean finite(double[] y, int start, int length) {
    for (int t = start; t < start + length; t++) {
      if (!Double.isFinite(y[t])) {
        return false;
      }
    }
    return true;
  }

  /** Whether the run counts in the published mean: R^2 > 0.9 and a slope above 0.05. */
  public boolean counted() {
    return r2 > LEAST_R2 && slope > LEAST_SLOPE;
  }
}
