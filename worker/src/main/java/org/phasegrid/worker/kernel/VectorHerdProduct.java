package org.phasegrid.worker.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The products of a herd: a lane is a run and holds the whole of its sum, one fma per term in
 * ascending k, so it equals {@link ScalarHerdKernels#product} bit for bit.
 *
 * <p>C is covered by tiles whose sums stay in registers: 4 by 4 with 32 of these, 4 by 2 with 16.
 * Columns go outside: a panel of B, read by all rows of tiles, stays in the first cache.
 */
final class VectorHerdProduct {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;
  private static final int L64 = F64.length();
  private static final int L32 = F32.length();
  private static final int ROWS = 4;
  private static final int COLUMNS = F64.vectorBitSize() == 512 ? 4 : 2;

  private VectorHerdProduct() {}

  /** See {@link HerdKernels#product}. */
  static void product(
      int m, int n, int k, Tensor a, int ai, int ak, Tensor b, int bk, int bj, Tensor c) {
    if (c.precision() == Precision.FLOAT64) {
      rows(
          m, n, k, a.f64, a.offset, ai * L64, ak * L64, b.f64, b.offset, bk * L64, bj * L64, c.f64,
          c.offset, n * L64, L64);
    } else {
      rows(
          m, n, k, a.f32, a.offset, ai * L32, ak * L32, b.f32, b.offset, bk * L32, bj * L32, c.f32,
          c.offset, n * L32, L32);
    }
  }

  /** See {@link HerdKernels#productOfShared}. */
  static void productOfShared(
      int m, int n, int k, Tensor a, int ai, int ak, Tensor b, int bk, int bj, Tensor c) {
    if (c.precision() == Precision.FLOAT64) {
      shared(
          m, n, k, a.f64, a.offset, ai * L64, ak * L64, b.f64, b.offset, bk, bj, c.f64, c.offset,
          n * L64, L64);
    } else {
      shared(
          m, n, k, a.f32, a.offset, ai * L32, ak * L32, b.f32, b.offset, bk, bj, c.f32, c.offset,
          n * L32, L32);
    }
  }

  private static void rows(
      int m,
      int n,
      int k,
      double[] a,
      int a0,
      int ai,
      int ak,
      double[] b,
      int b0,
      int bk,
      int bj,
      double[] c,
      int c0,
      int ci,
      int cj) {
    int j = 0;
    for (; j + COLUMNS <= n; j += COLUMNS) {
      int i = 0;
      for (; i + ROWS <= m; i += ROWS) {
        if (COLUMNS == 4) {
          rows4x4(
              k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, ci, cj);
        } else {
          rows4x2(
              k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, ci, cj);
        }
      }
      for (; i < m; i++) {
        if (COLUMNS == 4) {
          rows1x4(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, cj);
        } else {
          rows1x2(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, cj);
        }
      }
    }
    for (; j < n; j++) {
      int i = 0;
      for (; i + ROWS <= m; i += ROWS) {
        rows4x1(k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, c, c0 + i * ci + j * cj, ci);
      }
      for (; i < m; i++) {
        rows1x1(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, c, c0 + i * ci + j * cj);
      }
    }
  }

  private static void shared(
      int m,
      int n,
      int k,
      double[] a,
      int a0,
      int ai,
      int ak,
      double[] b,
      int b0,
      int bk,
      int bj,
      double[] c,
      int c0,
      int ci,
      int cj) {
    int j = 0;
    for (; j + COLUMNS <= n; j += COLUMNS) {
      int i = 0;
      for (; i + ROWS <= m; i += ROWS) {
        if (COLUMNS == 4) {
          shared4x4(
              k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, ci, cj);
        } else {
          shared4x2(
              k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, ci, cj);
        }
      }
      for (; i < m; i++) {
        if (COLUMNS == 4) {
          shared1x4(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, cj);
        } else {
          shared1x2(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, cj);
        }
      }
    }
    for (; j < n; j++) {
      int i = 0;
      for (; i + ROWS <= m; i += ROWS) {
        shared4x1(k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, c, c0 + i * ci + j * cj, ci);
      }
      for (; i < m; i++) {
        shared1x1(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, c, c0 + i * ci + j * cj);
      }
    }
  }

  private static void rows4x4(
      int k,
      double[] a,
      int a0,
      int ai,
      int ak,
      double[] b,
      int b0,
      int bk,
      int bj,
      double[] c,
      int c0,
      int ci,
      int cj) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    int b1 = b0 + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    DoubleVector s00 = DoubleVector.zero(F64),
        s01 = DoubleVector.zero(F64),
        s02 = DoubleVector.zero(F64),
        s03 = DoubleVector.zero(F64);
    DoubleVector s10 = DoubleVector.zero(F64),
        s11 = DoubleVector.zero(F64),
        s12 = DoubleVector.zero(F64),
        s13 = DoubleVector.zero(F64);
    DoubleVector s20 = DoubleVector.zero(F64),
        s21 = DoubleVector.zero(F64),
        s22 = DoubleVector.zero(F64),
        s23 = DoubleVector.zero(F64);
    DoubleVector s30 = DoubleVector.zero(F64),
        s31 = DoubleVector.zero(F64),
        s32 = DoubleVector.zero(F64),
        s33 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector y0 = DoubleVector.fromArray(F64, b, b0 + bt);
      DoubleVector y1 = DoubleVector.fromArray(F64, b, b1 + bt);
      DoubleVector y2 = DoubleVector.fromArray(F64, b, b2 + bt);
      DoubleVector y3 = DoubleVector.fromArray(F64, b, b3 + bt);
      DoubleVector x = DoubleVector.fromArray(F64, a, a0 + at);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      s02 = x.fma(y2, s02);
      s03 = x.fma(y3, s03);
      x = DoubleVector.fromArray(F64, a, a1 + at);
      s10 = x.fma(y0, s10);
      s11 = x.fma(y1, s11);
      s12 = x.fma(y2, s12);
      s13 = x.fma(y3, s13);
      x = DoubleVector.fromArray(F64, a, a2 + at);
      s20 = x.fma(y0, s20);
      s21 = x.fma(y1, s21);
      s22 = x.fma(y2, s22);
      s23 = x.fma(y3, s23);
      x = DoubleVector.fromArray(F64, a, a3 + at);
      s30 = x.fma(y0, s30);
      s31 = x.fma(y1, s31);
      s32 = x.fma(y2, s32);
      s33 = x.fma(y3, s33);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    s02.intoArray(c, c0 + 2 * cj);
    s03.intoArray(c, c0 + 3 * cj);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + cj);
    s12.intoArray(c, c1 + 2 * cj);
    s13.intoArray(c, c1 + 3 * cj);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + cj);
    s22.intoArray(c, c2 + 2 * cj);
    s23.intoArray(c, c2 + 3 * cj);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + cj);
    s32.intoArray(c, c3 + 2 * cj);
    s33.intoArray(c, c3 + 3 * cj);
  }

  private static void rows4x2(
      int k,
      double[] a,
      int a0,
      int ai,
      int ak,
      double[] b,
      int b0,
      int bk,
      int bj,
      double[] c,
      int c0,
      int ci,
      int cj) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    int b1 = b0 + bj;
    DoubleVector s00 = DoubleVector.zero(F64), s01 = DoubleVector.zero(F64);
    DoubleVector s10 = DoubleVector.zero(F64), s11 = DoubleVector.zero(F64);
    DoubleVector s20 = DoubleVector.zero(F64), s21 = DoubleVector.zero(F64);
    DoubleVector s30 = DoubleVector.zero(F64), s31 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector y0 = DoubleVector.fromArray(F64, b, b0 + bt);
      DoubleVector y1 = DoubleVector.fromArray(F64, b, b1 + bt);
      DoubleVector x = DoubleVector.fromArray(F64, a, a0 + at);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      x = DoubleVector.fromArray(F64, a, a1 + at);
      s10 = x.fma(y0, s10);
      s11 = x.fma(y1, s11);
      x = DoubleVector.fromArray(F64, a, a2 + at);
      s20 = x.fma(y0, s20);
      s21 = x.fma(y1, s21);
      x = DoubleVector.fromArray(F64, a, a3 + at);
      s30 = x.fma(y0, s30);
      s31 = x.fma(y1, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + cj);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + cj);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + cj);
  }

  private static void rows1x4(
      int k,
      double[] a,
      int a0,
      int ak,
      double[] b,
      int b0,
      int bk,
      int bj,
      double[] c,
      int c0,
      int cj) {
    int b1 = b0 + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    DoubleVector s00 = DoubleVector.zero(F64),
        s01 = DoubleVector.zero(F64),
        s02 = DoubleVector.zero(F64),
        s03 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector y0 = DoubleVector.fromArray(F64, b, b0 + bt);
      DoubleVector y1 = DoubleVector.fromArray(F64, b, b1 + bt);
      DoubleVector y2 = DoubleVector.fromArray(F64, b, b2 + bt);
      DoubleVector y3 = DoubleVector.fromArray(F64, b, b3 + bt);
      DoubleVector x = DoubleVector.fromArray(F64, a, a0 + at);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      s02 = x.fma(y2, s02);
      s03 = x.fma(y3, s03);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    s02.intoArray(c, c0 + 2 * cj);
    s03.intoArray(c, c0 + 3 * cj);
  }

  private static void rows1x2(
      int k,
      double[] a,
      int a0,
      int ak,
      double[] b,
      int b0,
      int bk,
      int bj,
      double[] c,
      int c0,
      int cj) {
    int b1 = b0 + bj;
    DoubleVector s00 = DoubleVector.zero(F64), s01 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector y0 = DoubleVector.fromArray(F64, b, b0 + bt);
      DoubleVector y1 = DoubleVector.fromArray(F64, b, b1 + bt);
      DoubleVector x = DoubleVector.fromArray(F64, a, a0 + at);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
  }

  private static void rows4x1(
      int k,
      double[] a,
      int a0,
      int ai,
      int ak,
      double[] b,
      int b0,
      int bk,
      double[] c,
      int c0,
      int ci) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    DoubleVector s00 = DoubleVector.zero(F64);
    DoubleVector s10 = DoubleVector.zero(F64);
    DoubleVector s20 = DoubleVector.zero(F64);
    DoubleVector s30 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector y0 = DoubleVector.fromArray(F64, b, b0 + bt);
      DoubleVector x = DoubleVector.fromArray(F64, a, a0 + at);
      s00 = x.fma(y0, s00);
      x = DoubleVector.fromArray(F64, a, a1 + at);
      s10 = x.fma(y0, s10);
      x = DoubleVector.fromArray(F64, a, a2 + at);
      s20 = x.fma(y0, s20);
      x = DoubleVector.fromArray(F64, a, a3 + at);
      s30 = x.fma(y0, s30);
    }
    s00.intoArray(c, c0);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
  }

  private static void rows1x1(
      int k, double[] a, int a0, int ak, double[] b, int b0, int bk, double[] c, int c0) {
    DoubleVector s00 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector y0 = DoubleVector.fromArray(F64, b, b0 + bt);
      DoubleVector x = DoubleVector.fromArray(F64, a, a0 + at);
      s00 = x.fma(y0, s00);
    }
    s00.intoArray(c, c0);
  }

  private static void shared4x4(
      int k,
      double[] a,
      int a0,
      int ai,
      int ak,
      double[] b,
      int b0,
      int bk,
      int bj,
      double[] c,
      int c0,
      int ci,
      int cj) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    int b1 = b0 + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    DoubleVector s00 = DoubleVector.zero(F64),
        s01 = DoubleVector.zero(F64),
        s02 = DoubleVector.zero(F64),
        s03 = DoubleVector.zero(F64);
    DoubleVector s10 = DoubleVector.zero(F64),
        s11 = DoubleVector.zero(F64),
        s12 = DoubleVector.zero(F64),
        s13 = DoubleVector.zero(F64);
    DoubleVector s20 = DoubleVector.zero(F64),
        s21 = DoubleVector.zero(F64),
        s22 = DoubleVector.zero(F64),
        s23 = DoubleVector.zero(F64);
    DoubleVector s30 = DoubleVector.zero(F64),
        s31 = DoubleVector.zero(F64),
        s32 = DoubleVector.zero(F64),
        s33 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector x0 = DoubleVector.fromArray(F64, a, a0 + at);
      DoubleVector x1 = DoubleVector.fromArray(F64, a, a1 + at);
      DoubleVector x2 = DoubleVector.fromArray(F64, a, a2 + at);
      DoubleVector x3 = DoubleVector.fromArray(F64, a, a3 + at);
      DoubleVector y = DoubleVector.broadcast(F64, b[b0 + bt]);
      s00 = x0.fma(y, s00);
      s10 = x1.fma(y, s10);
      s20 = x2.fma(y, s20);
      s30 = x3.fma(y, s30);
      y = DoubleVector.broadcast(F64, b[b1 + bt]);
      s01 = x0.fma(y, s01);
      s11 = x1.fma(y, s11);
      s21 = x2.fma(y, s21);
      s31 = x3.fma(y, s31);
      y = DoubleVector.broadcast(F64, b[b2 + bt]);
      s02 = x0.fma(y, s02);
      s12 = x1.fma(y, s12);
      s22 = x2.fma(y, s22);
      s32 = x3.fma(y, s32);
      y = DoubleVector.broadcast(F64, b[b3 + bt]);
      s03 = x0.fma(y, s03);
      s13 = x1.fma(y, s13);
      s23 = x2.fma(y, s23);
      s33 = x3.fma(y, s33);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    s02.intoArray(c, c0 + 2 * cj);
    s03.intoArray(c, c0 + 3 * cj);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + cj);
    s12.intoArray(c, c1 + 2 * cj);
    s13.intoArray(c, c1 + 3 * cj);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + cj);
    s22.intoArray(c, c2 + 2 * cj);
    s23.intoArray(c, c2 + 3 * cj);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + cj);
    s32.intoArray(c, c3 + 2 * cj);
    s33.intoArray(c, c3 + 3 * cj);
  }

  private static void shared4x2(
      int k,
      double[] a,
      int a0,
      int ai,
      int ak,
      double[] b,
      int b0,
      int bk,
      int bj,
      double[] c,
      int c0,
      int ci,
      int cj) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    int b1 = b0 + bj;
    DoubleVector s00 = DoubleVector.zero(F64), s01 = DoubleVector.zero(F64);
    DoubleVector s10 = DoubleVector.zero(F64), s11 = DoubleVector.zero(F64);
    DoubleVector s20 = DoubleVector.zero(F64), s21 = DoubleVector.zero(F64);
    DoubleVector s30 = DoubleVector.zero(F64), s31 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector x0 = DoubleVector.fromArray(F64, a, a0 + at);
      DoubleVector x1 = DoubleVector.fromArray(F64, a, a1 + at);
      DoubleVector x2 = DoubleVector.fromArray(F64, a, a2 + at);
      DoubleVector x3 = DoubleVector.fromArray(F64, a, a3 + at);
      DoubleVector y = DoubleVector.broadcast(F64, b[b0 + bt]);
      s00 = x0.fma(y, s00);
      s10 = x1.fma(y, s10);
      s20 = x2.fma(y, s20);
      s30 = x3.fma(y, s30);
      y = DoubleVector.broadcast(F64, b[b1 + bt]);
      s01 = x0.fma(y, s01);
      s11 = x1.fma(y, s11);
      s21 = x2.fma(y, s21);
      s31 = x3.fma(y, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + cj);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + cj);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + cj);
  }

  private static void shared1x4(
      int k,
      double[] a,
      int a0,
      int ak,
      double[] b,
      int b0,
      int bk,
      int bj,
      double[] c,
      int c0,
      int cj) {
    int b1 = b0 + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    DoubleVector s00 = DoubleVector.zero(F64),
        s01 = DoubleVector.zero(F64),
        s02 = DoubleVector.zero(F64),
        s03 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector x0 = DoubleVector.fromArray(F64, a, a0 + at);
      DoubleVector y = DoubleVector.broadcast(F64, b[b0 + bt]);
      s00 = x0.fma(y, s00);
      y = DoubleVector.broadcast(F64, b[b1 + bt]);
      s01 = x0.fma(y, s01);
      y = DoubleVector.broadcast(F64, b[b2 + bt]);
      s02 = x0.fma(y, s02);
      y = DoubleVector.broadcast(F64, b[b3 + bt]);
      s03 = x0.fma(y, s03);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    s02.intoArray(c, c0 + 2 * cj);
    s03.intoArray(c, c0 + 3 * cj);
  }

  private static void shared1x2(
      int k,
      double[] a,
      int a0,
      int ak,
      double[] b,
      int b0,
      int bk,
      int bj,
      double[] c,
      int c0,
      int cj) {
    int b1 = b0 + bj;
    DoubleVector s00 = DoubleVector.zero(F64), s01 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector x0 = DoubleVector.fromArray(F64, a, a0 + at);
      DoubleVector y = DoubleVector.broadcast(F64, b[b0 + bt]);
      s00 = x0.fma(y, s00);
      y = DoubleVector.broadcast(F64, b[b1 + bt]);
      s01 = x0.fma(y, s01);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
  }

  private static void shared4x1(
      int k,
      double[] a,
      int a0,
      int ai,
      int ak,
      double[] b,
      int b0,
      int bk,
      double[] c,
      int c0,
      int ci) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    DoubleVector s00 = DoubleVector.zero(F64);
    DoubleVector s10 = DoubleVector.zero(F64);
    DoubleVector s20 = DoubleVector.zero(F64);
    DoubleVector s30 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector x0 = DoubleVector.fromArray(F64, a, a0 + at);
      DoubleVector x1 = DoubleVector.fromArray(F64, a, a1 + at);
      DoubleVector x2 = DoubleVector.fromArray(F64, a, a2 + at);
      DoubleVector x3 = DoubleVector.fromArray(F64, a, a3 + at);
      DoubleVector y = DoubleVector.broadcast(F64, b[b0 + bt]);
      s00 = x0.fma(y, s00);
      s10 = x1.fma(y, s10);
      s20 = x2.fma(y, s20);
      s30 = x3.fma(y, s30);
    }
    s00.intoArray(c, c0);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
  }

  private static void shared1x1(
      int k, double[] a, int a0, int ak, double[] b, int b0, int bk, double[] c, int c0) {
    DoubleVector s00 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      DoubleVector x0 = DoubleVector.fromArray(F64, a, a0 + at);
      DoubleVector y = DoubleVector.broadcast(F64, b[b0 + bt]);
      s00 = x0.fma(y, s00);
    }
    s00.intoArray(c, c0);
  }

  private static void rows(
      int m,
      int n,
      int k,
      float[] a,
      int a0,
      int ai,
      int ak,
      float[] b,
      int b0,
      int bk,
      int bj,
      float[] c,
      int c0,
      int ci,
      int cj) {
    int j = 0;
    for (; j + COLUMNS <= n; j += COLUMNS) {
      int i = 0;
      for (; i + ROWS <= m; i += ROWS) {
        if (COLUMNS == 4) {
          rows4x4(
              k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, ci, cj);
        } else {
          rows4x2(
              k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, ci, cj);
        }
      }
      for (; i < m; i++) {
        if (COLUMNS == 4) {
          rows1x4(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, cj);
        } else {
          rows1x2(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, cj);
        }
      }
    }
    for (; j < n; j++) {
      int i = 0;
      for (; i + ROWS <= m; i += ROWS) {
        rows4x1(k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, c, c0 + i * ci + j * cj, ci);
      }
      for (; i < m; i++) {
        rows1x1(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, c, c0 + i * ci + j * cj);
      }
    }
  }

  private static void shared(
      int m,
      int n,
      int k,
      float[] a,
      int a0,
      int ai,
      int ak,
      float[] b,
      int b0,
      int bk,
      int bj,
      float[] c,
      int c0,
      int ci,
      int cj) {
    int j = 0;
    for (; j + COLUMNS <= n; j += COLUMNS) {
      int i = 0;
      for (; i + ROWS <= m; i += ROWS) {
        if (COLUMNS == 4) {
          shared4x4(
              k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, ci, cj);
        } else {
          shared4x2(
              k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, ci, cj);
        }
      }
      for (; i < m; i++) {
        if (COLUMNS == 4) {
          shared1x4(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, cj);
        } else {
          shared1x2(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, bj, c, c0 + i * ci + j * cj, cj);
        }
      }
    }
    for (; j < n; j++) {
      int i = 0;
      for (; i + ROWS <= m; i += ROWS) {
        shared4x1(k, a, a0 + i * ai, ai, ak, b, b0 + j * bj, bk, c, c0 + i * ci + j * cj, ci);
      }
      for (; i < m; i++) {
        shared1x1(k, a, a0 + i * ai, ak, b, b0 + j * bj, bk, c, c0 + i * ci + j * cj);
      }
    }
  }

  private static void rows4x4(
      int k,
      float[] a,
      int a0,
      int ai,
      int ak,
      float[] b,
      int b0,
      int bk,
      int bj,
      float[] c,
      int c0,
      int ci,
      int cj) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    int b1 = b0 + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    FloatVector s00 = FloatVector.zero(F32),
        s01 = FloatVector.zero(F32),
        s02 = FloatVector.zero(F32),
        s03 = FloatVector.zero(F32);
    FloatVector s10 = FloatVector.zero(F32),
        s11 = FloatVector.zero(F32),
        s12 = FloatVector.zero(F32),
        s13 = FloatVector.zero(F32);
    FloatVector s20 = FloatVector.zero(F32),
        s21 = FloatVector.zero(F32),
        s22 = FloatVector.zero(F32),
        s23 = FloatVector.zero(F32);
    FloatVector s30 = FloatVector.zero(F32),
        s31 = FloatVector.zero(F32),
        s32 = FloatVector.zero(F32),
        s33 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector y0 = FloatVector.fromArray(F32, b, b0 + bt);
      FloatVector y1 = FloatVector.fromArray(F32, b, b1 + bt);
      FloatVector y2 = FloatVector.fromArray(F32, b, b2 + bt);
      FloatVector y3 = FloatVector.fromArray(F32, b, b3 + bt);
      FloatVector x = FloatVector.fromArray(F32, a, a0 + at);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      s02 = x.fma(y2, s02);
      s03 = x.fma(y3, s03);
      x = FloatVector.fromArray(F32, a, a1 + at);
      s10 = x.fma(y0, s10);
      s11 = x.fma(y1, s11);
      s12 = x.fma(y2, s12);
      s13 = x.fma(y3, s13);
      x = FloatVector.fromArray(F32, a, a2 + at);
      s20 = x.fma(y0, s20);
      s21 = x.fma(y1, s21);
      s22 = x.fma(y2, s22);
      s23 = x.fma(y3, s23);
      x = FloatVector.fromArray(F32, a, a3 + at);
      s30 = x.fma(y0, s30);
      s31 = x.fma(y1, s31);
      s32 = x.fma(y2, s32);
      s33 = x.fma(y3, s33);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    s02.intoArray(c, c0 + 2 * cj);
    s03.intoArray(c, c0 + 3 * cj);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + cj);
    s12.intoArray(c, c1 + 2 * cj);
    s13.intoArray(c, c1 + 3 * cj);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + cj);
    s22.intoArray(c, c2 + 2 * cj);
    s23.intoArray(c, c2 + 3 * cj);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + cj);
    s32.intoArray(c, c3 + 2 * cj);
    s33.intoArray(c, c3 + 3 * cj);
  }

  private static void rows4x2(
      int k,
      float[] a,
      int a0,
      int ai,
      int ak,
      float[] b,
      int b0,
      int bk,
      int bj,
      float[] c,
      int c0,
      int ci,
      int cj) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    int b1 = b0 + bj;
    FloatVector s00 = FloatVector.zero(F32), s01 = FloatVector.zero(F32);
    FloatVector s10 = FloatVector.zero(F32), s11 = FloatVector.zero(F32);
    FloatVector s20 = FloatVector.zero(F32), s21 = FloatVector.zero(F32);
    FloatVector s30 = FloatVector.zero(F32), s31 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector y0 = FloatVector.fromArray(F32, b, b0 + bt);
      FloatVector y1 = FloatVector.fromArray(F32, b, b1 + bt);
      FloatVector x = FloatVector.fromArray(F32, a, a0 + at);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      x = FloatVector.fromArray(F32, a, a1 + at);
      s10 = x.fma(y0, s10);
      s11 = x.fma(y1, s11);
      x = FloatVector.fromArray(F32, a, a2 + at);
      s20 = x.fma(y0, s20);
      s21 = x.fma(y1, s21);
      x = FloatVector.fromArray(F32, a, a3 + at);
      s30 = x.fma(y0, s30);
      s31 = x.fma(y1, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + cj);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + cj);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + cj);
  }

  private static void rows1x4(
      int k,
      float[] a,
      int a0,
      int ak,
      float[] b,
      int b0,
      int bk,
      int bj,
      float[] c,
      int c0,
      int cj) {
    int b1 = b0 + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    FloatVector s00 = FloatVector.zero(F32),
        s01 = FloatVector.zero(F32),
        s02 = FloatVector.zero(F32),
        s03 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector y0 = FloatVector.fromArray(F32, b, b0 + bt);
      FloatVector y1 = FloatVector.fromArray(F32, b, b1 + bt);
      FloatVector y2 = FloatVector.fromArray(F32, b, b2 + bt);
      FloatVector y3 = FloatVector.fromArray(F32, b, b3 + bt);
      FloatVector x = FloatVector.fromArray(F32, a, a0 + at);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      s02 = x.fma(y2, s02);
      s03 = x.fma(y3, s03);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    s02.intoArray(c, c0 + 2 * cj);
    s03.intoArray(c, c0 + 3 * cj);
  }

  private static void rows1x2(
      int k,
      float[] a,
      int a0,
      int ak,
      float[] b,
      int b0,
      int bk,
      int bj,
      float[] c,
      int c0,
      int cj) {
    int b1 = b0 + bj;
    FloatVector s00 = FloatVector.zero(F32), s01 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector y0 = FloatVector.fromArray(F32, b, b0 + bt);
      FloatVector y1 = FloatVector.fromArray(F32, b, b1 + bt);
      FloatVector x = FloatVector.fromArray(F32, a, a0 + at);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
  }

  private static void rows4x1(
      int k,
      float[] a,
      int a0,
      int ai,
      int ak,
      float[] b,
      int b0,
      int bk,
      float[] c,
      int c0,
      int ci) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    FloatVector s00 = FloatVector.zero(F32);
    FloatVector s10 = FloatVector.zero(F32);
    FloatVector s20 = FloatVector.zero(F32);
    FloatVector s30 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector y0 = FloatVector.fromArray(F32, b, b0 + bt);
      FloatVector x = FloatVector.fromArray(F32, a, a0 + at);
      s00 = x.fma(y0, s00);
      x = FloatVector.fromArray(F32, a, a1 + at);
      s10 = x.fma(y0, s10);
      x = FloatVector.fromArray(F32, a, a2 + at);
      s20 = x.fma(y0, s20);
      x = FloatVector.fromArray(F32, a, a3 + at);
      s30 = x.fma(y0, s30);
    }
    s00.intoArray(c, c0);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
  }

  private static void rows1x1(
      int k, float[] a, int a0, int ak, float[] b, int b0, int bk, float[] c, int c0) {
    FloatVector s00 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector y0 = FloatVector.fromArray(F32, b, b0 + bt);
      FloatVector x = FloatVector.fromArray(F32, a, a0 + at);
      s00 = x.fma(y0, s00);
    }
    s00.intoArray(c, c0);
  }

  private static void shared4x4(
      int k,
      float[] a,
      int a0,
      int ai,
      int ak,
      float[] b,
      int b0,
      int bk,
      int bj,
      float[] c,
      int c0,
      int ci,
      int cj) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    int b1 = b0 + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    FloatVector s00 = FloatVector.zero(F32),
        s01 = FloatVector.zero(F32),
        s02 = FloatVector.zero(F32),
        s03 = FloatVector.zero(F32);
    FloatVector s10 = FloatVector.zero(F32),
        s11 = FloatVector.zero(F32),
        s12 = FloatVector.zero(F32),
        s13 = FloatVector.zero(F32);
    FloatVector s20 = FloatVector.zero(F32),
        s21 = FloatVector.zero(F32),
        s22 = FloatVector.zero(F32),
        s23 = FloatVector.zero(F32);
    FloatVector s30 = FloatVector.zero(F32),
        s31 = FloatVector.zero(F32),
        s32 = FloatVector.zero(F32),
        s33 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector x0 = FloatVector.fromArray(F32, a, a0 + at);
      FloatVector x1 = FloatVector.fromArray(F32, a, a1 + at);
      FloatVector x2 = FloatVector.fromArray(F32, a, a2 + at);
      FloatVector x3 = FloatVector.fromArray(F32, a, a3 + at);
      FloatVector y = FloatVector.broadcast(F32, b[b0 + bt]);
      s00 = x0.fma(y, s00);
      s10 = x1.fma(y, s10);
      s20 = x2.fma(y, s20);
      s30 = x3.fma(y, s30);
      y = FloatVector.broadcast(F32, b[b1 + bt]);
      s01 = x0.fma(y, s01);
      s11 = x1.fma(y, s11);
      s21 = x2.fma(y, s21);
      s31 = x3.fma(y, s31);
      y = FloatVector.broadcast(F32, b[b2 + bt]);
      s02 = x0.fma(y, s02);
      s12 = x1.fma(y, s12);
      s22 = x2.fma(y, s22);
      s32 = x3.fma(y, s32);
      y = FloatVector.broadcast(F32, b[b3 + bt]);
      s03 = x0.fma(y, s03);
      s13 = x1.fma(y, s13);
      s23 = x2.fma(y, s23);
      s33 = x3.fma(y, s33);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    s02.intoArray(c, c0 + 2 * cj);
    s03.intoArray(c, c0 + 3 * cj);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + cj);
    s12.intoArray(c, c1 + 2 * cj);
    s13.intoArray(c, c1 + 3 * cj);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + cj);
    s22.intoArray(c, c2 + 2 * cj);
    s23.intoArray(c, c2 + 3 * cj);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + cj);
    s32.intoArray(c, c3 + 2 * cj);
    s33.intoArray(c, c3 + 3 * cj);
  }

  private static void shared4x2(
      int k,
      float[] a,
      int a0,
      int ai,
      int ak,
      float[] b,
      int b0,
      int bk,
      int bj,
      float[] c,
      int c0,
      int ci,
      int cj) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    int b1 = b0 + bj;
    FloatVector s00 = FloatVector.zero(F32), s01 = FloatVector.zero(F32);
    FloatVector s10 = FloatVector.zero(F32), s11 = FloatVector.zero(F32);
    FloatVector s20 = FloatVector.zero(F32), s21 = FloatVector.zero(F32);
    FloatVector s30 = FloatVector.zero(F32), s31 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector x0 = FloatVector.fromArray(F32, a, a0 + at);
      FloatVector x1 = FloatVector.fromArray(F32, a, a1 + at);
      FloatVector x2 = FloatVector.fromArray(F32, a, a2 + at);
      FloatVector x3 = FloatVector.fromArray(F32, a, a3 + at);
      FloatVector y = FloatVector.broadcast(F32, b[b0 + bt]);
      s00 = x0.fma(y, s00);
      s10 = x1.fma(y, s10);
      s20 = x2.fma(y, s20);
      s30 = x3.fma(y, s30);
      y = FloatVector.broadcast(F32, b[b1 + bt]);
      s01 = x0.fma(y, s01);
      s11 = x1.fma(y, s11);
      s21 = x2.fma(y, s21);
      s31 = x3.fma(y, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + cj);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + cj);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + cj);
  }

  private static void shared1x4(
      int k,
      float[] a,
      int a0,
      int ak,
      float[] b,
      int b0,
      int bk,
      int bj,
      float[] c,
      int c0,
      int cj) {
    int b1 = b0 + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    FloatVector s00 = FloatVector.zero(F32),
        s01 = FloatVector.zero(F32),
        s02 = FloatVector.zero(F32),
        s03 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector x0 = FloatVector.fromArray(F32, a, a0 + at);
      FloatVector y = FloatVector.broadcast(F32, b[b0 + bt]);
      s00 = x0.fma(y, s00);
      y = FloatVector.broadcast(F32, b[b1 + bt]);
      s01 = x0.fma(y, s01);
      y = FloatVector.broadcast(F32, b[b2 + bt]);
      s02 = x0.fma(y, s02);
      y = FloatVector.broadcast(F32, b[b3 + bt]);
      s03 = x0.fma(y, s03);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
    s02.intoArray(c, c0 + 2 * cj);
    s03.intoArray(c, c0 + 3 * cj);
  }

  private static void shared1x2(
      int k,
      float[] a,
      int a0,
      int ak,
      float[] b,
      int b0,
      int bk,
      int bj,
      float[] c,
      int c0,
      int cj) {
    int b1 = b0 + bj;
    FloatVector s00 = FloatVector.zero(F32), s01 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector x0 = FloatVector.fromArray(F32, a, a0 + at);
      FloatVector y = FloatVector.broadcast(F32, b[b0 + bt]);
      s00 = x0.fma(y, s00);
      y = FloatVector.broadcast(F32, b[b1 + bt]);
      s01 = x0.fma(y, s01);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + cj);
  }

  private static void shared4x1(
      int k,
      float[] a,
      int a0,
      int ai,
      int ak,
      float[] b,
      int b0,
      int bk,
      float[] c,
      int c0,
      int ci) {
    int a1 = a0 + ai;
    int a2 = a1 + ai;
    int a3 = a2 + ai;
    FloatVector s00 = FloatVector.zero(F32);
    FloatVector s10 = FloatVector.zero(F32);
    FloatVector s20 = FloatVector.zero(F32);
    FloatVector s30 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector x0 = FloatVector.fromArray(F32, a, a0 + at);
      FloatVector x1 = FloatVector.fromArray(F32, a, a1 + at);
      FloatVector x2 = FloatVector.fromArray(F32, a, a2 + at);
      FloatVector x3 = FloatVector.fromArray(F32, a, a3 + at);
      FloatVector y = FloatVector.broadcast(F32, b[b0 + bt]);
      s00 = x0.fma(y, s00);
      s10 = x1.fma(y, s10);
      s20 = x2.fma(y, s20);
      s30 = x3.fma(y, s30);
    }
    s00.intoArray(c, c0);
    int c1 = c0 + ci;
    s10.intoArray(c, c1);
    int c2 = c1 + ci;
    s20.intoArray(c, c2);
    int c3 = c2 + ci;
    s30.intoArray(c, c3);
  }

  private static void shared1x1(
      int k, float[] a, int a0, int ak, float[] b, int b0, int bk, float[] c, int c0) {
    FloatVector s00 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * ak;
      int bt = t * bk;
      FloatVector x0 = FloatVector.fromArray(F32, a, a0 + at);
      FloatVector y = FloatVector.broadcast(F32, b[b0 + bt]);
      s00 = x0.fma(y, s00);
    }
    s00.intoArray(c, c0);
  }
}
