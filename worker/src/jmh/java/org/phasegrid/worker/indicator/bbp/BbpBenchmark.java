package org.phasegrid.worker.indicator.bbp;

import java.util.concurrent.TimeUnit;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
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
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.spectrum.BulkFit;
import org.phasegrid.worker.spectrum.TracyWidom;

/**
 * What a spectral look costs beside the bare eigen-decomposition of the same Gram matrix by EJML: at
 * most 1.6 times. {@code look} is all that is made of one weight matrix (Gram matrix, eigenvalues,
 * fit, statistics, leading vectors, overlap with the start and the teacher); {@code bare} the
 * decomposition with vectors alone. On one core of a shared AMD EPYC, Java 17: 459 against 602
 * microseconds at n = 64 (0.76 times), 1533 against 4049 at n = 128 (0.38 times).
 *
 * <pre>
 *   mvn -B -ntp -pl worker -P bench test-compile exec:exec -Djmh.arguments="BbpBenchmark"
 * </pre>
 */
@NullUnmarked // the harness fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class BbpBenchmark {
  @Param({"64", "128"})
  int n;

  private final Kernels kernels = Kernels.best();
  private final BulkFit.Quantiles quantiles = new BulkFit.Quantiles();
  private Tensor w;
  private Tensor u;
  private Tensor v;
  private DMatrixRMaj gram;
  private LayerSpectrum start;
  private double sum;

  private final Out out =
      new Out() {
        @Override
        public void put(String column, double value) {}

        @Override
        public void put(String column, long value) {}

        @Override
        public void put(String column, boolean value) {}

        @Override
        public void put(String column, String label) {}

        @Override
        public void put(String column, double[] values) {}

        @Override
        public void put(int layer, String column, double value) {
          sum += value;
        }

        @Override
        public void put(int layer, String column, long value) {
          sum += value;
        }

        @Override
        public void put(int layer, String column, boolean value) {}

        @Override
        public void put(int layer, String column, double[] values) {
          sum += values[0];
        }
      };

  @Setup
  public void draw() {
    int m = 2 * n;
    w = Tensor.zeros(Precision.FLOAT64, n, m);
    u = Tensor.zeros(Precision.FLOAT64, 1, n);
    v = Tensor.zeros(Precision.FLOAT64, 1, m);
    for (int i = 0; i < n; i++) {
      u.set(i, 1 / Math.sqrt(n));
    }
    for (int j = 0; j < m; j++) {
      v.set(j, 1 / Math.sqrt(m));
    }
    for (int i = 0; i < w.size(); i++) {
      w.set(i, Key.of(3).normal(i) / Math.sqrt(m) + 2 * u.get(i / m) * v.get(i % m));
    }
    Tensor product = Tensor.zeros(Precision.FLOAT64, n, n);
    Tensor transposed = Tensor.zeros(Precision.FLOAT64, m, n);
    kernels.transpose(w, transposed);
    kernels.gemm(w, transposed, product);
    gram = new DMatrixRMaj(n, n, true, product.toArray());
    start = spectrum();
  }

  private LayerSpectrum spectrum() {
    return LayerSpectrum.of(kernels, w, 4, TracyWidom.NINETY_NINE, quantiles).orElseThrow();
  }

  /** The decomposition alone, with vectors. */
  @Benchmark
  public double bare() {
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    eigen.decompose(gram.copy());
    return eigen.getEigenvalue(0).getReal() + eigen.getEigenVector(0).get(0);
  }

  /** All that a look makes of the matrix. */
  @Benchmark
  public double look() {
    LayerSpectrum layer = spectrum();
    layer.put(1, out);
    sum += LayerSpectrum.flat(layer.spectrum().right(), 4)[0];
    sum += LayerSpectrum.flat(layer.spectrum().left(), 4)[0];
    sum += LayerSpectrum.subspaceOverlap(layer.spectrum().right(), start.spectrum().right(), 4);
    sum += layer.left(u) + layer.right(v);
    return sum;
  }
}
