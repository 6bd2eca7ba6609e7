package org.phasegrid.worker.initialization;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/**
 * Haar-distributed orthonormal rows or columns (whichever are fewer), scaled so that entries have
 * the asked variance: W = sqrt(variance * max(n_out, n_in)) Q. Q from the QR decomposition of a
 * normal matrix, columns signed by the diagonal of R (Mezzadri 2007).
 */
@About(
    value = "orthonormal rows or columns of the same entry variance (Haar)",
    paper = "arXiv:1312.6120")
public record Orthogonal() implements Initialization {
  @Override
  public void weights(Tensor w, int layer, Place place, double variance, Key key) {
    boolean tall = w.rows() >= w.columns();
    int rows = Math.max(w.rows(), w.columns());
    int columns = Math.min(w.rows(), w.columns());
    DMatrixRMaj normals = new DMatrixRMaj(rows, columns);
    for (int i = 0; i < normals.data.length; i++) {
      normals.data[i] = key.normal(i);
    }
    QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(rows, columns);
    if (!qr.decompose(normals)) {
      throw new IllegalStateException(
          "QR decomposition of a " + rows + " x " + columns + " normal matrix failed");
    }
    DMatrixRMaj q = qr.getQ(null, true);
    DMatrixRMaj r = qr.getR(null, true);
    double gain = Math.sqrt(variance * rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double entry = gain * (r.get(j, j) < 0 ? -q.get(i, j) : q.get(i, j));
        if (tall) {
          w.set(i, j, entry);
        } else {
          w.set(j, i, entry);
        }
      }
    }
  }
}
