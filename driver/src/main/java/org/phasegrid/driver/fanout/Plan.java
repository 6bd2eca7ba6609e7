package org.phasegrid.driver.fanout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.driver.store.GridRuns;
import org.phasegrid.driver.store.Layout;
import org.phasegrid.driver.store.Shards;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.refine.Refine;
import org.phasegrid.sweeps.refine.Refinement;
import org.phasegrid.worker.run.RunId;

/**
 * What of a sweep is there and what is to be done.
 *
 * @param runs the runs of the grid by index
 * @param asked grid points that have a run; several may share one
 * @param reused of these, points whose run is there with all measures
 * @param todo indices whose runs are to be done, ascending; a run once for all points that have the
 *     same measures
 * @param missing for each of them the measures that are missing, by place; those that another of
 *     the same run does are left to it
 * @param seconds of one core for what is to be done, as the cost model says
 * @param refinement how far the refinement of a refined sweep is; the runs are then those that it
 *     asks for so far
 */
public record Plan(
    GridRuns runs,
    int asked,
    int reused,
    List<Integer> todo,
    List<List<Integer>> missing,
    double seconds,
    Optional<Refinement.Progress> refinement) {
  /** A chunk's seconds; 10 ms go by between two tasks, and a herd forms anew. */
  private static final double CHUNK_SECONDS = 3;

  /** A chunk's runs: their rows lie in memory until its end. */
  private static final int CHUNK_RUNS = 2048;

  /**
   * A chunk is at most this part of what is left for a core: where runs take up to five times what
   * was thought, two cores still end together.
   */
  private static final double SHARE = 1.0 / 3;

  /** The least chunk, as a part of a core's work: so long may a core wait for the last one. */
  private static final double LEAST_SHARE = 1.0 / 64;

  private static final double LEAST_SECONDS = 0.25;

  /** Which runs are done again. */
  public enum Again {
    /** None: what is there is there. */
    NONE,
    /** Those that failed or were quarantined. */
    FAILED
  }

  public Plan {
    todo = List.copyOf(todo);
    missing = List.copyOf(missing);
  }

  /** The plan of {@code sweep} given what {@code shards} hold. */
  public static Plan of(Sweep sweep, Shards shards, Again again) throws IOException {
    return of(sweep, runs(sweep), shards, again);
  }

  private static GridRuns runs(Sweep sweep) {
    return GridRuns.of(
        sweep.grid(), point -> Cost.of(point.spec(), sweep.indicators(point.index())).seconds());
  }

  /** What is left after this plan's runs were done. */
  Plan next(Sweep sweep, Shards shards) throws IOException {
    return of(sweep, runs.everywhere(), shards, Again.NONE);
  }

  /** How far the refinement of a sweep is, by what its shards say. */
  private static Optional<Refinement.Progress> refinement(Sweep sweep, GridRuns all, Shards shards)
      throws IOException {
    if (sweep.refine().isEmpty()) {
      return Optional.empty();
    }
    Refine refine = sweep.refine().get();
    @Nullable String[] labels = Folder.labels(sweep, all, shards, refine.along());
    return Optional.of(
        Refinement.of(sweep.grid(), refine)
            .progress(
                new Refinement.Phases() {
                  @Override
                  public boolean exists(long index) {
                    return all.has((int) index);
                  }

                  @Override
                  public Optional<String> at(long index) {
                    return Optional.ofNullable(labels[(int) index]);
                  }
                }));
  }

  private static Plan of(Sweep sweep, GridRuns all, Shards shards, Again again) throws IOException {
    Optional<Refinement.Progress> refinement = refinement(sweep, all, shards);
    GridRuns runs = refinement.map(progress -> all.only(progress.points())).orElse(all);
    Layout layout = Layout.of(sweep);
    int asked = 0;
    int reused = 0;
    double seconds = 0;
    List<Integer> todo = new ArrayList<>();
    List<List<Integer>> missing = new ArrayList<>();
    // Most grids have every run once and begin with none: then no run is kept in mind.
    BitSet shared = runs.shared();
    Map<RunId, Set<Integer>> planned = new HashMap<>();
    Map<List<Integer>, List<Integer>> lists = new HashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      if (!runs.has(i)) {
        continue;
      }
      asked++;
      List<Integer> measures = sweep.pointMeasures().at(i);
      if (shards.isEmpty() && !shared.get(i)) {
        todo.add(i);
        missing.add(measures);
        seconds += runs.cost(i);
        continue;
      }
      RunId id = runs.id(i);
      if (shards.done(id, layout, measures)
          && !(again == Again.FAILED && shards.failed(id, layout, measures))) {
        reused++;
        continue;
      }
      Set<Integer> before = planned.get(id);
      List<Integer> left = new ArrayList<>(shards.missing(id, layout, measures));
      if (before != null) {
        left.removeAll(before);
      }
      if (before == null || !left.isEmpty()) {
        if (shared.get(i)) {
          planned.computeIfAbsent(id, n -> new HashSet<>()).addAll(left);
        }
        todo.add(i);
        missing.add(lists.computeIfAbsent(List.copyOf(left), list -> list));
        seconds += runs.cost(i);
      }
    }
    return new Plan(runs, asked, reused, todo, missing, seconds, refinement);
  }

  /** Runs that are neighbors, and their cost together. */
  record Stretch(List<Integer> indices, List<Integer> measures, double seconds) {}

  /**
   * What is to be done in chunks for {@code cores}, costliest first. Towards the end of the work
   * they shrink with what is left, so that the cores end together, but not below a herd, as that
   * takes the same time with empty lanes.
   *
   * @param suspected runs that were in flight when a driver died: they come last, one by one
   * @param lanes how many runs like the one at a grid index stand side by side
   */
  public List<Chunk> chunks(int cores, Set<RunId> suspected, IntUnaryOperator lanes) {
    return stretches(cores, suspected, lanes).stream()
        .map(stretch -> Chunk.of(runs, stretch.indices, stretch.measures))
        .toList();
  }

  /** The same without the names of chunks, which take longer than a plan. */
  List<Stretch> stretches(int cores, Set<RunId> suspected, IntUnaryOperator lanes) {
    List<Stretch> last = new ArrayList<>();
    Map<List<Integer>, List<Integer>> byMeasures = new LinkedHashMap<>();
    for (int i = 0; i < todo.size(); i++) {
      if (!suspected.isEmpty() && suspected.contains(runs.id(todo.get(i)))) {
        int index = todo.get(i);
        last.add(new Stretch(List.of(index), missing.get(i), runs.cost(index)));
        continue;
      }
      byMeasures.computeIfAbsent(missing.get(i), m -> new ArrayList<>()).add(todo.get(i));
    }
    List<Stretch> stretches = new ArrayList<>();
    byMeasures.forEach(
        (measures, indices) -> {
          int begin = 0;
          while (begin < indices.size()) {
            Stretch stretch = stretch(indices, measures, begin, CHUNK_SECONDS, lanes);
            stretches.add(stretch);
            begin += stretch.indices.size();
          }
        });
    stretches.sort(Comparator.comparingDouble(Stretch::seconds).reversed());
    double left = stretches.stream().mapToDouble(Stretch::seconds).sum();
    double least = Math.min(LEAST_SECONDS, LEAST_SHARE * left / cores);
    List<Stretch> all = new ArrayList<>();
    for (Stretch whole : stretches) {
      int begin = 0;
      while (begin < whole.indices.size()) {
        double target = Math.max(least, SHARE * left / cores);
        Stretch part = stretch(whole.indices, whole.measures, begin, target, lanes);
        all.add(part);
        left -= part.seconds;
        begin += part.indices.size();
      }
    }
    all.addAll(last);
    return all;
  }

  /** The runs from {@code begin} on of about {@code target} seconds, whole herds of them. */
  private Stretch stretch(
      List<Integer> indices,
      List<Integer> measures,
      int begin,
      double target,
      IntUnaryOperator lanes) {
    int herd = lanes.applyAsInt(indices.get(begin));
    int most = Math.min(indices.size() - begin, CHUNK_RUNS);
    int count = 0;
    double cost = 0;
    while (count < most
        && (count < herd || cost + runs.cost(indices.get(begin + count)) / 2 < target)) {
      cost += runs.cost(indices.get(begin + count));
      count++;
    }
    for (int spare = count < most ? count % herd : 0; spare > 0; spare--) {
      count--;
      cost -= runs.cost(indices.get(begin + count));
    }
    return new Stretch(indices.subList(begin, begin + count), measures, cost);
  }
}
