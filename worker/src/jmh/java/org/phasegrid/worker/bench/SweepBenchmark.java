package org.phasegrid.worker.bench;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Iterator;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.ScalarKernels;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Runs;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

/**
 * The fractal sweep: {@link #MODELS} runs of width 16 on 272 examples, 500 steps, none ended early.
 * One call trains them all.
 */
@NullUnmarked // the harness fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "-Dai.djl.offline=true",
      "-Dai.djl.pytorch.num_threads=1",
      "-Dai.djl.pytorch.num_interop_threads=1"
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SweepBenchmark {
  public static final int MODELS = 64;
  private static final int WIDTH = 16;
  private static final int EXAMPLES = 272;

  @Param("500")
  public int steps;

  @Param({"FLOAT32", "FLOAT64"})
  public Precision precision;

  private List<RunSpec> specs;
  private HerdProbe probe;
  private float[] weights;
  private float[] readout;
  private Torch torch;

  /** The network of {@code width}, {@code depth} hidden layers. */
  static Mlp mlp(int width, int depth) {
    return new Mlp(
        List.of(width),
        depth,
        new Tanh(),
        false,
        1,
        1,
        0,
        0,
        Mlp.VarianceScale.FAN_IN,
        Parametrization.STANDARD,
        List.of(),
        Mlp.Readout.TRAINED,
        1,
        new Gaussian(),
        new Trained.All());
  }

  static RunSpec spec(
      Mlp mlp, GaussianNoise data, double rate, long steps, Precision precision) {
    return new RunSpec(
        mlp,
        data,
        new TestSet.None(),
        new Probe.None(),
        SquaredError.HALF_MEAN,
        new GradientDescent(),
        new Rate.Fixed(rate),
        List.of(),
        new Schedule.Constant(),
        new Batches.Full(),
        new Stopping(steps, new Threshold.Never(), new Threshold.Never()),
        precision,
        1,
        Map.of());
  }

  @Setup
  public void draw() {
    specs = new ArrayList<>();
    for (int i = 0; i < MODELS; i++) {
      specs.add(
          spec(
              mlp(WIDTH, 1),
              new GaussianNoise(EXAMPLES, WIDTH, 1),
              1e-3 * (1 + i),
              steps,
              precision));
    }
    float[] x = normals("x", EXAMPLES * WIDTH, 1);
    float[] xTransposed = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      xTransposed[i % WIDTH * EXAMPLES + i / WIDTH] = x[i];
    }
    probe = new HerdProbe(EXAMPLES, x, xTransposed, normals("y", EXAMPLES, 1));
    weights = normals("w", WIDTH * WIDTH, 0.25);
    readout = normals("r", WIDTH, 0.25);
  }

  @TearDown
  public void close() {
    if (torch != null) {
      torch.close();
    }
  }

  private static float[] normals(String name, int count, double scale) {
    float[] drawn = new float[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = (float) (scale * Key.of(1).child(name).normal(i));
    }
    return drawn;
  }

  private double train(Iterator<RunSpec> some, Kernels kernels) {
    double[] sum = {0};
    new Runs(List.of(), kernels)
        .execute(some, (RunRecord record) -> sum[0] += record.lossFinal());
    return sum[0];
  }

  @Benchmark
  public double phasegrid() {
    return train(specs.iterator(), Kernels.best());
  }

  @Benchmark
  @Threads(2)
  public double phasegridOnTwoThreads() {
    return train(specs.iterator(), Kernels.best());
  }

  /** One network at a time on the same kernels. */
  @Benchmark
  public double oneByOne() {
    double sum = 0;
    Runs runs = new Runs(List.of(), Kernels.best());
    for (RunSpec spec : specs) {
      sum += runs.execute(spec).lossFinal();
    }
    return sum;
  }

  @Benchmark
  @Warmup(iterations = 1)
  @Measurement(iterations = 2)
  public double scalar() {
    return train(specs.iterator(), new ScalarKernels());
  }

  /** In float32, whatever the precision. */
  @Benchmark
  public double herdProbe() {
    double sum = 0;
    for (int herd = 0; herd < MODELS; herd += HerdProbe.lanes()) {
      sum += probe.train(steps, weights, readout);
    }
    return sum;
  }

  @Benchmark
  public void torchBatched() {
    torch().batched(type(), MODELS, EXAMPLES, WIDTH, steps);
  }

  @Benchmark
  public void torchStacked() {
    torch().stacked(type(), MODELS, EXAMPLES, WIDTH, steps);
  }

  private Torch torch() {
    if (torch == null) {
      torch = new Torch();
    }
    return torch;
  }

  private DataType type() {
    return precision == Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
  }
}
