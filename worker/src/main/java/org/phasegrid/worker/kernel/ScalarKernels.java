package org.phasegrid.worker.kernel;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * The definition of every kernel's order of operations, in plain Java.
 *
 * <p>Each output of a product is its own sum, {@code acc = +0.0; acc = fma(a_ik, b_kj, acc)} for k
 * = 0, 1, ..., K-1, so the 4 x 4 blocks that keep the sums in registers do not show in the bits.
 */
public final class ScalarKernels implements Kernels {
  private static final int BLOCK = 4;

  /** Rows summed, or turned, side by side. */
  static final int ROWS = 8;

  /** Rows of floats turned side by side, where there are so many: a line of the cache. */
  private static final int LINE = 16;

  private final Room room = new Room();
  private final Room turns = new Room();
  private final Smooth smooth = new Smooth(this);

  @Override
  public void gemm(Tensor a, Tensor b, Tensor c) {
    product(a, a.columns(), 1, a.columns(), b, c);
  }

  @Override
  public void gemmTransposed(Tensor a, Tensor b, Tensor c) {
    product(a, 1, a.columns(), a.rows(), b, c);
  }

  @Override
  public void gemmByTransposed(Tensor a, Tensor b, Tensor c) {
    Tensor turned = turns.of(b.precision(), b.columns(), b.rows());
    transpose(b, turned);
    gemm(a, turned, c);
  }

  /**
   * C = A B where the factor (i, k) of A is the element {@code i * row + k * step} of {@code a}.
   */
  private static void product(Tensor a, int row, int step, int k, Tensor b, Tensor c) {
    int m = c.rows();
    int n = c.columns();
    if (n == 1) {
      sums(a, row, step, k, b, c);
    } else if (m < BLOCK || n < BLOCK) {
      elements(a, row, step, k, b, c);
    } else {
      for (int i = 0; i < m; i += BLOCK) {
        for (int j = 0; j < n; j += BLOCK) {
          block(a, Math.min(i, m - BLOCK), row, step, k, b, Math.min(j, n - BLOCK), c);
        }
      }
    }
  }

  private static void block(Tensor a, int i, int row, int step, int k, Tensor b, int j, Tensor c) {
    int n = c.columns();
    int ai = a.offset + i * row;
    int bj = b.offset + j;
    int cij = c.offset + i * n + j;
    if (c.precision() == Precision.FLOAT64) {
      block(a.f64, ai, row, step, k, b.f64, bj, n, c.f64, cij);
    } else {
      block(a.f32, ai, row, step, k, b.f32, bj, n, c.f32, cij);
    }
  }

  private static void elements(Tensor a, int row, int step, int k, Tensor b, Tensor c) {
    int n = c.columns();
    for (int i = 0; i < c.rows(); i++) {
      int ai = a.offset + i * row;
      for (int j = 0; j < n; j++) {
        int cij = c.offset + i * n + j;
        if (c.precision() == Precision.FLOAT64) {
          c.f64[cij] = element(a.f64, ai, step, k, b.f64, b.offset + j, n);
        } else {
          c.f32[cij] = element(a.f32, ai, step, k, b.f32, b.offset + j, n);
        }
      }
    }
  }

  /** A matrix times a column, eight rows side by side: one row alone waits for its own sum. */
  static void sums(Tensor a, int row, int step, int k, Tensor b, Tensor c) {
    int m = c.rows();
    for (int i = 0; i < m; i += ROWS) {
      int r = Math.min(ROWS, m - i);
      int ai = a.offset + i * row;
      if (c.precision() == Precision.FLOAT64) {
        sums(a.f64, ai, row, step, k, b.f64, b.offset, c.f64, c.offset + i, r);
      } else {
        sums(a.f32, ai, row, step, k, b.f32, b.offset, c.f32, c.offset + i, r);
      }
    }
  }

