package org.phasegrid.worker.run;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Optimizer;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Stopping;

/**
 * What decides the bits of a run and what is drawn beside it to look at: the test set and the probe
 * change no bit of the training, but are part of its name.
 */
public record RunSpec(
    @About("what is trained") Architecture architecture,
    @About("the examples") Dataset dataset,
    @About("examples to test on: none, {examples: n}, or the rest of a finite set") TestSet test,
    @About("examples that indicators look at: none, or {examples: n, from: fresh|test|train}")
        Probe probe,
    @About("what is descended") Loss loss,
    @About("how") Optimizer optimizer,
    @About("eta: a number, over-sharpness or over-kernel") Rate learningRate,
    @About("factors of the learning rate per weight matrix") List<Double> layerRates,
    @About("how the learning rate goes with the step") Schedule schedule,
    @About("which examples a step sees") Batches batches,
    @About("when the run ends") Stopping stopping,
    @About("in which floating-point format the run trains") Precision precision,
    @About("of all draws") long seed,
    @About("seeds of single draws: data, init, batches, test, probe, teacher, label-noise, measure")
        Map<String, Long> seeds) {

  /** The draws that can be pinned. */
  public static final Set<String> DRAWS =
      Set.of(
          "data", "init", "batches", "test", "probe", "teacher", "label-noise", "twins", "measure");

  public static final RunSpec DEFAULT =
      new RunSpec(
          Mlp.SMALL,
          GaussianNoise.SMALL,
          new TestSet.None(),
          new Probe.None(),
          SquaredError.HALF_MEAN,
          new GradientDescent(),
          new Rate.Fixed(0.1),
          List.of(),
          new Schedule.Constant(),
          new Batches.Full(),
          Stopping.DEFAULT,
          Precision.FLOAT64,
          1,
          Map.of());

  public RunSpec {
    layerRates = List.copyOf(layerRates);
    seeds = seeds.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(seeds));
    for (String draw : seeds.keySet()) {
      if (!DRAWS.contains(draw)) {
        throw new IllegalArgumentException(
            "seeds."
                + draw
                + " is no draw; there are: "
                + String.join(", ", new java.util.TreeSet<>(DRAWS)));
      }
    }
    if (architecture.readsExamples()) {
      probe.check(dataset, test);
      test.examples(dataset);
    } else {
      String model = Family.nameOf(architecture);
      needless(model, "test", test instanceof TestSet.None);
      needless(model, "probe", probe instanceof Probe.None);
      needless(model, "batches", batches instanceof Batches.Full);
    }
    if (batches instanceof Batches.Mini mini && mini.size() > dataset.examples()) {
      throw new IllegalArgumentException(
          "batches.size is "
              + mini.size()
              + ", but "
              + Family.nameOf(dataset)
              + " has "
              + dataset.examples()
              + " examples");
    }
    if (!layerRates.isEmpty()) {
      long layers =
          architecture.blocks(dataset.inputs(), dataset.outputs()).stream()
              .mapToInt(Block::layer)
              .distinct()
              .count();
      if (layerRates.size() != layers) {
        throw new IllegalArgumentException(
            "layer-rates has "
                + layerRates.size()
                + " factors, but there are "
                + layers
                + " weight matrices");
      }
      for (double rate : layerRates) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "layer-rates must be finite and not negative, has " + rate);
        }
      }
    }
  }

  private static void needless(String model, String what, boolean absent) {
    if (!absent) {
      throw new IllegalArgumentException(what + " is of no use: " + model + " has no examples");
    }
  }

  /** What indicators are told of it before it is trained. */
  public Setting setting() {
    return new Setting(
        architecture, dataset, test, probe, loss, optimizer, batches, stopping, precision);
  }

  public Draws draws() {
    return new Draws(seed, seeds);
  }
}
