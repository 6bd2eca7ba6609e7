package org.phasegrid.driver.store;

import java.util.Arrays;
import java.util.List;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.sweeps.grid.Point;

/** Which grid indices a cell aggregates over: its dimensions are all but the replicas'. */
final class CellOrder {
  private final int[] sizes;
  private final boolean[] replica;
  private final long cells;
  private final long replicas;

  private CellOrder(int[] sizes, boolean[] replica) {
    this.sizes = sizes;
    this.replica = replica;
    long cellCount = 1;
    long replicaCount = 1;
    for (int d = 0; d < sizes.length; d++) {
      if (replica[d]) {
        replicaCount *= sizes[d];
      } else {
        cellCount *= sizes[d];
      }
    }
    this.cells = cellCount;
    this.replicas = replicaCount;
  }

  static CellOrder of(Grid grid) {
    List<AxisColumn> axes = grid.axes();
    int[] sizes = sizes(grid);
    boolean[] replica = new boolean[sizes.length];
    for (AxisColumn axis : axes) {
      replica[axis.dimension()] |= axis.role() == AxisColumn.Role.REPLICA;
    }
    CellOrder order = new CellOrder(sizes, replica);
    if (order.cells * order.replicas != grid.size()) {
      throw new IllegalStateException(
          "the axes make " + order.cells * order.replicas + " points, the grid " + grid.size());
    }
    return order;
  }

  /** Positions on each dimension. */
  static int[] sizes(Grid grid) {
    List<AxisColumn> axes = grid.axes();
    int[] sizes = new int[axes.stream().mapToInt(axis -> axis.dimension() + 1).max().orElse(0)];
    Arrays.fill(sizes, 1);
    for (AxisColumn axis : axes) {
      sizes[axis.dimension()] = axis.values().size();
    }
    return sizes;
  }

  long cells() {
    return cells;
  }

  /** Grid indices of a cell, ascending. */
  long[] members(long cell) {
    long[] members = new long[Math.toIntExact(replicas)];
    for (int r = 0; r < members.length; r++) {
      long index = 0;
      long stride = 1;
      long ofCell = cell;
      long ofReplica = r;
      for (int d = sizes.length - 1; d >= 0; d--) {
        long rest = replica[d] ? ofReplica : ofCell;
        index += rest % sizes[d] * stride;
        if (replica[d]) {
          ofReplica = rest / sizes[d];
        } else {
          ofCell = rest / sizes[d];
        }
        stride *= sizes[d];
      }
      members[r] = index;
    }
    return members;
  }

  void check(Point point, long cell) {
    if (point.cell() != cell) {
      throw new IllegalStateException(
          "grid index " + point.index() + " says cell " + point.cell() + ", its axes " + cell);
    }
  }
}
