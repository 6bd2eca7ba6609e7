package org.phasegrid.worker.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The flow {@code dc/ds = -omega n(c) (c - eta)} of a rising clamp, n(c) the points at or below c
 * (truncation flow in one coordinate, Chen 2025, arXiv 2501.07400; specification B.3): a chain of
 * exponentials with rates omega m, m the points truncated so far.
 *
 * <p>Between events {@code eta - c} decays at rate omega m; the next point at x is reached after
 * {@code ln((eta - c) / (eta - x)) / (omega m)}. A clamp with no point below it never moves.
 */
public final class ClampFlow {
  private final double eta;
  private final double omega;
  private final List<Double> starts = new ArrayList<>();
  private final List<Double> clamps = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private final List<Double> events = new ArrayList<>();

  /**
   * The flow from c0 below eta.
   *
   * @param points of the cluster, in any order
   * @param omega weight of a point
   */
  public ClampFlow(double[] points, double eta, double c0, double omega) {
    if (!(c0 < eta)) {
      throw new IllegalArgumentException("c0 must lie below eta = " + eta + ", was " + c0);
    }
    this.eta = eta;
    this.omega = omega;
    double[] sorted = points.clone();
    Arrays.sort(sorted);
    int n = 0;
    while (n < sorted.length && sorted[n] <= c0) {
      n++;
    }
    double s = 0;
    double c = c0;
    segment(s, c, n);
    while (n > 0 && n < sorted.length && sorted[n] < eta) {
      s += StrictMath.log((eta - c) / (eta - sorted[n])) / (omega * n);
      c = sorted[n];
      while (n < sorted.length && sorted[n] <= c) {
        n++;
        events.add(s);
      }
      segment(s, c, n);
    }
  }

  private void segment(double s, double c, int n) {
    starts.add(s);
    clamps.add(c);
    counts.add(n);
  }

  /** Flow times at which one more point is truncated, ascending. */
  public List<Double> events() {
    return List.copyOf(events);
  }

  /** c at flow time s. */
  public double clamp(double s) {
    int at = segmentAt(s);
    double rate = omega * counts.get(at);
    double c = clamps.get(at);
    return c - (eta - c) * StrictMath.expm1(-rate * (s - starts.get(at)));
  }

  /** The points truncated at flow time s. */
  public int truncated(double s) {
    return counts.get(segmentAt(s));
  }

  private int segmentAt(double s) {
    int at = 0;
    while (at + 1 < starts.size() && starts.get(at + 1) <= s) {
      at++;
    }
    return at;
  }
}
