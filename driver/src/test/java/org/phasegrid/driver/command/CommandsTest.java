package org.phasegrid.driver.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;

class CommandsTest {
  private static final String TINY =
      """
      sweep: tiny
      base:
        architecture: {mlp: {width: 4, depth: 1}}
        dataset: {gaussian-noise: {examples: 8, inputs: 3}}
        stopping: {steps: 30}
      axes:
        learning-rate: {log10: {from: 1e-2, to: 1e4, points: 7}}
        architecture.width: [2, 4, 8]
        seed: {seeds: 2}
      measure: [trainability, loss]
      draw:
        - {heatmap: {x: learning-rate, y: architecture.width, color: trainable, by: fraction}}
        - {lines: {x: step, y: loss, color: learning-rate, scale: log}}
      check:
        - {name: slow rates never diverge, over: runs, where: "learning_rate < 0.1", that: "count(outcome == 'diverged') == 0"}
        - {name: an impossible claim, over: runs, that: "fraction(trainable) > 2"}
      """;

  @TempDir private Path work;

  private Path tiny() throws IOException {
    return Files.writeString(work.resolve("tiny.yaml"), TINY);
  }

  private Shell.Answer local(String command, Path document, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                document.toString(),
                "-o",
                work.resolve("out").toString(),
                "--engine",
                "local"));
    arguments.addAll(List.of(more));
    return Shell.run(arguments.toArray(new String[0]));
  }

  @Test
  void aSweepIsPlannedRunContinuedShownDrawnAndChecked() throws IOException {
    Path folder = work.resolve("out");

    Shell.Answer plan = local("plan", tiny());
    assertEquals(0, plan.exit(), plan.err());
    assertTrue(plan.out().contains("42 in all, 0 done, 42 to do"), plan.out());
    assertFalse(Files.exists(folder), "plan wrote something");

    Shell.Answer run = local("run", tiny());
    assertEquals(0, run.exit(), run.err());
    assertTrue(
        run.out().contains("heatmap-trainable-architecture-width-learning-rate.png"), run.out());
    for (String file :
        List.of(
            "runs.arrow",
            "steps.arrow",
            "cells.arrow",
            "provenance.arrow",
            "sweep.yaml",
            "manifest.json")) {
      assertTrue(Files.size(folder.resolve(file)) > 0, file);
    }

    Shell.Answer again = local("run", tiny());
    assertEquals(0, again.exit(), again.err());
    assertTrue(again.err().contains("nothing to train"), again.err());

    Shell.Answer more = local("run", tiny(), "--axis", "seed=seeds:3");
    assertEquals(0, more.exit(), more.err());
    assertTrue(more.err().contains("training 21 runs"), more.err());

    Shell.Answer show =
        Shell.run(
            "show",
            folder.toString(),
            "--sort",
            "loss_final",
            "--where",
            "architecture_width == 2",
            "--limit",
            "3");
    assertEquals(0, show.exit(), show.err());
    assertEquals(4, show.out().lines().count(), show.out());

    Shell.Answer draw =
        Shell.run(
            "draw",
            folder.toString(),
            "--x",
            "learning-rate",
            "--y",
            "architecture.width",
            "--color",
            "loss_ratio",
            "--scale",
            "log",
            "--format",
            "svg",
            "--name",
            "mine");
    assertEquals(0, draw.exit(), draw.err());
    assertTrue(Files.readString(folder.resolve("diagrams/mine.svg")).startsWith("<svg"));

    Shell.Answer check = Shell.run("check", folder.toString());
    assertEquals(1, check.exit(), check.out());
    assertTrue(check.out().contains("pass  slow rates never diverge"), check.out());
    assertTrue(check.out().contains("FAIL  an impossible claim"), check.out());
  }

  @Test
  void testedSweepsHaveAccuraciesAndOthersHaveNot() throws IOException {
    Path tested =
        Files.writeString(
            work.resolve("tested.yaml"),
            TINY.replace("{gaussian-noise: {examples: 8, inputs: 3}}", "{spirals: {examples: 30}}")
                .replace("  stopping:", "  test: {examples: 20}\n  stopping:"));

    Shell.Answer run = local("run", tested);
    Table runs = Tables.read(work.resolve("out/runs.arrow"));

    assertEquals(0, run.exit(), run.err());
    for (String column : List.of("accuracy", "test_accuracy", "test_loss")) {
      assertTrue(runs.column(column).number(0) >= 0, column);
    }
    assertTrue(runs.column("test_accuracy").number(0) <= 1);
    assertEquals(0, local("run", tiny(), "--fresh").exit());
    assertTrue(Tables.read(work.resolve("out/runs.arrow")).find("test_loss").isEmpty());
  }

  @Test
  void aFolderOfAnotherSweepIsRefused() throws IOException {
    assertEquals(0, local("run", tiny()).exit());
    Path other =
        Files.writeString(work.resolve("other.yaml"), TINY.replace("examples: 8", "examples: 9"));

    Shell.Answer answer = local("run", other);

    assertEquals(3, answer.exit(), answer.err());
    assertFalse(answer.err().contains("\tat "), answer.err());
    assertEquals(0, local("run", other, "--fresh").exit());
  }

  /** Each of the forty: one located message or more, exit 2, nothing written, no stack trace. */
  @Test
  void badDocumentsAreRefusedWithTheirLine() throws IOException {
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("unknown key", TINY.replace("dataset:", "datasett:"));
    bad.put("wrong type", TINY.replace("steps: 30", "steps: many"));
    bad.put("not a number", TINY.replace("width: 4, depth", "weight-variance: .nan, depth"));
    bad.put("empty axis", TINY.replace("[2, 4, 8]", "[]"));
    bad.put(
        "duplicate key",
        TINY.replace(
            "  stopping: {steps: 30}", "  stopping: {steps: 30}\n  stopping: {steps: 31}"));
    bad.put(
        "10^12 points",
        TINY.replace("points: 7", "points: 1000000").replace("seeds: 2", "seeds: 1000000"));
    bad.put("width 0", TINY.replace("[2, 4, 8]", "[2, 0, 8]"));
    bad.put(
        "batch larger than data",
        TINY.replace("  stopping:", "  batches: {size: 64}\n  stopping:"));
    bad.put(
        "unreadable data file",
        TINY.replace("{gaussian-noise: {examples: 8, inputs: 3}}", "{npz: {file: nowhere.npz}}"));
    bad.put("bad expression", TINY.replace("measure:", "where: \"learning_rate <\"\nmeasure:"));
    bad.put("no yaml", "sweep: [tiny\n");
    bad.put("tab", TINY.replace("  dataset:", "\tdataset:"));
    bad.put(
        "alias bomb",
        TINY
            + "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
            + "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c]\n");
    bad.put("nested without end", TINY + "x: " + "[".repeat(5000) + "]".repeat(5000) + "\n");
    bad.put("a list", "- 1\n- 2\n");
    bad.put(
        "two axes on one path",
        TINY.replace("  seed: {seeds: 2}", "  zip: {architecture.width: [1, 2], seed: [1, 2]}"));
    bad.put(
        "two axes of one rate",
        TINY.replace("  seed: {seeds: 2}", "  learning-rate.over-sharpness: [1, 2]"));
    bad.put("cyclic names", TINY + "let: {a: \"=b\", b: \"=a\"}\n");
    bad.put("cyclic columns", TINY + "columns: {a: b + 1, b: a + 1}\n");
    bad.put("contradictory shapes", TINY.replace("[2, 4, 8]", "[[2, 4], [4, 8]]"));
    bad.put("unknown member", TINY.replace("depth: 1", "depth: 1, activation: tanhh"));
    bad.put("unknown section", TINY + "axez: {}\n");
    bad.put(
        "axis of no parameter", TINY.replace("architecture.width: [2", "architecture.widht: [2"));
    bad.put(
        "zip of different lengths",
        TINY.replace("seed: {seeds: 2}", "zip: {seed: [1, 2], stopping.steps: [1, 2, 3]}"));
    bad.put("range from 0", TINY.replace("from: 1e-2", "from: 0"));
    bad.put(
        "step that does not lead there",
        TINY.replace("[2, 4, 8]", "{linear: {from: 1, to: 2, step: 0.3}}"));
    bad.put("value twice", TINY.replace("[2, 4, 8]", "[4, 4.0]"));
    bad.put("endless axis", TINY.replace("points: 7", "points: 1e12"));
    bad.put(
        "draw pinned that is none", TINY.replace("  stopping", "  seeds: {dat: 3}\n  stopping"));
    bad.put(
        "steps that are not whole", TINY.replace("steps: 30", "steps: \"=3/architecture_width\""));
    bad.put("unknown name", TINY.replace("steps: 30", "steps: \"=8/lr\""));
    bad.put("unknown measure", TINY.replace("[trainability, loss]", "[trainability, los]"));
    bad.put("measure twice", TINY.replace("[trainability, loss]", "[trainability, loss, loss]"));
    bad.put(
        "measure axis that is not asked",
        TINY.replace("  seed: {seeds: 2}", "  measure.sharpness.iterations: [2, 3]"));
    bad.put("axis named like a column", TINY + "let: {steps: [1, 2]}\n");
    bad.put("column of no name", TINY + "columns: {loss-gain: loss_final}\n");
    bad.put("column of labels", TINY + "columns: {how: first(outcome)}\n");
    bad.put("column per look", TINY + "columns: {twice: 2 * loss}\n");
    bad.put("critical along no axis", TINY + "critical: {c: {along: width, first: trainable}}\n");
    bad.put("critical of a number", TINY + "critical: {c: {along: seed, first: loss_ratio}}\n");
    bad.put("refine of no plane", TINY + "refine: {along: trainable, in: [seed], levels: 1}\n");
    bad.put("picture of no axis", TINY.replace("x: learning-rate, y", "x: learning-rat, y"));
    bad.put("picture of no plot", TINY.replace("- {heatmap", "- {heatmapp"));
    bad.put("check of no column", TINY.replace("fraction(trainable)", "fraction(trainabel)"));
    bad.put("check of no lines", TINY.replace("over: runs, where", "over: lines, where"));
    bad.put("code", TINY.replace("steps: 30", "steps: !!java.lang.Runtime 30"));
    bad.put(
        "file outside",
        TINY.replace(
            "{gaussian-noise: {examples: 8, inputs: 3}}", "{npz: {file: ../../etc/passwd}}"));
    bad.put("replicas of no axis", TINY + "replicas: [sede]\n");
    List<String> wrong = new ArrayList<>();
    int visited = 0;
    for (Map.Entry<String, String> each : bad.entrySet()) {
      Path document = Files.writeString(work.resolve("bad.yaml"), each.getValue());

      Shell.Answer answer = local("run", document);

      boolean located =
          answer.err().lines().findFirst().orElse("").matches("\\S*bad\\.yaml:\\d+: .*");
      boolean written;
      try (Stream<Path> left = Files.list(work)) {
        written = left.anyMatch(path -> !path.getFileName().toString().equals("bad.yaml"));
      }
      if (answer.exit() != 2
          || !located
          || written
          || answer.err().contains("\tat ")
          || !answer.out().isEmpty()) {
        wrong.add(each.getKey() + ": exit " + answer.exit() + ", " + answer.err() + answer.out());
      }
      visited++;
    }
    assertEquals(List.of(), wrong);
    assertEquals(48, visited);
  }

  @Test
  void wrongRequestsAreOneLine() throws IOException {
    for (String[] wrong :
        new String[][] {
          {"run", "no-such-sweep"},
          {"run", tiny().toString(), "--engine", "hadoop", "-o", work.resolve("out").toString()},
          {
            "run",
            tiny().toString(),
            "--set",
            "stopping.steps=x",
            "-o",
            work.resolve("out").toString()
          },
          {"show", work.resolve("nowhere").toString()},
          {"check", work.resolve("nowhere").toString()},
          {"draw", work.resolve("nowhere").toString()},
          {"list", "things"}
        }) {
      Shell.Answer answer = Shell.run(wrong);

      assertEquals(2, answer.exit(), String.join(" ", wrong) + ": " + answer.err());
      assertFalse(answer.err().isBlank());
      assertFalse(answer.err().contains("\tat "), answer.err());
    }
  }

  @Test
  void listsDoctorAndHelpSayWhatThereIs() {
    Shell.Answer list = Shell.run("list");
    assertEquals(0, list.exit());
    for (String name :
        List.of(
            "quickstart",
            "trainability",
            "fractal-boundary",
            "sharpness",
            "momentum",
            "sphere-signs",
            "orthogonal",
            "heatmap")) {
      assertTrue(list.out().contains("  " + name + " "), name);
    }
    assertEquals(0, Shell.run("doctor").exit(), Shell.run("doctor").out());
    assertEquals(0, Shell.run("--help").exit());
    assertTrue(Shell.run("--version").out().startsWith("phasegrid 0."));
    for (String command : List.of("run", "plan", "draw", "show", "check", "list", "doctor")) {
      assertEquals(0, Shell.run(command, "--help").exit(), command);
    }
  }
}
