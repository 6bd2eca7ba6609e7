package org.phasegrid.worker.indicator.traj;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.need.Bundle;
import org.phasegrid.worker.need.Snapshots;
import org.phasegrid.worker.need.Twins;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;

/** What is made of the twins when the run has ended. */
final class TrajMeter implements Meter {
  /** Where a run's norm has grown so far, it has diverged. */
  private static final double DIVERGED = 1e6;

  private static final double CHAOTIC = 0.05;
  private static final int LAST = 50;

  private final Traj traj;
  private Twins.@Nullable Record record;
  private final List<Long> looks = new ArrayList<>();
  private List<Double> rates = List.of();
  private double sharpness = Double.NaN;
  private long asked;
  private int classes;

  TrajMeter(Traj traj) {
    this.traj = traj;
  }

  @Override
  public void look(Snapshot snapshot, Out out) {
    looks.add(snapshot.step());
    if (snapshot.moment() == Snapshot.Moment.UNDERWAY) {
      return;
    }
    if (traj.sharpness()) {
      sharpness = snapshot.get(Traj.SHARPNESS);
    }
    record = snapshot.get(traj.replicas());
    if (traj.benettin()) {
      rates = snapshot.get(traj.renormalized());
    }
    asked = snapshot.steps();
    classes = snapshot.test().map(test -> test.y().rows()).orElse(0);
  }

  @Override
  public void end(Outcome outcome, Out out) {
    Twins.Record seen = record;
    if (seen == null) {
      return;
    }
    seen.end(outcome, asked);
    if (outcome instanceof Outcome.Diverged || !seen.finite() || seen.growth() > DIVERGED) {
      out.put("traj_phase", "diverged");
      return;
    }
    out.put("traj_sharpness0", sharpness);
    double[] d = seen.distances().stream().mapToDouble(TrajMeter::mean).toArray();
    Growth growth = Growth.of(d, d[0]);
    exponents(d, growth, out);
    Snapshots snapshots = seen.snapshots();
    Embedding embedding = Embedding.of(snapshots);
    embedded(seen, embedding, growth, out);
    spacings(embedding, growth, out);
    if (traj.distances() && snapshots instanceof Bundle bundle) {
      distances(bundle, out);
    }
    out.put("traj_loss_nonmonotone", rises(seen.losses()));
    double late = benettin(out);
    boolean chaotic = growth.amplifying() && growth.exponent() >= CHAOTIC;
    if (traj.benettin() && chaotic && !Double.isNaN(late)) {
      out.put("traj_chaos", late < CHAOTIC ? "transient" : "sustained");
    }
    if (!seen.accuracies().isEmpty()) {
      accuracies(seen.accuracies(), chaotic, out);
    }
  }

  private static void exponents(double[] d, Growth growth, Out out) {
    out.put("traj_nmle", growth.exponent());
    out.put("traj_amplifying", growth.amplifying());
    if (growth.amplifying()) {
      out.put("traj_nmle_ta", (long) growth.from());
      out.put("traj_nmle_tb", (long) growth.to());
    }
    out.put(
        "traj_log_amplification",
        d[0] > 0 ? StrictMath.log(growth.saturation() / d[0]) : Double.NaN);
    out.put("traj_lyap_time", growth.exponent() > CHAOTIC ? 1 / growth.exponent() : Double.NaN);
    BestWindow window = BestWindow.of(d);
    out.put("traj_nmle_r2win", window.slope());
    out.put("traj_nmle_r2", window.r2());
    if (window.length() > 0) {
      out.put("traj_nmle_r2win_start", (long) window.start());
      out.put("traj_nmle_r2win_length", (long) window.length());
    }
    out.put("traj_nmle_r2win_counted", window.counted());
  }

  private void embedded(Twins.Record seen, Embedding embedding, Growth growth, Out out) {
    int times = embedding.z()[0].length;
    int twins = embedding.separation().length;
    double[] separation = new double[times];
    for (int t = 0; t < times; t++) {
      for (double[] twin : embedding.separation()) {
        separation[t] += twin[t];
      }
      separation[t] /= twins;
    }
    for (long look : looks) {
      Out row = out.at(look);
      int t = (int) look;
      row.put("traj_twin_l1_mean", mean(seen.distances().get(t)));
      row.put("traj_twin_rms_mean", seen.rootMeanSquares().get(t));
      row.put("traj_z_scalar", embedding.z()[0][t]);
      row.put("traj_z", at(embedding.z(), t));
      row.put("traj_z_sep_mean", separation[t]);
      row.put("traj_z_sep", at(embedding.separation(), t));
      if (!seen.accuracies().isEmpty()) {
        row.put("traj_accuracy_mean", mean(seen.accuracies().get(t)));
      }
    }
    out.put("traj_z_explained", embedding.explained());
    // E7: the expected initial distance between twins.
    double expected = traj.epsilon() * Math.sqrt(seen.perturbed() / (3.0 * seen.parameters()));
    Growth inside = Growth.of(separation, expected);
    out.put("traj_nmle_emb", inside.exponent());
    if (inside.amplifying()) {
      out.put("traj_nmle_emb_ta", (long) inside.from());
      out.put("traj_nmle_emb_tb", (long) inside.to());
    }
    if (growth.amplifying()) {
      double[] clocks = new double[twins];
      double[] outside = new double[twins];
      for (int j = 0; j < twins; j++) {
        clocks[j] = Clocks.separation(embedding.separation()[j]);
        int twin = j;
        outside[j] =
            Clocks.separation(seen.distances().stream().mapToDouble(each -> each[twin]).toArray());
      }
      out.put("traj_tau_dec_emb", Clocks.meanDefined(clocks));
      out.put("traj_tau_dec_par", Clocks.meanDefined(outside));
    }
  }

