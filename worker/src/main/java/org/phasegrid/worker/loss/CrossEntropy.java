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

  /**
   * Softmax of the columns of f (K, C), all columns abreast: C examples of one run, or those of all
   * lanes of a herd, whose tensor (K B, lanes) is also one of (K, B lanes).
   *
   * <p>A row is an array of its own: loops over arrays at one index become vectors (C2 of Java 17),
   * those over rows of one array do not, 0.2 against 1.2 ns a quotient.
   */
  private static final class Softmax {
    final int columns;
    final double[][] f;
    final double[][] powers;
    final double[] z;
    private final double[] largest;

    Softmax(Kernels kernels, Tensor outputsOfAll, int outputs) {
      columns = outputsOfAll.size() / outputs;
      f = rows(outputsOfAll, outputs);
      largest = f[0].clone();
      for (int k = 1; k < outputs; k++) {
        greater(largest, f[k]);
      }
      powers = new double[outputs][];
      z = new double[columns];
      for (int k = 0; k < outputs; k++) {
        Tensor row = Tensor.of(1, columns, difference(f[k], largest));
        kernels.exp(row, row);
        powers[k] = row.toArray();
        add(powers[k], z);
      }
    }

    /** p_kc. */
    double share(int k, int c) {
      return powers[k][c] / z[c];
    }

    /** dL/df of targets y, the mean over {@code examples}, into r. */
    void gradient(double[][] y, int examples, Tensor r) {
      double[] mass = mass(y);
      for (int k = 0; k < y.length; k++) {
        double[] row = slopes(mass, powers[k], z, y[k], examples);
        r.view(k * columns, 1, columns).copyFrom(Tensor.of(1, columns, row));
      }
    }

    /** The mean over its examples of each lane, summed by b and k ascending. */
    void losses(double[][] y, int lanes, double[] losses) {
      int examples = columns / lanes;
      int[] last = new int[columns];
      int[] terms = new int[columns];
      for (int k = 0; k < y.length; k++) {
        double[] row = y[k];
        for (int c = 0; c < columns; c++) {
          if (row[c] != 0) {
            last[c] = k;
            terms[c]++;
          }
        }
      }
      for (int lane = 0; lane < lanes; lane++) {
        double loss = 0;
        for (int c = lane; c < columns; c += lanes) {
          double logZ = largest[c] + StrictMath.log(z[c]);
          for (int k = terms[c] > 1 ? 0 : last[c]; k <= last[c]; k++) {
            if (y[k][c] != 0) {
              loss += y[k][c] * (logZ - f[k][c]);
            }
          }
        }
        losses[lane] = loss / examples;
      }
    }
  }

  /** The rows of a tensor that is read as one of (K, size / K). */
  private static double[][] rows(Tensor tensor, int outputs) {
    int columns = tensor.size() / outputs;
    double[][] rows = new double[outputs][];
    for (int k = 0; k < outputs; k++) {
      rows[k] = tensor.view(k * columns, 1, columns).toArray();
    }
    return rows;
  }

  /** The sums over k of the targets of each column. */
  private static double[] mass(double[][] y) {
    double[] mass = new double[y[0].length];
    for (double[] row : y) {
      add(row, mass);
    }
    return mass;
  }

  private static void greater(double[] y, double[] x) {
    for (int c = 0; c < y.length; c++) {
      y[c] = Math.max(y[c], x[c]);
    }
  }

  private static double[] difference(double[] x, double[] y) {
    double[] difference = new double[x.length];
    for (int c = 0; c < x.length; c++) {
      difference[c] = x[c] - y[c];
    }
    return difference;
  }

  private static void add(double[] x, double[] y) {
    for (int c = 0; c < y.length; c++) {
      y[c] += x[c];
    }
  }

  private static double[] slopes(
      double[] mass, double[] power, double[] z, double[] y, double examples) {
    double[] gradient = new double[y.length];
    for (int c = 0; c < y.length; c++) {
      gradient[c] = (mass[c] * (power[c] / z[c]) - y[c]) / examples;
    }
    return gradient;
  }

  @Override
  public double valueAndGradient(Kernels kernels, Tensor f, Tensor y, Tensor r) {
    int examples = f.columns();
    if (f.rows() > 1) {
      Softmax softmax = new Softmax(kernels, f, f.rows());
      double[][] targets = rows(y, f.rows());
      double[] loss = new double[1];
      softmax.gradient(targets, examples, r);
      softmax.losses(targets, 1, loss);
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
      new Softmax(kernels, f, f.rows()).gradient(rows(y, f.rows()), f.columns(), r);
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
    Softmax softmax = new Softmax(kernels, outputs.f(), outputs.outputs());
    double[][] targets = rows(outputs.targetsOfAll(), outputs.outputs());
    softmax.gradient(targets, outputs.examples(), outputs.r());
    softmax.losses(targets, outputs.lanes(), losses);
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
    Softmax softmax = new Softmax(kernels, f, outputs);
    double[] mass = mass(rows(y, outputs));
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

  private static double logistic(double f) {
    return f >= 0
        ? 1 / (1 + Transcendental.exp(-f))
        : Transcendental.exp(f) / (1 + Transcendental.exp(f));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(Transcendental.exp(-Math.abs(x)));
  }
}
