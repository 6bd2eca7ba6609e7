package org.phasegrid.worker.loss;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/** The least loss that outputs can have which do not depend on the example. */
public final class BestConstant {
  /** Log-odds of a class that never comes: its probability is 1e-304. */
  private static final double NEVER = -700;

  private BestConstant() {}

  /** The loss of the best constant outputs on targets y (K, B). */
  public static double loss(Loss loss, Kernels kernels, Tensor y) {
    Tensor f = Tensor.zeros(y.precision(), y.rows(), y.columns());
    Tensor r = Tensor.zeros(y.precision(), y.rows(), y.columns());
    if (loss instanceof CrossEntropy) {
      logarithms(y, f);
    } else {
      newton(loss, kernels, y, f, r);
    }
    return loss.valueAndGradient(kernels, f, y, r);
  }

  /** Outputs do not mix: one Newton step in each is exact for squares. */
  private static void newton(Loss loss, Kernels kernels, Tensor y, Tensor f, Tensor r) {
    loss.valueAndGradient(kernels, f, y, r);
    Tensor ones = Tensor.zeros(y.precision(), y.rows(), y.columns());
    ones.fill(1);
    Tensor bend = Tensor.zeros(y.precision(), y.rows(), y.columns());
    loss.hessianTimes(kernels, f, y, ones, bend);
    for (int k = 0; k < y.rows(); k++) {
      double slope = 0;
      double curvature = 0;
      for (int b = 0; b < y.columns(); b++) {
        slope += r.get(k, b);
        curvature += bend.get(k, b);
      }
      fill(f, k, -slope / curvature);
    }
  }

  /** Frequencies of classes, as logits. */
  private static void logarithms(Tensor y, Tensor f) {
    for (int k = 0; k < y.rows(); k++) {
      double count = 0;
      for (int b = 0; b < y.columns(); b++) {
        count += y.rows() == 1 ? (y.get(k, b) > 0 ? 1 : 0) : y.get(k, b);
      }
      double share = count / y.columns();
      double logit =
          y.rows() == 1 ? StrictMath.log(share) - StrictMath.log(1 - share) : StrictMath.log(share);
      fill(f, k, Math.max(NEVER, Math.min(-NEVER, logit)));
    }
  }

  private static void fill(Tensor f, int row, double value) {
    for (int b = 0; b < f.columns(); b++) {
      f.set(row, b, value);
    }
  }
}
