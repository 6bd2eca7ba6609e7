package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.refine.Refine;
import org.phasegrid.sweeps.refine.Refinement;

/** What a refined sweep left out, by its table of runs, and how well what is filled in holds. */
public final class Refined {
  private Refined() {}

  /** Whether a drawing shows the plane that is refined: its untrained cells are then filled. */
  public static boolean plane(Sweep sweep, Drawing drawing) {
    return sweep.refine().isPresent()
        && drawing.plot().equals("heatmap")
        && drawing.x().isPresent()
        && drawing.y().isPresent()
        && Set.copyOf(sweep.refine().get().in())
            .equals(Set.of(drawing.x().get(), drawing.y().get()));
  }

  /** A sentence for a picture or the terminal; empty for a sweep of which all is trained. */
  public static Optional<String> sentence(Sweep sweep, Table runs) {
    return sweep.refine().map(refine -> sentence(progress(sweep, refine, runs), sweep, runs));
  }

  private static String sentence(Refinement.Progress progress, Sweep sweep, Table runs) {
    String trained =
        String.format(
            Locale.ROOT,
            "%d of %d points trained (%.1f %%)",
            runs.rows(),
            sweep.grid().size(),
            100.0 * runs.rows() / sweep.grid().size());
    if (!progress.complete()) {
      return trained + ", not yet refined to the end";
    }
    if (progress.checked() == 0) {
      return trained;
    }
    Interval interval = Interval.wilson(progress.missed(), progress.checked());
    return String.format(
        Locale.ROOT,
        "%s; of %d checked in uniform blocks %d differ: %.1f %% (%.1f to %.1f)",
        trained,
        progress.checked(),
        progress.missed(),
        100.0 * progress.missed() / progress.checked(),
        100 * interval.low(),
        100 * interval.high());
  }

  private static Refinement.Progress progress(Sweep sweep, Refine refine, Table runs) {
    Map<Long, String> phases = phases(sweep, refine, runs);
    BitSet known = new BitSet();
    BitSet there = new BitSet();
    return Refinement.of(sweep.grid(), refine)
        .progress(
            new Refinement.Phases() {
              @Override
              public boolean exists(long index) {
                int i = (int) index;
                if (!known.get(i)) {
                  known.set(i);
                  there.set(i, phases.containsKey(index) || sweep.grid().point(index).isPresent());
                }
                return there.get(i);
              }

              @Override
              public Optional<String> at(long index) {
                return Optional.ofNullable(phases.get(index));
              }
            });
  }

  private static Map<Long, String> phases(Sweep sweep, Refine refine, Table runs) {
    List<List<AxisColumn>> dimensions = new ArrayList<>();
    for (AxisColumn axis : sweep.grid().axes()) {
      while (dimensions.size() <= axis.dimension()) {
        dimensions.add(new ArrayList<>());
      }
      dimensions.get(axis.dimension()).add(axis);
    }
    List<Map<List<Object>, Integer>> positions = new ArrayList<>();
    for (List<AxisColumn> axes : dimensions) {
      Map<List<Object>, Integer> of = new HashMap<>();
      for (int i = 0; i < axes.get(0).values().size(); i++) {
        int position = i;
        of.putIfAbsent(
            axes.stream().map(axis -> GridAxis.key(axis.values().get(position))).toList(), i);
      }
      positions.add(of);
    }
    Map<Long, String> phases = new HashMap<>();
    for (int row = 0; row < runs.rows(); row++) {
      long index = 0;
      for (int d = 0; d < dimensions.size(); d++) {
        List<Object> key = new ArrayList<>();
        for (AxisColumn axis : dimensions.get(d)) {
          Object cell = runs.column(axis.column()).cells().get(row);
          key.add(GridAxis.key(cell == null ? "" : cell));
        }
        Integer position = positions.get(d).get(key);
        if (position == null) {
          throw new IllegalArgumentException("row " + row + " of runs is no point of the sweep");
        }
        index = index * dimensions.get(d).get(0).values().size() + position;
      }
      boolean failed = runs.column("outcome").text(row).equals("failed");
      phases.put(index, failed ? "failed" : runs.column(refine.along()).text(row));
    }
    return phases;
  }
}
