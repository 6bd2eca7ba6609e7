package org.phasegrid.worker.kernel;

import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in SIMD lanes, equal to {@link ScalarKernels} bit for bit.
 *
 * <p>Lanes are elements or columns of a product ({@link VectorProduct}), never terms of one sum.
 * The tail of an array goes through the scalar twin. So do loops that the compiler puts into lanes
 * by itself, and striped sums where a vector is not exactly their eight stripes.
 *
 * <p>One species per element type in the whole package: with a second one (256-bit stripes beside
 * 512-bit products) the compiler stops keeping vectors in registers, and the products fall from 51
 * to 1 GFLOP/s.
 */
public final class VectorKernels implements Kernels {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;

  /** A product is packed when C has so many rows, sums so many terms ... */
  private static final int PACKED_ROWS = 32;

  private static final int PACKED_TERMS = 48;

  /** ... and has so many vectors of columns, or more where A lies transposed and is turned. */
  private static final int PACKED_VECTORS = 8;

  private static final int REPAYING_VECTORS = 12;

  /**
   * Columns that are not whole vectors, the last of which is filled up with zeros, are packed when
   * sums have so many terms: 256 x 256 times 60 columns in 104 us, not in 115; but 256 x 100 times
   * 100 columns in 68, not in 61 (float64).
   */
  private static final int RAGGED_TERMS = 192;

  /** Of a sum to one number. */
  private static final int STRIPES = 8;

  /** Rows that are read in one pass. */
  private static final int ABREAST = 4;

  /** Elements that stay in the first cache from one pass over them to the next. */
  private static final int BAND = 2048;

  private final ScalarKernels scalar = new ScalarKernels();
  private final VectorProduct product = new VectorProduct();
  private final PackedProduct packed = new PackedProduct();
  private final Room turns = new Room();
  private final Smooth smooth = new Smooth(this);

  @Override
  public void gemm(Tensor a, Tensor b, Tensor c) {
    int k = a.columns();
    if (packs(c, k, PACKED_VECTORS) && fills(c, k)) {
      packed.product(a, k, 1, k, b, b.columns(), 1, c);
    } else {
      product.product(a, k, 1, k, b, c);
    }
  }

  @Override
  public void gemmTransposed(Tensor a, Tensor b, Tensor c) {
    int k = a.rows();
    if (packs(c, k, REPAYING_VECTORS) && fills(c, k)) {
      packed.product(a, 1, a.columns(), k, b, b.columns(), 1, c);
    } else {
      product.product(a, 1, a.columns(), k, b, c);
    }
  }

  @Override
  public void gemmByTransposed(Tensor a, Tensor b, Tensor c) {
    int k = a.columns();
    if (packs(c, k, PACKED_VECTORS)) {
      packed.product(a, k, 1, k, b, 1, k, c);
    } else {
      Tensor turned = turns.of(b.precision(), k, b.rows());
      transpose(b, turned);
      product.product(a, k, 1, k, turned, c);
    }
  }

  private static boolean packs(Tensor c, int k, int vectors) {
    int lanes = lanes(c);
    int whole = (c.columns() + (k < RAGGED_TERMS ? 0 : lanes - 1)) / lanes;
    return c.rows() >= PACKED_ROWS && whole >= vectors && k >= PACKED_TERMS;
  }

  /** Whether columns are whole vectors, or sums so long that what is left over is no matter. */
  private static boolean fills(Tensor c, int k) {
    return c.columns() % lanes(c) == 0 || k >= RAGGED_TERMS;
  }

  private static int lanes(Tensor c) {
    return c.precision() == Precision.FLOAT64 ? F64.length() : F32.length();
  }

  @Override
  public void transpose(Tensor a, Tensor out) {
    scalar.transpose(a, out);
  }

  @Override
  public void rowSums(Tensor a, Tensor out) {
    scalar.rowSums(a, out);
  }

  @Override
  public void scale(double s, Tensor x) {
    scale(s, x, 0, x.size());
  }

  private static void scale(double s, Tensor x, int start, int n) {
    if (x.precision() == Precision.FLOAT64) {
      ScalarKernels.scale(s, x.f64, x.offset + start, n);
    } else {
      ScalarKernels.scale((float) s, x.f32, x.offset + start, n);
    }
  }

