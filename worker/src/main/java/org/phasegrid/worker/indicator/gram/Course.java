package org.phasegrid.worker.indicator.gram;

import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;
import org.phasegrid.worker.train.Snapshot.Moment;

/**
 * A run from theta_0 to its last theta: its losses, and the motion of its kernel parted into what
 * happens with gates held, K(theta', gates) - K, and what their jumps add, K' - K(theta', gates).
 *
 * @param path whether every step is followed
 * @param target share of the first loss at which the run has arrived
 */
record Course(Gram.Path path, double target) implements Need.Standing<Course.Followed> {
  private static final Checkpoint.AtTheta CHECKPOINT = new Checkpoint.AtTheta();
  private static final Motion MOTION = new Motion();
  private static final Spectrum.OfKernel SPECTRUM = new Spectrum.OfKernel();

  /** Losses above this many times the first are a divergence. */
  static final double DIVERGED = 1e6;

  /** A rise of the loss is one above its rounding. */
  private static final double RISE = 1 + 1e-9;

  /** Every so many steps the share of Gram-mediated motion is taken into its mean. */
  private static final int SHARES_EVERY = 10;

  @Override
  public Set<Need<?>> needs() {
    return Set.of(CHECKPOINT, MOTION, SPECTRUM);
  }

  @Override
  public Followed begin(Snapshot first) {
    return new Followed(this);
  }

  /** The motion of the kernel summed up over steps: with gates held, and by jumps. */
  private static final class Motions {
    private final Tensor smooth;
    private final Tensor jump;
    private final Tensor moved;

    Motions(int size) {
      smooth = Network.zeros(size, size);
      jump = Network.zeros(size, size);
      moved = Network.zeros(size, size);
    }

    /** Adds {@code to - from} to a sum and tells its norm. */
    double add(Network network, Tensor to, Tensor from, Tensor sum) {
      network.kernels().subtract(to, from, moved);
      network.kernels().axpy(1, moved, sum);
      return network.norm(moved);
    }
  }

  /** The course of one run so far. */
  static final class Followed implements Need.Following<Followed> {
    private final Course course;
    private Optional<Start> start = Optional.empty();
    private Optional<Checkpoint> previous = Optional.empty();
    private Optional<Checkpoint> end = Optional.empty();
    private double rate;
    private double firstLoss = Double.NaN;
    private double lastLoss = Double.NaN;
    private double largestLoss = Double.NEGATIVE_INFINITY;
    private boolean rose;
    private boolean diverged;
    private long arrived = -1;
    private long steps;
    private double topModeGain = Double.NaN;
    private double largestAtEnd = Double.NaN;
    private Optional<Motions> motions = Optional.empty();
    private double smoothLength;
    private double jumpLength;
    private double closure;
    private double force;
    private double drive;
    private double shares;
    private long shareCount;

    Followed(Course course) {
      this.course = course;
    }

    @Override
    public Followed value() {
      return this;
    }

    @Override
    public void step(Snapshot snapshot) {
      if (diverged) {
        return;
      }
      losses(snapshot);
      if (diverged) {
        return;
      }
      long step = snapshot.step();
      boolean last = snapshot.moment() == Moment.LAST;
      boolean every = course.path == Gram.Path.EVERY_STEP;
      if (!every && step > 1 && !last) {
        return;
      }
      Checkpoint now = snapshot.get(CHECKPOINT);
      if (!now.finite()) {
        diverged = true;
        return;
      }
      if (step == 0) {
        start = Optional.of(Start.of(now, snapshot.get(SPECTRUM)));
      }
      if (step == 1) {
        topModeGain = start.map(from -> gain(from, now)).orElse(Double.NaN);
      }
      if (every) {
        previous.ifPresent(before -> follow(before, now));
        if (step % SHARES_EVERY == 0 && !last) {
          shares += snapshot.get(MOTION).share(now.network());
          shareCount++;
        }
        previous = Optional.of(now);
        rate = snapshot.rate();
      }
      if (last) {
        end = Optional.of(now);
        largestAtEnd = snapshot.get(SPECTRUM).largest();
      }
    }

