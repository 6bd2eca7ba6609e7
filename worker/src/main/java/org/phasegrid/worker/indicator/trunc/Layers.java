package org.phasegrid.worker.indicator.trunc;

import java.util.Arrays;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.architecture.TruncationFit;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The weights of a relu network at one theta, layer by layer and cumulative: W_l with its
 * multiplier, b_l, W^(l) = W_l ... W_1, b^(l) = W_l b^(l-1) + b_l, l = 1..L+1.
 */
final class Layers {
  private static final double LARGEST_CONDITION = 1e8;

  private final int depth;
  private final boolean cumulativeChart;
  private final boolean weightsRest;
  private final DMatrixRMaj[] weights;
  private final DMatrixRMaj[] cumulative;
  private final DMatrixRMaj[] cumulativeBiases;
  private final double[] conditions;

  private Layers(int depth, boolean cumulativeChart, boolean weightsRest) {
    this.depth = depth;
    this.cumulativeChart = cumulativeChart;
    this.weightsRest = weightsRest;
    weights = new DMatrixRMaj[depth + 2];
    cumulative = new DMatrixRMaj[depth + 2];
    cumulativeBiases = new DMatrixRMaj[depth + 2];
    conditions = new double[depth + 2];
  }

  /** Those of an objective that has relu layers. */
  static Layers of(Objective objective, Tensor theta) {
    if (objective instanceof MlpFit network) {
      return ofNetwork(network, theta);
    }
    if (objective instanceof TruncationFit chain) {
      return ofChain(chain, theta);
    }
    throw new IllegalStateException("no relu layers: " + objective);
  }

  private static Layers ofNetwork(MlpFit network, Tensor theta) {
    int depth = network.depth();
    boolean rest = true;
    for (int layer = 1; layer <= depth + 1; layer++) {
      rest &= !network.weightBlock(layer).trained();
    }
    Layers layers = new Layers(depth, false, rest);
    Tensor chain = Tensor.zeros(Precision.FLOAT64, 0, 0);
    for (int layer = 1; layer <= depth + 1; layer++) {
      Tensor scaled = network.weightBlock(layer).of(theta).to(Precision.FLOAT64);
      network.kernels().scale(network.multiplier(layer), scaled);
      chain = layer == 1 ? scaled : product(network.kernels(), scaled, chain);
      DMatrixRMaj w = matrix(scaled);
      DMatrixRMaj b = new DMatrixRMaj(w.numRows, 1);
      Optional<Block> bias = network.biasBlock(layer);
      if (bias.isPresent()) {
        b = matrix(bias.get().of(theta));
      }
      layers.weights[layer] = w;
      if (layer == 1) {
        layers.cumulative[1] = w;
        layers.cumulativeBiases[1] = b;
      } else {
        layers.cumulative[layer] = matrix(chain);
        DMatrixRMaj moved = product(w, layers.cumulativeBiases[layer - 1]);
        CommonOps_DDRM.addEquals(moved, b);
        layers.cumulativeBiases[layer] = moved;
      }
    }
    return layers.conditioned();
  }

  private static Layers ofChain(TruncationFit chain, Tensor theta) {
    int depth = chain.depth();
    Layers layers = new Layers(depth, true, !chain.turns());
    for (int layer = 1; layer <= depth + 1; layer++) {
      DMatrixRMaj w = matrix(chain.weightBlock(layer).of(theta));
      layers.cumulative[layer] = w;
      layers.cumulativeBiases[layer] = product(w, matrix(chain.biasBlock(layer).of(theta)));
      layers.weights[layer] =
          layer == 1 ? w : product(w, pseudoInverse(layers.cumulative[layer - 1]));
    }
    return layers.conditioned();
  }

  private Layers conditioned() {
    for (int layer = 1; layer <= depth + 1; layer++) {
      double[] values = singularValues(cumulative[layer]);
      conditions[layer] = values[0] / values[values.length - 1];
    }
    return this;
  }

  /** L. */
  int depth() {
    return depth;
  }

  /** Whether gradient descent moves cumulative biases. */
  boolean cumulativeChart() {
    return cumulativeChart;
  }

  /** Whether no weight is trained by plain backpropagation, so that layers stay truncation maps. */
  boolean aligned() {
    return (cumulativeChart || weightsRest) && square();
  }

  /** W_l. */
  DMatrixRMaj weights(int layer) {
    return weights[layer];
  }

  /** W^(l) (d_l, M). */
  DMatrixRMaj cumulative(int layer) {
    return cumulative[layer];
  }

