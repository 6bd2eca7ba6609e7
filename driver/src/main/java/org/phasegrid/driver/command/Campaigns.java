package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.phasegrid.driver.fanout.Campaign;
import org.phasegrid.driver.fanout.Campaign.Summary;
import org.phasegrid.driver.fanout.Fanout;
import org.phasegrid.driver.fanout.Job;
import org.phasegrid.driver.fanout.Progress;
import org.phasegrid.sweeps.read.Sweep;

/**
 * A campaign as commands run it: the engine of the options, progress on the terminal, signals as
 * interruptions.
 */
final class Campaigns {
  /** Whether progress is shown. */
  enum Voice {
    PROGRESS,
    QUIET
  }

  private Campaigns() {}

  static Summary run(
      Sweep sweep,
      Path folder,
      SweepOptions options,
      Campaign.Begin begin,
      Voice voice,
      List<String> command,
      Terminal terminal)
      throws IOException {
    Progress progress = voice == Voice.QUIET ? Progress.SILENT : new ProgressLine(terminal);
    try (Fanout fanout = Engine.of(options.engine, options.master)) {
      return Campaign.run(Job.of(sweep), folder, fanout, progress, begin, command);
    }
  }

  /** What there is now, on stdout. */
  static void report(Summary summary, Path folder, Terminal terminal) {
    List<String> outcomes = new ArrayList<>();
    summary
        .outcomes()
        .forEach(
            (outcome, count) -> {
              if (count > 0) {
                outcomes.add(count + " " + outcome);
              }
            });
    terminal.out().println("runs     " + String.join(", ", outcomes));
    terminal.out().println("tables   " + folder + "/*.arrow");
  }
}