    private void losses(Snapshot snapshot) {
      double loss = snapshot.loss();
      steps = snapshot.step();
      if (steps == 0) {
        firstLoss = loss;
      }
      if (!snapshot.finite() || loss > DIVERGED * firstLoss) {
        diverged = true;
        return;
      }
      if (arrived < 0) {
        rose |= steps > 0 && loss > lastLoss * RISE;
        largestLoss = Math.max(largestLoss, loss);
        if (loss <= course.target * firstLoss) {
          arrived = steps;
        }
      }
      lastLoss = loss;
    }

    private static double gain(Start from, Checkpoint now) {
      Tensor r = from.checkpoint().fields().r();
      double before = 0;
      double after = 0;
      for (int i = 0; i < from.spectrum().top().length; i++) {
        before = Math.fma(from.spectrum().top()[i], r.get(i), before);
        after = Math.fma(from.spectrum().top()[i], now.fields().r().get(i), after);
      }
      return before == 0 ? Double.NaN : Math.abs(after) / Math.abs(before);
    }

    private void follow(Checkpoint before, Checkpoint now) {
      Network network = now.network();
      Fields held = Fields.held(network, now.theta(), before.fields());
      Tensor between = ResidualKernel.total(network, held);
      Step step = Step.of(before, now.fields(), held, rate);
      closure += step.closureNorm();
      force += step.forceNorm();
      drive += step.drive();
      if (motions.isEmpty()) {
        motions = Optional.of(new Motions(between.rows()));
      }
      Motions sums = motions.get();
      smoothLength += sums.add(network, between, before.kernel().total(), sums.smooth);
      jumpLength += sums.add(network, now.kernel().total(), between, sums.jump);
    }

    /** Where the run began; empty where theta_0 is not finite. */
    Optional<Start> start() {
      return start;
    }

    /** The run's last theta; empty where the run diverged. */
    Optional<Checkpoint> end() {
      return end;
    }

    /** lambda_max(K) there; undefined where the run diverged. */
    double largestAtEnd() {
      return largestAtEnd;
    }

    boolean diverged() {
      return diverged;
    }

    boolean rose() {
      return rose;
    }

    /** Whether the loss came down to the target. */
    boolean arrived() {
      return arrived >= 0;
    }

    /** The step at which it did, else the last. */
    long steps() {
      return arrived() ? arrived : steps;
    }

    /** The largest loss until arrival, over the first; 1 where both are 0. */
    double overshoot() {
      return largestLoss == firstLoss ? 1 : largestLoss / firstLoss;
    }

    /** Whether the last loss is below the first. */
    boolean fell() {
      return lastLoss < firstLoss;
    }

    /** |v.r(1)| / |v.r(0)| for the top eigenvector v of K_0. */
    double topModeGain() {
      return topModeGain;
    }

    /** |sum of jumps| / (|sum of jumps| + |sum of smooth motion|); 0 where nothing moved. */
    double jumpShareNet(Network network) {
      return motions
          .map(sums -> share(network.norm(sums.jump), network.norm(sums.smooth)))
          .orElse(0.0);
    }

    /** The same with sums of norms. */
    double jumpSharePath() {
      return share(jumpLength, smoothLength);
    }

    private static double share(double part, double rest) {
      return part + rest == 0 ? 0 : part / (part + rest);
    }

    /** sum |r' - r + eta K r| / sum eta |K r|. */
    double closurePath() {
      return drive == 0 ? 0 : closure / drive;
    }

    /** sum |Phi| / sum eta |K r|. */
    double flipPath() {
      return drive == 0 ? 0 : force / drive;
    }

    /** The mean of the Gram-mediated share at steps 0, 10, 20, ... */
    double shareMean() {
      return shareCount == 0 ? 0 : shares / shareCount;
    }
  }
}
