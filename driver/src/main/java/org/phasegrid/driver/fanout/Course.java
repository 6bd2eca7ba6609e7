package org.phasegrid.driver.fanout;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;

/**
 * Measures nothing of runs that are neighbors but how far they are when, and stops them when time
 * is up: now and then, in seconds of the {@link Cost} model. A run that ends has come all its way,
 * however early.
 */
final class Course implements Indicator {
  /** Model seconds between two looks at a run. */
  private static final double APART = 0.1;

  private final Cost cost;
  private final int runs;
  private final double seconds;
  private final DoubleSupplier clock;
  private final double until;
  private final double begin;
  private double time;
  private double done;
  private int started;

  /**
   * The course of some runs, which begins now.
   *
   * @param cost of one of them
   * @param seconds of all of them, by the model
   * @param until when on the clock they are stopped
   */
  Course(Cost cost, int runs, double seconds, DoubleSupplier clock, double until) {
    this.cost = cost;
    this.runs = runs;
    this.seconds = seconds;
    this.clock = clock;
    this.until = until;
    begin = clock.getAsDouble();
    time = begin;
  }

  /** All is done, what follows its last run too. */
  void end() {
    time = clock.getAsDouble();
    done = runs;
  }

  /** How many runs have begun. */
  int started() {
    return Math.min(started, runs);
  }

  double begin() {
    return begin;
  }

  /** Seconds until it was last seen. */
  double time() {
    return time - begin;
  }

  /** Model seconds that were done by then. */
  double done() {
    return Math.min(1, done / runs) * seconds;
  }

  @Override
  public List<Column> columns() {
    return List.of();
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of();
  }

  @Override
  public Looks looks() {
    double apart = Math.ceil(cost.steps() * APART / cost.seconds());
    return apart < cost.steps() ? new Looks.Every((long) apart) : new Looks.At(List.of());
  }

  @Override
  public Meter start() {
    started++;
    return new Meter() {
      private double share;

      @Override
      public void look(Snapshot snapshot, Out out) {
        long step = snapshot.step();
        come(cost.seconds(step) / cost.seconds());
        // What is there once, and may take long, tells nothing of steps.
        requireTime(step > 0);
      }

      @Override
      public void end(Outcome outcome, Out out) {
        come(1);
        requireTime(true);
      }

      private void come(double far) {
        double more = Math.max(share, Math.min(1, far));
        done += more - share;
        share = more;
        time = clock.getAsDouble();
      }
    };
  }

  private void requireTime(boolean may) {
    if (may && time > until) {
      throw new Job.Stopped();
    }
  }
}
