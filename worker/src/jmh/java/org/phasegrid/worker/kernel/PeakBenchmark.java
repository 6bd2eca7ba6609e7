package org.phasegrid.worker.kernel;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** The peak of this core: fused multiply-adds in registers alone, {@link #flops} operations a call. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PeakBenchmark {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;
  private static final int TURNS = 1_000;
  private static final int SUMS = 12;

  /** Operations of one call. */
  public static double flops(Precision precision) {
    return 2.0 * TURNS * SUMS * (precision == Precision.FLOAT64 ? F64 : F32).length();
  }

  @Benchmark
  public double float64() {
    DoubleVector m = DoubleVector.broadcast(F64, 0.999999);
    DoubleVector z = DoubleVector.broadcast(F64, 1e-7);
    DoubleVector a = z, b = z, c = z, d = z, e = z, f = z, g = z, h = z, i = z, j = z, k = z, l = z;
    for (int t = 0; t < TURNS; t++) {
      a = m.fma(z, a);
      b = m.fma(z, b);
      c = m.fma(z, c);
      d = m.fma(z, d);
      e = m.fma(z, e);
      f = m.fma(z, f);
      g = m.fma(z, g);
      h = m.fma(z, h);
      i = m.fma(z, i);
      j = m.fma(z, j);
      k = m.fma(z, k);
      l = m.fma(z, l);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }

  @Benchmark
  public double float32() {
    FloatVector m = FloatVector.broadcast(F32, 0.999999f);
    FloatVector z = FloatVector.broadcast(F32, 1e-7f);
    FloatVector a = z, b = z, c = z, d = z, e = z, f = z, g = z, h = z, i = z, j = z, k = z, l = z;
    for (int t = 0; t < TURNS; t++) {
      a = m.fma(z, a);
      b = m.fma(z, b);
      c = m.fma(z, c);
      d = m.fma(z, d);
      e = m.fma(z, e);
      f = m.fma(z, f);
      g = m.fma(z, g);
      h = m.fma(z, h);
      i = m.fma(z, i);
      j = m.fma(z, j);
      k = m.fma(z, k);
      l = m.fma(z, l);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }
}
