package org.phasegrid.driver.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
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

/** The commands that look at a folder, or mend it. */
class FolderCommandsTest {
  private static final String TINY =
      """
      # A tiny one.
      sweep: tiny
      base:
        architecture: {mlp: {width: 4, depth: 1}}
        dataset: {gaussian-noise: {examples: 8, inputs: 3}}
        stopping: {steps: 20}
      axes:
        learning-rate: {log10: {from: 1e-2, to: 1e4, points: 7}}
        seed: {seeds: 2}
      measure: [trainability, {loss: {looks: {every: 5}}}]
      draw:
        - {heatmap: {x: learning-rate, y: seed, color: outcome, by: label, name: outcomes}}
      check:
        - {name: slow rates never diverge, where: "learning_rate < 0.1", that: "count(outcome == 'diverged') == 0"}
      """;

  @TempDir private Path work;
  private Path folder;

  @BeforeEach
  void name() {
    folder = work.resolve("out");
  }

  private Shell.Answer run(String text, Path into, String... more) throws IOException {
    Path document = Files.writeString(work.resolve("tiny.yaml"), text);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run", document.toString(), "-o", into.toString(), "--engine", "local", "--quiet"));
    arguments.addAll(List.of(more));
    Shell.Answer answer = Shell.run(arguments.toArray(new String[0]));
    assertEquals("", answer.err());
    return answer;
  }

  /** A folder in which one run failed before the others are done. */
  private String withAFailedRun(Path into) throws IOException {
    Path document = Files.writeString(work.resolve("tiny.yaml"), TINY);
    SweepOptions options = new SweepOptions();
    options.sweep = document.toString();
    Sweep sweep = options.read();
    RunId id = GridRuns.of(sweep.grid(), point -> 0).id(3);
    ShardWriter shard = new ShardWriter(Layout.of(sweep.measures()));
    shard.addFailed(
        id,
        "quarantined",
        new Outcome.Failed("JVM"),
        new ShardWriter.Circumstances("host", "1", 2, 0.5, "none", "none", "it died", ""));
    try (Folder begun = Folder.open(into, sweep, Folder.Begin.FRESH)) {
      begun.shards().append("abc", shard.toByteArray());
    }
    return id.hex();
  }

  @Test
  void aReportIsWrittenByRunAndRewrittenTheSame() throws IOException {
    Shell.Answer run = run(TINY, folder);
    assertEquals(0, run.exit());
    Path report = folder.resolve("report.html");
    assertTrue(run.out().contains("report   " + report), run.out());
    byte[] first = Files.readAllBytes(report);
    Files.delete(report);
    Files.delete(folder.resolve("diagrams/outcomes.svg"));
    Files.delete(folder.resolve("diagrams/outcomes.png"));

    Shell.Answer again = Shell.run("report", folder.toString());

    assertEquals(0, again.exit(), again.err());
    assertEquals(report + "\n", again.out());
    assertArrayEquals(first, Files.readAllBytes(report));
    String html = Files.readString(report);
    assertTrue(html.contains("A tiny one.") && html.contains("slow rates never diverge"));
    assertTrue(html.contains("<svg") && html.contains("14 runs"));
  }

  /** A claim that the tables cannot answer is no reason to lose the end of a run. */
  @Test
  void aCheckThatCannotBeJudgedIsToldAsSuch() throws IOException {
    Shell.Answer run =
        run(
            TINY.replace("count(outcome == 'diverged') == 0", "median(outcome_share_unheard) > 0")
                .replace("never diverge, where", "never diverge, over: cells, where"),
            folder);

    assertEquals(0, run.exit());
    assertTrue(
        Files.readString(folder.resolve("report.html"))
            .contains("cannot be judged: no column is named"));
    assertEquals(2, Shell.run("check", folder.toString()).exit());
  }

  @Test
  void checkSaysWhichOfAFolderAndASweepOfOneNameItTook() throws IOException {
    Path here = Path.of("catapult");
    Files.createDirectory(here);
    try {
      Shell.Answer check = Shell.run("check", "catapult");
      assertTrue(check.err().contains("catapult is a folder here and a sweep"), check.err());
    } finally {
      Files.delete(here);
    }
    assertFalse(Shell.run("check", folder.toString()).err().contains("is a folder here"));
    String help = Shell.run("check", "--help").out().replaceAll("\\s+", " ");
    assertTrue(help.contains("A name that is both is the folder's."), help);
  }

