package org.phasegrid.worker.loss;

import java.util.Arrays;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Classes read off outputs or targets: the largest of several outputs (the first among equals), the
 * sign of a single one.
 */
public final class Labels {
  private Labels() {}

  /**
   * The class of each column of {@code f} (K, B): argmax over K, or for K = 1 one where positive
   * and zero elsewhere.
   */
  public static int[] of(Tensor f) {
    int[] classes = new int[f.columns()];
    double[] values = f.toArray();
    if (f.rows() == 1) {
      for (int b = 0; b < classes.length; b++) {
        classes[b] = values[b] > 0 ? 1 : 0;
      }
      return classes;
    }
    double[] largest = Arrays.copyOf(values, classes.length);
    for (int k = 1; k < f.rows(); k++) {
      int row = k * classes.length;
      for (int b = 0; b < classes.length; b++) {
        if (values[row + b] > largest[b]) {
          largest[b] = values[row + b];
          classes[b] = k;
        }
      }
    }
    return classes;
  }

  /** The share of examples whose class by {@code f} is that of the targets {@code y}. */
  public static double accuracy(Tensor f, Tensor y) {
    return accuracy(f, of(y));
  }

  /** The share of examples whose class by {@code f} is the right one. */
  public static double accuracy(Tensor f, int[] right) {
    int agree = 0;
    if (f.rows() == 1) {
      int[] predicted = of(f);
      for (int b = 0; b < right.length; b++) {
        agree += predicted[b] == right[b] ? 1 : 0;
      }
      return (double) agree / right.length;
    }
    double[][] rows = new double[f.rows()][];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = f.view(k * right.length, 1, right.length).toArray();
    }
    double[] largest = rows[0].clone();
    for (double[] row : rows) {
      greater(largest, row);
    }
    for (int b = 0; b < right.length; b++) {
      agree += first(rows, b, largest[b], right[b]) ? 1 : 0;
    }
    return (double) agree / right.length;
  }

  /** A loop of its own, which becomes vectors. */
  private static void greater(double[] largest, double[] row) {
    for (int b = 0; b < largest.length; b++) {
      largest[b] = Math.max(largest[b], row[b]);
    }
  }

  /**
   * Whether entry {@code k} of column b is the first of the largest; where one is NaN, by {@link
   * #of}.
   */
  private static boolean first(double[][] rows, int b, double largest, int k) {
    if (Double.isNaN(largest)) {
      int best = 0;
      for (int i = 1; i < rows.length; i++) {
        best = rows[i][b] > rows[best][b] ? i : best;
      }
      return best == k;
    }
    if (rows[k][b] != largest) {
      return false;
    }
    for (int i = 0; i < k; i++) {
      if (rows[i][b] == largest) {
        return false;
      }
    }
    return true;
  }
}
