package org.phasegrid.worker.indicator.gram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Column.Type;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.train.Need;

/**
 * The layerwise Gram hierarchy of full-batch gradient descent on a squared error (Nordio 2026,
 * arXiv 2606.09744): the kernel K of the residual equation and its layers, how it moves and how
 * much of the motion is mediated by Gram operators Wᵀ D W, what gate flips add, and two labels.
 * Symbols in the package; for activations without gates the gate of a unit is open where its
 * preactivation is positive, and its derivative is what is held.
 *
 * <p>A pair column of look t compares theta_t with theta_{t+1} of the run's own map in float64;
 * {@code gram_two_time_defect} is its self-test: an exact law, so at most rounding. Where a run has
 * diverged, columns are null.
 *
 * <p>{@code gram_label}, the first that applies: diverged (not finite, or a loss above 1e6 times
 * the first), dead (lambda_max(K) at most 1e-12 times the initial), having come to {@code target}
 * times the first loss: monotone (no rise), catapult (largest loss above 1.05 times the first) or
 * oscillating; else slow (the loss fell) or stuck. {@code gram_regime} of what neither diverged nor
 * died: lazy (kernel drift below 0.1), flip (net jump share of at least 0.5), gram (mean
 * Gram-mediated share of at least 0.5) or local.
 */
@About(
    value =
        "layerwise Gram hierarchy: residual kernel, closure order, smooth motion against gate flips, label and regime",
    paper = "arXiv:2606.09744")
