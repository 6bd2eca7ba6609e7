package org.phasegrid.worker.kernel;

import java.util.function.DoubleUnaryOperator;

/**
 * The arithmetic of a run, with its order of operations fixed to the bit; one thread's alone, since
 * products keep room to work in.
 *
 * <p>All tensors of one call have the same {@link Precision}; shapes are checked by the caller. A
 * double argument is first rounded to that precision. Outputs may not overlap inputs unless said.
 * Reductions to one number stripe by row-major index mod 8 and fold {@code
 * ((0+4)+(2+6))+((1+5)+(3+7))}; products are {@code acc = +0.0}, then {@code acc = fma(a_ik, b_kj,
 * acc)} in ascending k.
 */
public interface Kernels {

  /** C = A B: a (M, K), b (K, N), c (M, N) overwritten. */
  void gemm(Tensor a, Tensor b, Tensor c);

  /**
   * C = Aᵀ B: a (K, M), b (K, N), c (M, N) overwritten; the same sums as {@link #gemm} on a
   * transposed copy.
   */
  void gemmTransposed(Tensor a, Tensor b, Tensor c);

  /**
   * C = A Bᵀ: a (M, K), b (N, K), c (M, N) overwritten; the same sums as {@link #gemm} on a
   * transposed copy.
   */
  void gemmByTransposed(Tensor a, Tensor b, Tensor c);

  /** out = aᵀ: a (M, N), out (N, M). */
  void transpose(Tensor a, Tensor out);

  /**
   * out_i = sum over k ascending of a_ik (fma with 1, from +0.0): a (M, N), out holds M elements.
   */
  void rowSums(Tensor a, Tensor out);

  /** x = x * s, element by element. */
  void scale(double s, Tensor x);

  /**
   * z_i = s z_i + b_i in one pass: the product rounded, then the sum. b (M, P), z in M rows of any
   * shape, over each of which b_i is repeated: P is 1, or the lanes of a herd. An empty b is not
   * added.
   */
  void addToRows(double s, Tensor b, Tensor z);

  /** y = fma(s, x, y), element by element; the update of gradient descent with s = -eta. */
  void axpy(double s, Tensor x, Tensor y);

  /** y = fma(s, y, x), element by element; the memory of momentum with s = beta. */
  void decay(double s, Tensor x, Tensor y);

  /** y = fma(s, y, (1 - s) x), element by element: the running mean of x; 1 - s is rounded last. */
  void average(double s, Tensor x, Tensor y);

  /** y = fma(s, y, ((1 - s) x) x), element by element: the running mean of x². */
  void averageOfSquares(double s, Tensor x, Tensor y);

  /**
   * y = fma(s, m / (sqrt(c v) + epsilon), y), element by element; the step of Adam with s = -eta /
   * (1 - beta1^t), c = 1 / (1 - beta2^t).
   */
  void adaptiveStep(double s, double c, double epsilon, Tensor m, Tensor v, Tensor y);

  /** out = a - b; out may be a or b. */
  void subtract(Tensor a, Tensor b, Tensor out);

  /** y = y * x; element by element. */
  void multiply(Tensor x, Tensor y);

  /** out = fma(x, y, out), element by element. */
  void multiplyAdd(Tensor x, Tensor y, Tensor out);

  /**
   * One step of Householder's reduction of a symmetric matrix, on the leading (m, m) of a (n, n),
   * float64: a_ij = fma(-v_i, w_j, fma(-w_i, v_j, a_ij)), and with what these are now p_j = sum
   * over i ascending of x_i a_ij (fma, from +0.0). v, w, x, p hold at least m elements.
   */
  void reflect(Tensor a, int m, Tensor v, Tensor w, Tensor x, Tensor p);

  /**
   * One reflection of columns, float64: p_j = sum over i ascending of x_i a_ij (fma, from +0.0),
   * then a_ij = fma(s x_i, p_j, a_ij): a (M, N), x holds M elements.
   */
  void reflectColumns(double s, Tensor x, Tensor a);

