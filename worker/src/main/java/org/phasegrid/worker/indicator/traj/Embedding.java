package org.phasegrid.worker.indicator.traj;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.need.Bundle;
import org.phasegrid.worker.random.Key;

/**
 * One scalar per snapshot: classical scaling of all (M + 1)(T + 1) snapshots to one dimension, with
 * the root mean square of parameter differences as their distance (B.3).
 *
 * <p>With A (N, P) the snapshots less their mean that is z = A u / sqrt(P), u the first right
 * singular vector, and lambda_1 = sigma_1^2 / P (identity E1): no distance matrix is made. u by
 * Lanczos on A'A / P with full reorthogonalization until the residual is below 1e-10 lambda_1, by
 * the dense decomposition of A'A or AA' where that is not reached.
 *
 * @param z z[j][t]
 * @param separation |z_j(t) - z_0(t)| of twin j as separation[j - 1][t], by u . delta_j(t) /
 *     sqrt(P)
 * @param explained lambda_1 over the sum of all; NaN where all snapshots are equal
 * @param lambda lambda_1
 */
public record Embedding(double[][] z, double[][] separation, double explained, double lambda) {
  private static final double RESIDUAL = 1e-10;
  private static final int PATIENCE = 200;
  private static final int CHECKED_EVERY = 4;

  /** Of all snapshots. */
  public static Embedding of(Bundle bundle) {
    return of(bundle, PATIENCE);
  }

