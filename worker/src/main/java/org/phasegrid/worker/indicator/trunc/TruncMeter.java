package org.phasegrid.worker.indicator.trunc;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Labels;
import org.phasegrid.worker.train.Dynamics;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;
import org.phasegrid.worker.train.Snapshot.Moment;

/** {@link Trunc} in one run. */
final class TruncMeter implements Meter {
  /** Within-class variance below which the classes of a layer are points. */
  private static final double POINT = 1e-30;

  private final Trunc trunc;
  private Optional<ClampTail.Course> course = Optional.empty();
  private Optional<Dynamics> dynamics = Optional.empty();
  private Optional<BitSet[]> flags = Optional.empty();
  private double[] separations = {};
  private boolean floored;

  private final List<Double> times = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();
  private final List<Double> shares = new ArrayList<>();
  private boolean everyRatio = true;
  private OptionalLong collapsedAt = OptionalLong.empty();
  private double halfTime = Double.NaN;

  private final List<Double> lawShares = new ArrayList<>();
  private final List<Double> lawRates = new ArrayList<>();

  TruncMeter(Trunc trunc) {
    this.trunc = trunc;
  }

  @Override
  public void look(Snapshot snapshot, Out out) {
    course = Optional.of(snapshot.get(trunc.course()));
    if (!snapshot.finite()) {
      everyRatio = false;
      return;
    }
    Pass pass = Pass.of(snapshot.objective(), snapshot.theta());
    for (int layer = 1; layer <= pass.layers().depth(); layer++) {
      if (!snapshot.kernels().finite(pass.preactivations(layer))) {
        everyRatio = false;
        return;
      }
    }
    if (!floored) {
      separations = Collapse.separations(pass.inputs(), pass.classes());
      floored = true;
    }
    masks(pass, out);
    flips(pass, out);
    weights(pass.layers(), out);
    inputSpace(pass, out);
    residuals(pass, out);
    collapse(snapshot, pass, out);
    law(snapshot, pass, out);
  }

  private static void masks(Pass pass, Out out) {
    Classes classes = pass.classes();
    int examples = classes.examples();
    BitSet[] patterns = new BitSet[examples];
    for (int i = 0; i < examples; i++) {
      patterns[i] = new BitSet();
    }
    int before = 0;
    for (int layer = 1; layer <= pass.layers().depth(); layer++) {
      int units = pass.preactivations(layer).rows();
      long[] off = new long[classes.count()];
      int[] full = new int[classes.count()];
      int[] identity = new int[classes.count()];
      int[][] offOfUnit = new int[classes.count()][units];
      List<Set<BitSet>> distinct = new ArrayList<>();
      for (int j = 0; j < classes.count(); j++) {
        distinct.add(new HashSet<>());
      }
      for (int i = 0; i < examples; i++) {
        int j = classes.of(i);
        int count = 0;
        for (int k = 0; k < units; k++) {
          if (pass.off(layer, k, i)) {
            count++;
            offOfUnit[j][k]++;
            patterns[i].set(before + k);
          }
        }
        off[j] += count;
        full[j] += count == units ? 1 : 0;
        identity[j] += count == 0 ? 1 : 0;
        distinct.get(j).add((BitSet) patterns[i].clone());
      }
      before += units;
      put(layer, units, classes, off, full, identity, distinct, out);
      units(layer, classes, offOfUnit, out);
    }
  }

  private static void put(
      int layer,
      int units,
      Classes classes,
      long[] off,
      int[] full,
      int[] identity,
      List<Set<BitSet>> distinct,
      Out out) {
    int k = classes.count();
    double[] frac = new double[k];
    double[] fullFrac = new double[k];
    double[] idFrac = new double[k];
    double[] patterns = new double[k];
    long all = 0;
    for (int j = 0; j < k; j++) {
      double members = classes.members(j);
      frac[j] = off[j] / (members * units);
      fullFrac[j] = full[j] / members;
      idFrac[j] = identity[j] / members;
      patterns[j] = distinct.get(j).size() / members;
      all += off[j];
    }
    out.put(layer, "trunc_frac", frac);
    out.put(layer, "trunc_frac_mean", all / ((double) units * classes.examples()));
    out.put(layer, "trunc_full_frac", fullFrac);
    out.put(layer, "trunc_id_frac", idFrac);
    out.put(layer, "trunc_patterns", patterns);
  }