  @Override
  public void addToRows(double s, Tensor b, Tensor z) {
    addToRows(s, b, z, 0, rows(b, z));
  }

  private static int rows(Tensor b, Tensor z) {
    return b.size() == 0 ? z.rows() : b.rows();
  }

  private void addToRows(double s, Tensor b, Tensor z, int from, int to) {
    int n = z.size() / rows(b, z);
    if (b.size() == 0) {
      scale(s, z, from * n, (to - from) * n);
      return;
    }
    int period = b.columns();
    for (int i = from; i < to; i++) {
      int bi = b.offset + i * period;
      int zi = z.offset + i * n;
      if (z.precision() == Precision.FLOAT64) {
        add(s, b.f64, bi, period, z.f64, zi, n);
      } else {
        add((float) s, b.f32, bi, period, z.f32, zi, n);
      }
    }
  }

  private static void add(double s, double[] b, int b0, int period, double[] z, int z0, int n) {
    if (period != F64.length()) {
      ScalarKernels.add(s, b, b0, period, z, z0, n);
      return;
    }
    DoubleVector factor = DoubleVector.broadcast(F64, s);
    DoubleVector vb = DoubleVector.fromArray(F64, b, b0);
    for (int i = z0; i < z0 + n; i += F64.length()) {
      DoubleVector.fromArray(F64, z, i).mul(factor).add(vb).intoArray(z, i);
    }
  }

  private static void add(float s, float[] b, int b0, int period, float[] z, int z0, int n) {
    if (period != F32.length()) {
      ScalarKernels.add(s, b, b0, period, z, z0, n);
      return;
    }
    FloatVector factor = FloatVector.broadcast(F32, s);
    FloatVector vb = FloatVector.fromArray(F32, b, b0);
    for (int i = z0; i < z0 + n; i += F32.length()) {
      FloatVector.fromArray(F32, z, i).mul(factor).add(vb).intoArray(z, i);
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

  private static void axpy(double s, double[] x, int x0, double[] y, int y0, int n) {
    int end = F64.loopBound(n);
    DoubleVector factor = DoubleVector.broadcast(F64, s);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector vx = DoubleVector.fromArray(F64, x, x0 + i);
      DoubleVector vy = DoubleVector.fromArray(F64, y, y0 + i);
      factor.fma(vx, vy).intoArray(y, y0 + i);
    }
    ScalarKernels.axpy(s, x, x0 + end, y, y0 + end, n - end);
  }

  private static void axpy(float s, float[] x, int x0, float[] y, int y0, int n) {
    int end = F32.loopBound(n);
    FloatVector factor = FloatVector.broadcast(F32, s);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector vx = FloatVector.fromArray(F32, x, x0 + i);
      FloatVector vy = FloatVector.fromArray(F32, y, y0 + i);
      factor.fma(vx, vy).intoArray(y, y0 + i);
    }
    ScalarKernels.axpy(s, x, x0 + end, y, y0 + end, n - end);
  }

