package org.phasegrid.driver.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.driver.store.FolderInUse;

/** A driver that is killed outright. */
final class KilledTest {
  private static final String LINE = "rates=4 seeds=4";

  @TempDir Path folders;

  /** A driver that says when a shard is kept and then goes no further. */
  static final class Driver {
    private Driver() {}

    public static void main(String[] args) throws IOException {
      Progress stuck =
          (done, total, failed, diverged) -> {
            System.out.println("kept " + done);
            new Semaphore(0).acquireUninterruptibly();
          };
      try (Fanout local = new LocalFanout(2)) {
        FanoutContract.run(SmallSweeps.job(LINE), Path.of(args[0]), local, stuck);
      }
    }
  }

  @Test
  void theSameCommandFinishesAndRetrainsNothingThatWasKept() throws Exception {
    Path calm = folders.resolve("calm");
    Path killed = folders.resolve("killed");
    Job job = SmallSweeps.job(LINE);
    try (Fanout local = new LocalFanout(1)) {
      FanoutContract.run(job, calm, local, Progress.SILENT);
    }

    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Driver.class.getName(),
            killed.toString()));
    Process driver =
        new ProcessBuilder(command).redirectError(folders.resolve("stderr").toFile()).start();
    Optional<String> said;
    try (BufferedReader out = driver.inputReader()) {
      said = out.lines().filter(line -> line.startsWith("kept ")).findFirst();
      FolderInUse refused =
          assertThrows(
              FolderInUse.class, () -> Folder.open(killed, job.sweep(), Folder.Begin.CONTINUE));
      assertTrue(refused.getMessage().contains("process " + driver.pid()), refused.getMessage());
      driver.destroyForcibly();
    }
    assertNotEquals(0, driver.waitFor());
    assertTrue(said.isPresent(), () -> read(folders.resolve("stderr")));
    int kept;
    try (Folder folder = Folder.open(killed, job.sweep(), Folder.Begin.CONTINUE)) {
      kept = folder.shards().done().size();
    }

    Campaign.Summary rest;
    try (Fanout local = new LocalFanout(1)) {
      rest = FanoutContract.run(job, killed, local, Progress.SILENT);
    }

    assertEquals("kept " + kept, said.get());
    assertEquals(kept, rest.reused());
    assertEquals(31 - kept, rest.trained());
    assertEquals(FanoutContract.bytes(calm), FanoutContract.bytes(killed));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
