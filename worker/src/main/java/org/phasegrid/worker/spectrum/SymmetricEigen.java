package org.phasegrid.worker.spectrum;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Eigenvalues and unit eigenvectors of a symmetric matrix, ascending; equal values in the order of
 * the decomposition.
 *
 * @param values (n), ascending
 * @param vectors (n, n), row k the eigenvector of value k, its largest entry positive
 */
public record SymmetricEigen(double[] values, double[][] vectors) {
  /**
   * Of a symmetric matrix, which is not written; empty when it is not finite, an eigenvalue
   * overflows or the iteration of {@link Tridiagonal#eigen} gives up.
   */
  public static Optional<SymmetricEigen> of(Kernels kernels, DMatrixRMaj matrix) {
    return Tridiagonal.of(kernels, Tensor.of(matrix.numRows, matrix.numCols, matrix.data))
        .flatMap(Tridiagonal::eigen);
  }

  /** Of values in any order and their vectors, which may be turned round. */
  static SymmetricEigen sorted(double[] unsorted, double[][] theirs) {
    int n = unsorted.length;
    Integer[] order = new Integer[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> unsorted[i]));
    double[] values = new double[n];
    double[][] vectors = new double[n][];
    for (int k = 0; k < n; k++) {
      values[k] = unsorted[order[k]];
      vectors[k] = oriented(theirs[order[k]]);
    }
    return new SymmetricEigen(values, vectors);
  }

  /** The eigenvalues alone, by EJML, ascending; empty when not finite or EJML gives up. */
  public static Optional<double[]> values(DMatrixRMaj matrix) {
    for (int i = 0; i < matrix.getNumElements(); i++) {
      if (!Double.isFinite(matrix.data[i])) {
        return Optional.empty();
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(matrix.numRows, false, true);
    if (!eigen.decompose(matrix.copy())) {
      return Optional.empty();
    }
    double[] values = new double[matrix.numRows];
    for (int i = 0; i < values.length; i++) {
      values[i] = eigen.getEigenvalue(i).getReal();
    }
    Arrays.sort(values);
    return Optional.of(values);
  }

  /** In place. */
  private static double[] oriented(double[] vector) {
    int largest = 0;
    for (int i = 1; i < vector.length; i++) {
      largest = Math.abs(vector[i]) > Math.abs(vector[largest]) ? i : largest;
    }
    if (vector[largest] < 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = -vector[i];
      }
    }
    return vector;
  }
}
