package org.phasegrid.driver.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.phasegrid.driver.fanout.Estimate;
import org.phasegrid.driver.fanout.Fanout;
import org.phasegrid.driver.fanout.Heap;
import org.phasegrid.driver.fanout.Memory;
import org.phasegrid.driver.fanout.Plan;
import org.phasegrid.driver.store.Shards;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.refine.Refine;
import org.phasegrid.sweeps.refine.Refinement;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.train.Need;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code plan}: what {@code run} would do, and how long it would take here. */
@Command(
    name = "plan",
    description =
        "Trains nothing for the folder: axes, runs in all, done and to do, needs, memory, and a"
            + " time estimated by a short rehearsal here.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Mixin private SweepOptions options = new SweepOptions();

  @Override
  public Integer call() throws IOException {
    Sweep sweep = options.read();
    Path folder = options.folder(sweep);
    PrintStream out = parent.terminal().out();
    out.println(
        "sweep    " + sweep.name() + " -> " + folder + (Files.isDirectory(folder) ? "" : " (new)"));
    for (AxisColumn axis : sweep.grid().axes()) {
      out.println("axis     " + describe(axis));
    }
    Plan plan = Plan.of(sweep, Shards.list(folder.resolve("store")), Plan.Again.NONE);
    out.printf(
        "runs     %d in all, %d done, %d to do%n", plan.asked(), plan.reused(), plan.todo().size());
    sweep.refine().ifPresent(refine -> out.println("refine   " + describe(refine, sweep, plan)));
    measures(sweep, out);
    memory(sweep, out);
    if (plan.todo().isEmpty()) {
      out.println("time     nothing to train");
    } else {
      time(sweep, plan, out);
    }
    return Exit.COMPLETE;
  }

  private static String describe(AxisColumn axis) {
    List<Object> values = axis.values();
    String range =
        values.size() <= 6
            ? values.toString()
            : values.get(0) + " ... " + values.get(values.size() - 1);
    return String.format(
        "%-36s %5d %-8s %s%s",
        axis.path(),
        values.size(),
        axis.scale().name().toLowerCase(Locale.ROOT),
        range,
        axis.role() == AxisColumn.Role.REPLICA ? "  (replicas)" : "");
  }

  private static String describe(Refine refine, Sweep sweep, Plan plan) {
    boolean complete = plan.refinement().map(Refinement.Progress::complete).orElse(false);
    return "first every "
        + (1 << refine.levels())
        + "th point of "
        + String.join(" x ", refine.in())
        + ", then where "
        + refine.along()
        + " differs; "
        + (complete
            ? "nothing is left"
            : "these runs are known to be wanted, at most all "
                + sweep.grid().size()
                + " may follow");
  }

  private static void measures(Sweep sweep, PrintStream out) {
    Map<String, Integer> variants = new LinkedHashMap<>();
    sweep.measures().forEach(measure -> variants.merge(measure.name(), 1, Integer::sum));
    for (Measure measure : sweep.measures()) {
      Integer count = variants.remove(measure.name());
      if (count != null) {
        out.println(
            "measure  "
                + measure.name()
                + (count > 1 ? ", " + count + " variants" : "")
                + needs(measure.indicator()));
      }
    }
  }

  private static String needs(Indicator indicator) {
    Set<String> names = new TreeSet<>();
    for (Need<?> need : indicator.needs()) {
      names.add(need.toString());
    }
    return names.isEmpty() ? "" : " (needs " + String.join(", ", names) + ")";
  }

  /** What the largest run holds, and what there is for it. */
  private void memory(Sweep sweep, PrintStream out) {
    Optional<Memory.Largest> found = Memory.largest(sweep);
    if (found.isEmpty()) {
      return;
    }
    Memory.Largest largest = found.get();
    Memory memory = largest.memory();
    double held = 0;
    for (Indicator indicator : sweep.indicators(largest.point().index())) {
      held += indicator.bytes(largest.point().spec().setting());
    }
    try (Fanout fanout = options.engine.open()) {
      Heap heap = fanout.heap().orElseThrow();
      out.printf(
          Locale.ROOT,
          "memory   about %s per run at work (%,.0f parameters)%s, %d at once, %s has %s%n",
          Heap.gigabytes(memory.bytes()),
          memory.parameters(),
          held == 0 ? "" : ", of it at most " + Heap.gigabytes(held) + " that measures hold",
          heap.threads(),
          heap.owner(),
          Heap.gigabytes(heap.bytes()));
      heap.refusal(sweep, largest)
          .ifPresent(
              refusal -> {
                throw new RequestException(refusal);
              });
    }
  }

  private void time(Sweep sweep, Plan plan, PrintStream out) {
    try (Fanout fanout = options.engine.open()) {
      int cores =
          options.engine.engine.equals("local")
              ? fanout.cores()
              : Runtime.getRuntime().availableProcessors();
      Estimate estimate = Estimate.of(sweep, plan, cores);
      out.printf(
          "time     about %s on %d cores here, by a rehearsal of %d runs%n",
          duration(estimate.seconds()), cores, estimate.runs());
    }
  }

  private static String duration(double seconds) {
    return seconds < 10
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : ProgressLine.duration(seconds);
  }
}
