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

/** The peak of this core: fused multiply-adds in registers alone, {@link #FLOPS} operations a call. */
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
      a = a.fma(m, z);
      b = b.fma(m, z);
      c = c.fma(m, z);
      d = d.fma(m, z);
      e = e.fma(m, z);
      f = f.fma(m, z);
      g = g.fma(m, z);
      h = h.fma(m, z);
      i = i.fma(m, z);
      j = j.fma(m, z);
      k = k.fma(m, z);
      l = l.fma(m, z);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }

  @Benchmark
  public double float32() {
    FloatVector m = FloatVector.broadcast(F32, 0.999999f);
    FloatVector z = FloatVector.broadcast(F32, 1e-7f);
    FloatVector a = z, b = z, c = z, d = z, e = z, f = z, g = z, h = z, i = z, j = z, k = z, l = z;
    for (int t = 0; t < TURNS; t++) {
      a = a.fma(m, z);
      b = b.fma(m, z);
      c = c.fma(m, z);
      d = d.fma(m, z);
      e = e.fma(m, z);
      f = f.fma(m, z);
      g = g.fma(m, z);
      h = h.fma(m, z);
      i = i.fma(m, z);
      j = j.fma(m, z);
      k = k.fma(m, z);
      l = l.fma(m, z);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }
}
