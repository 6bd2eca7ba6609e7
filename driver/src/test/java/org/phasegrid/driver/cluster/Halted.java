package org.phasegrid.driver.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.phasegrid.driver.fanout.Campaign;
import org.phasegrid.driver.fanout.Fanout;
import org.phasegrid.driver.fanout.LocalFanout;
import org.phasegrid.driver.fanout.Progress;
import org.phasegrid.driver.fanout.SmallSweeps;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.worker.file.Content;

/** A sweep of 199 points, two of which end their JVM while a file is there. */
record Halted(Path work) {
  static final int POINTS = 199;
  private static final long SEED = 37;

  Path curse() {
    return work.resolve("curse");
  }

  Path folder() {
    return work.resolve("halted");
  }

  String line() {
    return "rates=1 seeds=100 halting=" + SEED + ":" + curse();
  }

  /** Two points are quarantined with their cause and all others are right. */
  void assertQuarantined() throws IOException {
    Path calm = calm("base", "rates=1 seeds=100");
    Table others = Tables.read(calm.resolve("runs.arrow"));
    Table runs = Tables.read(folder().resolve("runs.arrow"));
    assertEquals(POINTS, runs.rows());
    int halted = 0;
    for (int row = 0; row < POINTS; row++) {
      if ((long) runs.column("seed").number(row) == SEED) {
        assertEquals("failed", runs.column("outcome").text(row));
        assertEquals("quarantined JVM", runs.column("error").text(row));
        assertNull(runs.column("fingerprint").cells().get(row));
        halted++;
      } else {
        assertEquals(others.column("fingerprint").text(row), runs.column("fingerprint").text(row));
        assertEquals(others.column("outcome").text(row), runs.column("outcome").text(row));
      }
    }
    assertEquals(2, halted);
    Table provenance = Tables.read(folder().resolve("provenance.arrow"));
    List<String> causes =
        provenance.column("error_message").cells().stream()
            .map(String::valueOf)
            .filter(message -> message.startsWith("the run was alone in its JVM when that ended, "))
            .toList();
    assertEquals(2, causes.size(), () -> provenance.column("error_message").cells().toString());
    // The code of Runtime.halt.
    assertTrue(causes.get(0).contains("77"), causes.get(0));
  }

  /** The folder has the bytes of one where nothing ever went wrong. */
  void assertMended() throws IOException {
    assertEquals(bytes(calm("mended", line())), bytes(folder()));
  }

  /** What plain threads make of a line. */
  Path calm(String name, String line) throws IOException {
    Path calm = work.resolve(name);
    try (Fanout local = new LocalFanout(2)) {
      Campaign.run(
          SmallSweeps.job(line),
          calm,
          local,
          Progress.SILENT,
          Campaign.Begin.CONTINUE,
          List.of("test"));
    }
    return calm;
  }

  /** SHA-256 of every table that must not depend on how it was made. */
  static Map<String, String> bytes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".arrow") && !name.equals("provenance.arrow")) {
          hashes.put(name, Content.sha256(Files.readAllBytes(file)));
        }
      }
    }
    assertTrue(hashes.containsKey("runs.arrow"), () -> folder + " has no tables");
    return hashes;
  }
}
