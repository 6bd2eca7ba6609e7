package org.phasegrid.worker.run;

import java.util.List;
import java.util.Map;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Optimizer;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

/** Small specs for tests, changed one thing at a time. */
public final class Specs {
  private Specs() {}

  /** A tanh network 3-5-5-2 on 7 examples, 12 steps. */
  public static RunSpec small() {
    return new RunSpec(
        mlp(5, 2, new Tanh()),
        new GaussianNoise(7, 3, 2),
        SquaredError.HALF_MEAN,
        new GradientDescent(),
        new Rate.Fixed(0.1),
        List.of(),
        new Schedule.Constant(),
        new Batches.Full(),
        steps(12),
        Precision.FLOAT64,
        7,
        Map.of());
  }

  public static Stopping steps(long steps) {
    return new Stopping(steps, new Threshold.TimesInitial(1e12), new Threshold.Never());
  }

  public static Mlp mlp(int width, int depth, Activation activation) {
    return mlp(
        width,
        depth,
        activation,
        false,
        Parametrization.STANDARD,
        new Gaussian(),
        new Trained.All());
  }

  public static Mlp mlp(
      int width,
      int depth,
      Activation activation,
      boolean bias,
      Parametrization parametrization,
      Initialization initialization,
      Trained trained) {
    return new Mlp(
        List.of(width),
        depth,
        activation,
        bias,
        1.5,
        1,
        bias ? 0.1 : 0,
        0,
        Mlp.VarianceScale.FAN_IN,
        parametrization,
        List.of(),
        Mlp.Readout.TRAINED,
        1,
        initialization,
        trained);
  }

  public static RunSpec with(RunSpec spec, Architecture architecture) {
    return new RunSpec(
        architecture,
        spec.dataset(),
        spec.loss(),
        spec.optimizer(),
        spec.learningRate(),
        spec.layerRates(),
        spec.schedule(),
        spec.batches(),
        spec.stopping(),
        spec.precision(),
        spec.seed(),
        spec.seeds());
  }

  public static RunSpec with(RunSpec spec, Dataset dataset) {
    return new RunSpec(
        spec.architecture(),
        dataset,
        spec.loss(),
        spec.optimizer(),
        spec.learningRate(),
        spec.layerRates(),
        spec.schedule(),
        spec.batches(),
        spec.stopping(),
        spec.precision(),
        spec.seed(),
        spec.seeds());
  }

  public static RunSpec with(RunSpec spec, Loss loss) {
    return new RunSpec(
        spec.architecture(),
        spec.dataset(),
        loss,
        spec.optimizer(),
        spec.learningRate(),
        spec.layerRates(),
        spec.schedule(),
        spec.batches(),
        spec.stopping(),
        spec.precision(),
        spec.seed(),
        spec.seeds());
  }

  public static RunSpec with(RunSpec spec, Optimizer optimizer) {
    return new RunSpec(
        spec.architecture(),
        spec.dataset(),
        spec.loss(),
        optimizer,
        spec.learningRate(),
        spec.layerRates(),
        spec.schedule(),
        spec.batches(),
        spec.stopping(),
        spec.precision(),
        spec.seed(),
        spec.seeds());
  }

  public static RunSpec with(RunSpec spec, Rate rate) {
    return new RunSpec(
        spec.architecture(),
        spec.dataset(),
        spec.loss(),
        spec.optimizer(),
        rate,
        spec.layerRates(),
        spec.schedule(),
        spec.batches(),
        spec.stopping(),
        spec.precision(),
        spec.seed(),
        spec.seeds());
  }

  public static RunSpec with(RunSpec spec, Batches batches) {
    return new RunSpec(
        spec.architecture(),
        spec.dataset(),
        spec.loss(),
        spec.optimizer(),
        spec.learningRate(),
        spec.layerRates(),
        spec.schedule(),
        batches,
        spec.stopping(),
        spec.precision(),
        spec.seed(),
        spec.seeds());
  }

  public static RunSpec with(RunSpec spec, Stopping stopping) {
    return new RunSpec(
        spec.architecture(),
        spec.dataset(),
        spec.loss(),
        spec.optimizer(),
        spec.learningRate(),
        spec.layerRates(),
        spec.schedule(),
        spec.batches(),
        stopping,
        spec.precision(),
        spec.seed(),
        spec.seeds());
  }

  public static RunSpec with(RunSpec spec, Precision precision) {
    return new RunSpec(
        spec.architecture(),
        spec.dataset(),
        spec.loss(),
        spec.optimizer(),
        spec.learningRate(),
        spec.layerRates(),
        spec.schedule(),
        spec.batches(),
        spec.stopping(),
        precision,
        spec.seed(),
        spec.seeds());
  }

  public static RunSpec with(RunSpec spec, long seed, Map<String, Long> pinned) {
    return new RunSpec(
        spec.architecture(),
        spec.dataset(),
        spec.loss(),
        spec.optimizer(),
        spec.learningRate(),
        spec.layerRates(),
        spec.schedule(),
        spec.batches(),
        spec.stopping(),
        spec.precision(),
        seed,
        pinned);
  }

  public static RunSpec with(RunSpec spec, List<Double> layerRates) {
    return new RunSpec(
        spec.architecture(),
        spec.dataset(),
        spec.loss(),
        spec.optimizer(),
        spec.learningRate(),
        layerRates,
        spec.schedule(),
        spec.batches(),
        spec.stopping(),
        spec.precision(),
        spec.seed(),
        spec.seeds());
  }
}
