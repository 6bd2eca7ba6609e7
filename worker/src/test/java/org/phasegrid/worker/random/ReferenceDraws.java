package org.phasegrid.worker.random;

import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The random numbers of the numpy references: SplitMix64 in turn (state += 0x9E3779B97F4A7C15),
 * uniforms of 53 bits, normals by Box and Muller in pairs (cosine, sine), the last sine of an odd
 * request dropped.
 */
public final class ReferenceDraws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  public ReferenceDraws(long seed) {
    state = seed;
  }

  public long bits() {
    state += GOLDEN;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  public double uniform() {
    return (bits() >>> 11) * 0x1.0p-53;
  }

  public double[] normals(int count) {
    double[] z = new double[count];
    for (int i = 0; i < count; i += 2) {
      double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
      double angle = 2 * Math.PI * uniform();
      z[i] = radius * StrictMath.cos(angle);
      if (i + 1 < count) {
        z[i + 1] = radius * StrictMath.sin(angle);
      }
    }
    return z;
  }

  /** Normals (rows, columns) drawn row by row, transposed: (columns, rows). */
  public Tensor transposedNormals(int rows, int columns) {
    double[] z = normals(rows * columns);
    Tensor t = Tensor.zeros(Precision.FLOAT64, columns, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        t.set(j, i, z[i * columns + j]);
      }
    }
    return t;
  }

  /** Fisher and Yates from the top. */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      int j = (int) (uniform() * (i + 1));
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
