package org.phasegrid.worker.train;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/** A loss at which a run ends. */
public sealed interface Threshold permits Threshold.TimesInitial, Threshold.Loss, Threshold.Never {
  Family<Threshold> FAMILY =
      Family.of("threshold", Threshold.class, new TimesInitial(1e12), new Loss(1e5), new Never());

  /** Whether {@code loss} lies strictly above. */
  boolean above(double loss, double initial);

  /** Whether {@code loss} lies strictly below. */
  boolean below(double loss, double initial);

  /** A multiple of the first loss. */
  @About("a multiple of the first loss")
  record TimesInitial(@About("times the first loss") double factor) implements Threshold {
    public TimesInitial {
      if (!(factor >= 0)) {
        throw new IllegalArgumentException("times-initial must not be negative, was " + factor);
      }
    }

    @Override
    public boolean above(double loss, double initial) {
      return loss > factor * initial;
    }

    @Override
    public boolean below(double loss, double initial) {
      return loss < factor * initial;
    }
  }

  /** A value of the loss. */
  @About("a value of the loss")
  record Loss(@About("the loss") double value) implements Threshold {
    public Loss {
      if (!(value >= 0)) {
        throw new IllegalArgumentException("loss must not be negative, was " + value);
      }
    }

    @Override
    public boolean above(double loss, double initial) {
      return loss > value;
    }

    @Override
    public boolean below(double loss, double initial) {
      return loss < value;
    }
  }

  /** No such loss: the run goes on (a loss that is not finite still ends it). */
  @About("no such loss")
  record Never() implements Threshold {
    @Override
    public boolean above(double loss, double initial) {
      return false;
    }

    @Override
    public boolean below(double loss, double initial) {
      return false;
    }
  }
}
