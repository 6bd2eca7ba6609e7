package org.phasegrid.driver.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.driver.store.GridRuns;
import org.phasegrid.driver.store.Layout;
import org.phasegrid.driver.store.ShardWriter;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.worker.run.RunId;
import org.phasegrid.worker.train.Outcome;

/** Axes of parameters of measures: points that share a run and differ in what is measured of it. */
class MeasureAxesTest {
  private static final String BASE =
      """
      sweep: measured
      base:
        architecture: {mlp: {width: 4, depth: 1, activation: tanh}}
        dataset: {gaussian-noise: {examples: 8, inputs: 3, outputs: 1}}
        stopping: {steps: 20}
      """;

  private static final String AXES =
      """
      axes:
        learning-rate: [0.1, 1]
        measure.sharpness.iterations: [2, 9]
        seed: {seeds: 2}
      """;

  private static final String MEASURES =
      """
      measure: [trainability, {sharpness: {looks: {every: 5}, iterations: 24}}, {signal: {looks: last}}]
      """;

  private static final String ASKED =
      """
      columns: {sharper: "at(sharpness, 10) / at(sharpness, 0)"}
      critical: {c_close: {along: measure.sharpness.iterations, first: "last(sharpness_residual) < 1e-3"}}
      draw:
        - heatmap: {x: measure.sharpness.iterations, y: learning-rate, color: sharpness, at: 10, name: tenth}
        - lines: {x: step, y: sharpness_residual, color: measure.sharpness.iterations, name: residuals}
      check:
        - {name: few products err, over: steps, where: measure_sharpness_iterations == 2, that: "count(sharpness_residual > 1e-6) == count()"}
        - {name: many do not, over: steps, where: measure_sharpness_iterations == 9, that: "max(sharpness_residual) < 1"}
        - {name: a line a rate and a seed, over: lines, that: "count(c_close in [2, 9]) == count() and count() == 4"}
        - {name: cells hold both, over: cells, where: step == 5 and learning_rate == 1, that: "count() == 2 and max(runs) == 2"}
      """;

  @TempDir private Path work;

  private Shell.Answer command(String command, String text, Path folder, String... more)
      throws IOException {
    Path document = Files.writeString(work.resolve("measured.yaml"), text);
    List<String> arguments =
        new ArrayList<>(List.of(command, document.toString(), "-o", folder.toString()));
    arguments.addAll(more.length == 0 ? List.of("--engine", "local") : List.of(more));
    return Shell.run(arguments.toArray(new String[0]));
  }

  private Path run(String folder, String text, String... more) throws IOException {
    Path path = work.resolve(folder);
    Shell.Answer answer = command("run", text, path, more);
    assertEquals(0, answer.exit(), answer.err());
    return path;
  }

  /** The rows of a table by what they are about. */
  private static Map<String, Double> values(Path folder, String column, String iterations)
      throws IOException {
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    Table steps = Tables.read(folder.resolve("steps.arrow")).beside(runs);
    Map<String, Double> values = new TreeMap<>();
    for (int row = 0; row < steps.rows(); row++) {
      boolean here =
          steps.find("measure_sharpness_iterations").isEmpty()
              || steps.column("measure_sharpness_iterations").text(row).equals(iterations);
      if (here) {
        values.put(
            steps.column("run_id").text(row) + " " + steps.column("step").text(row),
            steps.column(column).number(row));
      }
    }
    return values;
  }

  @Test
  void aPointHasWhatASweepOfItsOwnWouldMeasure() throws IOException {
    Path folder = run("both", BASE + AXES + MEASURES + ASKED);
    Table runs = Tables.read(folder.resolve("runs.arrow"));

    assertEquals(8, runs.rows());
    assertEquals(4, runs.column("run_id").cells().stream().distinct().count());
    assertEquals(4, runs.column("fingerprint").cells().stream().distinct().count());
    assertEquals(4, runs.column("cell").cells().stream().distinct().count());
    String alone = (BASE + AXES + MEASURES).replace("  measure.sharpness.iterations: [2, 9]\n", "");
    for (String iterations : List.of("2", "9")) {
      Path one =
          run("one" + iterations, alone.replace("iterations: 24", "iterations: " + iterations));

      Map<String, Double> expected = values(one, "sharpness", iterations);
      assertEquals(4 * 5, expected.size());
      assertEquals(expected, values(folder, "sharpness", iterations));
    }
    assertNotEquals(values(folder, "sharpness", "2"), values(folder, "sharpness", "9"));
    for (String table : List.of("steps", "layers")) {
      Table rows = Tables.read(folder.resolve(table + ".arrow"));
      assertEquals("measure_sharpness_iterations", rows.columns().get(3).name());
      assertFalse(rows.column("measure_sharpness_iterations").isNull(0));
    }
    Shell.Answer check = Shell.run("check", folder.toString());
    assertEquals(0, check.exit(), check.out() + check.err());
    Table tenth = Tables.read(folder.resolve("diagrams/tenth.arrow"));
    assertEquals(4, tenth.rows());
    assertEquals(2, tenth.column("runs").number(0));
    assertNotEquals(tenth.column("value").number(0), tenth.column("value").number(1));
  }

