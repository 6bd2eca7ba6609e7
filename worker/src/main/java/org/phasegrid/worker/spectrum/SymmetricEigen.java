package org.phasegrid.worker.spectrum;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Eigenvalues and unit eigenvectors of a symmetric matrix by EJML, ascending; equal values in the
 * order of the decomposition, which is an object of its own for every matrix.
 *
 * @param values (n), ascending
 * @param vectors (n, n), row k the eigenvector of value k, its largest entry positive
 */
public record SymmetricEigen(double[] values, double[][] vectors) {
  /** Of a symmetric matrix, which is not written; empty when it is not finite or EJML gives up. */
  public static Optional<SymmetricEigen> of(DMatrixRMaj matrix) {
    Optional<EigenDecomposition_F64<DMatrixRMaj>> decomposed = decompose(matrix, true);
    if (decomposed.isEmpty()) {
      return Optional.empty();
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = decomposed.get();
    int n = matrix.numRows;
    Integer[] order = new Integer[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> eigen.getEigenvalue(i).getReal()));
    double[] values = new double[n];
    double[][] vectors = new double[n][];
    for (int k = 0; k < n; k++) {
      values[k] = eigen.getEigenvalue(order[k]).getReal();
      vectors[k] = oriented(eigen.getEigenVector(order[k]).data, n);
    }
    return Optional.of(new SymmetricEigen(values, vectors));
  }

  /** The eigenvalues alone, ascending. */
  public static Optional<double[]> values(DMatrixRMaj matrix) {
    return decompose(matrix, false)
        .map(
            eigen -> {
              double[] values = new double[matrix.numRows];
              for (int i = 0; i < values.length; i++) {
                values[i] = eigen.getEigenvalue(i).getReal();
              }
              Arrays.sort(values);
              return values;
            });
  }

  private static Optional<EigenDecomposition_F64<DMatrixRMaj>> decompose(
      DMatrixRMaj matrix, boolean vectors) {
    for (int i = 0; i < matrix.getNumElements(); i++) {
      if (!Double.isFinite(matrix.data[i])) {
        return Optional.empty();
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(matrix.numRows, vectors, true);
    return eigen.decompose(matrix.copy()) ? Optional.of(eigen) : Optional.empty();
  }

  private static double[] oriented(double[] vector, int n) {
    int largest = 0;
    for (int i = 1; i < n; i++) {
      if (Math.abs(vector[i]) > Math.abs(vector[largest])) {
        largest = i;
      }
    }
    double[] copy = Arrays.copyOf(vector, n);
    if (copy[largest] < 0) {
      for (int i = 0; i < n; i++) {
        copy[i] = -copy[i];
      }
    }
    return copy;
  }
}
