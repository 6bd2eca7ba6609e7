package org.phasegrid.worker.loss;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.kernel.Transcendental;

/**
 * Cross-entropy of softmax outputs, mean over examples: L = (1/B) sum_b sum_k y_kb (log Z_b -
 * f_kb), Z_b = sum_k exp f_kb.
 *
 * <p>A single output is the logistic loss of a target in {-1, +1} or {0, 1}: f is the log-odds of
 * the positive class. Computed in float64 whatever the run's precision, with f shifted by its
 * largest entry; sums over k and b ascending.
 */
@About("softmax cross-entropy, mean over examples; logistic loss for a single output")
public record CrossEntropy() implements Loss {

  /**
   * Softmax of the columns of f (K, C), all columns abreast: C examples of one run, or those of all
   * lanes of a herd, whose tensor (K B, lanes) is also one of (K, B lanes).
   */
  private static final class Softmax {
    private final Kernels kernels;
    private final Tensor f;
    private final Tensor largest;
    private final Tensor z;
    private final Tensor powers;

    /**
     * @param room of the size of f: where it is in float64, what is worked in
     */
    Softmax(Kernels kernels, Tensor outputsOfAll, int outputs, Tensor room) {
      this.kernels = kernels;
      f = wide(outputsOfAll, outputs);
      powers =
          room.precision() == Precision.FLOAT64
              ? room.view(0, outputs, f.columns())
              : Tensor.zeros(Precision.FLOAT64, outputs, f.columns());
      largest = Tensor.zeros(Precision.FLOAT64, 1, f.columns());
      z = Tensor.zeros(Precision.FLOAT64, 1, f.columns());
      kernels.softmaxTerms(f, largest, z, powers);
    }

    /** p_kc, until {@link #gradient}. */
    double share(int k, int c) {
      return powers.get(k, c) / z.get(c);
    }

    /** dL/df of targets y in float64, the mean over {@code examples}, into r. */
    void gradient(Tensor y, int examples, Tensor r) {
      kernels.softmaxSlopes(y, z, examples, powers);
      if (r.precision() != Precision.FLOAT64) {
        r.copyFrom(powers);
      }
    }

    /** The mean over its examples of each lane, summed by b and k ascending. */
    void losses(Tensor y, int lanes, double[] losses) {
      int columns = f.columns();
      int examples = columns / lanes;
      for (int lane = 0; lane < lanes; lane++) {
        double loss = 0;
        for (int c = lane; c < columns; c += lanes) {
          double logZ = largest.get(c) + StrictMath.log(z.get(c));
          for (int k = 0; k < f.rows(); k++) {
            double target = y.get(k, c);
            if (target != 0) {
              loss += target * (logZ - f.get(k, c));
            }
          }
        }
        losses[lane] = loss / examples;
      }
    }
  }

  /** A tensor read as one of (K, size / K): itself where it is in float64, a copy elsewhere. */
  private static Tensor wide(Tensor tensor, int outputs) {
    Tensor wide = tensor.precision() == Precision.FLOAT64 ? tensor : tensor.to(Precision.FLOAT64);
    return wide.view(0, outputs, tensor.size() / outputs);
  }

  @Override
  public double valueAndGradient(Kernels kernels, Tensor f, Tensor y, Tensor r) {
    int examples = f.columns();
    if (f.rows() > 1) {
      Softmax softmax = new Softmax(kernels, f, f.rows(), r);
      double[] loss = new double[1];
      Tensor targets = wide(y, f.rows());
      softmax.losses(targets, 1, loss);
      softmax.gradient(targets, examples, r);
      return loss[0];
    }
    double loss = 0;
    for (int b = 0; b < examples; b++) {
      double positive = y.get(0, b) > 0 ? 1 : 0;
      double margin = positive == 1 ? f.get(0, b) : -f.get(0, b);
      loss += softplus(-margin);
      r.set(0, b, (logistic(f.get(0, b)) - positive) / examples);
    }
    return loss / examples;
  }

  /** Without the logarithms. */
  @Override
  public void gradient(Kernels kernels, Tensor f, Tensor y, Tensor r) {
    if (f.rows() > 1) {
      new Softmax(kernels, f, f.rows(), r).gradient(wide(y, f.rows()), f.columns(), r);
    } else {
      valueAndGradient(kernels, f, y, r);
    }
  }

  @Override
  public void valuesAndGradients(Kernels kernels, HerdOutputs outputs, double[] losses) {
    if (outputs.outputs() == 1) {
      Loss.super.valuesAndGradients(kernels, outputs, losses);
      return;
    }
    Softmax softmax = new Softmax(kernels, outputs.f(), outputs.outputs(), outputs.r());
    Tensor targets = wide(outputs.targetsOfAll(), outputs.outputs());
    softmax.losses(targets, outputs.lanes(), losses);
    softmax.gradient(targets, outputs.examples(), outputs.r());
  }

  @Override
  public void hessianTimes(Kernels kernels, Tensor f, Tensor y, Tensor v, Tensor out) {
    int outputs = f.rows();
    int examples = f.columns();
    if (outputs == 1) {
      for (int b = 0; b < examples; b++) {
        double positive = logistic(f.get(0, b));
        out.set(0, b, positive * (1 - positive) * v.get(0, b) / examples);
      }
      return;
    }
    Tensor room = Tensor.zeros(Precision.FLOAT64, outputs, examples);
    Softmax softmax = new Softmax(kernels, f, outputs, room);
    double[] mass = mass(y);
    double[] mean = new double[examples];
    for (int k = 0; k < outputs; k++) {
      for (int b = 0; b < examples; b++) {
        mean[b] = Math.fma(softmax.share(k, b), v.get(k, b), mean[b]);
      }
    }
    for (int k = 0; k < outputs; k++) {
      for (int b = 0; b < examples; b++) {
        out.set(k, b, mass[b] * softmax.share(k, b) * (v.get(k, b) - mean[b]) / examples);
      }
    }
  }

  /** The sums over k of the targets of each column. */
  private static double[] mass(Tensor y) {
    double[] mass = new double[y.columns()];
    for (int k = 0; k < y.rows(); k++) {
      for (int b = 0; b < mass.length; b++) {
        mass[b] += y.get(k, b);
      }
    }
    return mass;
  }

  private static double logistic(double f) {
    return f >= 0
        ? 1 / (1 + Transcendental.exp(-f))
        : Transcendental.exp(f) / (1 + Transcendental.exp(f));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(Transcendental.exp(-Math.abs(x)));
  }
}
