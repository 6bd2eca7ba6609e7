package org.phasegrid.worker.indicator.bbp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.architecture.MatrixStudent;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Column.Type;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.need.FullGradient;
import org.phasegrid.worker.need.InitialLoss;
import org.phasegrid.worker.need.InitialWeights;
import org.phasegrid.worker.spectrum.TracyWidom;
import org.phasegrid.worker.train.Need;

/**
 * Spectral phase transitions of weight matrices: bulk and outliers of every layer, alignment with
 * the teacher, and the phase of the run (arXiv 2606.28486).
 *
 * <p>The phase is judged at the last look, by the first layer: the left vector of a matrix student,
 * the right one of a network whose targets have a direction, else the overlap that the outlier's
 * height predicts. Weights that are not finite or above 1e100 have no spectrum.
 */
@About(
    value =
        "spectra of weight matrices: Marchenko-Pastur bulk, outliers, alignment, spectral phase",
    paper = "arXiv:2606.28486")
public record Bbp(
    @About("when it looks") Looks looks,
    @About("k, the leading singular vectors that are stored and compared") int vectors,
    @About("share of pure noise without outlier: 0.9, 0.95, 0.99, 0.995 or 0.999") double level,
    @About("whether consecutive gradients are compared, at two full gradients per look")
        boolean gradientFlip)
    implements Indicator {
  public static final Bbp PUBLISHED = new Bbp(new Looks.Log2(1), 4, 0.99, true);

  static final Need<Tensor> START = new InitialWeights();
  static final Need<Double> FIRST_LOSS = new InitialLoss();
  static final Need<Tensor> GRADIENT = new FullGradient();

  public Bbp {
    if (!(vectors >= 1 && vectors <= 64)) {
      throw new IllegalArgumentException("vectors must lie in 1 to 64, was " + vectors);
    }
    if (find(level).isEmpty()) {
      throw new IllegalArgumentException(
          "level must be 0.9, 0.95, 0.99, 0.995 or 0.999, was " + level);
    }
  }

  private static Optional<TracyWidom> find(double level) {
    for (TracyWidom each : TracyWidom.values()) {
      if (each.share() == level) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  TracyWidom tracyWidom() {
    return find(level).orElseThrow();
  }

  private static Column number(Scope scope, String name, String unit, String meaning) {
    return new Column("bbp_" + name, scope, unit, meaning);
  }

  private static Column column(Scope scope, String name, Type type, String unit, String meaning) {
    return new Column("bbp_" + name, scope, type, unit, meaning);
  }

  @Override
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    spectra(columns);
    looks(columns);
    runs(columns);
    return List.copyOf(columns);
  }

  private static void spectra(List<Column> columns) {
    Scope layer = Scope.LAYER;
    columns.add(number(layer, "lambda_1", "weight^2", "largest eigenvalue of W W'"));
    columns.add(number(layer, "lambda_2", "weight^2", "second eigenvalue of W W'"));
    columns.add(
        column(
            layer,
            "eigenvalues",
            Type.VECTOR,
            "weight^2",
            "squared singular values of W (N, M), descending"));
    columns.add(
        number(
            layer,
            "sigma2_bulk",
            "M weight^2",
            "M times the variance of an entry of the fitted noise bulk; 0 where it has collapsed (B5)"));
    columns.add(
        number(layer, "bulk_var_ratio", "", "bulk variance over that of the first weights"));
    columns.add(
        number(layer, "mp_edge", "weight^2", "upper edge of the fitted Marchenko-Pastur law (B5)"));
    columns.add(
        number(
            layer,
            "tw_edge",
            "weight^2",
            "Tracy-Widom quantile of the largest eigenvalue of the fitted noise (B5)"));
    columns.add(
        column(
            layer,
            "n_outliers",
            Type.INTEGER,
            "",
            "eigenvalues above tw_edge; the rank where the bulk has collapsed (B5)"));
    columns.add(
        number(layer, "mp_ks", "", "Kolmogorov distance of the bulk from the fitted law (B5)"));
    columns.add(
        column(
            layer,
            "mp_ok",
            Type.BOOLEAN,
            "",
            "whether the fitted law describes the bulk: distance < 0.05 + 1.5 / (n - k)"));
    columns.add(
        column(
            layer,
            "bulk_collapsed",
            Type.BOOLEAN,
            "",
            "whether fewer than 8 eigenvalues are above zero"));
    columns.add(number(layer, "gap_rel", "", "lambda_1 / mp_edge - 1 (I4)"));
    columns.add(
        number(
            layer,
            "spike_theta2",
            "weight^2",
            "squared signal strength by the outlier's height (I6)"));
    columns.add(
        number(
            layer,
            "ratio",
            "",
            "spike_theta2 / (sqrt(N/M) sigma2_bulk): 1 at the transition, above it outside"));
    columns.add(
        number(layer, "q2_left_pred", "", "squared left overlap by the outlier's height (B1.4)"));
    columns.add(
        number(layer, "q2_right_pred", "", "squared right overlap by the outlier's height (B1.4)"));
    columns.add(
        number(
            layer,
            "q2_left",
            "",
            "squared overlap of the first left singular vector with the teacher's u; floor 1/N"));
    columns.add(
        number(
            layer,
            "q2_right",
            "",
            "squared overlap of the first right singular vector with the teacher's v; floor 1/M"));
    columns.add(
        number(
            layer,
            "init_overlap_k",
            "",
            "overlap of the leading right subspaces now and at the start; floor k/M"));
    columns.add(number(layer, "init_cosine", "", "cosine of W and the first W"));
    columns.add(number(layer, "stable_rank", "", "sum of eigenvalues over the largest"));
    columns.add(
        number(layer, "entropy_rank", "", "exp of the entropy of the normalized eigenvalues"));
    columns.add(number(layer, "mp_soft_rank", "", "mp_edge / lambda_1"));
    columns.add(
        number(
            layer,
            "spacing_ratio",
            "",
            "mean ratio of neighboring spacings of the bulk: 0.53 repelling, 0.386 independent"));
    columns.add(
        number(
            layer,
            "wigner_ks",
            "",
            "Kolmogorov distance of unfolded bulk spacings from Wigner's surmise"));
    columns.add(number(layer, "pl_alpha", "", "exponent of the power-law tail of eigenvalues"));
    columns.add(number(layer, "pl_xmin", "weight^2", "where the power-law tail begins"));
    columns.add(number(layer, "pl_ks", "", "Kolmogorov distance of the tail from the power law"));
    columns.add(
        column(
            layer,
            "top_right_k",
            Type.VECTOR,
            "",
            "leading right singular vectors one after the other, zeros beyond the rank"));
    columns.add(
        column(
            layer,
            "top_left_k",
            Type.VECTOR,
            "",
            "leading left singular vectors one after the other, zeros beyond the rank"));
    columns.add(
        column(
            layer,
            "step",
            Type.INTEGER,
            "steps",
            "first look with an outlier at it and at the next (whole run)"));
    columns.add(number(layer, "time", "rate steps", "learning rate times bbp_step (whole run)"));
    columns.add(
        column(
            layer,
            "outlier_at_init",
            Type.BOOLEAN,
            "",
            "whether step 0 has an outlier, by chance or by the initialization (whole run)"));
    columns.add(
        number(
            layer,
            "bulk_temperature",
            "M weight^2",
            "M times the mean variance of an entry over the looks of the last half (whole run)"));
  }

  private static void looks(List<Column> columns) {
    Scope step = Scope.STEP;
    columns.add(
        number(
            step,
            "alignment",
            "",
            "squared overlap that decides the phase: left of a matrix student, right of layer 1 with a"
                + " known direction, else predicted"));
    columns.add(
        column(step, "outliers", Type.INTEGER, "", "outliers of the layer that decides the phase"));
    columns.add(
        number(
            step,
            "grad_flip_cos",
            "",
            "cosine of full gradients at W and at W - eta g: below 0 above eps_o (B6)"));
    columns.add(
        number(step, "eps_o_hat", "rate", "step size at which gradients turn over, measured (B6)"));
    columns.add(
        number(
            step,
            "loss_ratio",
            "",
            "loss of the test examples (training ones where none are drawn, the exact expectation of a"
                + " matrix student) over that of the best constant outputs"));
    columns.add(
        number(step, "q2_theory_population", "", "q2_left of infinite data (B1, B3 or B4)"));
    columns.add(number(step, "q2_theory_data", "", "q2_left of the run's own data (B2)"));
    columns.add(
        number(
            step,
            "eps_c_theory_population",
            "rate",
            "lower boundary at this step, infinite data (B1, B3 or B4)"));
    columns.add(
        number(
            step,
            "eps_c_theory_data",
            "rate",
            "lower boundary at this step, the run's own data (B2)"));
    columns.add(
        number(
            step,
            "eps_det_theory",
            "rate",
            "lower boundary at this step as a test of this size detects it"));
  }

  private static void runs(List<Column> columns) {
    Scope run = Scope.RUN;
    columns.add(
        column(
            run,
            "phase",
            Type.LABEL,
            "",
            "diverged, paramagnetic, ferromagnetic, emergent, lazy or disordered at the last look (D)"));
    columns.add(number(run, "final_alignment", "", "bbp_alignment at the last look"));
    columns.add(number(run, "final_outliers", "", "bbp_outliers at the last look"));
    columns.add(number(run, "final_grad_flip_cos", "", "bbp_grad_flip_cos at the last look"));
    columns.add(number(run, "final_loss_ratio", "", "bbp_loss_ratio at the last look"));
    columns.add(
        column(
            run,
            "final_direction",
            Type.VECTOR,
            "",
            "first singular vector at the last look, of the side and layer that decide the phase"));
    columns.add(
        column(
            run,
            "teacher_known",
            Type.BOOLEAN,
            "",
            "whether alignment is with a teacher, not predicted"));
    columns.add(number(run, "sgd_temperature", "rate", "learning rate over batch size"));
    columns.add(
        number(run, "eps_o_theory", "rate", "step size at which the bulk vanishes (B1 or B4)"));
    columns.add(
        number(
            run,
            "eps_div_theory",
            "rate",
            "step size of divergence: 2 over the largest curvature of the data, or B3"));
    columns.add(
        number(run, "data_lambda_max", "", "largest eigenvalue of the data's second moments"));
  }

  @Override
  public Set<Need<?>> needs() {
    Set<Need<?>> needs = new HashSet<>(Set.of(START, FIRST_LOSS));
    if (gradientFlip) {
      needs.add(GRADIENT);
    }
    return Set.copyOf(needs);
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    return setting.architecture() instanceof Mlp || setting.architecture() instanceof MatrixStudent
        ? Optional.empty()
        : Optional.of(
            "wants architecture mlp or matrix-student, was "
                + Family.nameOf(setting.architecture()));
  }

  @Override
  public List<CellIndicator> ofCells() {
    return List.of(new ReplicaOverlaps(vectors), new Binder(), new CellPhase());
  }

  @Override
  public Meter start() {
    return new BbpMeter(this);
  }
}