  @Test
  void statusTellsWhatIsThereAndWhoFillsIt() throws IOException {
    assertEquals(2, Shell.run("status", folder.toString()).exit());
    withAFailedRun(folder);
    Shell.Answer begun = Shell.run("status", folder.toString());
    assertTrue(begun.out().contains("1 of 14 done (7.1 %), 13 to do"), begun.out());
    assertTrue(begun.out().contains("nobody fills it"), begun.out());
    assertTrue(begun.out().contains("1 failed"), begun.out());

    try (Folder open = Folder.open(folder, Folders.sweep(folder), Folder.Begin.CONTINUE)) {
      Shell.Answer filled = Shell.run("status", folder.toString());
      assertTrue(filled.out().contains("being filled by process"), filled.out());
      assertTrue(open.shards().damaged().isEmpty());
    }

    run(TINY, folder, "--fresh");
    Shell.Answer complete = Shell.run("status", folder.toString());
    assertEquals(0, complete.exit(), complete.out());
    assertTrue(complete.out().contains("state    complete\n"), complete.out());
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    long diverged =
        runs.column("outcome").cells().stream().filter(cell -> "diverged".equals(cell)).count();
    assertTrue(complete.out().contains(diverged + " diverged"), complete.out());
  }

  @Test
  void retryMendsAFailedRunAndTheBytesAreThoseOfACalmOne() throws IOException {
    String id = withAFailedRun(folder);
    Shell.Answer failing = run(TINY, folder);
    assertEquals(1, failing.exit());
    assertEquals(1, Shell.run("status", folder.toString()).exit());
    Shell.Answer different = Shell.run("rerun", folder.toString(), id, "--engine", "local");
    assertEquals(1, different.exit());
    assertTrue(
        different.out().contains("DIFF  " + id + "  outcome was failed, is "), different.out());

    Shell.Answer retry = Shell.run("retry", folder.toString(), "--engine", "local", "--quiet");

    assertEquals(0, retry.exit(), retry.err());
    assertEquals("", retry.err());
    assertTrue(retry.out().contains("report   "), retry.out());
    Path calm = work.resolve("calm");
    run(TINY, calm);
    assertEquals(Shell.tables(calm), Shell.tables(folder));
    assertEquals(0, Shell.run("diff", calm.toString(), folder.toString()).exit());
  }

  @Test
  void rerunFindsTheStoredBitsAndEveryChangedOne() throws IOException {
    run(TINY, folder);
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    String id = runs.column("run_id").text(5);
    Map<String, String> before = Shell.tables(folder);

    Shell.Answer sample =
        Shell.run("rerun", folder.toString(), "--sample", "4", "--engine", "local", "--quiet");
    assertEquals(0, sample.exit(), sample.out());
    assertEquals("", sample.err());
    assertEquals(4, sample.out().lines().filter(line -> line.startsWith("same  ")).count());
    assertTrue(sample.out().endsWith("4 of 4 runs have the stored bits\n"), sample.out());
    assertEquals(
        sample.out(),
        Shell.run(
                "rerun",
                folder.toString(),
                "--sample",
                "4",
                "--engine",
                "local",
                "--master",
                "local[1]")
            .out());
    assertEquals(before, Shell.tables(folder), "rerun changed the folder");
    assertEquals(
        0, Shell.run("rerun", folder.toString(), id.substring(0, 12), "--engine", "local").exit());

    // One ulp in one look, and one in one run.
    change("steps", "loss", row(folder, "steps", id));
    Shell.Answer look = Shell.run("rerun", folder.toString(), id, "--engine", "local");
    assertEquals(1, look.exit(), look.out());
    assertTrue(look.out().contains("DIFF  " + id + "  steps.loss in 1 rows"), look.out());
    change("runs", "loss_final", 5);
    Shell.Answer both = Shell.run("rerun", folder.toString(), id, "--engine", "local");
    assertTrue(both.out().contains("loss_final was "), both.out());
    assertTrue(both.out().endsWith("0 of 1 runs have the stored bits\n"), both.out());
  }

  private static int row(Path folder, String table, String id) throws IOException {
    return Tables.read(folder.resolve(table + ".arrow")).column("run_id").cells().indexOf(id);
  }

  /** Moves a number of a table by one ulp. */
  private void change(String table, String column, int row) throws IOException {
    Path file = folder.resolve(table + ".arrow");
    Table read = Tables.read(file);
    List<Object> cells = read.column(column).cells();
    cells.set(row, Math.nextUp((Double) cells.get(row)));
    Tables.write(file, read, Tables.metadata("tiny"));
  }

