package org.phasegrid.worker.dataset;

import org.phasegrid.worker.kernel.Tensor;

/** What is brought to mean 0 and variance 1 (population variance; a constant is only centered). */
public enum Standardize {
  /** nothing */
  NONE,
  /** the inputs of each example */
  EXAMPLE,
  /** each input over the examples */
  INPUT;

  void apply(Tensor x) {
    switch (this) {
      case NONE -> {}
      case EXAMPLE -> {
        for (int b = 0; b < x.columns(); b++) {
          standardize(x, b, x.columns(), x.rows());
        }
      }
      case INPUT -> {
        for (int i = 0; i < x.rows(); i++) {
          standardize(x, i * x.columns(), 1, x.columns());
        }
      }
    }
  }

  private static void standardize(Tensor x, int start, int stride, int count) {
    double mean = 0;
    for (int i = 0; i < count; i++) {
      mean += x.get(start + i * stride);
    }
    mean /= count;
    double variance = 0;
    for (int i = 0; i < count; i++) {
      double centered = x.get(start + i * stride) - mean;
      variance = Math.fma(centered, centered, variance);
    }
    double deviation = Math.sqrt(variance / count);
    for (int i = 0; i < count; i++) {
      double centered = x.get(start + i * stride) - mean;
      x.set(start + i * stride, deviation > 0 ? centered / deviation : centered);
    }
  }
}
