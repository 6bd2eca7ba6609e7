package org.phasegrid.worker.indicator;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.Glyph8;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.traj.Traj;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.loss.CrossEntropy;
import org.phasegrid.worker.need.Directions;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Runs;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

/**
 * What five twins cost, in plain runs of the same spec (catalogue sweep traj-headline): the median
 * ratio of processor times of one thread, the two done in turn, printed at the end. At most 6.3 with
 * the embedding and all exponents, at most 11 with test accuracies and the renormalized twin. On a
 * shared machine (AMD EPYC, one core of two, Java 17): 5.7 to 6.0, and 9.8 to 10.1.
 *
 * <pre>
 *   mvn -B -ntp -pl worker -P bench test-compile exec:exec -Djmh.arguments="TwinBenchmark"
 * </pre>
 */
@NullUnmarked // the harness fills the fields
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TwinBenchmark {
  @Param({"twins", "twins-accuracy-benettin"})
  String measure;

  @Param({"1", "5"})
  double rate;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<Double> ratios = new ArrayList<>();
  private final Runs plain = new Runs(List.of());

  private RunSpec spec() {
    return new RunSpec(
        new Mlp(
            List.of(16), 1, new Tanh(), true, 1, 1, 0, 0, Mlp.VarianceScale.NONE,
            Parametrization.STANDARD, List.of(), Mlp.Readout.TRAINED, 1, new Gaussian(),
            new Trained.All()),
        Glyph8.DIGITS,
        measure.equals("twins") ? new TestSet.None() : new TestSet.Drawn(500),
        new Probe.None(),
        new CrossEntropy(),
        new GradientDescent(),
        new Rate.Fixed(rate),
        List.of(),
        new Schedule.Constant(),
        new Batches.Full(),
        new Stopping(200, new Threshold.Never(), new Threshold.Never()),
        Precision.FLOAT64,
        1,
        Map.of());
  }

  private Traj traj() {
    boolean all = !measure.equals("twins");
    return new Traj(
        new Looks.Every(1), 5, 1e-8, new Directions.Uniform(), all, all, false, false, 0.85, 1024);
  }

  /** One run with twins and three plain ones. */
  @Benchmark
  public Object inTurn() {
    RunSpec spec = spec();
    Runs measured = new Runs(List.of(traj()));
    measured.execute(shorter(spec)); // draws the examples
    long begin = threads.getCurrentThreadCpuTime();
    Object record = measured.execute(spec);
    long middle = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < 3; i++) {
      plain.execute(spec);
    }
    long end = threads.getCurrentThreadCpuTime();
    ratios.add(3.0 * (middle - begin) / (end - middle));
    return record;
  }

  private static RunSpec shorter(RunSpec spec) {
    return new RunSpec(
        spec.architecture(), spec.dataset(), spec.test(), spec.probe(), spec.loss(),
        spec.optimizer(), spec.learningRate(), spec.layerRates(), spec.schedule(), spec.batches(),
        new Stopping(1, new Threshold.Never(), new Threshold.Never()), spec.precision(),
        spec.seed(), spec.seeds());
  }

  @TearDown
  public void tell() {
    List<Double> later = new ArrayList<>(ratios.subList(ratios.size() / 3, ratios.size()));
    Collections.sort(later);
    System.out.printf(
        Locale.ROOT,
        "%n%s at eta %.0f: %.2f plain runs (median of %d, %.2f to %.2f)%n",
        measure,
        rate,
        later.get(later.size() / 2),
        later.size(),
        later.get(0),
        later.get(later.size() - 1));
  }
}
