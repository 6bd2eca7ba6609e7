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

  /**
   * Standardizes x in place.
   *
   * @param like the examples whose means and variances each input is standardized by: x itself for
   *     training examples, the training examples as drawn for others
   */
  void apply(Tensor x, Tensor like) {
    switch (this) {
      case NONE -> {}
      case EXAMPLE -> {
        for (int b = 0; b < x.columns(); b++) {
          Moments own = Moments.of(x, b, x.columns(), x.rows());
          own.standardize(x, b, x.columns(), x.rows());
        }
      }
      case INPUT -> {
        for (int i = 0; i < x.rows(); i++) {
          Moments theirs = Moments.of(like, i * like.columns(), 1, like.columns());
          theirs.standardize(x, i * x.columns(), 1, x.columns());
        }
      }
    }
  }

  /** Mean and standard deviation of {@code count} elements in steps of {@code stride}. */
  private record Moments(double mean, double deviation) {
    static Moments of(Tensor x, int start, int stride, int count) {
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
      return new Moments(mean, Math.sqrt(variance / count));
    }

    void standardize(Tensor x, int start, int stride, int count) {
      for (int i = 0; i < count; i++) {
        double centered = x.get(start + i * stride) - mean;
        x.set(start + i * stride, deviation > 0 ? centered / deviation : centered);
      }
    }
  }
}