  /**
   * Plane rotations of neighbouring rows, float64, one after the other from the last two upwards: x
   * = row i and y = row i + 1 become fma(-s_i, y, c_i x) and fma(s_i, x, c_i y), i = M - 2, ..., 0:
   * a (M, N), c and s hold M - 1 elements.
   */
  void rotateRows(Tensor c, Tensor s, Tensor a);

  /** Striped sum of x_i y_i (one fma per term). */
  double dot(Tensor x, Tensor y);

  /** out_i = {@link #dot} of row i of a (M, N) and x: x holds N elements, out M. */
  void dots(Tensor a, Tensor x, Tensor out);

  /** y_j = fma(c_i, a_ij, y_j), i ascending: a (M, N), c holds M elements, y N. */
  void addRows(Tensor c, Tensor a, Tensor y);

  /** Striped sum of x_i² (one fma per term). */
  double sumOfSquares(Tensor x);

  /** Striped sum of x_i. */
  double sum(Tensor x);

  /** Striped sum of |x_i|. */
  double sumOfAbsolutes(Tensor x);

  /** h = tanh(z) of {@link Transcendental}; h may be z. */
  void tanh(Tensor z, Tensor h);

  /** z as {@link #addToRows} makes it, then h = tanh(z), before z has left the first cache. */
  void tanhOfRows(double s, Tensor b, Tensor z, Tensor h);

  /** d = (s d) fma(-h, h, 1) in one pass: back through tanh given its value. */
  void tanhBackward(double s, Tensor h, Tensor d);

  /** h = exp(z); h may be z. */
  void exp(Tensor z, Tensor h);

  /** h = erf(z); h may be z. */
  void erf(Tensor z, Tensor h);

  /** h = 1 / (1 + exp(-z)) in float64, rounded once; h may be z. */
  void sigmoid(Tensor z, Tensor h);

  /** h = z (1 + erf(z / sqrt 2)) / 2 in float64, rounded once; h may be z. */
  void gelu(Tensor z, Tensor h);

  /** out = the derivative of {@link #gelu} at z, in float64, rounded once; out may be z. */
  void geluSlope(Tensor z, Tensor out);

  /** h = z where z > 0, +0.0 elsewhere, NaN kept; h may be z. */
  void relu(Tensor z, Tensor h);

  /** z as {@link #addToRows} makes it, then h = relu(z), before z has left the first cache. */
  void reluOfRows(double s, Tensor b, Tensor z, Tensor h);

  /** d = s d where z > 0, +0.0 elsewhere (z NaN gives NaN), in one pass. */
  void reluBackward(double s, Tensor z, Tensor d);

  /**
   * out_i = f(x_i), each element widened to double and the result rounded to the precision; out may
   * be x. For what is not hot.
   */
  void map(Tensor x, Tensor out, DoubleUnaryOperator f);

  /**
   * p_ij = exp(f_ij - m_j) with m_j the largest of column j, s_j = sum over i ascending of p_ij: f
   * and p (K, C) in float64, m and s of C elements; p may be f.
   */
  void softmaxTerms(Tensor f, Tensor m, Tensor s, Tensor p);

  /**
   * p_ij = (t_j (p_ij / s_j) - y_ij) / examples with t_j = sum over i ascending of y_ij, of the p
   * and s of {@link #softmaxTerms}: y (K, C).
   */
  void softmaxSlopes(Tensor y, Tensor s, double examples, Tensor p);

  /**
   * The number of columns j of a (M, N) whose largest element, the first of several, is in row
   * rows_j: rows holds N elements. Larger is {@code >} in ascending row, so a NaN is the largest
   * where it stands in row 0 and nowhere else.
   */
  int largestIn(Tensor rows, Tensor a);

  /** True when every element is finite. */
  boolean finite(Tensor x);

  /** The arithmetic of several runs side by side, with these bits in every lane. */
  HerdKernels herd();

  /** A short name for logs and manifests, e.g. {@code vector (512-bit)} or {@code scalar}. */
  String describe();

  /**
   * The fastest kernels of this JVM: SIMD when the vector module is there, plain Java otherwise;
   * the bits are the same.
   */
  static Kernels best() {
    return KernelChoice.best();
  }
}
