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
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.GaussianClusters;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.Standardize;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.bbp.Bbp;
import org.phasegrid.worker.indicator.general.Trainability;
import org.phasegrid.worker.indicator.gram.Gram;
import org.phasegrid.worker.indicator.omd.Omd;
import org.phasegrid.worker.indicator.trunc.Trunc;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Runs;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Stopping;

/**
 * What the families of the papers cost that need no twins: one seed of the catalogue sweep {@code
 * trainability} (12 of its 24 rates, 6 widths, 3 depths, 100 steps) with its own measure alone and with the
 * families at ten looks a run, in turn, by processor time of one thread; the ratio is printed at the
 * end. {@code trunc} wants relu, so that all four go with that activation: together 7.9 times the
 * sweep, with {@code trunc} 9.9 (AMD EPYC, one core of two, Java 17); alone {@code gram} adds about
 * 5, {@code bbp} 1.2, {@code trunc} 0.8, {@code omd} 0.4. A look of {@code gram} at depth 4 and
 * width 256 is about 1.0 GFLOP of products, a run of 100 steps there 8; at width 8 nearly all of it
 * is the spectrum of a kernel (256, 256), a millisecond, ten of which are forty runs.
 *
 * <pre>
 *   mvn -B -ntp -pl worker -P bench test-compile exec:exec -Djmh.arguments="FamiliesBenchmark"
 * </pre>
 */
@NullUnmarked // the harness fills the fields
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FamiliesBenchmark {
  /** Steps 0, 11, ..., 99 are ten looks, and the last is one more. */
  private static final Looks TEN = new Looks.Every(11);

  @Param({"gram+omd+bbp", "gram+trunc+omd+bbp"})
  String families;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<Double> ratios = new ArrayList<>();

  private List<RunSpec> sweep() {
    Activation activation = families.contains("trunc") ? new Relu() : new Tanh();
    List<RunSpec> specs = new ArrayList<>();
    for (int width : new int[] {8, 16, 32, 64, 128, 256}) {
      for (int depth : new int[] {1, 2, 4}) {
        for (int rate = 0; rate < 24; rate += 2) {
          double eta = StrictMath.pow(10, -2 + 3 * rate / 23.0);
          specs.add(spec(activation, width, depth, eta));
        }
      }
    }
    return specs;
  }

  private static RunSpec spec(Activation activation, int width, int depth, double eta) {
    return new RunSpec(
        new Mlp(
            List.of(width), depth, activation, true, 2, 1, 0, 0, Mlp.VarianceScale.FAN_IN,
            Parametrization.STANDARD, List.of(), Mlp.Readout.TRAINED, 1, new Gaussian(),
            new Trained.All()),
        new GaussianClusters(64, 16, 4, GaussianClusters.Mean.CLASS, 1, Standardize.EXAMPLE),
        new TestSet.None(),
        new Probe.None(),
        new SquaredError(true, SquaredError.Examples.MEAN, SquaredError.Outputs.SUM),
        new GradientDescent(),
        new Rate.Fixed(eta),
        List.of(),
        new Schedule.Constant(),
        new Batches.Full(),
        new Stopping(100, Stopping.DEFAULT.divergedAbove(), Stopping.DEFAULT.convergedBelow()),
        Precision.FLOAT64,
        1,
        Map.of());
  }

  private List<Indicator> measures() {
    List<Indicator> measures = new ArrayList<>();
    measures.add(Trainability.PUBLISHED);
    for (String family : families.split("\\+")) {
      measures.add(
          switch (family) {
            case "gram" -> new Gram(TEN, Gram.Path.ENDS, 1e-3, 0, 1024);
            case "trunc" -> trunc();
            case "omd" -> omd();
            default -> new Bbp(TEN, 4, 0.99, true);
          });
    }
    return measures;
  }

  private static Trunc trunc() {
    Trunc usual = Trunc.LOGARITHMIC;
    return new Trunc(
        TEN, usual.gain(), usual.accuracy(), usual.collapsed(), usual.settled(), usual.tail());
  }

  private static Omd omd() {
    Omd usual = Omd.ANGULAR;
    return new Omd(TEN, usual.of(), usual.distance(), usual.centered(), usual.labels());
  }

  private long execute(List<RunSpec> specs, List<Indicator> measures) {
    long begin = threads.getCurrentThreadCpuTime();
    new Runs(measures).execute(specs.iterator(), record -> {});
    return threads.getCurrentThreadCpuTime() - begin;
  }

  /** The sweep with the families and without. */
  @Benchmark
  public double inTurn() {
    List<RunSpec> specs = sweep();
    long measured = execute(specs, measures());
    long plain = execute(specs, List.of(Trainability.PUBLISHED));
    ratios.add((double) measured / plain);
    return measured;
  }

  @TearDown
  public void tell() {
    List<Double> later = new ArrayList<>(ratios.subList(1, ratios.size()));
    Collections.sort(later);
    System.out.printf(
        Locale.ROOT,
        "%n%s: %.2f times the sweep (median of %d, %.2f to %.2f)%n",
        families,
        later.get(later.size() / 2),
        later.size(),
        later.get(0),
        later.get(later.size() - 1));
  }
}