  /** b^(l) (d_l, 1). */
  DMatrixRMaj cumulativeBiases(int layer) {
    return cumulativeBiases[layer];
  }

  /** Largest over smallest singular value of W^(l). */
  double condition(int layer) {
    return conditions[layer];
  }

  /** Whether all widths are those of the inputs and outputs. */
  boolean square() {
    int inputs = cumulative[1].numCols;
    for (int layer = 1; layer <= depth + 1; layer++) {
      if (cumulative[layer].numRows != inputs) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether z^(l) can be had: widths do not grow up to layer l, and W^(1..l) are conditioned below
   * 1e8.
   */
  boolean pullsBack(int layer) {
    for (int l = 1; l <= layer; l++) {
      boolean fits =
          cumulative[l].numRows <= weights[l].numCols
              && cumulative[l].numRows <= cumulative[1].numCols;
      if (!fits || !(conditions[l] < LARGEST_CONDITION)) {
        return false;
      }
    }
    return true;
  }

  /** Smallest and largest eigenvalue of W^(L+1)ᵀ W^(L+1), the spectral gap of the output cost. */
  double[] gap() {
    double[] values = singularValues(cumulative[depth + 1]);
    double least = values[values.length - 1];
    return new double[] {least * least, values[0] * values[0]};
  }

  /**
   * v = W^(l) (beta^(l) + yt) with the pulled-back target yt = (W^(L+1))^-1 (y - b^(L+1)): per
   * coordinate how far the clamp of layer l stands below its target.
   */
  double[] clampDistances(int layer, DMatrixRMaj y) {
    DMatrixRMaj target = y.copy();
    CommonOps_DDRM.subtractEquals(target, cumulativeBiases[depth + 1]);
    DMatrixRMaj v = product(cumulative[layer], product(inverse(cumulative[depth + 1]), target));
    CommonOps_DDRM.addEquals(v, cumulativeBiases[layer]);
    return Arrays.copyOf(v.data, v.numRows);
  }

  /** Distances below which rounding decides the digits of v: 1e-5 of the clamp's own size. */
  double[] clampScales(int layer, DMatrixRMaj y) {
    double[] v = clampDistances(layer, y);
    double[] scales = new double[v.length];
    for (int k = 0; k < v.length; k++) {
      double clamp = cumulativeBiases[layer].get(k, 0);
      scales[k] = 1e-5 * Math.max(Math.abs(clamp), Math.abs(v[k] - clamp));
    }
    return scales;
  }

  static DMatrixRMaj matrix(Tensor tensor) {
    DMatrixRMaj matrix = new DMatrixRMaj(tensor.rows(), tensor.columns());
    matrix.data = tensor.toArray();
    return matrix;
  }

  /** A column vector. */
  static DMatrixRMaj column(double[] values) {
    DMatrixRMaj column = new DMatrixRMaj(values.length, 1);
    column.data = values;
    return column;
  }

  /** A B in lanes, for what is large. */
  private static Tensor product(Kernels kernels, Tensor a, Tensor b) {
    Tensor c = Tensor.zeros(Precision.FLOAT64, a.rows(), b.columns());
    kernels.gemm(a, b, c);
    return c;
  }

  static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
    DMatrixRMaj c = new DMatrixRMaj(a.numRows, b.numCols);
    CommonOps_DDRM.mult(a, b, c);
    return c;
  }

  static DMatrixRMaj inverse(DMatrixRMaj a) {
    DMatrixRMaj inverse = new DMatrixRMaj(a.numRows, a.numCols);
    if (!CommonOps_DDRM.invert(a, inverse)) {
      Arrays.fill(inverse.data, Double.NaN);
    }
    return inverse;
  }

  static DMatrixRMaj pseudoInverse(DMatrixRMaj a) {
    DMatrixRMaj inverse = new DMatrixRMaj(a.numCols, a.numRows);
    CommonOps_DDRM.pinv(a, inverse);
    return inverse;
  }

  /** Descending; NaN where the decomposition fails. */
  static double[] singularValues(DMatrixRMaj a) {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(a.numRows, a.numCols, false, false, true);
    if (!svd.decompose(a.copy())) {
      double[] undefined = new double[Math.min(a.numRows, a.numCols)];
      Arrays.fill(undefined, Double.NaN);
      return undefined;
    }
    double[] ascending = Arrays.copyOf(svd.getSingularValues(), svd.numberOfSingularValues());
    Arrays.sort(ascending);
    double[] values = new double[ascending.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ascending[values.length - 1 - i];
    }
    return values;
  }
}
