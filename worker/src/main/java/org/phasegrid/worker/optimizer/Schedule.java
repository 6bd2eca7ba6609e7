package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/** How the learning rate goes with the step. */
public sealed interface Schedule permits Schedule.Constant {
  Family<Schedule> FAMILY = Family.of("schedule", Schedule.class, new Constant());

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
}
