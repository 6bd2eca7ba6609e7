package org.phasegrid.driver.store;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.worker.run.RunId;
import org.phasegrid.worker.run.RunIds;

/** The name and the cost of the run at every grid index, in 20 bytes each. */
public final class GridRuns {
  /** Runs that one thread names one after the other. */
  private static final int NEIGHBORS = 1024;

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
    int size = runs.high.length;
    IntStream.range(0, size / NEIGHBORS + 1)
        .parallel()
        .forEach(
            block -> {
              RunIds ids = new RunIds();
              int end = (int) Math.min(size, (block + 1L) * NEIGHBORS);
              for (int i = block * NEIGHBORS; i < end; i++) {
                runs.name(grid, i, cost, ids);
              }
            });
    return runs;
  }

  private void name(Grid grid, int index, ToDoubleFunction<Point> costOf, RunIds ids) {
    Optional<Point> point = grid.point(index);
    if (point.isEmpty()) {
      cost[index] = -1;
      return;
    }
    ByteBuffer id = ids.of(point.get().spec());
    high[index] = id.getLong();
    low[index] = id.getLong();
    cost[index] = (float) Math.max(0, costOf.applyAsDouble(point.get()));
  }

  /** The indices whose run is that of another index, too. */
  public BitSet shared() {
    BitSet shared = new BitSet();
    // Open addressing by bits of the name, which are evenly spread; 0 is free.
    int[] slots = new int[Integer.highestOneBit(Math.max(1, size() - 1)) << 2];
    for (int i = 0; i < size(); i++) {
      if (!has(i)) {
        continue;
      }
      int slot = (int) low[i] & (slots.length - 1);
      while (slots[slot] != 0 && !same(slots[slot] - 1, i)) {
        slot = (slot + 1) & (slots.length - 1);
      }
      if (slots[slot] == 0) {
        slots[slot] = i + 1;
      } else {
        shared.set(slots[slot] - 1);
        shared.set(i);
      }
    }
    return shared;
  }

  private boolean same(int a, int b) {
    return high[a] == high[b] && low[a] == low[b];
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