  @Test
  void theTablesAreTheSameFreshGrownMendedAndOnTheOtherEngine() throws IOException {
    String all = BASE + AXES + MEASURES + ASKED;
    Path fresh = run("fresh", all);
    Map<String, String> tables = Shell.tables(fresh);
    assertFalse(tables.containsValue("none"), tables.toString());

    assertEquals(
        tables, Shell.tables(run("spark", all, "--engine", "spark", "--master", "local[2]")));

    Path grown = run("grown", BASE + AXES.replace("[2, 9]", "[9]") + MEASURES);
    Path document = Files.writeString(work.resolve("more.yaml"), all);
    Shell.Answer more =
        Shell.run("run", document.toString(), "-o", grown.toString(), "--engine", "local");
    assertEquals(0, more.exit(), more.err());
    assertTrue(more.err().contains("training 4 runs"), more.err());
    assertEquals(tables, Shell.tables(grown));
    assertEquals(0, Shell.run("diff", fresh.toString(), grown.toString()).exit());

    // An axis where there was a value extends the folder too.
    Path single =
        run(
            "single",
            BASE + AXES.replace("  measure.sharpness.iterations: [2, 9]\n", "") + MEASURES);
    assertEquals(tables, Shell.tables(run("single", all)));
    assertTrue(Files.exists(single));

    try (Stream<Path> shards = Files.list(grown.resolve("store"))) {
      Files.delete(shards.filter(path -> path.toString().endsWith(".arrow")).findFirst().get());
    }
    assertEquals(tables, Shell.tables(run("grown", all)));
  }

  @Test
  void commandsTellThePointsOfARunApart() throws IOException {
    String all = BASE + AXES + MEASURES + ASKED;
    Path folder = work.resolve("out");
    Shell.Answer plan = command("plan", all, folder, "--engine", "local");
    assertEquals(0, plan.exit(), plan.err());
    assertTrue(plan.out().contains("runs     8 in all, 0 done, 8 to do"), plan.out());
    assertTrue(plan.out().contains("measure  sharpness, 2 variants"), plan.out());
    run("out", all);

    Shell.Answer status = Shell.run("status", folder.toString());
    assertTrue(status.out().contains("8 of 8 done"), status.out());
    Shell.Answer show =
        Shell.run("show", folder.toString(), "--where", "measure_sharpness_iterations == 9");
    assertEquals(5, show.out().lines().count(), show.out());
    Shell.Answer rerun =
        Shell.run("rerun", folder.toString(), "--sample", "4", "--engine", "local");
    assertEquals(0, rerun.exit(), rerun.out());
    assertTrue(rerun.out().contains("10 rows of steps"), rerun.out());

    Path other = run("other", all.replace("[2, 9]", "[3, 9]"));
    Shell.Answer diff = Shell.run("diff", folder.toString(), other.toString());
    assertEquals(1, diff.exit());
    assertTrue(
        diff.out().contains("runs     4 rows in both, 4 only in A, 4 only in B"), diff.out());
    assertTrue(diff.out().contains("steps    20 rows in both, 20 only in A"), diff.out());
    assertFalse(diff.out().contains("other bits"), diff.out());
    assertTrue(diff.out().contains("only in A: ") && diff.out().contains("iterations 2"));

    Shell.Answer export = Shell.run("export", folder.toString(), "--to", "csv");
    assertEquals(0, export.exit(), export.err());
    assertTrue(
        Files.readAllLines(folder.resolve("export/steps.csv"))
            .get(0)
            .startsWith("run_id,step,loss,measure_sharpness_iterations,"));
  }

