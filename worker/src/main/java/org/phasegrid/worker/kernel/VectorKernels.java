package org.phasegrid.worker.kernel;

import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in SIMD lanes, equal to {@link ScalarKernels} bit for bit.
 *
 * <p>Lanes are elements, columns of a product ({@link VectorProduct}) or stripes of a sum, never
 * terms of one sum. The tail of an array goes through the scalar twin. One-pass loops that the
 * compiler puts into lanes by itself are the scalar twin's.
 */
public final class VectorKernels implements Kernels {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;

  /**
   * Eight stripes are two of these, or one of those: the sum waits for its fma, not for the width.
   */
  private static final VectorSpecies<Double> HALF_STRIPES = DoubleVector.SPECIES_256;

  private static final VectorSpecies<Float> STRIPES = FloatVector.SPECIES_256;

  private static final boolean STRIPED = F64.length() >= 4;

  private final ScalarKernels scalar = new ScalarKernels();

  @Override
  public void gemm(Tensor a, Tensor b, Tensor c) {
    VectorProduct.product(a, a.columns(), 1, a.columns(), b, c);
  }

  @Override
  public void gemmTransposed(Tensor a, Tensor b, Tensor c) {
    VectorProduct.product(a, 1, a.columns(), a.rows(), b, c);
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
    scalar.scale(s, x);
  }

  @Override
  public void addToRows(Tensor b, Tensor z) {
    scalar.addToRows(b, z);
  }

  @Override
  public void axpy(double s, Tensor x, Tensor y) {
    scalar.axpy(s, x, y);
  }

  @Override
  public void decay(double s, Tensor x, Tensor y) {
    scalar.decay(s, x, y);
  }

  @Override
  public void subtract(Tensor a, Tensor b, Tensor out) {
    scalar.subtract(a, b, out);
  }

  @Override
  public void multiply(Tensor x, Tensor y) {
    scalar.multiply(x, y);
  }

  @Override
  public void multiplyAdd(Tensor x, Tensor y, Tensor out) {
    scalar.multiplyAdd(x, y, out);
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    if (!STRIPED) {
      return scalar.dot(x, y);
    }
    return x.precision() == Precision.FLOAT64
        ? dot(x.f64, x.offset, y.f64, y.offset, x.size())
        : dot(x.f32, x.offset, y.f32, y.offset, x.size());
  }

