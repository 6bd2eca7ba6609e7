package org.phasegrid.worker.spectrum;

import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The matrix M (N, N) of pairwise distances of N representations (Bogomolny, Bohigas and Schmit
 * 2003, arXiv:nlin/0301044): symmetric, zero on its diagonal, one positive eigenvalue.
 *
 * <p>Where two directions are within a cosine of 5e-5 of each other or of opposite ones, |u - v|
 * and |u + v| come from differences, not from the cosine, which has lost half its digits there. A
 * dead representation, of a norm below 1e-12 of the largest, is orthogonal to every other.
 *
 * @param distance its kind
 * @param m M
 * @param dead how many representations are dead; none with euclidean distance
 * @param rank of the (centered) representations: singular values above 1e-6 of the largest
 */
public record DistanceMatrix(Distance distance, DMatrixRMaj m, int dead, int rank) {
  /** Fewer representations have no spectrum worth the name. */
  public static final int FEWEST = 4;

  private static final double DEAD = 1e-12;
  private static final double CLOSE = 1e-4;

  /** A singular value of 1e-6 of the largest, as an eigenvalue of the Gram matrix. */
  private static final double RANK = 1e-12;

  /** What is taken off the representations before distances are. */
  public enum Origin {
    /** their mean */
    MEAN,
    /** nothing */
    ZERO
  }

  /**
   * Of the columns of {@code h} (D, N) in float64; empty when there are fewer than {@link #FEWEST},
   * one is not finite, or all are equal (within 1e-12) to what is taken off.
   */
  public static Optional<DistanceMatrix> of(
      Kernels kernels, Tensor h, Distance distance, Origin origin) {
    int n = h.columns();
    if (n < FEWEST || !kernels.finite(h)) {
      return Optional.empty();
    }
    Tensor centered = origin == Origin.MEAN ? centered(h) : h;
    double[] norms = norms(centered);
    double largest = largest(norms);
    // What centering leaves of equal representations is rounding, 1e-14 of them at most.
    if (!(largest > DEAD * largest(norms(h))) || !Double.isFinite(largest)) {
      return Optional.empty();
    }
    int rank = rank(kernels, centered, largest);
    return Optional.of(
        distance == Distance.EUCLIDEAN
            ? euclidean(kernels, centered, rank)
            : ofDirections(kernels, centered, norms, largest, distance, rank));
  }

  private static Tensor centered(Tensor h) {
    Tensor centered = h.to(Precision.FLOAT64);
    for (int i = 0; i < h.rows(); i++) {
      double mean = 0;
      for (int b = 0; b < h.columns(); b++) {
        mean += h.get(i, b);
      }
      mean /= h.columns();
      for (int b = 0; b < h.columns(); b++) {
        centered.set(i, b, h.get(i, b) - mean);
      }
    }
    return centered;
  }

  /** |h_b|, scaled by the largest entry: squares neither overflow nor vanish. */
  private static double[] norms(Tensor h) {
    double scale = 0;
    for (int i = 0; i < h.size(); i++) {
      scale = Math.max(scale, Math.abs(h.get(i)));
    }
    double[] norms = new double[h.columns()];
    if (scale == 0) {
      return norms;
    }
    for (int i = 0; i < h.rows(); i++) {
      for (int b = 0; b < norms.length; b++) {
        double x = h.get(i, b) / scale;
        norms[b] = Math.fma(x, x, norms[b]);
      }
    }
    for (int b = 0; b < norms.length; b++) {
      norms[b] = scale * Math.sqrt(norms[b]);
    }
    return norms;
  }

  private static double largest(double[] norms) {
    double largest = 0;
    for (double norm : norms) {
      largest = Math.max(largest, norm);
    }
    return largest;
  }

  private static int rank(Kernels kernels, Tensor h, double largest) {
    Tensor scaled = h.to(Precision.FLOAT64);
    kernels.scale(1 / largest, scaled);
    Tensor wide = scaled;
    if (h.rows() < h.columns()) {
      wide = Tensor.zeros(Precision.FLOAT64, h.columns(), h.rows());
      kernels.transpose(scaled, wide);
    }
    Optional<double[]> values = SymmetricEigen.values(gram(kernels, wide));
    if (values.isEmpty()) {
      return 0;
    }
    double[] ascending = values.get();
    int rank = 0;
    for (double value : ascending) {
      rank += value > RANK * ascending[ascending.length - 1] ? 1 : 0;
    }
    return rank;
  }

