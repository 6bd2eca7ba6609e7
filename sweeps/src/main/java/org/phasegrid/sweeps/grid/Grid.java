package org.phasegrid.sweeps.grid;

import java.util.List;
import java.util.Optional;

/** All points of a sweep, in grid order, in constant memory. */
public interface Grid {
  /** Product of the dimensions, excluded points counted. */
  long size();

  /** Columns of all axes in declared order. */
  List<AxisColumn> axes();

  /**
   * The point at an index; empty where {@code where} or {@code exclude} takes it out. Safe for
   * several threads.
   */
  Optional<Point> point(long index);
}
