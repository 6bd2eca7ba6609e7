package org.phasegrid.worker.indicator.trunc;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Straight lines and ranks. */
final class Fits {
  private Fits() {}

  /** Slope of y on x. */
  record Line(double slope, double r2) {}

  /**
   * Ordinary least squares of y on x: NaN below three points or where x does not vary, r² NaN where
   * y does not.
   */
  static Line line(List<Double> x, List<Double> y) {
    int n = x.size();
    double meanX = mean(x);
    double meanY = mean(y);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      xx += (x.get(i) - meanX) * (x.get(i) - meanX);
      xy += (x.get(i) - meanX) * (y.get(i) - meanY);
      yy += (y.get(i) - meanY) * (y.get(i) - meanY);
    }
    if (n < 3 || !(xx > 0)) {
      return new Line(Double.NaN, Double.NaN);
    }
    double slope = xy / xx;
    double rest = 0;
    for (int i = 0; i < n; i++) {
      double residual = y.get(i) - meanY - slope * (x.get(i) - meanX);
      rest += residual * residual;
    }
    return new Line(slope, yy > 0 ? 1 - rest / yy : Double.NaN);
  }

  /** Spearman's rank correlation, ties at their mean rank; NaN where one side does not vary. */
  static double spearman(List<Double> x, List<Double> y) {
    double[] a = ranks(x);
    double[] b = ranks(y);
    double middle = (a.length - 1) / 2.0;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - middle) * (b[i] - middle);
      aa += (a[i] - middle) * (a[i] - middle);
      bb += (b[i] - middle) * (b[i] - middle);
    }
    return aa * bb > 0 ? ab / Math.sqrt(aa * bb) : Double.NaN;
  }

  private static double[] ranks(List<Double> values) {
    Integer[] order = new Integer[values.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(values::get));
    double[] ranks = new double[order.length];
    for (int i = 0; i < order.length; ) {
      int end = i;
      while (end < order.length && values.get(order[end]).equals(values.get(order[i]))) {
        end++;
      }
      for (int k = i; k < end; k++) {
        ranks[order[k]] = (i + end - 1) / 2.0;
      }
      i = end;
    }
    return ranks;
  }

  private static double mean(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.size();
  }
}
