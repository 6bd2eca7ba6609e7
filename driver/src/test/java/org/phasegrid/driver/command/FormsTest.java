package org.phasegrid.driver.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;

/** Every form in which a sweep may be written or changed, and every promise of the folder. */
class FormsTest {
  private static final String BASE =
      """
      sweep: forms
      base:
        architecture: {mlp: {width: 4, depth: 1, activation: tanh}}
        dataset: {gaussian-noise: {examples: 8, inputs: 3, outputs: 1}}
        stopping: {steps: 8}
      """;

  @TempDir private Path work;

  private Path document(String text) throws IOException {
    return Files.writeString(work.resolve("forms.yaml"), text);
  }

  private Shell.Answer local(String command, Path document, String folder, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                document.toString(),
                "-o",
                work.resolve(folder).toString(),
                "--engine",
                "local"));
    arguments.addAll(List.of(more));
    return Shell.run(arguments.toArray(new String[0]));
  }

  private Table run(String folder, String text, String... more) throws IOException {
    Shell.Answer answer = local("run", document(text), folder, more);
    assertEquals(0, answer.exit(), answer.err());
    return Tables.read(work.resolve(folder).resolve("runs.arrow"));
  }

  private static List<Object> distinct(Table table, String column) {
    return table.column(column).cells().stream().distinct().toList();
  }

  @Test
  void axesAreListsRangesSeedsAndZips() throws IOException {
    Table runs =
        run(
            "axes",
            BASE
                + """
                axes:
                  learning-rate: {log10: {from: 1e-2, to: 1, per-decade: 1}}
                  architecture.weight-variance: {log2: {from: 0, to: 1, step: 0.5}}
                  architecture.width: {linear: {from: 2, to: 6, step: 4}}
                  zip:
                    architecture.depth: [1, 2]
                    stopping.steps: [4, 6]
                  seed: {seeds: 2}
                """);

    assertEquals(3 * 3 * 2 * 2 * 2, runs.rows());
    assertEquals(List.of(0.01, 0.1, 1.0), distinct(runs, "learning_rate"));
    assertEquals(List.of(1.0, Math.sqrt(2), 2.0), distinct(runs, "architecture_weight_variance"));
    assertEquals(List.of(2L, 6L), distinct(runs, "architecture_width"));
    assertEquals(List.of(1L, 2L), distinct(runs, "seed"));
    for (int row = 0; row < runs.rows(); row++) {
      double depth = runs.column("architecture_depth").number(row);
      assertEquals(2 * depth + 2, runs.column("stopping_steps").number(row));
      assertEquals(2 * depth + 2, runs.column("steps").number(row));
    }
    // A cell is an index over all axes but the seeds.
    assertEquals(36, distinct(runs, "cell").size());
  }

  @Test
  void everyPartOfANetworkAndItsTrainingIsAnAxis() throws IOException {
    Table runs =
        run(
            "parts",
            """
            sweep: forms
            base:
              architecture: {mlp: {width: 4, depth: 2, activation: tanh, bias: true, bias-variance: 0.1, readout-scale: 0.5}}
              dataset: {gaussian-clusters: {examples: 12, inputs: 3, classes: 2, mean: class}}
              probe: {examples: 6, from: train}
              learning-rate: 0.05
              stopping: {steps: 6}
            axes:
              architecture.parametrization: [standard, ntk, mean-field, mup]
              architecture.readout: [trained, fixed]
              architecture.trained: [all, biases]
              schedule: [constant, {warm-up: {steps: 3}}, cosine]
            measure: [{omd: {looks: last}}]
            """);

    assertEquals(4 * 2 * 2 * 3, runs.rows());
    assertEquals(List.of("finished"), distinct(runs, "outcome"));
    // muP is mean-field but for the readout: where that is fixed, the 6 runs of both are the same.
    Table apart =
        runs.rows(
            IntStream.range(0, runs.rows())
                .filter(
                    row ->
                        !(runs.column("architecture_readout").cells().get(row).equals("fixed")
                            && runs.column("architecture_parametrization")
                                .cells()
                                .get(row)
                                .equals("mup")))
                .boxed()
                .toList());
    assertEquals(42, distinct(runs, "fingerprint").size());
    assertEquals(42, distinct(apart, "fingerprint").size());
    for (int row = 0; row < runs.rows(); row++) {
      boolean biases = runs.column("architecture_trained").cells().get(row).equals("biases");
      boolean fixed = runs.column("architecture_readout").cells().get(row).equals("fixed");
      // Biases 4 + 4 + 2, of which a fixed readout has none; weights 12 + 16 + 8.
      int trained = (fixed ? 8 : 10) + (biases ? 0 : fixed ? 28 : 36);
      assertEquals(trained, runs.column("parameters").number(row));
    }
  }

  @Test
  void namesAndExpressionsGiveTheRunsThatTheirValuesWould() throws IOException {
    Table computed =
        run(
            "computed",
            """
            sweep: forms
            base:
              architecture: {mlp: {width: 4, depth: 1, weight-variance: "=1/inverse_sigma^2"}}
              dataset: {gaussian-noise: {examples: 8, inputs: 3, outputs: 1}}
              stopping: {steps: "=max(8, twice/learning_rate)"}
              seeds: {data: "=1000+seed"}
            axes:
              learning-rate: [0.1, 1]
              seed: {seeds: 2}
            let:
              inverse_sigma: {log2: {from: 0, to: 1, points: 2}}
              twice: "=2*inverse_sigma/inverse_sigma"
            where: learning_rate < 1 or inverse_sigma > 1
            exclude: [seed == 2 and learning_rate == 1]
            """);

    // 2 x 2 x 2 points, of which (1, inverse_sigma 1) is out for both seeds and (1, seed 2) too.
    assertEquals(5, computed.rows());
    Map<String, String> ids = new HashMap<>();
    for (int row = 0; row < computed.rows(); row++) {
      ids.put(
          computed.column("learning_rate").number(row)
              + " "
              + computed.column("inverse_sigma").number(row)
              + " "
              + computed.column("seed").number(row),
          computed.column("run_id").text(row));
    }
    Table plain =
        run(
            "plain",
            """
            sweep: forms
            base:
              architecture: {mlp: {width: 4, depth: 1, weight-variance: 0.25}}
              dataset: {gaussian-noise: {examples: 8, inputs: 3, outputs: 1}}
              stopping: {steps: 20}
              learning-rate: 0.1
              seeds: {data: 1002}
              seed: 2
            """);
    assertEquals(ids.get("0.1 2.0 2.0"), plain.column("run_id").text(0));
  }

  @Test
  void drawsDependOnTheSeedAndTheirNameAlone() throws IOException {
    Table runs =
        run(
            "draws",
            BASE
                + "axes:\n  learning-rate: [0.01, 1]\n  seed: {seeds: 2}\n"
                + "measure: [trainability]\n");
    Table watched =
        run(
            "watched",
            BASE
                + "axes:\n  learning-rate: [0.01, 1]\n  seed: {seeds: 2}\n"
                + "measure: [trainability, {sharpness: {looks: {every: 1}}}, ntk]\n");
    Table pinned =
        run(
            "pinned",
            BASE.replace("  stopping", "  seeds: {data: 7, init: 7}\n  stopping")
                + "axes:\n  learning-rate: [0.01, 1]\n  seed: {seeds: 2}\n");

    List<Object> losses = runs.column("loss_initial").cells();
    assertEquals(losses.get(0), losses.get(2));
    assertEquals(losses.get(1), losses.get(3));
    assertNotEquals(losses.get(0), losses.get(1));
    assertEquals(1, distinct(pinned, "loss_initial").size());
    assertEquals(
        runs.column("fingerprint").cells(),
        watched.column("fingerprint").cells(),
        "measuring changed the weights");
    assertEquals(runs.column("run_id").cells(), watched.column("run_id").cells());
  }

  @Test
  void looksAreEveryAtLogarithmicOrLast() throws IOException {
    run(
        "looks",
        BASE.replace("steps: 8", "steps: 16")
            + """
            measure:
              - trainability
              - {loss: {looks: {every: 8}, as: a}}
              - {loss: {looks: {at: [0, 3]}, as: b}}
              - {loss: {looks: {log2: 1}, as: c}}
              - {loss: {looks: last, as: d}}
              - {sharpness: {looks: [0, 5], as: e}}
            """);
    Table steps = Tables.read(work.resolve("looks/steps.arrow"));

    Map<String, List<Long>> expected =
        Map.of(
            "e_sharpness", List.of(0L, 5L),
            "step", List.of(0L, 1L, 2L, 3L, 4L, 5L, 8L, 16L));
    for (Map.Entry<String, List<Long>> each : expected.entrySet()) {
      List<Object> at = new ArrayList<>();
      for (int row = 0; row < steps.rows(); row++) {
        if (!steps.column(each.getKey()).isNull(row)) {
          at.add(steps.column("step").cells().get(row));
        }
      }
      assertEquals(each.getValue(), at, each.getKey());
    }
  }

  @Test
  void ratesRestOnCurvatureWhereAskedAndLayersHaveTheirOwn() throws IOException {
    Table runs =
        run(
            "rates",
            BASE
                + """
                axes:
                  learning-rate: [0.1, {over-sharpness: 0.5}, {over-kernel: 0.5}]
                  layer-rates.1: [1, 0]
                measure: [trainability, {sharpness: {looks: [0]}}]
                """
                    .replace("axes:", "  layer-rates: [1, 1]\naxes:"));

    assertEquals(6, runs.rows());
    for (int row = 0; row < 6; row++) {
      double rate = runs.column("learning_rate_initial").number(row);
      boolean fixed = row < 2;
      assertEquals(fixed, runs.column("lambda_initial").isNull(row), "row " + row);
      double wanted = fixed ? 0.1 : 0.5 / runs.column("lambda_initial").number(row);
      assertEquals(wanted, rate, 1e-15 * rate);
    }
    Table looks = Tables.read(work.resolve("rates/steps.arrow"));
    assertEquals(
        runs.column("lambda_initial").number(2),
        looks.column("sharpness").number(2),
        1e-9 * looks.column("sharpness").number(2));
    assertNotEquals(
        runs.column("fingerprint").text(0), runs.column("fingerprint").text(1), "layer-rates.1");
  }

  @Test
  void everyPartOfARunMayBeAnAxis() throws IOException {
    Table runs =
        run(
            "parts",
            """
            sweep: parts
            base:
              architecture: {mlp: {width: 4, depth: 1}}
              dataset: {gaussian-clusters: {examples: 12, inputs: 3, classes: 2}}
              test: {examples: 6}
              stopping: {steps: 3}
            axes:
              loss: [cross-entropy, {squared-error: {half: true, examples: class-mean, outputs: sum}}]
              batches: [full, {size: 4}]
              precision: [float64, float32]
              optimizer: [gradient-descent, {momentum: 0.9}, adam]
              stopping.steps: [0, 3]
            """);

    assertEquals(2 * 2 * 2 * 3 * 2, runs.rows());
    assertEquals(List.of("finished"), distinct(runs, "outcome"));
    assertEquals(
        48, new TreeSet<>(distinct(runs, "run_id").stream().map(String::valueOf).toList()).size());
    for (int row = 0; row < runs.rows(); row++) {
      assertTrue(runs.column("test_accuracy").number(row) <= 1);
      assertEquals(
          runs.column("stopping_steps").cells().get(row), runs.column("steps").cells().get(row));
    }
  }

  @Test
  void theCommandLineSetsValuesReplacesAxesAndAddsMeasures() throws IOException {
    String text = BASE + "axes:\n  learning-rate: [0.1, 1]\n  seed: {seeds: 2}\n";
    Table runs =
        run(
            "changed",
            text,
            "--set",
            "architecture.depth=2",
            "--set",
            "architecture.bias=true",
            "--set",
            "stopping.steps=4",
            "--axis",
            "learning-rate=log10:1e-3:1e-1:3",
            "--axis",
            "architecture.weight-variance=log2:0:2:3",
            "--axis",
            "architecture.bias-variance=linear:0:1:2",
            "--axis",
            "seed=seeds:1",
            "--axis",
            "architecture.width=[4, 8]",
            "--measure",
            "gradient-norm,weight-norm");

    assertEquals(List.of(0.001, 0.01, 0.1), distinct(runs, "learning_rate"));
    assertEquals(List.of(1.0, 2.0, 4.0), distinct(runs, "architecture_weight_variance"));
    assertEquals(List.of(0.0, 1.0), distinct(runs, "architecture_bias_variance"));
    assertEquals(List.of(4L, 8L), distinct(runs, "architecture_width"));
    assertEquals(3 * 3 * 2 * 2, runs.rows());
    assertEquals(List.of(4L), distinct(runs, "steps"));
    Table steps = Tables.read(work.resolve("changed/steps.arrow"));
    assertTrue(steps.find("gradient_norm").isPresent());
    assertTrue(steps.find("weight_norm").isPresent());
    int visited = 0;
    for (String[] wrong :
        new String[][] {
          {"--set", "architecture.dept=2"},
          {"--set", "architecture.depth"},
          {"--axis", "learning-rate=log10:0:1:3"},
          {"--axis", "learning-rate=[]"},
          {"--axis", "seed=seeds:0"},
          {"--set", "learning-rate=3"},
          {"--measure", "sharpnes"}
        }) {
      Shell.Answer answer = local("run", document(text), "wrong", wrong);
      assertEquals(2, answer.exit(), String.join(" ", wrong) + answer.err());
      assertTrue(answer.err().contains(wrong[0]), answer.err());
      assertFalse(Files.exists(work.resolve("wrong")));
      visited++;
    }
    assertEquals(7, visited);
  }

  @Test
  void jsonIsADocumentTooAndWhatIsWrittenOutIsTheSameSweep() throws IOException {
    Table yaml = run("yaml", BASE + "axes:\n  learning-rate: [0.1, 1]\n");
    Path json =
        Files.writeString(
            work.resolve("forms.json"),
            """
            {"sweep": "forms",
             "base": {"architecture": {"mlp": {"width": 4, "depth": 1, "activation": "tanh"}},
                      "dataset": {"gaussian-noise": {"examples": 8, "inputs": 3, "outputs": 1}},
                      "stopping": {"steps": 8}},
             "axes": {"learning-rate": [0.1, 1e0]}}
            """);

    assertEquals(0, local("run", json, "json").exit());
    assertEquals(0, local("run", work.resolve("yaml/sweep.yaml"), "again").exit());

    assertEquals(2, yaml.rows());
    Map<String, String> tables = Shell.tables(work.resolve("yaml"));
    assertEquals(tables, Shell.tables(work.resolve("json")));
    assertEquals(tables, Shell.tables(work.resolve("again")));
  }

  @Test
  void cellsAggregateOverTheReplicasThatAreNamed() throws IOException {
    run(
        "cells",
        BASE
            + """
            axes:
              architecture.width: [2, 4]
              learning-rate: [0.1, 1, 1e6]
              seed: {seeds: 2}
            replicas: [seed, learning-rate]
            measure: [trainability, {signal: {looks: last}}]
            check:
              - {name: runs, over: cells, where: "layer == 1", that: "all(runs >= 2)"}
              - {name: layers, over: layers, where: learning_rate == 0.1, that: "count() > 0 and min(layer) >= 0"}
            """);
    Table cells = Tables.read(work.resolve("cells/cells.arrow"));

    assertTrue(cells.find("architecture_width").isPresent());
    assertTrue(cells.find("learning_rate").isEmpty());
    assertEquals(6, cells.column("runs").number(0));
    for (String column :
        List.of(
            "loss_final_mean",
            "loss_final_median",
            "loss_final_sd",
            "loss_final_count",
            "outcome_share_diverged",
            "trainable_mean")) {
      assertFalse(cells.column(column).isNull(0), column);
    }
    Shell.Answer check = Shell.run("check", work.resolve("cells").toString());
    assertEquals(0, check.exit(), check.out() + check.err());
  }

  @Test
  void everyFunctionOfTheGrammarJudgesRows() throws IOException {
    run(
        "functions",
        BASE
            + """
            axes:
              learning-rate: [1e-3, 1e-2, 1e-1]
              seed: {seeds: 2}
            measure: [trainability, {loss: {looks: {every: 4}}}]
            check:
              - {name: scalars, that: "all(abs(sqrt(learning_rate)^2 / learning_rate - 1) < 1e-12 and floor(log10(learning_rate) + 0.5) in [-3, -2, -1] and abs(exp(log(steps)) - 8) < 1e-9)"}
              - {name: words, that: "all(outcome == 'finished' and not (outcome in ['failed', 'diverged']))"}
              - {name: extremes, that: "min(learning_rate) == 1e-3 and max(learning_rate) == 1e-1 and max(2, 3) == 3 and min(2, 3) == 2"}
              - {name: averages, that: "abs(mean(learning_rate) - 0.037) < 1e-12 and median(learning_rate) == 1e-2 and fraction(learning_rate < 1e-2) == 1/3"}
              - {name: places, that: "first(seed) == 1 and last(seed) == 2 and count() == 6 and count(seed == 1) == 3"}
              - {name: looks, over: steps, where: "seed == 1 and learning_rate == 1e-3", that: "at(loss, 0) >= at(loss, 8) and monotone(step) == 1"}
              - {name: relations, that: "abs(slope(learning_rate^2, learning_rate) - 2) < 1e-9 and pearson(learning_rate, 2*learning_rate + 1) > 0.999999 and spearman(learning_rate, -1/learning_rate) > 0.999999"}
              - {name: agreements, that: "agreement(trainable, convergence_measure < 0) == 1 and any(seed == 2) and alike(steps, seed) == 1"}
              - {name: theories, that: "bbp_eps_c(1, 0.5) > 0 and trunc_a_c(3) > 0"}
            """);

    Shell.Answer check = Shell.run("check", work.resolve("functions").toString());

    assertEquals(0, check.exit(), check.out() + check.err());
    assertEquals(9, check.out().lines().filter(line -> line.startsWith("pass  ")).count());
  }

  @Test
  void picturesAreDescribedOnTheCommandLine() throws IOException {
    run(
        "drawn",
        BASE
            + """
            axes:
              learning-rate: {log10: {from: 1e-2, to: 1e3, points: 6}}
              architecture.width: [2, 4]
              architecture.depth: [1, 2]
              seed: {seeds: 2}
            """);
    String folder = work.resolve("drawn").toString();
    int visited = 0;
    for (String[] options :
        new String[][] {
          {"--color", "trainable", "--by", "fraction", "--facet", "architecture.depth"},
          {"--color", "outcome", "--by", "label", "--over", "seed,architecture.depth"},
          {"--color", "loss_final", "--by", "mean", "--scale", "log"},
          {"--color", "convergence_measure", "--scale", "rank", "--by", "median"}
        }) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "draw",
                  folder,
                  "--x",
                  "learning-rate",
                  "--y",
                  "architecture.width",
                  "--format",
                  "png,svg",
                  "--name",
                  "mine" + visited));
      arguments.addAll(List.of(options));
      Shell.Answer draw = Shell.run(arguments.toArray(new String[0]));

      assertEquals(0, draw.exit(), draw.err());
      assertEquals("", draw.err());
      assertEquals(2, draw.out().lines().count());
      for (String ending : List.of("png", "svg", "arrow")) {
        assertTrue(Files.size(Path.of(folder, "diagrams", "mine" + visited + "." + ending)) > 100);
      }
      visited++;
    }
    assertEquals(4, visited);
    assertEquals(
        24, Tables.read(Path.of(folder, "diagrams/mine0.arrow")).rows(), "two panels of 12");
    assertEquals(
        0,
        Shell.run(
                "draw",
                folder,
                "--plot",
                "lines",
                "--x",
                "learning-rate",
                "--y",
                "loss_final",
                "--color",
                "architecture.width",
                "--scale",
                "log",
                "--name",
                "curves")
            .exit());
    for (String[] wrong :
        new String[][] {
          {"draw", folder, "--x", "learning-rate", "--y", "architecture.width", "--color", "los"},
          {"draw", folder, "--format", "gif"},
          {"draw", folder, "--plot", "pie", "--x", "seed", "--y", "learning-rate"},
          {"draw", folder, "--x", "seed", "--y", "seed", "--color", "trainable"}
        }) {
      Shell.Answer answer = Shell.run(wrong);
      assertEquals(2, answer.exit(), String.join(" ", wrong) + answer.err());
      assertEquals(1, answer.err().lines().count(), answer.err());
    }
  }

  @Test
  void resultsGoToStdoutProgressToStderrAndQuietSaysNothing() throws IOException {
    Path document = document(BASE + "axes:\n  learning-rate: [0.1, 1]\n");

    Shell.Answer loud = local("run", document, "loud");
    Shell.Answer quiet = local("run", document, "quiet", "--quiet");

    assertTrue(loud.err().contains("training 2 runs on local"), loud.err());
    assertTrue(loud.err().contains("kernels "), loud.err());
    assertTrue(loud.err().contains("2/2 runs, "), loud.err());
    assertFalse(loud.out().contains("training"), loud.out());
    assertTrue(loud.out().contains("runs     2 finished"), loud.out());
    assertEquals("", quiet.err());
    assertEquals(loud.out().replace("loud", "quiet"), quiet.out());
    JsonNode manifest =
        new ObjectMapper().readTree(Files.readAllBytes(work.resolve("loud/manifest.json")));
    for (String key : List.of("version", "java", "cpu", "kernels", "engine", "command", "points")) {
      assertFalse(manifest.path(key).isMissingNode(), key);
    }
    for (String kind :
        List.of(
            "sweeps",
            "indicators",
            "activations",
            "optimizers",
            "losses",
            "datasets",
            "initializations",
            "plots")) {
      Shell.Answer list = Shell.run("list", kind);
      assertEquals(0, list.exit());
      assertTrue(list.out().lines().count() >= 2, kind + list.out());
    }
  }

  @Test
  void aFolderOfANewerVersionIsLeftAlone() throws IOException {
    Path document = document(BASE);
    assertEquals(0, local("run", document, "newer").exit());
    Path identity = work.resolve("newer/store/sweep.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode known = (ObjectNode) json.readTree(Files.readAllBytes(identity));
    known.put("format", 1000).put("version", "9.0");
    Files.write(identity, json.writeValueAsBytes(known));
    Map<String, String> before = Shell.tables(work.resolve("newer"));
    String folder = work.resolve("newer").toString();

    for (String[] command :
        new String[][] {
          {"run", document.toString(), "-o", folder, "--engine", "local"},
          {"status", folder},
          {"retry", folder, "--engine", "local"},
          {"rerun", folder, "--sample", "1", "--engine", "local"}
        }) {
      Shell.Answer answer = Shell.run(command);
      assertEquals(3, answer.exit(), String.join(" ", command) + answer.err());
      assertTrue(answer.err().contains("newer version, 9.0"), answer.err());
      assertFalse(answer.err().contains("\tat "), answer.err());
    }
    assertEquals(before, Shell.tables(work.resolve("newer")));
  }

  @Test
  void anInterruptedRunExitsFourAndTheSameCommandFinishes()
      throws IOException, InterruptedException {
    String text =
        BASE.replace("steps: 8", "steps: 3000")
            + "axes:\n  learning-rate: {log10: {from: 1e-4, to: 1e-2, points: 40}}\n"
            + "  seed: {seeds: 20}\n";
    Path document = document(text);
    Path folder = work.resolve("stopped");
    String[] command = {
      "run",
      document.toString(),
      "-o",
      folder.toString(),
      "--engine",
      "local",
      "--master",
      "local[1]"
    };
    Process process =
        Shell.start(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            List.of("--add-modules=jdk.incubator.vector"),
            work.resolve("log"),
            command);
    Path store = folder.resolve("store");
    long until = System.nanoTime() + 120_000_000_000L;
    while (shards(store) == 0 && process.isAlive() && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    process.destroy();

    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String log = Files.readString(work.resolve("log"));
    assertEquals(4, process.exitValue(), log);
    assertTrue(log.contains("the same command goes on from there"), log);
    assertFalse(log.contains("\tat "), log);
    long kept = shards(store);
    assertTrue(kept > 0);
    Shell.Answer rest = Shell.run(command);
    assertEquals(0, rest.exit(), rest.err());
    assertTrue(rest.err().contains(" of them there already"), rest.err());
    assertEquals(800, Tables.read(folder.resolve("runs.arrow")).rows());
  }

  private static long shards(Path store) throws IOException {
    if (!Files.isDirectory(store)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(store)) {
      return files.filter(file -> file.toString().endsWith(".arrow")).count();
    }
  }

  @Test
  void aCopiedFolderIsTheFolder() throws IOException {
    run(
        "first",
        BASE
            + """
            axes:
              learning-rate: [0.1, 1]
              seed: {seeds: 2}
            draw: [{heatmap: {x: learning-rate, y: seed, color: outcome, by: label}}]
            check: [{name: there, that: count() == 4}]
            """);
    Path copy = work.resolve("elsewhere/copy");
    try (Stream<Path> files = Files.walk(work.resolve("first"))) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(work.resolve("first").relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Files.delete(work.resolve("forms.yaml"));

    int visited = 0;
    for (String[] command :
        new String[][] {
          {"check", copy.toString()},
          {"draw", copy.toString()},
          {"report", copy.toString()},
          {"show", copy.toString()},
          {"status", copy.toString()},
          {"rerun", copy.toString(), "--sample", "2", "--engine", "local"},
          {"retry", copy.toString(), "--engine", "local"},
          {"diff", copy.toString(), work.resolve("first").toString()},
          {"export", copy.toString(), "--to", "csv"},
          {"cite", copy.toString()}
        }) {
      assertEquals(0, Shell.run(command).exit(), String.join(" ", command));
      visited++;
    }
    assertEquals(10, visited);
  }

  /** What a command exports is read back equal by implementations in JavaScript. */
  @Test
  void exportedTablesAreReadBackEqual() throws IOException, InterruptedException {
    Path scripts = Path.of("src/test/node").toAbsolutePath();
    assumeTrue(
        Files.isDirectory(scripts.resolve("node_modules/hyparquet")),
        "hyparquet is not installed: npm ci in " + scripts);
    run(
        "exported",
        BASE
            + "axes:\n  learning-rate: [0.1, 1e9]\n  seed: {seeds: 2}\n"
            + "measure: [trainability, {loss: {looks: {every: 2}}}, {signal: {looks: last}}]\n");
    Path folder = work.resolve("exported");
    List<String> tables = List.of("runs", "steps", "layers", "cells");
    Map<String, Map<String, String>> types = new HashMap<>();
    List<String> command = new ArrayList<>(List.of("node", "exported.mjs", work + "/types.json"));
    for (String format : List.of("csv", "ndjson", "parquet")) {
      assertEquals(0, Shell.run("export", folder.toString(), "--to", format).exit());
      for (String table : tables) {
        command.add(folder.resolve("export/" + table + "." + format).toString());
        Map<String, String> columns = new java.util.LinkedHashMap<>();
        Tables.read(folder.resolve(table + ".arrow"))
            .columns()
            .forEach(column -> columns.put(column.name(), column.type().name()));
        types.put(table, columns);
      }
    }
    new ObjectMapper().writeValue(work.resolve("types.json").toFile(), types);

    Process node =
        new ProcessBuilder(command).directory(scripts.toFile()).redirectErrorStream(true).start();
    String all = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, node.waitFor(), all);

    int visited = 0;
    for (String line : all.strip().split("\n")) {
      JsonNode read = new ObjectMapper().readTree(line);
      String file = read.path("file").asText();
      Table table = Tables.read(folder.resolve(file.substring(0, file.indexOf('.')) + ".arrow"));
      assertEquals(table.rows(), read.path("rows").asInt(), file);
      for (int c = 0; c < table.columns().size(); c++) {
        for (int row = 0; row < table.rows(); row++) {
          Object cell = table.columns().get(c).cells().get(row);
          JsonNode theirs = read.path("columns").get(c).path("cells").get(row);
          assertEquals(
              cell == null ? null : said(cell),
              theirs.isNull() ? null : theirs.asText(),
              file + " " + table.columns().get(c).name());
          visited++;
        }
      }
    }
    assertTrue(visited > 1000, "cells " + visited);
  }

  private static String said(Object cell) {
    if (cell instanceof Double number) {
      return String.format("%016x", Double.doubleToLongBits(number));
    }
    if (cell instanceof double[] vector) {
      return String.join(" ", Arrays.stream(vector).mapToObj(item -> said((Object) item)).toList());
    }
    return cell.toString();
  }
}