  private static void units(int layer, Classes classes, int[][] offOfUnit, Out out) {
    int units = offOfUnit[0].length;
    double unseeded = 0;
    int dead = 0;
    int linear = 0;
    for (int k = 0; k < units; k++) {
      int off = 0;
      for (int j = 0; j < classes.count(); j++) {
        unseeded += offOfUnit[j][k] == 0 ? 1 : 0;
        off += offOfUnit[j][k];
      }
      dead += off == classes.examples() ? 1 : 0;
      linear += off == 0 ? 1 : 0;
    }
    out.put(layer, "trunc_unseeded", unseeded / units / classes.count());
    out.put(layer, "trunc_dead", (double) dead / units);
    out.put(layer, "trunc_linear", (double) linear / units);
  }

  private void flips(Pass pass, Out out) {
    int examples = pass.classes().examples();
    BitSet[] now = new BitSet[pass.layers().depth() + 1];
    for (int layer = 1; layer < now.length; layer++) {
      int units = pass.preactivations(layer).rows();
      now[layer] = new BitSet(units * examples);
      for (int k = 0; k < units; k++) {
        for (int i = 0; i < examples; i++) {
          now[layer].set(k * examples + i, pass.off(layer, k, i));
        }
      }
      if (flags.isPresent()) {
        BitSet newlyOff = (BitSet) now[layer].clone();
        newlyOff.andNot(flags.get()[layer]);
        BitSet newlyOn = (BitSet) flags.get()[layer].clone();
        newlyOn.andNot(now[layer]);
        double on = newlyOff.cardinality();
        double back = newlyOn.cardinality();
        double all = (double) units * examples;
        out.put(layer, "trunc_flip_on", on / all);
        out.put(layer, "trunc_flip_off", back / all);
        out.put(layer, "trunc_monotone", (on - back) / (on + back));
      }
    }
    flags = Optional.of(now);
  }

  private static void weights(Layers layers, Out out) {
    for (int layer = 1; layer <= layers.depth() + 1; layer++) {
      out.put(layer, "trunc_align", alignment(layers.cumulative(layer)));
      out.put(layer, "trunc_cum_cond", layers.condition(layer));
    }
  }

  /**
   * d / sum over pairs of rows of cos²; NaN where a row vanishes. With unit rows U (d, m) the sum
   * is |U Uᵀ|² = |Uᵀ U|²: the smaller of the two is made.
   */
  static double alignment(DMatrixRMaj w) {
    int d = w.numRows;
    DMatrixRMaj unit = w.copy();
    for (int k = 0; k < d; k++) {
      double squares = 0;
      for (int i = 0; i < w.numCols; i++) {
        squares = Math.fma(w.get(k, i), w.get(k, i), squares);
      }
      double norm = Math.sqrt(squares);
      for (int i = 0; i < w.numCols; i++) {
        unit.set(k, i, w.get(k, i) / norm);
      }
    }
    int n = Math.min(d, w.numCols);
    DMatrixRMaj gram = new DMatrixRMaj(n, n);
    if (d <= w.numCols) {
      CommonOps_DDRM.multOuter(unit, gram);
    } else {
      CommonOps_DDRM.multInner(unit, gram);
    }
    double sum = 0;
    for (double product : gram.data) {
      sum = Math.fma(product, product, sum);
    }
    return d / sum;
  }

  private static void inputSpace(Pass pass, Out out) {
    Layers layers = pass.layers();
    for (int layer = 1; layer <= layers.depth() && layers.pullsBack(layer); layer++) {
      double[] variances = pass.pulledBackVariances(layer);
      if (finite(variances)) {
        out.put(layer, "trunc_z_var", variances);
      }
    }
    if (!layers.square() || !layers.pullsBack(layers.depth() + 1)) {
      return;
    }
    out.put("trunc_input_cost", pass.inputCost());
    double[] gap = layers.gap();
    out.put("trunc_gap_min", gap[0]);
    out.put("trunc_gap_max", gap[1]);
    double[][] drives = pass.drives();
    for (int layer = 1; layer <= layers.depth(); layer++) {
      double largest = 0;
      double sum = 0;
      for (double drive : drives[layer]) {
        largest = Math.max(largest, drive);
        sum += drive;
      }
      out.put(layer, "trunc_drive", drives[layer]);
      out.put(layer, "trunc_crosstalk", sum > 0 ? 1 - largest / sum : Double.NaN);
    }
  }

  private static boolean finite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static void residuals(Pass pass, Out out) {
    double[] residuals = pass.residuals();
    double square = 0;
    for (double residual : residuals) {
      square += residual * residual / residuals.length;
    }
    out.put("trunc_rms_residuals", residuals);
    out.put("trunc_rms_residual", Math.sqrt(square));
  }

