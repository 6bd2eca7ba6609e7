package org.phasegrid.worker.spectrum;

import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The normals of the reference program bbp_transition.py: SplitMix64 and Box-Muller with the cosine
 * branch first, row-major, so that its matrices are ours.
 */
public final class PortableNormals {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private PortableNormals() {}

  private static double uniform(long seed, int i) {
    long z = seed + GOLDEN * (i + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
  }

  /** A matrix (rows, columns) of the stream of a seed. */
  public static Tensor of(long seed, int rows, int columns) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, rows, columns);
    for (int i = 0; i < x.size(); i++) {
      int pair = i & ~1;
      double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform(seed, pair)));
      double angle = 2 * Math.PI * uniform(seed, pair + 1);
      x.set(i, radius * ((i & 1) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle)));
    }
    return x;
  }

  /** A unit vector (1, n). */
  public static Tensor unit(long seed, int n) {
    Tensor v = of(seed, 1, n);
    double square = 0;
    for (int i = 0; i < n; i++) {
      square += v.get(i) * v.get(i);
    }
    for (int i = 0; i < n; i++) {
      v.set(i, v.get(i) / Math.sqrt(square));
    }
    return v;
  }

  /** s W + g u vᵀ. */
  public static Tensor planted(Tensor w, double s, double g, Tensor u, Tensor v) {
    Tensor sum = Tensor.zeros(Precision.FLOAT64, w.rows(), w.columns());
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        sum.set(i, j, s * w.get(i, j) + g * u.get(i) * v.get(j));
      }
    }
    return sum;
  }

  /** The squared overlap of vector {@code row} of unit vectors with a unit vector. */
  public static double overlap(Tensor rows, int row, Tensor v) {
    double sum = 0;
    for (int i = 0; i < v.size(); i++) {
      sum += rows.get(row, i) * v.get(i);
    }
    return sum * sum;
  }
}
