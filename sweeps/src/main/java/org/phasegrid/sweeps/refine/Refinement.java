package org.phasegrid.sweeps.refine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.worker.random.Key;

/**
 * Which points of a grid a {@code refine:} asks for, given the phases of those that are trained. It
 * is a function of the phases alone, so any engine, and any interruption, comes to the same points.
 *
 * <p>Every plane of the two axes is refined for itself: one for each position on the others. A site
 * has all its replicas or none, and its phase is theirs together.
 */
public final class Refinement {
  /** What is known of the points of a grid. */
  public interface Phases {
    /** Whether the grid has a point at an index. */
    boolean exists(long index);

    /** The phase of its run; empty when that is not trained yet. */
    Optional<String> at(long index);
  }

  /**
   * How far a refinement is.
   *
   * @param points grid indices asked for so far
   * @param complete whether all of them are trained, and no more will be asked for
   * @param checked sites left out that were trained to check, where complete
   * @param missed of these, how many are not as the corners of their block
   */
  public record Progress(BitSet points, boolean complete, int checked, int missed) {}

  private final int levels;
  private final int[] sizes;
  private final long[] strides;
  private final int x;
  private final int y;

  /** Offsets of the replicas of a site. */
  private final List<Long> replicas;

  /** Index of the first site of each plane. */
  private final List<Long> planes;

  private Refinement(Grid grid, Refine refine) {
    List<AxisColumn> axes = grid.axes();
    int count = axes.stream().mapToInt(axis -> axis.dimension() + 1).max().orElse(0);
    sizes = new int[count];
    boolean[] replica = new boolean[count];
    for (AxisColumn axis : axes) {
      sizes[axis.dimension()] = axis.values().size();
      replica[axis.dimension()] |= axis.role() == AxisColumn.Role.REPLICA;
    }
    strides = new long[count];
    long stride = 1;
    for (int d = count - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= sizes[d];
    }
    levels = refine.levels();
    x = dimension(axes, refine.in().get(0));
    y = dimension(axes, refine.in().get(1));
    List<Long> ofReplicas = List.of(0L);
    List<Long> ofPlanes = List.of(0L);
    for (int d = 0; d < count; d++) {
      if (replica[d]) {
        ofReplicas = along(ofReplicas, d);
      } else if (d != x && d != y) {
        ofPlanes = along(ofPlanes, d);
      }
    }
    replicas = ofReplicas;
    planes = ofPlanes;
  }

  /** The refinement of a grid. */
  public static Refinement of(Grid grid, Refine refine) {
    return new Refinement(grid, refine);
  }

  private static int dimension(List<AxisColumn> axes, String column) {
    return axes.stream()
        .filter(axis -> axis.column().equals(column))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no axis is named '" + column + "'"))
        .dimension();
  }

  private List<Long> along(List<Long> offsets, int dimension) {
    List<Long> all = new ArrayList<>();
    for (long offset : offsets) {
      for (int position = 0; position < sizes[dimension]; position++) {
        all.add(offset + position * strides[dimension]);
      }
    }
    return all;
  }

  private long index(long plane, int site) {
    return plane + site % sizes[x] * strides[x] + site / sizes[x] * strides[y];
  }

  /** What follows from the phases known. */
  public Progress progress(Phases phases) {
    BitSet points = new BitSet();
    boolean complete = true;
    int checked = 0;
    int missed = 0;
    for (int p = 0; p < planes.size(); p++) {
      long plane = planes.get(p);
      Plane.Phases ofSites = ofSites(plane, phases);
      Plane.Asked asked =
          new Plane(sizes[x], sizes[y], levels, Key.of(0).child("refine").child(p)).asked(ofSites);
      asked.sites().stream()
          .forEach(
              site ->
                  replicas.stream()
                      .map(replica -> index(plane, site) + replica)
                      .filter(phases::exists)
                      .forEach(index -> points.set(Math.toIntExact(index))));
      complete &= asked.complete();
      if (asked.complete()) {
        checked += asked.checks().cardinality();
        missed +=
            (int)
                asked.checks().stream()
                    .filter(site -> !ofSites.at(site).equals(ofSites.at(asked.filled()[site])))
                    .count();
      }
    }
    return new Progress(points, complete, checked, missed);
  }

  private Plane.Phases ofSites(long plane, Phases phases) {
    return new Plane.Phases() {
      @Override
      public boolean exists(int site) {
        long first = index(plane, site);
        return replicas.stream().anyMatch(replica -> phases.exists(first + replica));
      }

      @Override
      public Optional<String> at(int site) {
        long first = index(plane, site);
        StringBuilder all = new StringBuilder();
        for (long replica : replicas) {
          if (phases.exists(first + replica)) {
            Optional<String> phase = phases.at(first + replica);
            if (phase.isEmpty()) {
              return Optional.empty();
            }
            all.append(phase.get()).append(' ');
          }
        }
        return Optional.of(all.toString());
      }
    };
  }
}
