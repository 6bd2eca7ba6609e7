package org.phasegrid.driver.fanout;

import org.phasegrid.sweeps.read.Sweep;

/**
 * What is left of a sweep takes here, by probes: runs drawn in proportion to what the {@link Cost}
 * model says of them do their first steps, and all of them where they are short. A probe is a herd
 * where runs stand side by side. It gives what a step, a look of each measure and an ending take,
 * and which runs end early; the mean of (seconds of a probe's runs) / (what the model says of them)
 * then scales the model's sum. Seconds are those of this thread on its core, so that others at work
 * on the machine, and the compiler, do not count.
 *
 * @param seconds of one core
 * @param runs that were probed
 */
public record Estimate(double seconds, int runs) {
  /** The estimate for the runs that {@code plan} leaves to do. */
  public static Estimate of(Sweep sweep, Plan plan) {
    return plan.todo().isEmpty() ? new Estimate(0, 0) : new Prober(sweep, plan).estimate();
  }
}
