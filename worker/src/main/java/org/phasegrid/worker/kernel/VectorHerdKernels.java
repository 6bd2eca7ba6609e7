package org.phasegrid.worker.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A herd in SIMD lanes, a run in each, equal to {@link ScalarHerdKernels} bit for bit: every
 * element of the herd is one vector.
 */
public final class VectorHerdKernels implements HerdKernels {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;
  private static final int L64 = F64.length();
  private static final int L32 = F32.length();

  @Override
  public int lanes(Precision precision) {
    return precision == Precision.FLOAT64 ? L64 : L32;
  }

  @Override
  public void product(
      int m, int n, int k, Tensor a, int ai, int ak, Tensor b, int bk, int bj, Tensor c) {
    VectorHerdProduct.product(m, n, k, a, ai, ak, b, bk, bj, c);
  }

  @Override
  public void productOfShared(
      int m, int n, int k, Tensor a, int ai, int ak, Tensor b, int bk, int bj, Tensor c) {
    VectorHerdProduct.productOfShared(m, n, k, a, ai, ak, b, bk, bj, c);
  }

  @Override
  public void rowSums(int m, int n, Tensor a, Tensor out) {
    for (int i = 0; i < m; i++) {
      if (a.precision() == Precision.FLOAT64) {
        rowSum(n, a.f64, a.offset + i * n * L64, out.f64, out.offset + i * L64);
      } else {
        rowSum(n, a.f32, a.offset + i * n * L32, out.f32, out.offset + i * L32);
      }
    }
  }

  private static void rowSum(int n, double[] a, int a0, double[] out, int out0) {
    DoubleVector sum = DoubleVector.zero(F64);
    for (int j = 0; j < n; j++) {
      sum = sum.add(DoubleVector.fromArray(F64, a, a0 + j * L64));
    }
    sum.intoArray(out, out0);
  }

  private static void rowSum(int n, float[] a, int a0, float[] out, int out0) {
    FloatVector sum = FloatVector.zero(F32);
    for (int j = 0; j < n; j++) {
      sum = sum.add(FloatVector.fromArray(F32, a, a0 + j * L32));
    }
    sum.intoArray(out, out0);
  }

  @Override
  public void scale(Tensor s, Tensor x) {
    if (x.precision() == Precision.FLOAT64) {
      scale(s.f64, s.offset, x.f64, x.offset, x.size());
    } else {
      scale(s.f32, s.offset, x.f32, x.offset, x.size());
    }
  }

  private static void scale(double[] s, int s0, double[] x, int x0, int n) {
    DoubleVector vS = DoubleVector.fromArray(F64, s, s0);
    for (int i = 0; i < n; i += L64) {
      DoubleVector vX = DoubleVector.fromArray(F64, x, x0 + i);
      vX.mul(vS).intoArray(x, x0 + i);
    }
  }

  private static void scale(float[] s, int s0, float[] x, int x0, int n) {
    FloatVector vS = FloatVector.fromArray(F32, s, s0);
    for (int i = 0; i < n; i += L32) {
      FloatVector vX = FloatVector.fromArray(F32, x, x0 + i);
      vX.mul(vS).intoArray(x, x0 + i);
    }
  }

