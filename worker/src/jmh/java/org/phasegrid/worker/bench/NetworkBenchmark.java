package org.phasegrid.worker.bench;

import ai.djl.ndarray.types.DataType;
import java.util.List;
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
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.ScalarKernels;
import org.phasegrid.worker.run.Runs;

/** One wide network, tanh, batch 512, full-batch gradient descent: {@link #steps} steps a call. */
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
public class NetworkBenchmark {
  private static final int EXAMPLES = 512;
  private static final int OUTPUTS = 10;

  @Param({"FLOAT32", "FLOAT64"})
  public Precision precision;

  /** Width (of the inputs too) and hidden layers. */
  @Param({"128x3", "512x4"})
  public String network;

  @Param("20")
  public int steps;

  private Torch torch;

  private int width() {
    return Integer.parseInt(network.split("x", -1)[0]);
  }

  private int depth() {
    return Integer.parseInt(network.split("x", -1)[1]);
  }

  private double train(Kernels kernels) {
    return new Runs(List.of(), kernels)
        .execute(
            SweepBenchmark.spec(
                SweepBenchmark.mlp(width(), depth()),
                new GaussianNoise(EXAMPLES, width(), OUTPUTS),
                1e-3,
                steps,
                precision))
        .lossFinal();
  }

  @Benchmark
  public double phasegrid() {
    return train(Kernels.best());
  }

  @Benchmark
  @Warmup(iterations = 1)
  @Measurement(iterations = 2)
  public double scalar() {
    return train(new ScalarKernels());
  }

  @Benchmark
  public void torch() {
    if (torch == null) {
      torch = new Torch();
    }
    int[] widths = new int[depth() + 2];
    java.util.Arrays.fill(widths, width());
    widths[widths.length - 1] = OUTPUTS;
    torch.network(
        precision == Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32,
        widths,
        EXAMPLES,
        steps);
  }

  @TearDown
  public void close() {
    if (torch != null) {
      torch.close();
    }
  }
}
