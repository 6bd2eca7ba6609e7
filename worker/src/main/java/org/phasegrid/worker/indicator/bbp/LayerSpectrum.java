package org.phasegrid.worker.indicator.bbp;

import java.util.Arrays;
import java.util.Optional;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.kernel.Transcendental;
import org.phasegrid.worker.spectrum.BulkFit;
import org.phasegrid.worker.spectrum.LevelSpacing;
import org.phasegrid.worker.spectrum.MarchenkoPastur;
import org.phasegrid.worker.spectrum.MatrixSpectrum;
import org.phasegrid.worker.spectrum.PowerLaw;
import org.phasegrid.worker.spectrum.Spike;
import org.phasegrid.worker.spectrum.TracyWidom;

/**
 * What one weight matrix W (N, M) shows by itself: spectrum, bulk, outliers. Everything is computed
 * for W / |W|_max and scaled back.
 */
final class LayerSpectrum {
  /** Eigenvalues at most this share of the largest are zero. */
  private static final double ZERO = 1e-10;

  private final int rows;
  private final int columns;
  private final MatrixSpectrum spectrum;
  private final Optional<BulkFit> fit;

  private LayerSpectrum(int rows, int columns, MatrixSpectrum spectrum, Optional<BulkFit> fit) {
    this.rows = rows;
    this.columns = columns;
    this.spectrum = spectrum;
    this.fit = fit;
  }

  /** The spectrum of W with {@code vectors} leading vectors; empty where W is not finite. */
  static Optional<LayerSpectrum> of(
      Kernels kernels, Tensor w, int vectors, TracyWidom level, BulkFit.Quantiles quantiles) {
    return MatrixSpectrum.of(kernels, w, vectors)
        .map(
            spectrum ->
                new LayerSpectrum(
                    w.rows(),
                    w.columns(),
                    spectrum,
                    BulkFit.of(
                        spectrum.eigenvalues(),
                        Math.max(w.rows(), w.columns()),
                        level,
                        quantiles)));
  }

  MatrixSpectrum spectrum() {
    return spectrum;
  }

  /** k; NaN where there is no bulk. */
  double outliers() {
    return fit.map(bulk -> (double) bulk.outliers()).orElse(Double.NaN);
  }

  /** The bulk variance M omega²; NaN where there is no bulk. */
  double bulkVariance() {
    double square = spectrum.scale() * spectrum.scale();
    return fit.map(bulk -> bulk.variance() * columns * square).orElse(Double.NaN);
  }

  /** Squared overlap of the first left vector with a unit vector; NaN without one. */
  double left(Tensor u) {
    return overlap(spectrum.left(), u);
  }

  /** Squared overlap of the first right vector with a unit vector; NaN without one. */
  double right(Tensor v) {
    return overlap(spectrum.right(), v);
  }

