package org.phasegrid.worker.loss;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Squared error with its normalization: L = s * sum over examples b and outputs k of w_b (f_kb -
 * y_kb)².
 *
 * <p>s is 1/2 when {@code half}, and divided by K when outputs are averaged. w_b is 1 (sum), 1/B
 * (mean) or 1/(C N_c) for an example of class c among C classes present, with N_c members
 * (class-mean: every class counts the same).
 */
@About(
    "squared error with a stated normalization: half or not; sum, mean or class-mean over examples; sum or mean over outputs")
public record SquaredError(
    @About("multiply by 1/2") boolean half,
    @About("how examples are combined") Examples examples,
    @About("how outputs are combined") Outputs outputs)
    implements Loss {
  /** How examples are combined. */
  public enum Examples {
    SUM,
    MEAN,
    CLASS_MEAN
  }

  /** How outputs are combined. */
  public enum Outputs {
    SUM,
    MEAN
  }

  public static final SquaredError HALF_MEAN = new SquaredError(true, Examples.MEAN, Outputs.SUM);

  @Override
  public double valueAndGradient(Kernels kernels, Tensor f, Tensor y, Tensor r) {
    kernels.subtract(f, y, r);
    double scale = scale(f.rows(), f.columns());
    if (examples != Examples.CLASS_MEAN) {
      double loss = scale * kernels.sumOfSquares(r);
      kernels.scale(2 * scale, r);
      return loss;
    }
    Tensor error = r.to(r.precision());
    weighByClass(y, r);
    double loss = scale * kernels.dot(error, r);
    kernels.scale(2 * scale, r);
    return loss;
  }

  @Override
  public void valuesAndGradients(Kernels kernels, HerdOutputs outputs, double[] losses) {
    if (examples == Examples.CLASS_MEAN) {
      Loss.super.valuesAndGradients(kernels, outputs, losses);
      return;
    }
    if (outputs.targets() == HerdOutputs.Targets.SHARED) {
      kernels.herd().subtractShared(outputs.f(), outputs.y(), outputs.r());
    } else {
      kernels.subtract(outputs.f(), outputs.y(), outputs.r());
    }
    double scale = scale(outputs.outputs(), outputs.examples());
    kernels.herd().sumOfSquares(outputs.r(), losses);
    for (int lane = 0; lane < outputs.lanes(); lane++) {
      losses[lane] *= scale;
    }
    kernels.scale(2 * scale, outputs.r());
  }

  @Override
  public void hessianTimes(Kernels kernels, Tensor f, Tensor y, Tensor v, Tensor out) {
    out.copyFrom(v);
    if (examples == Examples.CLASS_MEAN) {
      weighByClass(y, out);
    }
    kernels.scale(2 * scale(f.rows(), f.columns()), out);
  }

  private double scale(int k, int b) {
    double scale = half ? 0.5 : 1;
    if (outputs == Outputs.MEAN) {
      scale /= k;
    }
    if (examples == Examples.MEAN) {
      scale /= b;
    }
    return scale;
  }

  private static void weighByClass(Tensor y, Tensor r) {
    int[] classes = Labels.of(y);
    int[] members = new int[Math.max(2, y.rows())];
    int present = 0;
    for (int label : classes) {
      present += members[label]++ == 0 ? 1 : 0;
    }
    for (int b = 0; b < y.columns(); b++) {
      double weight = 1.0 / ((double) present * members[classes[b]]);
      for (int k = 0; k < y.rows(); k++) {
        r.set(k, b, r.get(k, b) * weight);
      }
    }
  }
}
