package org.phasegrid.sweeps.refine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.random.Key;

/**
 * One plane of sites (i, j), refined: the first lattice takes every 2^levels-th site and the last
 * of each side; a block of the lattice whose corners differ, and the up to 8 blocks of its size
 * around it, is split into four, down to single steps.
 *
 * <p>What a quadtree leaves out it may miss. Two remedies: a block of which more than 8 of its 16
 * grandchildren have corners that differ is trained whole, for there the boundary fills the plane
 * (box counting over two halvings: N = 4^D, D > 1.5); and some sites left out, drawn by key, are
 * trained as well, to measure how many of them are not as their block's corners say.
 */
final class Plane {
  /** Of 16 grandchildren, what a boundary of dimension 1.5 goes through: 4^1.5. */
  private static final int DENSE = 8;

  /** One in so many sites left out is trained to check, and at least so many. */
  private static final int CHECKED_ONE_IN = 64;

  private static final int CHECKED_AT_LEAST = 16;

  /** What is known of a site. */
  interface Phases {
    /** Whether there is something to train. */
    boolean exists(int site);

    /** The phase; empty when it is not trained yet. */
    Optional<String> at(int site);
  }

  /**
   * What is to be trained of a plane.
   *
   * @param sites needed so far, j * columns + i
   * @param checks of these, the sites drawn to check
   * @param filled site whose phase a site left out is taken to have, by site; -1 for none
   * @param complete whether all needed sites are known
   */
  record Asked(BitSet sites, BitSet checks, int[] filled, boolean complete) {}

  private final int columns;
  private final int rows;
  private final int levels;
  private final Key key;

  Plane(int columns, int rows, int levels, Key key) {
    this.columns = columns;
    this.rows = rows;
    this.levels = levels;
    this.key = key;
  }

  /** A block of a lattice: its place among blocks of its size. */
  private record Block(int a, int b) {}

  /** Everything that follows from the phases known. */
  Asked asked(Phases phases) {
    BitSet needed = new BitSet(columns * rows);
    int[] filled = new int[columns * rows];
    java.util.Arrays.fill(filled, -1);
    int step = 1 << levels;
    Set<Block> active = new HashSet<>();
    for (int b = 0; b * step < rows - 1; b++) {
      for (int a = 0; a * step < columns - 1; a++) {
        active.add(new Block(a, b));
      }
    }
    while (true) {
      for (Block block : active) {
        for (int corner : corners(block, step)) {
          need(corner, needed, phases);
        }
      }
      if (!known(needed, phases)) {
        return new Asked(needed, new BitSet(), filled, false);
      }
      Set<Block> mixed = new HashSet<>();
      for (Block block : active) {
        fill(block, step, phases, filled);
        if (mixed(block, step, phases)) {
          mixed.add(block);
        }
      }
      Set<Block> dense = dense(mixed, step);
      for (Block large : dense) {
        each(large, 4 * step, site -> need(site, needed, phases));
      }
      if (step == 1) {
        break;
      }
      Set<Block> next = new HashSet<>();
      for (Block block : active) {
        if (!dense.contains(new Block(block.a / 4, block.b / 4)) && haloed(block, mixed)) {
          children(block, step / 2, next);
        }
      }
      active = next;
      step /= 2;
    }
    BitSet checks = checks(needed, filled, phases);
    needed.or(checks);
    return new Asked(needed, checks, filled, known(needed, phases));
  }

  private static void need(int site, BitSet needed, Phases phases) {
    if (phases.exists(site)) {
      needed.set(site);
    }
  }

  private static boolean known(BitSet needed, Phases phases) {
    return needed.stream().allMatch(site -> phases.at(site).isPresent());
  }

  private interface Sites {
    void site(int site);
  }

  private int lastColumn(Block block, int step) {
    return Math.min((block.a + 1) * step, columns - 1);
  }

  private int lastRow(Block block, int step) {
    return Math.min((block.b + 1) * step, rows - 1);
  }

  private void each(Block block, int step, Sites sites) {
    for (int j = block.b * step; j <= lastRow(block, step); j++) {
      for (int i = block.a * step; i <= lastColumn(block, step); i++) {
        sites.site(j * columns + i);
      }
    }
  }

  private int[] corners(Block block, int step) {
    int left = block.a * step;
    int low = block.b * step;
    int right = lastColumn(block, step);
    int high = lastRow(block, step);
    return new int[] {
      low * columns + left, low * columns + right, high * columns + left, high * columns + right
    };
  }

  /** Every site of the block is taken to be as its first corner that exists. */
  private void fill(Block block, int step, Phases phases, int[] filled) {
    for (int corner : corners(block, step)) {
      if (phases.exists(corner)) {
        each(block, step, site -> filled[site] = corner);
        return;
      }
    }
  }

  private boolean mixed(Block block, int step, Phases phases) {
    Optional<String> first = Optional.empty();
    for (int corner : corners(block, step)) {
      if (phases.exists(corner)) {
        Optional<String> phase = phases.at(corner);
        if (first.isPresent() && !first.equals(phase)) {
          return true;
        }
        first = phase;
      }
    }
    return false;
  }

  /** Blocks of four times the size that the boundary fills. */
  private Set<Block> dense(Set<Block> mixed, int step) {
    Set<Block> dense = new HashSet<>();
    if (4 * step > 1 << levels) {
      return dense;
    }
    java.util.Map<Block, Integer> counts = new java.util.HashMap<>();
    for (Block block : mixed) {
      Block large = new Block(block.a / 4, block.b / 4);
      if (counts.merge(large, 1, Integer::sum) > DENSE) {
        dense.add(large);
      }
    }
    return dense;
  }

  private static boolean haloed(Block block, Set<Block> mixed) {
    for (int da = -1; da <= 1; da++) {
      for (int db = -1; db <= 1; db++) {
        if (mixed.contains(new Block(block.a + da, block.b + db))) {
          return true;
        }
      }
    }
    return false;
  }

  private void children(Block block, int half, Set<Block> next) {
    for (int b = 2 * block.b; b <= 2 * block.b + 1; b++) {
      for (int a = 2 * block.a; a <= 2 * block.a + 1; a++) {
        if (a * half < columns - 1 && b * half < rows - 1) {
          next.add(new Block(a, b));
        }
      }
    }
  }

  /** The sites left out with the smallest random numbers. */
  private BitSet checks(BitSet needed, int[] filled, Phases phases) {
    List<Integer> left = new ArrayList<>();
    for (int site = 0; site < filled.length; site++) {
      if (!needed.get(site) && filled[site] >= 0 && phases.exists(site)) {
        left.add(site);
      }
    }
    int count = Math.max(CHECKED_AT_LEAST, (left.size() + CHECKED_ONE_IN - 1) / CHECKED_ONE_IN);
    left.sort(Comparator.comparingDouble((Integer site) -> key.uniform(site)));
    BitSet checks = new BitSet();
    left.stream().limit(count).forEach(checks::set);
    return checks;
  }
}
