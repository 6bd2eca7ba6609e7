package org.phasegrid.worker.loss;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
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

  @Override
  public double valueAndGradient(Kernels kernels, Tensor f, Tensor y, Tensor r) {
    int outputs = f.rows();
    int examples = f.columns();
    double[] p = new double[outputs];
    double loss = 0;
    for (int b = 0; b < examples; b++) {
      if (outputs == 1) {
        double positive = y.get(0, b) > 0 ? 1 : 0;
        double margin = positive == 1 ? f.get(0, b) : -f.get(0, b);
        loss += softplus(-margin);
        r.set(0, b, (logistic(f.get(0, b)) - positive) / examples);
        continue;
      }
      double logZ = softmax(f, b, p);
      double mass = 0;
      for (int k = 0; k < outputs; k++) {
        if (y.get(k, b) != 0) {
          loss += y.get(k, b) * (logZ - f.get(k, b));
        }
        mass += y.get(k, b);
      }
      for (int k = 0; k < outputs; k++) {
        r.set(k, b, (mass * p[k] - y.get(k, b)) / examples);
      }
    }
    return loss / examples;
  }

  @Override
  public void hessianTimes(Kernels kernels, Tensor f, Tensor y, Tensor v, Tensor out) {
    int outputs = f.rows();
    int examples = f.columns();
    double[] p = new double[outputs];
    for (int b = 0; b < examples; b++) {
      if (outputs == 1) {
        double positive = logistic(f.get(0, b));
        out.set(0, b, positive * (1 - positive) * v.get(0, b) / examples);
        continue;
      }
      softmax(f, b, p);
      double mean = 0;
      double mass = 0;
      for (int k = 0; k < outputs; k++) {
        mean = Math.fma(p[k], v.get(k, b), mean);
        mass += y.get(k, b);
      }
      for (int k = 0; k < outputs; k++) {
        out.set(k, b, mass * p[k] * (v.get(k, b) - mean) / examples);
      }
    }
  }

  /** Fills p with the softmax of column b and returns log Z_b. */
  private static double softmax(Tensor f, int b, double[] p) {
    double largest = f.get(0, b);
    for (int k = 1; k < p.length; k++) {
      largest = Math.max(largest, f.get(k, b));
    }
    double z = 0;
    for (int k = 0; k < p.length; k++) {
      p[k] = Transcendental.exp(f.get(k, b) - largest);
      z += p[k];
    }
    for (int k = 0; k < p.length; k++) {
      p[k] /= z;
    }
    return largest + StrictMath.log(z);
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
