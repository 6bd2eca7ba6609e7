package org.phasegrid.worker.architecture;

import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.BestConstant;
import org.phasegrid.worker.loss.Labels;
import org.phasegrid.worker.loss.Loss;

/**
 * The loss of a fully connected network on a batch, by hand-written passes.
 *
 * <p>Forward: z_l = m_l (W_l h_{l-1}) + b_l, products first, one rounding for the multiplier, one
 * for the bias. Backward: d_l = dL/dz_l, dL/dW_l = m_l (d_l h_{l-1}ᵀ), dL/db_l = row sums of d_l,
 * d_{l-1} = m_l (W_lᵀ d_l) phi'(z_{l-1}).
 */
public final class MlpFit implements Objective {
  private final Mlp mlp;
  private final Loss loss;
  private final Kernels kernels;
  private final Examples examples;
  private final Precision precision;
  private final List<Block> blocks;
  private final Activation activation;
  private final int depth;

  private final Block[] weights;
  private final Block[] biases;
  private final boolean[] hasBias;
  private final double[] multipliers;

  private final Windows parameters;
  private final Windows gradients;

  private int batch;
  private Tensor x;
  private Tensor xTransposed;
  private Tensor y;
  private Optional<Tensor> right = Optional.empty();
  private Tensor[] z;
  private Tensor[] h;
  private Tensor[] d;
  private Tensor[] scratch;

  MlpFit(Mlp mlp, Examples examples, Loss loss, Precision precision, Kernels kernels) {
    this.mlp = mlp;
    this.examples = examples;
    this.loss = loss;
    this.precision = precision;
    this.kernels = kernels;
    int inputs = examples.x().rows();
    int outputs = examples.y().rows();
    blocks = mlp.blocks(inputs, outputs);
    activation = mlp.activation();
    depth = mlp.depth();
    weights = new Block[depth + 2];
    biases = new Block[depth + 2];
    hasBias = new boolean[depth + 2];
    multipliers = new double[depth + 2];
    for (Block block : blocks) {
      if (block.name().startsWith("W")) {
        weights[block.layer()] = block;
        multipliers[block.layer()] = mlp.multiplier(block.layer(), inputs, outputs);
      } else {
        biases[block.layer()] = block;
        hasBias[block.layer()] = true;
      }
    }
    z = new Tensor[depth + 2];
    h = new Tensor[depth + 2];
    d = new Tensor[depth + 2];
    scratch = new Tensor[depth + 2];
    parameters = new Windows(blocks, Block::of);
    gradients = new Windows(blocks, Block::of);
    x = examples.x().to(precision);
    y = examples.y().to(precision);
    xTransposed = Tensor.zeros(precision, x.columns(), x.rows());
    allocate(examples.count());
    h[0] = x;
    kernels.transpose(x, xTransposed);
  }

  private void allocate(int count) {
    batch = count;
    int inputs = examples.x().rows();
    int outputs = examples.y().rows();
    for (int layer = 1; layer <= depth + 1; layer++) {
      int units = mlp.units(layer, inputs, outputs);
      z[layer] = Tensor.zeros(precision, units, count);
      h[layer] = layer <= depth ? Tensor.zeros(precision, units, count) : z[layer];
      d[layer] = Tensor.zeros(precision, units, count);
      scratch[layer] = Tensor.zeros(precision, units, count);
    }
  }