  private static double overlap(Tensor vectors, Tensor direction) {
    if (vectors.rows() == 0 || direction.size() != vectors.columns()) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < direction.size(); i++) {
      sum = Math.fma(vectors.get(i), direction.get(i), sum);
    }
    return sum * sum;
  }

  /** The overlaps that the outlier's height alone predicts. */
  Spike predicted() {
    if (fit.isEmpty() || fit.get().outliers() == 0 || fit.get().collapsed()) {
      return new Spike(false, Double.NaN, Double.NaN, Double.NaN);
    }
    double strength = strength(fit.get());
    return Double.isNaN(strength)
        ? new Spike(false, Double.NaN, Double.NaN, Double.NaN)
        : Spike.of(fit.get().variance() * columns, strength, (double) rows / columns);
  }

  private double strength(BulkFit bulk) {
    return Spike.strength(
        spectrum.eigenvalues()[0], bulk.variance() * columns, (double) rows / columns);
  }

  void put(int layer, Out out) {
    double square = spectrum.scale() * spectrum.scale();
    double[] lambda = spectrum.eigenvalues();
    double[] scaled = new double[lambda.length];
    double sum = 0;
    for (int i = 0; i < lambda.length; i++) {
      scaled[i] = lambda[i] * square;
      sum += lambda[i];
    }
    out.put(layer, "bbp_eigenvalues", scaled);
    out.put(layer, "bbp_lambda_1", scaled[0]);
    if (scaled.length > 1) {
      out.put(layer, "bbp_lambda_2", scaled[1]);
    }
    fit.ifPresent(bulk -> put(layer, bulk, square, out));
    out.put(layer, "bbp_mp_ok", fit.map(BulkFit::describes).orElse(false));
    out.put(layer, "bbp_bulk_collapsed", fit.map(BulkFit::collapsed).orElse(false));
    if (!(lambda[0] > 0)) {
      return;
    }
    out.put(layer, "bbp_stable_rank", sum / lambda[0]);
    out.put(layer, "bbp_entropy_rank", entropyRank(lambda, sum));
    int rank = 0;
    while (rank < lambda.length && lambda[rank] > ZERO * lambda[0]) {
      rank++;
    }
    PowerLaw tail = PowerLaw.of(Arrays.copyOf(lambda, rank));
    if (!Double.isNaN(tail.alpha())) {
      out.put(layer, "bbp_pl_alpha", tail.alpha());
      out.put(layer, "bbp_pl_xmin", tail.from() * square);
      out.put(layer, "bbp_pl_ks", tail.distance());
    }
    int k = fit.isPresent() && !fit.get().collapsed() ? fit.get().outliers() : 0;
    double[] levels = Arrays.copyOfRange(lambda, k, rank);
    out.put(layer, "bbp_spacing_ratio", LevelSpacing.ratio(levels));
    if (fit.isPresent() && !fit.get().collapsed()) {
      out.put(
          layer,
          "bbp_wigner_ks",
          LevelSpacing.wigner(levels, new MarchenkoPastur(fit.get().ratio()), fit.get().scale()));
    }
  }

  private void put(int layer, BulkFit bulk, double square, Out out) {
    out.put(layer, "bbp_n_outliers", (long) bulk.outliers());
    out.put(layer, "bbp_sigma2_bulk", bulk.variance() * columns * square);
    out.put(layer, "bbp_mp_edge", bulk.edge() * square);
    out.put(layer, "bbp_tw_edge", bulk.detection() * square);
    out.put(layer, "bbp_mp_ks", bulk.distance());
    double largest = spectrum.eigenvalues()[0];
    out.put(layer, "bbp_mp_soft_rank", bulk.edge() / largest);
    if (bulk.collapsed()) {
      return;
    }
    out.put(layer, "bbp_gap_rel", largest / bulk.edge() - 1);
    if (bulk.outliers() > 0) {
      double strength = strength(bulk);
      double a = bulk.variance() * columns;
      out.put(layer, "bbp_spike_theta2", strength * square);
      out.put(layer, "bbp_ratio", strength / (Math.sqrt((double) rows / columns) * a));
      Spike predicted = predicted();
      out.put(layer, "bbp_q2_left_pred", predicted.left());
      out.put(layer, "bbp_q2_right_pred", predicted.right());
    }
  }

  private static double entropyRank(double[] lambda, double sum) {
    double entropy = 0;
    for (double each : lambda) {
      double share = each / sum;
      if (share > 0) {
        entropy -= share * StrictMath.log(share);
      }
    }
    return Transcendental.exp(entropy);
  }

  /** The leading vectors one after the other; those that are not there are zero. */
  static double[] flat(Tensor vectors, int count) {
    double[] flat = new double[count * vectors.columns()];
    for (int i = 0; i < vectors.size(); i++) {
      flat[i] = vectors.get(i);
    }
    return flat;
  }

  /** |V_k W_kᵀ|² / k of the first k rows of two sets of unit vectors, k at most what both have. */
  static double subspaceOverlap(Tensor a, Tensor b, int k) {
    int shared = Math.min(k, Math.min(a.rows(), b.rows()));
    if (shared == 0) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < shared; i++) {
      for (int j = 0; j < shared; j++) {
        double dot = 0;
        for (int l = 0; l < a.columns(); l++) {
          dot = Math.fma(a.get(i, l), b.get(j, l), dot);
        }
        sum = Math.fma(dot, dot, sum);
      }
    }
    return sum / shared;
  }
}
