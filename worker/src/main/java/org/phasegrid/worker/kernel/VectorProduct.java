package org.phasegrid.worker.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Small products C = A B in lanes, equal to {@link ScalarKernels#gemm} bit for bit: a lane is a
 * column of C and holds the whole of its sum, one fma per term in ascending k.
 *
 * <p>C is covered by panels of 4 (3 where registers are few) to 1 vectors of columns and, in a
 * panel, by blocks of 4, 8 or 1 rows whose sums stay in registers. What is left at the right and
 * lower border is covered by a panel or block moved back over its neighbour: it computes the same
 * bits again.
 */
final class VectorProduct {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;
  private static final int L64 = F64.length();
  private static final int L32 = F32.length();

  /** 512-bit vectors come with 32 registers, narrower ones with 16. */
  private static final boolean MANY_REGISTERS = F64.vectorBitSize() == 512;

  /**
   * Vectors of a full panel: with those of B and a factor of A, 4 rows of sums fill the registers.
   * Four of them at 256 bits spilled: 19 against 33 GFLOP/s.
   */
  private static final int WIDEST = MANY_REGISTERS ? 4 : 3;

  private final Room panels = new Room();
  private final Room results = new Room();

  void product(Tensor a, int row, int step, int k, Tensor b, Tensor c) {
    int n = c.columns();
    int lanes = c.precision() == Precision.FLOAT64 ? L64 : L32;
    if (n == 1 && row == 1) {
      // Aᵀ times a column: the same sums as the column, lying, times A.
      columns(b, 0, 1, k, a, c.view(0, 1, c.rows()), lanes);
    } else if (n == 1) {
      ScalarKernels.sums(a, row, step, k, b, c);
    } else {
      columns(a, row, step, k, b, c, lanes);
    }
  }

  private void columns(Tensor a, int row, int step, int k, Tensor b, Tensor c, int lanes) {
    int n = c.columns();
    if (n < lanes) {
      narrow(a, row, step, k, b, c, lanes);
      return;
    }
    int j = 0;
    while (j < n) {
      int vectors = vectors(n - j, n, lanes);
      int width = vectors * lanes;
      int start = Math.min(j, n - width);
      panel(a, row, step, k, b, start, c, start, vectors);
      j += width;
    }
  }

  /** Vectors of the next panel: no wider than C, no wider than the columns left need. */
  private static int vectors(int left, int n, int lanes) {
    return Math.min(WIDEST, Math.min(n / lanes, (left + lanes - 1) / lanes));
  }

  /**
   * Fewer columns than lanes: B and C are widened, what the added columns hold is not looked at.
   */
  private void narrow(Tensor a, int row, int step, int k, Tensor b, Tensor c, int lanes) {
    Tensor wide = panels.of(c.precision(), k, lanes);
    Tensor result = results.of(c.precision(), c.rows(), lanes);
    copy(b, 0, wide, 0, c.columns());
    panel(a, row, step, k, wide, 0, result, 0, 1);
    copy(result, 0, c, 0, c.columns());
  }

  /**
   * Copies {@code width} columns, from column {@code i} of {@code from} to column {@code j} of
   * {@code to}.
   */
  private static void copy(Tensor from, int i, Tensor to, int j, int width) {
    Object source = from.precision() == Precision.FLOAT64 ? from.f64 : from.f32;
    Object target = to.precision() == Precision.FLOAT64 ? to.f64 : to.f32;
    for (int r = 0; r < to.rows(); r++) {
      System.arraycopy(
          source,
          from.offset + r * from.columns() + i,
          target,
          to.offset + r * to.columns() + j,
          width);
    }
  }

  /** All rows of C in the columns from {@code cj} on, {@code vectors} wide. */
  private static void panel(
      Tensor a, int row, int step, int k, Tensor b, int bj, Tensor c, int cj, int vectors) {
    int m = c.rows();
    int lanes = c.precision() == Precision.FLOAT64 ? L64 : L32;
    if (step == 1 && vectors > 2 && b.columns() == vectors * lanes && m >= PackedProduct.ROWS) {
      // B lies as a panel does: its steps, which the compiler knows there, want no bounds checked.
      for (int i = 0; i < m; i += PackedProduct.ROWS) {
        int start = Math.min(i, m - PackedProduct.ROWS);
        int ci = c.offset + start * c.columns() + cj;
        PackedProduct.tile(a, a.offset + start * row, row, b, c, ci, c.columns(), true);
      }
      return;
    }
    int tall = vectors == 1 || (MANY_REGISTERS && vectors == 2) ? 8 : 4;
    int rows = m < tall ? 1 : tall;
    for (int i = 0; i < m; i += rows) {
      int start = Math.min(i, m - rows);
      int ai = a.offset + start * row;
      int ci = c.offset + start * c.columns() + cj;
      if (c.precision() == Precision.FLOAT64) {
        block64(a, ai, row, step, k, b, b.offset + bj, c, ci, rows, vectors);
      } else {
        block32(a, ai, row, step, k, b, b.offset + bj, c, ci, rows, vectors);
      }
    }
  }

  private static void block64(
      Tensor a,
      int ai,
      int row,
      int step,
      int k,
      Tensor b,
      int bj,
      Tensor c,
      int ci,
      int rows,
      int vectors) {
    double[] as = a.f64;
    double[] bs = b.f64;
    double[] cs = c.f64;
    int w = b.columns();
    int n = c.columns();
    if (rows == 1) {
      switch (vectors) {
        case 4 -> rows1x4(as, ai, step, k, bs, bj, w, cs, ci);
        case 3 -> rows1x3(as, ai, step, k, bs, bj, w, cs, ci);
        case 2 -> rows1x2(as, ai, step, k, bs, bj, w, cs, ci);
        default -> rows1x1(as, ai, step, k, bs, bj, w, cs, ci);
      }
    } else {
      switch (vectors) {
        case 4 -> rows4x4(as, ai, row, step, k, bs, bj, w, cs, ci, n);
        case 3 -> rows4x3(as, ai, row, step, k, bs, bj, w, cs, ci, n);
        case 2 -> {
          if (rows == 4) {
            rows4x2(as, ai, row, step, k, bs, bj, w, cs, ci, n);
          } else {
            rows8x2(as, ai, row, step, k, bs, bj, w, cs, ci, n);
          }
        }
        default -> rows8x1(as, ai, row, step, k, bs, bj, w, cs, ci, n);
      }
    }
  }

  private static void block32(
      Tensor a,
      int ai,
      int row,
      int step,
      int k,
      Tensor b,
      int bj,
      Tensor c,
      int ci,
      int rows,
      int vectors) {
    float[] as = a.f32;
    float[] bs = b.f32;
    float[] cs = c.f32;
    int w = b.columns();
    int n = c.columns();
    if (rows == 1) {
      switch (vectors) {
        case 4 -> rows1x4(as, ai, step, k, bs, bj, w, cs, ci);
        case 3 -> rows1x3(as, ai, step, k, bs, bj, w, cs, ci);
        case 2 -> rows1x2(as, ai, step, k, bs, bj, w, cs, ci);
        default -> rows1x1(as, ai, step, k, bs, bj, w, cs, ci);
      }
    } else {
      switch (vectors) {
        case 4 -> rows4x4(as, ai, row, step, k, bs, bj, w, cs, ci, n);
        case 3 -> rows4x3(as, ai, row, step, k, bs, bj, w, cs, ci, n);
        case 2 -> {
          if (rows == 4) {
            rows4x2(as, ai, row, step, k, bs, bj, w, cs, ci, n);
          } else {
            rows8x2(as, ai, row, step, k, bs, bj, w, cs, ci, n);
          }
        }
        default -> rows8x1(as, ai, row, step, k, bs, bj, w, cs, ci, n);
      }
    }
  }

  private static void rows4x4(
      double[] a,
      int a0,
      int row,
      int step,
      int k,
      double[] b,
      int b0,
      int stride,
      double[] c,
      int c0,
      int n) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
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
      int at = t * step;
      int bt = b0 + t * stride;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector v1 = DoubleVector.fromArray(F64, b, bt + L64);
      DoubleVector v2 = DoubleVector.fromArray(F64, b, bt + 2 * L64);
      DoubleVector v3 = DoubleVector.fromArray(F64, b, bt + 3 * L64);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
      s03 = x.fma(v3, s03);
      x = DoubleVector.broadcast(F64, a[a1 + at]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      s12 = x.fma(v2, s12);
      s13 = x.fma(v3, s13);
      x = DoubleVector.broadcast(F64, a[a2 + at]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      s22 = x.fma(v2, s22);
      s23 = x.fma(v3, s23);
      x = DoubleVector.broadcast(F64, a[a3 + at]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
      s32 = x.fma(v2, s32);
      s33 = x.fma(v3, s33);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L64);
    s02.intoArray(c, c0 + 2 * L64);
    s03.intoArray(c, c0 + 3 * L64);
    int c1 = c0 + n;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L64);
    s12.intoArray(c, c1 + 2 * L64);
    s13.intoArray(c, c1 + 3 * L64);
    int c2 = c1 + n;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L64);
    s22.intoArray(c, c2 + 2 * L64);
    s23.intoArray(c, c2 + 3 * L64);
    int c3 = c2 + n;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L64);
    s32.intoArray(c, c3 + 2 * L64);
    s33.intoArray(c, c3 + 3 * L64);
  }

  private static void rows4x4(
      float[] a,
      int a0,
      int row,
      int step,
      int k,
      float[] b,
      int b0,
      int stride,
      float[] c,
      int c0,
      int n) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
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
      int at = t * step;
      int bt = b0 + t * stride;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector v1 = FloatVector.fromArray(F32, b, bt + L32);
      FloatVector v2 = FloatVector.fromArray(F32, b, bt + 2 * L32);
      FloatVector v3 = FloatVector.fromArray(F32, b, bt + 3 * L32);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
      s03 = x.fma(v3, s03);
      x = FloatVector.broadcast(F32, a[a1 + at]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      s12 = x.fma(v2, s12);
      s13 = x.fma(v3, s13);
      x = FloatVector.broadcast(F32, a[a2 + at]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      s22 = x.fma(v2, s22);
      s23 = x.fma(v3, s23);
      x = FloatVector.broadcast(F32, a[a3 + at]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
      s32 = x.fma(v2, s32);
      s33 = x.fma(v3, s33);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L32);
    s02.intoArray(c, c0 + 2 * L32);
    s03.intoArray(c, c0 + 3 * L32);
    int c1 = c0 + n;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L32);
    s12.intoArray(c, c1 + 2 * L32);
    s13.intoArray(c, c1 + 3 * L32);
    int c2 = c1 + n;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L32);
    s22.intoArray(c, c2 + 2 * L32);
    s23.intoArray(c, c2 + 3 * L32);
    int c3 = c2 + n;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L32);
    s32.intoArray(c, c3 + 2 * L32);
    s33.intoArray(c, c3 + 3 * L32);
  }

  private static void rows4x3(
      double[] a,
      int a0,
      int row,
      int step,
      int k,
      double[] b,
      int b0,
      int stride,
      double[] c,
      int c0,
      int n) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    DoubleVector s00 = DoubleVector.zero(F64),
        s01 = DoubleVector.zero(F64),
        s02 = DoubleVector.zero(F64);
    DoubleVector s10 = DoubleVector.zero(F64),
        s11 = DoubleVector.zero(F64),
        s12 = DoubleVector.zero(F64);
    DoubleVector s20 = DoubleVector.zero(F64),
        s21 = DoubleVector.zero(F64),
        s22 = DoubleVector.zero(F64);
    DoubleVector s30 = DoubleVector.zero(F64),
        s31 = DoubleVector.zero(F64),
        s32 = DoubleVector.zero(F64);
    for (int at = 0, bt = b0, end = k * step; at != end; at += step, bt += stride) {
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector v1 = DoubleVector.fromArray(F64, b, bt + L64);
      DoubleVector v2 = DoubleVector.fromArray(F64, b, bt + 2 * L64);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
      x = DoubleVector.broadcast(F64, a[a1 + at]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      s12 = x.fma(v2, s12);
      x = DoubleVector.broadcast(F64, a[a2 + at]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      s22 = x.fma(v2, s22);
      x = DoubleVector.broadcast(F64, a[a3 + at]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
      s32 = x.fma(v2, s32);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L64);
    s02.intoArray(c, c0 + 2 * L64);
    int c1 = c0 + n;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L64);
    s12.intoArray(c, c1 + 2 * L64);
    int c2 = c1 + n;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L64);
    s22.intoArray(c, c2 + 2 * L64);
    int c3 = c2 + n;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L64);
    s32.intoArray(c, c3 + 2 * L64);
  }

  private static void rows4x2(
      double[] a,
      int a0,
      int row,
      int step,
      int k,
      double[] b,
      int b0,
      int stride,
      double[] c,
      int c0,
      int n) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    DoubleVector s00 = DoubleVector.zero(F64), s01 = DoubleVector.zero(F64);
    DoubleVector s10 = DoubleVector.zero(F64), s11 = DoubleVector.zero(F64);
    DoubleVector s20 = DoubleVector.zero(F64), s21 = DoubleVector.zero(F64);
    DoubleVector s30 = DoubleVector.zero(F64), s31 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector v1 = DoubleVector.fromArray(F64, b, bt + L64);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      x = DoubleVector.broadcast(F64, a[a1 + at]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      x = DoubleVector.broadcast(F64, a[a2 + at]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      x = DoubleVector.broadcast(F64, a[a3 + at]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L64);
    int c1 = c0 + n;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L64);
    int c2 = c1 + n;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L64);
    int c3 = c2 + n;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L64);
  }

  private static void rows1x3(
      double[] a, int a0, int step, int k, double[] b, int b0, int stride, double[] c, int c0) {
    DoubleVector s00 = DoubleVector.zero(F64),
        s01 = DoubleVector.zero(F64),
        s02 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector v1 = DoubleVector.fromArray(F64, b, bt + L64);
      DoubleVector v2 = DoubleVector.fromArray(F64, b, bt + 2 * L64);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L64);
    s02.intoArray(c, c0 + 2 * L64);
  }

  private static void rows4x3(
      float[] a,
      int a0,
      int row,
      int step,
      int k,
      float[] b,
      int b0,
      int stride,
      float[] c,
      int c0,
      int n) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    FloatVector s00 = FloatVector.zero(F32),
        s01 = FloatVector.zero(F32),
        s02 = FloatVector.zero(F32);
    FloatVector s10 = FloatVector.zero(F32),
        s11 = FloatVector.zero(F32),
        s12 = FloatVector.zero(F32);
    FloatVector s20 = FloatVector.zero(F32),
        s21 = FloatVector.zero(F32),
        s22 = FloatVector.zero(F32);
    FloatVector s30 = FloatVector.zero(F32),
        s31 = FloatVector.zero(F32),
        s32 = FloatVector.zero(F32);
    for (int at = 0, bt = b0, end = k * step; at != end; at += step, bt += stride) {
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector v1 = FloatVector.fromArray(F32, b, bt + L32);
      FloatVector v2 = FloatVector.fromArray(F32, b, bt + 2 * L32);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
      x = FloatVector.broadcast(F32, a[a1 + at]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      s12 = x.fma(v2, s12);
      x = FloatVector.broadcast(F32, a[a2 + at]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      s22 = x.fma(v2, s22);
      x = FloatVector.broadcast(F32, a[a3 + at]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
      s32 = x.fma(v2, s32);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L32);
    s02.intoArray(c, c0 + 2 * L32);
    int c1 = c0 + n;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L32);
    s12.intoArray(c, c1 + 2 * L32);
    int c2 = c1 + n;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L32);
    s22.intoArray(c, c2 + 2 * L32);
    int c3 = c2 + n;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L32);
    s32.intoArray(c, c3 + 2 * L32);
  }

  private static void rows4x2(
      float[] a,
      int a0,
      int row,
      int step,
      int k,
      float[] b,
      int b0,
      int stride,
      float[] c,
      int c0,
      int n) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    FloatVector s00 = FloatVector.zero(F32), s01 = FloatVector.zero(F32);
    FloatVector s10 = FloatVector.zero(F32), s11 = FloatVector.zero(F32);
    FloatVector s20 = FloatVector.zero(F32), s21 = FloatVector.zero(F32);
    FloatVector s30 = FloatVector.zero(F32), s31 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector v1 = FloatVector.fromArray(F32, b, bt + L32);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      x = FloatVector.broadcast(F32, a[a1 + at]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      x = FloatVector.broadcast(F32, a[a2 + at]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      x = FloatVector.broadcast(F32, a[a3 + at]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L32);
    int c1 = c0 + n;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L32);
    int c2 = c1 + n;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L32);
    int c3 = c2 + n;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L32);
  }

  private static void rows1x3(
      float[] a, int a0, int step, int k, float[] b, int b0, int stride, float[] c, int c0) {
    FloatVector s00 = FloatVector.zero(F32),
        s01 = FloatVector.zero(F32),
        s02 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector v1 = FloatVector.fromArray(F32, b, bt + L32);
      FloatVector v2 = FloatVector.fromArray(F32, b, bt + 2 * L32);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L32);
    s02.intoArray(c, c0 + 2 * L32);
  }

  private static void rows8x2(
      double[] a,
      int a0,
      int row,
      int step,
      int k,
      double[] b,
      int b0,
      int stride,
      double[] c,
      int c0,
      int n) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    int a6 = a5 + row;
    int a7 = a6 + row;
    DoubleVector s00 = DoubleVector.zero(F64), s01 = DoubleVector.zero(F64);
    DoubleVector s10 = DoubleVector.zero(F64), s11 = DoubleVector.zero(F64);
    DoubleVector s20 = DoubleVector.zero(F64), s21 = DoubleVector.zero(F64);
    DoubleVector s30 = DoubleVector.zero(F64), s31 = DoubleVector.zero(F64);
    DoubleVector s40 = DoubleVector.zero(F64), s41 = DoubleVector.zero(F64);
    DoubleVector s50 = DoubleVector.zero(F64), s51 = DoubleVector.zero(F64);
    DoubleVector s60 = DoubleVector.zero(F64), s61 = DoubleVector.zero(F64);
    DoubleVector s70 = DoubleVector.zero(F64), s71 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector v1 = DoubleVector.fromArray(F64, b, bt + L64);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      x = DoubleVector.broadcast(F64, a[a1 + at]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      x = DoubleVector.broadcast(F64, a[a2 + at]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      x = DoubleVector.broadcast(F64, a[a3 + at]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
      x = DoubleVector.broadcast(F64, a[a4 + at]);
      s40 = x.fma(v0, s40);
      s41 = x.fma(v1, s41);
      x = DoubleVector.broadcast(F64, a[a5 + at]);
      s50 = x.fma(v0, s50);
      s51 = x.fma(v1, s51);
      x = DoubleVector.broadcast(F64, a[a6 + at]);
      s60 = x.fma(v0, s60);
      s61 = x.fma(v1, s61);
      x = DoubleVector.broadcast(F64, a[a7 + at]);
      s70 = x.fma(v0, s70);
      s71 = x.fma(v1, s71);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L64);
    int c1 = c0 + n;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L64);
    int c2 = c1 + n;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L64);
    int c3 = c2 + n;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L64);
    int c4 = c3 + n;
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + L64);
    int c5 = c4 + n;
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + L64);
    int c6 = c5 + n;
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + L64);
    int c7 = c6 + n;
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + L64);
  }

  private static void rows8x2(
      float[] a,
      int a0,
      int row,
      int step,
      int k,
      float[] b,
      int b0,
      int stride,
      float[] c,
      int c0,
      int n) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    int a6 = a5 + row;
    int a7 = a6 + row;
    FloatVector s00 = FloatVector.zero(F32), s01 = FloatVector.zero(F32);
    FloatVector s10 = FloatVector.zero(F32), s11 = FloatVector.zero(F32);
    FloatVector s20 = FloatVector.zero(F32), s21 = FloatVector.zero(F32);
    FloatVector s30 = FloatVector.zero(F32), s31 = FloatVector.zero(F32);
    FloatVector s40 = FloatVector.zero(F32), s41 = FloatVector.zero(F32);
    FloatVector s50 = FloatVector.zero(F32), s51 = FloatVector.zero(F32);
    FloatVector s60 = FloatVector.zero(F32), s61 = FloatVector.zero(F32);
    FloatVector s70 = FloatVector.zero(F32), s71 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector v1 = FloatVector.fromArray(F32, b, bt + L32);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      x = FloatVector.broadcast(F32, a[a1 + at]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      x = FloatVector.broadcast(F32, a[a2 + at]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      x = FloatVector.broadcast(F32, a[a3 + at]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
      x = FloatVector.broadcast(F32, a[a4 + at]);
      s40 = x.fma(v0, s40);
      s41 = x.fma(v1, s41);
      x = FloatVector.broadcast(F32, a[a5 + at]);
      s50 = x.fma(v0, s50);
      s51 = x.fma(v1, s51);
      x = FloatVector.broadcast(F32, a[a6 + at]);
      s60 = x.fma(v0, s60);
      s61 = x.fma(v1, s61);
      x = FloatVector.broadcast(F32, a[a7 + at]);
      s70 = x.fma(v0, s70);
      s71 = x.fma(v1, s71);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L32);
    int c1 = c0 + n;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L32);
    int c2 = c1 + n;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L32);
    int c3 = c2 + n;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L32);
    int c4 = c3 + n;
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + L32);
    int c5 = c4 + n;
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + L32);
    int c6 = c5 + n;
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + L32);
    int c7 = c6 + n;
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + L32);
  }

  private static void rows8x1(
      double[] a,
      int a0,
      int row,
      int step,
      int k,
      double[] b,
      int b0,
      int stride,
      double[] c,
      int c0,
      int n) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    int a6 = a5 + row;
    int a7 = a6 + row;
    DoubleVector s00 = DoubleVector.zero(F64);
    DoubleVector s10 = DoubleVector.zero(F64);
    DoubleVector s20 = DoubleVector.zero(F64);
    DoubleVector s30 = DoubleVector.zero(F64);
    DoubleVector s40 = DoubleVector.zero(F64);
    DoubleVector s50 = DoubleVector.zero(F64);
    DoubleVector s60 = DoubleVector.zero(F64);
    DoubleVector s70 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + at]);
      s00 = x.fma(v0, s00);
      x = DoubleVector.broadcast(F64, a[a1 + at]);
      s10 = x.fma(v0, s10);
      x = DoubleVector.broadcast(F64, a[a2 + at]);
      s20 = x.fma(v0, s20);
      x = DoubleVector.broadcast(F64, a[a3 + at]);
      s30 = x.fma(v0, s30);
      x = DoubleVector.broadcast(F64, a[a4 + at]);
      s40 = x.fma(v0, s40);
      x = DoubleVector.broadcast(F64, a[a5 + at]);
      s50 = x.fma(v0, s50);
      x = DoubleVector.broadcast(F64, a[a6 + at]);
      s60 = x.fma(v0, s60);
      x = DoubleVector.broadcast(F64, a[a7 + at]);
      s70 = x.fma(v0, s70);
    }
    s00.intoArray(c, c0);
    int c1 = c0 + n;
    s10.intoArray(c, c1);
    int c2 = c1 + n;
    s20.intoArray(c, c2);
    int c3 = c2 + n;
    s30.intoArray(c, c3);
    int c4 = c3 + n;
    s40.intoArray(c, c4);
    int c5 = c4 + n;
    s50.intoArray(c, c5);
    int c6 = c5 + n;
    s60.intoArray(c, c6);
    int c7 = c6 + n;
    s70.intoArray(c, c7);
  }

  private static void rows8x1(
      float[] a,
      int a0,
      int row,
      int step,
      int k,
      float[] b,
      int b0,
      int stride,
      float[] c,
      int c0,
      int n) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    int a6 = a5 + row;
    int a7 = a6 + row;
    FloatVector s00 = FloatVector.zero(F32);
    FloatVector s10 = FloatVector.zero(F32);
    FloatVector s20 = FloatVector.zero(F32);
    FloatVector s30 = FloatVector.zero(F32);
    FloatVector s40 = FloatVector.zero(F32);
    FloatVector s50 = FloatVector.zero(F32);
    FloatVector s60 = FloatVector.zero(F32);
    FloatVector s70 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + at]);
      s00 = x.fma(v0, s00);
      x = FloatVector.broadcast(F32, a[a1 + at]);
      s10 = x.fma(v0, s10);
      x = FloatVector.broadcast(F32, a[a2 + at]);
      s20 = x.fma(v0, s20);
      x = FloatVector.broadcast(F32, a[a3 + at]);
      s30 = x.fma(v0, s30);
      x = FloatVector.broadcast(F32, a[a4 + at]);
      s40 = x.fma(v0, s40);
      x = FloatVector.broadcast(F32, a[a5 + at]);
      s50 = x.fma(v0, s50);
      x = FloatVector.broadcast(F32, a[a6 + at]);
      s60 = x.fma(v0, s60);
      x = FloatVector.broadcast(F32, a[a7 + at]);
      s70 = x.fma(v0, s70);
    }
    s00.intoArray(c, c0);
    int c1 = c0 + n;
    s10.intoArray(c, c1);
    int c2 = c1 + n;
    s20.intoArray(c, c2);
    int c3 = c2 + n;
    s30.intoArray(c, c3);
    int c4 = c3 + n;
    s40.intoArray(c, c4);
    int c5 = c4 + n;
    s50.intoArray(c, c5);
    int c6 = c5 + n;
    s60.intoArray(c, c6);
    int c7 = c6 + n;
    s70.intoArray(c, c7);
  }

  private static void rows1x4(
      double[] a, int a0, int step, int k, double[] b, int b0, int stride, double[] c, int c0) {
    DoubleVector s00 = DoubleVector.zero(F64),
        s01 = DoubleVector.zero(F64),
        s02 = DoubleVector.zero(F64),
        s03 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector v1 = DoubleVector.fromArray(F64, b, bt + L64);
      DoubleVector v2 = DoubleVector.fromArray(F64, b, bt + 2 * L64);
      DoubleVector v3 = DoubleVector.fromArray(F64, b, bt + 3 * L64);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
      s03 = x.fma(v3, s03);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L64);
    s02.intoArray(c, c0 + 2 * L64);
    s03.intoArray(c, c0 + 3 * L64);
  }

  private static void rows1x4(
      float[] a, int a0, int step, int k, float[] b, int b0, int stride, float[] c, int c0) {
    FloatVector s00 = FloatVector.zero(F32),
        s01 = FloatVector.zero(F32),
        s02 = FloatVector.zero(F32),
        s03 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector v1 = FloatVector.fromArray(F32, b, bt + L32);
      FloatVector v2 = FloatVector.fromArray(F32, b, bt + 2 * L32);
      FloatVector v3 = FloatVector.fromArray(F32, b, bt + 3 * L32);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
      s03 = x.fma(v3, s03);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L32);
    s02.intoArray(c, c0 + 2 * L32);
    s03.intoArray(c, c0 + 3 * L32);
  }

  private static void rows1x2(
      double[] a, int a0, int step, int k, double[] b, int b0, int stride, double[] c, int c0) {
    DoubleVector s00 = DoubleVector.zero(F64), s01 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector v1 = DoubleVector.fromArray(F64, b, bt + L64);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L64);
  }

  private static void rows1x2(
      float[] a, int a0, int step, int k, float[] b, int b0, int stride, float[] c, int c0) {
    FloatVector s00 = FloatVector.zero(F32), s01 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector v1 = FloatVector.fromArray(F32, b, bt + L32);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + at]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L32);
  }

  private static void rows1x1(
      double[] a, int a0, int step, int k, double[] b, int b0, int stride, double[] c, int c0) {
    DoubleVector s00 = DoubleVector.zero(F64);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + at]);
      s00 = x.fma(v0, s00);
    }
    s00.intoArray(c, c0);
  }

  private static void rows1x1(
      float[] a, int a0, int step, int k, float[] b, int b0, int stride, float[] c, int c0) {
    FloatVector s00 = FloatVector.zero(F32);
    for (int t = 0; t < k; t++) {
      int at = t * step;
      int bt = b0 + t * stride;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + at]);
      s00 = x.fma(v0, s00);
    }
    s00.intoArray(c, c0);
  }
}
