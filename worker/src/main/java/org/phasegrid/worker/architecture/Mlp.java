package org.phasegrid.worker.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * The fully connected network: z_l = m_l W_l h_{l-1} (+ b_l), h_l = phi(z_l) for l = 1..L, f =
 * z_{L+1}.
 *
 * <p>Variances are divided as {@link Parametrization} says ({@code variance-scale: none} leaves
 * them undivided); {@code multipliers} replaces its m_l. A fixed readout has the entries {@code +k,
 * -k, +k, ...} / sqrt(n_L) along each row (every second row begins with -k), with k the {@code
 * readout-scale}, multiplier 1 in every parametrization, no bias, and is not trained.
 */
@About("fully connected network with L hidden layers")
public record Mlp(
    @About("units of the hidden layers: one number for all, or a list") List<Integer> width,
    @About("hidden layers; 0 is a linear model") int depth,
    @About("phi") Activation activation,
    @About("whether layers have biases") boolean bias,
    @About("variance of hidden weights times fan-in") double weightVariance,
    @About("variance of readout weights times fan-in") double readoutVariance,
    @About("variance of biases") double biasVariance,
    @About("mean of hidden biases") double hiddenBias,
    @About("whether weight variances are divided by fan-in: fan-in or none")
        VarianceScale varianceScale,
    @About(
            "how multipliers, variances and rates scale with width: standard, ntk, mean-field or mup")
        Parametrization parametrization,
    @About("multipliers of W_1 h_0, ..., W_{L+1} h_L, instead of the parametrization's")
        List<Double> multipliers,
    @About("trained, or fixed to alternating signs") Readout readout,
    @About("entries of a fixed readout times sqrt(width)") double readoutScale,
    @About("how weights begin") Initialization initialization,
    @About("which parameters move: all, biases, or a list of layers") Trained trained)
    implements Architecture {

  /** Whether weight variances are divided by fan-in. */
  public enum VarianceScale {
    FAN_IN,
    NONE
  }

  /** What the last layer is. */
  public enum Readout {
    TRAINED,
    FIXED
  }

  public static final Mlp SMALL =
      new Mlp(
          List.of(64),
          1,
          new Tanh(),
          false,
          1,
          1,
          0,
          0,
          VarianceScale.FAN_IN,
          Parametrization.STANDARD,
          List.of(),
          Readout.TRAINED,
          1,
          new Gaussian(),
          new Trained.All());

  public Mlp {
    width = List.copyOf(width);
    multipliers = List.copyOf(multipliers);
    if (depth < 0 || depth > 100_000) {
      throw new IllegalArgumentException("depth must lie in 0 to 100000, was " + depth);
    }
    if (width.isEmpty() || (width.size() != 1 && width.size() != depth)) {
      throw new IllegalArgumentException(
          "width must be one number or one per hidden layer (depth " + depth + "), was " + width);
    }
    for (int units : width) {
      if (units < 1) {
        throw new IllegalArgumentException("width must be at least 1, was " + units);
      }
    }
    atLeastZero("weight-variance", weightVariance);
    atLeastZero("readout-variance", readoutVariance);
    atLeastZero("bias-variance", biasVariance);
    finite("hidden-bias", hiddenBias);
    finite("readout-scale", readoutScale);
    if (!multipliers.isEmpty() && multipliers.size() != depth + 1) {
      throw new IllegalArgumentException(
          "multipliers must be "
              + (depth + 1)
              + " (one per weight matrix), were "
              + multipliers.size());
    }
    for (double multiplier : multipliers) {
      finite("multipliers", multiplier);
    }
    if (!bias && (biasVariance != 0 || hiddenBias != 0)) {
      throw new IllegalArgumentException("bias-variance and hidden-bias want bias: true");
    }
    if (trained instanceof Trained.Biases && !bias) {
      throw new IllegalArgumentException("trained: biases wants bias: true");
    }
    if (trained instanceof Trained.Layers layers) {
      for (int layer : layers.layers()) {
        if (layer < 1 || layer > depth + 1) {
          throw new IllegalArgumentException(
              "trained names layer " + layer + ", but there are 1 to " + (depth + 1));
        }
      }
    }
  }

  private static void atLeastZero(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be finite and not negative, was " + value);
    }
  }

  private static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, was " + value);
    }
  }

  /** n_l of layer l = 0..L+1. */
  int units(int layer, int inputs, int outputs) {
    if (layer == 0) {
      return inputs;
    }
    return layer == depth + 1 ? outputs : width.get(width.size() == 1 ? 0 : layer - 1);
  }

  /** m_l of layer l = 1..L+1. */
  double multiplier(int layer, int inputs, int outputs) {
    if (!multipliers.isEmpty()) {
      return multipliers.get(layer - 1);
    }
    return fixed(layer)
        ? 1
        : parametrization(layer).multiplier(place(layer), units(layer - 1, inputs, outputs));
  }

  @Override
  public List<Block> blocks(int inputs, int outputs) {
    List<Block> blocks = new ArrayList<>();
    int start = 0;
    for (int layer = 1; layer <= depth + 1; layer++) {
      int fanIn = units(layer - 1, inputs, outputs);
      int fanOut = units(layer, inputs, outputs);
      boolean fixed = fixed(layer);
      Parametrization scaling = parametrization(layer);
      double weightRate = scaling.weightRate(place(layer), fanIn, fanOut);
      blocks.add(
          new Block(
              "W" + layer,
              layer,
              fanOut,
              fanIn,
              start,
              weightRate,
              role(!fixed && trained.weights(layer))));
      start = Math.addExact(start, Math.multiplyExact(fanOut, fanIn));
      if (bias && !fixed) {
        double biasRate = scaling.biasRate(place(layer), fanOut);
        blocks.add(
            new Block("b" + layer, layer, fanOut, 1, start, biasRate, role(trained.biases(layer))));
        start = Math.addExact(start, fanOut);
      }
    }
    return List.copyOf(blocks);
  }

  @Override
  public Tensor initial(int inputs, int outputs, Draws draws) {
    List<Block> blocks = blocks(inputs, outputs);
    Block last = blocks.get(blocks.size() - 1);
    Tensor theta = Tensor.zeros(Precision.FLOAT64, 1, last.start() + last.size());
    Key key = draws.key("init");
    for (Block block : blocks) {
      int number = block.layer();
      Tensor tensor = block.of(theta);
      Key layer = key.child(number);
      boolean readout = number == depth + 1;
      double variance = weightVariance(number, units(number - 1, inputs, outputs));
      if (block.name().startsWith("b")) {
        initialization.biases(
            tensor, number, readout ? 0 : hiddenBias, biasVariance, variance, layer.child("bias"));
      } else if (fixed(number)) {
        alternate(tensor);
      } else {
        Initialization.Place place =
            readout ? Initialization.Place.READOUT : Initialization.Place.HIDDEN;
        initialization.weights(tensor, number, place, variance, layer.child("weight"));
      }
    }
    return theta;
  }

  /** Variance of the entries of m_l W_l at step 0, l = 1..L+1; of a fixed readout their square. */
  public double effectiveVariance(int layer, int inputs, int outputs) {
    double m = multiplier(layer, inputs, outputs);
    int fanIn = units(layer - 1, inputs, outputs);
    double variance =
        fixed(layer) ? readoutScale * readoutScale / fanIn : weightVariance(layer, fanIn);
    return m * m * variance;
  }

  /** Variance of the entries of W_l. */
  private double weightVariance(int layer, int fanIn) {
    double asked = layer == depth + 1 ? readoutVariance : weightVariance;
    return varianceScale == VarianceScale.NONE
        ? asked
        : asked / parametrization(layer).varianceDivisor(place(layer), fanIn);
  }

  @Override
  public Objective objective(Examples examples, Loss loss, Precision precision, Kernels kernels) {
    return new MlpFit(this, examples, loss, precision, kernels);
  }

  @Override
  public Optional<Architecture> kin() {
    return Optional.of(
        new Mlp(
            width,
            depth,
            activation,
            bias,
            1,
            1,
            0,
            0,
            VarianceScale.FAN_IN,
            parametrization,
            multipliers,
            readout,
            1,
            new Gaussian(),
            trained));
  }

  @Override
  public Herd herd(
      int inputs, int outputs, int batch, Loss loss, Precision precision, Kernels kernels) {
    return new MlpHerd(this, inputs, outputs, batch, loss, precision, kernels);
  }

  @Override
  public Pace pace(int inputs, int outputs, int batch, Precision precision, int lanes) {
    return MlpPace.of(this, inputs, outputs, batch, precision, lanes);
  }

  @Override
  public double gradientCost(int inputs, int outputs, int examples) {
    double products = 0;
    double activations = 0;
    for (int layer = 1; layer <= depth + 1; layer++) {
      products += 6.0 * units(layer - 1, inputs, outputs) * units(layer, inputs, outputs);
      activations += 20.0 * units(layer, inputs, outputs);
    }
    return examples * (products + activations);
  }

  private void alternate(Tensor readout) {
    double entry = readoutScale / Math.sqrt(readout.columns());
    for (int k = 0; k < readout.rows(); k++) {
      for (int j = 0; j < readout.columns(); j++) {
        readout.set(k, j, (k + j) % 2 == 0 ? entry : -entry);
      }
    }
  }

  private boolean fixed(int layer) {
    return layer == depth + 1 && readout == Readout.FIXED;
  }

  private Parametrization.Place place(int layer) {
    if (depth == 0) {
      return Parametrization.Place.ONLY;
    }
    return layer == 1
        ? Parametrization.Place.FIRST
        : layer == depth + 1 ? Parametrization.Place.READOUT : Parametrization.Place.HIDDEN;
  }

  private Parametrization parametrization(int layer) {
    return place(layer) == Parametrization.Place.ONLY ? Parametrization.STANDARD : parametrization;
  }

  private static Block.Role role(boolean trained) {
    return trained ? Block.Role.TRAINED : Block.Role.FIXED;
  }
}