  private static void spacings(Embedding embedding, Growth growth, Out out) {
    double[][] z = embedding.z();
    int times = z[0].length;
    int last = Math.max(1, Math.min(LAST, times / 4));
    double[] states = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      for (int t = times - last; t < times; t++) {
        states[j] += z[j][t];
      }
      states[j] /= last;
    }
    out.put("traj_z_infinity", states);
    Spacings spacings = Spacings.of(states);
    out.put(
        "traj_spacing_mean", Double.isNaN(embedding.explained()) ? Double.NaN : spacings.mean());
    if (spacings.scaled().length == 0) {
      return;
    }
    out.put("traj_spacing_scaled", spacings.scaled());
    out.put("traj_spacing_ties", (long) Spacings.ties(spacings.scaled()));
    if (growth.amplifying()) {
      Moments moments = Moments.of(Spacings.logarithms(spacings.scaled()));
      out.put("traj_spacing_log_mean", moments.mean());
      out.put("traj_spacing_log_sd", moments.deviation());
      out.put("traj_spacing_log_skew", moments.skewness());
    }
  }

  /** The distance matrix taken as features of the snapshots. */
  private static void distances(Bundle bundle, Out out) {
    int times = bundle.times();
    int n = times * bundle.replicas();
    double[][][] rows = new double[n][1][n];
    Tensor difference = Tensor.zeros(Precision.FLOAT64, 1, bundle.parameters());
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < a; b++) {
        bundle.difference(a % times, a / times, b % times, b / times, difference);
        double distance =
            Math.sqrt(bundle.kernels().sumOfSquares(difference) / bundle.parameters());
        rows[a][0][b] = distance;
        rows[b][0][a] = distance;
      }
    }
    Embedding principal = Embedding.of(Bundle.of(bundle.kernels(), rows));
    if (Double.isNaN(principal.explained())) {
      return;
    }
    double[] scores = principal.z()[0];
    double scale = Math.sqrt(n) * (scores[times - 1] < scores[0] ? -1 : 1);
    for (int i = 0; i < n; i++) {
      scores[i] *= scale;
    }
    out.put("traj_z_pca_dist", scores);
    out.put("traj_z_pca_explained", principal.explained());
  }

  private double benettin(Out out) {
    int quarter = rates.size() / 4;
    double early = quarter == 0 ? Double.NaN : mean(rates, 0, quarter);
    double late = quarter == 0 ? Double.NaN : mean(rates, rates.size() - quarter, rates.size());
    out.put("traj_benettin_early", early);
    out.put("traj_benettin_late", late);
    return late;
  }

  private void accuracies(List<double[]> accuracies, boolean chaotic, Out out) {
    double[] means = accuracies.stream().mapToDouble(TrajMeter::mean).toArray();
    int last = Math.min(LAST, means.length);
    double accuracy = 0;
    for (int t = means.length - last; t < means.length; t++) {
      accuracy += means[t] / last;
    }
    out.put("traj_accuracy", accuracy);
    for (int t = 0; t < means.length; t++) {
      if (means[t] >= traj.target()) {
        out.put("traj_train_time", (long) t);
        break;
      }
    }
    int twins = accuracies.get(0).length - 1;
    double[] clocks = new double[twins];
    for (int j = 1; j <= twins; j++) {
      clocks[j - 1] = Clocks.accuracy(series(accuracies, 0), series(accuracies, j));
    }
    out.put("traj_tau_dec_acc", Clocks.meanDefined(clocks));
    double chance = 1.0 / Math.max(2, classes);
    boolean learned = accuracy >= chance + (1 - chance) / 2;
    out.put(
        "traj_phase",
        chaotic
            ? learned ? "chaotic-trainable" : "chaotic-untrainable"
            : learned ? "regular" : "frozen");
  }

  /** The accuracies of a replica from t = 1 on. */
  private static double[] series(List<double[]> accuracies, int replica) {
    return accuracies.stream().skip(1).mapToDouble(each -> each[replica]).toArray();
  }

  private static double rises(List<Double> losses) {
    int rises = 0;
    for (int t = 0; t + 1 < losses.size(); t++) {
      rises += losses.get(t + 1) > losses.get(t) ? 1 : 0;
    }
    return losses.size() < 2 ? Double.NaN : (double) rises / (losses.size() - 1);
  }

  private static double mean(List<Double> values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values.get(i);
    }
    return sum / (to - from);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double[] at(double[][] series, int t) {
    double[] values = new double[series.length];
    for (int j = 0; j < values.length; j++) {
      values[j] = series[j][t];
    }
    return values;
  }
}
