package org.phasegrid.worker.kernel;

/**
 * The arithmetic of a herd: several runs of equal shape side by side, one in each lane, every one
 * with the bits that {@link Kernels} give it alone.
 *
 * <p>A herd tensor of n elements is a {@link Tensor} (n, lanes): element e of the run in lane l is
 * at (e, l). What goes element by element is done by {@link Kernels} on it; here is what mixes
 * elements, and what has a factor of its own in every lane (a tensor (1, lanes)). Orders of
 * operations are those of {@link Kernels}, lane by lane. {@link ScalarHerdKernels} is the
 * definition.
 */
public interface HerdKernels {
  /** How many runs stand side by side. */
  int lanes(Precision precision);

  /**
   * C = A B in every lane: c_ij = sum over p of a[i ai + p ak] b[p bk + j bj], c at i n + j. The
   * strides count elements, so A, Aᵀ, B and Bᵀ are the same product.
   */
  void product(int m, int n, int k, Tensor a, int ai, int ak, Tensor b, int bk, int bj, Tensor c);

  /** The same with a B that all lanes share: an ordinary tensor. */
  void productOfShared(
      int m, int n, int k, Tensor a, int ai, int ak, Tensor b, int bk, int bj, Tensor c);

  /** out_i = sum over j of a_ij: a herd of (m, n), out of m elements. */
  void rowSums(int m, int n, Tensor a, Tensor out);

  /** x = x * s. */
  void scale(Tensor s, Tensor x);

  /** y = fma(s, x, y). */
  void axpy(Tensor s, Tensor x, Tensor y);

  /** y = fma(s, y, x). */
  void decay(Tensor s, Tensor x, Tensor y);

  /** y = fma(s, y, rest x). */
  void average(Tensor s, Tensor rest, Tensor x, Tensor y);

  /** y = fma(s, y, (rest x) x). */
  void averageOfSquares(Tensor s, Tensor rest, Tensor x, Tensor y);

  /** y = fma(s, m / (sqrt(c v) + epsilon), y). */
  void adaptiveStep(Tensor s, Tensor c, Tensor epsilon, Tensor m, Tensor v, Tensor y);

  /** out = a - b with a b that all lanes share; out may be a. */
  void subtractShared(Tensor a, Tensor b, Tensor out);

  /** The striped sums of x_i² of all lanes. */
  void sumOfSquares(Tensor x, double[] sums);

  /** What stands in a lane: {@code out} has a herd's number of elements, in any precision. */
  static void take(Tensor herd, int lane, Tensor out) {
    int lanes = herd.columns();
    int n = out.size();
    if (herd.precision() == Precision.FLOAT64 && out.precision() == Precision.FLOAT64) {
      for (int e = 0, at = herd.offset + lane; e < n; e++, at += lanes) {
        out.f64[out.offset + e] = herd.f64[at];
      }
    } else if (herd.precision() == Precision.FLOAT32 && out.precision() == Precision.FLOAT32) {
      for (int e = 0, at = herd.offset + lane; e < n; e++, at += lanes) {
        out.f32[out.offset + e] = herd.f32[at];
      }
    } else {
      for (int e = 0; e < n; e++) {
        out.set(e, herd.get(e, lane));
      }
    }
  }

  /** Sets what stands in a lane. */
  static void put(Tensor values, Tensor herd, int lane) {
    int lanes = herd.columns();
    int n = values.size();
    if (herd.precision() == Precision.FLOAT64 && values.precision() == Precision.FLOAT64) {
      for (int e = 0, at = herd.offset + lane; e < n; e++, at += lanes) {
        herd.f64[at] = values.f64[values.offset + e];
      }
    } else if (herd.precision() == Precision.FLOAT32 && values.precision() == Precision.FLOAT32) {
      for (int e = 0, at = herd.offset + lane; e < n; e++, at += lanes) {
        herd.f32[at] = values.f32[values.offset + e];
      }
    } else {
      for (int e = 0; e < n; e++) {
        herd.set(e, lane, values.get(e));
      }
    }
  }

  /** Sets what stands in a lane to the columns {@code chosen} of {@code from}, in order. */
  static void putColumns(Tensor from, int[] chosen, Tensor herd, int lane) {
    int at = 0;
    for (int i = 0; i < from.rows(); i++) {
      for (int b = 0; b < chosen.length; b++, at++) {
        herd.set(at, lane, from.get(i, chosen[b]));
      }
    }
  }
}
