package org.phasegrid.worker.indicator.omd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.need.ObservableMatrix;
import org.phasegrid.worker.need.Representation;
import org.phasegrid.worker.spectrum.Bands;
import org.phasegrid.worker.spectrum.Cloud;
import org.phasegrid.worker.spectrum.Distance;
import org.phasegrid.worker.spectrum.DistanceMatrix;
import org.phasegrid.worker.spectrum.DistanceSpectrum;
import org.phasegrid.worker.spectrum.SpectralStep;
import org.phasegrid.worker.theory.RandomDistances;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;

/**
 * {@link Omd} in one run. It keeps the first matrix and the one before, and of every look its band.
 */
final class OmdMeter implements Meter {
  private static final int WINDOW = 5;
  private static final double STABLE = 0.8;
  private static final double STILL = 0.02;
  private static final double CIRCULANT = 0.6;
  private static final double NOT_YET_CIRCULANT = 0.3;
  private static final double ALIGNED = 0.5;
  private static final double SAME_DIMENSION = 0.5;
  private static final int LOCALIZED = 6;

  /**
   * A look.
   *
   * @param band empty where the representations have no spectrum
   */
  private record Look(long step, Optional<Bands> band) {}

  /** A spectrum and when it was. */
  private record Dated(long step, DistanceSpectrum spectrum, Cloud cloud) {}

  private final Omd omd;
  private final ObservableMatrix need;
  private final List<Look> looks = new ArrayList<>();
  private Optional<Dated> first = Optional.empty();
  private Optional<Dated> before = Optional.empty();
  private Classes classes = Classes.NONE;
  private boolean finite = true;
  private double trained = Double.NaN;
  private double alignment = Double.NaN;
  private double circulantAtFirst = Double.NaN;
  private double circulant = Double.NaN;

  OmdMeter(Omd omd) {
    this.omd = omd;
    need = omd.need();
  }

  @Override
  public void look(Snapshot snapshot, Out out) {
    if (looks.isEmpty()) {
      begin(snapshot);
    }
    ObservableMatrix.Seen seen = snapshot.get(need);
    finite &= seen.finite();
    looks.add(new Look(snapshot.step(), seen.spectrum().map(DistanceSpectrum::bands)));
    alignment = Double.NaN;
    circulant = Double.NaN;
    seen.matrix().ifPresent(matrix -> put(matrix, out));
    if (seen.finite()) {
      boolean mostlyDead =
          seen.matrix().map(matrix -> 10 * matrix.dead() > matrix.size()).orElse(true);
      out.put("omd_degenerate", mostlyDead);
    }
    if (seen.spectrum().isPresent()) {
      DistanceSpectrum spectrum = seen.spectrum().get();
      Cloud cloud = spectrum.cloud();
      put(spectrum, out);
      put(cloud, out);
      putLabeled(spectrum, out);
      Dated now = new Dated(snapshot.step(), spectrum, cloud);
      if (before.isPresent()) {
        putStep(first.orElseThrow(), before.get(), now, out);
      } else {
        first = Optional.of(now);
      }
      before = Optional.of(now);
    }
    if (looks.size() == 1) {
      circulantAtFirst = circulant;
    }
  }

  private void begin(Snapshot snapshot) {
    classes = Classes.of(snapshot, omd.of());
    if (!omd.ofTokens() && snapshot.objective() instanceof MlpFit network) {
      trained = shareOf(Representation.probed(snapshot, network).x(), network.examples().x());
    }
  }

  /** The share of columns of {@code x} that are columns of {@code training}. */
  private static double shareOf(Tensor x, Tensor training) {
    int found = 0;
    for (int b = 0; b < x.columns(); b++) {
      boolean there = false;
      for (int c = 0; c < training.columns() && !there; c++) {
        int i = 0;
        while (i < x.rows() && x.get(i, b) == training.get(i, c)) {
          i++;
        }
        there = i == x.rows();
      }
      found += there ? 1 : 0;
    }
    return (double) found / x.columns();
  }

  private void put(DistanceMatrix matrix, Out out) {
    out.put("omd_rank", (long) matrix.rank());
    out.put("omd_dead_rows", (long) matrix.dead());
    if (omd.cyclic() && classes.there()) {
      circulant = matrix.circulantShare(classes.of(), classes.count());
      out.put("omd_circulant_share", circulant);
    }
  }

  private void put(DistanceSpectrum s, Out out) {
    Bands bands = s.bands();
    out.put("omd_mean_distance", s.mean());
    out.put("omd_distance_cv", s.variation());
    out.put("omd_perron_ratio", s.perronRatio());
    out.put("omd_n_positive", (long) s.positive());
    double[] shares = new double[Math.min(Omd.SHARES, s.size() - 1)];
    Arrays.setAll(shares, k -> s.p(k + 1));
    out.put("omd_p", shares);
    out.put("omd_eff_dim", s.effectiveDimension());
    out.put("omd_entropy_dim", s.entropyDimension());
    out.put("omd_band_multiplicity", (long) bands.m1());
    out.put("omd_band_gap", bands.gap1());
    out.put("omd_band_mass", s.mass(bands.m1()));
    out.put("omd_band2_multiplicity", (long) bands.m2());
    out.put("omd_band_ratio", s.bandRatio());
    out.put("omd_floor", s.floor());
    if (omd.distance() == Distance.ANGULAR) {
      double rho = RandomDistances.contractionOfBand(s.size(), bands.m1() - 1, s.bandMean());
      out.put("omd_rho", rho);
      out.put("omd_sigma", Math.sqrt(1 / rho - 1));
    }
    out.put("omd_dim_multiplicity", (long) (bands.m1() - 1));
    out.put("omd_dim_ratio", s.ratioDimension());
    out.put("omd_slope", s.slope());
    out.put("omd_top3_share", s.mass(3));
    out.put("omd_iso3", s.isotropy());
    out.put("omd_ipr_tail", s.localization());
  }

