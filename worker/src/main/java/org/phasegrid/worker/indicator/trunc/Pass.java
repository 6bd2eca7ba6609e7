package org.phasegrid.worker.indicator.trunc;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.architecture.TruncationFit;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.loss.SquaredError;

/** The training set's way through a relu network at one theta. */
final class Pass {
  private final Layers layers;
  private final Classes classes;
  private final Examples examples;
  private final Tensor[] a;
  private final Tensor[] h;
  private final Tensor f;
  private final Tensor slope;
  private final double[] omega;

  private Pass(
      Layers layers, Examples examples, Tensor[] a, Tensor f, Tensor slope, double[] omega) {
    this.layers = layers;
    this.examples = examples;
    this.a = a;
    this.f = f;
    this.slope = slope;
    this.omega = omega;
    classes = new Classes(examples.y());
    h = new Tensor[layers.depth() + 1];
    h[0] = examples.x();
    for (int layer = 1; layer <= layers.depth(); layer++) {
      h[layer] = a[layer].to(Precision.FLOAT64);
      for (int i = 0; i < h[layer].size(); i++) {
        h[layer].set(i, Math.max(0, h[layer].get(i)));
      }
    }
  }

  /** One pass of the whole training set in float64. */
  static Pass of(Objective objective, Tensor theta) {
    Layers layers = Layers.of(objective, theta);
    Tensor[] a = new Tensor[layers.depth() + 1];
    objective.loss(theta);
    if (objective instanceof MlpFit network) {
      for (int layer = 1; layer <= layers.depth(); layer++) {
        a[layer] = network.preactivation(layer);
      }
      return new Pass(
          layers,
          network.examples(),
          a,
          network.outputs(),
          network.outputGradient(),
          weights(network.loss(), objective, network.examples().y()));
    }
    TruncationFit chain = (TruncationFit) objective;
    for (int layer = 1; layer <= layers.depth(); layer++) {
      a[layer] = chain.preactivation(layer);
    }
    return new Pass(
        layers,
        chain.examples(),
        a,
        chain.outputs(),
        chain.outputGradient(),
        weights(chain.loss(), objective, chain.examples().y()));
  }

  /** omega_i: dL/df_i = omega_i (f_i - y_i); 1/N for losses that are no squared error. */
  private static double[] weights(Loss loss, Objective objective, Tensor y) {
    double[] omega = new double[y.columns()];
    java.util.Arrays.fill(omega, 1.0 / omega.length);
    if (loss instanceof SquaredError) {
      Tensor ones = Tensor.zeros(Precision.FLOAT64, y.rows(), y.columns());
      ones.fill(1);
      Tensor scaled = Tensor.zeros(Precision.FLOAT64, y.rows(), y.columns());
      loss.hessianTimes(objective.kernels(), y, y, ones, scaled);
      for (int i = 0; i < omega.length; i++) {
        omega[i] = scaled.get(0, i);
      }
    }
    return omega;
  }

  Layers layers() {
    return layers;
  }

  Classes classes() {
    return classes;
  }

  Tensor inputs() {
    return examples.x();
  }

  /** a_l (d_l, N), l = 1..L. */
  Tensor preactivations(int layer) {
    return a[layer];
  }

  /** h_l (d_l, N), l = 0..L; the outputs for L+1. */
  Tensor features(int layer) {
    return layer == layers.depth() + 1 ? f : h[layer];
  }

  double omega(int i) {
    return omega[i];
  }

  /** Whether unit k of layer l is off for example i. */
  boolean off(int layer, int k, int i) {
    return a[layer].get(k, i) <= 0;
  }