  private void collapse(Snapshot snapshot, Pass pass, Out out) {
    Classes classes = pass.classes();
    int depth = pass.layers().depth();
    Collapse last = new Collapse(pass.features(depth), classes);
    for (int layer = 0; layer <= depth + 1; layer++) {
      Collapse each = layer == depth ? last : new Collapse(pass.features(layer), classes);
      out.put(layer, "trunc_nc1", each.nc1());
      out.put(layer, "trunc_nc1_ratio", each.ratio());
    }
    out.put("trunc_gain", gain(last, classes));
    out.put("trunc_nc2_norm_cv", last.normSpread());
    out.put("trunc_nc2_cos_dev", last.angleDeviation());
    out.put("trunc_nc3", last.duality(pass.layers().weights(depth + 1)));
    out.put("trunc_accuracy", accuracy(pass));
    if (classes.count() >= 2) {
      out.put("trunc_nc4_mismatch", mismatch(pass));
    }
    double share = share(pass);
    if (depth > 0) {
      out.put("trunc_frac_last", share);
    }
    follow(snapshot, last.ratio(), share);
  }

  private double gain(Collapse last, Classes classes) {
    return Collapse.floor(separations, last.rank(), classes.count()) / last.nc1();
  }

  private static double accuracy(Pass pass) {
    int[] predicted = Labels.of(pass.features(pass.layers().depth() + 1));
    int right = 0;
    for (int i = 0; i < predicted.length; i++) {
      right += predicted[i] == pass.classes().label(i) ? 1 : 0;
    }
    return (double) right / predicted.length;
  }