  private static void put(Cloud cloud, Out out) {
    out.put("omd_radial_cv", cloud.radialVariation());
  }

  private void putLabeled(DistanceSpectrum s, Out out) {
    if (!classes.there()) {
      return;
    }
    if (!omd.ofTokens()) {
      alignment = s.classAlignment(classes.of(), classes.count(), s.bands().m1());
      out.put("omd_class_alignment", alignment);
    }
    if (omd.cyclic()) {
      out.put(
          "omd_fourier_localization",
          s.fourierLocalization(classes.of(), classes.count(), LOCALIZED));
    }
  }

  private static void putStep(Dated first, Dated before, Dated now, Out out) {
    SpectralStep step = SpectralStep.between(before.spectrum(), now.spectrum());
    out.put("omd_step", step.step());
    out.put("omd_spectral_step", step.spectral());
    out.put("omd_rotation_share", step.rotationShare());
    out.put("omd_overlap3", SpectralStep.overlap(before.spectrum(), now.spectrum(), 3));
    int band = now.spectrum().bands().m1();
    out.put("omd_band_overlap", SpectralStep.overlap(before.spectrum(), now.spectrum(), band));
    out.put("omd_corr_prev", step.correlation());
    out.put("omd_corr_first", SpectralStep.between(first.spectrum(), now.spectrum()).correlation());
    out.put("omd_cloud_step", before.cloud().stepTo(now.cloud()));
    double folds = StrictMath.log((now.step() + 1.0) / (before.step() + 1.0));
    out.put("omd_spectral_velocity", step.spectral() / folds);
  }

  @Override
  public void end(Outcome outcome, Out out) {
    out.put("omd_probe_trained", trained);
    if (looks.isEmpty()) {
      return;
    }
    if (outcome instanceof Outcome.Diverged || !finite) {
      out.put("omd_phase", Phase.DIVERGED.label());
      return;
    }
    if (looks.get(0).band().isEmpty() || looks.get(looks.size() - 1).band().isEmpty()) {
      out.put("omd_phase", Phase.DEGENERATE.label());
      return;
    }
    int mode = modeOfLast();
    boolean[] good = new boolean[looks.size()];
    for (int i = 0; i < good.length; i++) {
      good[i] = looks.get(i).band().filter(b -> b.m1() == mode && b.exists()).isPresent();
    }
    int window = Math.min(WINDOW, good.length);
    int there = 0;
    for (int i = good.length - window; i < good.length; i++) {
      there += good[i] ? 1 : 0;
    }
    double stability = (double) there / window;
    DistanceSpectrum start = first.orElseThrow().spectrum();
    DistanceSpectrum end = before.orElseThrow().spectrum();
    double move = SpectralStep.between(start, end).step();
    out.put("omd_band_stability", stability);
    if (stability >= STABLE) {
      transition(good).ifPresent(i -> out.put("omd_transition_step", looks.get(i).step()));
    }
    int width = end.bands().m1();
    out.put("omd_band_gain", end.mass(width) - start.mass(width));
    out.put("omd_move", move);
    boolean acquired = stability >= STABLE && !good[0];
    out.put("omd_phase", phase(move, acquired, mode, end).label());
  }

  /** The most frequent m1 of the last looks that have one; of equally frequent ones the least. */
  private int modeOfLast() {
    List<Integer> last = new ArrayList<>();
    for (int i = looks.size() - 1; i >= 0 && last.size() < WINDOW; i--) {
      looks.get(i).band().ifPresent(b -> last.add(b.m1()));
    }
    int mode = 0;
    long most = 0;
    for (int candidate : last) {
      long count = last.stream().filter(m1 -> m1 == candidate).count();
      if (count > most || (count == most && candidate < mode)) {
        mode = candidate;
        most = count;
      }
    }
    return mode;
  }

  /** The first of the looks that are good to the end. */
  private static OptionalInt transition(boolean[] good) {
    int i = good.length;
    while (i > 0 && good[i - 1]) {
      i--;
    }
    return i < good.length ? OptionalInt.of(i) : OptionalInt.empty();
  }

  private Phase phase(double move, boolean acquired, int mode, DistanceSpectrum end) {
    if (move < STILL) {
      return Phase.FROZEN;
    }
    if (omd.cyclic() && circulant >= CIRCULANT && circulantAtFirst < NOT_YET_CIRCULANT) {
      return Phase.FOURIER;
    }
    if (!acquired) {
      return Phase.DIFFUSIVE;
    }
    boolean classified = classes.there() && !omd.ofTokens();
    if (classified && mode == classes.count() - 1 && alignment >= ALIGNED) {
      return Phase.CLUSTER;
    }
    return Math.abs(end.bands().m1() - 1 - end.ratioDimension()) <= SAME_DIMENSION
        ? Phase.MANIFOLD
        : Phase.BAND_OTHER;
  }
}
