package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.phasegrid.driver.fanout.Campaign;
import org.phasegrid.driver.fanout.Campaign.Summary;
import org.phasegrid.sweeps.read.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code retry}: failed and quarantined runs once more. */
@Command(
    name = "retry",
    description =
        "Runs quarantined and failed points again, and what is missing; then writes the tables, draws and reports.",
    mixinStandardHelpOptions = true)
final class RetryCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "folder of a sweep")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() throws IOException {
    Openings.require();
    Sweep sweep = Folders.sweep(folder);
    Summary summary =
        Campaigns.run(
            sweep,
            folder,
            engine::open,
            Campaign.Begin.RETRY,
            parent.voice(),
            spec.commandLine().getParseResult().originalArgs(),
            parent.terminal());
    return Campaigns.tell(summary, sweep, folder, parent.terminal());
  }
}