  /** Share of examples whose predicted class is not that of the nearest class center. */
  private static double mismatch(Pass pass) {
    Classes classes = pass.classes();
    Tensor features = pass.features(pass.layers().depth());
    double[][] means = classes.means(features);
    int[] labelOf = new int[classes.count()];
    for (int i = 0; i < classes.examples(); i++) {
      labelOf[classes.of(i)] = classes.label(i);
    }
    int[] predicted = Labels.of(pass.features(pass.layers().depth() + 1));
    int differ = 0;
    for (int i = 0; i < predicted.length; i++) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < classes.count(); j++) {
        double distance = 0;
        for (int c = 0; c < features.rows(); c++) {
          double gap = features.get(c, i) - means[j][c];
          distance = Math.fma(gap, gap, distance);
        }
        if (distance < least) {
          least = distance;
          nearest = j;
        }
      }
      differ += predicted[i] == labelOf[nearest] ? 0 : 1;
    }
    return (double) differ / predicted.length;
  }

  /** Truncated share of the last hidden layer; NaN without one. */
  private static double share(Pass pass) {
    int depth = pass.layers().depth();
    if (depth == 0) {
      return Double.NaN;
    }
    Tensor a = pass.preactivations(depth);
    int off = 0;
    for (int i = 0; i < a.size(); i++) {
      off += a.get(i) <= 0 ? 1 : 0;
    }
    return (double) off / a.size();
  }

  private void follow(Snapshot snapshot, double ratio, double share) {
    double s = snapshot.learningRate() * snapshot.step();
    if (Double.isNaN(halfTime) && share >= 0.5) {
      double before = times.isEmpty() ? s : times.get(times.size() - 1);
      double earlier = times.isEmpty() ? share : shares.get(times.size() - 1);
      halfTime = share > earlier ? before + (s - before) * (0.5 - earlier) / (share - earlier) : s;
    }
    if (ratio <= POINT && collapsedAt.isEmpty()) {
      collapsedAt = OptionalLong.of(snapshot.step());
    }
    everyRatio &= Double.isFinite(ratio) && ratio > POINT;
    times.add(s);
    ratios.add(ratio);
    shares.add(share);
  }

  /** One step of a copy: v' against the law, where gradient descent moves cumulative biases. */
  private void law(Snapshot snapshot, Pass pass, Out out) {
    Layers layers = pass.layers();
    if (!layers.cumulativeChart() || !layers.aligned() || snapshot.moment() == Moment.LAST) {
      return;
    }
    if (dynamics.isEmpty()) {
      dynamics = Optional.of(snapshot.dynamics());
    }
    Tensor theta = snapshot.theta().to(Precision.FLOAT64);
    dynamics.get().step(snapshot.step(), theta, snapshot.memory());
    Layers after = Layers.of(snapshot.objective(), theta);
    Classes classes = pass.classes();
    for (int layer = 1; layer <= Math.min(layers.depth(), classes.count()); layer++) {
      int j = layer - 1;
      double[] v = layers.clampDistances(layer, pass.target(j));
      double[] next = after.clampDistances(layer, pass.target(j));
      double[] scales = layers.clampScales(layer, pass.target(j));
      double h = snapshot.learningRate(layer);
      double largest = Double.NaN;
      for (int k = 0; k < v.length; k++) {
        double omegaOff = 0;
        double omegaAll = 0;
        int off = 0;
        for (int i = 0; i < classes.examples(); i++) {
          if (classes.of(i) == j) {
            omegaAll += pass.omega(i);
            if (pass.off(layer, k, i)) {
              omegaOff += pass.omega(i);
              off++;
            }
          }
        }
        if (!(Math.abs(v[k]) > scales[k]) || !Double.isFinite(next[k])) {
          continue;
        }
        double residual = Math.abs(next[k] / v[k] - (1 - h * omegaOff));
        largest = Double.isNaN(largest) ? residual : Math.max(largest, residual);
        lawShares.add((double) off / classes.members(j));
        lawRates.add((1 - next[k] / v[k]) / (h * omegaAll));
      }
      out.put(layer, "trunc_law_residual", largest);
    }
  }

  @Override
  public void end(Outcome outcome, Out out) {
    out.put("trunc_half_time", halfTime);
    if (collapsedAt.isPresent()) {
      out.put("trunc_collapsed_at", collapsedAt.getAsLong());
    }
    rates(out);
    Optional<Pass> end = course.flatMap(ClampTail.Course::end);
    boolean diverged = outcome instanceof Outcome.Diverged || end.isEmpty();
    if (course.isEmpty()) {
      return;
    }
    if (diverged) {
      out.put("trunc_phase", "diverged");
    } else if (end.orElseThrow().layers().aligned()) {
      out.put("trunc_phase", alignedPhase(course.get(), end.orElseThrow()));
    } else if (end.orElseThrow().classes().count() >= 2) {
      out.put("trunc_phase", networkPhase(end.orElseThrow()));
    }
    out.put(
        "trunc_nc1_lin",
        end.map(Pass::classes)
            .map(classes -> Collapse.floor(separations, separations.length, classes.count()))
            .orElse(Double.NaN));
    if (!diverged) {
      Pass pass = end.orElseThrow();
      double[] residuals = pass.residuals();
      double[] costs = pass.untouchedCosts();
      long collapsed = 0;
      double untouched = 0;
      for (int j = 0; j < residuals.length; j++) {
        if (residuals[j] < trunc.collapsed()) {
          collapsed++;
        } else {
          untouched += costs[j];
        }
      }
      out.put("trunc_collapsed_clusters", collapsed);
      out.put("trunc_cost_untouched", untouched);
    }
  }

  private void rates(Out out) {
    List<Double> s = new ArrayList<>();
    List<Double> logs = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      double ratio = ratios.get(i);
      if (Double.isFinite(ratio) && ratio > POINT) {
        s.add(times.get(i));
        logs.add(StrictMath.log(ratio));
      }
    }
    Fits.Line decay = Fits.line(s, logs);
    out.put("trunc_collapse_rate", -decay.slope());
    out.put("trunc_collapse_r2", decay.r2());
    if (everyRatio && times.size() > 4) {
      List<Double> middles = new ArrayList<>();
      List<Double> slopes = new ArrayList<>();
      for (int i = 0; i + 1 < times.size(); i++) {
        middles.add(0.5 * (shares.get(i) + shares.get(i + 1)));
        slopes.add((logs.get(i) - logs.get(i + 1)) / (times.get(i + 1) - times.get(i)));
      }
      out.put("trunc_rate_corr", Fits.spearman(middles, slopes));
    }
    Fits.Line law = Fits.line(lawShares, lawRates);
    out.put("trunc_rate_slope", law.slope());
    out.put("trunc_rate_r2", law.r2());
  }

  private String alignedPhase(ClampTail.Course course, Pass end) {
    if (!course.truncatesFirst()) {
      return "unseeded";
    }
    if (!end.truncates()) {
      return "frozen";
    }
    int classes = end.classes().count();
    boolean collapsed = true;
    if (classes == 1 && end.layers().cumulativeChart()) {
      collapsed = course.largest() < trunc.settled();
    } else {
      double[] residuals = end.residuals();
      for (int j = 0; j < Math.min(classes, end.layers().depth()); j++) {
        collapsed &= residuals[j] < trunc.collapsed();
      }
    }
    return collapsed ? "collapse" : "cycle";
  }

  private String networkPhase(Pass end) {
    Collapse last = new Collapse(end.features(end.layers().depth()), end.classes());
    if (last.rank() == 0) {
      return "dead";
    }
    if (!(accuracy(end) >= trunc.accuracy())) {
      return "partial";
    }
    return gain(last, end.classes()) >= trunc.gain() ? "collapse" : "uncertified";
  }
}