  @Override
  public void axpy(Tensor s, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      axpy(s.f64, s.offset, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      axpy(s.f32, s.offset, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  private static void axpy(double[] s, int s0, double[] x, int x0, double[] y, int y0, int n) {
    DoubleVector vS = DoubleVector.fromArray(F64, s, s0);
    for (int i = 0; i < n; i += L64) {
      DoubleVector vX = DoubleVector.fromArray(F64, x, x0 + i);
      DoubleVector vY = DoubleVector.fromArray(F64, y, y0 + i);
      vS.fma(vX, vY).intoArray(y, y0 + i);
    }
  }

  private static void axpy(float[] s, int s0, float[] x, int x0, float[] y, int y0, int n) {
    FloatVector vS = FloatVector.fromArray(F32, s, s0);
    for (int i = 0; i < n; i += L32) {
      FloatVector vX = FloatVector.fromArray(F32, x, x0 + i);
      FloatVector vY = FloatVector.fromArray(F32, y, y0 + i);
      vS.fma(vX, vY).intoArray(y, y0 + i);
    }
  }

  @Override
  public void decay(Tensor s, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      decay(s.f64, s.offset, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      decay(s.f32, s.offset, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  private static void decay(double[] s, int s0, double[] x, int x0, double[] y, int y0, int n) {
    DoubleVector vS = DoubleVector.fromArray(F64, s, s0);
    for (int i = 0; i < n; i += L64) {
      DoubleVector vX = DoubleVector.fromArray(F64, x, x0 + i);
      DoubleVector vY = DoubleVector.fromArray(F64, y, y0 + i);
      vS.fma(vY, vX).intoArray(y, y0 + i);
    }
  }

  private static void decay(float[] s, int s0, float[] x, int x0, float[] y, int y0, int n) {
    FloatVector vS = FloatVector.fromArray(F32, s, s0);
    for (int i = 0; i < n; i += L32) {
      FloatVector vX = FloatVector.fromArray(F32, x, x0 + i);
      FloatVector vY = FloatVector.fromArray(F32, y, y0 + i);
      vS.fma(vY, vX).intoArray(y, y0 + i);
    }
  }

  @Override
  public void average(Tensor s, Tensor rest, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      average(s.f64, s.offset, rest.f64, rest.offset, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      average(s.f32, s.offset, rest.f32, rest.offset, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  private static void average(
      double[] s, int s0, double[] rest, int rest0, double[] x, int x0, double[] y, int y0, int n) {
    DoubleVector vS = DoubleVector.fromArray(F64, s, s0);
    DoubleVector vRest = DoubleVector.fromArray(F64, rest, rest0);
    for (int i = 0; i < n; i += L64) {
      DoubleVector vX = DoubleVector.fromArray(F64, x, x0 + i);
      DoubleVector vY = DoubleVector.fromArray(F64, y, y0 + i);
      vS.fma(vY, vRest.mul(vX)).intoArray(y, y0 + i);
    }
  }

  private static void average(
      float[] s, int s0, float[] rest, int rest0, float[] x, int x0, float[] y, int y0, int n) {
    FloatVector vS = FloatVector.fromArray(F32, s, s0);
    FloatVector vRest = FloatVector.fromArray(F32, rest, rest0);
    for (int i = 0; i < n; i += L32) {
      FloatVector vX = FloatVector.fromArray(F32, x, x0 + i);
      FloatVector vY = FloatVector.fromArray(F32, y, y0 + i);
      vS.fma(vY, vRest.mul(vX)).intoArray(y, y0 + i);
    }
  }

  @Override
  public void averageOfSquares(Tensor s, Tensor rest, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      averageOfSquares(
          s.f64, s.offset, rest.f64, rest.offset, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      averageOfSquares(
          s.f32, s.offset, rest.f32, rest.offset, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  private static void averageOfSquares(
      double[] s, int s0, double[] rest, int rest0, double[] x, int x0, double[] y, int y0, int n) {
    DoubleVector vS = DoubleVector.fromArray(F64, s, s0);
    DoubleVector vRest = DoubleVector.fromArray(F64, rest, rest0);
    for (int i = 0; i < n; i += L64) {
      DoubleVector vX = DoubleVector.fromArray(F64, x, x0 + i);
      DoubleVector vY = DoubleVector.fromArray(F64, y, y0 + i);
      vS.fma(vY, vRest.mul(vX).mul(vX)).intoArray(y, y0 + i);
    }
  }

  private static void averageOfSquares(
      float[] s, int s0, float[] rest, int rest0, float[] x, int x0, float[] y, int y0, int n) {
    FloatVector vS = FloatVector.fromArray(F32, s, s0);
    FloatVector vRest = FloatVector.fromArray(F32, rest, rest0);
    for (int i = 0; i < n; i += L32) {
      FloatVector vX = FloatVector.fromArray(F32, x, x0 + i);
      FloatVector vY = FloatVector.fromArray(F32, y, y0 + i);
      vS.fma(vY, vRest.mul(vX).mul(vX)).intoArray(y, y0 + i);
    }
  }

  @Override
  public void adaptiveStep(Tensor s, Tensor c, Tensor epsilon, Tensor m, Tensor v, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      adaptiveStep(
          s.f64,
          s.offset,
          c.f64,
          c.offset,
          epsilon.f64,
          epsilon.offset,
          m.f64,
          m.offset,
          v.f64,
          v.offset,
          y.f64,
          y.offset,
          y.size());
    } else {
      adaptiveStep(
          s.f32,
          s.offset,
          c.f32,
          c.offset,
          epsilon.f32,
          epsilon.offset,
          m.f32,
          m.offset,
          v.f32,
          v.offset,
          y.f32,
          y.offset,
          y.size());
    }
  }

  private static void adaptiveStep(
      double[] s,
      int s0,
      double[] c,
      int c0,
      double[] epsilon,
      int epsilon0,
      double[] m,
      int m0,
      double[] v,
      int v0,
      double[] y,
      int y0,
      int n) {
    DoubleVector vS = DoubleVector.fromArray(F64, s, s0);
    DoubleVector vC = DoubleVector.fromArray(F64, c, c0);
    DoubleVector vEpsilon = DoubleVector.fromArray(F64, epsilon, epsilon0);
    for (int i = 0; i < n; i += L64) {
      DoubleVector vM = DoubleVector.fromArray(F64, m, m0 + i);
      DoubleVector vV = DoubleVector.fromArray(F64, v, v0 + i);
      DoubleVector vY = DoubleVector.fromArray(F64, y, y0 + i);
      vS.fma(vM.div(vC.mul(vV).sqrt().add(vEpsilon)), vY).intoArray(y, y0 + i);
    }
  }

  private static void adaptiveStep(
      float[] s,
      int s0,
      float[] c,
      int c0,
      float[] epsilon,
      int epsilon0,
      float[] m,
      int m0,
      float[] v,
      int v0,
      float[] y,
      int y0,
      int n) {
    FloatVector vS = FloatVector.fromArray(F32, s, s0);
    FloatVector vC = FloatVector.fromArray(F32, c, c0);
    FloatVector vEpsilon = FloatVector.fromArray(F32, epsilon, epsilon0);
    for (int i = 0; i < n; i += L32) {
      FloatVector vM = FloatVector.fromArray(F32, m, m0 + i);
      FloatVector vV = FloatVector.fromArray(F32, v, v0 + i);
      FloatVector vY = FloatVector.fromArray(F32, y, y0 + i);
      vS.fma(vM.div(vC.mul(vV).sqrt().add(vEpsilon)), vY).intoArray(y, y0 + i);
    }
  }

  @Override
  public void subtractShared(Tensor a, Tensor b, Tensor out) {
    if (out.precision() == Precision.FLOAT64) {
      subtractShared(b.size(), a.f64, a.offset, b.f64, b.offset, out.f64, out.offset);
    } else {
      subtractShared(b.size(), a.f32, a.offset, b.f32, b.offset, out.f32, out.offset);
    }
  }

  private static void subtractShared(
      int n, double[] a, int a0, double[] b, int b0, double[] out, int out0) {
    for (int i = 0; i < n; i++) {
      DoubleVector va = DoubleVector.fromArray(F64, a, a0 + i * L64);
      va.sub(DoubleVector.broadcast(F64, b[b0 + i])).intoArray(out, out0 + i * L64);
    }
  }

  private static void subtractShared(
      int n, float[] a, int a0, float[] b, int b0, float[] out, int out0) {
    for (int i = 0; i < n; i++) {
      FloatVector va = FloatVector.fromArray(F32, a, a0 + i * L32);
      va.sub(FloatVector.broadcast(F32, b[b0 + i])).intoArray(out, out0 + i * L32);
    }
  }

  @Override
  public void sumOfSquares(Tensor x, double[] sums) {
    if (x.precision() == Precision.FLOAT64) {
      double[] folded = new double[L64];
      sumOfSquares(x.f64, x.offset, x.rows(), folded);
      System.arraycopy(folded, 0, sums, 0, L64);
    } else {
      float[] folded = new float[L32];
      sumOfSquares(x.f32, x.offset, x.rows(), folded);
      for (int l = 0; l < L32; l++) {
        sums[l] = folded[l];
      }
    }
  }

  private static void sumOfSquares(double[] x, int x0, int n, double[] sums) {
    DoubleVector s0 = DoubleVector.zero(F64);
    DoubleVector s1 = DoubleVector.zero(F64);
    DoubleVector s2 = DoubleVector.zero(F64);
    DoubleVector s3 = DoubleVector.zero(F64);
    DoubleVector s4 = DoubleVector.zero(F64);
    DoubleVector s5 = DoubleVector.zero(F64);
    DoubleVector s6 = DoubleVector.zero(F64);
    DoubleVector s7 = DoubleVector.zero(F64);
    int whole = n / 8 * 8;
    for (int i = 0; i < whole; i += 8) {
      int at = x0 + i * L64;
      DoubleVector v0 = DoubleVector.fromArray(F64, x, at);
      s0 = v0.fma(v0, s0);
      DoubleVector v1 = DoubleVector.fromArray(F64, x, at + L64);
      s1 = v1.fma(v1, s1);
      DoubleVector v2 = DoubleVector.fromArray(F64, x, at + 2 * L64);
      s2 = v2.fma(v2, s2);
      DoubleVector v3 = DoubleVector.fromArray(F64, x, at + 3 * L64);
      s3 = v3.fma(v3, s3);
      DoubleVector v4 = DoubleVector.fromArray(F64, x, at + 4 * L64);
      s4 = v4.fma(v4, s4);
      DoubleVector v5 = DoubleVector.fromArray(F64, x, at + 5 * L64);
      s5 = v5.fma(v5, s5);
      DoubleVector v6 = DoubleVector.fromArray(F64, x, at + 6 * L64);
      s6 = v6.fma(v6, s6);
      DoubleVector v7 = DoubleVector.fromArray(F64, x, at + 7 * L64);
      s7 = v7.fma(v7, s7);
    }
    int at = x0 + whole * L64;
    if (n - whole > 0) {
      DoubleVector rest = DoubleVector.fromArray(F64, x, at);
      s0 = rest.fma(rest, s0);
    }
    if (n - whole > 1) {
      DoubleVector rest = DoubleVector.fromArray(F64, x, at + L64);
      s1 = rest.fma(rest, s1);
    }
    if (n - whole > 2) {
      DoubleVector rest = DoubleVector.fromArray(F64, x, at + 2 * L64);
      s2 = rest.fma(rest, s2);
    }
    if (n - whole > 3) {
      DoubleVector rest = DoubleVector.fromArray(F64, x, at + 3 * L64);
      s3 = rest.fma(rest, s3);
    }
    if (n - whole > 4) {
      DoubleVector rest = DoubleVector.fromArray(F64, x, at + 4 * L64);
      s4 = rest.fma(rest, s4);
    }
    if (n - whole > 5) {
      DoubleVector rest = DoubleVector.fromArray(F64, x, at + 5 * L64);
      s5 = rest.fma(rest, s5);
    }
    if (n - whole > 6) {
      DoubleVector rest = DoubleVector.fromArray(F64, x, at + 6 * L64);
      s6 = rest.fma(rest, s6);
    }
    s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7))).intoArray(sums, 0);
  }

  private static void sumOfSquares(float[] x, int x0, int n, float[] sums) {
    FloatVector s0 = FloatVector.zero(F32);
    FloatVector s1 = FloatVector.zero(F32);
    FloatVector s2 = FloatVector.zero(F32);
    FloatVector s3 = FloatVector.zero(F32);
    FloatVector s4 = FloatVector.zero(F32);
    FloatVector s5 = FloatVector.zero(F32);
    FloatVector s6 = FloatVector.zero(F32);
    FloatVector s7 = FloatVector.zero(F32);
    int whole = n / 8 * 8;
    for (int i = 0; i < whole; i += 8) {
      int at = x0 + i * L32;
      FloatVector v0 = FloatVector.fromArray(F32, x, at);
      s0 = v0.fma(v0, s0);
      FloatVector v1 = FloatVector.fromArray(F32, x, at + L32);
      s1 = v1.fma(v1, s1);
      FloatVector v2 = FloatVector.fromArray(F32, x, at + 2 * L32);
      s2 = v2.fma(v2, s2);
      FloatVector v3 = FloatVector.fromArray(F32, x, at + 3 * L32);
      s3 = v3.fma(v3, s3);
      FloatVector v4 = FloatVector.fromArray(F32, x, at + 4 * L32);
      s4 = v4.fma(v4, s4);
      FloatVector v5 = FloatVector.fromArray(F32, x, at + 5 * L32);
      s5 = v5.fma(v5, s5);
      FloatVector v6 = FloatVector.fromArray(F32, x, at + 6 * L32);
      s6 = v6.fma(v6, s6);
      FloatVector v7 = FloatVector.fromArray(F32, x, at + 7 * L32);
      s7 = v7.fma(v7, s7);
    }
    int at = x0 + whole * L32;
    if (n - whole > 0) {
      FloatVector rest = FloatVector.fromArray(F32, x, at);
      s0 = rest.fma(rest, s0);
    }
    if (n - whole > 1) {
      FloatVector rest = FloatVector.fromArray(F32, x, at + L32);
      s1 = rest.fma(rest, s1);
    }
    if (n - whole > 2) {
      FloatVector rest = FloatVector.fromArray(F32, x, at + 2 * L32);
      s2 = rest.fma(rest, s2);
    }
    if (n - whole > 3) {
      FloatVector rest = FloatVector.fromArray(F32, x, at + 3 * L32);
      s3 = rest.fma(rest, s3);
    }
    if (n - whole > 4) {
      FloatVector rest = FloatVector.fromArray(F32, x, at + 4 * L32);
      s4 = rest.fma(rest, s4);
    }
    if (n - whole > 5) {
      FloatVector rest = FloatVector.fromArray(F32, x, at + 5 * L32);
      s5 = rest.fma(rest, s5);
    }
    if (n - whole > 6) {
      FloatVector rest = FloatVector.fromArray(F32, x, at + 6 * L32);
      s6 = rest.fma(rest, s6);
    }
    s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7))).intoArray(sums, 0);
  }
}
