package org.phasegrid.worker.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels#reflect} and {@link Kernels#reflectColumns} in lanes of columns, the first four
 * rows at a time, so that v, w and p are read once for four; the sums of p go over the rows in
 * order, as those of {@link Reflection}.
 */
final class VectorReflection {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final int L64 = F64.length();
  private static final int ROWS = 4;

  private VectorReflection() {}

  static void reflect(Tensor a, int m, Tensor v, Tensor w, Tensor x, Tensor p) {
    Reflection.clear(p, m);
    int i = 0;
    for (; i + ROWS <= m; i += ROWS) {
      rows(
          a.f64,
          a.offset + i * a.columns(),
          a.columns(),
          v.f64,
          v.offset,
          w.f64,
          w.offset,
          x.f64,
          x.offset,
          p.f64,
          p.offset,
          i,
          m);
    }
    Reflection.rows(a, i, m, v, w, x, p);
  }

  private static void rows(
      double[] a,
      int a0,
      int stride,
      double[] v,
      int v0,
      double[] w,
      int w0,
      double[] x,
      int x0,
      double[] p,
      int p0,
      int i,
      int m) {
    int end = F64.loopBound(m);
    vectors(a, a0, stride, v, v0, w, w0, x, x0, p, p0, i, end);
    for (int r = 0; r < ROWS && end < m; r++) {
      Reflection.row(
          a,
          a0 + r * stride,
          v,
          v0,
          w,
          w0,
          p,
          p0,
          end,
          m,
          v[v0 + i + r],
          w[w0 + i + r],
          x[x0 + i + r]);
    }
  }

  private static void vectors(
      double[] a,
      int a0,
      int stride,
      double[] v,
      int v0,
      double[] w,
      int w0,
      double[] x,
      int x0,
      double[] p,
      int p0,
      int i,
      int end) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    DoubleVector v_0 = DoubleVector.broadcast(F64, -v[v0 + i]);
    DoubleVector v_1 = DoubleVector.broadcast(F64, -v[v0 + i + 1]);
    DoubleVector v_2 = DoubleVector.broadcast(F64, -v[v0 + i + 2]);
    DoubleVector v_3 = DoubleVector.broadcast(F64, -v[v0 + i + 3]);
    DoubleVector w_0 = DoubleVector.broadcast(F64, -w[w0 + i]);
    DoubleVector w_1 = DoubleVector.broadcast(F64, -w[w0 + i + 1]);
    DoubleVector w_2 = DoubleVector.broadcast(F64, -w[w0 + i + 2]);
    DoubleVector w_3 = DoubleVector.broadcast(F64, -w[w0 + i + 3]);
    DoubleVector x_0 = DoubleVector.broadcast(F64, x[x0 + i]);
    DoubleVector x_1 = DoubleVector.broadcast(F64, x[x0 + i + 1]);
    DoubleVector x_2 = DoubleVector.broadcast(F64, x[x0 + i + 2]);
    DoubleVector x_3 = DoubleVector.broadcast(F64, x[x0 + i + 3]);
    for (int j = 0; j < end; j += F64.length()) {
      DoubleVector vj = DoubleVector.fromArray(F64, v, v0 + j);
      DoubleVector wj = DoubleVector.fromArray(F64, w, w0 + j);
      DoubleVector pj = DoubleVector.fromArray(F64, p, p0 + j);
      DoubleVector r0 = v_0.fma(wj, w_0.fma(vj, DoubleVector.fromArray(F64, a, a0 + j)));
      DoubleVector r1 = v_1.fma(wj, w_1.fma(vj, DoubleVector.fromArray(F64, a, a1 + j)));
      DoubleVector r2 = v_2.fma(wj, w_2.fma(vj, DoubleVector.fromArray(F64, a, a2 + j)));
      DoubleVector r3 = v_3.fma(wj, w_3.fma(vj, DoubleVector.fromArray(F64, a, a3 + j)));
      r0.intoArray(a, a0 + j);
      r1.intoArray(a, a1 + j);
      r2.intoArray(a, a2 + j);
      r3.intoArray(a, a3 + j);
      x_3.fma(r3, x_2.fma(r2, x_1.fma(r1, x_0.fma(r0, pj)))).intoArray(p, p0 + j);
    }
  }

  static void columns(double s, Tensor x, Tensor a) {
    int n = a.columns();
    int j = 0;
    for (; j + 4 * L64 <= n; j += 4 * L64) {
      four(s, x.f64, x.offset, a.rows(), a.f64, a.offset + j, n);
    }
    for (; j + L64 <= n; j += L64) {
      one(s, x.f64, x.offset, a.rows(), a.f64, a.offset + j, n);
    }
    if (j < n) {
      Reflection.columns(s, x, a, j);
    }
  }

  private static void four(double s, double[] x, int x0, int m, double[] a, int a0, int n) {
    DoubleVector p0 = DoubleVector.zero(F64);
    DoubleVector p1 = DoubleVector.zero(F64);
    DoubleVector p2 = DoubleVector.zero(F64);
    DoubleVector p3 = DoubleVector.zero(F64);
    for (int i = 0; i < m; i++) {
      int at = a0 + i * n;
      DoubleVector xi = DoubleVector.broadcast(F64, x[x0 + i]);
      p0 = xi.fma(DoubleVector.fromArray(F64, a, at), p0);
      p1 = xi.fma(DoubleVector.fromArray(F64, a, at + L64), p1);
      p2 = xi.fma(DoubleVector.fromArray(F64, a, at + 2 * L64), p2);
      p3 = xi.fma(DoubleVector.fromArray(F64, a, at + 3 * L64), p3);
    }
    for (int i = 0; i < m; i++) {
      int at = a0 + i * n;
      DoubleVector xi = DoubleVector.broadcast(F64, s * x[x0 + i]);
      xi.fma(p0, DoubleVector.fromArray(F64, a, at)).intoArray(a, at);
      xi.fma(p1, DoubleVector.fromArray(F64, a, at + L64)).intoArray(a, at + L64);
      xi.fma(p2, DoubleVector.fromArray(F64, a, at + 2 * L64)).intoArray(a, at + 2 * L64);
      xi.fma(p3, DoubleVector.fromArray(F64, a, at + 3 * L64)).intoArray(a, at + 3 * L64);
    }
  }

  private static void one(double s, double[] x, int x0, int m, double[] a, int a0, int n) {
    DoubleVector p = DoubleVector.zero(F64);
    for (int i = 0; i < m; i++) {
      DoubleVector ai = DoubleVector.fromArray(F64, a, a0 + i * n);
      p = DoubleVector.broadcast(F64, x[x0 + i]).fma(ai, p);
    }
    for (int i = 0; i < m; i++) {
      DoubleVector ai = DoubleVector.fromArray(F64, a, a0 + i * n);
      DoubleVector.broadcast(F64, s * x[x0 + i]).fma(p, ai).intoArray(a, a0 + i * n);
    }
  }
}
