package org.phasegrid.worker.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.HerdKernels;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.HerdOutputs;
import org.phasegrid.worker.loss.Loss;

/**
 * Fully connected networks side by side: the passes of {@link MlpFit}, its order of operations in
 * every lane. Nothing is transposed: elements are whole vectors, so any stride reads as well.
 *
 * <p>z, h, d are herds of (n_l, B). While all lanes look at the same examples these are one tensor
 * (n_0, B); otherwise each has its own.
 */
final class MlpHerd implements Herd {
  private final Loss loss;
  private final Kernels kernels;
  private final HerdKernels herd;
  private final Precision precision;
  private final List<Block> blocks;
  private final Activation activation;
  private final int depth;
  private final int lanes;
  private final int inputs;
  private final int outputs;
  private final int batch;
  private final int[] units;
  private final double[] multipliers;
  private final Block[] weights;
  private final @Nullable Block[] biases;

  private final Tensor[] z;
  private final Tensor[] h;
  private final Tensor[] d;
  private final Tensor[] scratch;
  private final Tensor sharedX;
  private final HerdOutputs sharedOutputs;
  private final Tensor sharedY;

  /** Made when lanes first look at different examples. */
  private Optional<Apart> apart = Optional.empty();

  private final Look[] looks;
  private boolean changed = true;
  private boolean shared = true;

  /** What {@link #sharedX} holds. */
  private final Look held = new Look();

  private final Windows theta;
  private final Windows gradient;

  /** What one looks at: nothing, all of some examples, or some of them. */
  private static final class Look {
    private Optional<Examples> of = Optional.empty();
    private boolean whole = true;
    private int[] chosen = {};

    void at(Optional<Examples> examples) {
      of = examples;
      whole = true;
    }

    void choose(int[] numbers) {
      if (chosen.length != numbers.length) {
        chosen = new int[numbers.length];
      }
      System.arraycopy(numbers, 0, chosen, 0, numbers.length);
      whole = false;
    }

    boolean at(Look other) {
      return of.equals(other.of)
          && whole == other.whole
          && (whole || Arrays.equals(chosen, other.chosen));
    }

    void become(Look other) {
      at(other.of);
      if (!other.whole) {
        choose(other.chosen);
      }
    }
  }

  private static Look[] looks(int lanes) {
    Look[] looks = new Look[lanes];
    Arrays.setAll(looks, lane -> new Look());
    return looks;
  }

  /** Examples of each lane: x a herd of (n_0, B), y of (K, B), and what each lane holds. */
  private static final class Apart {
    final Tensor x;
    final Tensor y;
    final HerdOutputs outputs;
    final Look[] held;

    Apart(Tensor x, Tensor y, HerdOutputs outputs, int lanes) {
      this.x = x;
      this.y = y;
      this.outputs = outputs;
      held = looks(lanes);
    }
  }

  /** Of runs that look at {@code batch} examples a step. */
  MlpHerd(
      Mlp mlp,
      int inputs,
      int outputs,
      int batch,
      Loss loss,
      Precision precision,
      Kernels kernels) {
    this.loss = loss;
    this.kernels = kernels;
    this.precision = precision;
    this.inputs = inputs;
    this.outputs = outputs;
    this.batch = batch;
    herd = kernels.herd();
    lanes = herd.lanes(precision);
    depth = mlp.depth();
    activation = mlp.activation();
    blocks = mlp.blocks(inputs, outputs);
    weights = new Block[depth + 2];
    biases = new Block[depth + 2];
    multipliers = new double[depth + 2];
    units = new int[depth + 2];
    units[0] = inputs;
    z = new Tensor[depth + 2];
    h = new Tensor[depth + 2];
    d = new Tensor[depth + 2];
    scratch = new Tensor[depth + 2];
    for (Block block : blocks) {
      int layer = block.layer();
      if (block.name().startsWith("W")) {
        weights[layer] = block;
        units[layer] = block.rows();
        multipliers[layer] = mlp.multiplier(layer, inputs, outputs);
      } else {
        biases[layer] = block;
      }
    }
    for (int layer = 1; layer <= depth + 1; layer++) {
      z[layer] = of(units[layer]);
      h[layer] = layer <= depth ? of(units[layer]) : z[layer];
      d[layer] = of(units[layer]);
      scratch[layer] = of(units[layer]);
    }
    sharedX = Tensor.zeros(precision, inputs, batch);
    sharedY = Tensor.zeros(precision, outputs, batch);
    sharedOutputs =
        new HerdOutputs(
            outputs, batch, z[depth + 1], d[depth + 1], sharedY, HerdOutputs.Targets.SHARED);
    looks = looks(lanes);
    theta = new Windows(blocks, this::window);
    gradient = new Windows(blocks, this::window);
  }

  /** A herd of (rows, B). */
  private Tensor of(int rows) {
    return Tensor.zeros(precision, Math.multiplyExact(rows, batch), lanes);
  }

