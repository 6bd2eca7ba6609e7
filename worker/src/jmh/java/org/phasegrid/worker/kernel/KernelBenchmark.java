package org.phasegrid.worker.kernel;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.phasegrid.worker.random.Key;

/**
 * Products in GFLOP/s (the counter {@code flops}: floating-point operations per nanosecond), tanh, exp, erf
 * and transposition in nanoseconds per element, and the arithmetic of one step of the fractal sweep.
 *
 * <pre>
 *   mvn -B -ntp -pl worker -P bench test-compile exec:exec -Djmh.arguments="KernelBenchmark.product -p kernels=vector"
 * </pre>
 */
@NullUnmarked // the harness fills the fields
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  private static final int WIDTH = 16;
  private static final int EXAMPLES = 272;
  private static final int ELEMENTS = WIDTH * EXAMPLES;

  static Tensor normals(String name, Precision precision, int rows, int columns) {
    Tensor t = Tensor.zeros(precision, rows, columns);
    Key key = Key.of(1).child(name);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, key.normal(i));
    }
    return t;
  }

  static Kernels named(String kernels) {
    return kernels.equals("vector") ? new VectorKernels() : new ScalarKernels();
  }

  /** C (M, N) = A (M, K) B (K, N). */
  @State(Scope.Thread)
  @NullUnmarked
  public static class Product {
    @Param({"vector", "scalar"})
    String kernels;

    @Param({"FLOAT64", "FLOAT32"})
    Precision precision;

    @Param({
      "16x16x272", "1x16x272", "16x272x16", "16x272x1", "64x64x64", "128x128x512", "128x512x128",
      "10x128x512", "512x512x512"
    })
    String shape;

    Kernels chosen;
    Tensor a;
    Tensor transposed;
    Tensor b;
    Tensor c;

    @Setup
    public void draw() {
      String[] sizes = shape.split("x", -1);
      int m = Integer.parseInt(sizes[0]);
      int k = Integer.parseInt(sizes[1]);
      int n = Integer.parseInt(sizes[2]);
      chosen = named(kernels);
      a = normals("a", precision, m, k);
      transposed = normals("t", precision, k, m);
      b = normals("b", precision, k, n);
      c = normals("c", precision, m, n);
    }
  }

  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Count {
    public long flops;
  }

  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public void product(Product p, Count count) {
    p.chosen.gemm(p.a, p.b, p.c);
    count.flops += 2L * p.a.size() * p.b.columns();
  }

  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public void transposedProduct(Product p, Count count) {
    p.chosen.gemmTransposed(p.transposed, p.b, p.c);
    count.flops += 2L * p.a.size() * p.b.columns();
  }

  /** z, h, d (16, 272); W (16, 16); XT (272, 16); w (1, 16); e (1, 272). */
  @State(Scope.Thread)
  @NullUnmarked
  public static class Step {
    @Param({"vector", "scalar"})
    String kernels;

    @Param({"FLOAT64", "FLOAT32"})
    Precision precision;

    Kernels chosen;
    Tensor hiddenWeights;
    Tensor inputs;
    Tensor inputsTransposed;
    Tensor z;
    Tensor h;
    Tensor d;
    Tensor turned;
    Tensor readout;
    Tensor labels;
    Tensor error;
    Tensor hiddenGradient;
    Tensor readoutGradient;
    final Tensor none = Tensor.of(0, 1);

    @Setup
    public void draw() {
      chosen = named(kernels);
      hiddenWeights = normals("W", precision, WIDTH, WIDTH);
      inputs = normals("X", precision, WIDTH, EXAMPLES);
      inputsTransposed = normals("XT", precision, EXAMPLES, WIDTH);
      z = normals("z", precision, WIDTH, EXAMPLES);
      h = normals("h", precision, WIDTH, EXAMPLES);
      d = normals("d", precision, WIDTH, EXAMPLES);
      turned = normals("t", precision, EXAMPLES, WIDTH);
      readout = normals("w", precision, 1, WIDTH);
      labels = normals("y", precision, 1, EXAMPLES);
      error = normals("e", precision, 1, EXAMPLES);
      hiddenGradient = normals("G", precision, WIDTH, WIDTH);
      readoutGradient = normals("g", precision, 1, WIDTH);
    }
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @OperationsPerInvocation(ELEMENTS)
  public void tanh(Step s) {
    s.chosen.tanh(s.z, s.h);
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @OperationsPerInvocation(ELEMENTS)
  public void exp(Step s) {
    s.chosen.exp(s.z, s.h);
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @OperationsPerInvocation(ELEMENTS)
  public void erf(Step s) {
    s.chosen.erf(s.z, s.h);
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  @OperationsPerInvocation(ELEMENTS)
  public void transpose(Step s) {
    s.chosen.transpose(s.z, s.turned);
  }

  /** Forward, tanh, readout, mean squared error, backward, both gradients, update. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public double step(Step s) {
    Kernels k = s.chosen;
    k.gemm(s.hiddenWeights, s.inputs, s.z);
    k.tanhOfRows(0.35, s.none, s.z, s.h);
    k.gemm(s.readout, s.h, s.error);
    k.subtract(s.error, s.labels, s.error);
    double loss = k.sumOfSquares(s.error);
    k.scale(1e-3, s.error);
    k.gemm(s.h, s.error.view(0, EXAMPLES, 1), s.readoutGradient.view(0, WIDTH, 1));
    k.gemmTransposed(s.readout, s.error, s.d);
    k.tanhBackward(1, s.h, s.d);
    k.gemm(s.d, s.inputsTransposed, s.hiddenGradient);
    k.axpy(-1e-6, s.hiddenGradient, s.hiddenWeights);
    k.axpy(-1e-6, s.readoutGradient, s.readout);
    return loss;
  }
}
