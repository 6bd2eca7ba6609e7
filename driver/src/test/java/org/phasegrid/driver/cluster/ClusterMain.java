package org.phasegrid.driver.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.phasegrid.driver.fanout.Campaign;
import org.phasegrid.driver.fanout.Fanout;
import org.phasegrid.driver.fanout.Progress;
import org.phasegrid.driver.fanout.SmallSweeps;
import org.phasegrid.driver.fanout.SparkFanout;

/** A driver of a small sweep: {@code LINE FOLDER CONTINUE|RETRY [MASTER]}; its exit is a run's. */
public final class ClusterMain {
  private ClusterMain() {}

  public static void main(String[] arguments) throws Exception {
    Optional<String> master = arguments.length > 3 ? Optional.of(arguments[3]) : Optional.empty();
    Campaign.Summary summary;
    try (Fanout fanout = new SparkFanout(master, Map.of())) {
      summary =
          Campaign.run(
              SmallSweeps.job(arguments[0]),
              Path.of(arguments[1]),
              fanout,
              Progress.SILENT,
              Campaign.Begin.valueOf(arguments[2]),
              List.of(arguments));
    }
    System.out.printf(
        "reused %d trained %d failed %d%n", summary.reused(), summary.trained(), summary.failed());
    System.out.flush();
    System.exit(summary.failed() > 0 ? 1 : 0);
  }
}