  @Override
  public void decay(double s, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      decay(s, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      decay((float) s, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  private static void decay(double s, double[] x, int x0, double[] y, int y0, int n) {
    int end = F64.loopBound(n);
    DoubleVector factor = DoubleVector.broadcast(F64, s);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector vx = DoubleVector.fromArray(F64, x, x0 + i);
      DoubleVector vy = DoubleVector.fromArray(F64, y, y0 + i);
      factor.fma(vy, vx).intoArray(y, y0 + i);
    }
    ScalarKernels.decay(s, x, x0 + end, y, y0 + end, n - end);
  }

  private static void decay(float s, float[] x, int x0, float[] y, int y0, int n) {
    int end = F32.loopBound(n);
    FloatVector factor = FloatVector.broadcast(F32, s);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector vx = FloatVector.fromArray(F32, x, x0 + i);
      FloatVector vy = FloatVector.fromArray(F32, y, y0 + i);
      factor.fma(vy, vx).intoArray(y, y0 + i);
    }
    ScalarKernels.decay(s, x, x0 + end, y, y0 + end, n - end);
  }

  @Override
  public void average(double s, Tensor x, Tensor y) {
    scalar.average(s, x, y);
  }

  @Override
  public void averageOfSquares(double s, Tensor x, Tensor y) {
    scalar.averageOfSquares(s, x, y);
  }

  @Override
  public void adaptiveStep(double s, double c, double epsilon, Tensor m, Tensor v, Tensor y) {
    scalar.adaptiveStep(s, c, epsilon, m, v, y);
  }

  @Override
  public void subtract(Tensor a, Tensor b, Tensor out) {
    if (out.precision() == Precision.FLOAT64) {
      subtract(a.f64, a.offset, b.f64, b.offset, out.f64, out.offset, out.size());
    } else {
      subtract(a.f32, a.offset, b.f32, b.offset, out.f32, out.offset, out.size());
    }
  }

  private static void subtract(
      double[] a, int a0, double[] b, int b0, double[] out, int out0, int n) {
    int end = F64.loopBound(n);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector va = DoubleVector.fromArray(F64, a, a0 + i);
      DoubleVector vb = DoubleVector.fromArray(F64, b, b0 + i);
      va.sub(vb).intoArray(out, out0 + i);
    }
    ScalarKernels.subtract(a, a0 + end, b, b0 + end, out, out0 + end, n - end);
  }

