package org.phasegrid.sweeps.column;

import org.phasegrid.sweeps.expression.Expression;

/**
 * One entry of {@code critical:}: along each line of the grid, where all other axes are fixed, the
 * value of an axis where a condition first or last holds.
 *
 * @param along column of the axis; its declared order is the order of the line
 * @param condition of a run, in the names that {@link RunColumn} has
 */
public record Critical(String name, String along, End end, Expression condition) {
  /** Which of the points that hold. */
  public enum End {
    FIRST,
    LAST
  }
}
