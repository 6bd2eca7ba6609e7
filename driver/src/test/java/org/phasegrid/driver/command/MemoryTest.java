package org.phasegrid.driver.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;

/** Networks that are too large for the memory there is, and large ones that are not. */
final class MemoryTest {
  @TempDir Path work;

  private Path sweep(int width, String more) throws IOException {
    String text =
        """
        sweep: wide
        base:
          architecture: {mlp: {width: 4, depth: 2, activation: relu}}
          dataset: {gaussian-noise: {examples: 8, inputs: 16}}
          optimizer: gradient-descent
          learning-rate: 0.01
          stopping: {steps: 2}
        axes:
          architecture.width: [4, %d]
          seed: {seeds: 2}
        """
            .formatted(width);
    return Files.writeString(work.resolve("wide.yaml"), text + more);
  }

  private Shell.Answer command(String name, Path sweep, String... engine) {
    ArrayList<String> arguments =
        new ArrayList<>(List.of(name, sweep.toString(), "-o", work.resolve("out").toString()));
    arguments.addAll(List.of(engine));
    return Shell.run(arguments.toArray(String[]::new));
  }

  @Test
  void whatCannotFitIsRefusedByPlanAndRunOfBothEnginesAndNothingIsWritten() throws IOException {
    Path wide = sweep(40_000, "");
    List<String[]> engines =
        List.of(
            new String[] {"--engine", "local", "--master", "local[2]"},
            new String[] {"--master", "local[2]"},
            new String[] {"--master", "local-cluster[2,2,700]"},
            new String[] {"--master", "spark://localhost:1"});
    int refused = 0;
    for (String[] engine : engines) {
      for (String name : List.of("plan", "run")) {
        Shell.Answer answer = command(name, wide, engine);

        assertEquals(2, answer.exit(), answer.err());
        String message = answer.err().lines().reduce((a, b) -> b).orElseThrow();
        assertTrue(
            message.contains("wide.yaml: the largest run (architecture.width 40000, "), message);
        assertTrue(message.contains("1,600,680,000 parameters) holds about 51."), message);
        assertTrue(message.contains(" GB at work"), message);
        assertTrue(message.contains("; accepted are smaller networks, or more memory, "), message);
        assertFalse(answer.err().contains("\tat "), answer.err());
        assertFalse(Files.exists(work.resolve("out")));
        refused++;
      }
    }
    assertEquals(8, refused);
    assertTrue(command("run", wide, engines.get(1)).err().contains("JAVA_TOOL_OPTIONS=-Xmx"));
    assertTrue(command("run", wide, engines.get(2)).err().contains("local-cluster[WORKERS,CORES,"));
    assertTrue(command("run", wide, engines.get(3)).err().contains("spark.executor.memory="));
  }

  @Test
  void fewerThreadsAreProposedWhereTheyFit() throws IOException {
    Path wide = sweep(3000, "");

    Shell.Answer many = command("run", wide, "--engine", "local", "--master", "local[5000]");

    assertEquals(2, many.exit());
    Matcher proposed =
        Pattern.compile("--engine local --master local\\[(\\d+)\\]").matcher(many.err());
    assertTrue(proposed.find(), many.err());
    assertEquals(
        0,
        command("plan", wide, "--engine", "local", "--master", "local[" + proposed.group(1) + "]")
            .exit());
  }

  @Test
  void moreParametersThanAnArrayHoldsAreRefusedWithTheirLine() throws IOException {
    Shell.Answer answer = command("run", sweep(60_000, ""));

    assertEquals(2, answer.exit());
    assertTrue(answer.err().contains("has more than 2147483647 parameters"), answer.err());
    assertTrue(Pattern.compile("wide.yaml:\\d+: ").matcher(answer.err()).find(), answer.err());
  }

  @Test
  void tenMillionParametersTrainInTheMemoryThatPlanStates()
      throws IOException, InterruptedException {
    Path wide = sweep(3150, "measure: [gradient-norm]\n");
    Shell.Answer plan = command("plan", wide, "--engine", "local", "--master", "local[1]");
    Matcher stated =
        Pattern.compile("memory +about ([\\d.]+) MB per run at work \\(9,976,050 parameters\\)")
            .matcher(plan.out());
    assertTrue(stated.find(), plan.out());
    int megabytes = (int) Math.ceil(1.1 * Double.parseDouble(stated.group(1)) + 160);
    Path log = work.resolve("log");

    // The last option counts.
    Process run =
        Shell.start(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            List.of("-Xmx" + megabytes + "m"),
            log,
            "run",
            wide.toString(),
            "-o",
            work.resolve("out").toString(),
            "--engine",
            "local",
            "--master",
            "local[1]");

    assertEquals(0, run.waitFor(), Files.readString(log));
    Table runs = Tables.read(work.resolve("out/runs.arrow"));
    assertEquals(
        List.of("finished", "finished", "finished", "finished"), runs.column("outcome").cells());
  }
}