  @Test
  void diffSaysWhatDiffersAndWhy() throws IOException {
    run(TINY, folder);
    Path same = work.resolve("same");
    run(TINY, same);
    Path more = work.resolve("more");
    run(TINY, more, "--axis", "seed=seeds:3");
    Path other = work.resolve("other");
    run(TINY, other, "--set", "dataset.examples=9");

    Shell.Answer equal = Shell.run("diff", folder.toString(), same.toString());
    assertEquals(0, equal.exit(), equal.out());
    assertTrue(equal.out().contains("runs     the same bytes"), equal.out());
    assertTrue(equal.out().contains("why      the tables are equal"), equal.out());

    Shell.Answer larger = Shell.run("diff", folder.toString(), more.toString());
    assertEquals(1, larger.exit(), larger.out());
    assertTrue(
        larger.out().contains("runs     14 rows in both, 0 only in A, 7 only in B"), larger.out());
    assertTrue(larger.out().contains("document axes.seed"), larger.out());
    assertTrue(larger.out().contains(" at learning_rate 0.01, seed 3\n"), larger.out());
    assertTrue(larger.out().contains("and 4 more only in B"), larger.out());
    assertTrue(larger.out().contains("other runs were asked for: axes differ"), larger.out());

    Shell.Answer based = Shell.run("diff", folder.toString(), other.toString());
    assertTrue(
        based.out().contains("document base.dataset.gaussian-noise.examples: A 8, B 9"),
        based.out());
    assertTrue(based.out().contains("0 rows in both, 14 only in A, 14 only in B"), based.out());

    change("runs", "loss_final", 2);
    Shell.Answer bits = Shell.run("diff", folder.toString(), same.toString());
    assertEquals(1, bits.exit(), bits.out());
    assertTrue(bits.out().contains("loss_final in 1, by at most "), bits.out());
    assertTrue(bits.out().contains("the same runs gave other bits"), bits.out());
  }

  @Test
  void exportWritesEveryTable() throws IOException {
    run(TINY, folder);
    for (String format : List.of("csv", "ndjson", "parquet")) {
      Shell.Answer export = Shell.run("export", folder.toString(), "--to", format);

      assertEquals(0, export.exit(), export.err());
      for (String table : List.of("runs", "steps", "layers", "cells", "provenance")) {
        assertTrue(Files.exists(folder.resolve("export/" + table + "." + format)), table);
      }
      try (Stream<Path> parts = Files.list(folder.resolve("export"))) {
        assertTrue(parts.noneMatch(part -> part.toString().endsWith(".part")));
      }
    }
    List<String> lines = Files.readAllLines(folder.resolve("export/runs.csv"));
    assertEquals(15, lines.size());
    assertTrue(lines.get(0).startsWith("run_id,cell,learning_rate,seed,outcome"), lines.get(0));
  }

  @Test
  void citeNamesThePapersOfACatalogueSweepAndOfAFolder() throws IOException {
    Shell.Answer cite = Shell.run("cite", "quickstart");
    assertEquals(0, cite.exit(), cite.err());
    assertTrue(cite.out().contains("@misc{arxiv:2402.06184"), cite.out());
    assertTrue(cite.out().contains("@misc{phasegrid:quickstart"), cite.out());
    run(TINY, folder);
    assertTrue(Shell.run("cite", folder.toString()).out().contains("@misc{phasegrid:tiny"));
  }

  @Test
  void wrongRequestsAreOneLineAndExitTwo() throws IOException {
    run(TINY, folder);
    String here = folder.toString();
    String nowhere = work.resolve("nowhere").toString();
    int visited = 0;
    for (String[] wrong :
        new String[][] {
          {"status", nowhere},
          {"rerun", nowhere, "--sample", "1"},
          {"rerun", here, "--engine", "local"},
          {"rerun", here, "--sample", "0", "--engine", "local"},
          {"rerun", here, "zz", "--engine", "local"},
          {"rerun", here, "", "--engine", "local"},
          {"rerun", here, "0", "--sample", "1"},
          {"rerun", here, "--sample", "1", "--engine", "hadoop"},
          {"retry", nowhere},
          {"diff", here, nowhere},
          {"diff", nowhere, here},
          {"export", nowhere, "--to", "csv"},
          {"export", here, "--to", "xlsx"},
          {"report", nowhere},
          {"cite", "no-such-sweep"},
          {"cite", nowhere}
        }) {
      Shell.Answer answer = Shell.run(wrong);

      String asked = String.join(" ", wrong);
      assertEquals(2, answer.exit(), asked + ": " + answer.err());
      assertEquals(1, answer.err().lines().count(), asked + ": " + answer.err());
      assertFalse(answer.err().contains("\tat "), asked);
      visited++;
    }
    assertEquals(16, visited);
    assertFalse(Files.exists(work.resolve("nowhere")), "something was written");
  }

  @Test
  void quietHelpAndVersionWorkEverywhere() {
    int visited = 0;
    for (String command :
        List.of(
            "run", "plan", "draw", "report", "show", "status", "rerun", "retry", "check", "diff",
            "export", "list", "cite", "doctor")) {
      Shell.Answer help = Shell.run(command, "--help");
      assertEquals(0, help.exit(), command);
      assertTrue(help.out().contains("--quiet"), command);
      assertTrue(Shell.run(command, "--version").out().startsWith("phasegrid "), command);
      visited++;
    }
    assertEquals(14, visited);
    assertEquals(0, Shell.run("list", "plots", "--quiet").exit());
  }
}
