package org.phasegrid.driver.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
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
 * What {@code plan} thinks that sweeps of the catalogue take against what they take, each in a JVM
 * of its own as from the command line: seconds between the begin of the first chunk and the end of
 * the last one, where nobody else is at work.
 *
 * <pre>
 *   mvn -B -ntp -pl driver -am -P bench-fanout process-test-classes
 *       -Dfanout.table=PlanTable -Dfanout.arguments="2 120 quickstart catapult"
 * </pre>
 *
 * <p>Arguments: threads, seconds that a sweep may take, and names; of a longer sweep every k-th
 * chunk is done, and counts k times.
 */
public final class PlanTable {
  private PlanTable() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    switch (arguments[0]) {
      case "plan" -> plan(arguments[1], Integer.parseInt(arguments[2]));
      case "run" ->
          run(arguments[1], Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
      default ->
          table(
              Integer.parseInt(arguments[0]),
              Double.parseDouble(arguments[1]),
              Arrays.asList(arguments).subList(2, arguments.length));
    }
  }

  private static void table(int threads, double most, List<String> names)
      throws IOException, InterruptedException {
    System.out.printf(
        "%-22s %8s %8s %8s %8s %6s %9s %s%n",
        "sweep", "runs", "model s", "plan s", "took s", "ratio", "rehearsal", "of chunks");
    for (String name : names) {
      // runs, model, estimate, rehearsal
      double[] plan = child("plan", name, Integer.toString(threads));
      int every = (int) Math.max(1, Math.ceil(plan[2] / most));
      // took, of the model, chunks, of chunks
      double[] run = child("run", name, Integer.toString(threads), Integer.toString(every));
      double took = run[0] / run[1];
      System.out.printf(
          Locale.ROOT,
          "%-22s %8.0f %8.2f %8.2f %8.2f %6.2f %9.1f %.0f of %.0f%n",
          name,
          plan[0],
          plan[1],
          plan[2],
          took,
          plan[2] / took,
          plan[3],
          run[2],
          run[3]);
    }
  }

  private static double[] child(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PlanTable.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    double[] told = {};
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(TOLD)) {
          String[] words = line.substring(TOLD.length()).trim().split(" ");
          told = Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
        }
      }
    }
    if (process.waitFor() != 0 || told.length == 0) {
      throw new IOException("failed: " + command.subList(command.size() - 3, command.size()));
    }
    return told;
  }

  private static final String TOLD = "told ";

  private static void tell(double... numbers) {
    StringBuilder line = new StringBuilder(TOLD);
    for (double number : numbers) {
      line.append(number).append(' ');
    }
    System.out.println(line);
  }

  private static void plan(String name, int threads) throws IOException {
    Sweep sweep = Sweeps.find(name, Sweeps.Changes.NONE);
    Plan plan = plan(sweep);
    double begin = now();
    Estimate estimate = Estimate.of(sweep, plan, threads);
    tell(plan.todo().size(), plan.seconds(), estimate.seconds(), now() - begin);
  }

  private static void run(String name, int threads, int every)
      throws IOException, InterruptedException {
    Sweep sweep = Sweeps.find(name, Sweeps.Changes.NONE);
    Plan plan = plan(sweep);
    List<Chunk> chunks =
        plan.chunks(
            threads, Set.of(), index -> Cost.lanes(sweep.grid().point(index).orElseThrow().spec()));
    // Long and short ones alike, whatever their order.
    List<Chunk> some = new ArrayList<>();
    double model = 0;
    for (int c = every / 2; c < chunks.size(); c += every) {
      some.add(chunks.get(c));
      model += chunks.get(c).indices().stream().mapToDouble(plan.runs()::cost).sum();
    }
    double begin = now();
    try (Fanout fanout = new LocalFanout(threads)) {
      fanout.run(Job.of(sweep), some.iterator(), chunk -> {}, result -> {});
    }
    tell(now() - begin, model / plan.seconds(), some.size(), chunks.size());
  }

  private static Plan plan(Sweep sweep) throws IOException {
    Path none = Files.createTempDirectory("plan");
    Plan plan = Plan.of(sweep, Shards.list(none), Plan.Again.NONE);
    Files.delete(none);
    return plan;
  }

  private static double now() {
    return System.nanoTime() * 1e-9;
  }
}
