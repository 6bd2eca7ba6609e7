package org.phasegrid.worker.kernel;

/** {@link Kernels#rotateRows} in plain Java, rotation by rotation. */
final class Rotation {
  private Rotation() {}

  /** In column {@code from} and those right of it. */
  static void rows(Tensor c, Tensor s, Tensor a, int from) {
    int n = a.columns();
    for (int i = a.rows() - 2; i >= 0; i--) {
      int row = a.offset + i * n;
      rotate(c.f64[c.offset + i], s.f64[s.offset + i], a.f64, row + from, n, n - from);
    }
  }

  /** Rows that begin at {@code xi} and {@code xi + n}, {@code width} columns. */
  private static void rotate(double c, double s, double[] a, int xi, int n, int width) {
    for (int j = xi; j < xi + width; j++) {
      double x = a[j];
      double y = a[j + n];
      a[j] = Math.fma(-s, y, c * x);
      a[j + n] = Math.fma(s, x, c * y);
    }
  }
}
