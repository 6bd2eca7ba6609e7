package org.phasegrid.worker.indicator.gram;

import java.util.function.ToDoubleFunction;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/** What of a network does not change in training: shapes, rates, loss weights, examples. */
final class Network {
  private final MlpFit fit;
  private final Kernels kernels;
  private final Tensor x;
  private final Tensor y;
  private final Tensor rootWeights;
  private final double[] gamma;
  private final double[] beta;
  private final int first;
  private final int last;

  /**
   * @param rateFactor what multiplies the learning rate in a trained block
   */
  Network(Objective objective, ToDoubleFunction<Block> rateFactor) {
    if (!(objective instanceof MlpFit network)) {
      throw new IllegalStateException("no layers: " + objective);
    }
    fit = network;
    kernels = fit.kernels();
    x = fit.examples().x();
    y = fit.examples().y();
    Tensor ones = Tensor.zeros(Precision.FLOAT64, y.rows(), y.columns());
    ones.fill(1);
    rootWeights = Tensor.zeros(Precision.FLOAT64, y.rows(), y.columns());
    fit.loss().hessianTimes(kernels, y, y, ones, rootWeights);
    kernels.map(rootWeights, rootWeights, Math::sqrt);
    gamma = new double[depth() + 2];
    beta = new double[depth() + 2];
    int lowest = Integer.MAX_VALUE;
    int highest = 0;
    for (int layer = 1; layer <= depth() + 1; layer++) {
      Block weights = fit.weightBlock(layer);
      double m = fit.multiplier(layer);
      gamma[layer] = weights.trained() ? m * m * rateFactor.applyAsDouble(weights) : 0;
      beta[layer] =
          fit.biasBlock(layer)
              .filter(Block::trained)
              .map(bias -> rateFactor.applyAsDouble(bias))
              .orElse(0.0);
      if (trained(layer)) {
        lowest = Math.min(lowest, layer);
        highest = layer;
      }
    }
    first = lowest;
    last = highest;
  }

  Kernels kernels() {
    return kernels;
  }

  Activation activation() {
    return fit.activation();
  }

  /** L. */
  int depth() {
    return fit.depth();
  }

  /** N. */
  int examples() {
    return x.columns();
  }

  /** K. */
  int outputs() {
    return y.rows();
  }

  /** n_l of layer l = 0..L+1. */
  int units(int layer) {
    return layer == 0 ? x.rows() : fit.weightBlock(layer).rows();
  }

  /** x (n_0, N). */
  Tensor inputs() {
    return x;
  }

  /** y (K, N). */
  Tensor targets() {
    return y;
  }

  /** sqrt(w) (K, N). */
  Tensor rootWeights() {
    return rootWeights;
  }

  /** Variance of the entries of W_l at step 0; of a fixed readout their square. */
  double variance(int layer) {
    return fit.effectiveVariance(layer);
  }

  /** Whether the readout is the fixed one of alternating signs. */
  boolean fixedReadout() {
    return fit.fixedReadout();
  }

  /** gamma_l, 0 where the weights of the layer do not move. */
  double gamma(int layer) {
    return gamma[layer];
  }

  /** beta_l, 0 where there are no biases or they do not move. */
  double beta(int layer) {
    return beta[layer];
  }

  boolean trained(int layer) {
    return gamma[layer] > 0 || beta[layer] > 0;
  }

  /** The lowest layer that moves; beyond {@link #last} where none does. */
  int first() {
    return first;
  }

  /** The highest layer that moves; 0 where none does. */
  int last() {
    return last;
  }

  /** W_l with its multiplier, l = 1..L+1; element 0 is x and no weight. */
  Tensor[] weights(Tensor theta) {
    Tensor[] weights = new Tensor[depth() + 2];
    weights[0] = x;
    for (int layer = 1; layer <= depth() + 1; layer++) {
      weights[layer] = fit.weightBlock(layer).of(theta);
      if (fit.multiplier(layer) != 1) {
        weights[layer] = weights[layer].to(Precision.FLOAT64);
        kernels.scale(fit.multiplier(layer), weights[layer]);
      }
    }
    return weights;
  }

  /** Adds the biases of a layer, if it has them, to preactivations. */
  void addBiases(int layer, Tensor theta, Tensor h) {
    fit.biasBlock(layer).ifPresent(bias -> kernels.addToRows(1, bias.of(theta), h));
  }

  /** The squares of the biases of a layer over beta_l, (n_l); zero where they do not move. */
  double[] biasSquares(int layer, Tensor theta) {
    double[] squares = new double[units(layer)];
    if (beta[layer] > 0) {
      Tensor bias = fit.biasBlock(layer).orElseThrow().of(theta);
      for (int i = 0; i < squares.length; i++) {
        squares[i] = bias.get(i) * bias.get(i) / beta[layer];
      }
    }
    return squares;
  }

  static Tensor zeros(int rows, int columns) {
    return Tensor.zeros(Precision.FLOAT64, rows, columns);
  }

  /** A B. */
  Tensor product(Tensor a, Tensor b) {
    Tensor c = zeros(a.rows(), b.columns());
    kernels.gemm(a, b, c);
    return c;
  }

  /** Aᵀ B. */
  Tensor overlap(Tensor a, Tensor b) {
    Tensor c = zeros(a.columns(), b.columns());
    kernels.gemmTransposed(a, b, c);
    return c;
  }

  /** A + Aᵀ of a square A. */
  Tensor symmetrized(Tensor a) {
    Tensor sum = zeros(a.rows(), a.columns());
    kernels.transpose(a, sum);
    kernels.axpy(1, a, sum);
    return sum;
  }

  Tensor copy(Tensor a) {
    return a.to(Precision.FLOAT64);
  }

  double norm(Tensor a) {
    return Math.sqrt(kernels.sumOfSquares(a));
  }

  /**
   * wide = wide * narrow, entry by entry: {@code narrow} (m, N) is repeated over the blocks of
   * {@code wide}, (m, K N) or (K m, K N).
   */
  void multiply(Tensor narrow, Tensor wide) {
    if (narrow.size() == wide.size()) {
      kernels.multiply(narrow, wide);
      return;
    }
    int n = narrow.columns();
    for (int row = 0; row < wide.rows(); row++) {
      Tensor factors = narrow.view(row % narrow.rows() * n, 1, n);
      for (int start = 0; start < wide.columns(); start += n) {
        kernels.multiply(factors, wide.view(row * wide.columns() + start, 1, n));
      }
    }
  }

  /** out = out + narrow * wide, entry by entry, {@code narrow} repeated as in {@link #multiply}. */
  void multiplyAdd(Tensor narrow, Tensor wide, Tensor out) {
    int n = narrow.columns();
    for (int row = 0; row < wide.rows(); row++) {
      Tensor factors = narrow.view(row % narrow.rows() * n, 1, n);
      for (int start = 0; start < wide.columns(); start += n) {
        int at = row * wide.columns() + start;
        kernels.multiplyAdd(factors, wide.view(at, 1, n), out.view(at, 1, n));
      }
    }
  }
}
