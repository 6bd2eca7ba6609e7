package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/** How the learning rate goes with the step. */
public sealed interface Schedule permits Schedule.Constant, Schedule.WarmUp, Schedule.Cosine {
  Family<Schedule> FAMILY =
      Family.of("schedule", Schedule.class, new Constant(), new WarmUp(100), new Cosine(0, 0));

  /** The factor of the learning rate at a step of {@code steps}. */
  double factor(long step, long steps);

  /** The same rate throughout. */
  @About("the same rate throughout")
  record Constant() implements Schedule {
    @Override
    public double factor(long step, long steps) {
      return 1;
    }
  }

  /** Linear to the full rate: (t + 1) / n at step t below n, 1 from step n - 1 on. */
  @About(value = "linear to the full rate, which step n - 1 has", paper = "arXiv:1706.02677")
  record WarmUp(@About("n, the steps it takes; 0 is none") long steps) implements Schedule {
    public WarmUp {
      if (steps < 0) {
        throw new IllegalArgumentException("warm-up steps must not be negative, was " + steps);
      }
    }

    @Override
    public double factor(long step, long all) {
      return step + 1 < steps ? (step + 1) / (double) steps : 1;
    }
  }

  /**
   * Warm-up over n steps, then half a cosine from 1 at step n to the floor at step T: floor + (1 -
   * floor) (1 + cos(pi (t - n) / (T - n))) / 2 (Loshchilov and Hutter 2017, one cycle).
   */
  @About(value = "warm-up, then half a cosine down to a floor", paper = "arXiv:1608.03983")
  record Cosine(
      @About("n, the steps of the warm-up; 0 is none") long warmUp,
      @About("the factor that step T would have") double floor)
      implements Schedule {
    public Cosine {
      if (warmUp < 0) {
        throw new IllegalArgumentException("warm-up must not be negative, was " + warmUp);
      }
      if (!(floor >= 0 && floor <= 1)) {
        throw new IllegalArgumentException("floor must lie in [0, 1], was " + floor);
      }
    }

    @Override
    public double factor(long step, long steps) {
      if (step < warmUp || steps <= warmUp) {
        return new WarmUp(warmUp).factor(step, steps);
      }
      double turn = StrictMath.PI * (step - warmUp) / (steps - warmUp);
      return floor + (1 - floor) * 0.5 * (1 + StrictMath.cos(turn));
    }
  }
}
