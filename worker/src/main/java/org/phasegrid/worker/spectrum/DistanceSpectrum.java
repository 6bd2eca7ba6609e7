package org.phasegrid.worker.spectrum;

import java.util.Optional;
import java.util.OptionalInt;
import org.ejml.data.DMatrixRMaj;
import org.phasegrid.worker.kernel.Kernels;

/**
 * The spectrum of a distance matrix M (N, N): lambda_0 > 0 >= -a_{N-1} >= ... >= -a_1.
 *
 * <p>The trace is zero, so p_k = a_k / lambda_0 is a probability vector; mean = sum M / (N (N -
 * 1)). "Top" means the largest a. The bands' range is kmax = min(N / 4, 32, rank - 2): N points of
 * rank r have a gap at r whatever they are (the linear part of the kernel has that rank).
 */
public final class DistanceSpectrum {
  private static final int WIDEST_BAND = 32;

  private final DMatrixRMaj m;
  private final Distance distance;
  private final double mean;
  private final double variation;
  private final double perron;
  private final int positive;
  private final double[] a;
  private final double[][] w;
  private final double[] p;
  private final Bands bands;
  private final double floor;

  private DistanceSpectrum(
      DMatrixRMaj m, Distance distance, SymmetricEigen eigen, OptionalInt rank) {
    this.m = m;
    this.distance = distance;
    int n = m.numRows;
    perron = eigen.values()[n - 1];
    a = new double[n - 1];
    w = new double[n - 1][];
    p = new double[n - 1];
    double total = 0;
    int above = 0;
    for (int k = 0; k < n - 1; k++) {
      a[k] = -eigen.values()[k];
      w[k] = eigen.vectors()[k];
      total += Math.max(a[k], 0);
    }
    for (double value : eigen.values()) {
      above += value > 1e-9 * perron ? 1 : 0;
    }
    positive = above;
    for (int k = 0; k < n - 1; k++) {
      p[k] = Math.max(a[k], 0) / total;
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        sum += m.get(i, j);
      }
    }
    int pairs = n * (n - 1) / 2;
    mean = sum / pairs;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double apart = m.get(i, j) / mean - 1;
        squares = Math.fma(apart, apart, squares);
      }
    }
    variation = Math.sqrt(squares / pairs);
    int kmax = Math.min(n / 4, WIDEST_BAND);
    if (rank.isPresent()) {
      kmax = Math.min(kmax, Math.max(1, rank.getAsInt() - 2));
    }
    bands = Bands.of(a, kmax);
    floor = medianFrom(n / 2);
  }

  /** Of representations in a network: with the guard against their rank. */
  public static Optional<DistanceSpectrum> of(Kernels kernels, DistanceMatrix matrix) {
    return of(kernels, matrix.m(), matrix.distance(), OptionalInt.of(matrix.rank()));
  }

  /** Of pure geometry, where the rank is that of the latent space itself: without the guard. */
  public static Optional<DistanceSpectrum> unguarded(Kernels kernels, DistanceMatrix matrix) {
    return of(kernels, matrix.m(), matrix.distance(), OptionalInt.empty());
  }

  static Optional<DistanceSpectrum> of(
      Kernels kernels, DMatrixRMaj m, Distance distance, OptionalInt rank) {
    return SymmetricEigen.of(kernels, m)
        .filter(eigen -> eigen.values()[m.numRows - 1] > 0 && eigen.values()[0] < 0)
        .map(eigen -> new DistanceSpectrum(m, distance, eigen, rank));
  }

  /** N. */
  public int size() {
    return m.numRows;
  }

  /** lambda_0, the one positive eigenvalue. */
  public double perron() {
    return perron;
  }

  /** a_k, k counted from 1. */
  public double a(int k) {
    return a[k - 1];
  }

  /** p_k, k counted from 1. */
  public double p(int k) {
    return p[k - 1];
  }

  /** The unit eigenvector of a_k: not to be written. */
  double[] w(int k) {
    return w[k - 1];
  }

  /** M_ij over the mean distance. */
  double scaled(int i, int j) {
    return m.get(i, j) / mean;
  }

  /** Mean of M off its diagonal. */
  public double mean() {
    return mean;
  }

  /** Standard deviation over mean of the distances: 0 when all are equal. */
  public double variation() {
    return variation;
  }

  /** lambda_0 / ((N - 1) mean): 1 when all rows of M have one sum. */
  public double perronRatio() {
    return perron / ((size() - 1) * mean);
  }

  /** How many eigenvalues are above 1e-9 lambda_0: 1. */
  public int positive() {
    return positive;
  }

  /** 1 / sum p_k^2, the participation dimension. */
  public double effectiveDimension() {
    double squares = 0;
    for (double share : p) {
      squares = Math.fma(share, share, squares);
    }
    return 1 / squares;
  }

  /** exp(-sum p_k ln p_k). */
  public double entropyDimension() {
    double entropy = 0;
    for (double share : p) {
      if (share > 0) {
        entropy -= share * StrictMath.log(share);
      }
    }
    return StrictMath.exp(entropy);
  }

  public Bands bands() {
    return bands;
  }

  /** sum of p_k over the first {@code count} values. */
  public double mass(int count) {
    double sum = 0;
    for (int k = 0; k < Math.min(count, p.length); k++) {
      sum += p[k];
    }
    return sum;
  }

  /** Mean of a over the first band. */
  public double bandMean() {
    return mean(0, bands.m1(), 0);
  }

  /** Median of the smaller half of a: the ambient floor. */
  public double floor() {
    return floor;
  }

  /** Mean of a - floor over the first band, over that of the second; NaN where there is none. */
  public double bandRatio() {
    if (bands.m2() == 0) {
      return Double.NaN;
    }
    double second = mean(bands.m1(), bands.m1() + bands.m2(), floor);
    return second > 0 ? mean(0, bands.m1(), floor) / second : Double.NaN;
  }

  /**
   * The dimension of the sphere whose first two bands stand in this ratio: sqrt(ratio) - 2 of
   * geodesic distances, (ratio - 3) / 2 of straight ones; NaN where there is no ratio.
   */
  public double ratioDimension() {
    double ratio = bandRatio();
    if (!(ratio > 0)) {
      return Double.NaN;
    }
    return distance == Distance.ANGULAR ? Math.sqrt(ratio) - 2 : (ratio - 3) / 2;
  }

  /** Least-squares slope of ln a_k against ln k, k = m1 + 1 to max(m1 + 3, N / 4). */
  public double slope() {
    int from = bands.m1();
    int to = Math.min(Math.max(bands.m1() + 3, size() / 4), a.length);
    if (to - from < 2) {
      return Double.NaN;
    }
    double x = 0;
    double y = 0;
    for (int k = from; k < to; k++) {
      x += StrictMath.log(k + 1);
      y += logarithm(k);
    }
    x /= to - from;
    y /= to - from;
    double xx = 0;
    double xy = 0;
    for (int k = from; k < to; k++) {
      double dx = StrictMath.log(k + 1) - x;
      xx = Math.fma(dx, dx, xx);
      xy = Math.fma(dx, logarithm(k) - y, xy);
    }
    return xy / xx;
  }

  private double logarithm(int k) {
    return StrictMath.log(Math.max(a[k], 1e-12 * a[0]));
  }

  /** a_3 / a_1: how isotropic the cloud in three dimensions is. */
  public double isotropy() {
    return a[2] / a[0];
  }

  /**
   * Mean of sum_i w_i^4 over the N / 4 eigenvectors of smallest a: 1 / N spread out, 1 localized.
   */
  public double localization() {
    int count = Math.max(1, size() / 4);
    double sum = 0;
    for (int k = a.length - count; k < a.length; k++) {
      for (double entry : w[k]) {
        sum = Math.fma(entry * entry, entry * entry, sum);
      }
    }
    return sum / count;
  }

  /** The cloud of classical scaling, (w_1, w_2, w_3) diag(sqrt a). */
  public Cloud cloud() {
    double[] x = new double[3 * size()];
    for (int k = 0; k < 3; k++) {
      double root = Math.sqrt(Math.max(a[k], 0));
      for (int i = 0; i < size(); i++) {
        x[3 * i + k] = root * w[k][i];
      }
    }
    return new Cloud(x);
  }

  /**
   * How far the first {@code count} eigenvectors lie in the span of the class indicators, the
   * constant taken out: |Qᵀ W|² / count, 1 when the band is the classes, (K - 1) / (N - 1) by
   * chance.
   */
  public double classAlignment(int[] labels, int classes, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      double[] within = new double[classes];
      int[] members = new int[classes];
      double all = 0;
      for (int i = 0; i < size(); i++) {
        within[labels[i]] += w[k][i];
        members[labels[i]]++;
        all += w[k][i];
      }
      for (int c = 0; c < classes; c++) {
        sum += members[c] > 0 ? within[c] * within[c] / members[c] : 0;
      }
      sum -= all * all / size();
    }
    return sum / count;
  }

  /**
   * Mean over the first {@code count} eigenvectors of the largest share that one nonzero frequency
   * of Z_p has in them, by labels in Z_p.
   */
  public double fourierLocalization(int[] labels, int p, int count) {
    int frequencies = (p - 1) / 2;
    double[] cos = new double[p];
    double[] sin = new double[p];
    int[] members = new int[p];
    for (int s = 0; s < p; s++) {
      cos[s] = StrictMath.cos(2 * Math.PI * s / p);
      sin[s] = StrictMath.sin(2 * Math.PI * s / p);
    }
    for (int label : labels) {
      members[label]++;
    }
    int vectors = Math.min(count, w.length);
    double sum = 0;
    for (int k = 0; k < vectors; k++) {
      double[] c = new double[p];
      for (int i = 0; i < size(); i++) {
        c[labels[i]] += w[k][i];
      }
      double best = 0;
      for (int f = 1; f <= frequencies; f++) {
        double real = 0;
        double imaginary = 0;
        for (int s = 0; s < p; s++) {
          double amplitude = members[s] > 0 ? c[s] / Math.sqrt(members[s]) : 0;
          int turn = (int) ((long) f * s % p);
          real = Math.fma(cos[turn], amplitude, real);
          imaginary = Math.fma(sin[turn], amplitude, imaginary);
        }
        best = Math.max(best, 2.0 / p * (real * real + imaginary * imaginary));
      }
      sum += best;
    }
    return sum / vectors;
  }

  /** Mean of a - {@code less} over indices from..to-1. */
  private double mean(int from, int to, double less) {
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += a[k] - less;
    }
    return sum / (to - from);
  }

  /** Median of a from an index on: a is sorted. */
  private double medianFrom(int from) {
    int count = a.length - from;
    int middle = from + count / 2;
    return count % 2 == 1 ? a[middle] : (a[middle - 1] + a[middle]) / 2;
  }
}
