package org.phasegrid.worker.dataset;

import org.phasegrid.worker.file.NumericArray;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/** How the target numbers of a file are read. */
public enum Targets {
  /** as they are, one column per output */
  VALUES,
  /** one column of class numbers 0, 1, ..., made one-hot */
  CLASSES;

  /**
   * Targets (K, {@code rows}) from the rows of {@code array} that begin at {@code from} and its
   * {@code count} columns that begin at {@code first}. K is that of the whole array.
   */
  Tensor read(String file, NumericArray array, int from, int rows, int first, int count) {
    if (this == VALUES) {
      return columns(array, from, rows, first, count);
    }
    int classes = classes(file, array, first, count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, classes, rows);
    for (int b = 0; b < rows; b++) {
      y.set((int) array.values()[(from + b) * array.columns() + first], b, 1);
    }
    return y;
  }

  /** K. */
  int outputs(String file, NumericArray array, int first, int count) {
    return this == VALUES ? count : classes(file, array, first, count);
  }

  static Tensor columns(NumericArray array, int from, int rows, int first, int count) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, count, rows);
    for (int b = 0; b < rows; b++) {
      for (int i = 0; i < count; i++) {
        x.set(i, b, array.values()[(from + b) * array.columns() + first + i]);
      }
    }
    return x;
  }

  static void sameCount(String x, int inputs, String y, int targets) {
    if (inputs != targets) {
      throw new IllegalArgumentException(
          x + " has " + inputs + " examples, but " + y + " has " + targets);
    }
  }

  private static int classes(String file, NumericArray array, int first, int count) {
    if (count != 1) {
      throw new IllegalArgumentException(
          "targets: classes wants one column of class numbers, " + file + " has " + count);
    }
    int largest = 1;
    for (int b = 0; b < array.rows(); b++) {
      double label = array.values()[b * array.columns() + first];
      if (!(label >= 0 && label < 1_000_000 && label == Math.rint(label))) {
        throw new IllegalArgumentException(
            "targets: classes wants whole numbers from 0, "
                + file
                + " has "
                + label
                + " at example "
                + b);
      }
      largest = Math.max(largest, (int) label);
    }
    return largest + 1;
  }
}
