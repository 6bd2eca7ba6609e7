package org.phasegrid.driver.plot;

/**
 * A mark on an axis.
 *
 * @param at 0 at the axis' start, 1 at its end
 * @param label empty for a tick without one
 */
record Tick(double at, String label, Rank rank) {
  /** Long and labelled, or short. */
  enum Rank {
    MAJOR,
    MINOR
  }
}
