package org.phasegrid.worker.indicator.trunc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.TruncatedClusters;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Column.Type;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.train.Need;

/**
 * Truncation of the training set's clusters by relu layers, and the collapse that comes of it (Chen
 * 2025, arXiv 2501.07400; specification parts B and C).
 *
 * <p>Columns by layer: 0 inputs, 1..L hidden, L+1 outputs; vectors hold one number per class that
 * occurs. Input-space columns (z_var, input_cost, gap, crosstalk) exist for networks as wide as
 * their inputs whose cumulative weights are conditioned below 1e8; the law's columns where gradient
 * descent moves cumulative biases ({@code truncated-clusters}).
 *
 * <p>The phase of a run: {@code diverged}; for layers that stay truncation maps {@code unseeded}
 * (no unit off at step 0), {@code frozen} (none off at the end), {@code collapse} (one cluster: |v|
 * below {@code settled} over the last {@code tail} steps; several: the residual of each cluster
 * that has a layer below {@code collapsed}), {@code cycle} otherwise; for other networks {@code
 * dead} (nc1 undefined), {@code partial} (accuracy below {@code accuracy}), {@code collapse} (gain
 * of at least {@code gain}, which no map without truncation reaches), {@code uncertified}
 * otherwise.
 */
@About(
    value = "truncation of clusters by relu layers, neural collapse and its certificate",
    paper = "arXiv:2501.07400")
