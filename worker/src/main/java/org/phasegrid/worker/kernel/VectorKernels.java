package org.phasegrid.worker.kernel;

import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in SIMD lanes, equal to {@link ScalarKernels} bit for bit.
 *
 * <p>Lanes are elements or columns of a product ({@link VectorProduct}), never terms of one sum.
 * The tail of an array goes through the scalar twin. So does what gains nothing: loops that the
 * compiler puts into lanes by itself, and striped sums, which wait for their fma and not for its
 * width.
 *
 * <p>One species per element type in the whole package: with a second one (256-bit stripes beside
 * 512-bit products) the compiler stops keeping vectors in registers, and the products fall from 51
 * to 1 GFLOP/s.
 */
public final class VectorKernels implements Kernels {
  private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;

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
    return scalar.dot(x, y);
  }

  @Override
  public double sumOfSquares(Tensor x) {
    return scalar.sumOfSquares(x);
  }

  @Override
  public double sum(Tensor x) {
    return scalar.sum(x);
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
