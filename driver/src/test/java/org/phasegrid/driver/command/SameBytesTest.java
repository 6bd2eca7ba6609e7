package org.phasegrid.driver.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.worker.random.Key;

/**
 * The same sweep gives the same tables, whatever engine, threads, kernels, Java and interruptions.
 */
class SameBytesTest {
  private static final String SWEEP =
      """
      sweep: same-bytes
      base:
        architecture: {mlp: {width: 12, depth: 2, activation: tanh, bias: true, bias-variance: 0.05}}
        dataset: {gaussian-clusters: {examples: 24, inputs: 6, classes: 3}}
        loss: cross-entropy
        stopping: {steps: 60}
      axes:
        learning-rate: {log10: {from: 1e-2, to: 1e3, points: 7}}
        architecture.activation: [tanh, relu, erf]
        precision: [float64, float32]
        architecture.width: [3, 12, 17]
        seed: {seeds: 3}
      measure: [trainability, {sharpness: {looks: {log2: 2}}}, {gradient-norm: {looks: last}}, {signal: {jacobian: every-layer}}]
      """;

  private static final List<String> VECTOR = List.of("--add-modules=jdk.incubator.vector");

  @TempDir private Path work;

  private Path document() throws IOException {
    return Files.writeString(work.resolve("same.yaml"), SWEEP);
  }

  private Map<String, String> calm() throws IOException {
    Path folder = work.resolve("calm");
    Shell.Answer answer =
        Shell.run(
            "run",
            document().toString(),
            "-o",
            folder.toString(),
            "--engine",
            "local",
            "--master",
            "local[1]");
    assertEquals(0, answer.exit(), answer.err());
    Map<String, String> tables = Shell.tables(folder);
    assertFalse(tables.containsValue("none"), tables.toString());
    return tables;
  }

  @Test
  void enginesAndThreadsGiveTheSameTables() throws IOException {
    Map<String, String> calm = calm();
    int visited = 0;
    for (String[] engine :
        new String[][] {{"local", "local[2]"}, {"spark", "local[1]"}, {"spark", "local[2]"}}) {
      Path folder = work.resolve(engine[0] + engine[1]);
      Shell.Answer answer =
          Shell.run(
              "run",
              document().toString(),
              "-o",
              folder.toString(),
              "--engine",
              engine[0],
              "--master",
              engine[1]);

      assertEquals(0, answer.exit(), answer.err());
      assertEquals(calm, Shell.tables(folder), String.join(" ", engine));
      visited++;
    }
    assertEquals(3, visited);
  }

  /**
   * The JDKs of this machine: the one that runs the tests, and those beside it that are newer than
   * 17.
   */
  private static List<Path> javas() throws IOException {
    List<Path> javas =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")));
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> homes = Files.list(installed)) {
        homes
            .filter(home -> home.getFileName().toString().matches(".*(21|25).*"))
            .map(home -> home.resolve("bin/java"))
            .filter(Files::isExecutable)
            .sorted()
            .forEach(javas::add);
      }
    }
    return javas;
  }

  @Test
  void kernelsAndJavaVersionsGiveTheSameTables() throws IOException, InterruptedException {
    Map<String, String> calm = calm();
    int visited = 0;
    for (Path java : javas()) {
      for (List<String> options : List.of(VECTOR, List.<String>of())) {
        Path folder = work.resolve("jvm" + visited);
        Path log = work.resolve("log" + visited);
        Process process =
            Shell.start(
                java,
                options,
                log,
                "run",
                document().toString(),
                "-o",
                folder.toString(),
                "--engine",
                "local",
                "--master",
                "local[2]");

        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), Files.readString(log));
        assertEquals(calm, Shell.tables(folder), java + " " + options);
        visited++;
      }
    }
    assertTrue(visited >= 2, "visited " + visited);
  }

  /** The stored bits come again on the other engine, and on every newer Java of this machine. */
  @Test
  void rerunFindsTheStoredBitsOnTheOtherEngineAndOnOtherJavas()
      throws IOException, InterruptedException {
    calm();
    String folder = work.resolve("calm").toString();
    Shell.Answer spark =
        Shell.run("rerun", folder, "--sample", "20", "--engine", "spark", "--master", "local[2]");
    assertEquals(0, spark.exit(), spark.out());
    assertTrue(spark.out().endsWith("20 of 20 runs have the stored bits\n"), spark.out());

    List<Path> others = javas().subList(1, javas().size());
    assumeFalse(others.isEmpty(), "no JDK newer than 17 is installed in /usr/lib/jvm");
    for (Path java : others) {
      Path log = work.resolve("rerun.log");
      Process process =
          Shell.start(java, VECTOR, log, "rerun", folder, "--sample", "20", "--engine", "local");

      assertTrue(process.waitFor(5, TimeUnit.MINUTES));
      assertEquals(0, process.exitValue(), Files.readString(log));
      assertTrue(
          Files.readString(log).contains("20 of 20 runs have the stored bits"),
          Files.readString(log));
    }
  }

  @Test
  void killedThreeTimesAndContinuedGivesTheSameTables() throws IOException, InterruptedException {
    Map<String, String> calm = calm();
    Path folder = work.resolve("killed");
    Path java = javas().get(0);
    String[] command = {
      "run",
      document().toString(),
      "-o",
      folder.toString(),
      "--engine",
      "local",
      "--master",
      "local[2]"
    };
    long seed = 20260606;
    int killed = 0;
    for (int attempt = 0; attempt < 3; attempt++) {
      Process process = Shell.start(java, VECTOR, work.resolve("killed.log"), command);
      // Between the start of training and its end, as a calm run of this sweep has it; the moment
      // only matters for what is covered.
      long millis = 700 + (long) (2500 * Key.of(seed).uniform(attempt));
      if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        killed++;
      }
    }
    Process last = Shell.start(java, VECTOR, work.resolve("last.log"), command);

    assertTrue(last.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, last.exitValue(), Files.readString(work.resolve("last.log")));
    assertEquals(calm, Shell.tables(folder), "seed " + seed);
    assertTrue(killed > 0, "no attempt was killed before its end");
  }
}
