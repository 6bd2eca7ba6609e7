package org.phasegrid.worker.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Large products C = A B in lanes, with the bits of {@link ScalarKernels#gemm}: the sums of C are
 * taken up again for every block of k, in ascending k.
 *
 * <p>A block of B is laid out in panels of a few vectors of columns, a block of A row after row;
 * both are then read in steps that the compiler knows, so that no bounds are checked in the loop,
 * and from the caches, however A and B lie. What is left at the right and lower border is computed
 * in a tile of its own.
 */
final class PackedProduct {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;
  private static final int L64 = F64.length();
  private static final int L32 = F32.length();

  /** Vectors of a panel: with {@link #ROWS} rows of sums they fill 32 registers, or 16. */
  private static final int WIDEST = F64.vectorBitSize() == 512 ? 4 : 3;

  /** Vectors of the narrowest panel; the last has as many as it needs. */
  private static final int NARROW = 2;

  /** Rows of a tile. */
  private static final int ROWS = 4;

  /** Terms of a block of k: a panel of B stays in the first cache. */
  private static final int TERMS = 128;

  /** Rows of a block of A: it stays in the second cache. */
  private static final int TALL = 256;

  /** Panels of a block of B, which is laid out once for all blocks of A. */
  private static final int PANELS = 32;

  /** Elements between rows of A that are read where they lie. */
  private static final int NEAR = 512;

  private final Room left = new Room();
  private final Room right = new Room();
  private final Room border = new Room();

  /**
   * C = A B; the factor (i, k) of A is the element {@code i * row + k * step} of {@code a}, (k, j)
   * of B is {@code k * down + j * along} of {@code b}. Where B is Aᵀ, half of C is computed, and
   * mirrored.
   */
  void product(Tensor a, int row, int step, int k, Tensor b, int down, int along, Tensor c) {
    boolean mirrored = a.sharesAll(b) && row == along && step == down;
    int width = WIDEST * lanes(c);
    int wide = PANELS * width;
    if (k == 0) {
      c.fill(0);
    }
    for (int j = 0; j < c.columns(); j += wide) {
      int columns = Math.min(wide, c.columns() - j);
      for (int t = 0; t < k; t += TERMS) {
        int terms = Math.min(TERMS, k - t);
        Tensor panels = panels(b, t * down + j * along, down, along, terms, columns);
        for (int i = 0; i < c.rows(); i += TALL) {
          int rows = Math.min(TALL, c.rows() - i);
          Strips strips = strips(a, i * row + t * step, row, step, rows, terms);
          for (int p = 0; p < columns; p += width) {
            int some = Math.min(width, columns - p);
            Tensor panel = panels.view(p * terms, terms, width(some, lanes(c)));
            // Below the diagonal nothing is to be done.
            int most = mirrored ? Math.min(rows, j + p + some - i) : rows;
            column(strips, rows, most, panel, c, i, j + p, some, t == 0);
          }
        }
      }
    }
    if (mirrored) {
      mirror(c, width);
    }
  }

  /** What is above the diagonal, panel by panel, to below it. */
  private static void mirror(Tensor c, int width) {
    int n = c.columns();
    for (int p = 0; p + width < n; p += width) {
      int right = p + width;
      ScalarKernels.turn(c, p * n + right, n, width, n - right, c, right * n + p, n);
    }
  }

  private static int lanes(Tensor c) {
    return c.precision() == Precision.FLOAT64 ? L64 : L32;
  }

  /** Columns of the panel that holds so many. */
  private static int width(int columns, int lanes) {
    return Math.min(WIDEST, Math.max(NARROW, (columns + lanes - 1) / lanes)) * lanes;
  }

  /** A block of A in rows: row i begins at {@code start + i * row}; and the rows left over. */
  private record Strips(Tensor a, int start, int row, Tensor last) {}

  /**
   * The rows of A where they lie, if they lie near to each other, or one after the other; those
   * that do not fill a strip filled up with rows of zeros.
   */
  private Strips strips(Tensor a, int from, int row, int step, int rows, int terms) {
    int whole = rows - rows % ROWS;
    boolean lying = step == 1 && row <= NEAR;
    Tensor strips = left.of(a.precision(), (lying ? 0 : whole) + ROWS, terms);
    Tensor last = strips.view(strips.size() - ROWS * terms, ROWS, terms);
    if (whole < rows) {
      last.fill(0);
      for (int i = whole; i < rows; i++) {
        for (int t = 0; t < terms; t++) {
          last.set(i - whole, t, a.get(from + i * row + t * step));
        }
      }
    }
    if (lying) {
      return new Strips(a, a.offset + from, row, last);
    }
    if (step == 1) {
      copy(a, from, row, strips, 0, terms, whole, terms);
    } else {
      ScalarKernels.turn(a, from, step, terms, whole, strips, 0, terms);
    }
    return new Strips(strips, strips.offset, terms, last);
  }

  /** Panels of columns of B one after the other, the last filled up with columns of zeros. */
  private Tensor panels(Tensor b, int from, int down, int along, int terms, int columns) {
    int lanes = lanes(b);
    int width = WIDEST * lanes;
    Tensor panels = right.of(b.precision(), terms, (columns + width - 1) / width * width);
    for (int p = 0; p < columns; p += width) {
      int some = Math.min(width, columns - p);
      Tensor panel = panels.view(p * terms, terms, width(some, lanes));
      if (some < panel.columns()) {
        panel.fill(0);
      }
      if (along == 1) {
        columns(b, from + p, down, some, panel);
      } else {
        ScalarKernels.turn(b, from + p * along, along, some, terms, panel, 0, panel.columns());
      }
    }
    return panels;
  }

  /** Columns of B into a panel. */
  private static void columns(Tensor b, int from, int down, int columns, Tensor panel) {
    int width = panel.columns();
    if (columns < width) {
      copy(b, from, down, panel, 0, width, panel.rows(), columns);
    } else if (b.precision() == Precision.FLOAT64) {
      copy(b.f64, b.offset + from, down, panel.f64, panel.offset, width, panel.rows());
    } else {
      copy(b.f32, b.offset + from, down, panel.f32, panel.offset, width, panel.rows());
    }
  }

  /** Copies {@code rows} pieces of {@code length} elements. */
  private static void copy(
      Tensor from, int start, int step, Tensor to, int place, int stride, int rows, int length) {
    Object source = from.precision() == Precision.FLOAT64 ? from.f64 : from.f32;
    Object target = to.precision() == Precision.FLOAT64 ? to.f64 : to.f32;
    for (int r = 0; r < rows; r++) {
      System.arraycopy(
          source, from.offset + start + r * step, target, to.offset + place + r * stride, length);
    }
  }

  private static void copy(
      double[] from, int start, int step, double[] to, int place, int width, int rows) {
    for (int r = 0; r < rows; r++) {
      int f = start + r * step;
      int t = place + r * width;
      for (int v = 0; v < width; v += L64) {
        DoubleVector.fromArray(F64, from, f + v).intoArray(to, t + v);
      }
    }
  }

  private static void copy(
      float[] from, int start, int step, float[] to, int place, int width, int rows) {
    for (int r = 0; r < rows; r++) {
      int f = start + r * step;
      int t = place + r * width;
      for (int v = 0; v < width; v += L32) {
        FloatVector.fromArray(F32, from, f + v).intoArray(to, t + v);
      }
    }
  }

  /**
   * The products of strips up to row {@code most} and one panel to C, from row i and column j on.
   */
  private void column(
      Strips strips,
      int rows,
      int most,
      Tensor panel,
      Tensor c,
      int i,
      int j,
      int columns,
      boolean fresh) {
    int width = panel.columns();
    int n = c.columns();
    int terms = panel.rows();
    for (int r = 0; r < most; r += ROWS) {
      int high = Math.min(ROWS, rows - r);
      int at = (i + r) * n + j;
      Tensor a = high < ROWS ? strips.last : strips.a;
      int a0 = high < ROWS ? a.offset : strips.start + r * strips.row;
      int row = high < ROWS ? terms : strips.row;
      if (high == ROWS && columns == width) {
        tile(a, a0, row, panel, c, c.offset + at, n, fresh);
      } else {
        Tensor tile = border.of(c.precision(), ROWS, width);
        copy(c, at, n, tile, 0, width, high, columns);
        tile(a, a0, row, panel, tile, tile.offset, width, fresh);
        copy(tile, 0, width, c, at, n, high, columns);
      }
    }
  }

  private static void tile(
      Tensor a, int a0, int row, Tensor panel, Tensor c, int c0, int n, boolean fresh) {
    int k = panel.rows();
    if (c.precision() == Precision.FLOAT64) {
      switch (panel.columns() / L64) {
        case 4 -> rows4x4(a.f64, a0, row, k, panel.f64, panel.offset, c.f64, c0, n, fresh);
        case 3 -> rows4x3(a.f64, a0, row, k, panel.f64, panel.offset, c.f64, c0, n, fresh);
        default -> rows4x2(a.f64, a0, row, k, panel.f64, panel.offset, c.f64, c0, n, fresh);
      }
    } else {
      switch (panel.columns() / L32) {
        case 4 -> rows4x4(a.f32, a0, row, k, panel.f32, panel.offset, c.f32, c0, n, fresh);
        case 3 -> rows4x3(a.f32, a0, row, k, panel.f32, panel.offset, c.f32, c0, n, fresh);
        default -> rows4x2(a.f32, a0, row, k, panel.f32, panel.offset, c.f32, c0, n, fresh);
      }
    }
  }

  private static void rows4x4(
      double[] a,
      int a0,
      int row,
      int k,
      double[] b,
      int b0,
      double[] c,
      int c0,
      int n,
      boolean fresh) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int c1 = c0 + n;
    int c2 = c1 + n;
    int c3 = c2 + n;
    DoubleVector s00;
    DoubleVector s01;
    DoubleVector s02;
    DoubleVector s03;
    DoubleVector s10;
    DoubleVector s11;
    DoubleVector s12;
    DoubleVector s13;
    DoubleVector s20;
    DoubleVector s21;
    DoubleVector s22;
    DoubleVector s23;
    DoubleVector s30;
    DoubleVector s31;
    DoubleVector s32;
    DoubleVector s33;
    if (fresh) {
      s00 = DoubleVector.zero(F64);
      s01 = DoubleVector.zero(F64);
      s02 = DoubleVector.zero(F64);
      s03 = DoubleVector.zero(F64);
      s10 = DoubleVector.zero(F64);
      s11 = DoubleVector.zero(F64);
      s12 = DoubleVector.zero(F64);
      s13 = DoubleVector.zero(F64);
      s20 = DoubleVector.zero(F64);
      s21 = DoubleVector.zero(F64);
      s22 = DoubleVector.zero(F64);
      s23 = DoubleVector.zero(F64);
      s30 = DoubleVector.zero(F64);
      s31 = DoubleVector.zero(F64);
      s32 = DoubleVector.zero(F64);
      s33 = DoubleVector.zero(F64);
    } else {
      s00 = DoubleVector.fromArray(F64, c, c0);
      s01 = DoubleVector.fromArray(F64, c, c0 + L64);
      s02 = DoubleVector.fromArray(F64, c, c0 + 2 * L64);
      s03 = DoubleVector.fromArray(F64, c, c0 + 3 * L64);
      s10 = DoubleVector.fromArray(F64, c, c1);
      s11 = DoubleVector.fromArray(F64, c, c1 + L64);
      s12 = DoubleVector.fromArray(F64, c, c1 + 2 * L64);
      s13 = DoubleVector.fromArray(F64, c, c1 + 3 * L64);
      s20 = DoubleVector.fromArray(F64, c, c2);
      s21 = DoubleVector.fromArray(F64, c, c2 + L64);
      s22 = DoubleVector.fromArray(F64, c, c2 + 2 * L64);
      s23 = DoubleVector.fromArray(F64, c, c2 + 3 * L64);
      s30 = DoubleVector.fromArray(F64, c, c3);
      s31 = DoubleVector.fromArray(F64, c, c3 + L64);
      s32 = DoubleVector.fromArray(F64, c, c3 + 2 * L64);
      s33 = DoubleVector.fromArray(F64, c, c3 + 3 * L64);
    }
    for (int t = 0; t < k; t++) {
      int bt = b0 + t * 4 * L64;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector v1 = DoubleVector.fromArray(F64, b, bt + L64);
      DoubleVector v2 = DoubleVector.fromArray(F64, b, bt + 2 * L64);
      DoubleVector v3 = DoubleVector.fromArray(F64, b, bt + 3 * L64);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + t]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
      s03 = x.fma(v3, s03);
      x = DoubleVector.broadcast(F64, a[a1 + t]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      s12 = x.fma(v2, s12);
      s13 = x.fma(v3, s13);
      x = DoubleVector.broadcast(F64, a[a2 + t]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      s22 = x.fma(v2, s22);
      s23 = x.fma(v3, s23);
      x = DoubleVector.broadcast(F64, a[a3 + t]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
      s32 = x.fma(v2, s32);
      s33 = x.fma(v3, s33);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L64);
    s02.intoArray(c, c0 + 2 * L64);
    s03.intoArray(c, c0 + 3 * L64);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L64);
    s12.intoArray(c, c1 + 2 * L64);
    s13.intoArray(c, c1 + 3 * L64);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L64);
    s22.intoArray(c, c2 + 2 * L64);
    s23.intoArray(c, c2 + 3 * L64);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L64);
    s32.intoArray(c, c3 + 2 * L64);
    s33.intoArray(c, c3 + 3 * L64);
  }

  private static void rows4x4(
      float[] a,
      int a0,
      int row,
      int k,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int n,
      boolean fresh) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int c1 = c0 + n;
    int c2 = c1 + n;
    int c3 = c2 + n;
    FloatVector s00;
    FloatVector s01;
    FloatVector s02;
    FloatVector s03;
    FloatVector s10;
    FloatVector s11;
    FloatVector s12;
    FloatVector s13;
    FloatVector s20;
    FloatVector s21;
    FloatVector s22;
    FloatVector s23;
    FloatVector s30;
    FloatVector s31;
    FloatVector s32;
    FloatVector s33;
    if (fresh) {
      s00 = FloatVector.zero(F32);
      s01 = FloatVector.zero(F32);
      s02 = FloatVector.zero(F32);
      s03 = FloatVector.zero(F32);
      s10 = FloatVector.zero(F32);
      s11 = FloatVector.zero(F32);
      s12 = FloatVector.zero(F32);
      s13 = FloatVector.zero(F32);
      s20 = FloatVector.zero(F32);
      s21 = FloatVector.zero(F32);
      s22 = FloatVector.zero(F32);
      s23 = FloatVector.zero(F32);
      s30 = FloatVector.zero(F32);
      s31 = FloatVector.zero(F32);
      s32 = FloatVector.zero(F32);
      s33 = FloatVector.zero(F32);
    } else {
      s00 = FloatVector.fromArray(F32, c, c0);
      s01 = FloatVector.fromArray(F32, c, c0 + L32);
      s02 = FloatVector.fromArray(F32, c, c0 + 2 * L32);
      s03 = FloatVector.fromArray(F32, c, c0 + 3 * L32);
      s10 = FloatVector.fromArray(F32, c, c1);
      s11 = FloatVector.fromArray(F32, c, c1 + L32);
      s12 = FloatVector.fromArray(F32, c, c1 + 2 * L32);
      s13 = FloatVector.fromArray(F32, c, c1 + 3 * L32);
      s20 = FloatVector.fromArray(F32, c, c2);
      s21 = FloatVector.fromArray(F32, c, c2 + L32);
      s22 = FloatVector.fromArray(F32, c, c2 + 2 * L32);
      s23 = FloatVector.fromArray(F32, c, c2 + 3 * L32);
      s30 = FloatVector.fromArray(F32, c, c3);
      s31 = FloatVector.fromArray(F32, c, c3 + L32);
      s32 = FloatVector.fromArray(F32, c, c3 + 2 * L32);
      s33 = FloatVector.fromArray(F32, c, c3 + 3 * L32);
    }
    for (int t = 0; t < k; t++) {
      int bt = b0 + t * 4 * L32;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector v1 = FloatVector.fromArray(F32, b, bt + L32);
      FloatVector v2 = FloatVector.fromArray(F32, b, bt + 2 * L32);
      FloatVector v3 = FloatVector.fromArray(F32, b, bt + 3 * L32);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + t]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
      s03 = x.fma(v3, s03);
      x = FloatVector.broadcast(F32, a[a1 + t]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      s12 = x.fma(v2, s12);
      s13 = x.fma(v3, s13);
      x = FloatVector.broadcast(F32, a[a2 + t]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      s22 = x.fma(v2, s22);
      s23 = x.fma(v3, s23);
      x = FloatVector.broadcast(F32, a[a3 + t]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
      s32 = x.fma(v2, s32);
      s33 = x.fma(v3, s33);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L32);
    s02.intoArray(c, c0 + 2 * L32);
    s03.intoArray(c, c0 + 3 * L32);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L32);
    s12.intoArray(c, c1 + 2 * L32);
    s13.intoArray(c, c1 + 3 * L32);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L32);
    s22.intoArray(c, c2 + 2 * L32);
    s23.intoArray(c, c2 + 3 * L32);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L32);
    s32.intoArray(c, c3 + 2 * L32);
    s33.intoArray(c, c3 + 3 * L32);
  }

  private static void rows4x3(
      double[] a,
      int a0,
      int row,
      int k,
      double[] b,
      int b0,
      double[] c,
      int c0,
      int n,
      boolean fresh) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int c1 = c0 + n;
    int c2 = c1 + n;
    int c3 = c2 + n;
    DoubleVector s00;
    DoubleVector s01;
    DoubleVector s02;
    DoubleVector s10;
    DoubleVector s11;
    DoubleVector s12;
    DoubleVector s20;
    DoubleVector s21;
    DoubleVector s22;
    DoubleVector s30;
    DoubleVector s31;
    DoubleVector s32;
    if (fresh) {
      s00 = DoubleVector.zero(F64);
      s01 = DoubleVector.zero(F64);
      s02 = DoubleVector.zero(F64);
      s10 = DoubleVector.zero(F64);
      s11 = DoubleVector.zero(F64);
      s12 = DoubleVector.zero(F64);
      s20 = DoubleVector.zero(F64);
      s21 = DoubleVector.zero(F64);
      s22 = DoubleVector.zero(F64);
      s30 = DoubleVector.zero(F64);
      s31 = DoubleVector.zero(F64);
      s32 = DoubleVector.zero(F64);
    } else {
      s00 = DoubleVector.fromArray(F64, c, c0);
      s01 = DoubleVector.fromArray(F64, c, c0 + L64);
      s02 = DoubleVector.fromArray(F64, c, c0 + 2 * L64);
      s10 = DoubleVector.fromArray(F64, c, c1);
      s11 = DoubleVector.fromArray(F64, c, c1 + L64);
      s12 = DoubleVector.fromArray(F64, c, c1 + 2 * L64);
      s20 = DoubleVector.fromArray(F64, c, c2);
      s21 = DoubleVector.fromArray(F64, c, c2 + L64);
      s22 = DoubleVector.fromArray(F64, c, c2 + 2 * L64);
      s30 = DoubleVector.fromArray(F64, c, c3);
      s31 = DoubleVector.fromArray(F64, c, c3 + L64);
      s32 = DoubleVector.fromArray(F64, c, c3 + 2 * L64);
    }
    for (int t = 0; t < k; t++) {
      int bt = b0 + t * 3 * L64;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector v1 = DoubleVector.fromArray(F64, b, bt + L64);
      DoubleVector v2 = DoubleVector.fromArray(F64, b, bt + 2 * L64);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + t]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
      x = DoubleVector.broadcast(F64, a[a1 + t]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      s12 = x.fma(v2, s12);
      x = DoubleVector.broadcast(F64, a[a2 + t]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      s22 = x.fma(v2, s22);
      x = DoubleVector.broadcast(F64, a[a3 + t]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
      s32 = x.fma(v2, s32);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L64);
    s02.intoArray(c, c0 + 2 * L64);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L64);
    s12.intoArray(c, c1 + 2 * L64);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L64);
    s22.intoArray(c, c2 + 2 * L64);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L64);
    s32.intoArray(c, c3 + 2 * L64);
  }

  private static void rows4x3(
      float[] a,
      int a0,
      int row,
      int k,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int n,
      boolean fresh) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int c1 = c0 + n;
    int c2 = c1 + n;
    int c3 = c2 + n;
    FloatVector s00;
    FloatVector s01;
    FloatVector s02;
    FloatVector s10;
    FloatVector s11;
    FloatVector s12;
    FloatVector s20;
    FloatVector s21;
    FloatVector s22;
    FloatVector s30;
    FloatVector s31;
    FloatVector s32;
    if (fresh) {
      s00 = FloatVector.zero(F32);
      s01 = FloatVector.zero(F32);
      s02 = FloatVector.zero(F32);
      s10 = FloatVector.zero(F32);
      s11 = FloatVector.zero(F32);
      s12 = FloatVector.zero(F32);
      s20 = FloatVector.zero(F32);
      s21 = FloatVector.zero(F32);
      s22 = FloatVector.zero(F32);
      s30 = FloatVector.zero(F32);
      s31 = FloatVector.zero(F32);
      s32 = FloatVector.zero(F32);
    } else {
      s00 = FloatVector.fromArray(F32, c, c0);
      s01 = FloatVector.fromArray(F32, c, c0 + L32);
      s02 = FloatVector.fromArray(F32, c, c0 + 2 * L32);
      s10 = FloatVector.fromArray(F32, c, c1);
      s11 = FloatVector.fromArray(F32, c, c1 + L32);
      s12 = FloatVector.fromArray(F32, c, c1 + 2 * L32);
      s20 = FloatVector.fromArray(F32, c, c2);
      s21 = FloatVector.fromArray(F32, c, c2 + L32);
      s22 = FloatVector.fromArray(F32, c, c2 + 2 * L32);
      s30 = FloatVector.fromArray(F32, c, c3);
      s31 = FloatVector.fromArray(F32, c, c3 + L32);
      s32 = FloatVector.fromArray(F32, c, c3 + 2 * L32);
    }
    for (int t = 0; t < k; t++) {
      int bt = b0 + t * 3 * L32;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector v1 = FloatVector.fromArray(F32, b, bt + L32);
      FloatVector v2 = FloatVector.fromArray(F32, b, bt + 2 * L32);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + t]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      s02 = x.fma(v2, s02);
      x = FloatVector.broadcast(F32, a[a1 + t]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      s12 = x.fma(v2, s12);
      x = FloatVector.broadcast(F32, a[a2 + t]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      s22 = x.fma(v2, s22);
      x = FloatVector.broadcast(F32, a[a3 + t]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
      s32 = x.fma(v2, s32);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L32);
    s02.intoArray(c, c0 + 2 * L32);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L32);
    s12.intoArray(c, c1 + 2 * L32);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L32);
    s22.intoArray(c, c2 + 2 * L32);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L32);
    s32.intoArray(c, c3 + 2 * L32);
  }

  private static void rows4x2(
      double[] a,
      int a0,
      int row,
      int k,
      double[] b,
      int b0,
      double[] c,
      int c0,
      int n,
      boolean fresh) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int c1 = c0 + n;
    int c2 = c1 + n;
    int c3 = c2 + n;
    DoubleVector s00;
    DoubleVector s01;
    DoubleVector s10;
    DoubleVector s11;
    DoubleVector s20;
    DoubleVector s21;
    DoubleVector s30;
    DoubleVector s31;
    if (fresh) {
      s00 = DoubleVector.zero(F64);
      s01 = DoubleVector.zero(F64);
      s10 = DoubleVector.zero(F64);
      s11 = DoubleVector.zero(F64);
      s20 = DoubleVector.zero(F64);
      s21 = DoubleVector.zero(F64);
      s30 = DoubleVector.zero(F64);
      s31 = DoubleVector.zero(F64);
    } else {
      s00 = DoubleVector.fromArray(F64, c, c0);
      s01 = DoubleVector.fromArray(F64, c, c0 + L64);
      s10 = DoubleVector.fromArray(F64, c, c1);
      s11 = DoubleVector.fromArray(F64, c, c1 + L64);
      s20 = DoubleVector.fromArray(F64, c, c2);
      s21 = DoubleVector.fromArray(F64, c, c2 + L64);
      s30 = DoubleVector.fromArray(F64, c, c3);
      s31 = DoubleVector.fromArray(F64, c, c3 + L64);
    }
    for (int t = 0; t < k; t++) {
      int bt = b0 + t * 2 * L64;
      DoubleVector v0 = DoubleVector.fromArray(F64, b, bt);
      DoubleVector v1 = DoubleVector.fromArray(F64, b, bt + L64);
      DoubleVector x = DoubleVector.broadcast(F64, a[a0 + t]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      x = DoubleVector.broadcast(F64, a[a1 + t]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      x = DoubleVector.broadcast(F64, a[a2 + t]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      x = DoubleVector.broadcast(F64, a[a3 + t]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L64);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L64);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L64);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L64);
  }

  private static void rows4x2(
      float[] a,
      int a0,
      int row,
      int k,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int n,
      boolean fresh) {
    int a1 = a0 + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int c1 = c0 + n;
    int c2 = c1 + n;
    int c3 = c2 + n;
    FloatVector s00;
    FloatVector s01;
    FloatVector s10;
    FloatVector s11;
    FloatVector s20;
    FloatVector s21;
    FloatVector s30;
    FloatVector s31;
    if (fresh) {
      s00 = FloatVector.zero(F32);
      s01 = FloatVector.zero(F32);
      s10 = FloatVector.zero(F32);
      s11 = FloatVector.zero(F32);
      s20 = FloatVector.zero(F32);
      s21 = FloatVector.zero(F32);
      s30 = FloatVector.zero(F32);
      s31 = FloatVector.zero(F32);
    } else {
      s00 = FloatVector.fromArray(F32, c, c0);
      s01 = FloatVector.fromArray(F32, c, c0 + L32);
      s10 = FloatVector.fromArray(F32, c, c1);
      s11 = FloatVector.fromArray(F32, c, c1 + L32);
      s20 = FloatVector.fromArray(F32, c, c2);
      s21 = FloatVector.fromArray(F32, c, c2 + L32);
      s30 = FloatVector.fromArray(F32, c, c3);
      s31 = FloatVector.fromArray(F32, c, c3 + L32);
    }
    for (int t = 0; t < k; t++) {
      int bt = b0 + t * 2 * L32;
      FloatVector v0 = FloatVector.fromArray(F32, b, bt);
      FloatVector v1 = FloatVector.fromArray(F32, b, bt + L32);
      FloatVector x = FloatVector.broadcast(F32, a[a0 + t]);
      s00 = x.fma(v0, s00);
      s01 = x.fma(v1, s01);
      x = FloatVector.broadcast(F32, a[a1 + t]);
      s10 = x.fma(v0, s10);
      s11 = x.fma(v1, s11);
      x = FloatVector.broadcast(F32, a[a2 + t]);
      s20 = x.fma(v0, s20);
      s21 = x.fma(v1, s21);
      x = FloatVector.broadcast(F32, a[a3 + t]);
      s30 = x.fma(v0, s30);
      s31 = x.fma(v1, s31);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + L32);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L32);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L32);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L32);
  }
}
