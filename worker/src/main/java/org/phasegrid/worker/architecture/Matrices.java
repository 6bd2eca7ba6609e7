package org.phasegrid.worker.architecture;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/** Small square matrices: inverses and rotations, in float64. */
final class Matrices {
  private Matrices() {}

  /** The matrix as EJML has it: a copy. */
  static DMatrixRMaj of(Tensor a) {
    DMatrixRMaj matrix = new DMatrixRMaj(a.rows(), a.columns());
    matrix.data = a.toArray();
    return matrix;
  }

  static Tensor of(DMatrixRMaj a) {
    return Tensor.of(a.numRows, a.numCols, java.util.Arrays.copyOf(a.data, a.numRows * a.numCols));
  }

  /** W^-1, NaN where it is singular; the transpose where W is orthogonal to rounding. */
  static Tensor inverse(Tensor w) {
    DMatrixRMaj a = of(w);
    int n = a.numRows;
    DMatrixRMaj gram = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransB(a, a, gram);
    DMatrixRMaj inverse = new DMatrixRMaj(n, n);
    double defect = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        defect = Math.max(defect, Math.abs(gram.get(i, j) - (i == j ? 1 : 0)));
      }
    }
    if (defect <= 1e-13) {
      CommonOps_DDRM.transpose(a, inverse);
    } else if (!CommonOps_DDRM.invert(a, inverse)) {
      java.util.Arrays.fill(inverse.data, Double.NaN);
    }
    return of(inverse);
  }

  /** The skew part (S - Sᵀ)/2. */
  static Tensor skew(Tensor s) {
    Tensor skew = Tensor.zeros(s.precision(), s.rows(), s.columns());
    for (int i = 0; i < s.rows(); i++) {
      for (int j = 0; j < s.columns(); j++) {
        skew.set(i, j, 0.5 * (s.get(i, j) - s.get(j, i)));
      }
    }
    return skew;
  }

  /** A B. */
  static Tensor product(Tensor a, Tensor b) {
    DMatrixRMaj c = new DMatrixRMaj(a.rows(), b.columns());
    CommonOps_DDRM.mult(of(a), of(b), c);
    return of(c);
  }

  /** Aᵀ B. */
  static Tensor productOfTransposed(Tensor a, Tensor b) {
    DMatrixRMaj c = new DMatrixRMaj(a.columns(), b.columns());
    CommonOps_DDRM.multTransA(of(a), of(b), c);
    return of(c);
  }

  /**
   * Brings a stepped matrix back to the rotations: with Xi the skew part of Rᵀ (stepped - R) it
   * becomes R (1 - Xi/2)^-1 (1 + Xi/2), which is R exp(Xi) to second order (the Cayley retraction).
   */
  static void turnBack(Tensor before, Tensor stepped) {
    int n = before.rows();
    Tensor r = before.to(Precision.FLOAT64);
    Tensor moved = stepped.to(Precision.FLOAT64);
    for (int i = 0; i < moved.size(); i++) {
      moved.set(i, moved.get(i) - r.get(i));
    }
    Tensor xi = skew(productOfTransposed(r, moved));
    DMatrixRMaj plus = CommonOps_DDRM.identity(n);
    DMatrixRMaj minus = CommonOps_DDRM.identity(n);
    for (int i = 0; i < xi.size(); i++) {
      plus.data[i] += 0.5 * xi.get(i);
      minus.data[i] -= 0.5 * xi.get(i);
    }
    DMatrixRMaj turn = new DMatrixRMaj(n, n);
    if (!CommonOps_DDRM.invert(minus)) {
      stepped.fill(Double.NaN);
      return;
    }
    CommonOps_DDRM.mult(minus, plus, turn);
    stepped.copyFrom(product(r, of(turn)));
  }
}
