package org.phasegrid.worker.indicator.bbp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.MatrixFit;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.architecture.Sampling;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.spectrum.BulkFit;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;

/** {@link Bbp} in one run. */
final class BbpMeter implements Meter {
  /** Weights above this have no spectrum worth the name. */
  private static final double HUGE = 1e100;

  /** A loss above so many times what it began with has diverged. */
  private static final double DIVERGED = 1e3;

  private static final int FEWEST_LOOKS = 8;

  private final Bbp bbp;
  private final BulkFit.Quantiles quantiles = new BulkFit.Quantiles();
  private final Map<Integer, Layer> layers = new TreeMap<>();
  private Optional<StudentTheory> theory = Optional.empty();
  private Optional<Double> null0 = Optional.empty();
  private Phase phase = Phase.DISORDERED;
  private boolean judged;
  private boolean teacherKnown;
  private double alignment = Double.NaN;
  private double outliers = Double.NaN;
  private double flip = Double.NaN;
  private double lossRatio = Double.NaN;
  private double[] direction = {};
  private double rate = Double.NaN;
  private double temperature = Double.NaN;

  BbpMeter(Bbp bbp) {
    this.bbp = bbp;
  }

  /** What is followed of one weight matrix. */
  private static final class Layer {
    final Optional<LayerSpectrum> start;
    OptionalLong candidate = OptionalLong.empty();
    OptionalLong transition = OptionalLong.empty();
    boolean atStart;
    int looks;
    double[] mean = {};
    double[] squares = {};

    Layer(Optional<LayerSpectrum> start) {
      this.start = start;
    }

    /** An outlier at this look, or none. */
    void outlier(long step, boolean there) {
      if (transition.isPresent()) {
        return;
      }
      if (step == 0) {
        atStart = there;
      }
      if (there && candidate.isPresent()) {
        transition = candidate;
      }
      candidate = there ? OptionalLong.of(step) : OptionalLong.empty();
    }

    /** Welford's update of mean and spread of every entry. */
    void count(Tensor w) {
      if (looks == 0) {
        mean = new double[w.size()];
        squares = new double[w.size()];
      }
      looks++;
      for (int i = 0; i < w.size(); i++) {
        double away = w.get(i) - mean[i];
        mean[i] += away / looks;
        squares[i] = Math.fma(away, w.get(i) - mean[i], squares[i]);
      }
    }

    double temperature(int columns) {
      if (looks < FEWEST_LOOKS) {
        return Double.NaN;
      }
      double sum = 0;
      for (double square : squares) {
        sum += square / looks;
      }
      return columns * sum / squares.length;
    }
  }

  @Override
  public void look(Snapshot snapshot, Out out) {
    rate = snapshot.learningRate();
    Objective objective = snapshot.objective();
    if (objective instanceof MatrixFit fit && theory.isEmpty()) {
      theory = Optional.of(new StudentTheory(fit, bbp.tracyWidom()));
      temperature =
          fit.student().data() instanceof Sampling.Stream stream
              ? rate / stream.batch()
              : Double.NaN;
    }
    boolean plain = snapshot.memory().length == 0;
    theory.filter(any -> plain).ifPresent(any -> any.put(rate, snapshot.step(), out));
    judged = true;
    alignment = Double.NaN;
    outliers = Double.NaN;
    flip = Double.NaN;
    lossRatio = Double.NaN;
    direction = new double[0];
    Tensor theta = snapshot.theta();
    if (!snapshot.kernels().finite(theta) || huge(theta)) {
      phase = Phase.DIVERGED;
      return;
    }
    lossRatio = lossRatio(snapshot, objective, theta);
    out.put("bbp_loss_ratio", lossRatio);
    spectra(snapshot, objective, theta, out);
    if (bbp.gradientFlip()) {
      flip(snapshot, objective, theta, out);
    }
    phase = diverged(snapshot) ? Phase.DIVERGED : Phase.of(outliers, alignment, flip, lossRatio);
  }

