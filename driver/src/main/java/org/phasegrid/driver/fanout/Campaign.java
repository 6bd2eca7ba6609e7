package org.phasegrid.driver.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.phasegrid.driver.store.Begun;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.sweeps.refine.Refinement;
import org.phasegrid.worker.kernel.Kernels;

/** A sweep carried out: what is missing in its folder is trained, then its tables are written. */
public final class Campaign {
  private Campaign() {}

  /** Where a campaign begins. */
  public enum Begin {
    /** What the folder has is kept. */
    CONTINUE,
    /** What the folder has is kept but for failed and quarantined runs. */
    RETRY,
    /** What the folder has is deleted. */
    FRESH
  }

  /**
   * What a folder holds after a campaign.
   *
   * @param outcomes rows of the runs table by outcome
   * @param asked points that have a run
   * @param refinement of a refined sweep
   * @param reused points whose run was there before
   * @param trained runs done now, failed ones counted
   * @param failed runs that failed now
   */
  public record Summary(
      Map<String, Long> outcomes,
      long asked,
      Optional<Refinement.Progress> refinement,
      long reused,
      long trained,
      long failed) {}

  /** What has been done so far; a campaign's thread alone changes it. */
  private static final class Tally {
    private long done;
    private long failed;
    private long diverged;
    private double seconds;
    private double planned;
  }

  /**
   * Carries out {@code job} in {@code path}. The engine starts only when something is missing, and
   * is the caller's to close.
   *
   * @param command as typed, for the manifest
   * @throws Interrupted when the thread is interrupted, or the JVM told to end
   * @throws EngineLost when the engine gave up
   * @throws org.phasegrid.driver.store.ForeignFolder when the folder belongs to another sweep
   * @throws org.phasegrid.driver.store.FolderInUse when another driver is filling the folder
   */
  public static Summary run(
      Job job, Path path, Fanout fanout, Progress progress, Begin begin, List<String> command)
      throws IOException {
    Folder.Begin how = begin == Begin.FRESH ? Folder.Begin.FRESH : Folder.Begin.CONTINUE;
    try (Signals signals = Signals.interrupting(Thread.currentThread());
        Folder folder = Folder.open(path, job.sweep(), how)) {
      if (!folder.shards().damaged().isEmpty()) {
        progress.notice(
            folder.shards().damaged().size()
                + " damaged shards are ignored and their runs done again, e.g. "
                + folder.shards().damaged().get(0));
      }
      Plan plan =
          Plan.of(
              job.sweep(),
              folder.shards(),
              begin == Begin.RETRY ? Plan.Again.FAILED : Plan.Again.NONE);
      Tally tally = new Tally();
      progress.begin(plan, plan.todo().isEmpty() ? "" : fanout.describe());
      int reused = plan.reused();
      // A refinement asks for more as it learns, and a point may have counted on measures of a run
      // that failed at another point: neither is done before nothing is left.
      boolean more = job.sweep().refine().isPresent() || !job.sweep().pointMeasures().alike();
      try (Begun begun = folder.begun()) {
        if (!plan.todo().isEmpty()) {
          fanout.cores();
          progress.ready();
        }
        while (!plan.todo().isEmpty()) {
          train(job, fanout, folder, begun, plan, progress, tally);
          if (!more) {
            break;
          }
          plan = plan.next(job.sweep(), folder.shards());
        }
        begun.end();
      }
      Map<String, Long> outcomes = folder.merge(plan.runs());
      folder.manifest(facts(fanout, plan, reused, outcomes, tally, command));
      return new Summary(
          outcomes, plan.asked(), plan.refinement(), reused, tally.done, tally.failed);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new Interrupted(0, 0);
    }
  }

  private static void train(
      Job job,
      Fanout fanout,
      Folder folder,
      Begun begun,
      Plan plan,
      Progress progress,
      Tally tally) {
    long total = tally.done + plan.todo().size();
    tally.planned += plan.seconds();
    try {
      List<Chunk> chunks =
          plan.chunks(
              fanout.cores(),
              begun.before(),
              index -> Cost.lanes(job.sweep().grid().point(index).orElseThrow().spec()));
      Map<String, Double> secondsPerRun = new HashMap<>();
      for (Chunk chunk : chunks) {
        double seconds = chunk.indices().stream().mapToDouble(plan.runs()::cost).sum();
        secondsPerRun.put(chunk.name(), seconds / chunk.indices().size());
      }
      fanout.run(
          job,
          chunks.iterator(),
          chunk -> begun.add(chunk.indices().stream().map(plan.runs()::id).toList()),
          result -> {
            try {
              folder.shards().append(result.chunk(), result.shard());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            tally.done += result.runs();
            tally.failed += result.failed();
            tally.diverged += result.diverged();
            // A chunk that was split gave its name to its parts.
            String planned = result.chunk().substring(0, Chunk.NAME);
            tally.seconds += result.runs() * secondsPerRun.getOrDefault(planned, 0.0);
            progress.share(Math.min(1, tally.seconds / tally.planned));
            progress.runs(tally.done, total, tally.failed, tally.diverged);
          });
    } catch (InterruptedException e) {
      throw new Interrupted(tally.done, total);
    }
  }

  private static Map<String, Object> facts(
      Fanout fanout,
      Plan plan,
      int reused,
      Map<String, Long> outcomes,
      Tally tally,
      List<String> command) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("engine", tally.done == 0 ? "none: nothing was missing" : fanout.describe());
    facts.put("kernels", Kernels.best().describe());
    facts.put("command", command);
    facts.put("points", plan.asked());
    plan.refinement()
        .ifPresent(
            refinement -> {
              facts.put("refined_checks", refinement.checked());
              facts.put("refined_checks_missed", refinement.missed());
            });
    facts.put("reused", reused);
    facts.put("trained", tally.done);
    facts.put("failed", tally.failed);
    facts.put("outcomes", outcomes);
    return facts;
  }
}
