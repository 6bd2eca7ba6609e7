package org.phasegrid.worker.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels#rotateRows} in lanes of columns, equal to {@link Rotation} bit for bit. All
 * rotations go through four vectors of columns before the next: the row that two of them share
 * stays in registers, so that a row is read and written once for all.
 */
final class VectorRotation {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final int L64 = F64.length();

  private VectorRotation() {}

  static void rows(Tensor c, Tensor s, Tensor a) {
    int last = a.rows() - 1;
    if (last < 1) {
      return;
    }
    int n = a.columns();
    int j = 0;
    for (; j + 4 * L64 <= n; j += 4 * L64) {
      four(c.f64, c.offset, s.f64, s.offset, last, a.f64, a.offset + j, n);
    }
    for (; j + L64 <= n; j += L64) {
      one(c.f64, c.offset, s.f64, s.offset, last, a.f64, a.offset + j, n);
    }
    if (j < n) {
      Rotation.rows(c, s, a, j);
    }
  }

  private static void four(
      double[] c, int c0, double[] s, int s0, int last, double[] a, int a0, int n) {
    int at = a0 + last * n;
    DoubleVector y0 = DoubleVector.fromArray(F64, a, at);
    DoubleVector y1 = DoubleVector.fromArray(F64, a, at + L64);
    DoubleVector y2 = DoubleVector.fromArray(F64, a, at + 2 * L64);
    DoubleVector y3 = DoubleVector.fromArray(F64, a, at + 3 * L64);
    for (int i = last - 1; i >= 0; i--) {
      DoubleVector cos = DoubleVector.broadcast(F64, c[c0 + i]);
      DoubleVector sin = DoubleVector.broadcast(F64, s[s0 + i]);
      DoubleVector minus = DoubleVector.broadcast(F64, -s[s0 + i]);
      DoubleVector x0 = DoubleVector.fromArray(F64, a, at - n);
      DoubleVector x1 = DoubleVector.fromArray(F64, a, at - n + L64);
      DoubleVector x2 = DoubleVector.fromArray(F64, a, at - n + 2 * L64);
      DoubleVector x3 = DoubleVector.fromArray(F64, a, at - n + 3 * L64);
      sin.fma(x0, cos.mul(y0)).intoArray(a, at);
      sin.fma(x1, cos.mul(y1)).intoArray(a, at + L64);
      sin.fma(x2, cos.mul(y2)).intoArray(a, at + 2 * L64);
      sin.fma(x3, cos.mul(y3)).intoArray(a, at + 3 * L64);
      y0 = minus.fma(y0, cos.mul(x0));
      y1 = minus.fma(y1, cos.mul(x1));
      y2 = minus.fma(y2, cos.mul(x2));
      y3 = minus.fma(y3, cos.mul(x3));
      at -= n;
    }
    y0.intoArray(a, at);
    y1.intoArray(a, at + L64);
    y2.intoArray(a, at + 2 * L64);
    y3.intoArray(a, at + 3 * L64);
  }

  private static void one(
      double[] c, int c0, double[] s, int s0, int last, double[] a, int a0, int n) {
    int at = a0 + last * n;
    DoubleVector y = DoubleVector.fromArray(F64, a, at);
    for (int i = last - 1; i >= 0; i--) {
      DoubleVector cos = DoubleVector.broadcast(F64, c[c0 + i]);
      DoubleVector x = DoubleVector.fromArray(F64, a, at - n);
      DoubleVector.broadcast(F64, s[s0 + i]).fma(x, cos.mul(y)).intoArray(a, at);
      y = DoubleVector.broadcast(F64, -s[s0 + i]).fma(y, cos.mul(x));
      at -= n;
    }
    y.intoArray(a, at);
  }
}