  static Embedding of(Bundle bundle, int patience) {
    Snapshots snapshots = new Snapshots(bundle);
    double total = snapshots.total();
    if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
      return new Embedding(
          new double[bundle.replicas()][bundle.times()],
          new double[bundle.replicas() - 1][bundle.times()],
          Double.NaN,
          0);
    }
    Tensor u = snapshots.first(patience);
    double[][] z = snapshots.along(u);
    double lambda = 0;
    for (double[] replica : z) {
      for (double each : replica) {
        lambda += each * each;
      }
    }
    if (z[0][z[0].length - 1] < z[0][0]) {
      for (double[] replica : z) {
        for (int t = 0; t < replica.length; t++) {
          replica[t] = -replica[t];
        }
      }
    }
    return new Embedding(z, snapshots.separations(u), lambda / total, lambda);
  }

  /** A known by its products, from the differences of a bundle. */
  private static final class Snapshots {
    private final Bundle bundle;
    private final Kernels kernels;
    private final int times;
    private final int replicas;
    private final int parameters;
    private final Tensor mean;
    private final double[] row;

    Snapshots(Bundle bundle) {
      this.bundle = bundle;
      kernels = bundle.kernels();
      times = bundle.times();
      replicas = bundle.replicas();
      parameters = bundle.parameters();
      row = new double[replicas];
      mean = zeros();
      for (int t = 0; t < times; t++) {
        kernels.axpy(replicas, bundle.row(t, 0), mean);
        for (int j = 1; j < replicas; j++) {
          kernels.axpy(1, bundle.row(t, j), mean);
        }
      }
      kernels.scale(1.0 / (times * replicas), mean);
    }

    private Tensor zeros() {
      return Tensor.zeros(Precision.FLOAT64, 1, parameters);
    }

    /** |A|_F^2 / P. */
    double total() {
      Tensor centered = zeros();
      double sum = 0;
      for (int t = 0; t < times; t++) {
        for (int j = 0; j < replicas; j++) {
          centered(t, j, centered);
          sum += kernels.sumOfSquares(centered);
        }
      }
      return sum / parameters;
    }

    private void centered(int t, int j, Tensor out) {
      kernels.subtract(bundle.row(t, 0), mean, out);
      if (j > 0) {
        kernels.axpy(1, bundle.row(t, j), out);
      }
    }

    /** A v / sqrt(P) as [j][t]. */
    double[][] along(Tensor v) {
      double[][] values = new double[replicas][times];
      double middle = kernels.dot(mean, v);
      double root = Math.sqrt(parameters);
      for (int t = 0; t < times; t++) {
        double reference = kernels.dot(bundle.row(t, 0), v) - middle;
        values[0][t] = reference / root;
        for (int j = 1; j < replicas; j++) {
          values[j][t] = (reference + kernels.dot(bundle.row(t, j), v)) / root;
        }
      }
      return values;
    }

    double[][] separations(Tensor u) {
      double[][] separations = new double[replicas - 1][times];
      for (int t = 0; t < times; t++) {
        for (int j = 1; j < replicas; j++) {
          separations[j - 1][t] =
              Math.abs(kernels.dot(bundle.row(t, j), u)) / Math.sqrt(parameters);
        }
      }
      return separations;
    }

    /** out = A'A v / P: each row is read once. */
    private void times(Tensor v, Tensor out) {
      out.fill(0);
      double middle = kernels.dot(mean, v);
      double all = 0;
      for (int t = 0; t < times; t++) {
        row[0] = kernels.dot(bundle.row(t, 0), v) - middle;
        double sum = row[0];
        for (int j = 1; j < replicas; j++) {
          row[j] = row[0] + kernels.dot(bundle.row(t, j), v);
          kernels.axpy(row[j], bundle.row(t, j), out);
          sum += row[j];
        }
        kernels.axpy(sum, bundle.row(t, 0), out);
        all += sum;
      }
      kernels.axpy(-all, mean, out);
      kernels.scale(1.0 / parameters, out);
    }

    /** u, of length 1. */
    Tensor first(int patience) {
      int most = Math.min(Math.min(patience, parameters), times * replicas);
      List<Tensor> basis = new ArrayList<>();
      double[] alpha = new double[most];
      double[] beta = new double[most];
      basis.add(start());
      Tensor w = zeros();
      double scale = 0;
      for (int k = 0; k < most; k++) {
        Tensor v = basis.get(k);
        times(v, w);
        alpha[k] = kernels.dot(w, v);
        for (int pass = 0; pass < 2; pass++) {
          for (Tensor each : basis) {
            kernels.axpy(-kernels.dot(w, each), each, w);
          }
        }
        beta[k] = Math.sqrt(kernels.sumOfSquares(w));
        scale = Math.max(scale, Math.abs(alpha[k]) + beta[k]);
        boolean exhausted = beta[k] <= 1e-14 * scale || k + 1 == parameters;
        if (exhausted || (k + 1) % CHECKED_EVERY == 0 || k + 1 == most) {
          double[] s = tridiagonal(alpha, beta, k + 1);
          if (s.length > 0 && (exhausted || beta[k] * Math.abs(s[k + 1]) <= RESIDUAL * s[0])) {
            return combined(basis, s);
          }
          if (exhausted) {
            break;
          }
        }
        Tensor next = w.to(Precision.FLOAT64);
        kernels.scale(1 / beta[k], next);
        basis.add(next);
      }
      return dense();
    }

    /** Mostly where the run went, and something in every direction. */
    private Tensor start() {
      Tensor start = bundle.row(times - 1, 0).to(Precision.FLOAT64);
      double length = Math.sqrt(kernels.sumOfSquares(start));
      if (length > 0) {
        kernels.scale(1 / length, start);
      }
      double share = 0.1 / Math.sqrt(parameters);
      Key key = Key.of(4242).child("embedding");
      for (int i = 0; i < parameters; i++) {
        start.set(i, Math.fma(share, key.normal(i), start.get(i)));
      }
      return unit(start);
    }

    private Tensor unit(Tensor v) {
      kernels.scale(1 / Math.sqrt(kernels.sumOfSquares(v)), v);
      return v;
    }

    /** The largest Ritz value and its vector in the basis: (theta, s_1, ..., s_k). */
    private static double[] tridiagonal(double[] alpha, double[] beta, int k) {
      DMatrixRMaj matrix = new DMatrixRMaj(k, k);
      for (int i = 0; i < k; i++) {
        matrix.set(i, i, alpha[i]);
        if (i + 1 < k) {
          matrix.set(i, i + 1, beta[i]);
          matrix.set(i + 1, i, beta[i]);
        }
      }
      return largest(matrix);
    }

    /** The largest eigenvalue of a symmetric matrix, then its unit vector; empty if EJML fails. */
    private static double[] largest(DMatrixRMaj matrix) {
      int n = matrix.getNumRows();
      EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
      if (!eigen.decompose(matrix)) {
        return new double[0];
      }
      int at = 0;
      for (int i = 1; i < n; i++) {
        if (eigen.getEigenvalue(i).getReal() > eigen.getEigenvalue(at).getReal()) {
          at = i;
        }
      }
      DMatrixRMaj vector = eigen.getEigenVector(at);
      double[] pair = new double[n + 1];
      pair[0] = eigen.getEigenvalue(at).getReal();
      System.arraycopy(vector.getData(), 0, pair, 1, n);
      return pair;
    }

    private Tensor combined(List<Tensor> basis, double[] s) {
      Tensor u = zeros();
      for (int i = 0; i + 1 < s.length; i++) {
        kernels.axpy(s[i + 1], basis.get(i), u);
      }
      return unit(u);
    }

    /** u from the smaller of A'A and AA', whole. */
    private Tensor dense() {
      int n = times * replicas;
      Tensor a = Tensor.zeros(Precision.FLOAT64, n, parameters);
      for (int t = 0; t < times; t++) {
        for (int j = 0; j < replicas; j++) {
          centered(t, j, a.view((t * replicas + j) * parameters, 1, parameters));
        }
      }
      Tensor transposed = Tensor.zeros(Precision.FLOAT64, parameters, n);
      kernels.transpose(a, transposed);
      int size = Math.min(n, parameters);
      Tensor gram = Tensor.zeros(Precision.FLOAT64, size, size);
      if (n <= parameters) {
        kernels.gemm(a, transposed, gram);
      } else {
        kernels.gemm(transposed, a, gram);
      }
      DMatrixRMaj matrix = new DMatrixRMaj(size, size, true, gram.toArray());
      double[] pair = largest(matrix);
      if (pair.length == 0) {
        return zeros();
      }
      Tensor u = zeros();
      if (n <= parameters) {
        for (int i = 0; i < n; i++) {
          kernels.axpy(pair[i + 1], a.view(i * parameters, 1, parameters), u);
        }
      } else {
        for (int i = 0; i < parameters; i++) {
          u.set(i, pair[i + 1]);
        }
      }
      return unit(u);
    }
  }
}