public record Gram(
    @About("when it looks") Looks looks,
    @About("every-step follows smooth motion and jumps through the run; ends only labels it")
        Path path,
    @About("share of the first loss at which a run has arrived") double target,
    @About("examples over which the pullback gain is averaged; 0 leaves it out")
        int pullbackExamples,
    @About("examples x outputs at most: the kernel is dense") int largest)
    implements Indicator {
  /** Which steps are followed. */
  public enum Path {
    EVERY_STEP,
    ENDS
  }

  public static final Gram AT_LOGARITHMIC =
      new Gram(new Looks.Log2(1), Path.EVERY_STEP, 1e-3, 0, 1024);

  /** Orders of truncation errors at least, so that depths compare: m = 0..4. */
  static final int ORDERS = 5;

  static final Checkpoint.AtTheta CHECKPOINT = new Checkpoint.AtTheta();
  static final Motion MOTION = new Motion();
  static final Spectrum.OfKernel SPECTRUM = new Spectrum.OfKernel();

  public Gram {
    if (!(target >= 0 && target < 1)) {
      throw new IllegalArgumentException("target must lie in [0, 1), was " + target);
    }
    if (pullbackExamples < 0) {
      throw new IllegalArgumentException(
          "pullback-examples must not be negative, was " + pullbackExamples);
    }
    if (largest < 1) {
      throw new IllegalArgumentException("largest must be at least 1, was " + largest);
    }
  }

  Course course() {
    return new Course(path, target);
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(CHECKPOINT, MOTION, SPECTRUM, course());
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    return Suits.refusal(setting, largest);
  }

  @Override
  public Meter start() {
    return new GramMeter(this);
  }

  @Override
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.addAll(ofLooks());
    columns.addAll(ofLayers());
    columns.addAll(ofRuns());
    return List.copyOf(columns);
  }

  private static Column step(String name, String unit, String meaning) {
    return new Column("gram_" + name, Scope.STEP, unit, meaning);
  }

  private static List<Column> ofLooks() {
    return List.of(
        step("kernel_lambda_max", "1/rate", "largest eigenvalue of K, the fastest residual rate"),
        step(
            "kernel_lambda_min",
            "1/rate",
            "smallest eigenvalue of K; 0 where below 1e-12 of the largest"),
        step("eta_lambda_max", "", "eta_t lambda_max(K); above 2 unstable (B.2)"),
        step("kernel_eff_rank", "", "(Tr K)^2 / |K|_F^2, in [1, N K]; 0 where K = 0"),
        step("kernel_speed", "1/rate", "|dK/dt| / |K| along the flow, gates held (B.4)"),
        new Column(
            "gram_truncation_error",
            Scope.STEP,
            Type.VECTOR,
            "",
            "e_m = |dK/dt - its orders up to m| / |dK/dt| for m = 0, 1, ... (B.4)"),
        step("share", "", "Gram-mediated share of the motion of K, orders 1 and up, in [0, 1]"),
        new Column(
            "gram_closure_order",
            Scope.STEP,
            Type.INTEGER,
            "",
            "smallest m with e_m <= 1e-9; generically L - 2, one more with a trained readout"),
        step("eta_closure", "rate", "|K r| / |q|, the step at which r' = r - eta K r fails (B.5)"),
        step(
            "dead_sample_fraction",
            "",
            "share of examples whose part of K is zero: they cannot learn"),
        step("closure_residual", "", "|r' - r + eta K r| / (eta |K r|) of the next step"),
        step("flip_rate", "", "share of gates that change in the next step"),
        step(
            "flip_force",
            "",
            "|Phi| / (eta |K r|) of the next step: gate jumps in the residual (B.5)"),
        step(
            "two_time_defect",
            "",
            "self-test: |r' - r + eta K(t,t+1) r - Phi| / (|r| + |r'|), at most 1e-10 (I16)"),
        step("kernel_drift", "", "|K - K_0| / |K_0|"),
        step("kernel_cos", "", "cosine of K and K_0"),
        step("mask_drift", "", "share of gates that are not as at step 0"),
        step("drift", "", "largest over layers of |W^T W - (W^T W)_0| / |(W^T W)_0|"),
        step(
            "balance_drift",
            "",
            "largest change of |W_l[i,:]|^2/gamma_l - |W_{l+1}[:,i]|^2/gamma_{l+1}, conserved by the flow where phi is homogeneous (B.7)"));
  }

  private List<Column> ofLayers() {
    List<Column> columns = new ArrayList<>();
    columns.add(layer("layer_trace_share", "Tr K_l / Tr K; layers that move"));
    columns.add(
        layer("layer_work_share", "r.K_l r / r.K r: who reduces the loss; layers that move"));
    columns.add(layer("forward_gain", "mean over examples of |u_l|^2 / n_l; layers 0 to L"));
    columns.add(layer("backward_gain", "mean over examples of |b_l|^2 / |b_L|^2; layers 1 to L"));
    columns.add(layer("eff_rank", "|W_l|^4 / |W_l^T W_l|^2, the rank of the weight Gram matrix"));
    columns.add(layer("coactivation", "mean over pairs of examples of shared open gates per unit"));
    columns.add(layer("dead_fraction", "share of units whose gate is closed on all examples"));
    columns.add(layer("open_fraction", "share of units whose gate is open on all examples"));
    if (pullbackExamples > 0) {
      columns.add(
          layer(
              "pullback_gain",
              "|D_l W_l ... D_2 W_2|^2 / n_1, mean over the first examples; layers 2 to L"));
    }
    return columns;
  }

  private static Column layer(String name, String meaning) {
    return new Column("gram_" + name, Scope.LAYER, "", meaning);
  }

  private List<Column> ofRuns() {
    List<Column> columns = new ArrayList<>();
    columns.add(
        new Column(
            "gram_label",
            Scope.RUN,
            Type.LABEL,
            "",
            "monotone, oscillating, catapult, diverged, dead, slow or stuck (D.1)"));
    columns.add(
        new Column(
            "gram_steps",
            Scope.RUN,
            Type.INTEGER,
            "steps",
            "first t with L_t <= target * L_0, else the last step"));
    columns.add(
        run("top_mode_gain", "|v.r(1)| / |v.r(0)|, v top eigenvector of K_0; |1 - c| in theory"));
    columns.add(run("loss_overshoot", "largest loss until arrival over the first"));
    if (path == Path.EVERY_STEP) {
      columns.add(
          new Column(
              "gram_regime",
              Scope.RUN,
              Type.LABEL,
              "",
              "lazy, flip, gram or local, of what neither diverged nor died (D.1)"));
      columns.add(
          run(
              "jump_share_net",
              "|sum of jumps of K| / (|sum of jumps| + |sum of smooth motion|), sums of matrices (B.6)"));
      columns.add(run("jump_share_path", "the same with sums of norms"));
      columns.add(run("closure_path", "sum |r' - r + eta K r| / sum eta |K r|"));
      columns.add(run("flip_path", "sum |Phi| / sum eta |K r|"));
      columns.add(run("share_mean", "mean Gram-mediated share at steps 0, 10, 20, ..."));
    }
    return columns;
  }

  private static Column run(String name, String meaning) {
    return new Column("gram_" + name, Scope.RUN, "", meaning);
  }
}
