package org.phasegrid.driver.fanout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final double CHUNK_SECONDS = 1;
  private static final int CHUNK_RUNS = 512;
  private static final int CHUNKS_PER_CORE = 16;

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
        sweep.grid(), point -> Cost.seconds(point.spec(), sweep.indicators(point.index())));
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
    Map<RunId, Set<Integer>> planned = new HashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      if (!runs.has(i)) {
        continue;
      }
      asked++;
      RunId id = runs.id(i);
      List<Integer> measures = sweep.pointMeasures().at(i);
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
        planned.computeIfAbsent(id, n -> new HashSet<>()).addAll(left);
        todo.add(i);
        missing.add(List.copyOf(left));
        seconds += runs.cost(i);
      }
    }
    return new Plan(runs, asked, reused, todo, missing, seconds, refinement);
  }

  /**
   * What is to be done in chunks for {@code cores}, costliest first.
   *
   * @param suspected runs that were in flight when a driver died: they come last, one by one
   */
  public List<Chunk> chunks(int cores, Set<RunId> suspected) {
    return chunks(
        Math.min(CHUNK_SECONDS, seconds / ((double) CHUNKS_PER_CORE * cores)),
        CHUNK_RUNS,
        suspected);
  }

  /** Chunks of about {@code target} seconds and at most {@code most} runs, costliest first. */
  List<Chunk> chunks(double target, int most, Set<RunId> suspected) {
    List<Chunk> last = new ArrayList<>();
    record Weighed(Chunk chunk, double seconds) {}
    Map<List<Integer>, List<Integer>> byMeasures = new LinkedHashMap<>();
    for (int i = 0; i < todo.size(); i++) {
      if (suspected.contains(runs.id(todo.get(i)))) {
        last.add(Chunk.of(runs, List.of(todo.get(i)), missing.get(i)));
        continue;
      }
      byMeasures.computeIfAbsent(missing.get(i), m -> new ArrayList<>()).add(todo.get(i));
    }
    List<Weighed> chunks = new ArrayList<>();
    byMeasures.forEach(
        (measures, indices) -> {
          int begin = 0;
          while (begin < indices.size()) {
            int end = begin;
            double cost = 0;
            while (end < indices.size()
                && end - begin < most
                && (end == begin || cost + runs.cost(indices.get(end)) / 2 < target)) {
              cost += runs.cost(indices.get(end));
              end++;
            }
            chunks.add(new Weighed(Chunk.of(runs, indices.subList(begin, end), measures), cost));
            begin = end;
          }
        });
    chunks.sort(Comparator.comparingDouble(Weighed::seconds).reversed());
    List<Chunk> all = new ArrayList<>(chunks.stream().map(Weighed::chunk).toList());
    all.addAll(last);
    return all;
  }
}
