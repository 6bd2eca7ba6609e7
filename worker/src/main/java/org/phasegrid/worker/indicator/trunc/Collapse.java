package org.phasegrid.worker.indicator.trunc;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Neural collapse of one layer's features (Papyan, Han and Donoho 2020, arXiv 2008.08186),
 * class-balanced: Sigma_W within-class, Sigma_B between-class covariance, weights 1/(K N_j).
 *
 * <p>{@code nc1 = Tr(Sigma_W Sigma_B+) / K}, {@code nc1_ratio = Tr Sigma_W / Tr Sigma_B}; equal
 * norms and angles of the centered class means (nc2), their distance from the readout's direction
 * (nc3). All NaN with fewer than two classes, or where the class means agree to 1e-12 of the
 * features' size; nc1 too with one example per class.
 */
final class Collapse {
  private static final double RANK = 1e-10;

  private final double nc1;
  private final double ratio;
  private final double normSpread;
  private final double angleDeviation;
  private final int rank;
  private final double[][] centered;
  private final double size;

  /** Of features (d, N). */
  Collapse(Tensor features, Classes classes) {
    int k = classes.count();
    int d = features.rows();
    double[][] means = classes.means(features);
    double[] global = new double[d];
    for (double[] mean : means) {
      for (int c = 0; c < d; c++) {
        global[c] += mean[c] / k;
      }
    }
    centered = new double[k][d];
    double between = 0;
    for (int j = 0; j < k; j++) {
      for (int c = 0; c < d; c++) {
        centered[j][c] = means[j][c] - global[c];
        between = Math.fma(centered[j][c], centered[j][c], between);
      }
    }
    size = between;
    double within = 0;
    double scale = 0;
    for (int i = 0; i < classes.examples(); i++) {
      double residuals = 0;
      double squares = 0;
      for (int c = 0; c < d; c++) {
        double h = features.get(c, i);
        double residual = h - means[classes.of(i)][c];
        residuals = Math.fma(residual, residual, residuals);
        squares = Math.fma(h, h, squares);
      }
      within = Math.fma(classes.weight(i), residuals, within);
      scale = Math.fma(classes.weight(i), squares, scale);
    }
    boolean defined =
        k >= 2 && Double.isFinite(scale) && between / k > 1e-24 * Math.max(scale, 1e-300);
    if (!defined) {
      nc1 = Double.NaN;
      ratio = Double.NaN;
      normSpread = Double.NaN;
      angleDeviation = Double.NaN;
      rank = 0;
      return;
    }
    ratio = classes.single() ? Double.NaN : within / (between / k);
    double[] norms = norms(centered);
    normSpread = spread(norms);
    angleDeviation = angles(centered, norms);
    double[] found = projected(features, classes, means, centered);
    nc1 = classes.single() ? Double.NaN : found[0];
    rank = (int) found[1];
  }

  /** Tr(Sigma_W Sigma_B+)/K and the rank of Sigma_B. */
  private static double[] projected(
      Tensor features, Classes classes, double[][] means, double[][] centered) {
    int k = centered.length;
    int d = centered[0].length;
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(k, d, false, true, true);
    if (!svd.decompose(new DMatrixRMaj(centered))) {
      return new double[] {Double.NaN, 0};
    }
    double[] values = svd.getSingularValues();
    int count = svd.numberOfSingularValues();
    double largest = 0;
    for (int m = 0; m < count; m++) {
      largest = Math.max(largest, values[m]);
    }
    DMatrixRMaj directions = svd.getV(null, true);
    double sum = 0;
    int rank = 0;
    for (int m = 0; m < count; m++) {
      if (!(values[m] > RANK * largest)) {
        continue;
      }
      rank++;
      double weighted = 0;
      for (int i = 0; i < classes.examples(); i++) {
        double projection = 0;
        for (int c = 0; c < d; c++) {
          projection =
              Math.fma(
                  features.get(c, i) - means[classes.of(i)][c], directions.get(m, c), projection);
        }
        weighted = Math.fma(classes.weight(i), projection * projection, weighted);
      }
      sum += weighted / (values[m] * values[m] / k);
    }
    return new double[] {sum / k, rank};
  }

  private static double[] norms(double[][] rows) {
    double[] norms = new double[rows.length];
    for (int j = 0; j < rows.length; j++) {
      double square = 0;
      for (double entry : rows[j]) {
        square = Math.fma(entry, entry, square);
      }
      norms[j] = Math.sqrt(square);
    }
    return norms;
  }

