package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/** The learning rate as asked: a number, or relative to the curvature at step 0. */
public sealed interface Rate permits Rate.Fixed, Rate.OverSharpness, Rate.OverKernel {
  Family<Rate> FAMILY =
      Family.of(
              "learning-rate", Rate.class, new Fixed(0.1), new OverSharpness(1), new OverKernel(1))
          .whereANumberMeans(Fixed.class);

  /** eta itself. */
  @About("the learning rate as a number")
  record Fixed(@About("eta") double value) implements Rate {
    public Fixed {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("must be finite and not negative, was " + value);
      }
    }
  }

  /**
   * eta = c / lambda_0, lambda_0 the largest Hessian eigenvalue at step 0 on the full training set.
   */
  @About(value = "c over the largest Hessian eigenvalue at step 0", paper = "arXiv:2302.12250")
  record OverSharpness(@About("c = eta lambda_0") double c) implements Rate {
    public OverSharpness {
      if (!(c >= 0 && c < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "over-sharpness must be finite and not negative, was " + c);
      }
    }
  }

  /**
   * eta = c / lambda_0, lambda_0 the largest eigenvalue of the loss-weighted NTK at step 0 on the
   * full training set.
   */
  @About(
      value = "c over the largest eigenvalue of the loss-weighted NTK at step 0",
      paper = "arXiv:2606.09744")
  record OverKernel(@About("c = eta lambda_0") double c) implements Rate {
    public OverKernel {
      if (!(c >= 0 && c < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("over-kernel must be finite and not negative, was " + c);
      }
    }
  }
}
