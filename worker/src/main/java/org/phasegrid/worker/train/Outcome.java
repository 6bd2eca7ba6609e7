package org.phasegrid.worker.train;

/** How a run ended. Divergence is a result, not an exception. */
public sealed interface Outcome
    permits Outcome.Finished, Outcome.Converged, Outcome.Diverged, Outcome.Stalled, Outcome.Failed {
  /** The step t at which theta_t was the last: no update followed. */
  long step();

  /** All asked steps were made. */
  record Finished(long step) implements Outcome {}

  /** The loss fell below {@code converged-below}. */
  record Converged(long step) implements Outcome {}

  /** The loss rose above {@code diverged-above}, or was not finite. */
  record Diverged(long step, double loss) implements Outcome {}

  /**
   * The gradient and the optimizer's memory were exactly zero at a loss above zero: nothing would
   * ever change.
   */
  record Stalled(long step) implements Outcome {}

  /**
   * The run threw: made a value by the fan-out alone.
   *
   * @param exception class of what was thrown
   */
  record Failed(String exception) implements Outcome {
    @Override
    public long step() {
      return 0;
    }
  }
}
