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
import org.phasegrid.worker.need.Gram;
import org.phasegrid.worker.need.Snapshots;
import org.phasegrid.worker.random.Key;

/**
 * One scalar per snapshot: classical scaling of all (M + 1)(T + 1) snapshots to one dimension, with
 * the root mean square of parameter differences as their distance (B.3).
 *
 * <p>With A (N, P) the snapshots less their mean that is z = A u / sqrt(P), u the first right
 * singular vector, and lambda_1 = sigma_1^2 / P (identity E1): no distance matrix is made. By
 * Lanczos with full reorthogonalization until the residual is below 1e-10 lambda_1, on A'A / P
 * where snapshots are held and on AA' / P where it is their inner products; by the dense
 * decomposition of the same matrix where that is not reached.
 *
 * @param z z[j][t]
 * @param separation |z_j(t) - z_0(t)| of twin j as separation[j - 1][t], from delta_j(t) (E2)
 * @param explained lambda_1 over the sum of all; NaN where all snapshots are equal
 * @param lambda lambda_1
 */
public record Embedding(double[][] z, double[][] separation, double explained, double lambda) {
  private static final double RESIDUAL = 1e-10;
  private static final int PATIENCE = 200;

  /** Of all snapshots. */
  public static Embedding of(Snapshots snapshots) {
    return of(snapshots, PATIENCE);
  }

