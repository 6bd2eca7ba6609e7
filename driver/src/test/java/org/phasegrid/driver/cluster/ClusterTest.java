package org.phasegrid.driver.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar behind SparkSubmit: {@code mvn -Pcluster verify}. */
@Tag("cluster")
final class ClusterTest {
  private static final String SWEEP =
      """
      sweep: on-a-cluster
      base:
        architecture: {mlp: {width: 12, depth: 2, activation: tanh, bias: true, bias-variance: 0.05}}
        dataset: {gaussian-clusters: {examples: 24, inputs: 6, classes: 3}}
        loss: cross-entropy
        stopping: {steps: 300}
      axes:
        learning-rate: {log10: {from: 1e-2, to: 1e3, points: 12}}
        architecture.width: [3, 12, 33]
        seed: {seeds: 8}
      measure: [trainability, {sharpness: {looks: {log2: 2}}}, {gradient-norm: {looks: last}}, {signal: {jacobian: every-layer}}]
      """;

  private static final List<String> EXECUTORS =
      List.of("--executor-cores", "1", "--executor-memory", "512m");

  @TempDir private static Path work;
  private static Path deploy;
  private static Path jar;
  private static Path home;
  private static Path document;
  private static Standalone cluster;
  private static Map<String, String> calm;

  @BeforeAll
  static void start() throws Exception {
    assertNotNull(System.getProperty("phasegrid.jar"), "run by mvn -Pcluster verify");
    deploy = Path.of(System.getProperty("phasegrid.deploy"));
    jar = Path.of(System.getProperty("phasegrid.jar"));
    home = SparkHome.ofJars(work.resolve("spark"), jar.resolveSibling("lib"));
    document = Files.writeString(work.resolve("sweep.yaml"), SWEEP);
    calm = calm("calm", document.toString());
    cluster = new Standalone(home, work.resolve("cluster"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** The packaged command, in a JVM of its own. */
  private static Jvm alone(String log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return Jvm.java(home, work.resolve(log + ".log"), command);
  }

  /** What plain threads make of a sweep. */
  private static Map<String, String> calm(String name, String sweep) throws Exception {
    Path folder = work.resolve(name);
    Jvm local =
        alone(name, "run", sweep, "--engine", "local", "--master", "local[2]", "-o", "" + folder);
    assertEquals(0, local.exit(), local::said);
    return Halted.bytes(folder);
  }

  private static Jvm submit(String name, String master, String... more) throws IOException {
    return submitSweep(document.toString(), name, master, more);
  }

  /** {@code deploy/submit.sh} as a user types it, without a Spark of their own. */
  private static Jvm submitSweep(String sweep, String name, String master, String... more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(deploy.resolve("submit.sh").toString());
    command.addAll(List.of("--master", master));
    command.addAll(EXECUTORS);
    command.addAll(List.of(more));
    command.addAll(List.of("run", sweep, "-o", work.resolve(name).toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("SPARK_HOME");
    builder.environment().remove("SPARK_SCALA_VERSION");
    return Jvm.start(builder, work.resolve(name + ".log"));
  }

  private static void awaitShard(Jvm driver, Path folder) throws IOException, InterruptedException {
    while (driver.process().isAlive()) {
      Path store = folder.resolve("store");
      if (Files.isDirectory(store)) {
        try (Stream<Path> files = Files.list(store)) {
          if (files.anyMatch(file -> file.toString().endsWith(".arrow"))) {
            return;
          }
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("ended before its first shard: " + driver.said());
  }

  @Test
  void aStandaloneClusterGivesTheSameTables() throws Exception {
    Jvm driver = submit("standalone", cluster.url());

    assertEquals(0, driver.exit(), driver::said);
    assertEquals(calm, Halted.bytes(work.resolve("standalone")));
    assertFalse(driver.said().contains("ERROR"), driver::said);
  }

  @Test
  void aLocalClusterGivesTheSameTables() throws Exception {
    Jvm driver = submit("local-cluster", "local-cluster[2,1,600]");

    assertEquals(0, driver.exit(), driver::said);
    assertEquals(calm, Halted.bytes(work.resolve("local-cluster")));
  }

  /** One sweep of each of the five papers: tables as of plain threads, and its statements hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gram-golden",
        "trunc-golden",
        "bbp-nonlinear",
        "omd-clusters-golden",
        "traj-scalar-net"
      })
  void aSweepOfEachPaperGivesTheSameTablesAndItsStatementsHold(String sweep) throws Exception {
    String there = sweep + "-on-a-cluster";
    Map<String, String> expected = calm(sweep, sweep);

    Jvm driver = submitSweep(sweep, there, cluster.url());

    assertEquals(0, driver.exit(), driver::said);
    assertEquals(expected, Halted.bytes(work.resolve(there)));
    Jvm check = alone(there + "-check", "check", work.resolve(there).toString());
    assertEquals(0, check.exit(), check::said);
    assertTrue(check.said().contains("pass  "), check::said);
    assertFalse(check.said().contains("FAIL"), check::said);
  }

  @Test
  void anExecutorThatIsKilledChangesNothing() throws Exception {
    Path folder = work.resolve("killed");
    Jvm driver = submit("killed", cluster.url());
    awaitShard(driver, folder);
    List<ProcessHandle> executors = cluster.executors();
    assertFalse(executors.isEmpty());

    assertTrue(executors.get(0).destroyForcibly());

    assertTrue(driver.process().isAlive(), "killed too late");
    assertEquals(0, driver.exit(), driver::said);
    assertEquals(calm, Halted.bytes(folder));
    assertFalse(driver.said().contains("ERROR"), driver::said);
  }

  @Test
  void aClusterThatIsGoneIsGivenUpAndTheSameCommandGoesOn() throws Exception {
    Path folder = work.resolve("gone");
    // The time is longer than executors take to come on a busy machine.
    try (Standalone doomed = new Standalone(home, work.resolve("doomed"))) {
      Jvm driver = submit("gone", doomed.url(), "--conf", "spark.phasegrid.patience=60s");
      awaitShard(driver, folder);

      doomed.killWorker();

      assertEquals(4, driver.exit(), driver::said);
      assertTrue(driver.said().contains("phasegrid: no executor has been there for 60 s"));
    }
    Jvm rest = submit("gone", cluster.url());

    assertEquals(0, rest.exit(), rest::said);
    assertTrue(rest.said().contains("of them there already"), rest::said);
    assertEquals(calm, Halted.bytes(folder));
  }

  @Test
  void whatEndsItsJvmIsQuarantinedAndARetryMendsIt() throws Exception {
    Halted halted = new Halted(work);
    Files.createFile(halted.curse());
    Path members = members(work.resolve("members.jar"));

    Jvm driver = submitSmall("quarantine", members, halted, "CONTINUE");

    assertEquals(1, driver.exit(), driver::said);
    assertTrue(driver.said().contains("reused 0 trained 199 failed 2"), driver::said);
    halted.assertQuarantined();

    Files.delete(halted.curse());
    Jvm retry = submitSmall("retry", members, halted, "RETRY");

    assertEquals(0, retry.exit(), retry::said);
    assertTrue(retry.said().contains("reused 197 trained 2 failed 0"), retry::said);
    halted.assertMended();
  }

  /** Behind SparkSubmit, our jar named by {@code --jars}. */
  private static Jvm submitSmall(String name, Path members, Halted halted, String begin)
      throws IOException {
    List<String> arguments = new ArrayList<>(Jvm.OPENINGS);
    arguments.addAll(
        List.of(
            "-cp",
            home.resolve("conf") + ":" + home.resolve("jars/*"),
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            cluster.url(),
            "--jars",
            jar.toString(),
            "--class",
            ClusterMain.class.getName()));
    arguments.addAll(EXECUTORS);
    arguments.addAll(List.of(members.toString(), halted.line(), halted.folder().toString(), begin));
    return Jvm.java(home, work.resolve(name + ".log"), arguments);
  }

  /** A jar of test members, as a user might bring one. */
  private static Path members(Path file) throws Exception {
    Path classes =
        Path.of(ClusterMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream zip = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path member : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(member).toString();
        if (name.contains("/SmallSweeps") || name.contains("/ClusterMain")) {
          zip.putNextEntry(new JarEntry(name));
          zip.write(Files.readAllBytes(member));
        }
      }
    }
    return file;
  }
}
