package org.phasegrid.sweeps.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.worker.random.Key;

class RefinementTest {
  /** Axes of so many values: x, y, seed; seeds are the replicas. */
  private record Sizes(int x, int y, int seeds) implements Grid {
    @Override
    public long size() {
      return (long) x * y * seeds;
    }

    @Override
    public List<AxisColumn> axes() {
      return List.of(
          axis("x", 0, x, AxisColumn.Role.GRID),
          axis("y", 1, y, AxisColumn.Role.GRID),
          axis("seed", 2, seeds, AxisColumn.Role.REPLICA));
    }

    private static AxisColumn axis(String name, int dimension, int size, AxisColumn.Role role) {
      List<Object> values = new ArrayList<>();
      for (long i = 0; i < size; i++) {
        values.add(i);
      }
      return new AxisColumn(name, name, dimension, AxisColumn.Scale.LINEAR, role, values, "");
    }

    @Override
    public Optional<Point> point(long index) {
      throw new AssertionError("no point is made");
    }
  }

  /** What a refinement comes to when every point asked for is trained, pass by pass. */
  private record Outcome(Refinement.Progress last, int passes) {}

  private static Outcome refined(Sizes sizes, int levels, IntBinaryOperator phase) {
    return refined(sizes, levels, phase, new BitSet());
  }

  private static Outcome refined(Sizes sizes, int levels, IntBinaryOperator phase, BitSet trained) {
    Refinement refinement = Refinement.of(sizes, new Refine("phase", List.of("x", "y"), levels));
    for (int pass = 0; ; pass++) {
      Refinement.Progress progress =
          refinement.progress(
              new Refinement.Phases() {
                @Override
                public boolean exists(long index) {
                  return phase(index) >= 0;
                }

                private int phase(long index) {
                  int site = (int) (index / sizes.seeds());
                  return phase.applyAsInt(site / sizes.y(), site % sizes.y());
                }

                @Override
                public Optional<String> at(long index) {
                  return trained.get((int) index)
                      ? Optional.of(Integer.toString(phase(index)))
                      : Optional.empty();
                }
              });
      if (progress.complete()) {
        return new Outcome(progress, pass);
      }
      trained.or(progress.points());
    }
  }

  private static int disc(int i, int j) {
    boolean in = (i - 20) * (i - 20) + (j - 31) * (j - 31) < 18 * 18;
    return in ^ i + 2 * j > 150 ? 1 : 0;
  }

  /**
   * Against the quadtree of the published replay, in Python with sets of cells, which has neither
   * checks nor dense blocks: 65 x 65 sites, halo 1.
   */
  @Test
  void asManySitesAsAnIndependentQuadtreeAreAskedFor() {
    int[] expected = {1762, 1735, 1735};
    for (int levels = 2; levels <= 4; levels++) {
      Refinement.Progress progress =
          refined(new Sizes(65, 65, 1), levels, RefinementTest::disc).last();

      assertEquals(
          expected[levels - 2],
          progress.points().cardinality() - progress.checked(),
          "2^" + levels);
    }
  }

  /** A plane whose phases are noise has a boundary of dimension 2: all of it is trained. */
  @Test
  void whereTheBoundaryFillsThePlaneItIsTrainedWhole() {
    Key key = Key.of(3);
    Outcome noise =
        refined(new Sizes(33, 33, 1), 3, (i, j) -> key.uniform(33L * i + j) < 0.5 ? 0 : 1);

    assertEquals(33 * 33, noise.last().points().cardinality());
    assertEquals(0, noise.last().checked());
    assertTrue(noise.passes() <= 4, "passes " + noise.passes());
  }

  /** An island smaller than the first lattice is missed; the checks may find it, and tell. */
  @Test
  void whatTheFirstLatticeDoesNotSeeIsMissedAndTheChecksSayHowMuch() {
    Outcome smooth = refined(new Sizes(129, 129, 1), 4, (i, j) -> i > 57 ? 1 : 0);
    Outcome stripes = refined(new Sizes(129, 129, 1), 4, (i, j) -> i % 16 == 8 ? 1 : 0);

    assertEquals(0, smooth.last().missed());
    assertTrue(smooth.last().points().cardinality() < 0.25 * 129 * 129);
    // Steps 16, 8, 4, 2 and 1, and the checks.
    assertEquals(6, smooth.passes());
    // 8 columns of 129 are the islands, of about 16,600 - 81 sites one in 64 is checked.
    assertEquals((129 * 129 - 81 + 63) / 64, stripes.last().checked());
    assertTrue(stripes.last().missed() > 5 && stripes.last().missed() < 35);
  }

  @Test
  void sidesNeedNotBePowersOfTwoAndSitesHaveAllTheirReplicas() {
    Outcome outcome = refined(new Sizes(50, 21, 3), 3, (i, j) -> i + j > 40 ? 1 : 0);

    BitSet points = outcome.last().points();
    for (int corner : new int[] {0, 20, 49 * 21, 49 * 21 + 20}) {
      assertTrue(points.get(3 * corner), "corner " + corner);
    }
    for (int site = 0; site < 50 * 21; site++) {
      assertEquals(points.get(3 * site), points.get(3 * site + 2), "site " + site);
      int i = site / 21;
      int j = site % 21;
      if (i + j == 40 || i + j == 41) {
        assertTrue(points.get(3 * site), "the boundary at " + i + ", " + j);
      }
    }
    assertTrue(points.cardinality() < 3 * 50 * 21 * 0.6);
  }

  /** Points that are taken out have no phase and make no boundary. */
  @Test
  void pointsThatAreTakenOutAreNeitherAskedForNorABoundary() {
    Outcome outcome = refined(new Sizes(65, 65, 1), 3, (i, j) -> i + j > 64 ? -1 : 0);

    for (int index : outcome.last().points().stream().toArray()) {
      assertTrue(index / 65 + index % 65 <= 64);
    }
    assertTrue(outcome.last().points().cardinality() < 150);
  }

  /** What was trained before, by another sweep or before a kill, changes nothing. */
  @Test
  void whatIsThereAlreadyDoesNotChangeWhatIsAskedFor() {
    BitSet before = refined(new Sizes(65, 65, 1), 4, RefinementTest::disc).last().points();
    BitSet all = new BitSet();
    all.set(0, 65 * 65);
    BitSet some = new BitSet();
    some.set(100, 2000);

    assertEquals(
        before, refined(new Sizes(65, 65, 1), 4, RefinementTest::disc, all).last().points());
    assertEquals(
        before, refined(new Sizes(65, 65, 1), 4, RefinementTest::disc, some).last().points());
  }
}
