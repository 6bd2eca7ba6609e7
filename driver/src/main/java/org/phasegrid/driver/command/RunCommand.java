package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.phasegrid.driver.fanout.Campaign;
import org.phasegrid.driver.fanout.Campaign.Summary;
import org.phasegrid.sweeps.read.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code run}: trains what is missing, writes the tables, draws. */
@Command(
    name = "run",
    description =
        "Trains what is missing of a sweep, writes its tables and draws. The same command again continues.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private SweepOptions options = new SweepOptions();

  @Option(names = "--fresh", description = "deletes what the folder has and begins anew")
  private boolean fresh;

  @Override
  public Integer call() throws IOException {
    Openings.require();
    Sweep sweep = options.read();
    Path folder = options.folder(sweep);
    List<String> command = spec.commandLine().getParseResult().originalArgs();
    Summary summary =
        Campaigns.run(
            sweep,
            folder,
            options.engine::open,
            fresh ? Campaign.Begin.FRESH : Campaign.Begin.CONTINUE,
            parent.voice(),
            command,
            parent.terminal());
    return Campaigns.tell(summary, sweep, folder, parent.terminal());
  }
}