  @Override
  public List<Block> blocks() {
    return blocks;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public void batch(int[] chosen) {
    if (chosen.length != batch) {
      allocate(chosen.length);
      x = Tensor.zeros(precision, x.rows(), chosen.length);
      y = Tensor.zeros(precision, y.rows(), chosen.length);
      xTransposed = Tensor.zeros(precision, chosen.length, x.rows());
      h[0] = x;
    }
    x.copyColumns(examples.x(), chosen);
    y.copyColumns(examples.y(), chosen);
    right = Optional.empty();
    kernels.transpose(x, xTransposed);
  }

  @Override
  public double loss(Tensor theta) {
    forward(theta);
    return loss.valueAndGradient(kernels, z[depth + 1], y, d[depth + 1]);
  }

  @Override
  public double gradient(Tensor theta, Tensor g) {
    double value = loss(theta);
    backward(g);
    return value;
  }

  @Override
  public void slope(Tensor theta, Tensor g) {
    forward(theta);
    loss.gradient(kernels, z[depth + 1], y, d[depth + 1]);
    backward(g);
  }

  /** g from d of the outputs. */
  private void backward(Tensor g) {
    gradients.on(g);
    for (int layer = depth + 1; layer >= 1; layer--) {
      gradientOfLayer(layer);
      if (layer > 1) {
        backward(layer);
      }
    }
  }

  @Override
  public double accuracy(Tensor theta) {
    forward(theta);
    if (right.isEmpty()) {
      right = Optional.of(Labels.row(y));
    }
    return Labels.accuracy(kernels, z[depth + 1], right.get());
  }

  private void forward(Tensor theta) {
    parameters.on(theta);
    for (int layer = 1; layer <= depth + 1; layer++) {
      kernels.gemm(parameters.weights(layer), h[layer - 1], z[layer]);
      Tensor b = parameters.biases(layer);
      if (layer <= depth) {
        activation.apply(kernels, multipliers[layer], b, z[layer], h[layer]);
      } else {
        kernels.addToRows(multipliers[layer], b, z[layer]);
      }
    }
  }

  private void gradientOfLayer(int layer) {
    Tensor gw = gradients.weights(layer);
    if (weights[layer].trained()) {
      if (layer == 1) {
        kernels.gemm(d[layer], xTransposed, gw);
      } else {
        kernels.gemmByTransposed(d[layer], h[layer - 1], gw);
      }
      kernels.scale(multipliers[layer], gw);
    } else {
      gw.fill(0);
    }
    gradientOfBiases(layer, d[layer], gradients);
  }

  private void gradientOfBiases(int layer, Tensor delta, Windows out) {
    if (hasBias[layer]) {
      if (biases[layer].trained()) {
        kernels.rowSums(delta, out.biases(layer));
      } else {
        out.biases(layer).fill(0);
      }
    }
  }

  /** d_{l-1} from d_l. */
  private void backward(int layer) {
    int below = layer - 1;
    kernels.gemmTransposed(parameters.weights(layer), d[layer], d[below]);
    activation.backward(kernels, multipliers[layer], z[below], h[below], d[below], scratch[below]);
  }

  /** The same network and loss on other examples, with workspaces of its own. */
  public MlpFit on(Examples others) {
    return new MlpFit(mlp, others, loss, precision, kernels);
  }

  /**
   * z_l (n_l, B) of the last call of {@link #loss}, {@link #gradient} or {@link #accuracy}: a copy.
   */
  public Tensor preactivation(int layer) {
    return z[layer].to(precision);
  }

  /** The direction v of the examples, where they have one. */
  public Optional<Tensor> direction() {
    return examples.direction();
  }

  /** The loss of the best constant outputs on all examples. */
  public double bestConstantLoss() {
    return BestConstant.loss(loss, kernels, examples.y().to(precision));
  }

  /**
   * h_l (n_l, B) at theta, l = 1..L, of other examples: what lies above it is not made, and no
   * workspace is touched.
   */
  public Tensor hidden(Tensor theta, int layer, Tensor inputs) {
    int count = inputs.columns();
    int widest = 0;
    for (int l = 1; l <= layer; l++) {
      widest = Math.max(widest, weights[l].rows());
    }
    Tensor z = Tensor.zeros(precision, widest, count);
    Tensor h = Tensor.zeros(precision, widest, count);
    Tensor below = inputs.to(precision);
    for (int l = 1; l <= layer; l++) {
      int units = weights[l].rows();
      Tensor own = z.view(0, units, count);
      kernels.gemm(weights[l].of(theta), below, own);
      below = h.view(0, units, count);
      Tensor b = hasBias[l] ? biases[l].of(theta) : Windows.NONE;
      activation.apply(kernels, multipliers[l], b, own, below);
    }
    return below;
  }

  /** Number of hidden layers L. */
  public int depth() {
    return depth;
  }

  /** m_l of layer l = 1..L+1. */
  public double multiplier(int layer) {
    return multipliers[layer];
  }

  /** Variance of the entries of m_l W_l at step 0, l = 1..L+1. */
  public double effectiveVariance(int layer) {
    return mlp.effectiveVariance(layer, examples.x().rows(), examples.y().rows());
  }

  /** Whether the readout is the fixed one of alternating signs. */
  public boolean fixedReadout() {
    return mlp.readout() == Mlp.Readout.FIXED;
  }

  /** f (K, B) of the last pass: a copy. */
  public Tensor outputs() {
    return z[depth + 1].to(precision);
  }

  /** dL/df (K, B) of the last call of {@link #loss}: a copy. */
  public Tensor outputGradient() {
    return d[depth + 1].to(precision);
  }

  /** What is fitted, whole. */
  public Examples examples() {
    return examples;
  }

  public Loss loss() {
    return loss;
  }

  public Activation activation() {
    return activation;
  }

  /** The weight block of layer l = 1..L+1. */
  public Block weightBlock(int layer) {
    return weights[layer];
  }

  /** The bias block of layer l = 1..L+1, if it has one. */
  public Optional<Block> biasBlock(int layer) {
    return hasBias[layer] ? Optional.of(biases[layer]) : Optional.empty();
  }

  @Override
  public Curvature curvature(Tensor theta) {
    return new Products(theta);
  }

  /** Second-order products at one theta, on this fit's activations. */
  private final class Products implements Curvature {
    private final Tensor[] rz = new Tensor[depth + 2];
    private final Tensor[] rh = new Tensor[depth + 2];
    private final Tensor[] rd = new Tensor[depth + 2];
    private final Tensor[] slope = new Tensor[depth + 2];
    private final Tensor[] bend = new Tensor[depth + 2];
    private final Tensor[] back = new Tensor[depth + 2];
    private final Tensor[] transposed = new Tensor[depth + 1];
    private final Tensor[] more = new Tensor[depth + 2];
    private final Windows direction = new Windows(blocks, Block::of);
    private final Windows product = new Windows(blocks, Block::of);

    Products(Tensor theta) {
      Tensor g = Tensor.zeros(precision, 1, size());
      gradient(theta, g);
      transposed[0] = xTransposed;
      for (int layer = 1; layer <= depth + 1; layer++) {
        rz[layer] = like(z[layer]);
        rd[layer] = like(z[layer]);
        if (layer <= depth) {
          transposed[layer] = turned(h[layer]);
          rh[layer] = like(z[layer]);
          slope[layer] = like(z[layer]);
          activation.derivative(kernels, z[layer], h[layer], slope[layer]);
          // bend = dL/dh phi''(z): what the Hessian adds to the Gauss-Newton term.
          bend[layer] = like(z[layer]);
          kernels.gemmTransposed(parameters.weights(layer + 1), d[layer + 1], bend[layer]);
          kernels.scale(multipliers[layer + 1], bend[layer]);
          activation.second(kernels, z[layer], h[layer], scratch[layer]);
          kernels.multiply(scratch[layer], bend[layer]);
        }
        back[layer] = like(z[layer]);
        if (layer > 1) {
          more[layer] = Tensor.zeros(precision, weights[layer].rows(), weights[layer].columns());
        }
      }
    }

    @Override
    public void hessianTimes(Tensor v, Tensor out) {
      product.on(out);
      tangent(v);
      lossHessianTimes(rz[depth + 1], rd[depth + 1]);
      for (int layer = depth + 1; layer >= 1; layer--) {
        Tensor gw = product.weights(layer);
        boolean inner = layer > 1;
        if (weights[layer].trained()) {
          kernels.gemm(rd[layer], transposed[layer - 1], gw);
          if (inner) {
            kernels.gemmByTransposed(d[layer], rh[layer - 1], more[layer]);
            kernels.axpy(1, more[layer], gw);
          }
          kernels.scale(multipliers[layer], gw);
        } else {
          gw.fill(0);
        }
        gradientOfBiases(layer, rd[layer], product);
        if (inner) {
          kernels.gemmTransposed(parameters.weights(layer), rd[layer], rd[layer - 1]);
          if (weights[layer].trained()) {
            kernels.gemmTransposed(direction.weights(layer), d[layer], back[layer - 1]);
            kernels.axpy(1, back[layer - 1], rd[layer - 1]);
          }
          kernels.scale(multipliers[layer], rd[layer - 1]);
          kernels.multiply(slope[layer - 1], rd[layer - 1]);
          kernels.multiplyAdd(bend[layer - 1], rz[layer - 1], rd[layer - 1]);
        }
      }
    }

    @Override
    public void gaussNewtonTimes(Tensor v, Tensor out) {
      tangent(v);
      lossHessianTimes(rz[depth + 1], rd[depth + 1]);
      transposedJacobian(rd, out);
    }

    @Override
    public void lossHessianTimes(Tensor v, Tensor out) {
      loss.hessianTimes(kernels, z[depth + 1], y, v, out);
    }

    @Override
    public Tensor outputs() {
      return z[depth + 1].to(precision);
    }

    @Override
    public Tensor targets() {
      return y.to(precision);
    }

    @Override
    public Tensor tangentKernel() {
      int outputs = z[depth + 1].rows();
      int count = z[depth + 1].columns();
      Tensor[][] seeds = new Tensor[outputs][];
      for (int k = 0; k < outputs; k++) {
        seeds[k] = backwardOfOutput(k);
      }
      Tensor kernel = Tensor.zeros(precision, outputs * count, outputs * count);
      for (int layer = 1; layer <= depth + 1; layer++) {
        Tensor inputs = Tensor.zeros(precision, count, count);
        if (weights[layer].trained()) {
          kernels.gemmTransposed(h[layer - 1], h[layer - 1], inputs);
          kernels.scale(multipliers[layer] * multipliers[layer], inputs);
        }
        if (hasBias[layer] && biases[layer].trained()) {
          Tensor ones = like(inputs);
          ones.fill(1);
          kernels.axpy(1, ones, inputs);
        }
        Tensor products = Tensor.zeros(precision, count, count);
        for (int k = 0; k < outputs; k++) {
          for (int j = 0; j < outputs; j++) {
            kernels.gemmTransposed(seeds[k][layer], seeds[j][layer], products);
            kernels.multiply(inputs, products);
            add(products, kernel, k * count, j * count);
          }
        }
      }
      return kernel;
    }

    /** df_k/dz_l of every example and layer: (n_l, B) each. */
    private Tensor[] backwardOfOutput(int k) {
      Tensor[] seed = new Tensor[depth + 2];
      seed[depth + 1] = like(z[depth + 1]);
      for (int b = 0; b < z[depth + 1].columns(); b++) {
        seed[depth + 1].set(k, b, 1);
      }
      for (int layer = depth + 1; layer > 1; layer--) {
        seed[layer - 1] = like(z[layer - 1]);
        kernels.gemmTransposed(parameters.weights(layer), seed[layer], seed[layer - 1]);
        kernels.scale(multipliers[layer], seed[layer - 1]);
        kernels.multiply(slope[layer - 1], seed[layer - 1]);
      }
      return seed;
    }

    private void add(Tensor block, Tensor kernel, int row, int column) {
      for (int i = 0; i < block.rows(); i++) {
        for (int j = 0; j < block.columns(); j++) {
          kernel.set(row + i, column + j, kernel.get(row + i, column + j) + block.get(i, j));
        }
      }
    }

    /** rz_l = dz_l/dtheta v, rh_l = dh_l/dtheta v. */
    private void tangent(Tensor v) {
      direction.on(v);
      for (int layer = 1; layer <= depth + 1; layer++) {
        if (weights[layer].trained()) {
          kernels.gemm(direction.weights(layer), h[layer - 1], rz[layer]);
        } else {
          rz[layer].fill(0);
        }
        if (layer > 1) {
          kernels.gemm(parameters.weights(layer), rh[layer - 1], back[layer]);
          kernels.axpy(1, back[layer], rz[layer]);
        }
        if (hasBias[layer] && biases[layer].trained()) {
          kernels.addToRows(multipliers[layer], direction.biases(layer), rz[layer]);
        } else {
          kernels.scale(multipliers[layer], rz[layer]);
        }
        if (layer <= depth) {
          rh[layer].copyFrom(rz[layer]);
          kernels.multiply(slope[layer], rh[layer]);
        }
      }
    }

    /** out = Jᵀ r with r in the last of {@code deltas}, whose others are overwritten. */
    private void transposedJacobian(Tensor[] deltas, Tensor out) {
      product.on(out);
      for (int layer = depth + 1; layer >= 1; layer--) {
        Tensor gw = product.weights(layer);
        if (weights[layer].trained()) {
          kernels.gemm(deltas[layer], transposed[layer - 1], gw);
          kernels.scale(multipliers[layer], gw);
        } else {
          gw.fill(0);
        }
        gradientOfBiases(layer, deltas[layer], product);
        if (layer > 1) {
          kernels.gemmTransposed(parameters.weights(layer), deltas[layer], deltas[layer - 1]);
          kernels.scale(multipliers[layer], deltas[layer - 1]);
          kernels.multiply(slope[layer - 1], deltas[layer - 1]);
        }
      }
    }

    private Tensor turned(Tensor tensor) {
      Tensor turned = Tensor.zeros(precision, tensor.columns(), tensor.rows());
      kernels.transpose(tensor, turned);
      return turned;
    }

    private Tensor like(Tensor tensor) {
      return Tensor.zeros(tensor.precision(), tensor.rows(), tensor.columns());
    }
  }
}