  /** Standard deviation over mean. */
  private static double spread(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double square = 0;
    for (double value : values) {
      square += (value - mean) * (value - mean) / values.length;
    }
    return Math.sqrt(square) / mean;
  }

  /** Mean over pairs of |cos + 1/(K-1)|; NaN where a mean is the global one. */
  private static double angles(double[][] rows, double[] norms) {
    int k = rows.length;
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double norm : norms) {
      least = Math.min(least, norm);
      most = Math.max(most, norm);
    }
    if (!(least > 1e-12 * most)) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        if (i != j) {
          double product = 0;
          for (int c = 0; c < rows[i].length; c++) {
            product = Math.fma(rows[i][c] / norms[i], rows[j][c] / norms[j], product);
          }
          sum += Math.abs(product + 1.0 / (k - 1));
        }
      }
    }
    return sum / (k * (k - 1.0));
  }

  double nc1() {
    return nc1;
  }

  double ratio() {
    return ratio;
  }

  double normSpread() {
    return normSpread;
  }

  double angleDeviation() {
    return angleDeviation;
  }

  /** Rank of Sigma_B as nc1 counts it; 0 where nc1 is undefined. */
  int rank() {
    return rank;
  }

  /**
   * Distance of the readout (K, d) and the centered class means, each of Frobenius norm 1; NaN
   * where one of them vanishes or the readout has not one row per class.
   */
  double duality(DMatrixRMaj readout) {
    double square = 0;
    for (int i = 0; i < readout.getNumElements(); i++) {
      square = Math.fma(readout.data[i], readout.data[i], square);
    }
    if (rank == 0 || readout.numRows != centered.length || !(square > 0)) {
      return Double.NaN;
    }
    double sum = 0;
    for (int j = 0; j < centered.length; j++) {
      for (int c = 0; c < centered[j].length; c++) {
        double gap = readout.get(j, c) / Math.sqrt(square) - centered[j][c] / Math.sqrt(size);
        sum = Math.fma(gap, gap, sum);
      }
    }
    return Math.sqrt(sum);
  }

  /**
   * What linear maps can reach (specification B.6): the nonzero generalized eigenvalues d_i of
   * (Sigma_B, Sigma_W) of inputs, descending; none where Sigma_W is singular.
   */
  static double[] separations(Tensor inputs, Classes classes) {
    int m = inputs.rows();
    int k = classes.count();
    if (k < 2) {
      return new double[0];
    }
    double[][] means = classes.means(inputs);
    DMatrixRMaj within = new DMatrixRMaj(m, m);
    for (int a = 0; a < m; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int i = 0; i < classes.examples(); i++) {
          double[] mean = means[classes.of(i)];
          sum =
              Math.fma(
                  classes.weight(i) * (inputs.get(a, i) - mean[a]),
                  inputs.get(b, i) - mean[b],
                  sum);
        }
        within.set(a, b, sum);
        within.set(b, a, sum);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(m, true, true);
    if (!eigen.decompose(within)) {
      return new double[0];
    }
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int e = 0; e < m; e++) {
      least = Math.min(least, eigen.getEigenvalue(e).getReal());
      most = Math.max(most, eigen.getEigenvalue(e).getReal());
    }
    if (!(least > 1e-12 * most)) {
      return new double[0];
    }
    DMatrixRMaj whitened = new DMatrixRMaj(k, m);
    for (int j = 0; j < k; j++) {
      for (int e = 0; e < m; e++) {
        double projection = 0;
        for (int c = 0; c < m; c++) {
          double global = 0;
          for (double[] mean : means) {
            global += mean[c] / k;
          }
          projection =
              Math.fma(means[j][c] - global, eigen.getEigenVector(e).get(c, 0), projection);
        }
        whitened.set(j, e, projection / Math.sqrt(eigen.getEigenvalue(e).getReal()) / Math.sqrt(k));
      }
    }
    double[] values = Layers.singularValues(whitened);
    int kept = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] *= values[i];
      kept += values[i] > RANK * values[0] ? 1 : 0;
    }
    return Arrays.copyOf(values, kept);
  }

  /**
   * Smallest nc1 of any map that is affine on the examples and keeps class means of a rank: (1/K)
   * sum over the {@code rank} largest d_i of 1/d_i; NaN without them.
   */
  static double floor(double[] separations, int rank, int classes) {
    if (separations.length == 0 || rank == 0) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < Math.min(rank, separations.length); i++) {
      sum += 1 / separations[i];
    }
    return sum / classes;
  }
}
