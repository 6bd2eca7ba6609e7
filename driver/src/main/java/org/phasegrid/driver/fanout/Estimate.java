package org.phasegrid.driver.fanout;

import org.phasegrid.sweeps.read.Sweep;

/**
 * How long a sweep takes here, by a {@link Rehearsal}: pieces from all over it are done on as many
 * threads as a run of it has, until it is done or time is up. Where it was done, what went by is
 * the estimate, with all that a new JVM adds to the work. Else what is left goes at the pace of
 * what was begun in the rehearsal's second half: seconds of threads over those of the {@link Cost}
 * model.
 *
 * @param seconds between the begin of the first chunk and the end of the last one
 * @param runs that were rehearsed, wholly or in part
 */
public record Estimate(double seconds, int runs) {
  /** Seconds of a rehearsal: most of the catalogue's sweeps, and what compilers take, fit in. */
  private static final double REHEARSING = 12;

  /**
   * The estimate for the runs that {@code plan} leaves to do.
   *
   * @param cores that train, of this machine's
   * @throws Interrupted when the thread is interrupted
   */
  public static Estimate of(Sweep sweep, Plan plan, int cores) {
    return of(sweep, plan, cores, REHEARSING);
  }

  /** The same by a rehearsal of so many seconds. */
  static Estimate of(Sweep sweep, Plan plan, int cores, double rehearsing) {
    if (plan.todo().isEmpty()) {
      return new Estimate(0, 0);
    }
    Rehearsal rehearsal = new Rehearsal(sweep, plan, cores);
    rehearsal.go(rehearsing);
    return new Estimate(rehearsal.seconds(), rehearsal.runs());
  }
}
