package org.phasegrid.driver.fanout;

import org.phasegrid.sweeps.read.Sweep;

/**
 * What is left of a sweep takes here, by probes: runs drawn from all over it do their first steps,
 * and all of them where they are short, and their rows are written as those of a chunk are. A probe
 * is a herd where runs stand side by side, several of them where these are short. It gives what a
 * step, a look of each measure, an ending and a row take, and which runs end early; the mean of
 * (seconds of a probe's runs) / (the part of the sweep that they are by the {@link Cost} model and
 * by their count) is the sweep's. Seconds are those of this thread on its core, so that others at
 * work on the machine, and the compiler, do not count. What the same probes took when nothing was
 * compiled, and what the compiler took, is then added for as long as the sweep lasts.
 *
 * @param seconds between the begin of the first chunk and the end of the last one
 * @param runs that were probed
 */
public record Estimate(double seconds, int runs) {
  /**
   * The estimate for the runs that {@code plan} leaves to do.
   *
   * @param cores that train, of this machine's
   */
  public static Estimate of(Sweep sweep, Plan plan, int cores) {
    return plan.todo().isEmpty() ? new Estimate(0, 0) : new Prober(sweep, plan, cores).estimate();
  }
}
