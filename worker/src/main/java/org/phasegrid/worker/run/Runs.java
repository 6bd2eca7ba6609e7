package org.phasegrid.worker.run;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.Curvature;
import org.phasegrid.worker.architecture.Herd;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.architecture.Shared;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.ScalarKernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.need.Hessian;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.spectrum.Lanczos;
import org.phasegrid.worker.spectrum.SymmetricOperator;
import org.phasegrid.worker.train.HerdTrainer;
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

  /** Examples of so many seeds are kept ... */
  private static final int REMEMBERED = 8;

  /** ... and so many numbers. */
  private static final int REMEMBERED_NUMBERS = 4096;

  private final List<Indicator> measures;
  private final Kernels kernels;
  private final Shared shared;
  private final Map<Data, Examples> data = recent(REMEMBERED);
  private final Map<Data, Examples> beside = recent(REMEMBERED);
  private final Map<Start, Double> lambdas = recent(REMEMBERED_NUMBERS);

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

  /** Whether two runs are of one kin: they can stand in one herd, if such runs do. */
  public static boolean together(RunSpec a, RunSpec b) {
    return Kin.of(a).equals(Kin.of(b));
  }

  /** Executes every spec and hands each record to {@code sink}, in order. */
  public static void execute(
      Iterator<RunSpec> specs, List<Indicator> measures, Consumer<RunRecord> sink) {
    new Runs(measures).execute(specs, sink);
  }

  /**
   * Executes every spec and hands each record to {@code sink}, in order. Runs of one kin stand side
   * by side in a herd where that is faster; the bits are the same.
   */
  public void execute(Iterator<RunSpec> specs, Consumer<RunRecord> sink) {
    execute(specs, sink, kin -> alone(kin));
  }

  /** The same where so many runs of a kin, or fewer, go one by one. */
  void execute(Iterator<RunSpec> specs, Consumer<RunRecord> sink, ToIntFunction<Kin> alone) {
    Lineup lineup = new Lineup(specs, Kin::of, sink);
    for (Optional<Kin> first = lineup.first(); first.isPresent(); first = lineup.first()) {
      Kin kin = first.get();
      int few = kin.herd() ? alone.applyAsInt(kin) : Integer.MAX_VALUE;
      if (few == Integer.MAX_VALUE || lineup.count(kin, few + 1) <= few) {
        Lineup.Numbered next = lineup.next(kin).orElseThrow();
        lineup.finish(next, execute(next.spec()));
      } else {
        herd(kin, few, lineup);
      }
    }
  }

  /** How many runs of a kin are faster one by one than in a herd, which plain Java never is. */
  private int alone(Kin kin) {
    if (kernels instanceof ScalarKernels) {
      return Integer.MAX_VALUE;
    }
    int lanes = kernels.herd().lanes(kin.precision());
    return kin.architecture()
        .pace(kin.inputs(), kin.outputs(), kin.batch(), kin.precision(), lanes)
        .few();
  }

  private void herd(Kin kin, int alone, Lineup lineup) {
    Herd herd =
        kin.architecture()
            .herd(kin.inputs(), kin.outputs(), kin.batch(), kin.loss(), kin.precision(), kernels);
    HerdTrainer.train(
        herd,
        kin.precision(),
        alone,
        () -> {
          while (true) {
            Optional<Lineup.Numbered> next = lineup.next(kin);
            if (next.isEmpty()) {
              return Optional.empty();
            }
            Prepared run = prepare(next.get().spec());
            if (HerdTrainer.takes(run.training)) {
              return Optional.of(
                  new HerdTrainer.Candidate(
                      run.training,
                      run.watch,
                      trajectory -> lineup.finish(next.get(), record(run, trajectory))));
            }
            lineup.finish(next.get(), record(run, Trainer.train(run.training, run.watch)));
          }
        });
  }

  /** Executes one run alone. */
  public RunRecord execute(RunSpec spec) {
    Prepared run = prepare(spec);
    return record(run, Trainer.train(run.training, run.watch));
  }

  /** A run before its first step. */
  private record Prepared(RunSpec spec, Training training, Watch watch, OptionalDouble lambda) {}

  private Prepared prepare(RunSpec spec) {
    Draws draws = spec.draws();
    Examples examples = training(spec);
    Optional<Examples> test = test(spec);
    Architecture architecture = spec.architecture();
    int inputs = examples.x().rows();
    int outputs = examples.y().rows();
    Tensor initial = architecture.initial(inputs, outputs, draws);
    Supplier<Objective> apart =
        () ->
            architecture.objective(
                examples, draws, shared, spec.loss(), Precision.FLOAT64, kernels);
    Supplier<Objective> measured = once(apart);
    OptionalDouble lambda = lambda(spec, measured, initial);
    Training training =
        new Training(
            architecture.blocks(inputs, outputs),
            () ->
                architecture.objective(
                    examples, draws, shared, spec.loss(), spec.precision(), kernels),
            measured,
            apart,
            test,
            probe(spec, examples, test),
            initial.to(spec.precision()),
            examples,
            spec.optimizer(),
            rate(spec.learningRate(), lambda),
            spec.layerRates(),
            spec.schedule(),
            spec.batches(),
            spec.stopping(),
            draws);
    return new Prepared(spec, training, new Watch(measures), lambda);
  }

  private RunRecord record(Prepared run, Trajectory trajectory) {
    Watch watch = run.watch;
    RunSpec spec = run.spec;
    watch.end(trajectory.outcome());
    Map<String, Object> values = new LinkedHashMap<>();
    run.training
        .test()
        .ifPresent(
            others ->
                RunColumns.test(
                    run.training.measured().get(),
                    spec.architecture().objective(others, spec.loss(), Precision.FLOAT64, kernels),
                    trajectory.theta(),
                    values));
    values.putAll(watch.runValues());
    return new RunRecord(
        RunId.of(spec),
        trajectory.outcome(),
        trajectory.lossInitial(),
        trajectory.lossFinal(),
        trajectory.lossMax(),
        run.training.learningRate(),
        run.lambda,
        Block.trainedParameters(run.training.blocks()),
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

  private static <K, V> Map<K, V> recent(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
