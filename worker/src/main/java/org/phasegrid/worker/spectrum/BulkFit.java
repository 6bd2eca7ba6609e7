package org.phasegrid.worker.spectrum;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A Marchenko-Pastur bulk fitted to eigenvalues some of which may be outliers.
 *
 * <p>k outliers leave an (n - k) x (m - k) noise block (without that the variance is biased by -k /
 * m). The scale is the least-squares line of the eigenvalues through the law's quantiles, over the
 * middle three fifths; outliers are what lies above the Tracy-Widom quantile of the block's largest
 * eigenvalue; both are repeated until k grows no more. k is at most n / 2.
 *
 * @param rank eigenvalues above 1e-10 of the largest: the others are no bulk
 * @param outliers k; the rank where the bulk has collapsed
 * @param scale of the law, omega² (m - k)
 * @param variance omega², of one entry of the noise
 * @param ratio (n - k) / (m - k)
 * @param edge upper edge of the fitted law
 * @param detection the Tracy-Widom quantile above which eigenvalues are outliers
 * @param distance of Kolmogorov between the bulk and the fitted law
 * @param collapsed whether fewer than 8 eigenvalues are above zero: there is no bulk
 */
public record BulkFit(
    int rank,
    int outliers,
    double scale,
    double variance,
    double ratio,
    double edge,
    double detection,
    double distance,
    boolean collapsed) {
  /** Below so many eigenvalues there is no bulk to speak of. */
  public static final int LEAST = 8;

  private static final double ZERO = 1e-10;
  private static final int ROUNDS = 20;

  /** Quantiles of the law by its shape: what fits of like shapes share. Not for two threads. */
  public static final class Quantiles {
    private record Shape(int n, int m) {}

    private final Map<Shape, double[]> known = new HashMap<>();

    double[] of(int n, int m) {
      return known.computeIfAbsent(
          new Shape(n, m), shape -> new MarchenkoPastur((double) n / m).quantiles(n));
    }
  }

  /** Whether the law describes the bulk: distance below 0.05 + 1.5 / (n - k). */
  public boolean describes() {
    return !collapsed && distance < 0.05 + 1.5 / (rank - outliers);
  }

  /**
   * The fit; empty where there is none: all eigenvalues zero, one not finite, or fewer than {@link
   * #LEAST}.
   *
   * @param eigenvalues of W Wᵀ or Wᵀ W, whichever is smaller, descending
   * @param m the larger side of W
   */
  public static Optional<BulkFit> of(
      double[] eigenvalues, int m, TracyWidom level, Quantiles quantiles) {
    int n = eigenvalues.length;
    for (double eigenvalue : eigenvalues) {
      if (!Double.isFinite(eigenvalue)) {
        return Optional.empty();
      }
    }
    if (n < LEAST || !(eigenvalues[0] > 0)) {
      return Optional.empty();
    }
    int rank = 0;
    while (rank < n && eigenvalues[rank] > ZERO * eigenvalues[0]) {
      rank++;
    }
    if (rank < LEAST) {
      return Optional.of(new BulkFit(rank, rank, 0, 0, Double.NaN, 0, 0, Double.NaN, true));
    }
    int k = 0;
    double scale = Double.NaN;
    double detection = Double.NaN;
    for (int round = 0; round < ROUNDS; round++) {
      scale = scale(eigenvalues, k, rank, quantiles.of(rank - k, m - k));
      detection = scale / (m - k) * level.edge(rank - k, m - k);
      int above = 0;
      while (above < rank && eigenvalues[above] > detection) {
        above++;
      }
      above = Math.min(above, rank / 2);
      if (above <= k) {
        break;
      }
      k = above;
    }
    MarchenkoPastur law = new MarchenkoPastur((double) (rank - k) / (m - k));
    return Optional.of(
        new BulkFit(
            rank,
            k,
            scale,
            scale / (m - k),
            law.ratio(),
            scale * law.upper(),
            detection,
            distance(eigenvalues, k, rank, law, scale),
            false));
  }

  private static double scale(double[] eigenvalues, int k, int rank, double[] quantiles) {
    int n = rank - k;
    double products = 0;
    double squares = 0;
    for (int i = n / 5; i < (4 * n + 4) / 5; i++) {
      products = Math.fma(eigenvalues[rank - 1 - i], quantiles[i], products);
      squares = Math.fma(quantiles[i], quantiles[i], squares);
    }
    return products / squares;
  }

  private static double distance(
      double[] eigenvalues, int k, int rank, MarchenkoPastur law, double scale) {
    int n = rank - k;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double share = law.cdf(eigenvalues[rank - 1 - i] / scale);
      largest =
          Math.max(
              largest,
              Math.max(Math.abs(share - (i + 1) / (double) n), Math.abs(share - i / (double) n)));
    }
    return largest;
  }
}
