package org.phasegrid.worker.theory;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Descent under a kernel that does not move, r(t) = (I - eta K)^t r(0): exact for one layer with
 * gates held, and what linear theory says of any network (papers/gram-hierarchy B.8). Mode i gains
 * |1 - eta lambda_i| a step, so it is stable exactly where eta lambda_max is below 2.
 */
public final class HeldKernel {
  private final int n;
  private final double[] eigenvalues;
  private final double[][] modes;

  /**
   * @param kernel K (N, N), symmetric, row-major
   */
  public HeldKernel(double[] kernel, int n) {
    this.n = n;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    if (!eigen.decompose(DMatrixRMaj.wrap(n, n, kernel.clone()))) {
      throw new IllegalArgumentException("no eigenvalues of a kernel of size " + n);
    }
    eigenvalues = new double[n];
    modes = new double[n][];
    for (int i = 0; i < n; i++) {
      eigenvalues[i] = eigen.getEigenvalue(i).getReal();
      modes[i] = eigen.getEigenVector(i).getData().clone();
    }
  }

  /** r(t) for r(0) = {@code r}. */
  public double[] residual(double[] r, double eta, long t) {
    double[] later = new double[n];
    for (int i = 0; i < n; i++) {
      double amplitude = 0;
      for (int mu = 0; mu < n; mu++) {
        amplitude = Math.fma(modes[i][mu], r[mu], amplitude);
      }
      amplitude *= StrictMath.pow(1 - eta * eigenvalues[i], t);
      for (int mu = 0; mu < n; mu++) {
        later[mu] = Math.fma(modes[i][mu], amplitude, later[mu]);
      }
    }
    return later;
  }

  /** The largest gain of a mode, max |1 - eta lambda_i|: below 1 where descent is stable. */
  public double gain(double eta) {
    double largest = 0;
    for (double lambda : eigenvalues) {
      largest = Math.max(largest, Math.abs(1 - eta * lambda));
    }
    return largest;
  }
}
