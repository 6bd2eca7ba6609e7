package org.phasegrid.driver.store;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.worker.run.RunId;

/** The name and the cost of the run at every grid index, in 20 bytes each. */
public final class GridRuns {
  private final long[] high;
  private final long[] low;
  private final float[] cost;
  private final Optional<BitSet> chosen;

  private GridRuns(int size) {
    high = new long[size];
    low = new long[size];
    cost = new float[size];
    chosen = Optional.empty();
  }

  private GridRuns(GridRuns all, BitSet chosen) {
    high = all.high;
    low = all.low;
    cost = all.cost;
    this.chosen = Optional.of(chosen);
  }

  /** These runs at some indices alone. */
  public GridRuns only(BitSet indices) {
    return new GridRuns(this, (BitSet) indices.clone());
  }

  /** The runs at all indices. */
  public GridRuns everywhere() {
    BitSet all = new BitSet();
    all.set(0, size());
    return chosen.isEmpty() ? this : only(all);
  }

  /** Names all runs of {@code grid}, on all cores. */
  public static GridRuns of(Grid grid, ToDoubleFunction<Point> cost) {
    if (grid.size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "the grid has " + grid.size() + " points; at most 2147483639 fit one folder");
    }
    GridRuns runs = new GridRuns((int) grid.size());
    IntStream.range(0, runs.high.length).parallel().forEach(i -> runs.name(grid, i, cost));
    return runs;
  }

  private void name(Grid grid, int index, ToDoubleFunction<Point> costOf) {
    Optional<Point> point = grid.point(index);
    if (point.isEmpty()) {
      cost[index] = -1;
      return;
    }
    String hex = RunId.of(point.get().spec()).hex();
    high[index] = Long.parseUnsignedLong(hex, 0, 16, 16);
    low[index] = Long.parseUnsignedLong(hex, 16, 32, 16);
    cost[index] = (float) Math.max(0, costOf.applyAsDouble(point.get()));
  }

  /** Points of the grid, those taken out counted. */
  public int size() {
    return high.length;
  }

  /** Whether the sweep has a run at {@code index}. */
  public boolean has(int index) {
    return cost[index] >= 0 && (chosen.isEmpty() || chosen.get().get(index));
  }

  /** The name of the run at {@code index}. */
  public RunId id(int index) {
    return new RunId(hex(high[index]) + hex(low[index]));
  }

  /** Its cost as the model says. */
  public double cost(int index) {
    return cost[index];
  }

  private static String hex(long bits) {
    String digits = Long.toHexString(bits);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