  private static double dot(double[] x, int x0, double[] y, int y0, int n) {
    DoubleVector low = DoubleVector.zero(HALF_STRIPES);
    DoubleVector high = low;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      DoubleVector lowX = DoubleVector.fromArray(HALF_STRIPES, x, x0 + i);
      DoubleVector lowY = DoubleVector.fromArray(HALF_STRIPES, y, y0 + i);
      low = lowX.fma(lowY, low);
      DoubleVector highX = DoubleVector.fromArray(HALF_STRIPES, x, x0 + i + 4);
      DoubleVector highY = DoubleVector.fromArray(HALF_STRIPES, y, y0 + i + 4);
      high = highX.fma(highY, high);
    }
    double[] stripes = new double[8];
    low.intoArray(stripes, 0);
    high.intoArray(stripes, 4);
    return ScalarKernels.dot(x, x0 + i, y, y0 + i, n - i, stripes);
  }

  private static float dot(float[] x, int x0, float[] y, int y0, int n) {
    FloatVector all = FloatVector.zero(STRIPES);
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      FloatVector vX = FloatVector.fromArray(STRIPES, x, x0 + i);
      FloatVector vY = FloatVector.fromArray(STRIPES, y, y0 + i);
      all = vX.fma(vY, all);
    }
    float[] stripes = new float[8];
    all.intoArray(stripes, 0);
    return ScalarKernels.dot(x, x0 + i, y, y0 + i, n - i, stripes);
  }

  @Override
  public double sumOfSquares(Tensor x) {
    if (!STRIPED) {
      return scalar.sumOfSquares(x);
    }
    return x.precision() == Precision.FLOAT64
        ? sumOfSquares(x.f64, x.offset, x.size())
        : sumOfSquares(x.f32, x.offset, x.size());
  }

  private static double sumOfSquares(double[] x, int x0, int n) {
    DoubleVector low = DoubleVector.zero(HALF_STRIPES);
    DoubleVector high = low;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      DoubleVector lowX = DoubleVector.fromArray(HALF_STRIPES, x, x0 + i);
      low = lowX.fma(lowX, low);
      DoubleVector highX = DoubleVector.fromArray(HALF_STRIPES, x, x0 + i + 4);
      high = highX.fma(highX, high);
    }
    double[] stripes = new double[8];
    low.intoArray(stripes, 0);
    high.intoArray(stripes, 4);
    return ScalarKernels.sumOfSquares(x, x0 + i, n - i, stripes);
  }

  private static float sumOfSquares(float[] x, int x0, int n) {
    FloatVector all = FloatVector.zero(STRIPES);
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      FloatVector vX = FloatVector.fromArray(STRIPES, x, x0 + i);
      all = vX.fma(vX, all);
    }
    float[] stripes = new float[8];
    all.intoArray(stripes, 0);
    return ScalarKernels.sumOfSquares(x, x0 + i, n - i, stripes);
  }

  @Override
  public double sum(Tensor x) {
    if (!STRIPED) {
      return scalar.sum(x);
    }
    return x.precision() == Precision.FLOAT64
        ? sum(x.f64, x.offset, x.size())
        : sum(x.f32, x.offset, x.size());
  }

  private static double sum(double[] x, int x0, int n) {
    DoubleVector low = DoubleVector.zero(HALF_STRIPES);
    DoubleVector high = low;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      DoubleVector lowX = DoubleVector.fromArray(HALF_STRIPES, x, x0 + i);
      low = low.add(lowX);
      DoubleVector highX = DoubleVector.fromArray(HALF_STRIPES, x, x0 + i + 4);
      high = high.add(highX);
    }
    double[] stripes = new double[8];
    low.intoArray(stripes, 0);
    high.intoArray(stripes, 4);
    return ScalarKernels.sum(x, x0 + i, n - i, stripes);
  }

  private static float sum(float[] x, int x0, int n) {
    FloatVector all = FloatVector.zero(STRIPES);
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      FloatVector vX = FloatVector.fromArray(STRIPES, x, x0 + i);
      all = all.add(vX);
    }
    float[] stripes = new float[8];
    all.intoArray(stripes, 0);
    return ScalarKernels.sum(x, x0 + i, n - i, stripes);
  }

  @Override
  public void tanh(Tensor z, Tensor h) {
    if (z.precision() == Precision.FLOAT64) {
      tanh(z.f64, z.offset, h.f64, h.offset, z.size());
    } else {
      tanh(z.f32, z.offset, h.f32, h.offset, z.size());
    }
  }

  private static void tanh(double[] z, int z0, double[] h, int h0, int n) {
    int end = F64.loopBound(n);
    for (int i = 0; i < end; i += F64.length()) {
      VectorTranscendental.tanh(DoubleVector.fromArray(F64, z, z0 + i)).intoArray(h, h0 + i);
    }
    ScalarKernels.tanh(z, z0 + end, h, h0 + end, n - end);
  }

  private static void tanh(float[] z, int z0, float[] h, int h0, int n) {
    int end = F32.loopBound(n);
    for (int i = 0; i < end; i += F32.length()) {
      VectorTranscendental.tanh(FloatVector.fromArray(F32, z, z0 + i)).intoArray(h, h0 + i);
    }
    ScalarKernels.tanh(z, z0 + end, h, h0 + end, n - end);
  }

  @Override
  public void tanhBackward(Tensor h, Tensor d) {
    scalar.tanhBackward(h, d);
  }

  @Override
  public void exp(Tensor z, Tensor h) {
    if (z.precision() == Precision.FLOAT64) {
      exp(z.f64, z.offset, h.f64, h.offset, z.size());
    } else {
      exp(z.f32, z.offset, h.f32, h.offset, z.size());
    }
  }

  private static void exp(double[] z, int z0, double[] h, int h0, int n) {
    int end = F64.loopBound(n);
    for (int i = 0; i < end; i += F64.length()) {
      VectorTranscendental.exp(DoubleVector.fromArray(F64, z, z0 + i)).intoArray(h, h0 + i);
    }
    ScalarKernels.exp(z, z0 + end, h, h0 + end, n - end);
  }

  private static void exp(float[] z, int z0, float[] h, int h0, int n) {
    int end = F32.loopBound(n);
    for (int i = 0; i < end; i += F32.length()) {
      VectorTranscendental.exp(FloatVector.fromArray(F32, z, z0 + i)).intoArray(h, h0 + i);
    }
    ScalarKernels.exp(z, z0 + end, h, h0 + end, n - end);
  }

  @Override
  public void erf(Tensor z, Tensor h) {
    if (z.precision() == Precision.FLOAT64) {
      erf(z.f64, z.offset, h.f64, h.offset, z.size());
    } else {
      erf(z.f32, z.offset, h.f32, h.offset, z.size());
    }
  }

  private static void erf(double[] z, int z0, double[] h, int h0, int n) {
    int end = F64.loopBound(n);
    for (int i = 0; i < end; i += F64.length()) {
      VectorTranscendental.erf(DoubleVector.fromArray(F64, z, z0 + i)).intoArray(h, h0 + i);
    }
    ScalarKernels.erf(z, z0 + end, h, h0 + end, n - end);
  }

  private static void erf(float[] z, int z0, float[] h, int h0, int n) {
    int end = F32.loopBound(n);
    for (int i = 0; i < end; i += F32.length()) {
      VectorTranscendental.erf(FloatVector.fromArray(F32, z, z0 + i)).intoArray(h, h0 + i);
    }
    ScalarKernels.erf(z, z0 + end, h, h0 + end, n - end);
  }

  @Override
  public void relu(Tensor z, Tensor h) {
    scalar.relu(z, h);
  }

  @Override
  public void reluBackward(Tensor z, Tensor d) {
    scalar.reluBackward(z, d);
  }

  @Override
  public void map(Tensor x, Tensor out, DoubleUnaryOperator f) {
    scalar.map(x, out, f);
  }

  @Override
  public boolean finite(Tensor x) {
    return scalar.finite(x);
  }

  @Override
  public String describe() {
    return "vector (" + F64.vectorBitSize() + "-bit)";
  }
}