  private static void subtract(float[] a, int a0, float[] b, int b0, float[] out, int out0, int n) {
    int end = F32.loopBound(n);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector va = FloatVector.fromArray(F32, a, a0 + i);
      FloatVector vb = FloatVector.fromArray(F32, b, b0 + i);
      va.sub(vb).intoArray(out, out0 + i);
    }
    ScalarKernels.subtract(a, a0 + end, b, b0 + end, out, out0 + end, n - end);
  }

  @Override
  public void multiply(Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      multiply(x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      multiply(x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  private static void multiply(double[] x, int x0, double[] y, int y0, int n) {
    int end = F64.loopBound(n);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector vx = DoubleVector.fromArray(F64, x, x0 + i);
      DoubleVector vy = DoubleVector.fromArray(F64, y, y0 + i);
      vy.mul(vx).intoArray(y, y0 + i);
    }
    ScalarKernels.multiply(x, x0 + end, y, y0 + end, n - end);
  }

  private static void multiply(float[] x, int x0, float[] y, int y0, int n) {
    int end = F32.loopBound(n);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector vx = FloatVector.fromArray(F32, x, x0 + i);
      FloatVector vy = FloatVector.fromArray(F32, y, y0 + i);
      vy.mul(vx).intoArray(y, y0 + i);
    }
    ScalarKernels.multiply(x, x0 + end, y, y0 + end, n - end);
  }

  @Override
  public void multiplyAdd(Tensor x, Tensor y, Tensor out) {
    if (out.precision() == Precision.FLOAT64) {
      multiplyAdd(x.f64, x.offset, y.f64, y.offset, out.f64, out.offset, out.size());
    } else {
      multiplyAdd(x.f32, x.offset, y.f32, y.offset, out.f32, out.offset, out.size());
    }
  }

  private static void multiplyAdd(
      double[] x, int x0, double[] y, int y0, double[] out, int out0, int n) {
    int end = F64.loopBound(n);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector vx = DoubleVector.fromArray(F64, x, x0 + i);
      DoubleVector vy = DoubleVector.fromArray(F64, y, y0 + i);
      DoubleVector vout = DoubleVector.fromArray(F64, out, out0 + i);
      vx.fma(vy, vout).intoArray(out, out0 + i);
    }
    ScalarKernels.multiplyAdd(x, x0 + end, y, y0 + end, out, out0 + end, n - end);
  }

  private static void multiplyAdd(
      float[] x, int x0, float[] y, int y0, float[] out, int out0, int n) {
    int end = F32.loopBound(n);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector vx = FloatVector.fromArray(F32, x, x0 + i);
      FloatVector vy = FloatVector.fromArray(F32, y, y0 + i);
      FloatVector vout = FloatVector.fromArray(F32, out, out0 + i);
      vx.fma(vy, vout).intoArray(out, out0 + i);
    }
    ScalarKernels.multiplyAdd(x, x0 + end, y, y0 + end, out, out0 + end, n - end);
  }

  @Override
  public void reflect(Tensor a, int m, Tensor v, Tensor w, Tensor x, Tensor p) {
    VectorReflection.reflect(a, m, v, w, x, p);
  }

  @Override
  public void reflectColumns(double s, Tensor x, Tensor a) {
    VectorReflection.columns(s, x, a);
  }

  @Override
  public void rotateRows(Tensor c, Tensor s, Tensor a) {
    VectorRotation.rows(c, s, a);
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    return striped(x) ? dot(x.f64, x.offset, y.f64, y.offset, x.size()) : scalar.dot(x, y);
  }

  private static double dot(double[] x, int x0, double[] y, int y0, int n) {
    int end = F64.loopBound(n);
    DoubleVector sums = DoubleVector.zero(F64);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector vx = DoubleVector.fromArray(F64, x, x0 + i);
      DoubleVector vy = DoubleVector.fromArray(F64, y, y0 + i);
      sums = vx.fma(vy, sums);
    }
    return folded(sums.toArray(), x, x0 + end, y, y0 + end, n - end);
  }

  @Override
  public void dots(Tensor a, Tensor x, Tensor out) {
    int m = a.rows();
    int n = a.columns();
    if (!striped(a) || m < ABREAST) {
      scalar.dots(a, x, out);
      return;
    }
    for (int i = 0; i < m; i += ABREAST) {
      int row = Math.min(i, m - ABREAST);
      dots(a.f64, a.offset + row * n, n, x.f64, x.offset, out.f64, out.offset + row);
    }
  }

  /** Four rows: their sums wait for their fma, and their memory, together. */
  private static void dots(double[] a, int a0, int n, double[] x, int x0, double[] out, int o0) {
    int a1 = a0 + n;
    int a2 = a1 + n;
    int a3 = a2 + n;
    int end = F64.loopBound(n);
    DoubleVector s0 = DoubleVector.zero(F64);
    DoubleVector s1 = DoubleVector.zero(F64);
    DoubleVector s2 = DoubleVector.zero(F64);
    DoubleVector s3 = DoubleVector.zero(F64);
    for (int j = 0; j < end; j += F64.length()) {
      DoubleVector vx = DoubleVector.fromArray(F64, x, x0 + j);
      s0 = vx.fma(DoubleVector.fromArray(F64, a, a0 + j), s0);
      s1 = vx.fma(DoubleVector.fromArray(F64, a, a1 + j), s1);
      s2 = vx.fma(DoubleVector.fromArray(F64, a, a2 + j), s2);
      s3 = vx.fma(DoubleVector.fromArray(F64, a, a3 + j), s3);
    }
    out[o0] = folded(s0.toArray(), a, a0 + end, x, x0 + end, n - end);
    out[o0 + 1] = folded(s1.toArray(), a, a1 + end, x, x0 + end, n - end);
    out[o0 + 2] = folded(s2.toArray(), a, a2 + end, x, x0 + end, n - end);
    out[o0 + 3] = folded(s3.toArray(), a, a3 + end, x, x0 + end, n - end);
  }

  /** The sum of the stripes, after the products that fill no vector. */
  private static double folded(double[] stripes, double[] x, int x0, double[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      stripes[i] = Math.fma(x[x0 + i], y[y0 + i], stripes[i]);
    }
    return ScalarKernels.fold(stripes);
  }

  @Override
  public void addRows(Tensor c, Tensor a, Tensor y) {
    int m = a.rows();
    int n = a.columns();
    if (y.precision() != Precision.FLOAT64) {
      scalar.addRows(c, a, y);
      return;
    }
    int i = 0;
    for (; i + ABREAST <= m; i += ABREAST) {
      addRows(c.f64, c.offset + i, a.f64, a.offset + i * n, y.f64, y.offset, n);
    }
    for (; i < m; i++) {
      axpy(c.f64[c.offset + i], a.f64, a.offset + i * n, y.f64, y.offset, n);
    }
  }

  private static void addRows(double[] c, int c0, double[] a, int a0, double[] y, int y0, int n) {
    int a1 = a0 + n;
    int a2 = a1 + n;
    int a3 = a2 + n;
    int end = F64.loopBound(n);
    DoubleVector f0 = DoubleVector.broadcast(F64, c[c0]);
    DoubleVector f1 = DoubleVector.broadcast(F64, c[c0 + 1]);
    DoubleVector f2 = DoubleVector.broadcast(F64, c[c0 + 2]);
    DoubleVector f3 = DoubleVector.broadcast(F64, c[c0 + 3]);
    for (int j = 0; j < end; j += F64.length()) {
      DoubleVector vy = DoubleVector.fromArray(F64, y, y0 + j);
      vy = f0.fma(DoubleVector.fromArray(F64, a, a0 + j), vy);
      vy = f1.fma(DoubleVector.fromArray(F64, a, a1 + j), vy);
      vy = f2.fma(DoubleVector.fromArray(F64, a, a2 + j), vy);
      f3.fma(DoubleVector.fromArray(F64, a, a3 + j), vy).intoArray(y, y0 + j);
    }
    for (int i = 0; i < ABREAST; i++) {
      ScalarKernels.axpy(c[c0 + i], a, a0 + i * n + end, y, y0 + end, n - end);
    }
  }

  @Override
  public double sumOfSquares(Tensor x) {
    return striped(x) ? dot(x, x) : scalar.sumOfSquares(x);
  }

  @Override
  public double sum(Tensor x) {
    return striped(x) ? sum(x.f64, x.offset, x.size()) : scalar.sum(x);
  }

  private static double sum(double[] x, int x0, int n) {
    int end = F64.loopBound(n);
    DoubleVector sums = DoubleVector.zero(F64);
    for (int i = 0; i < end; i += F64.length()) {
      sums = sums.add(DoubleVector.fromArray(F64, x, x0 + i));
    }
    double[] stripes = sums.toArray();
    for (int i = end; i < n; i++) {
      stripes[i - end] = stripes[i - end] + x[x0 + i];
    }
    return ScalarKernels.fold(stripes);
  }

  @Override
  public double sumOfAbsolutes(Tensor x) {
    return striped(x) ? sumOfAbsolutes(x.f64, x.offset, x.size()) : scalar.sumOfAbsolutes(x);
  }

  private static double sumOfAbsolutes(double[] x, int x0, int n) {
    int end = F64.loopBound(n);
    DoubleVector sums = DoubleVector.zero(F64);
    for (int i = 0; i < end; i += F64.length()) {
      sums = sums.add(DoubleVector.fromArray(F64, x, x0 + i).abs());
    }
    double[] stripes = sums.toArray();
    for (int i = end; i < n; i++) {
      stripes[i - end] = stripes[i - end] + Math.abs(x[x0 + i]);
    }
    return ScalarKernels.fold(stripes);
  }

  /** Whether a vector of its elements is a row of stripes. */
  private static boolean striped(Tensor x) {
    return F64.length() == STRIPES && x.precision() == Precision.FLOAT64;
  }

  @Override
  public void tanh(Tensor z, Tensor h) {
    tanh(z, h, 0, z.size());
  }

  private static void tanh(Tensor z, Tensor h, int start, int n) {
    if (z.precision() == Precision.FLOAT64) {
      VectorTranscendental.tanh(z.f64, z.offset + start, h.f64, h.offset + start, n);
    } else {
      VectorTranscendental.tanh(z.f32, z.offset + start, h.f32, h.offset + start, n);
    }
  }

  /** Rows of n elements that go through both passes together; all, where one does nothing. */
  private static int band(double s, Tensor b, int rows, int n) {
    return s == 1 && b.size() == 0 ? rows : Math.max(1, BAND / n);
  }

  @Override
  public void tanhOfRows(double s, Tensor b, Tensor z, Tensor h) {
    int rows = rows(b, z);
    int n = z.size() / rows;
    int band = band(s, b, rows, n);
    for (int i = 0; i < rows; i += band) {
      int end = Math.min(rows, i + band);
      addToRows(s, b, z, i, end);
      tanh(z, h, i * n, (end - i) * n);
    }
  }

  @Override
  public void tanhBackward(double s, Tensor h, Tensor d) {
    if (d.precision() == Precision.FLOAT64) {
      tanhBackward(s, h.f64, h.offset, d.f64, d.offset, d.size());
    } else {
      tanhBackward((float) s, h.f32, h.offset, d.f32, d.offset, d.size());
    }
  }

  private static void tanhBackward(double s, double[] h, int h0, double[] d, int d0, int n) {
    int end = F64.loopBound(n);
    DoubleVector one = DoubleVector.broadcast(F64, 1.0);
    DoubleVector factor = DoubleVector.broadcast(F64, s);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector vh = DoubleVector.fromArray(F64, h, h0 + i);
      DoubleVector vd = DoubleVector.fromArray(F64, d, d0 + i).mul(factor);
      vd.mul(vh.neg().fma(vh, one)).intoArray(d, d0 + i);
    }
    ScalarKernels.tanhBackward(s, h, h0 + end, d, d0 + end, n - end);
  }

  private static void tanhBackward(float s, float[] h, int h0, float[] d, int d0, int n) {
    int end = F32.loopBound(n);
    FloatVector one = FloatVector.broadcast(F32, 1f);
    FloatVector factor = FloatVector.broadcast(F32, s);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector vh = FloatVector.fromArray(F32, h, h0 + i);
      FloatVector vd = FloatVector.fromArray(F32, d, d0 + i).mul(factor);
      vd.mul(vh.neg().fma(vh, one)).intoArray(d, d0 + i);
    }
    ScalarKernels.tanhBackward(s, h, h0 + end, d, d0 + end, n - end);
  }

  @Override
  public void exp(Tensor z, Tensor h) {
    if (z.precision() == Precision.FLOAT64) {
      VectorTranscendental.exp(z.f64, z.offset, h.f64, h.offset, z.size());
    } else {
      VectorTranscendental.exp(z.f32, z.offset, h.f32, h.offset, z.size());
    }
  }

  @Override
  public void erf(Tensor z, Tensor h) {
    if (z.precision() == Precision.FLOAT64) {
      VectorTranscendental.erf(z.f64, z.offset, h.f64, h.offset, z.size());
    } else {
      VectorTranscendental.erf(z.f32, z.offset, h.f32, h.offset, z.size());
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
    relu(z, h, 0, z.size());
  }

  private static void relu(Tensor z, Tensor h, int start, int n) {
    if (z.precision() == Precision.FLOAT64) {
      relu(z.f64, z.offset + start, h.f64, h.offset + start, n);
    } else {
      relu(z.f32, z.offset + start, h.f32, h.offset + start, n);
    }
  }

  private static void relu(double[] z, int z0, double[] h, int h0, int n) {
    int end = F64.loopBound(n);
    DoubleVector zero = DoubleVector.zero(F64);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector vz = DoubleVector.fromArray(F64, z, z0 + i);
      vz.max(zero).intoArray(h, h0 + i);
    }
    ScalarKernels.relu(z, z0 + end, h, h0 + end, n - end);
  }

  private static void relu(float[] z, int z0, float[] h, int h0, int n) {
    int end = F32.loopBound(n);
    FloatVector zero = FloatVector.zero(F32);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector vz = FloatVector.fromArray(F32, z, z0 + i);
      vz.max(zero).intoArray(h, h0 + i);
    }
    ScalarKernels.relu(z, z0 + end, h, h0 + end, n - end);
  }

  @Override
  public void reluOfRows(double s, Tensor b, Tensor z, Tensor h) {
    int rows = rows(b, z);
    int n = z.size() / rows;
    int band = band(s, b, rows, n);
    for (int i = 0; i < rows; i += band) {
      int end = Math.min(rows, i + band);
      addToRows(s, b, z, i, end);
      relu(z, h, i * n, (end - i) * n);
    }
  }

  @Override
  public void reluBackward(double s, Tensor z, Tensor d) {
    if (d.precision() == Precision.FLOAT64) {
      reluBackward(s, z.f64, z.offset, d.f64, d.offset, d.size());
    } else {
      reluBackward((float) s, z.f32, z.offset, d.f32, d.offset, d.size());
    }
  }

  private static void reluBackward(double s, double[] z, int z0, double[] d, int d0, int n) {
    int end = F64.loopBound(n);
    DoubleVector zero = DoubleVector.zero(F64);
    DoubleVector factor = DoubleVector.broadcast(F64, s);
    for (int i = 0; i < end; i += F64.length()) {
      DoubleVector vz = DoubleVector.fromArray(F64, z, z0 + i);
      DoubleVector vd = DoubleVector.fromArray(F64, d, d0 + i).mul(factor);
      vz.max(zero).blend(vd, vz.compare(VectorOperators.GT, zero)).intoArray(d, d0 + i);
    }
    ScalarKernels.reluBackward(s, z, z0 + end, d, d0 + end, n - end);
  }

  private static void reluBackward(float s, float[] z, int z0, float[] d, int d0, int n) {
    int end = F32.loopBound(n);
    FloatVector zero = FloatVector.zero(F32);
    FloatVector factor = FloatVector.broadcast(F32, s);
    for (int i = 0; i < end; i += F32.length()) {
      FloatVector vz = FloatVector.fromArray(F32, z, z0 + i);
      FloatVector vd = FloatVector.fromArray(F32, d, d0 + i).mul(factor);
      vz.max(zero).blend(vd, vz.compare(VectorOperators.GT, zero)).intoArray(d, d0 + i);
    }
    ScalarKernels.reluBackward(s, z, z0 + end, d, d0 + end, n - end);
  }

  @Override
  public void map(Tensor x, Tensor out, DoubleUnaryOperator f) {
    scalar.map(x, out, f);
  }

  @Override
  public void softmaxTerms(Tensor f, Tensor m, Tensor s, Tensor p) {
    int k = f.rows();
    int n = f.columns();
    lessLargest(f.f64, f.offset, k, n, m.f64, m.offset, p.f64, p.offset);
    VectorTranscendental.exp(p.f64, p.offset, p.f64, p.offset, k * n);
    columnSums(p.f64, p.offset, k, n, s.f64, s.offset);
  }

  private static void lessLargest(
      double[] f, int f0, int k, int n, double[] m, int m0, double[] p, int p0) {
    int end = F64.loopBound(n);
    for (int j = 0; j < end; j += F64.length()) {
      DoubleVector largest = DoubleVector.fromArray(F64, f, f0 + j);
      for (int i = 1; i < k; i++) {
        largest = largest.max(DoubleVector.fromArray(F64, f, f0 + i * n + j));
      }
      largest.intoArray(m, m0 + j);
      for (int i = 0; i < k; i++) {
        DoubleVector vf = DoubleVector.fromArray(F64, f, f0 + i * n + j);
        vf.sub(largest).intoArray(p, p0 + i * n + j);
      }
    }
    ScalarKernels.lessLargest(f, f0, k, n, m, m0, p, p0, end);
  }

  private static void columnSums(double[] p, int p0, int k, int n, double[] s, int s0) {
    int end = F64.loopBound(n);
    for (int j = 0; j < end; j += F64.length()) {
      DoubleVector sum = DoubleVector.zero(F64);
      for (int i = 0; i < k; i++) {
        sum = sum.add(DoubleVector.fromArray(F64, p, p0 + i * n + j));
      }
      sum.intoArray(s, s0 + j);
    }
    ScalarKernels.columnSums(p, p0, k, n, s, s0, end);
  }

  @Override
  public void softmaxSlopes(Tensor y, Tensor s, double examples, Tensor p) {
    int k = p.rows();
    int n = p.columns();
    softmaxSlopes(y.f64, y.offset, k, n, s.f64, s.offset, examples, p.f64, p.offset);
  }

  private static void softmaxSlopes(
      double[] y, int y0, int k, int n, double[] s, int s0, double examples, double[] p, int p0) {
    int end = F64.loopBound(n);
    DoubleVector count = DoubleVector.broadcast(F64, examples);
    for (int j = 0; j < end; j += F64.length()) {
      DoubleVector sum = DoubleVector.fromArray(F64, s, s0 + j);
      DoubleVector all = DoubleVector.zero(F64);
      for (int i = 0; i < k; i++) {
        all = all.add(DoubleVector.fromArray(F64, y, y0 + i * n + j));
      }
      for (int i = 0; i < k; i++) {
        int at = i * n + j;
        DoubleVector vy = DoubleVector.fromArray(F64, y, y0 + at);
        DoubleVector share = DoubleVector.fromArray(F64, p, p0 + at).div(sum);
        all.mul(share).sub(vy).div(count).intoArray(p, p0 + at);
      }
    }
    ScalarKernels.softmaxSlopes(y, y0, k, n, s, s0, examples, p, p0, end);
  }

  @Override
  public int largestIn(Tensor rows, Tensor a) {
    return a.precision() == Precision.FLOAT64
        ? largestIn(rows.f64, rows.offset, a.f64, a.offset, a.rows(), a.columns())
        : largestIn(rows.f32, rows.offset, a.f32, a.offset, a.rows(), a.columns());
  }

  private static int largestIn(double[] rows, int r0, double[] a, int a0, int m, int n) {
    int end = F64.loopBound(n);
    int count = 0;
    for (int j = 0; j < end; j += F64.length()) {
      DoubleVector largest = DoubleVector.fromArray(F64, a, a0 + j);
      DoubleVector row = DoubleVector.zero(F64);
      for (int i = 1; i < m; i++) {
        DoubleVector next = DoubleVector.fromArray(F64, a, a0 + i * n + j);
        VectorMask<Double> larger = next.compare(VectorOperators.GT, largest);
        largest = largest.blend(next, larger);
        row = row.blend(DoubleVector.broadcast(F64, (double) i), larger);
      }
      count +=
          row.compare(VectorOperators.EQ, DoubleVector.fromArray(F64, rows, r0 + j)).trueCount();
    }
    return count + ScalarKernels.largestIn(rows, r0, a, a0, m, n, end);
  }

  private static int largestIn(float[] rows, int r0, float[] a, int a0, int m, int n) {
    int end = F32.loopBound(n);
    int count = 0;
    for (int j = 0; j < end; j += F32.length()) {
      FloatVector largest = FloatVector.fromArray(F32, a, a0 + j);
      FloatVector row = FloatVector.zero(F32);
      for (int i = 1; i < m; i++) {
        FloatVector next = FloatVector.fromArray(F32, a, a0 + i * n + j);
        VectorMask<Float> larger = next.compare(VectorOperators.GT, largest);
        largest = largest.blend(next, larger);
        row = row.blend(FloatVector.broadcast(F32, (float) i), larger);
      }
      count +=
          row.compare(VectorOperators.EQ, FloatVector.fromArray(F32, rows, r0 + j)).trueCount();
    }
    return count + ScalarKernels.largestIn(rows, r0, a, a0, m, n, end);
  }

  @Override
  public boolean finite(Tensor x) {
    return x.precision() == Precision.FLOAT64
        ? finite(x.f64, x.offset, x.size())
        : finite(x.f32, x.offset, x.size());
  }

  /** 0 x is 0 or NaN, and stays NaN in a sum. */
  private static boolean finite(double[] x, int x0, int n) {
    int end = n - n % (2 * F64.length());
    DoubleVector zero = DoubleVector.zero(F64);
    DoubleVector even = zero;
    DoubleVector odd = zero;
    for (int i = 0; i < end; i += 2 * F64.length()) {
      even = DoubleVector.fromArray(F64, x, x0 + i).fma(zero, even);
      odd = DoubleVector.fromArray(F64, x, x0 + i + F64.length()).fma(zero, odd);
    }
    return ScalarKernels.finite(even.add(odd).toArray(), 0, F64.length())
        && ScalarKernels.finite(x, x0 + end, n - end);
  }

  private static boolean finite(float[] x, int x0, int n) {
    int end = n - n % (2 * F32.length());
    FloatVector zero = FloatVector.zero(F32);
    FloatVector even = zero;
    FloatVector odd = zero;
    for (int i = 0; i < end; i += 2 * F32.length()) {
      even = FloatVector.fromArray(F32, x, x0 + i).fma(zero, even);
      odd = FloatVector.fromArray(F32, x, x0 + i + F32.length()).fma(zero, odd);
    }
    return ScalarKernels.finite(even.add(odd).toArray(), 0, F32.length())
        && ScalarKernels.finite(x, x0 + end, n - end);
  }

  @Override
  public HerdKernels herd() {
    return new VectorHerdKernels();
  }

  @Override
  public String describe() {
    return "vector (" + F64.vectorBitSize() + "-bit)";
  }
}
