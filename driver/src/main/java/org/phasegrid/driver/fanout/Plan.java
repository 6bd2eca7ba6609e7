package org.phasegrid.driver.fanout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.phasegrid.driver.store.GridRuns;
import org.phasegrid.driver.store.Layout;
import org.phasegrid.driver.store.Shards;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.run.RunId;

/**
 * What of a sweep is there and what is to be done.
 *
 * @param runs the runs of the grid by index
 * @param asked grid points that have a run; several may share one
 * @param reused of these, points whose run is there with all measures
 * @param todo indices whose runs are to be done, ascending; each run once
 * @param missing for each of them the measures that are missing, by place
 * @param seconds of one core for what is to be done, as the cost model says
 */
public record Plan(
    GridRuns runs,
    int asked,
    int reused,
    List<Integer> todo,
    List<List<Integer>> missing,
    double seconds) {
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
  public static Plan of(Sweep sweep, Shards shards, Again again) {
    List<Indicator> indicators = sweep.indicators();
    Layout layout = Layout.of(sweep);
    GridRuns runs = GridRuns.of(sweep.grid(), spec -> Cost.seconds(spec, indicators));
    int asked = 0;
    int reused = 0;
    double seconds = 0;
    List<Integer> todo = new ArrayList<>();
    List<List<Integer>> missing = new ArrayList<>();
    Set<RunId> planned = new HashSet<>();
    for (int i = 0; i < runs.size(); i++) {
      if (!runs.has(i)) {
        continue;
      }
      asked++;
      RunId id = runs.id(i);
      if (shards.done(id, layout) && !(again == Again.FAILED && shards.failed(id, layout))) {
        reused++;
      } else if (planned.add(id)) {
        todo.add(i);
        missing.add(shards.missing(id, layout));
        seconds += runs.cost(i);
      }
    }
    return new Plan(runs, asked, reused, todo, missing, seconds);
  }

  /** What is to be done in chunks for {@code cores}, costliest first. */
  public List<Chunk> chunks(int cores) {
    return chunks(
        Math.min(CHUNK_SECONDS, seconds / ((double) CHUNKS_PER_CORE * cores)), CHUNK_RUNS);
  }

  /** Chunks of about {@code target} seconds and at most {@code most} runs, costliest first. */
  List<Chunk> chunks(double target, int most) {
    record Weighed(Chunk chunk, double seconds) {}
    List<Weighed> chunks = new ArrayList<>();
    int begin = 0;
    while (begin < todo.size()) {
      int end = begin;
      double cost = 0;
      while (end < todo.size()
          && end - begin < most
          && missing.get(end).equals(missing.get(begin))
          && (end == begin || cost + runs.cost(todo.get(end)) / 2 < target)) {
        cost += runs.cost(todo.get(end));
        end++;
      }
      chunks.add(new Weighed(Chunk.of(runs, todo.subList(begin, end), missing.get(begin)), cost));
      begin = end;
    }
    chunks.sort(Comparator.comparingDouble(Weighed::seconds).reversed());
    return chunks.stream().map(Weighed::chunk).toList();
  }
}
