package org.phasegrid.driver.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.fanout.Campaign;
import org.phasegrid.driver.fanout.Fanout;
import org.phasegrid.driver.fanout.LocalFanout;
import org.phasegrid.driver.fanout.Progress;
import org.phasegrid.driver.fanout.SmallSweeps;

/** Executors in JVMs of their own, some of which are halted. */
final class LocalClusterTest {
  @TempDir Path work;

  private Jvm driver(String line, Path folder) throws IOException {
    Path home = SparkHome.ofClassPath(work.resolve("spark"));
    List<String> arguments = new ArrayList<>(Jvm.OPENINGS);
    arguments.addAll(
        List.of(
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            ClusterMain.class.getName(),
            line,
            folder.toString(),
            "CONTINUE",
            "local-cluster[2,1,600]"));
    return Jvm.java(home, work.resolve("log"), arguments);
  }

  @Test
  void executorsGiveTheSameTables() throws Exception {
    String line = "rates=3 seeds=4";
    Path folder = work.resolve("cluster");

    Jvm driver = driver(line, folder);

    assertEquals(0, driver.exit(), driver::said);
    assertTrue(driver.said().contains("reused 0 trained 23 failed 0"), driver::said);
    Path calm = new Halted(work).calm("calm", line);
    assertEquals(Halted.bytes(calm), Halted.bytes(folder));
  }

  /** Seven JVMs are ended and started: too long for every build. */
  @Test
  @Tag("cluster")
  void whatEndsItsJvmIsQuarantinedAndAllElseIsRight() throws Exception {
    Halted halted = new Halted(work);
    Files.createFile(halted.curse());

    Jvm driver = driver(halted.line(), halted.folder());

    assertEquals(1, driver.exit(), driver::said);
    assertTrue(driver.said().contains("reused 0 trained 199 failed 2"), driver::said);
    halted.assertQuarantined();

    Files.delete(halted.curse());
    Campaign.Summary retried;
    try (Fanout local = new LocalFanout(2)) {
      retried =
          Campaign.run(
              SmallSweeps.job(halted.line()),
              halted.folder(),
              local,
              Progress.SILENT,
              Campaign.Begin.RETRY,
              List.of("test"));
    }

    assertEquals(Halted.POINTS - 2, retried.reused());
    assertEquals(2, retried.trained());
    assertEquals(0, retried.failed());
    halted.assertMended();
  }
}
