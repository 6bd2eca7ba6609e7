package org.phasegrid.worker.indicator.omd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Column.Type;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.loss.CrossEntropy;
import org.phasegrid.worker.need.ObservableMatrix;
import org.phasegrid.worker.need.Representation;
import org.phasegrid.worker.spectrum.Distance;
import org.phasegrid.worker.spectrum.DistanceMatrix;
import org.phasegrid.worker.train.Need;

/**
 * Observable matrix dynamics: the spectrum of the distances between N held representations, how it
 * moves from look to look, and what phase the run is in.
 *
 * <p>The points are what the network makes of the run's {@code probe}, or of its first 128 training
 * examples where it has none (memorized examples lie together before anything is generalized, so a
 * held-out probe is better); {@code omd_probe_trained} says which. The looks of the run's rules
 * (sections B.6 and D.1) are step 0, floor(2^(c/2)) and the last.
 */
@About(
    value = "distances between held representations: spectrum, bands, motion, phase",
    paper = "arXiv:2606.29679")
public record Omd(
    @About("when it looks") Looks looks,
    @About("whose distances: last-hidden, a hidden layer's number, or {tokens: p}")
        Representation of,
    @About("angular, chordal or euclidean") Distance distance,
    @About("whether the mean representation is taken off first") boolean centered,
    @About("what labels of probe examples are: classes, or cyclic ones (Z_p, p the outputs)")
        Labels labels)
    implements Indicator {
  /** What a label says. Tokens are cyclic whatever it is. */
  public enum Labels {
    CLASSES,
    CYCLIC
  }

  public static final Omd ANGULAR =
      new Omd(
          new Looks.Log2(0.5),
          new Representation.LastHidden(),
          Distance.ANGULAR,
          true,
          Labels.CLASSES);

  static final int SHARES = 16;

  private static final int MOST = 512;

  boolean ofTokens() {
    return of instanceof Representation.Tokens;
  }

  boolean cyclic() {
    return ofTokens() || labels == Labels.CYCLIC;
  }

  ObservableMatrix need() {
    return need(of, distance, centered);
  }

  static ObservableMatrix need(Representation of, Distance distance, boolean centered) {
    return new ObservableMatrix(
        of, distance, centered ? DistanceMatrix.Origin.MEAN : DistanceMatrix.Origin.ZERO);
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(need());
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    Optional<String> why = refusal(setting, of);
    if (why.isPresent()) {
      return why;
    }
    int classes = setting.dataset().outputs();
    boolean classified = setting.loss() instanceof CrossEntropy && !ofTokens();
    int wanted = 4 * (classes - 1);
    return classified && points(setting, of) < wanted
        ? Optional.of(
            "wants at least "
                + wanted
                + " points to see "
                + classes
                + " classes (bands go up to a quarter of the points), has "
                + points(setting, of)
                + "; give it probe: {examples: "
                + wanted
                + "}")
        : Optional.empty();
  }

  /** Why points of such a run have no distance matrix. */
  static Optional<String> refusal(Setting setting, Representation of) {
    if (!(setting.architecture() instanceof Mlp mlp)) {
      return Optional.of("wants architecture mlp, was " + Family.nameOf(setting.architecture()));
    }
    Optional<String> why = of.refusal(mlp, setting.dataset());
    if (why.isPresent()) {
      return why;
    }
    int points = points(setting, of);
    return points < DistanceMatrix.FEWEST || points > MOST
        ? Optional.of(
            "wants "
                + DistanceMatrix.FEWEST
                + " to "
                + MOST
                + " points, was "
                + points
                + (of instanceof Representation.Tokens ? " tokens" : " examples of the probe"))
        : Optional.empty();
  }

  /** N. */
  private static int points(Setting setting, Representation of) {
    if (of instanceof Representation.Tokens tokens) {
      return tokens.count();
    }
    return setting.probe() instanceof Probe.Drawn drawn
        ? drawn.examples()
        : Math.min(setting.dataset().examples(), Representation.MOST_WITHOUT_PROBE);
  }

  @Override
  public Meter start() {
    return new OmdMeter(this);
  }

  @Override
  public List<Column> columns() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                number("omd_mean_distance", "mean of M off its diagonal: the spread of the cloud"),
                number(
                    "omd_distance_cv",
                    "standard deviation over mean of the distances; 0: all equal, no structure"),
                number("omd_perron_ratio", "lambda_0 / ((N-1) mean); 1: every row has one sum"),
                whole("omd_n_positive", "eigenvalues above 1e-9 lambda_0: 1, a test of itself"),
                new Column(
                    "omd_p",
                    Scope.STEP,
                    Type.VECTOR,
                    "",
                    "p_k = a_k / lambda_0 of the first 16 k: the normalized spectrum"),
                number("omd_eff_dim", "1 / sum p_k^2: participation dimension"),
                number("omd_entropy_dim", "exp(-sum p_k ln p_k): Shannon dimension"),
                whole("omd_band_multiplicity", "m1, the multiplicity of the top band (B.4)"),
                number("omd_band_gap", "a_m1 / a_(m1+1); a band exists from 2 on (B.4)"),
                number("omd_band_mass", "sum of p_k over the top band"),
                whole("omd_band2_multiplicity", "m2 of the second band; 0: there is none (B.4)"),
                number(
                    "omd_band_ratio",
                    "mean of a - floor in the first band over that in the second (B.4)"),
                number("omd_floor", "median of the smaller half of a: ambient floor (B.5)"),
                number(
                    "omd_rho",
                    "contraction of cosines by noise, from the first band as on a sphere; angular"
                        + " alone (B.5)"),
                number("omd_sigma", "ambient noise sqrt(1/rho - 1) (B.5)"),
                whole("omd_dim_multiplicity", "latent dimension m1 - 1 (B.4)"),
                number(
                    "omd_dim_ratio",
                    "latent dimension by the bands' ratio: sqrt(ratio) - 2, or (ratio - 3) / 2 of"
                        + " straight distances (B.4)"),
                number("omd_slope", "slope of ln a_k against ln k below the top band (B.3)"),
                number("omd_top3_share", "p1 + p2 + p3: how much the cloud shows"),
                number("omd_iso3", "a_3 / a_1: isotropy of the cloud"),
                number("omd_radial_cv", "variation of the cloud's radii; 0: on a sphere"),
                number(
                    "omd_ipr_tail",
                    "inverse participation of the N/4 eigenvectors of smallest a: localized"
                        + " states"),
                whole("omd_rank", "rank of the representations: singular values above 1e-6"),
                whole("omd_dead_rows", "representations of norm 0"),
                new Column(
                    "omd_degenerate",
                    Scope.STEP,
                    Type.BOOLEAN,
                    "",
                    "all representations equal, or more than a tenth dead"),
                number("omd_step", "|M/mean - M'/mean'|_F / sqrt(N(N-1)) from the look before"),
                number(
                    "omd_spectral_step", "the same of sorted eigenvalues, at most omd_step (B.6)"),
                number(
                    "omd_rotation_share",
                    "1 - (spectral step / step)^2; 1: the eigenvectors alone turn (B.6)"),
                number("omd_overlap3", "|W3' W3|^2 / 3 with the look before (B.6)"),
                number("omd_band_overlap", "the same of the top band, q = m1 (B.6)"),
                number("omd_corr_prev", "correlation of the distances with the look before"),
                number("omd_corr_first", "correlation of the distances with the first look"),
                number("omd_cloud_step", "motion of the cloud in its radius, turned to fit (B.6)"),
                number(
                    "omd_spectral_velocity",
                    "spectral step per e-fold of training time, ln((t+1)/(t'+1)) (B.6)")));
    if (!ofTokens()) {
      columns.add(
          number(
              "omd_class_alignment",
              "share of the top band in the span of the classes; by chance (K-1)/(N-1)"));
    }
    if (cyclic()) {
      columns.add(
          number(
              "omd_circulant_share",
              "share of the variance of M that the cyclic lag of labels explains"));
      columns.add(
          number(
              "omd_fourier_localization",
              "mean over w_1..w_6 of the largest share of one frequency of Z_p"));
    }
    columns.add(
        run("omd_band_stability", "share of the last 5 looks with m1 at its mode and a band"));
    columns.add(
        new Column(
            "omd_transition_step",
            Scope.RUN,
            Type.INTEGER,
            "steps",
            "first look from which that holds to the end"));
    columns.add(
        run("omd_band_gain", "mass of the final band, less that of as many values at the first"));
    columns.add(run("omd_move", "omd_step from the first look to the last"));
    if (!ofTokens()) {
      columns.add(
          run("omd_probe_trained", "share of the probe examples that are training examples"));
    }
    columns.add(
        new Column(
            "omd_phase",
            Scope.RUN,
            Type.LABEL,
            "",
            "diverged, degenerate, frozen, fourier, diffusive, cluster, manifold or band-other"
                + " (D.1)"));
    return List.copyOf(columns);
  }

  private static Column number(String name, String meaning) {
    return new Column(
        name, Scope.STEP, name.equals("omd_mean_distance") ? "distance" : "", meaning);
  }

  private static Column whole(String name, String meaning) {
    return new Column(name, Scope.STEP, Type.INTEGER, "", meaning);
  }

  private static Column run(String name, String meaning) {
    return new Column(name, Scope.RUN, "", meaning);
  }
}