  private static boolean huge(Tensor theta) {
    for (int i = 0; i < theta.size(); i++) {
      if (Math.abs(theta.get(i)) > HUGE) {
        return true;
      }
    }
    return false;
  }

  private boolean diverged(Snapshot snapshot) {
    double base = snapshot.get(Bbp.FIRST_LOSS);
    if (null0.isPresent()) {
      base = Math.max(base, null0.get());
    }
    return !(snapshot.loss() <= DIVERGED * base);
  }

  /**
   * Loss over that of the best constant; where a network has no test examples, its training ones.
   */
  private double lossRatio(Snapshot snapshot, Objective objective, Tensor theta) {
    if (objective instanceof MatrixFit fit) {
      return fit.generalization(theta);
    }
    if (!(objective instanceof MlpFit network)) {
      return Double.NaN;
    }
    if (null0.isEmpty()) {
      null0 = Optional.of(network.bestConstantLoss());
    }
    if (snapshot.test().isEmpty()) {
      return network.loss(theta) / null0.get();
    }
    MlpFit tested = network.on(snapshot.test().get());
    return tested.loss(theta) / tested.bestConstantLoss();
  }

  private void spectra(Snapshot snapshot, Objective objective, Tensor theta, Out out) {
    Kernels kernels = snapshot.kernels();
    Tensor first = snapshot.get(Bbp.START);
    for (Block block : objective.blocks()) {
      if (!block.name().startsWith("W")) {
        continue;
      }
      int number = block.layer();
      Tensor w = block.of(theta);
      Optional<LayerSpectrum> read =
          LayerSpectrum.of(kernels, w, bbp.vectors(), bbp.tracyWidom(), quantiles);
      Layer layer = layers.get(number);
      if (layer == null) {
        layer =
            new Layer(
                snapshot.step() == 0
                    ? read
                    : LayerSpectrum.of(
                        kernels, block.of(first), bbp.vectors(), bbp.tracyWidom(), quantiles));
        layers.put(number, layer);
      }
      if (2 * snapshot.step() >= snapshot.steps()) {
        layer.count(w);
      }
      if (read.isEmpty()) {
        layer.outlier(snapshot.step(), false);
        continue;
      }
      LayerSpectrum spectrum = read.get();
      spectrum.put(number, out);
      layer.outlier(snapshot.step(), spectrum.outliers() >= 1);
      out.put(number, "bbp_init_cosine", cosine(kernels, w, block.of(first)));
      layer.start.ifPresent(
          start -> {
            out.put(
                number,
                "bbp_bulk_var_ratio",
                start.bulkVariance() > 0
                    ? spectrum.bulkVariance() / start.bulkVariance()
                    : Double.NaN);
            out.put(
                number,
                "bbp_init_overlap_k",
                LayerSpectrum.subspaceOverlap(
                    spectrum.spectrum().right(), start.spectrum().right(), bbp.vectors()));
          });
      out.put(
          number,
          "bbp_top_right_k",
          LayerSpectrum.flat(spectrum.spectrum().right(), bbp.vectors()));
      out.put(
          number, "bbp_top_left_k", LayerSpectrum.flat(spectrum.spectrum().left(), bbp.vectors()));
      teacher(objective, number, spectrum, out);
    }
  }

  private static double cosine(Kernels kernels, Tensor w, Tensor first) {
    double norms = Math.sqrt(kernels.sumOfSquares(w)) * Math.sqrt(kernels.sumOfSquares(first));
    return norms > 0 && norms < Double.POSITIVE_INFINITY
        ? kernels.dot(w, first) / norms
        : Double.NaN;
  }