public record Trunc(
    @About("when it looks") Looks looks,
    @About("gain from which collapse by truncation is certified") double gain,
    @About("training accuracy below which a network is partial") double accuracy,
    @About("root mean square residual below which a cluster has collapsed") double collapsed,
    @About("clamp distance |v| below which one cluster has settled") double settled,
    @About("steps at the end over which it must have") long tail)
    implements Indicator {
  public static final Trunc LOGARITHMIC = new Trunc(new Looks.Log2(1), 1.3, 0.95, 1e-3, 1e-6, 200);

  public Trunc {
    for (double bound : new double[] {gain, accuracy, collapsed, settled}) {
      if (!(bound >= 0)) {
        throw new IllegalArgumentException(
            "gain, accuracy, collapsed and settled must not be negative, one was " + bound);
      }
    }
    if (tail < 0) {
      throw new IllegalArgumentException("tail must not be negative, was " + tail);
    }
  }

  @Override
  public List<Column> columns() {
    return List.of(
        run("trunc_phase", Type.LABEL, "", "how the run truncates (part D.1)"),
        run("trunc_collapsed_clusters", Type.INTEGER, "", "classes whose residual ended collapsed"),
        run(
            "trunc_cost_untouched",
            Type.NUMBER,
            "loss",
            "cost of the other classes if no layer truncated them, by the last readout"),
        run("trunc_nc1_lin", Type.NUMBER, "", "least nc1 of a linear map of the inputs (B.6)"),
        run("trunc_collapse_rate", Type.NUMBER, "1/flow time", "minus the slope of ln nc1_ratio"),
        run("trunc_collapse_r2", Type.NUMBER, "", "r squared of that straight line"),
        run(
            "trunc_collapsed_at",
            Type.INTEGER,
            "steps",
            "first look at which the last hidden layer's classes are points (nc1_ratio <= 1e-30)"),
        run("trunc_half_time", Type.NUMBER, "flow time", "when half of the last layer is off"),
        run(
            "trunc_rate_slope",
            Type.NUMBER,
            "",
            "slope of (1 - v'/v)/(h omega N_j) on the truncated share: 1 by the law (B.3)"),
        run("trunc_rate_r2", Type.NUMBER, "", "r squared of that straight line"),
        run(
            "trunc_rate_corr",
            Type.NUMBER,
            "",
            "rank correlation of the truncated share and the decay of ln nc1_ratio between looks"),
        step("trunc_frac_last", "", "truncated share of the last hidden layer"),
        step("trunc_accuracy", "", "share of training examples classified rightly"),
        step("trunc_gain", "", "nc1_lin (of the layer's rank) over nc1 of the last hidden layer"),
        step("trunc_nc2_norm_cv", "", "spread of the norms of centered class means (nc2)"),
        step("trunc_nc2_cos_dev", "", "mean |cos + 1/(K-1)| of centered class means (nc2)"),
        step("trunc_nc3", "", "distance of readout and centered class means, both normed"),
        step("trunc_nc4_mismatch", "", "share not classified as the nearest class center says"),
        step("trunc_input_cost", "loss", "cost pulled back to the input space (A = 1)"),
        step("trunc_gap_min", "", "least eigenvalue of the output cost's A (spectral gap)"),
        step("trunc_gap_max", "", "largest eigenvalue of the output cost's A"),
        step("trunc_rms_residual", "output", "class-balanced root mean square of f - y"),
        vector(Scope.STEP, "trunc_rms_residuals", "output", "root mean square of f - y per class"),
        vector(Scope.LAYER, "trunc_frac", "", "share of (example, unit) off, per class"),
        layer("trunc_frac_mean", "", "share of (example, unit) off"),
        vector(
            Scope.LAYER, "trunc_full_frac", "", "share of examples with all units off, per class"),
        vector(Scope.LAYER, "trunc_id_frac", "", "share of examples with all units on, per class"),
        vector(
            Scope.LAYER,
            "trunc_patterns",
            "",
            "distinct sign patterns of layers 1 to l over N_j, per class"),
        layer("trunc_unseeded", "", "mean over classes of the share of units off for none of it"),
        layer("trunc_dead", "", "share of units off for every example"),
        layer("trunc_linear", "", "share of units on for every example"),
        layer("trunc_flip_on", "", "share of (example, unit) newly off since the last look"),
        layer("trunc_flip_off", "", "share of (example, unit) newly on since the last look"),
        layer("trunc_monotone", "", "(flip_on - flip_off)/(flip_on + flip_off)"),
        layer("trunc_align", "", "d / sum of squared cosines of the rows of W^(l): 1 is adapted"),
        layer("trunc_cum_cond", "", "largest over smallest singular value of W^(l)"),
        vector(
            Scope.LAYER, "trunc_z_var", "", "variance of z^(l) over that of the inputs, per class"),
        vector(Scope.LAYER, "trunc_drive", "", "force on beta^(l), per class"),
        layer("trunc_crosstalk", "", "1 - largest over summed drive: 0 is one cluster per layer"),
        layer("trunc_law_residual", "", "largest |v'/v - (1 - h omega n)| of the coming step"),
        layer("trunc_nc1", "", "Tr(Sigma_W Sigma_B+)/K of the layer's features"),
        layer("trunc_nc1_ratio", "", "Tr Sigma_W / Tr Sigma_B of the layer's features"));
  }

  private static Column run(String name, Type type, String unit, String meaning) {
    return new Column(name, Scope.RUN, type, unit, meaning);
  }

  private static Column step(String name, String unit, String meaning) {
    return new Column(name, Scope.STEP, unit, meaning);
  }

  private static Column layer(String name, String unit, String meaning) {
    return new Column(name, Scope.LAYER, unit, meaning);
  }

  private static Column vector(Scope scope, String name, String unit, String meaning) {
    return new Column(name, scope, Type.VECTOR, unit, meaning);
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(course());
  }

  Need<ClampTail.Course> course() {
    return new ClampTail(tail);
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    if (setting.architecture() instanceof TruncatedClusters) {
      return Optional.empty();
    }
    if (!(setting.architecture() instanceof Mlp mlp)) {
      return Optional.of(
          "wants architecture mlp or truncated-clusters, was "
              + Family.nameOf(setting.architecture()));
    }
    if (!(mlp.activation() instanceof Relu)) {
      return Optional.of("wants activation relu, was " + Family.nameOf(mlp.activation()));
    }
    return mlp.depth() < 1
        ? Optional.of("wants a hidden layer, was depth " + mlp.depth())
        : Optional.empty();
  }

  @Override
  public Meter start() {
    return new TruncMeter(this);
  }
}
