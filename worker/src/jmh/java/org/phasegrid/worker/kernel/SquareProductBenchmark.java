package org.phasegrid.worker.kernel;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
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

/**
 * C = A B, n by n: our kernels, EJML, netlib's VectorBLAS; and ours with A or B transposed. On one
 * core the compiler is at work beside them for two seconds.
 */
@NullUnmarked // the harness fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SquareProductBenchmark {
  @Param({"FLOAT64", "FLOAT32"})
  public Precision precision;

  @Param({"16", "32", "48", "96", "192", "384", "1024"})
  public int n;

  private final Kernels kernels = Kernels.best();
  private BLAS blas;
  private Tensor a;
  private Tensor b;
  private Tensor c;
  private double[] a64;
  private double[] b64;
  private double[] c64;
  private float[] a32;
  private float[] b32;
  private float[] c32;
  private DMatrixRMaj left;
  private DMatrixRMaj right;
  private DMatrixRMaj result;

  @Setup
  public void draw() {
    blas = JavaBLAS.getInstance();
    a = KernelBenchmark.normals("a", precision, n, n);
    b = KernelBenchmark.normals("b", precision, n, n);
    c = Tensor.zeros(precision, n, n);
    a64 = a.toArray();
    b64 = b.toArray();
    c64 = new double[n * n];
    a32 = a.to(Precision.FLOAT32).f32;
    b32 = b.to(Precision.FLOAT32).f32;
    c32 = new float[n * n];
    left = DMatrixRMaj.wrap(n, n, a64);
    right = DMatrixRMaj.wrap(n, n, b64);
    result = new DMatrixRMaj(n, n);
  }

  @Benchmark
  public Tensor product() {
    kernels.gemm(a, b, c);
    return c;
  }

  @Benchmark
  public Tensor productOfTransposed() {
    kernels.gemmTransposed(a, b, c);
    return c;
  }

  @Benchmark
  public Tensor productByTransposed() {
    kernels.gemmByTransposed(a, b, c);
    return c;
  }

  /** Row-major C = A B is column-major C = B A. */
  @Benchmark
  public Object netlib() {
    if (precision == Precision.FLOAT64) {
      blas.dgemm("N", "N", n, n, n, 1, b64, n, a64, n, 0, c64, n);
      return c64;
    }
    blas.sgemm("N", "N", n, n, n, 1, b32, n, a32, n, 0, c32, n);
    return c32;
  }

  /** In float64: its dense matrices here are doubles. */
  @Benchmark
  public Object ejml() {
    CommonOps_DDRM.mult(left, right, result);
    return result;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %d", precision, n);
  }
}
