package org.phasegrid.driver.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phasegrid.driver.fanout.Plan;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.driver.store.Layout;
import org.phasegrid.driver.store.ShardOutcomes;
import org.phasegrid.driver.store.ShardOutcomes.Arrival;
import org.phasegrid.driver.store.Shards;
import org.phasegrid.sweeps.read.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code status}: what of a folder is done, by its shards alone, and who is filling it. */
@Command(
    name = "status",
    description =
        "Counts by outcome and progress, also of a sweep that another process or machine is running: reads shards only.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  /** The pace is that of the shards which came so long before the newest. */
  private static final double PACE_SECONDS = 300;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Parameters(paramLabel = "DIR", description = "folder of a sweep")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    Sweep sweep = Folders.sweep(folder);
    Path store = folder.resolve("store");
    // Who fills it first: a sweep that ends meanwhile is then told as running, not as abandoned.
    Optional<String> filler = filler();
    Shards shards = Shards.list(store);
    ShardOutcomes ends = ShardOutcomes.of(store, shards.damaged());
    Plan plan = Plan.of(sweep, shards, Plan.Again.NONE);
    Map<String, Long> counts = counts(sweep, shards, ends, plan);
    long failed = counts.getOrDefault("failed", 0L);
    int open = plan.asked() - plan.reused();

    PrintStream out = parent.terminal().out();
    out.println("sweep    " + sweep.name() + " in " + folder);
    out.println("state    " + state(filler, open, failed));
    out.printf(
        Locale.ROOT,
        "runs     %d of %d done (%.1f %%), %d to do%n",
        plan.reused(),
        plan.asked(),
        plan.asked() == 0 ? 100.0 : 100.0 * plan.reused() / plan.asked(),
        open);
    List<String> parts = new ArrayList<>();
    counts.forEach((outcome, count) -> parts.add(count + " " + outcome));
    out.println("outcome  " + (parts.isEmpty() ? "none yet" : String.join(", ", parts)));
    newest(ends.arrivals(), filler.isPresent() ? open : 0, out);
    if (!shards.damaged().isEmpty()) {
      out.println(
          "damaged  "
              + shards.damaged().size()
              + " shards, their runs will be done again, e.g. "
              + shards.damaged().get(0));
    }
    return failed > 0 ? Exit.WITH_FAILURES : Exit.COMPLETE;
  }

  private Optional<String> filler() throws IOException {
    try {
      return Folder.filledBy(folder);
    } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (String.valueOf(e.getReason()).contains("Read-only")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String state(Optional<String> filler, int open, long failed) {
    if (filler.isPresent()) {
      return "being filled by " + filler.get();
    }
    if (open > 0) {
      return "incomplete, and nobody fills it: the same run command goes on from there";
    }
    return failed > 0
        ? "complete, with failed or quarantined runs: phasegrid retry does them again"
        : "complete";
  }

  private static Map<String, Long> counts(
      Sweep sweep, Shards shards, ShardOutcomes ends, Plan plan) {
    Layout layout = Layout.of(sweep);
    Map<String, Long> counts = new LinkedHashMap<>();
    Layout.OUTCOMES.forEach(outcome -> counts.put(outcome, 0L));
    for (int i = 0; i < plan.runs().size(); i++) {
      List<Integer> measures = sweep.pointMeasures().at(i);
      if (plan.runs().has(i) && shards.done(plan.runs().id(i), layout, measures)) {
        String end =
            shards.failed(plan.runs().id(i), layout, measures)
                ? "failed"
                : ends.of(plan.runs().id(i).hex());
        counts.merge(end, 1L, Long::sum);
      }
    }
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private static void newest(List<Arrival> arrivals, int open, PrintStream out) {
    if (arrivals.isEmpty()) {
      return;
    }
    List<Arrival> sorted = arrivals.stream().sorted(Comparator.comparing(Arrival::time)).toList();
    long last = sorted.get(sorted.size() - 1).time().toMillis();
    long first = last;
    long runs = 0;
    for (Arrival arrival : sorted) {
      long time = arrival.time().toMillis();
      if (time >= last - 1000 * PACE_SECONDS) {
        // What the first of them holds was trained before it came.
        runs += time > first || first != last ? arrival.runs() : 0;
        first = Math.min(first, time);
      }
    }
    double ago = Math.max(0, (System.currentTimeMillis() - last) / 1000.0);
    String line = "newest   shard " + ProgressLine.duration(ago) + " ago";
    if (open > 0 && runs > 0 && last > first) {
      double pace = 1000.0 * runs / (last - first);
      line +=
          String.format(
              Locale.ROOT,
              ", %.1f runs/s, about %s left",
              pace,
              ProgressLine.duration(open / pace));
    }
    out.println(line);
  }
}
