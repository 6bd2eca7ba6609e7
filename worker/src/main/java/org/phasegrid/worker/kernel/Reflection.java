package org.phasegrid.worker.kernel;

import java.util.Arrays;

/** {@link Kernels#reflect} and {@link Kernels#reflectColumns} in plain Java. */
final class Reflection {
  private Reflection() {}

  static void reflect(Tensor a, int m, Tensor v, Tensor w, Tensor x, Tensor p) {
    clear(p, m);
    rows(a, 0, m, v, w, x, p);
  }

  static void clear(Tensor p, int m) {
    Arrays.fill(p.f64, p.offset, p.offset + m, 0.0);
  }

  /** Rows {@code from} to m - 1, all m columns. */
  static void rows(Tensor a, int from, int m, Tensor v, Tensor w, Tensor x, Tensor p) {
    for (int i = from; i < m; i++) {
      row(
          a.f64,
          a.offset + i * a.columns(),
          v.f64,
          v.offset,
          w.f64,
          w.offset,
          p.f64,
          p.offset,
          0,
          m,
          v.get(i),
          w.get(i),
          x.get(i));
    }
  }

  /** Columns {@code from} to m - 1 of one row, whose elements of v, w and x are given. */
  static void row(
      double[] a,
      int a0,
      double[] v,
      int v0,
      double[] w,
      int w0,
      double[] p,
      int p0,
      int from,
      int m,
      double vi,
      double wi,
      double xi) {
    for (int j = from; j < m; j++) {
      double aij = Math.fma(-vi, w[w0 + j], Math.fma(-wi, v[v0 + j], a[a0 + j]));
      a[a0 + j] = aij;
      p[p0 + j] = Math.fma(xi, aij, p[p0 + j]);
    }
  }

  /** {@link Kernels#reflectColumns} of column {@code from} and those right of it. */
  static void columns(double s, Tensor x, Tensor a, int from) {
    int m = a.rows();
    int n = a.columns();
    for (int j = from; j < n; j++) {
      double p = 0;
      for (int i = 0; i < m; i++) {
        p = Math.fma(x.f64[x.offset + i], a.f64[a.offset + i * n + j], p);
      }
      for (int i = 0; i < m; i++) {
        int ij = a.offset + i * n + j;
        a.f64[ij] = Math.fma(s * x.f64[x.offset + i], p, a.f64[ij]);
      }
    }
  }
}
