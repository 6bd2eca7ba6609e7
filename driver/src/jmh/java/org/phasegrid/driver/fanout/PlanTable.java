package org.phasegrid.driver.fanout;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.phasegrid.driver.store.Shards;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.Sweeps;

/**
 * What {@code plan} thinks that sweeps of the catalogue take against what they take, in seconds of
 * one core (processor time of the thread that trains, so that others at work do not count).
 *
 * <pre>
 *   mvn -B -ntp -pl driver -am -P bench-fanout process-test-classes
 *       -Dfanout.table=PlanTable -Dfanout.arguments="120 quickstart catapult"
 * </pre>
 *
 * <p>Arguments: seconds that a sweep may take, and names; of a longer sweep every k-th chunk is
 * done, and counts k times.
 */
public final class PlanTable {
  private PlanTable() {}

  public static void main(String[] arguments) throws IOException {
    double most = Double.parseDouble(arguments[0]);
    System.out.printf(
        "%-22s %8s %8s %8s %8s %7s %7s %s%n",
        "sweep", "runs", "model s", "plan s", "took s", "ratio", "probing", "of chunks");
    for (String name : Arrays.asList(arguments).subList(1, arguments.length)) {
      row(name, most);
    }
  }

  private static void row(String name, double most) throws IOException {
    Sweep sweep = Sweeps.find(name, Sweeps.Changes.NONE);
    Path none = Files.createTempDirectory("plan");
    Plan plan = Plan.of(sweep, Shards.list(none), Plan.Again.NONE);
    Files.delete(none);
    double begin = cpu();
    Estimate estimate = Estimate.of(sweep, plan);
    double probing = cpu() - begin;
    List<Chunk> chunks =
        plan.chunks(
            1, Set.of(), index -> Cost.lanes(sweep.grid().point(index).orElseThrow().spec()));
    Job job = Job.of(sweep);
    int every = (int) Math.max(1, Math.ceil(estimate.seconds() / most));
    // Long and short ones alike, whatever their order.
    List<Chunk> some = new ArrayList<>();
    for (int c = every / 2; c < chunks.size(); c += every) {
      some.add(chunks.get(c));
    }
    double model = 0;
    begin = cpu();
    for (Chunk chunk : some) {
      job.execute(chunk, new Job.Attempt(0, "1"), () -> false);
      model += chunk.indices().stream().mapToDouble(plan.runs()::cost).sum();
    }
    double took = (cpu() - begin) * plan.seconds() / model;
    System.out.printf(
        Locale.ROOT,
        "%-22s %8d %8.2f %8.2f %8.2f %7.2f %7.1f %d of %d%n",
        name,
        plan.todo().size(),
        plan.seconds(),
        estimate.seconds(),
        took,
        estimate.seconds() / took,
        probing,
        some.size(),
        chunks.size());
  }

  private static double cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-9;
  }
}
