package org.phasegrid.worker.need;

import java.util.ArrayList;
import java.util.List;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.train.Dynamics;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;

/**
 * M copies of the run that begin at theta_0 + epsilon xi_j and are trained beside it by the same
 * map, on the same batches: theta_j(t), j = 1..M, with the run itself as j = 0. The draw {@code
 * twins} makes xi. The run must be in float64: rounding would part its twins otherwise.
 *
 * @param count M
 * @param epsilon half-width of the perturbation; 0 gives copies that stay equal to the bit
 * @param directions xi
 * @param tested whether every replica is tested at every step
 * @param bytes of snapshots that may be held. Where all of them are more, it is their inner
 *     products, and after the run it and its twins are followed again, to the same bits, once for
 *     every further block of times that can be held
 */
public record Twins(int count, double epsilon, Directions directions, Tested tested, double bytes)
    implements Need.Standing<Twins.Record> {
  /** Whether replicas are tested at every step. */
  public enum Tested {
    NEVER,
    EVERY_STEP
  }

  /**
   * Bytes that are held for {@code steps} steps of {@code parameters} parameters: all snapshots, or
   * else their inner products and one block of times.
   */
  public double held(double steps, double parameters) {
    double all = Bundle.bytes(steps + 1, count + 1.0, parameters);
    if (all <= bytes) {
      return all;
    }
    double products = Gram.bytes(steps + 1, count + 1.0);
    double time = Bundle.bytes(1, count + 1.0, parameters);
    return products + time * block(steps, parameters);
  }

  /** Whether {@link #held} is inner products. */
  public boolean byInnerProducts(double steps, double parameters) {
    return Bundle.bytes(steps + 1, count + 1.0, parameters) > bytes;
  }

  /** Times that are held at once beside inner products, at least one. */
  private double block(double steps, double parameters) {
    double left = bytes - Gram.bytes(steps + 1, count + 1.0);
    double fit = Math.floor(left / Bundle.bytes(1, count + 1.0, parameters));
    return Math.max(1, Math.min(steps + 1, fit));
  }

  @Override
  public Need.Following<Record> begin(Snapshot first) {
    Record record = new Record(this, first);
    return new Need.Following<>() {
      @Override
      public void step(Snapshot snapshot) {
        record.step(snapshot);
      }

      @Override
      public Record value() {
        return record;
      }
    };
  }

  /** What became of a run and its twins, t = 0 to the last step that was looked at. */
  public static final class Record {
    private final Twins rule;
    private final Dynamics dynamics;
    private final Kernels kernels;
    private final Tensor origin;
    private final List<Dynamics.Replica> replicas = new ArrayList<>();
    private final List<Tensor> twins = new ArrayList<>();
    private final List<Tensor> origins = new ArrayList<>();
    private final Bundle bundle;
    private final List<Gram> gram = new ArrayList<>();
    private final int block;
    private final List<double[]> distances = new ArrayList<>();
    private final List<Double> rms = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final List<double[]> accuracies = new ArrayList<>();
    private final List<Objective> tests = new ArrayList<>();
    private final long perturbed;
    private final double initialNorm;
    private Tensor reference;
    private boolean finite = true;
    private double largestNorm;
    private long steps;

    private Record(Twins rule, Snapshot first) {
      this.rule = rule;
      dynamics = first.dynamics();
      kernels = dynamics.objective().kernels();
      origin = first.theta().to(Precision.FLOAT64);
      reference = origin;
      bundle = new Bundle(kernels, origin.size());
      int times = Math.toIntExact(Math.min(Integer.MAX_VALUE, first.steps() + 1));
      if (rule.byInnerProducts(first.steps(), origin.size())) {
        gram.add(new Gram(kernels, origin.size(), times, rule.count + 1));
        block = (int) rule.block(first.steps(), origin.size());
      } else {
        block = times;
      }
      perturbed = Directions.perturbedWeights(dynamics.objective().blocks());
      initialNorm = Math.sqrt(kernels.sumOfSquares(origin));
      Key key = first.draw("twins");
      Tensor xi = Tensor.zeros(Precision.FLOAT64, 1, origin.size());
      for (int j = 1; j <= rule.count; j++) {
        Tensor twin = origin.to(Precision.FLOAT64);
        rule.directions.fill(xi, j, dynamics.objective().blocks(), key);
        kernels.scale(rule.epsilon, xi);
        for (int i = 0; i < twin.size(); i++) {
          twin.set(i, twin.get(i) + xi.get(i));
        }
        twins.add(twin);
        if (!gram.isEmpty()) {
          origins.add(twin.to(Precision.FLOAT64));
        }
        replicas.add(dynamics.replica(twin));
      }
      if (rule.tested == Tested.EVERY_STEP
          && dynamics.objective() instanceof MlpFit fit
          && first.test().isPresent()) {
        tests.add(fit.on(first.test().get()));
      }
    }

    private void step(Snapshot snapshot) {
      if (snapshot.step() > 0) {
        advance(snapshot.step() - 1);
      }
      reference = snapshot.theta();
      losses.add(snapshot.loss());
      record();
      steps = snapshot.step();
    }

    private void advance(long step) {
      dynamics.chooseBatch(step);
      for (Dynamics.Replica replica : replicas) {
        replica.step(step);
      }
    }

    private void record() {
      Tensor rows = Bundle.rows(kernels, origin, reference, twins);
      int t = distances.size();
      keep(t, 0, rows);
      double[] l1 = new double[twins.size()];
      double squares = 0;
      for (int j = 1; j <= l1.length; j++) {
        Tensor delta = Bundle.row(rows, j);
        double sum = kernels.sumOfAbsolutes(delta);
        l1[j - 1] = sum;
        squares += Math.sqrt(kernels.sumOfSquares(delta) / delta.size());
        finite &= Double.isFinite(sum);
      }
      distances.add(l1);
      rms.add(squares / l1.length);
      double norm = Math.sqrt(kernels.sumOfSquares(reference));
      finite &= Double.isFinite(norm);
      largestNorm = Math.max(largestNorm, norm);
      if (!tests.isEmpty()) {
        double[] accuracy = new double[l1.length + 1];
        for (int j = 0; j < accuracy.length; j++) {
          accuracy[j] = tests.get(0).accuracy(j == 0 ? reference : twins.get(j - 1));
        }
        accuracies.add(accuracy);
      }
    }

    /**
     * Holds the rows of time t if they are of the block from {@code begin}, and multiplies them.
     */
    private void keep(int t, int begin, Tensor rows) {
      if (t < begin + block) {
        bundle.add(rows);
      }
      for (Gram each : gram) {
        for (int s = begin; s < begin + bundle.times(); s++) {
          each.add(t, rows, s, bundle.rows(s - begin));
        }
      }
    }

    /** The run and its twins again, from step 0, for the block of times from {@code begin}. */
    private void again(int begin, int times) {
      bundle.clear();
      List<Dynamics.Replica> all = new ArrayList<>();
      List<Tensor> others = new ArrayList<>();
      Tensor first = origin.to(Precision.FLOAT64);
      all.add(dynamics.replica(first));
      for (Tensor each : origins) {
        Tensor twin = each.to(Precision.FLOAT64);
        others.add(twin);
        all.add(dynamics.replica(twin));
      }
      for (int t = 0; t < times; t++) {
        if (t > 0) {
          dynamics.chooseBatch(t - 1);
          for (Dynamics.Replica replica : all) {
            replica.step(t - 1);
          }
        }
        if (t >= begin) {
          keep(t, begin, Bundle.rows(kernels, origin, first, others));
        }
      }
    }

    /**
     * Goes on to T where the run stalled: it rests, and its twins may not. A record ends here.
     *
     * @param steps T as asked
     */
    public void end(Outcome outcome, long steps) {
      if (outcome instanceof Outcome.Stalled && finite) {
        for (long step = this.steps; step < steps; step++) {
          advance(step);
          losses.add(losses.get(losses.size() - 1));
          record();
        }
        this.steps = steps;
      }
    }

    public Twins rule() {
      return rule;
    }

    /**
     * All snapshots or their inner products, which may take as many runs again as there are blocks.
     */
    public Snapshots snapshots() {
      int times = distances.size();
      if (gram.isEmpty()) {
        return bundle;
      }
      for (int begin = block; begin < times; begin += block) {
        again(begin, times);
      }
      bundle.clear();
      return gram.get(0).first(times);
    }

    /** d_j(t) = |theta_j(t) - theta_0(t)|_1 of all parameters, by t and j - 1. */
    public List<double[]> distances() {
      return distances;
    }

    /** Mean over twins of |theta_j(t) - theta_0(t)|_2 / sqrt(P), by t. */
    public List<Double> rootMeanSquares() {
      return rms;
    }

    /** L(t) of the run. */
    public List<Double> losses() {
      return losses;
    }

    /** Test accuracy by t and j; empty when not tested. */
    public List<double[]> accuracies() {
      return accuracies;
    }

    /** P. */
    public int parameters() {
      return origin.size();
    }

    /** N_w, how many parameters are perturbed. */
    public long perturbed() {
      return perturbed;
    }

    /** Whether every parameter of every replica has stayed finite. */
    public boolean finite() {
      return finite;
    }

    /** The largest |theta_0(t)| over |theta_0(0)|; infinite where the run began at zero. */
    public double growth() {
      return largestNorm / initialNorm;
    }
  }
}