  /** Whether any unit of any layer is off for any example. */
  boolean truncates() {
    for (int layer = 1; layer <= layers.depth(); layer++) {
      for (int i = 0; i < a[layer].size(); i++) {
        if (a[layer].get(i) <= 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The mean target of class j (outputs, 1). */
  DMatrixRMaj target(int j) {
    return Layers.column(classes.means(examples.y())[j]);
  }

  /** Root mean square over the examples of a class of |f - y|, per class. */
  double[] residuals() {
    double[] squares = new double[classes.count()];
    for (int i = 0; i < classes.examples(); i++) {
      squares[classes.of(i)] += square(f, i);
    }
    for (int j = 0; j < squares.length; j++) {
      squares[j] = Math.sqrt(squares[j] / classes.members(j));
    }
    return squares;
  }

  /** Half the sum over a class of omega |W^(L+1) x + b^(L+1) - y|²: its cost if nothing is cut. */
  double[] untouchedCosts() {
    int last = layers.depth() + 1;
    DMatrixRMaj uncut = Layers.product(layers.cumulative(last), Layers.matrix(inputs()));
    for (int k = 0; k < uncut.numRows; k++) {
      for (int i = 0; i < uncut.numCols; i++) {
        uncut.add(k, i, layers.cumulativeBiases(last).get(k, 0));
      }
    }
    Tensor outputs =
        Tensor.of(
            uncut.numRows,
            uncut.numCols,
            java.util.Arrays.copyOf(uncut.data, uncut.getNumElements()));
    double[] costs = new double[classes.count()];
    for (int i = 0; i < classes.examples(); i++) {
      costs[classes.of(i)] += 0.5 * omega[i] * square(outputs, i);
    }
    return costs;
  }

  private double square(Tensor outputs, int i) {
    double sum = 0;
    for (int k = 0; k < outputs.rows(); k++) {
      double residual = outputs.get(k, i) - examples.y().get(k, i);
      sum = Math.fma(residual, residual, sum);
    }
    return sum;
  }

  /** C with A = 1: half the sum of omega |(W^(L+1))^-1 (f - y)|². */
  double inputCost() {
    DMatrixRMaj residual = Layers.matrix(f);
    CommonOps_DDRM.subtractEquals(residual, Layers.matrix(examples.y()));
    DMatrixRMaj pulled =
        Layers.product(Layers.inverse(layers.cumulative(layers.depth() + 1)), residual);
    double cost = 0;
    for (int i = 0; i < pulled.numCols; i++) {
      double square = 0;
      for (int k = 0; k < pulled.numRows; k++) {
        square = Math.fma(pulled.get(k, i), pulled.get(k, i), square);
      }
      cost += 0.5 * omega[i] * square;
    }
    return cost;
  }

  /**
   * F_lj = |sum over class j of (1 - P_l)ᵀ g_l| (L+1, K; row 0 unused): how hard each class pushes
   * beta^(l). With e_l = dL/dh_l it is |W^(l)ᵀ sum (1 - H_l) e_l|.
   */
  double[][] drives() {
    int depth = layers.depth();
    double[][] drives = new double[depth + 1][classes.count()];
    DMatrixRMaj e = new DMatrixRMaj(layers.weights(depth + 1).numCols, classes.examples());
    CommonOps_DDRM.multTransA(layers.weights(depth + 1), Layers.matrix(slope), e);
    for (int layer = depth; layer >= 1; layer--) {
      DMatrixRMaj lost = new DMatrixRMaj(e.numRows, classes.count());
      for (int k = 0; k < e.numRows; k++) {
        for (int i = 0; i < classes.examples(); i++) {
          if (off(layer, k, i)) {
            lost.add(k, classes.of(i), e.get(k, i));
            e.set(k, i, 0);
          }
        }
      }
      DMatrixRMaj pulled = new DMatrixRMaj(layers.cumulative(layer).numCols, classes.count());
      CommonOps_DDRM.multTransA(layers.cumulative(layer), lost, pulled);
      for (int j = 0; j < classes.count(); j++) {
        double square = 0;
        for (int c = 0; c < pulled.numRows; c++) {
          square = Math.fma(pulled.get(c, j), pulled.get(c, j), square);
        }
        drives[layer][j] = Math.sqrt(square);
      }
      DMatrixRMaj before = new DMatrixRMaj(layers.weights(layer).numCols, e.numCols);
      CommonOps_DDRM.multTransA(layers.weights(layer), e, before);
      e = before;
    }
    return drives;
  }

  /** Class-j variance of z^(l) over that of the inputs, per class. */
  double[] pulledBackVariances(int layer) {
    DMatrixRMaj z =
        Layers.product(
            Layers.pseudoInverse(layers.cumulative(layer)), Layers.matrix(features(layer)));
    Tensor pulled =
        Tensor.of(z.numRows, z.numCols, java.util.Arrays.copyOf(z.data, z.getNumElements()));
    double[] variances = classes.variances(pulled);
    double[] inputs = classes.variances(inputs());
    for (int j = 0; j < variances.length; j++) {
      variances[j] /= inputs[j];
    }
    return variances;
  }
}
