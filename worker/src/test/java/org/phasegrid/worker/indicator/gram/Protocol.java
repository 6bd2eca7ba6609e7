package org.phasegrid.worker.indicator.gram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

/**
 * The protocol of papers/gram-hierarchy.md: relu layers of equal width, readout fixed to kappa (+1,
 * -1, ...) / sqrt(n), NTK rates, half the summed squared error; numbers of
 * java.util.SplittableRandom by Box and Muller, so that its golden numbers are reproduced.
 */
public final class Protocol {
  private Protocol() {}

  /** Normals as in part E: the cosine, then the sine. */
  static final class Normals {
    private final SplittableRandom random;
    private double spare;
    private boolean kept;

    Normals(long seed) {
      random = new SplittableRandom(seed);
    }

    double next() {
      if (kept) {
        kept = false;
        return spare;
      }
      double u1 = 1 - random.nextDouble();
      double u2 = random.nextDouble();
      double radius = Math.sqrt(-2 * StrictMath.log(u1));
      spare = radius * StrictMath.sin(2 * Math.PI * u2);
      kept = true;
      return radius * StrictMath.cos(2 * Math.PI * u2);
    }
  }

  /** Inputs on the sphere |x|² = d, then signs. */
  public record Sphere(long seed, int inputs, int examples, int outputs) implements Dataset {
    @Override
    public Examples draw(Draws draws) {
      Normals normals = new Normals(seed);
      Tensor x = Tensor.zeros(Precision.FLOAT64, inputs, examples);
      for (int mu = 0; mu < examples; mu++) {
        double[] v = new double[inputs];
        double square = 0;
        for (int i = 0; i < inputs; i++) {
          v[i] = normals.next();
          square += v[i] * v[i];
        }
        for (int i = 0; i < inputs; i++) {
          x.set(i, mu, v[i] * Math.sqrt(inputs) / Math.sqrt(square));
        }
      }
      Tensor y = Tensor.zeros(Precision.FLOAT64, outputs, examples);
      for (int i = 0; i < y.size(); i++) {
        y.set(i, normals.next() >= 0 ? 1 : -1);
      }
      return new Examples(x, y);
    }

    @Override
    public Examples beside(Draws draws, String name, int count) {
      throw new UnsupportedOperationException(name);
    }
  }

  /** W_1, W_2, ... row by row from one stream of normals, for layers of one width. */
  public record Stream(long seed, int inputs, int width) implements Initialization {
    @Override
    public void weights(Tensor w, int layer, Place place, double variance, Key key) {
      Normals normals = new Normals(seed);
      int before = layer == 1 ? 0 : width * inputs + (layer - 2) * width * width;
      for (int i = 0; i < before; i++) {
        normals.next();
      }
      for (int i = 0; i < w.size(); i++) {
        w.set(i, Math.sqrt(variance) * normals.next());
      }
    }
  }

  /** A case of the protocol. */
  public record Case(
      long seed,
      long dataSeed,
      int inputs,
      int width,
      int depth,
      int examples,
      double variance,
      double kappa,
      Activation activation,
      SquaredError.Examples over) {

    static Case of(long seed, long dataSeed, int d, int n, int depth, int examples) {
      return new Case(
          seed, dataSeed, d, n, depth, examples, 2, 1, new Relu(), SquaredError.Examples.SUM);
    }

    Case with(Activation other) {
      return new Case(seed, dataSeed, inputs, width, depth, examples, variance, kappa, other, over);
    }

    Case with(SquaredError.Examples other) {
      return new Case(
          seed, dataSeed, inputs, width, depth, examples, variance, kappa, activation, other);
    }

    Case scaled(double otherVariance, double otherKappa) {
      return new Case(
          seed,
          dataSeed,
          inputs,
          width,
          depth,
          examples,
          otherVariance,
          otherKappa,
          activation,
          over);
    }

    Mlp mlp() {
      return new Mlp(
          List.of(width),
          depth,
          activation,
          false,
          variance,
          1,
          0,
          0,
          Mlp.VarianceScale.FAN_IN,
          Parametrization.STANDARD,
          List.of(),
          Mlp.Readout.FIXED,
          kappa,
          new Stream(seed, inputs, width),
          new Trained.All());
    }

    Dataset dataset() {
      return new Sphere(dataSeed, inputs, examples, 1);
    }

    List<Double> layerRates() {
      List<Double> rates = new ArrayList<>();
      for (int layer = 1; layer <= depth; layer++) {
        rates.add(variance / (layer == 1 ? inputs : width));
      }
      rates.add(1.0);
      return rates;
    }

    RunSpec spec(Rate rate, Stopping stopping) {
      return Protocol.spec(mlp(), dataset(), new SquaredError(true, over, SquaredError.Outputs.SUM))
          .at(rate, layerRates(), stopping);
    }

    Checkpoint start() {
      Objective objective =
          mlp()
              .objective(
                  dataset().draw(new Draws(1, Map.of())),
                  new SquaredError(true, over, SquaredError.Outputs.SUM),
                  Precision.FLOAT64,
                  Kernels.best());
      Network network = new Network(objective, block -> layerRates().get(block.layer() - 1));
      return Checkpoint.at(network, mlp().initial(inputs, 1, new Draws(1, Map.of())));
    }
  }

  /** A run but for its rates and its end. */
  record Unrated(Architecture architecture, Dataset dataset, SquaredError loss) {
    RunSpec at(Rate rate, List<Double> layerRates, Stopping stopping) {
      return new RunSpec(
          architecture,
          dataset,
          new TestSet.None(),
          new Probe.None(),
          loss,
          new GradientDescent(),
          rate,
          layerRates,
          new Schedule.Constant(),
          new Batches.Full(),
          stopping,
          Precision.FLOAT64,
          1,
          Map.of());
    }
  }

  static Unrated spec(Architecture architecture, Dataset dataset, SquaredError loss) {
    return new Unrated(architecture, dataset, loss);
  }

  static Stopping steps(long steps) {
    return new Stopping(steps, new Threshold.TimesInitial(1e6), new Threshold.Never());
  }

  /** theta moved by eta times the gradient flow. */
  static Tensor moved(Checkpoint from, double eta) {
    Network network = from.network();
    Tensor theta = from.theta().to(Precision.FLOAT64);
    int start = 0;
    for (int layer = 1; layer <= network.depth() + 1; layer++) {
      Tensor w = theta.view(start, network.units(layer), network.units(layer - 1));
      if (network.gamma(layer) > 0) {
        network.kernels().axpy(eta, velocity(from, layer), w);
      }
      start += w.size();
    }
    return theta;
  }

  /** dW_l/dt (n_l, n_{l-1}), for multiplier 1. */
  static Tensor velocity(Checkpoint at, int layer) {
    Network network = at.network();
    Tensor u = at.fields().u()[layer - 1];
    Tensor turned = Network.zeros(u.columns(), u.rows());
    network.kernels().transpose(u, turned);
    Tensor v = network.product(at.fields().backpropagated(network, layer), turned);
    network.kernels().scale(-network.gamma(layer), v);
    return v;
  }
}
