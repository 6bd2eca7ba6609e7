package org.phasegrid.driver.diagram;

import java.util.Optional;

/**
 * What the runs at one point of a diagram come to.
 *
 * @param value the mean, median or share; with labels the share of the label; NaN unless the state
 *     is {@link State#VALUE}
 * @param label the most frequent label, of equally frequent ones the first in the diagram's order
 * @param interval Wilson's 95 % interval of a share, quartiles about a median (extremes below four
 *     runs), mean ± sample standard deviation
 * @param defined runs with a defined value, failed ones not counted
 * @param runs all runs, failed and diverged ones included
 */
public record Cell(
    State state,
    double value,
    Optional<String> label,
    Interval interval,
    int defined,
    int runs,
    int diverged,
    int failed) {
  /** Whether there is a value to show, and if not, why. */
  public enum State {
    /** At least one run has a defined value. */
    VALUE,
    /** Trained, and no value because most of the runs that did not fail diverged. */
    DIVERGED,
    /** Trained, and the value is undefined for another reason, e.g. a target never reached. */
    UNDEFINED,
    /** Every run failed. */
    FAILED,
    /** No run was trained here. */
    MISSING
  }

  static final Cell MISSING =
      new Cell(State.MISSING, Double.NaN, Optional.empty(), Interval.UNKNOWN, 0, 0, 0, 0);
}