  /** HᵀH. */
  private static DMatrixRMaj gram(Kernels kernels, Tensor h) {
    Tensor gram = Tensor.zeros(Precision.FLOAT64, h.columns(), h.columns());
    kernels.gemmTransposed(h, h, gram);
    DMatrixRMaj matrix = new DMatrixRMaj(h.columns(), h.columns());
    matrix.data = gram.toArray();
    return matrix;
  }

  private static DistanceMatrix euclidean(Kernels kernels, Tensor h, int rank) {
    int n = h.columns();
    DMatrixRMaj m = gram(kernels, h);
    double[] squares = new double[n];
    for (int i = 0; i < n; i++) {
      squares[i] = m.get(i, i);
    }
    for (int i = 0; i < n; i++) {
      m.set(i, i, 0);
      for (int j = 0; j < i; j++) {
        double both = squares[i] + squares[j];
        double square = both - 2 * m.get(i, j);
        if (square < CLOSE * both) {
          square = squareOf(h, i, j, -1);
        }
        set(m, i, j, Math.sqrt(square));
      }
    }
    return new DistanceMatrix(Distance.EUCLIDEAN, m, 0, rank);
  }

  private static DistanceMatrix ofDirections(
      Kernels kernels, Tensor h, double[] norms, double largest, Distance distance, int rank) {
    int n = h.columns();
    Tensor u = Tensor.zeros(Precision.FLOAT64, h.rows(), n);
    boolean[] dead = new boolean[n];
    int deadOnes = 0;
    for (int b = 0; b < n; b++) {
      dead[b] = norms[b] <= DEAD * largest;
      deadOnes += dead[b] ? 1 : 0;
    }
    for (int i = 0; i < h.rows(); i++) {
      for (int b = 0; b < n; b++) {
        u.set(i, b, dead[b] ? 0 : h.get(i, b) / norms[b]);
      }
    }
    DMatrixRMaj m = gram(kernels, u);
    for (int i = 0; i < n; i++) {
      m.set(i, i, 0);
      for (int j = 0; j < i; j++) {
        if (dead[i] || dead[j]) {
          set(m, i, j, distance.orthogonal());
          continue;
        }
        double difference = 2 - 2 * m.get(i, j);
        double sum = 2 + 2 * m.get(i, j);
        if (Math.min(difference, sum) < CLOSE) {
          difference = squareOf(u, i, j, -1);
          sum = squareOf(u, i, j, 1);
        }
        set(m, i, j, distance.of(difference, sum));
      }
    }
    return new DistanceMatrix(distance, m, deadOnes, rank);
  }

  /** |h_i + sign h_j|^2. */
  private static double squareOf(Tensor h, int i, int j, double sign) {
    double square = 0;
    for (int row = 0; row < h.rows(); row++) {
      double x = h.get(row, i) + sign * h.get(row, j);
      square = Math.fma(x, x, square);
    }
    return square;
  }

  private static void set(DMatrixRMaj m, int i, int j, double value) {
    m.set(i, j, value);
    m.set(j, i, value);
  }

  /** N. */
  public int size() {
    return m.numRows;
  }

  /**
   * The share of the variance of the distances that the cyclic lag min(|s_i - s_j|, p - |s_i -
   * s_j|) of labels in Z_p explains; NaN when all distances are equal.
   */
  public double circulantShare(int[] labels, int p) {
    int n = size();
    double[] sums = new double[p / 2 + 1];
    int[] counts = new int[p / 2 + 1];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        int apart = Math.abs(labels[i] - labels[j]);
        int lag = Math.min(apart, p - apart);
        sums[lag] += m.get(i, j);
        counts[lag]++;
        sum += m.get(i, j);
        squares = Math.fma(m.get(i, j), m.get(i, j), squares);
      }
    }
    double mean = sum / (n * (n - 1) / 2);
    double total = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double apart = m.get(i, j) - mean;
        total = Math.fma(apart, apart, total);
      }
    }
    if (!(total > 1e-20 * squares)) {
      return Double.NaN;
    }
    double between = 0;
    for (int lag = 0; lag < sums.length; lag++) {
      if (counts[lag] > 0) {
        double apart = sums[lag] / counts[lag] - mean;
        between += counts[lag] * apart * apart;
      }
    }
    return between / total;
  }
}