  static Embedding of(Snapshots snapshots, int patience) {
    Space space =
        snapshots instanceof Bundle bundle
            ? new OfParameters(bundle)
            : new OfSnapshots((Gram) snapshots);
    double total = space.total();
    if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
      return new Embedding(
          new double[snapshots.replicas()][snapshots.times()],
          new double[snapshots.replicas() - 1][snapshots.times()],
          Double.NaN,
          0);
    }
    Tensor first = space.first(patience);
    double[][] z = new double[snapshots.replicas()][snapshots.times()];
    double[][] separation = new double[z.length - 1][snapshots.times()];
    space.read(first, z, separation);
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
    return new Embedding(z, separation, lambda / total, lambda);
  }

  /** A symmetric matrix with the nonzero spectrum of A'A / P, known by its products. */
  private abstract static class Space {
    final Kernels kernels;
    final int times;
    final int replicas;
    final int parameters;

    Space(Snapshots snapshots) {
      kernels = snapshots.kernels();
      times = snapshots.times();
      replicas = snapshots.replicas();
      parameters = snapshots.parameters();
    }

    /** Length of its vectors. */
    abstract int size();

    /** |A|_F^2 / P. */
    abstract double total();

    /** out = the matrix times v. */
    abstract void times(Tensor v, Tensor out);

    /** Roughly where the first eigenvector points. */
    abstract Tensor guess();

    /** Fills z[j][t] and separation[j - 1][t] by the unit eigenvector v. */
    abstract void read(Tensor v, double[][] z, double[][] separation);

    final Tensor zeros() {
      return Tensor.zeros(Precision.FLOAT64, 1, size());
    }

    /** The eigenvector of the largest eigenvalue, of length 1. */
    final Tensor first(int patience) {
      int most = Math.min(patience, size());
      List<Tensor> basis = new ArrayList<>();
      double[] alpha = new double[most];
      double[] beta = new double[most];
      basis.add(start());
      Tensor w = zeros();
      double scale = 0;
      for (int k = 0; k < most; k++) {
        times(basis.get(k), w);
        alpha[k] = kernels.dot(w, basis.get(k));
        for (int pass = 0; pass < 2; pass++) {
          for (Tensor each : basis) {
            kernels.axpy(-kernels.dot(w, each), each, w);
          }
        }
        beta[k] = Math.sqrt(kernels.sumOfSquares(w));
        scale = Math.max(scale, Math.abs(alpha[k]) + beta[k]);
        boolean exhausted = beta[k] <= 1e-14 * scale || k + 1 == size();
        if (exhausted || k > 0 || k + 1 == most) {
          double[] pair = largest(tridiagonal(alpha, beta, k + 1));
          boolean near =
              pair.length > 0
                  && (exhausted || beta[k] * Math.abs(pair[k + 1]) <= RESIDUAL * pair[0]);
          if (near) {
            return combined(basis, pair);
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

    /** Mostly the guess, and something in every direction: so no smaller eigenvalue is taken. */
    private Tensor start() {
      Tensor start = guess();
      double length = Math.sqrt(kernels.sumOfSquares(start));
      if (length > 0) {
        kernels.scale(1 / length, start);
      }
      double share = 1e-3 / Math.sqrt(size());
      Key key = Key.of(4242).child("embedding");
      for (int i = 0; i < size(); i++) {
        start.set(i, Math.fma(share, key.normal(i), start.get(i)));
      }
      return unit(start);
    }

    private Tensor unit(Tensor v) {
      kernels.scale(1 / Math.sqrt(kernels.sumOfSquares(v)), v);
      return v;
    }

    private static DMatrixRMaj tridiagonal(double[] alpha, double[] beta, int k) {
      DMatrixRMaj matrix = new DMatrixRMaj(k, k);
      for (int i = 0; i < k; i++) {
        matrix.set(i, i, alpha[i]);
        if (i + 1 < k) {
          matrix.set(i, i + 1, beta[i]);
          matrix.set(i + 1, i, beta[i]);
        }
      }
      return matrix;
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
      double[] pair = new double[n + 1];
      pair[0] = eigen.getEigenvalue(at).getReal();
      System.arraycopy(eigen.getEigenVector(at).getData(), 0, pair, 1, n);
      return pair;
    }

    private Tensor combined(List<Tensor> basis, double[] pair) {
      Tensor v = zeros();
      for (int i = 0; i + 1 < pair.length; i++) {
        kernels.axpy(pair[i + 1], basis.get(i), v);
      }
      return unit(v);
    }

    /** From all products with unit vectors, decomposed whole; NaN where EJML fails. */
    private Tensor dense() {
      int n = size();
      DMatrixRMaj matrix = new DMatrixRMaj(n, n);
      Tensor v = zeros();
      Tensor out = zeros();
      for (int b = 0; b < n; b++) {
        v.fill(0);
        v.set(b, 1);
        times(v, out);
        for (int a = 0; a <= b; a++) {
          matrix.set(a, b, out.get(a));
          matrix.set(b, a, out.get(a));
        }
      }
      double[] pair = largest(matrix);
      Tensor first = zeros();
      for (int i = 0; i < n; i++) {
        first.set(i, pair.length == 0 ? Double.NaN : pair[i + 1]);
      }
      return unit(first);
    }
  }

  /** A'A / P from held snapshots: vectors have one entry per parameter. */
  private static final class OfParameters extends Space {
    private final Bundle bundle;
    private final Tensor mean;
    private final Tensor row;

    OfParameters(Bundle bundle) {
      super(bundle);
      this.bundle = bundle;
      row = Tensor.zeros(Precision.FLOAT64, 1, replicas);
      mean = zeros();
      row.fill(1);
      row.set(0, replicas);
      for (int t = 0; t < times; t++) {
        kernels.addRows(row, bundle.rows(t), mean);
      }
      kernels.scale(1.0 / (times * replicas), mean);
    }

    @Override
    int size() {
      return parameters;
    }

    @Override
    double total() {
      Tensor reference = zeros();
      Tensor centered = zeros();
      Tensor squares = zeros();
      for (int t = 0; t < times; t++) {
        kernels.subtract(bundle.row(t, 0), mean, reference);
        kernels.multiplyAdd(reference, reference, squares);
        for (int j = 1; j < replicas; j++) {
          centered.copyFrom(reference);
          kernels.axpy(1, bundle.row(t, j), centered);
          kernels.multiplyAdd(centered, centered, squares);
        }
      }
      return kernels.sum(squares) / parameters;
    }

    /** Each row is read once. */
    @Override
    void times(Tensor v, Tensor out) {
      out.fill(0);
      double middle = kernels.dot(mean, v);
      Tensor ofTwins = row.view(1, 1, replicas - 1);
      double all = 0;
      for (int t = 0; t < times; t++) {
        Tensor rows = bundle.rows(t);
        kernels.dots(rows, v, row);
        double reference = row.get(0) - middle;
        double sum = reference;
        for (int j = 1; j < replicas; j++) {
          row.set(j, reference + row.get(j));
          sum += row.get(j);
        }
        kernels.addRows(ofTwins, rows.view(parameters, replicas - 1, parameters), out);
        kernels.axpy(sum, bundle.row(t, 0), out);
        all += sum;
      }
      kernels.axpy(-all, mean, out);
      kernels.scale(1.0 / parameters, out);
    }

    /** Where the run alone extends, nearly: two steps of the power method from where it went. */
    @Override
    Tensor guess() {
      Tensor v = bundle.row(times - 1, 0).to(Precision.FLOAT64);
      Tensor centered = zeros();
      for (int step = 0; step < 2; step++) {
        Tensor out = zeros();
        for (int t = 0; t < times; t++) {
          kernels.subtract(bundle.row(t, 0), mean, centered);
          kernels.axpy(kernels.dot(centered, v), centered, out);
        }
        double length = Math.sqrt(kernels.sumOfSquares(out));
        if (length > 0) {
          kernels.scale(1 / length, out);
        }
        v = out;
      }
      return v;
    }

    @Override
    void read(Tensor u, double[][] z, double[][] separation) {
      double middle = kernels.dot(mean, u);
      double root = Math.sqrt(parameters);
      for (int t = 0; t < times; t++) {
        kernels.dots(bundle.rows(t), u, row);
        double reference = row.get(0) - middle;
        z[0][t] = reference / root;
        for (int j = 1; j < replicas; j++) {
          double apart = row.get(j);
          z[j][t] = (reference + apart) / root;
          separation[j - 1][t] = Math.abs(apart) / root;
        }
      }
    }
  }

  /**
   * AA' / P = H S K S' H / P from inner products: K those of the differences, S their sums that are
   * the snapshots, H the centering. Vectors have one entry per snapshot, t (M + 1) + j.
   */
  private static final class OfSnapshots extends Space {
    private final Gram gram;
    private final Tensor inner;
    private final Tensor product;

    OfSnapshots(Gram gram) {
      super(gram);
      this.gram = gram;
      inner = zeros();
      product = zeros();
    }

    @Override
    int size() {
      return times * replicas;
    }

    /** x = H x. */
    private void center(Tensor x) {
      double mean = kernels.sum(x) / size();
      for (int a = 0; a < size(); a++) {
        x.set(a, x.get(a) - mean);
      }
    }

    /** product = K S' H v. */
    private void differences(Tensor v) {
      inner.copyFrom(v);
      center(inner);
      for (int t = 0; t < times; t++) {
        double sum = 0;
        for (int j = 0; j < replicas; j++) {
          sum += inner.get(t * replicas + j);
        }
        inner.set(t * replicas, sum);
      }
      for (int t = 0; t < times; t++) {
        for (int j = 0; j < replicas; j++) {
          product.set(t * replicas + j, kernels.dot(gram.row(t, j), inner));
        }
      }
    }

    @Override
    void times(Tensor v, Tensor out) {
      differences(v);
      for (int t = 0; t < times; t++) {
        double reference = product.get(t * replicas);
        out.set(t * replicas, reference);
        for (int j = 1; j < replicas; j++) {
          out.set(t * replicas + j, reference + product.get(t * replicas + j));
        }
      }
      center(out);
      kernels.scale(1.0 / parameters, out);
    }

    @Override
    double total() {
      Tensor squares = zeros();
      Tensor sums = zeros();
      double trace = 0;
      for (int t = 0; t < times; t++) {
        for (int j = 0; j < replicas; j++) {
          squares.copyFrom(gram.row(t, 0));
          if (j > 0) {
            kernels.axpy(1, gram.row(t, j), squares);
          }
          trace += squares.get(t * replicas) + (j > 0 ? squares.get(t * replicas + j) : 0);
          kernels.axpy(1, squares, sums);
        }
      }
      // sum of all entries of S K S': the squared length of the sum of all snapshots.
      double whole = 0;
      for (int t = 0; t < times; t++) {
        whole += replicas * sums.get(t * replicas);
        for (int j = 1; j < replicas; j++) {
          whole += sums.get(t * replicas + j);
        }
      }
      return (trace - whole / size()) / parameters;
    }

    /** Time. */
    @Override
    Tensor guess() {
      Tensor guess = zeros();
      for (int a = 0; a < size(); a++) {
        guess.set(a, a / replicas - (times - 1) / 2.0);
      }
      return guess;
    }

    /** A separation is u . delta / sqrt(P) = (K S' H v) / (sqrt(lambda) P), of delta itself. */
    @Override
    void read(Tensor v, double[][] z, double[][] separation) {
      Tensor out = zeros();
      times(v, out);
      double root = Math.sqrt(kernels.dot(v, out));
      for (int t = 0; t < times; t++) {
        z[0][t] = root * v.get(t * replicas);
        for (int j = 1; j < replicas; j++) {
          z[j][t] = root * v.get(t * replicas + j);
          separation[j - 1][t] = Math.abs(product.get(t * replicas + j)) / (root * parameters);
        }
      }
    }
  }
}
