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
    if (h.columns() < FEWEST || !kernels.finite(h)) {
      return Optional.empty();
    }
    Points points = new Points(kernels, h);
    if (origin == Origin.MEAN) {
      points.center();
    }
    double[] gram = points.gram();
    double largestSquare = 0;
    for (int i = 0; i < points.n; i++) {
      largestSquare = Math.max(largestSquare, gram[i * points.n + i]);
    }
    // What centering leaves of equal representations is rounding, 1e-14 of them at most.
    double left = Math.sqrt(largestSquare);
    if (!(left > DEAD * points.bound()) && !(left > DEAD * points.largestNorm(h))) {
      return Optional.empty();
    }
    int most = Math.min(points.rows, origin == Origin.MEAN ? points.n - 1 : points.n);
    int rank = Rank.of(gram, points.n, most, RANK);
    return Optional.of(
        distance == Distance.EUCLIDEAN
            ? euclidean(points, gram, rank)
            : ofDirections(points, gram, largestSquare, distance, rank));
  }

  /**
   * N columns of D entries over a power of two: squares neither overflow nor vanish, and nothing
   * that counts is rounded.
   */
  private static final class Points {
    final int rows;
    final int n;
    final double unit;
    private final Kernels kernels;
    private final Tensor x;
    private double[] byPoint = {};

    Points(Kernels kernels, Tensor h) {
      this.kernels = kernels;
      rows = h.rows();
      n = h.columns();
      x = h.to(Precision.FLOAT64);
      int exponent = Math.getExponent(largest(x));
      unit = Math.scalb(1.0, exponent);
      kernels.scale(Math.scalb(1.0, -exponent), x);
    }

    /** Of finite entries. */
    private static double largest(Tensor x) {
      double largest = 0;
      for (int i = 0; i < x.size(); i++) {
        double entry = Math.abs(x.get(i));
        if (entry > largest) {
          largest = entry;
        }
      }
      return largest;
    }

    /** What no norm exceeds, before centering: entries are below 2. */
    double bound() {
      return 2 * Math.sqrt(rows);
    }

    /** Before centering. */
    double largestNorm(Tensor h) {
      double[] squares = new double[n];
      for (int i = 0; i < rows; i++) {
        for (int b = 0; b < n; b++) {
          double entry = h.get(i, b) / unit;
          squares[b] = Math.fma(entry, entry, squares[b]);
        }
      }
      double largest = 0;
      for (double square : squares) {
        largest = Math.max(largest, square);
      }
      return Math.sqrt(largest);
    }

    void center() {
      Tensor means = Tensor.zeros(Precision.FLOAT64, rows, 1);
      kernels.rowSums(x, means);
      for (int i = 0; i < rows; i++) {
        means.set(i, -(means.get(i) / n));
      }
      kernels.addToRows(1, means, x);
    }

    /** The products of all pairs, (N, N). */
    double[] gram() {
      Tensor gram = Tensor.zeros(Precision.FLOAT64, n, n);
      kernels.gemmTransposed(x, x, gram);
      return gram.toArray();
    }

    /** |a h_i + b h_j|^2. */
    double square(double a, int i, double b, int j) {
      if (byPoint.length == 0) {
        Tensor turned = Tensor.zeros(Precision.FLOAT64, n, rows);
        kernels.transpose(x, turned);
        byPoint = turned.toArray();
      }
      double square = 0;
      for (int row = 0; row < rows; row++) {
        double sum = a * byPoint[i * rows + row] + b * byPoint[j * rows + row];
        square = Math.fma(sum, sum, square);
      }
      return square;
    }
  }

  private static DistanceMatrix euclidean(Points points, double[] gram, int rank) {
    int n = points.n;
    double[] squares = new double[n * (n - 1) / 2];
    int pair = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double both = gram[i * n + i] + gram[j * n + j];
        double square = both - 2 * gram[i * n + j];
        squares[pair++] = square < CLOSE * both ? points.square(1, i, -1, j) : square;
      }
    }
    Distance.EUCLIDEAN.of(squares, squares);
    for (pair = 0; pair < squares.length; pair++) {
      squares[pair] *= points.unit;
    }
    return new DistanceMatrix(Distance.EUCLIDEAN, symmetric(squares, n), 0, rank);
  }

  private static DistanceMatrix ofDirections(
      Points points, double[] gram, double largestSquare, Distance distance, int rank) {
    int n = points.n;
    double[] perNorm = new double[n];
    boolean[] dead = new boolean[n];
    int deadOnes = 0;
    for (int b = 0; b < n; b++) {
      double norm = Math.sqrt(gram[b * n + b]);
      dead[b] = norm <= DEAD * Math.sqrt(largestSquare);
      deadOnes += dead[b] ? 1 : 0;
      perNorm[b] = dead[b] ? 0 : 1 / norm;
    }
    double[] difference = new double[n * (n - 1) / 2];
    double[] sum = new double[difference.length];
    int pair = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double twice = 2 * (gram[i * n + j] * perNorm[i] * perNorm[j]);
        difference[pair] = 2 - twice;
        sum[pair] = 2 + twice;
        if (Math.abs(twice) > 2 - CLOSE) {
          difference[pair] = points.square(perNorm[i], i, -perNorm[j], j);
          sum[pair] = points.square(perNorm[i], i, perNorm[j], j);
        }
        pair++;
      }
    }
    distance.of(difference, sum);
    DMatrixRMaj m = symmetric(difference, n);
    for (int i = 0; i < n && deadOnes > 0; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j && (dead[i] || dead[j])) {
          m.set(i, j, distance.orthogonal());
        }
      }
    }
    return new DistanceMatrix(distance, m, deadOnes, rank);
  }

  /** From what is below its diagonal, row by row. */
  private static DMatrixRMaj symmetric(double[] below, int n) {
    DMatrixRMaj m = new DMatrixRMaj(n, n);
    int pair = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        m.data[i * n + j] = below[pair];
        m.data[j * n + i] = below[pair++];
      }
    }
    return m;
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