  /** A measure that fails at one point leaves the other points of its run whole. */
  @Test
  void aFailedPointIsRetriedAndNoOtherPointOfItsRunIsTouched() throws IOException {
    String all = BASE + AXES + MEASURES;
    Path document = Files.writeString(work.resolve("measured.yaml"), all);
    SweepOptions options = new SweepOptions();
    options.sweep = document.toString();
    Sweep sweep = options.read();
    RunId id = GridRuns.of(sweep.grid(), point -> 0).id(0);
    ShardWriter shard =
        new ShardWriter(
            Layout.of(
                sweep, sweep.pointMeasures().at(0).stream().map(sweep.measures()::get).toList()));
    shard.addFailed(
        id,
        "quarantined",
        new Outcome.Failed("JVM"),
        new ShardWriter.Circumstances("host", "1", 2, 0.5, "none", "none", "it died", ""));
    Path folder = work.resolve("out");
    try (Folder begun = Folder.open(folder, sweep, Folder.Begin.FRESH)) {
      begun.shards().append("abc", shard.toByteArray());
    }

    Shell.Answer failing = command("run", all, folder);
    assertEquals(1, failing.exit(), failing.err());
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    assertEquals(1, runs.column("outcome").cells().stream().filter("failed"::equals).count());
    assertEquals(2, runs.column("run_id").cells().stream().filter(id.hex()::equals).count());
    Shell.Answer status = Shell.run("status", folder.toString());
    assertEquals(1, status.exit());
    assertTrue(status.out().contains("1 failed"), status.out());

    assertEquals(0, Shell.run("retry", folder.toString(), "--engine", "local").exit());
    assertEquals(Shell.tables(run("calm", all)), Shell.tables(folder));
  }

  @Test
  void parametersBelowAMemberAndOfARenamedMeasureAreAxesToo() throws IOException {
    Path folder =
        run(
            "out",
            BASE
                + """
                axes:
                  zip:
                    measure.late.iterations: [3, 9]
                    learning-rate: [0.5, 1]
                  measure.trainability.criterion.loss-ratio: [0.9, 1e-3]
                  measure.weight-norm.looks: [last, {every: 10}]
                measure: [trainability, weight-norm, {sharpness: {looks: last, as: late}}]
                """);
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    Table steps = Tables.read(folder.resolve("steps.arrow"));

    assertEquals(8, runs.rows());
    assertEquals(2, runs.column("run_id").cells().stream().distinct().count());
    assertEquals(
        List.of("0.9", "0.9", "0.001", "0.001"),
        runs.column("measure_trainability_criterion_loss_ratio").cells().subList(0, 4).stream()
            .map(String::valueOf)
            .toList());
    assertEquals(true, runs.column("trainable").cells().get(0));
    assertEquals(false, runs.column("trainable").cells().get(2));
    // Looks: one row at the end, and one at steps 0, 10 and 20.
    assertEquals(4 * 1 + 4 * 3, steps.rows());
    assertTrue(steps.find("late_sharpness").isPresent());
    // What was written out is read as the same sweep.
    assertEquals(
        0,
        Shell.run(
                "run",
                folder.resolve("sweep.yaml").toString(),
                "-o",
                folder.toString(),
                "--engine",
                "local")
            .exit());
    assertEquals(8, Tables.read(folder.resolve("runs.arrow")).rows());
  }

  @Test
  void nonsenseIsRefusedWithItsLine() throws IOException {
    Map<String, String[]> bad = new LinkedHashMap<>();
    bad.put("measure.sharpnes.iterations: [2, 9]", new String[] {"8", "measure has: "});
    bad.put("measure.ntk.count: [2, 9]", new String[] {"8", "measure has: sharpness, signal"});
    bad.put("measure.sharpness.iteration: [2, 9]", new String[] {"8", "did you mean"});
    bad.put(
        "measure.sharpness.iterations: [2, 0]", new String[] {"8", "must be at least 1, was 0"});
    bad.put("measure.sharpness.iterations: [2, few]", new String[] {"8", "wanted a whole number"});
    bad.put("measure.sharpness.iterations: []", new String[] {"8", "one value or more"});
    bad.put("measure.sharpness: [2, 9]", new String[] {"8", "no parameter is at"});
    bad.put("measure: [2, 9]", new String[] {"8", "no parameter is at"});
    int visited = 0;
    for (Map.Entry<String, String[]> each : bad.entrySet()) {
      String text =
          BASE + AXES.replace("measure.sharpness.iterations: [2, 9]", each.getKey()) + MEASURES;
      Shell.Answer answer = command("run", text, work.resolve("bad"));

      assertEquals(2, answer.exit(), each.getKey() + ": " + answer.err());
      assertTrue(
          answer.err().contains("measured.yaml:" + each.getValue()[0] + ": "),
          each.getKey() + ": " + answer.err());
      assertTrue(answer.err().contains(each.getValue()[1]), each.getKey() + ": " + answer.err());
      assertFalse(answer.err().contains("\tat "), answer.err());
      assertFalse(Files.exists(work.resolve("bad")));
      visited++;
    }
    assertEquals(8, visited);
    Shell.Answer computed =
        command(
            "run",
            BASE + AXES + MEASURES.replace("iterations: 24", "iterations: \"=2*seed\""),
            work.resolve("bad"));
    assertEquals(2, computed.exit());
    assertTrue(computed.err().contains("measure.sharpness has an expression"), computed.err());
  }
}
