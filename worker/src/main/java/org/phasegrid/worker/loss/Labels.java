package org.phasegrid.worker.loss;

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
    for (int b = 0; b < classes.length; b++) {
      if (f.rows() == 1) {
        classes[b] = f.get(0, b) > 0 ? 1 : 0;
      } else {
        for (int k = 1; k < f.rows(); k++) {
          if (f.get(k, b) > f.get(classes[b], b)) {
            classes[b] = k;
          }
        }
      }
    }
    return classes;
  }

  /** The share of examples whose class by {@code f} is that of the targets {@code y}. */
  public static double accuracy(Tensor f, Tensor y) {
    int[] predicted = of(f);
    int[] right = of(y);
    int agree = 0;
    for (int b = 0; b < right.length; b++) {
      agree += predicted[b] == right[b] ? 1 : 0;
    }
    return (double) agree / right.length;
  }
}
