package org.phasegrid.worker.bench;

import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Runs;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

/**
 * The overview of the fractal sweep, {@link #SIDE} x {@link #SIDE} pairs of learning rates over nine
 * decades: what is gained by ending diverged runs and giving their lanes to the next, against as
 * many runs that all take their 500 steps.
 */
@NullUnmarked // the harness fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class OverviewBenchmark {
  private static final int SIDE = 20;
  private static final long STEPS = 500;

  @Param({"FLOAT32", "FLOAT64"})
  public Precision precision;

  /** Whether the grid is the overview, where runs diverge, or a corner where none does. */
  @Param({"corner", "overview"})
  public String rates;

  private List<RunSpec> specs;

  @Setup
  public void grid() {
    Mlp mlp =
        new Mlp(
            List.of(16), 1, new Tanh(), false, 1, 1, 0, 0, Mlp.VarianceScale.NONE,
            Parametrization.STANDARD, List.of(0.3535533905932738, 0.0625), Mlp.Readout.TRAINED, 1,
            new Gaussian(), new Trained.All());
    double from = rates.equals("overview") ? -3 : -6;
    double to = rates.equals("overview") ? 6 : -3;
    specs = new ArrayList<>();
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        specs.add(
            new RunSpec(
                mlp,
                new GaussianNoise(272, 16, 1),
                new TestSet.None(),
                new Probe.None(),
                new SquaredError(false, SquaredError.Examples.MEAN, SquaredError.Outputs.SUM),
                new GradientDescent(),
                new Rate.Fixed(1),
                List.of(rate(from, to, j), rate(from, to, i)),
                new Schedule.Constant(),
                new Batches.Full(),
                new Stopping(STEPS, new Threshold.TimesInitial(1e12), new Threshold.Never()),
                precision,
                1,
                Map.of()));
      }
    }
  }

  private static double rate(double from, double to, int i) {
    return StrictMath.pow(10, from + (to - from) * i / (SIDE - 1));
  }

  @Benchmark
  public long phasegrid() {
    long[] ended = {0};
    new Runs(List.of(), Kernels.best())
        .execute(specs.iterator(), record -> ended[0] += record.outcome() instanceof Outcome.Diverged ? 1 : 0);
    return ended[0];
  }
}