  /** Overlaps with what is known of the teacher, and what decides the phase. */
  private void teacher(Objective objective, int layer, LayerSpectrum spectrum, Out out) {
    double judge = Double.NaN;
    boolean left = false;
    if (objective instanceof MatrixFit fit) {
      double toLeft = spectrum.left(fit.outputDirection());
      out.put(layer, "bbp_q2_left", toLeft);
      out.put(layer, "bbp_q2_right", spectrum.right(fit.inputDirection()));
      judge = toLeft;
      left = true;
      teacherKnown = true;
    } else if (layer == 1 && objective instanceof MlpFit network) {
      Optional<Tensor> known = network.direction();
      if (known.isPresent()) {
        judge = spectrum.right(known.get());
        out.put(layer, "bbp_q2_right", judge);
        teacherKnown = true;
      } else {
        judge = spectrum.predicted().right();
      }
    }
    if (layer == 1) {
      alignment = judge;
      outliers = spectrum.outliers();
      Tensor vectors = left ? spectrum.spectrum().left() : spectrum.spectrum().right();
      direction =
          vectors.rows() > 0 ? vectors.view(0, 1, vectors.columns()).toArray() : new double[0];
      out.put("bbp_alignment", alignment);
      if (!Double.isNaN(outliers)) {
        out.put("bbp_outliers", (long) outliers);
      }
    }
  }

  /** Full gradients g0 at theta and g1 at theta - eta g0, by blocks at their own rates. */
  private void flip(Snapshot snapshot, Objective objective, Tensor theta, Out out) {
    Kernels kernels = snapshot.kernels();
    Tensor g0 = snapshot.get(Bbp.GRADIENT);
    Tensor moved = theta.to(Precision.FLOAT64);
    List<Block> blocks = objective.blocks();
    for (Block block : blocks) {
      if (block.trained()) {
        kernels.axpy(-rate * block.rateFactor(), block.of(g0), block.of(moved));
      }
    }
    Tensor g1 = Tensor.zeros(Precision.FLOAT64, 1, theta.size());
    objective.gradient(moved, g1);
    double product = Block.dot(kernels, blocks, g0, g1);
    double square = Block.dot(kernels, blocks, g0, g0);
    double next = Block.dot(kernels, blocks, g1, g1);
    flip = product / (Math.sqrt(square) * Math.sqrt(next));
    if (!Double.isFinite(flip)) {
      flip = Double.NaN;
      return;
    }
    out.put("bbp_grad_flip_cos", flip);
    double turning = rate / (1 - product / square);
    if (Double.isFinite(turning)) {
      out.put("bbp_eps_o_hat", turning);
    }
  }

  @Override
  public void end(Outcome outcome, Out out) {
    if (outcome instanceof Outcome.Diverged) {
      phase = Phase.DIVERGED;
    }
    if (judged || phase == Phase.DIVERGED) {
      out.put("bbp_phase", phase.label());
    }
    if (phase != Phase.DIVERGED) {
      out.put("bbp_final_alignment", alignment);
      out.put("bbp_final_outliers", outliers);
      out.put("bbp_final_grad_flip_cos", flip);
      out.put("bbp_final_loss_ratio", lossRatio);
      if (direction.length > 0) {
        out.put("bbp_final_direction", direction);
      }
    }
    if (!layers.isEmpty()) {
      out.put("bbp_teacher_known", teacherKnown);
    }
    out.put("bbp_sgd_temperature", temperature);
    theory.ifPresent(any -> any.put(out));
    for (Map.Entry<Integer, Layer> each : layers.entrySet()) {
      end(each.getKey(), each.getValue(), out);
    }
  }

  private void end(int number, Layer layer, Out out) {
    if (layer.transition.isPresent()) {
      long step = layer.transition.getAsLong();
      out.put(number, "bbp_step", step);
      out.put(number, "bbp_time", rate * step);
    }
    out.put(number, "bbp_outlier_at_init", layer.atStart);
    int columns = layer.start.map(start -> start.spectrum().right().columns()).orElse(0);
    if (columns > 0) {
      out.put(number, "bbp_bulk_temperature", layer.temperature(columns));
    }
  }
}
