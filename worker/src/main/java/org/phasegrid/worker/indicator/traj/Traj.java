package org.phasegrid.worker.indicator.traj;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.dataset.TestSet;
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
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.need.Bundle;
import org.phasegrid.worker.need.Directions;
import org.phasegrid.worker.need.InitialSharpness;
import org.phasegrid.worker.need.Renormalized;
import org.phasegrid.worker.need.Twins;
import org.phasegrid.worker.spectrum.Lanczos;
import org.phasegrid.worker.train.Need;

/**
 * Training as a trajectory: M perturbed twins beside the run, their exponent in parameters and in
 * one scalar per snapshot, the two decorrelation times, the spacings of asymptotic states, the
 * phase (Jimenez-Gonzalez, Soriano and Lacasa 2026, arXiv:2606.30384; sections B to D of its
 * specification).
 *
 * <p>M twins are M more runs. {@code accuracy} tests every replica at every step, {@code benettin}
 * follows one renormalized twin, {@code sharpness} takes 24 Hessian products at step 0, {@code
 * distances} makes the whole distance matrix of the snapshots.
 */
@About(
    value = "perturbed twins of the run: their exponent, scalar embedding, clocks, spacings, phase",
    paper = "arXiv:2606.30384")
public record Traj(
    @About("the steps whose rows have d(t), z(t) and the accuracy") Looks looks,
    @About("M, the perturbed copies trained beside the run") int twins,
    @About("half-width of the perturbation of their initial weights") double epsilon,
    @About("where they begin: uniform, or the arrays of a file") Directions directions,
    @About("whether every replica is tested at every step: tau_dec_acc, train_time, phase")
        boolean accuracy,
    @About("whether a renormalized twin tells transient from sustained chaos") boolean benettin,
    @About("whether the sharpness at step 0 is measured") boolean sharpness,
    @About("whether the distance matrix is analyzed too, at most 1500 snapshots") boolean distances,
    @About("the test accuracy that train_time waits for") double target,
    @About(
            "megabytes that one run may hold; more snapshots than that are trained again, block by block, for their inner products")
        int memory)
    implements Indicator {
  public static final Traj FIVE_TWINS =
      new Traj(
          new Looks.Every(1),
          5,
          1e-8,
          new Directions.Uniform(),
          false,
          false,
          false,
          false,
          0.85,
          1024);

  /** N of the largest distance matrix. */
  static final int MOST_DISTANCES = 1500;

  public Traj {
    if (twins < 1) {
      throw new IllegalArgumentException("twins must be at least 1, was " + twins);
    }
    if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be finite and not negative, was " + epsilon);
    }
    if (benettin && epsilon == 0) {
      throw new IllegalArgumentException("benettin wants epsilon above 0");
    }
    if (!(target > 0 && target <= 1)) {
      throw new IllegalArgumentException("target must lie in (0, 1], was " + target);
    }
    if (memory < 1) {
      throw new IllegalArgumentException("memory must be at least 1, was " + memory);
    }
  }

  @Override
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(
        label(
            "traj_phase",
            "diverged, frozen, regular, chaotic-trainable or chaotic-untrainable (D)"));
    columns.add(
        number("traj_nmle", "1/step", "exponent of d(t) over the window where it grows (B.5-2)"));
    columns.add(
        whole("traj_nmle_ta", "steps", "first step of that window; null where d is not amplified"));
    columns.add(
        whole(
            "traj_nmle_tb",
            "steps",
            "last step of it, first t with d(t) >= d_sat / 10; null where not amplified"));
    columns.add(truth("traj_amplifying", "whether d_sat > 1000 d(0)"));
    columns.add(
        number(
            "traj_log_amplification",
            "",
            "ln(d_sat / d(0)), d_sat the median of the last quarter of d(t)"));
    columns.add(number("traj_lyap_time", "steps", "1 / nmle where nmle > 0.05"));
    columns.add(
        number(
            "traj_nmle_r2win",
            "1/step",
            "slope of the window of ln d(t) that a line fits best (arXiv:2404.05782; B.5-1)"));
    columns.add(number("traj_nmle_r2", "", "R^2 of that line"));
    columns.add(whole("traj_nmle_r2win_start", "steps", "first step of that window"));
    columns.add(whole("traj_nmle_r2win_length", "steps", "points of that window"));
    columns.add(
        truth(
            "traj_nmle_r2win_counted",
            "whether R^2 > 0.9 and the slope > 0.05: the run counts in the published mean"));
    columns.add(number("traj_nmle_emb", "1/step", "exponent of the embedded separation (B.5-3)"));
    columns.add(
        whole("traj_nmle_emb_ta", "steps", "first step of its window; null where not amplified"));
    columns.add(
        whole("traj_nmle_emb_tb", "steps", "last step of its window; null where not amplified"));
    columns.add(
        series(
            "traj_twin_l1_mean",
            Type.NUMBER,
            "d(t), mean over twins of |theta_j - theta_0|_1 (B.2)"));
    columns.add(
        series(
            "traj_twin_rms_mean",
            Type.NUMBER,
            "mean over twins of |theta_j - theta_0|_2 / sqrt(P) (B.2)"));
    columns.add(
        series("traj_z_scalar", Type.NUMBER, "z_0(t), the scalar of the run's snapshot (B.3)"));
    columns.add(series("traj_z", Type.VECTOR, "z_j(t) of the run and its twins, j = 0..M (B.3)"));
    columns.add(
        series(
            "traj_z_sep_mean",
            Type.NUMBER,
            "mean over twins of |z_j(t) - z_0(t)|, from parameter differences (E2)"));
    columns.add(series("traj_z_sep", Type.VECTOR, "|z_j(t) - z_0(t)| of each twin, j = 1..M (E2)"));
    columns.add(
        number("traj_z_explained", "", "share of the snapshots' variance on the axis z (E4)"));
    columns.add(
        vector("traj_z_infinity", "", "mean of z_j(t) over the last 50 steps, j = 0..M (B.8)"));
    columns.add(
        vector(
            "traj_z_pca_dist",
            "",
            "first principal component of the distance matrix's rows, in the order run, twin 1, ... (arXiv:2412.02715; B.3)"));
    columns.add(number("traj_z_pca_explained", "", "share of the variance of those rows on it"));
    columns.add(
        number(
            "traj_tau_dec_emb",
            "steps",
            "decorrelation time by the embedded separation, mean over twins, where amplified (B.6)"));
    columns.add(number("traj_tau_dec_par", "steps", "the same clock on |theta_j - theta_0|_1"));
    columns.add(
        number(
            "traj_tau_dec_acc",
            "steps",
            "decorrelation time by test accuracy, mean over twins (B.7)"));
    columns.add(
        number(
            "traj_spacing_mean", "", "mean spacing of asymptotic states, their range over M (E5)"));
    columns.add(
        vector(
            "traj_spacing_scaled",
            "",
            "spacings over their mean, from the largest state down (B.8)"));
    columns.add(
        number("traj_spacing_log_mean", "", "mean of ln s, zeros left out, where amplified"));
    columns.add(number("traj_spacing_log_sd", "", "standard deviation of ln s, where amplified"));
    columns.add(number("traj_spacing_log_skew", "", "skewness of ln s, where amplified"));
    columns.add(whole("traj_spacing_ties", "", "how many spacings are zero"));
    columns.add(number("traj_loss_nonmonotone", "", "share of steps with L(t + 1) > L(t)"));
    columns.add(
        number("traj_accuracy", "", "test accuracy over the last 50 steps and all replicas"));
    columns.add(series("traj_accuracy_mean", Type.NUMBER, "test accuracy, mean over replicas"));
    columns.add(
        whole(
            "traj_train_time",
            "steps",
            "first t at which the mean test accuracy of the replicas reaches the target"));
    columns.add(
        number(
            "traj_benettin_early",
            "1/step",
            "mean renormalized stretching rate of the first quarter of steps (B.5-4)"));
    columns.add(
        number(
            "traj_benettin_late",
            "1/step",
            "mean renormalized stretching rate of the last quarter of steps (B.5-4)"));
    columns.add(
        label(
            "traj_chaos",
            "of chaotic phases: transient where benettin_late < 0.05, else sustained (D)"));
    columns.add(
        number(
            "traj_sharpness0",
            "1/rate",
            "largest Hessian eigenvalue at step 0: gradient descent is linearly stable below eta = 2 / sharpness0"));
    return columns;
  }

  private static Column number(String name, String unit, String meaning) {
    return new Column(name, Scope.RUN, unit, meaning);
  }

  private static Column whole(String name, String unit, String meaning) {
    return new Column(name, Scope.RUN, Type.INTEGER, unit, meaning);
  }

  private static Column truth(String name, String meaning) {
    return new Column(name, Scope.RUN, Type.BOOLEAN, "", meaning);
  }

  private static Column label(String name, String meaning) {
    return new Column(name, Scope.RUN, Type.LABEL, "", meaning);
  }

  private static Column series(String name, Type type, String meaning) {
    return new Column(name, Scope.STEP, type, "", meaning);
  }

  private static Column vector(String name, String unit, String meaning) {
    return new Column(name, Scope.RUN, Type.VECTOR, unit, meaning);
  }

  @Override
  public Set<Need<?>> needs() {
    Set<Need<?>> needs = new HashSet<>();
    needs.add(replicas());
    if (benettin) {
      needs.add(renormalized());
    }
    if (sharpness) {
      needs.add(SHARPNESS);
    }
    return needs;
  }

  static final InitialSharpness SHARPNESS = new InitialSharpness(new Lanczos(24));

  Twins replicas() {
    return new Twins(
        twins,
        epsilon,
        directions,
        accuracy ? Twins.Tested.EVERY_STEP : Twins.Tested.NEVER,
        1e6 * memory);
  }

  Renormalized renormalized() {
    return new Renormalized(epsilon);
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    if (setting.precision() != Precision.FLOAT64) {
      return Optional.of(
          "wants precision float64, was float32: its rounding parts twins that are 1e-8 apart");
    }
    List<Block> blocks =
        setting.architecture().blocks(setting.dataset().inputs(), setting.dataset().outputs());
    if (Directions.perturbedWeights(blocks) == 0) {
      return Optional.of(
          "wants trained weights to perturb, "
              + Family.nameOf(setting.architecture())
              + " has none here");
    }
    if (accuracy
        && (setting.test() instanceof TestSet.None || !(setting.architecture() instanceof Mlp))) {
      return Optional.of(
          "accuracy: true wants architecture mlp and a test set, e.g. test: {examples: 500}; was "
              + Family.nameOf(setting.architecture())
              + " with test: "
              + Family.nameOf(setting.test()));
    }
    double snapshots = (twins + 1.0) * (setting.stopping().steps() + 1.0);
    if (distances && snapshots > MOST_DISTANCES) {
      return Optional.of(
          String.format(
              java.util.Locale.ROOT,
              "distances: true wants at most %d snapshots, (twins + 1) (steps + 1) are %.0f",
              MOST_DISTANCES,
              snapshots));
    }
    double steps = setting.stopping().steps();
    long parameters = parameters(setting);
    if (distances && replicas().byInnerProducts(steps, parameters)) {
      return Optional.of(
          String.format(
              java.util.Locale.ROOT,
              "distances: true wants all snapshots of a run, %.0f MB; memory allows %d",
              Math.ceil(Bundle.bytes(steps + 1, twins + 1.0, parameters) / 1e6),
              memory));
    }
    double megabytes = Math.ceil(bytes(setting) / 1e6);
    if (megabytes > memory) {
      return Optional.of(
          String.format(
              java.util.Locale.ROOT,
              "wants %.0f MB for the snapshots of a run, or %.0f MB for their inner products; memory allows %d",
              Math.ceil(Bundle.bytes(steps + 1, twins + 1.0, parameters) / 1e6),
              megabytes,
              memory));
    }
    return Optional.empty();
  }

  @Override
  public double bytes(Setting setting) {
    return replicas().held(setting.stopping().steps(), parameters(setting));
  }

  private static long parameters(Setting setting) {
    return setting
        .architecture()
        .blocks(setting.dataset().inputs(), setting.dataset().outputs())
        .stream()
        .mapToLong(Block::size)
        .sum();
  }

  @Override
  public List<CellIndicator> ofCells() {
    return List.of(new CountedExponents(), new PooledSpacings());
  }

  @Override
  public Meter start() {
    return new TrajMeter(this);
  }
}