  private Tensor window(Block block, Tensor tensor) {
    return tensor.view(block.start() * lanes, block.size(), lanes);
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
  public int lanes() {
    return lanes;
  }

  @Override
  public void enter(int lane, Examples examples) {
    looks[lane].at(Optional.of(examples));
    changed = true;
  }

  @Override
  public void leave(int lane) {
    looks[lane].at(Optional.empty());
    changed = true;
  }

  @Override
  public void batch(int lane, int[] chosen) {
    looks[lane].choose(chosen);
    changed = true;
  }

  @Override
  public void gradients(Tensor at, Tensor g, double[] losses) {
    theta.on(at);
    gradient.on(g);
    if (changed) {
      look();
      changed = false;
    }
    forward();
    loss.valuesAndGradients(kernels, shared ? sharedOutputs : apart.orElseThrow().outputs, losses);
    for (int layer = depth + 1; layer >= 1; layer--) {
      gradientOfLayer(layer);
      if (layer > 1) {
        backward(layer);
      }
    }
  }

  private void forward() {
    for (int layer = 1; layer <= depth + 1; layer++) {
      int n = units[layer];
      int fanIn = units[layer - 1];
      if (layer == 1 && shared) {
        herd.productOfShared(
            n, batch, fanIn, theta.weights(layer), fanIn, 1, sharedX, batch, 1, z[layer]);
      } else {
        herd.product(
            n, batch, fanIn, theta.weights(layer), fanIn, 1, below(layer), batch, 1, z[layer]);
      }
      Tensor b = theta.biases(layer);
      if (layer <= depth) {
        activation.apply(kernels, multipliers[layer], b, z[layer], h[layer]);
      } else {
        kernels.addToRows(multipliers[layer], b, z[layer]);
      }
    }
  }

  private void gradientOfLayer(int layer) {
    int n = units[layer];
    int fanIn = units[layer - 1];
    Tensor gw = gradient.weights(layer);
    if (weights[layer].trained()) {
      if (layer == 1 && shared) {
        herd.productOfShared(n, fanIn, batch, d[layer], batch, 1, sharedX, 1, batch, gw);
      } else {
        herd.product(n, fanIn, batch, d[layer], batch, 1, below(layer), 1, batch, gw);
      }
      kernels.scale(multipliers[layer], gw);
    } else {
      gw.fill(0);
    }
    Block bias = biases[layer];
    if (bias != null) {
      if (bias.trained()) {
        herd.rowSums(n, batch, d[layer], gradient.biases(layer));
      } else {
        gradient.biases(layer).fill(0);
      }
    }
  }

  /** d_{l-1} from d_l. */
  private void backward(int layer) {
    int n = units[layer];
    int below = layer - 1;
    int fanIn = units[below];
    herd.product(fanIn, batch, n, theta.weights(layer), 1, fanIn, d[layer], batch, 1, d[below]);
    activation.backward(kernels, multipliers[layer], z[below], h[below], d[below], scratch[below]);
  }

  private Tensor below(int layer) {
    return layer == 1 ? apart.orElseThrow().x : h[layer - 1];
  }

  /** Brings the examples that the lanes look at to where the passes read them. */
  private void look() {
    Optional<Look> first = Optional.empty();
    shared = true;
    for (Look look : looks) {
      if (look.of.isPresent()) {
        shared = shared && (first.isEmpty() || look.at(first.get()));
        first = first.isEmpty() ? Optional.of(look) : first;
      }
    }
    if (first.isPresent() && shared) {
      if (!held.at(first.get())) {
        held.become(first.get());
        Examples examples = held.of.orElseThrow();
        if (held.whole) {
          sharedX.copyFrom(examples.x());
          sharedY.copyFrom(examples.y());
        } else {
          sharedX.copyColumns(examples.x(), held.chosen);
          sharedY.copyColumns(examples.y(), held.chosen);
        }
      }
    } else if (first.isPresent()) {
      Apart each = apart.orElseGet(this::apart);
      apart = Optional.of(each);
      for (int lane = 0; lane < lanes; lane++) {
        if (looks[lane].of.isPresent() && !each.held[lane].at(looks[lane])) {
          each.held[lane].become(looks[lane]);
          put(each.held[lane], each, lane);
        }
      }
    }
  }

  private static void put(Look look, Apart each, int lane) {
    Examples examples = look.of.orElseThrow();
    if (look.whole) {
      HerdKernels.put(examples.x(), each.x, lane);
      HerdKernels.put(examples.y(), each.y, lane);
    } else {
      HerdKernels.putColumns(examples.x(), look.chosen, each.x, lane);
      HerdKernels.putColumns(examples.y(), look.chosen, each.y, lane);
    }
  }

  private Apart apart() {
    Tensor x = of(inputs);
    Tensor y = of(outputs);
    return new Apart(
        x,
        y,
        new HerdOutputs(
            outputs, batch, z[depth + 1], d[depth + 1], y, HerdOutputs.Targets.OF_EACH_LANE),
        lanes);
  }
}