  private static void block(
      double[] a, int a0, int row, int step, int k, double[] b, int bj, int n, double[] c, int c0) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    double c00 = 0, c01 = 0, c02 = 0, c03 = 0;
    double c10 = 0, c11 = 0, c12 = 0, c13 = 0;
    double c20 = 0, c21 = 0, c22 = 0, c23 = 0;
    double c30 = 0, c31 = 0, c32 = 0, c33 = 0;
    for (int t = 0; t < k; t++, bj += n) {
      int s = t * step;
      double b0 = b[bj], b1 = b[bj + 1], b2 = b[bj + 2], b3 = b[bj + 3];
      double x0 = a[a0 + s];
      c00 = Math.fma(x0, b0, c00);
      c01 = Math.fma(x0, b1, c01);
      c02 = Math.fma(x0, b2, c02);
      c03 = Math.fma(x0, b3, c03);
      double x1 = a[a1 + s];
      c10 = Math.fma(x1, b0, c10);
      c11 = Math.fma(x1, b1, c11);
      c12 = Math.fma(x1, b2, c12);
      c13 = Math.fma(x1, b3, c13);
      double x2 = a[a2 + s];
      c20 = Math.fma(x2, b0, c20);
      c21 = Math.fma(x2, b1, c21);
      c22 = Math.fma(x2, b2, c22);
      c23 = Math.fma(x2, b3, c23);
      double x3 = a[a3 + s];
      c30 = Math.fma(x3, b0, c30);
      c31 = Math.fma(x3, b1, c31);
      c32 = Math.fma(x3, b2, c32);
      c33 = Math.fma(x3, b3, c33);
    }
    c[c0] = c00;
    c[c0 + 1] = c01;
    c[c0 + 2] = c02;
    c[c0 + 3] = c03;
    int c1 = c0 + n;
    c[c1] = c10;
    c[c1 + 1] = c11;
    c[c1 + 2] = c12;
    c[c1 + 3] = c13;
    int c2 = c1 + n;
    c[c2] = c20;
    c[c2 + 1] = c21;
    c[c2 + 2] = c22;
    c[c2 + 3] = c23;
    int c3 = c2 + n;
    c[c3] = c30;
    c[c3 + 1] = c31;
    c[c3 + 2] = c32;
    c[c3 + 3] = c33;
  }

  private static double element(double[] a, int ai, int step, int k, double[] b, int bj, int n) {
    double sum = 0;
    for (int t = 0; t < k; t++) {
      sum = Math.fma(a[ai + t * step], b[bj + t * n], sum);
    }
    return sum;
  }

  private static void block(
      float[] a, int a0, int row, int step, int k, float[] b, int bj, int n, float[] c, int c0) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    float c00 = 0, c01 = 0, c02 = 0, c03 = 0;
    float c10 = 0, c11 = 0, c12 = 0, c13 = 0;
    float c20 = 0, c21 = 0, c22 = 0, c23 = 0;
    float c30 = 0, c31 = 0, c32 = 0, c33 = 0;
    for (int t = 0; t < k; t++, bj += n) {
      int s = t * step;
      float b0 = b[bj], b1 = b[bj + 1], b2 = b[bj + 2], b3 = b[bj + 3];
      float x0 = a[a0 + s];
      c00 = Math.fma(x0, b0, c00);
      c01 = Math.fma(x0, b1, c01);
      c02 = Math.fma(x0, b2, c02);
      c03 = Math.fma(x0, b3, c03);
      float x1 = a[a1 + s];
      c10 = Math.fma(x1, b0, c10);
      c11 = Math.fma(x1, b1, c11);
      c12 = Math.fma(x1, b2, c12);
      c13 = Math.fma(x1, b3, c13);
      float x2 = a[a2 + s];
      c20 = Math.fma(x2, b0, c20);
      c21 = Math.fma(x2, b1, c21);
      c22 = Math.fma(x2, b2, c22);
      c23 = Math.fma(x2, b3, c23);
      float x3 = a[a3 + s];
      c30 = Math.fma(x3, b0, c30);
      c31 = Math.fma(x3, b1, c31);
      c32 = Math.fma(x3, b2, c32);
      c33 = Math.fma(x3, b3, c33);
    }
    c[c0] = c00;
    c[c0 + 1] = c01;
    c[c0 + 2] = c02;
    c[c0 + 3] = c03;
    int c1 = c0 + n;
    c[c1] = c10;
    c[c1 + 1] = c11;
    c[c1 + 2] = c12;
    c[c1 + 3] = c13;
    int c2 = c1 + n;
    c[c2] = c20;
    c[c2 + 1] = c21;
    c[c2 + 2] = c22;
    c[c2 + 3] = c23;
    int c3 = c2 + n;
    c[c3] = c30;
    c[c3 + 1] = c31;
    c[c3 + 2] = c32;
    c[c3 + 3] = c33;
  }

  private static float element(float[] a, int ai, int step, int k, float[] b, int bj, int n) {
    float sum = 0;
    for (int t = 0; t < k; t++) {
      sum = Math.fma(a[ai + t * step], b[bj + t * n], sum);
    }
    return sum;
  }

  private static void sums(
      double[] a,
      int ai,
      int row,
      int step,
      int k,
      double[] b,
      int b0,
      double[] c,
      int ci,
      int rows) {
    if (rows < ROWS) {
      for (int r = 0; r < rows; r++) {
        c[ci + r] = element(a, ai + r * row, step, k, b, b0, 1);
      }
      return;
    }
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int a1 = ai + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    int a6 = a5 + row;
    int a7 = a6 + row;
    for (int t = 0; t < k; t++) {
      int at = t * step;
      double x = b[b0 + t];
      s0 = Math.fma(a[ai + at], x, s0);
      s1 = Math.fma(a[a1 + at], x, s1);
      s2 = Math.fma(a[a2 + at], x, s2);
      s3 = Math.fma(a[a3 + at], x, s3);
      s4 = Math.fma(a[a4 + at], x, s4);
      s5 = Math.fma(a[a5 + at], x, s5);
      s6 = Math.fma(a[a6 + at], x, s6);
      s7 = Math.fma(a[a7 + at], x, s7);
    }
    c[ci] = s0;
    c[ci + 1] = s1;
    c[ci + 2] = s2;
    c[ci + 3] = s3;
    c[ci + 4] = s4;
    c[ci + 5] = s5;
    c[ci + 6] = s6;
    c[ci + 7] = s7;
  }

  private static void sums(
      float[] a, int ai, int row, int step, int k, float[] b, int b0, float[] c, int ci, int rows) {
    if (rows < ROWS) {
      for (int r = 0; r < rows; r++) {
        c[ci + r] = element(a, ai + r * row, step, k, b, b0, 1);
      }
      return;
    }
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int a1 = ai + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    int a6 = a5 + row;
    int a7 = a6 + row;
    for (int t = 0; t < k; t++) {
      int at = t * step;
      float x = b[b0 + t];
      s0 = Math.fma(a[ai + at], x, s0);
      s1 = Math.fma(a[a1 + at], x, s1);
      s2 = Math.fma(a[a2 + at], x, s2);
      s3 = Math.fma(a[a3 + at], x, s3);
      s4 = Math.fma(a[a4 + at], x, s4);
      s5 = Math.fma(a[a5 + at], x, s5);
      s6 = Math.fma(a[a6 + at], x, s6);
      s7 = Math.fma(a[a7 + at], x, s7);
    }
    c[ci] = s0;
    c[ci + 1] = s1;
    c[ci + 2] = s2;
    c[ci + 3] = s3;
    c[ci + 4] = s4;
    c[ci + 5] = s5;
    c[ci + 6] = s6;
    c[ci + 7] = s7;
  }

  @Override
  public void transpose(Tensor a, Tensor out) {
    turn(a, 0, a.columns(), a.rows(), a.columns(), out, 0, a.rows());
  }

  /**
   * {@code rows} rows of {@code length} elements, {@code step} apart, become columns of rows {@code
   * width} wide, eight at a time.
   */
  static void turn(
      Tensor a, int from, int step, int rows, int length, Tensor out, int to, int width) {
    if (rows < ROWS) {
      for (int i = 0; i < rows * length; i++) {
        int row = i / length;
        int column = i % length;
        out.set(to + column * width + row, a.get(from + row * step + column));
      }
      return;
    }
    boolean line = a.precision() == Precision.FLOAT32 && rows >= LINE;
    int strip = line ? LINE : ROWS;
    for (int r = 0; r < rows; r += strip) {
      int i = Math.min(r, rows - strip);
      int a0 = a.offset + from + i * step;
      int out0 = out.offset + to + i;
      if (a.precision() == Precision.FLOAT64) {
        turn(a.f64, a0, step, length, out.f64, out0, width);
      } else if (line) {
        turnLine(a.f32, a0, step, length, out.f32, out0, width);
      } else {
        turn(a.f32, a0, step, length, out.f32, out0, width);
      }
    }
  }

  /**
   * Eight rows, {@code step} apart, become eight columns of rows {@code width} wide. All are read,
   * and the bounds are checked once, before any is written: a sixth faster.
   */
  static void turn(double[] a, int a0, int step, int length, double[] out, int to, int width) {
    int a1 = a0 + step;
    int a2 = a1 + step;
    int a3 = a2 + step;
    int a4 = a3 + step;
    int a5 = a4 + step;
    int a6 = a5 + step;
    int a7 = a6 + step;
    for (int j = 0; j < length; j++) {
      double b0 = a[a0 + j];
      double b1 = a[a1 + j];
      double b2 = a[a2 + j];
      double b3 = a[a3 + j];
      double b4 = a[a4 + j];
      double b5 = a[a5 + j];
      double b6 = a[a6 + j];
      double b7 = a[a7 + j];
      int at = to + j * width;
      Objects.checkFromIndexSize(at, ROWS, out.length);
      out[at] = b0;
      out[at + 1] = b1;
      out[at + 2] = b2;
      out[at + 3] = b3;
      out[at + 4] = b4;
      out[at + 5] = b5;
      out[at + 6] = b6;
      out[at + 7] = b7;
    }
  }

  /**
   * Eight rows, {@code step} apart, become eight columns of rows {@code width} wide. All are read,
   * and the bounds are checked once, before any is written: a sixth faster.
   */
  static void turn(float[] a, int a0, int step, int length, float[] out, int to, int width) {
    int a1 = a0 + step;
    int a2 = a1 + step;
    int a3 = a2 + step;
    int a4 = a3 + step;
    int a5 = a4 + step;
    int a6 = a5 + step;
    int a7 = a6 + step;
    for (int j = 0; j < length; j++) {
      float b0 = a[a0 + j];
      float b1 = a[a1 + j];
      float b2 = a[a2 + j];
      float b3 = a[a3 + j];
      float b4 = a[a4 + j];
      float b5 = a[a5 + j];
      float b6 = a[a6 + j];
      float b7 = a[a7 + j];
      int at = to + j * width;
      Objects.checkFromIndexSize(at, ROWS, out.length);
      out[at] = b0;
      out[at + 1] = b1;
      out[at + 2] = b2;
      out[at + 3] = b3;
      out[at + 4] = b4;
      out[at + 5] = b5;
      out[at + 6] = b6;
      out[at + 7] = b7;
    }
  }

  /** Sixteen rows of floats, as eight. */
  private static void turnLine(
      float[] a, int a0, int step, int length, float[] out, int to, int width) {
    int a1 = a0 + step;
    int a2 = a1 + step;
    int a3 = a2 + step;
    int a4 = a3 + step;
    int a5 = a4 + step;
    int a6 = a5 + step;
    int a7 = a6 + step;
    int a8 = a7 + step;
    int a9 = a8 + step;
    int a10 = a9 + step;
    int a11 = a10 + step;
    int a12 = a11 + step;
    int a13 = a12 + step;
    int a14 = a13 + step;
    int a15 = a14 + step;
    for (int j = 0; j < length; j++) {
      float b0 = a[a0 + j];
      float b1 = a[a1 + j];
      float b2 = a[a2 + j];
      float b3 = a[a3 + j];
      float b4 = a[a4 + j];
      float b5 = a[a5 + j];
      float b6 = a[a6 + j];
      float b7 = a[a7 + j];
      float b8 = a[a8 + j];
      float b9 = a[a9 + j];
      float b10 = a[a10 + j];
      float b11 = a[a11 + j];
      float b12 = a[a12 + j];
      float b13 = a[a13 + j];
      float b14 = a[a14 + j];
      float b15 = a[a15 + j];
      int at = to + j * width;
      Objects.checkFromIndexSize(at, LINE, out.length);
      out[at] = b0;
      out[at + 1] = b1;
      out[at + 2] = b2;
      out[at + 3] = b3;
      out[at + 4] = b4;
      out[at + 5] = b5;
      out[at + 6] = b6;
      out[at + 7] = b7;
      out[at + 8] = b8;
      out[at + 9] = b9;
      out[at + 10] = b10;
      out[at + 11] = b11;
      out[at + 12] = b12;
      out[at + 13] = b13;
      out[at + 14] = b14;
      out[at + 15] = b15;
    }
  }

  @Override
  public void rowSums(Tensor a, Tensor out) {
    Tensor ones = room.of(a.precision(), a.columns(), 1);
    ones.fill(1);
    sums(a, a.columns(), 1, a.columns(), ones, out.view(0, a.rows(), 1));
  }

  @Override
  public void scale(double s, Tensor x) {
    if (x.precision() == Precision.FLOAT64) {
      scale(s, x.f64, x.offset, x.size());
    } else {
      scale((float) s, x.f32, x.offset, x.size());
    }
  }

  static void scale(double s, double[] x, int x0, int n) {
    if (s != 1) {
      for (int i = 0; i < n; i++) {
        x[x0 + i] *= s;
      }
    }
  }

  static void scale(float s, float[] x, int x0, int n) {
    if (s != 1) {
      for (int i = 0; i < n; i++) {
        x[x0 + i] *= s;
      }
    }
  }

  @Override
  public void addToRows(double s, Tensor b, Tensor z) {
    if (b.size() == 0) {
      scale(s, z);
      return;
    }
    int n = z.size() / b.rows();
    int period = b.columns();
    for (int i = 0; i < b.rows(); i++) {
      int bi = b.offset + i * period;
      int zi = z.offset + i * n;
      if (z.precision() == Precision.FLOAT64) {
        add(s, b.f64, bi, period, z.f64, zi, n);
      } else {
        add((float) s, b.f32, bi, period, z.f32, zi, n);
      }
    }
  }

  static void add(double s, double[] b, int b0, int period, double[] z, int z0, int n) {
    if (period == 1) {
      add(s, b[b0], z, z0, n);
    } else {
      for (int i = 0; i < n; i++) {
        z[z0 + i] = s * z[z0 + i] + b[b0 + i % period];
      }
    }
  }

  private static void add(double s, double b, double[] z, int z0, int n) {
    for (int i = 0; i < n; i++) {
      z[z0 + i] = s * z[z0 + i] + b;
    }
  }

  static void add(float s, float[] b, int b0, int period, float[] z, int z0, int n) {
    if (period == 1) {
      add(s, b[b0], z, z0, n);
    } else {
      for (int i = 0; i < n; i++) {
        z[z0 + i] = s * z[z0 + i] + b[b0 + i % period];
      }
    }
  }

  private static void add(float s, float b, float[] z, int z0, int n) {
    for (int i = 0; i < n; i++) {
      z[z0 + i] = s * z[z0 + i] + b;
    }
  }

  @Override
  public void axpy(double s, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      axpy(s, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      axpy((float) s, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  static void axpy(double s, double[] x, int x0, double[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] = Math.fma(s, x[x0 + i], y[y0 + i]);
    }
  }

  static void axpy(float s, float[] x, int x0, float[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] = Math.fma(s, x[x0 + i], y[y0 + i]);
    }
  }

  @Override
  public void decay(double s, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      decay(s, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      decay((float) s, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  static void decay(double s, double[] x, int x0, double[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] = Math.fma(s, y[y0 + i], x[x0 + i]);
    }
  }

  static void decay(float s, float[] x, int x0, float[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] = Math.fma(s, y[y0 + i], x[x0 + i]);
    }
  }

  @Override
  public void average(double s, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      average(s, 1 - s, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      average((float) s, (float) (1 - s), x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  @Override
  public void averageOfSquares(double s, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      averageOfSquares(s, 1 - s, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      averageOfSquares((float) s, (float) (1 - s), x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  /** The root of a single in double, rounded: the correctly rounded root of the single. */
  @Override
  public void adaptiveStep(double s, double c, double epsilon, Tensor m, Tensor v, Tensor y) {
    int n = y.size();
    if (y.precision() == Precision.FLOAT64) {
      adaptiveStep(s, c, epsilon, m.f64, m.offset, v.f64, v.offset, y.f64, y.offset, n);
    } else {
      adaptiveStep(
          (float) s,
          (float) c,
          (float) epsilon,
          m.f32,
          m.offset,
          v.f32,
          v.offset,
          y.f32,
          y.offset,
          n);
    }
  }

  private static void average(
      double s, double rest, double[] x, int x0, double[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] = Math.fma(s, y[y0 + i], rest * x[x0 + i]);
    }
  }

  private static void averageOfSquares(
      double s, double rest, double[] x, int x0, double[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] = Math.fma(s, y[y0 + i], rest * x[x0 + i] * x[x0 + i]);
    }
  }

  private static void adaptiveStep(
      double s,
      double c,
      double epsilon,
      double[] m,
      int m0,
      double[] v,
      int v0,
      double[] y,
      int y0,
      int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] = Math.fma(s, m[m0 + i] / (Math.sqrt(c * v[v0 + i]) + epsilon), y[y0 + i]);
    }
  }

  private static void average(float s, float rest, float[] x, int x0, float[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] = Math.fma(s, y[y0 + i], rest * x[x0 + i]);
    }
  }

  private static void averageOfSquares(
      float s, float rest, float[] x, int x0, float[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] = Math.fma(s, y[y0 + i], rest * x[x0 + i] * x[x0 + i]);
    }
  }

  private static void adaptiveStep(
      float s,
      float c,
      float epsilon,
      float[] m,
      int m0,
      float[] v,
      int v0,
      float[] y,
      int y0,
      int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] = Math.fma(s, m[m0 + i] / ((float) Math.sqrt(c * v[v0 + i]) + epsilon), y[y0 + i]);
    }
  }

  @Override
  public void subtract(Tensor a, Tensor b, Tensor out) {
    if (out.precision() == Precision.FLOAT64) {
      subtract(a.f64, a.offset, b.f64, b.offset, out.f64, out.offset, out.size());
    } else {
      subtract(a.f32, a.offset, b.f32, b.offset, out.f32, out.offset, out.size());
    }
  }

  static void subtract(double[] a, int a0, double[] b, int b0, double[] out, int out0, int n) {
    for (int i = 0; i < n; i++) {
      out[out0 + i] = a[a0 + i] - b[b0 + i];
    }
  }

  static void subtract(float[] a, int a0, float[] b, int b0, float[] out, int out0, int n) {
    for (int i = 0; i < n; i++) {
      out[out0 + i] = a[a0 + i] - b[b0 + i];
    }
  }

  @Override
  public void multiply(Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      multiply(x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      multiply(x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  static void multiply(double[] x, int x0, double[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] *= x[x0 + i];
    }
  }

  static void multiply(float[] x, int x0, float[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      y[y0 + i] *= x[x0 + i];
    }
  }

  @Override
  public void multiplyAdd(Tensor x, Tensor y, Tensor out) {
    if (out.precision() == Precision.FLOAT64) {
      multiplyAdd(x.f64, x.offset, y.f64, y.offset, out.f64, out.offset, out.size());
    } else {
      multiplyAdd(x.f32, x.offset, y.f32, y.offset, out.f32, out.offset, out.size());
    }
  }

  static void multiplyAdd(double[] x, int x0, double[] y, int y0, double[] out, int out0, int n) {
    for (int i = 0; i < n; i++) {
      out[out0 + i] = Math.fma(x[x0 + i], y[y0 + i], out[out0 + i]);
    }
  }

  static void multiplyAdd(float[] x, int x0, float[] y, int y0, float[] out, int out0, int n) {
    for (int i = 0; i < n; i++) {
      out[out0 + i] = Math.fma(x[x0 + i], y[y0 + i], out[out0 + i]);
    }
  }

  @Override
  public void reflect(Tensor a, int m, Tensor v, Tensor w, Tensor x, Tensor p) {
    Reflection.reflect(a, m, v, w, x, p);
  }

  @Override
  public void reflectColumns(double s, Tensor x, Tensor a) {
    Reflection.columns(s, x, a, 0);
  }

  @Override
  public void rotateRows(Tensor c, Tensor s, Tensor a) {
    Rotation.rows(c, s, a, 0);
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    return x.precision() == Precision.FLOAT64
        ? dot(x.f64, x.offset, y.f64, y.offset, x.size())
        : dot(x.f32, x.offset, y.f32, y.offset, x.size());
  }

  private static double dot(double[] x, int x0, double[] y, int y0, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      s0 = Math.fma(x[x0 + i], y[y0 + i], s0);
      s1 = Math.fma(x[x0 + i + 1], y[y0 + i + 1], s1);
      s2 = Math.fma(x[x0 + i + 2], y[y0 + i + 2], s2);
      s3 = Math.fma(x[x0 + i + 3], y[y0 + i + 3], s3);
      s4 = Math.fma(x[x0 + i + 4], y[y0 + i + 4], s4);
      s5 = Math.fma(x[x0 + i + 5], y[y0 + i + 5], s5);
      s6 = Math.fma(x[x0 + i + 6], y[y0 + i + 6], s6);
      s7 = Math.fma(x[x0 + i + 7], y[y0 + i + 7], s7);
    }
    double[] stripes = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int r = 0; i < n; i++, r++) {
      stripes[r] = Math.fma(x[x0 + i], y[y0 + i], stripes[r]);
    }
    return fold(stripes);
  }

  private static float dot(float[] x, int x0, float[] y, int y0, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      s0 = Math.fma(x[x0 + i], y[y0 + i], s0);
      s1 = Math.fma(x[x0 + i + 1], y[y0 + i + 1], s1);
      s2 = Math.fma(x[x0 + i + 2], y[y0 + i + 2], s2);
      s3 = Math.fma(x[x0 + i + 3], y[y0 + i + 3], s3);
      s4 = Math.fma(x[x0 + i + 4], y[y0 + i + 4], s4);
      s5 = Math.fma(x[x0 + i + 5], y[y0 + i + 5], s5);
      s6 = Math.fma(x[x0 + i + 6], y[y0 + i + 6], s6);
      s7 = Math.fma(x[x0 + i + 7], y[y0 + i + 7], s7);
    }
    float[] stripes = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int r = 0; i < n; i++, r++) {
      stripes[r] = Math.fma(x[x0 + i], y[y0 + i], stripes[r]);
    }
    return fold(stripes);
  }

  @Override
  public void dots(Tensor a, Tensor x, Tensor out) {
    int n = a.columns();
    for (int i = 0; i < a.rows(); i++) {
      if (a.precision() == Precision.FLOAT64) {
        out.f64[out.offset + i] = dot(a.f64, a.offset + i * n, x.f64, x.offset, n);
      } else {
        out.f32[out.offset + i] = dot(a.f32, a.offset + i * n, x.f32, x.offset, n);
      }
    }
  }

  @Override
  public void addRows(Tensor c, Tensor a, Tensor y) {
    int n = a.columns();
    for (int i = 0; i < a.rows(); i++) {
      if (a.precision() == Precision.FLOAT64) {
        axpy(c.f64[c.offset + i], a.f64, a.offset + i * n, y.f64, y.offset, n);
      } else {
        axpy(c.f32[c.offset + i], a.f32, a.offset + i * n, y.f32, y.offset, n);
      }
    }
  }

  @Override
  public double sumOfSquares(Tensor x) {
    return x.precision() == Precision.FLOAT64
        ? sumOfSquares(x.f64, x.offset, x.size())
        : sumOfSquares(x.f32, x.offset, x.size());
  }

  private static double sumOfSquares(double[] x, int x0, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      s0 = Math.fma(x[x0 + i], x[x0 + i], s0);
      s1 = Math.fma(x[x0 + i + 1], x[x0 + i + 1], s1);
      s2 = Math.fma(x[x0 + i + 2], x[x0 + i + 2], s2);
      s3 = Math.fma(x[x0 + i + 3], x[x0 + i + 3], s3);
      s4 = Math.fma(x[x0 + i + 4], x[x0 + i + 4], s4);
      s5 = Math.fma(x[x0 + i + 5], x[x0 + i + 5], s5);
      s6 = Math.fma(x[x0 + i + 6], x[x0 + i + 6], s6);
      s7 = Math.fma(x[x0 + i + 7], x[x0 + i + 7], s7);
    }
    double[] stripes = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int r = 0; i < n; i++, r++) {
      stripes[r] = Math.fma(x[x0 + i], x[x0 + i], stripes[r]);
    }
    return fold(stripes);
  }

  private static float sumOfSquares(float[] x, int x0, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      s0 = Math.fma(x[x0 + i], x[x0 + i], s0);
      s1 = Math.fma(x[x0 + i + 1], x[x0 + i + 1], s1);
      s2 = Math.fma(x[x0 + i + 2], x[x0 + i + 2], s2);
      s3 = Math.fma(x[x0 + i + 3], x[x0 + i + 3], s3);
      s4 = Math.fma(x[x0 + i + 4], x[x0 + i + 4], s4);
      s5 = Math.fma(x[x0 + i + 5], x[x0 + i + 5], s5);
      s6 = Math.fma(x[x0 + i + 6], x[x0 + i + 6], s6);
      s7 = Math.fma(x[x0 + i + 7], x[x0 + i + 7], s7);
    }
    float[] stripes = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int r = 0; i < n; i++, r++) {
      stripes[r] = Math.fma(x[x0 + i], x[x0 + i], stripes[r]);
    }
    return fold(stripes);
  }

  @Override
  public double sum(Tensor x) {
    return x.precision() == Precision.FLOAT64
        ? sum(x.f64, x.offset, x.size())
        : sum(x.f32, x.offset, x.size());
  }

  private static double sum(double[] x, int x0, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      s0 = s0 + x[x0 + i];
      s1 = s1 + x[x0 + i + 1];
      s2 = s2 + x[x0 + i + 2];
      s3 = s3 + x[x0 + i + 3];
      s4 = s4 + x[x0 + i + 4];
      s5 = s5 + x[x0 + i + 5];
      s6 = s6 + x[x0 + i + 6];
      s7 = s7 + x[x0 + i + 7];
    }
    double[] stripes = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int r = 0; i < n; i++, r++) {
      stripes[r] = stripes[r] + x[x0 + i];
    }
    return fold(stripes);
  }

  private static float sum(float[] x, int x0, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      s0 = s0 + x[x0 + i];
      s1 = s1 + x[x0 + i + 1];
      s2 = s2 + x[x0 + i + 2];
      s3 = s3 + x[x0 + i + 3];
      s4 = s4 + x[x0 + i + 4];
      s5 = s5 + x[x0 + i + 5];
      s6 = s6 + x[x0 + i + 6];
      s7 = s7 + x[x0 + i + 7];
    }
    float[] stripes = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int r = 0; i < n; i++, r++) {
      stripes[r] = stripes[r] + x[x0 + i];
    }
    return fold(stripes);
  }

  @Override
  public double sumOfAbsolutes(Tensor x) {
    return x.precision() == Precision.FLOAT64
        ? sumOfAbsolutes(x.f64, x.offset, x.size())
        : sumOfAbsolutes(x.f32, x.offset, x.size());
  }

  private static double sumOfAbsolutes(double[] x, int x0, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      s0 = s0 + Math.abs(x[x0 + i]);
      s1 = s1 + Math.abs(x[x0 + i + 1]);
      s2 = s2 + Math.abs(x[x0 + i + 2]);
      s3 = s3 + Math.abs(x[x0 + i + 3]);
      s4 = s4 + Math.abs(x[x0 + i + 4]);
      s5 = s5 + Math.abs(x[x0 + i + 5]);
      s6 = s6 + Math.abs(x[x0 + i + 6]);
      s7 = s7 + Math.abs(x[x0 + i + 7]);
    }
    double[] stripes = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int r = 0; i < n; i++, r++) {
      stripes[r] = stripes[r] + Math.abs(x[x0 + i]);
    }
    return fold(stripes);
  }

  private static float sumOfAbsolutes(float[] x, int x0, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      s0 = s0 + Math.abs(x[x0 + i]);
      s1 = s1 + Math.abs(x[x0 + i + 1]);
      s2 = s2 + Math.abs(x[x0 + i + 2]);
      s3 = s3 + Math.abs(x[x0 + i + 3]);
      s4 = s4 + Math.abs(x[x0 + i + 4]);
      s5 = s5 + Math.abs(x[x0 + i + 5]);
      s6 = s6 + Math.abs(x[x0 + i + 6]);
      s7 = s7 + Math.abs(x[x0 + i + 7]);
    }
    float[] stripes = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int r = 0; i < n; i++, r++) {
      stripes[r] = stripes[r] + Math.abs(x[x0 + i]);
    }
    return fold(stripes);
  }

  /** The sum of the eight stripes. */
  static double fold(double[] s) {
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }

  /** The sum of the eight stripes. */
  private static float fold(float[] s) {
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }

  @Override
  public void tanh(Tensor z, Tensor h) {
    if (h.precision() == Precision.FLOAT64) {
      tanh(z.f64, z.offset, h.f64, h.offset, h.size());
    } else {
      tanh(z.f32, z.offset, h.f32, h.offset, h.size());
    }
  }

  static void tanh(double[] z, int z0, double[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = Transcendental.tanh(z[z0 + i]);
    }
  }

  static void tanh(float[] z, int z0, float[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = Transcendental.tanh(z[z0 + i]);
    }
  }

  @Override
  public void tanhOfRows(double s, Tensor b, Tensor z, Tensor h) {
    addToRows(s, b, z);
    tanh(z, h);
  }

  @Override
  public void tanhBackward(double s, Tensor h, Tensor d) {
    if (d.precision() == Precision.FLOAT64) {
      tanhBackward(s, h.f64, h.offset, d.f64, d.offset, d.size());
    } else {
      tanhBackward((float) s, h.f32, h.offset, d.f32, d.offset, d.size());
    }
  }

  static void tanhBackward(double s, double[] h, int h0, double[] d, int d0, int n) {
    for (int i = 0; i < n; i++) {
      d[d0 + i] = s * d[d0 + i] * Math.fma(-h[h0 + i], h[h0 + i], 1);
    }
  }

  static void tanhBackward(float s, float[] h, int h0, float[] d, int d0, int n) {
    for (int i = 0; i < n; i++) {
      d[d0 + i] = s * d[d0 + i] * Math.fma(-h[h0 + i], h[h0 + i], 1);
    }
  }

  @Override
  public void exp(Tensor z, Tensor h) {
    if (h.precision() == Precision.FLOAT64) {
      exp(z.f64, z.offset, h.f64, h.offset, h.size());
    } else {
      exp(z.f32, z.offset, h.f32, h.offset, h.size());
    }
  }

  static void exp(double[] z, int z0, double[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = Transcendental.exp(z[z0 + i]);
    }
  }

  static void exp(float[] z, int z0, float[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = Transcendental.exp(z[z0 + i]);
    }
  }

  @Override
  public void erf(Tensor z, Tensor h) {
    if (h.precision() == Precision.FLOAT64) {
      erf(z.f64, z.offset, h.f64, h.offset, h.size());
    } else {
      erf(z.f32, z.offset, h.f32, h.offset, h.size());
    }
  }

  static void erf(double[] z, int z0, double[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = Transcendental.erf(z[z0 + i]);
    }
  }

  static void erf(float[] z, int z0, float[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = Transcendental.erf(z[z0 + i]);
    }
  }

  @Override
  public void sigmoid(Tensor z, Tensor h) {
    smooth.sigmoid(z, h);
  }

  @Override
  public void gelu(Tensor z, Tensor h) {
    smooth.gelu(z, h);
  }

  @Override
  public void geluSlope(Tensor z, Tensor out) {
    smooth.geluSlope(z, out);
  }

  @Override
  public void relu(Tensor z, Tensor h) {
    if (h.precision() == Precision.FLOAT64) {
      relu(z.f64, z.offset, h.f64, h.offset, h.size());
    } else {
      relu(z.f32, z.offset, h.f32, h.offset, h.size());
    }
  }

  static void relu(double[] z, int z0, double[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = gate(z[z0 + i], z[z0 + i]);
    }
  }

  static void relu(float[] z, int z0, float[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = gate(z[z0 + i], z[z0 + i]);
    }
  }

  @Override
  public void reluOfRows(double s, Tensor b, Tensor z, Tensor h) {
    addToRows(s, b, z);
    relu(z, h);
  }

  @Override
  public void reluBackward(double s, Tensor z, Tensor d) {
    if (d.precision() == Precision.FLOAT64) {
      reluBackward(s, z.f64, z.offset, d.f64, d.offset, d.size());
    } else {
      reluBackward((float) s, z.f32, z.offset, d.f32, d.offset, d.size());
    }
  }

  static void reluBackward(double s, double[] z, int z0, double[] d, int d0, int n) {
    for (int i = 0; i < n; i++) {
      d[d0 + i] = gate(z[z0 + i], s * d[d0 + i]);
    }
  }

  static void reluBackward(float s, float[] z, int z0, float[] d, int d0, int n) {
    for (int i = 0; i < n; i++) {
      d[d0 + i] = gate(z[z0 + i], s * d[d0 + i]);
    }
  }

  /** {@code value} where z > 0, +0.0 elsewhere, NaN where z is. */
  static double gate(double z, double value) {
    return z > 0 ? value : z <= 0 ? 0 : z;
  }

  /** {@code value} where z > 0, +0.0 elsewhere, NaN where z is. */
  static float gate(float z, float value) {
    return z > 0 ? value : z <= 0 ? 0 : z;
  }

  @Override
  public void softmaxTerms(Tensor f, Tensor m, Tensor s, Tensor p) {
    int k = f.rows();
    int n = f.columns();
    lessLargest(f.f64, f.offset, k, n, m.f64, m.offset, p.f64, p.offset, 0);
    exp(p.f64, p.offset, p.f64, p.offset, k * n);
    columnSums(p.f64, p.offset, k, n, s.f64, s.offset, 0);
  }

  /** p_ij = f_ij - m_j of the columns from {@code begin} on. */
  static void lessLargest(
      double[] f, int f0, int k, int n, double[] m, int m0, double[] p, int p0, int begin) {
    for (int j = begin; j < n; j++) {
      double largest = f[f0 + j];
      for (int i = 1; i < k; i++) {
        largest = Math.max(largest, f[f0 + i * n + j]);
      }
      m[m0 + j] = largest;
      for (int i = 0; i < k; i++) {
        p[p0 + i * n + j] = f[f0 + i * n + j] - largest;
      }
    }
  }

  /** Of the columns from {@code begin} on. */
  static void columnSums(double[] p, int p0, int k, int n, double[] s, int s0, int begin) {
    for (int j = begin; j < n; j++) {
      double sum = 0;
      for (int i = 0; i < k; i++) {
        sum += p[p0 + i * n + j];
      }
      s[s0 + j] = sum;
    }
  }

  @Override
  public void softmaxSlopes(Tensor y, Tensor s, double examples, Tensor p) {
    int k = p.rows();
    int n = p.columns();
    softmaxSlopes(y.f64, y.offset, k, n, s.f64, s.offset, examples, p.f64, p.offset, 0);
  }

  /** Of the columns from {@code begin} on. */
  static void softmaxSlopes(
      double[] y,
      int y0,
      int k,
      int n,
      double[] s,
      int s0,
      double examples,
      double[] p,
      int p0,
      int begin) {
    for (int j = begin; j < n; j++) {
      double all = 0;
      for (int i = 0; i < k; i++) {
        all += y[y0 + i * n + j];
      }
      for (int i = 0; i < k; i++) {
        int at = i * n + j;
        p[p0 + at] = (all * (p[p0 + at] / s[s0 + j]) - y[y0 + at]) / examples;
      }
    }
  }

  @Override
  public int largestIn(Tensor rows, Tensor a) {
    return a.precision() == Precision.FLOAT64
        ? largestIn(rows.f64, rows.offset, a.f64, a.offset, a.rows(), a.columns(), 0)
        : largestIn(rows.f32, rows.offset, a.f32, a.offset, a.rows(), a.columns(), 0);
  }

  /** Of the columns from {@code begin} on. */
  static int largestIn(double[] rows, int r0, double[] a, int a0, int m, int n, int begin) {
    int count = 0;
    for (int j = begin; j < n; j++) {
      int best = 0;
      for (int i = 1; i < m; i++) {
        best = a[a0 + i * n + j] > a[a0 + best * n + j] ? i : best;
      }
      count += rows[r0 + j] == best ? 1 : 0;
    }
    return count;
  }

  /** Of the columns from {@code begin} on. */
  static int largestIn(float[] rows, int r0, float[] a, int a0, int m, int n, int begin) {
    int count = 0;
    for (int j = begin; j < n; j++) {
      int best = 0;
      for (int i = 1; i < m; i++) {
        best = a[a0 + i * n + j] > a[a0 + best * n + j] ? i : best;
      }
      count += rows[r0 + j] == best ? 1 : 0;
    }
    return count;
  }

  @Override
  public boolean finite(Tensor x) {
    return x.precision() == Precision.FLOAT64
        ? finite(x.f64, x.offset, x.size())
        : finite(x.f32, x.offset, x.size());
  }

  static boolean finite(double[] x, int x0, int n) {
    for (int i = 0; i < n; i++) {
      if (!(Math.abs(x[x0 + i]) <= Double.MAX_VALUE)) {
        return false;
      }
    }
    return true;
  }

  static boolean finite(float[] x, int x0, int n) {
    for (int i = 0; i < n; i++) {
      if (!(Math.abs(x[x0 + i]) <= Float.MAX_VALUE)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void map(Tensor x, Tensor out, DoubleUnaryOperator f) {
    for (int i = 0; i < x.size(); i++) {
      out.set(i, f.applyAsDouble(x.get(i)));
    }
  }

  @Override
  public HerdKernels herd() {
    return new ScalarHerdKernels();
  }

  @Override
  public String describe() {
    return "scalar";
  }
}
