package org.phasegrid.driver.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.phasegrid.driver.fanout.Cost;
import org.phasegrid.driver.fanout.Fanout;
import org.phasegrid.driver.fanout.Plan;
import org.phasegrid.driver.store.Shards;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.refine.Refine;
import org.phasegrid.sweeps.refine.Refinement;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Runs;
import org.phasegrid.worker.train.Need;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code plan}: what {@code run} would do, and how long it would take here. */
@Command(
    name = "plan",
    description =
        "Trains nothing for the folder: axes, runs in all, done and to do, needs, memory, and a time estimated by a short probe here.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private static final double PROBE_SECONDS = 2;
  private static final int STRETCHES = 4;
  private static final int PROBE_RUNS = 64;

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
        axis.scale().name().toLowerCase(java.util.Locale.ROOT),
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

  /**
   * Activations and their derivatives of the largest network, about eight arrays of outputs per
   * layer, and what measures hold to the end of a run.
   */
  private static void memory(Sweep sweep, PrintStream out) {
    double largest = 0;
    double held = 0;
    for (long index = 0;
        index < sweep.grid().size();
        index += Math.max(1, sweep.grid().size() / 64)) {
      Optional<Point> point = sweep.grid().point(index);
      if (point.isPresent()) {
        double holds = 0;
        for (Indicator indicator : sweep.indicators(index)) {
          holds += indicator.bytes(point.get().spec().setting());
        }
        largest = Math.max(largest, Cost.bytes(point.get().spec()) + holds);
        held = Math.max(held, holds);
      }
    }
    out.printf(
        java.util.Locale.ROOT,
        "memory   about %.1f MB per run at work%s, heap %.1f GB%n",
        largest / 1e6,
        held == 0
            ? ""
            : String.format(
                java.util.Locale.ROOT, ", of it at most %.1f MB that measures hold", held / 1e6),
        Runtime.getRuntime().maxMemory() / 1e9);
  }

  /**
   * Trains some stretches of neighboring runs, side by side as they would, and scales the cost
   * model by what they took. The first of several warms the JIT up and does not count.
   */
  private void time(Sweep sweep, Plan plan, PrintStream out) {
    Runs runs = new Runs(sweep.indicators());
    double predicted = 0;
    double taken = 0;
    double inAll = 0;
    int probed = 0;
    int stretch = Math.max(1, plan.todo().size() / STRETCHES);
    for (int begin = 0; begin < plan.todo().size() && inAll < PROBE_SECONDS; begin += stretch) {
      List<RunSpec> specs = new ArrayList<>();
      double expected = 0;
      int middle = begin + Math.max(0, stretch - PROBE_RUNS) / 2;
      for (int i = middle;
          i < Math.min(begin + stretch, plan.todo().size())
              && specs.size() < PROBE_RUNS
              && expected < PROBE_SECONDS / STRETCHES;
          i++) {
        RunSpec spec = sweep.grid().point(plan.todo().get(i)).orElseThrow().spec();
        specs.add(spec);
        expected += Cost.seconds(spec, sweep.indicators());
      }
      long before = System.nanoTime();
      runs.execute(specs.iterator(), record -> {});
      double seconds = (System.nanoTime() - before) * 1e-9;
      inAll += seconds;
      if (begin == stretch) {
        predicted = 0;
        taken = 0;
      }
      probed += specs.size();
      predicted += expected;
      taken += seconds;
    }
    try (Fanout fanout = options.engine.open()) {
      int cores =
          options.engine.engine.equals("local")
              ? fanout.cores()
              : Runtime.getRuntime().availableProcessors();
      double seconds = plan.seconds() * taken / predicted / cores;
      out.printf(
          "time     about %s on %d cores here, by a probe of %d runs%n",
          ProgressLine.duration(seconds), cores, probed);
    }
  }
}
