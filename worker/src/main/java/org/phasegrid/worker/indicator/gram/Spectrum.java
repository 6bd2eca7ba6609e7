package org.phasegrid.worker.indicator.gram;

import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/**
 * The ends of the spectrum of a symmetric positive semi-definite matrix.
 *
 * @param largest eigenvalue
 * @param smallest eigenvalue; 0 where it is below {@link #ROUNDING} times the largest
 * @param top unit eigenvector of the largest; empty where it was not asked for
 */
record Spectrum(double largest, double smallest, double[] top) {
  /** What of the largest eigenvalue is lost in rounding. */
  static final double ROUNDING = 1e-12;

  static final Spectrum UNDEFINED = new Spectrum(Double.NaN, Double.NaN, new double[0]);

  /**
   * Of the kernel at theta_t, one decomposition for all who ask; with its top eigenvector at step 0
   * alone. Asked for where the checkpoint is finite.
   */
  record OfKernel() implements Need<Spectrum> {
    private static final Checkpoint.AtTheta CHECKPOINT = new Checkpoint.AtTheta();

    @Override
    public Set<Need<?>> needs() {
      return Set.of(CHECKPOINT);
    }

    @Override
    public Spectrum at(Snapshot snapshot) {
      Tensor kernel = snapshot.get(CHECKPOINT).kernel().total();
      return snapshot.step() == 0 ? withTop(kernel) : ends(kernel);
    }
  }

  /** The eigenvalues alone. */
  static Spectrum ends(Tensor matrix) {
    return of(matrix, false);
  }

  /** With the eigenvector of the largest. */
  static Spectrum withTop(Tensor matrix) {
    return of(matrix, true);
  }

  private static Spectrum of(Tensor matrix, boolean vectors) {
    int n = matrix.rows();
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, vectors, true);
    if (!eigen.decompose(DMatrixRMaj.wrap(n, n, matrix.toArray()))) {
      return UNDEFINED;
    }
    int top = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double value = eigen.getEigenvalue(i).getReal();
      smallest = Math.min(smallest, value);
      top = value > eigen.getEigenvalue(top).getReal() ? i : top;
    }
    double largest = Math.max(0, eigen.getEigenvalue(top).getReal());
    return new Spectrum(
        largest,
        smallest <= ROUNDING * largest ? 0 : smallest,
        vectors ? eigen.getEigenVector(top).getData().clone() : new double[0]);
  }
}
