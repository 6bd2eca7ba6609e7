package org.phasegrid.sweeps.grid;

import java.util.List;

/**
 * A column of the tables that an axis gives.
 *
 * @param column snake_case path, e.g. {@code architecture_width}
 * @param path as written in the document, e.g. {@code architecture.width}; the name itself for an
 *     axis of {@code let}
 * @param dimension which dimension of the grid it belongs to; the columns of one zip share it
 * @param scale how its values are spaced
 * @param role whether cells aggregate over it
 * @param values in declared order, one per position of the dimension: Double, Long, Boolean or
 *     String
 * @param unit e.g. {@code 1}; empty when dimensionless
 */
public record AxisColumn(
    String column,
    String path,
    int dimension,
    Scale scale,
    Role role,
    List<Object> values,
    String unit) {
  /** How the values of an axis are spaced. */
  public enum Scale {
    CATEGORY,
    LINEAR,
    LOG10,
    LOG2
  }

  /** Whether cells aggregate over an axis. */
  public enum Role {
    GRID,
    REPLICA
  }

  public AxisColumn {
    values = List.copyOf(values);
  }

  /** Whether it gives a parameter of a measure rather than of a run. */
  public boolean ofMeasure() {
    return path.startsWith("measure.");
  }
}
