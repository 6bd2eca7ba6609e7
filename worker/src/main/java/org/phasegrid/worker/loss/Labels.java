package org.phasegrid.worker.loss;

import java.util.Arrays;
import org.phasegrid.worker.kernel.Kernels;
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

  /** The classes of the columns of {@code y} (K, B) as a row (1, B). */
  public static Tensor row(Tensor y) {
    int[] classes = of(y);
    Tensor row = Tensor.zeros(y.precision(), 1, classes.length);
    for (int b = 0; b < classes.length; b++) {
      row.set(b, classes[b]);
    }
    return row;
  }

  /**
   * The share of examples whose class by {@code f} (K, B) is the right one.
   *
   * @param right classes (1, B)
   */
  public static double accuracy(Kernels kernels, Tensor f, Tensor right) {
    int agree = 0;
    if (f.rows() == 1) {
      for (int b = 0; b < right.size(); b++) {
        agree += (f.get(b) > 0 ? 1 : 0) == right.get(b) ? 1 : 0;
      }
    } else {
      agree = kernels.largestIn(right, f);
    }
    return (double) agree / right.size();
  }
}
