package org.phasegrid.worker.run;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.Curvature;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.architecture.Shared;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.need.Hessian;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.spectrum.Lanczos;
import org.phasegrid.worker.spectrum.SymmetricOperator;
import org.phasegrid.worker.train.Trainer;
import org.phasegrid.worker.train.Training;
import org.phasegrid.worker.train.Trajectory;

/**
 * The worker's entrance: runs one after the other on one thread, remembering between neighbors what
 * they share (the examples of a seed, lambda_0 of an initialization). The bits of a run do not
 * depend on who ran before it.
 */
public final class Runs {
  /** Lanczos iterations of lambda_0, with a key of its own, on the full training set. */
  private static final Lanczos INITIAL_CURVATURE = new Lanczos(24);

  private static final int REMEMBERED = 8;

  private final List<Indicator> measures;
  private final Kernels kernels;
  private final Shared shared;
  private final Map<Data, Examples> data = recent();
  private final Map<Data, Examples> beside = recent();
  private final Map<Start, Double> lambdas = recent();

  /**
   * What examples depend on.
   *
   * @param name of their draw
   */
  private record Data(Dataset dataset, Draws draws, String name, int count) {}

  /** What lambda_0 depends on. */
  private record Start(
      Architecture architecture,
      Dataset dataset,
      Loss loss,
      Draws draws,
      Class<? extends Rate> over) {}

  /** Runs on the fastest kernels of this JVM. */
  public Runs(List<Indicator> measures) {
    this(measures, Kernels.best());
  }

  /** Runs on the given kernels: the bits are the same. */
  public Runs(List<Indicator> measures, Kernels kernels) {
    this(measures, kernels, new Shared());
  }

  /** Runs that share what they can with others of this worker: the bits are the same. */
  public Runs(List<Indicator> measures, Kernels kernels, Shared shared) {
    this.measures = List.copyOf(measures);
    this.kernels = kernels;
    this.shared = shared;
  }

  /** Executes every spec and hands each record to {@code sink}, in order. */
  public static void execute(
      Iterator<RunSpec> specs, List<Indicator> measures, Consumer<RunRecord> sink) {
    Runs runs = new Runs(measures);
    while (specs.hasNext()) {
      sink.accept(runs.execute(specs.next()));
    }
  }

  /** Executes one run. */
  public RunRecord execute(RunSpec spec) {
    Draws draws = spec.draws();
    Examples examples = training(spec);
    Optional<Examples> test = test(spec);
    Architecture architecture = spec.architecture();
    Tensor initial = architecture.initial(examples.x().rows(), examples.y().rows(), draws);
    Supplier<Objective> apart =
        () ->
            architecture.objective(
                examples, draws, shared, spec.loss(), Precision.FLOAT64, kernels);
    Supplier<Objective> measured = once(apart);
    OptionalDouble lambda = lambda(spec, measured, initial);
    double rate = rate(spec.learningRate(), lambda);
    Objective objective =
        architecture.objective(examples, draws, shared, spec.loss(), spec.precision(), kernels);
    Training training =
        new Training(
            objective,
            measured,
            apart,
            test,
            probe(spec, examples, test),
            initial.to(spec.precision()),
            examples.count(),
            spec.optimizer(),
            rate,
            spec.layerRates(),
            spec.schedule(),
            spec.batches(),
            spec.stopping(),
            draws);
    Watch watch = new Watch(measures);
    Trajectory trajectory = Trainer.train(training, watch);
    watch.end(trajectory.outcome());
    Map<String, Object> values = new LinkedHashMap<>();
    test.ifPresent(
        others ->
            RunColumns.test(
                measured.get(),
                architecture.objective(others, spec.loss(), Precision.FLOAT64, kernels),
                trajectory.theta(),
                values));
    values.putAll(watch.runValues());
    return new RunRecord(
        RunId.of(spec),
        trajectory.outcome(),
        trajectory.lossInitial(),
        trajectory.lossFinal(),
        trajectory.lossMax(),
        rate,
        lambda,
        Block.trainedParameters(objective.blocks()),
        Fingerprint.of(trajectory.theta()),
        values,
        watch.stepRows(),
        watch.layerRows());
  }

  private Examples training(RunSpec spec) {
    int count = spec.dataset().examples();
    return data.computeIfAbsent(
        new Data(spec.dataset(), spec.draws(), "data", count), key -> key.dataset.draw(key.draws));
  }

  private Examples beside(RunSpec spec, String name, int count) {
    return beside.computeIfAbsent(
        new Data(spec.dataset(), spec.draws(), name, count),
        key -> key.dataset.beside(key.draws, key.name, key.count));
  }

  private Optional<Examples> test(RunSpec spec) {
    return spec.test() instanceof TestSet.None
        ? Optional.empty()
        : Optional.of(beside(spec, "test", spec.test().examples(spec.dataset())));
  }

  private Optional<Examples> probe(RunSpec spec, Examples training, Optional<Examples> test) {
    if (!(spec.probe() instanceof Probe.Drawn probe)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (probe.from()) {
          case FRESH -> beside(spec, "probe", probe.examples());
          case TEST -> test.orElseThrow().first(probe.examples());
          case TRAIN -> training.first(probe.examples());
        });
  }

  private OptionalDouble lambda(RunSpec spec, Supplier<Objective> measured, Tensor initial) {
    if (spec.learningRate() instanceof Rate.Fixed) {
      return OptionalDouble.empty();
    }
    Start start =
        new Start(
            spec.architecture(),
            spec.dataset(),
            spec.loss(),
            spec.draws(),
            spec.learningRate().getClass());
    Double known = lambdas.get(start);
    if (known == null) {
      Objective objective = measured.get();
      Curvature curvature = objective.curvature(initial);
      SymmetricOperator operator =
          spec.learningRate() instanceof Rate.OverSharpness
              ? Hessian.of(objective, curvature)
              : Hessian.gaussNewton(objective, curvature);
      known = INITIAL_CURVATURE.largest(operator, spec.draws().key("lambda-initial")).value();
      lambdas.put(start, known);
    }
    return OptionalDouble.of(known);
  }

  private static double rate(Rate rate, OptionalDouble lambda) {
    if (rate instanceof Rate.Fixed fixed) {
      return fixed.value();
    }
    double c = rate instanceof Rate.OverSharpness over ? over.c() : ((Rate.OverKernel) rate).c();
    return c / lambda.orElseThrow();
  }

  private static <T> Supplier<T> once(Supplier<T> supplier) {
    return new Supplier<>() {
      private Optional<T> value = Optional.empty();

      @Override
      public T get() {
        if (value.isEmpty()) {
          value = Optional.of(supplier.get());
        }
        return value.get();
      }
    };
  }

  private static <K, V> Map<K, V> recent() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
