package org.phasegrid.driver.command;

import org.phasegrid.driver.store.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all commands. */
@Command(
    name = "phasegrid",
    description =
        "Phase diagrams of trainability: sweeps of trained networks, their tables and their pictures.",
    mixinStandardHelpOptions = true,
    versionProvider = PhasegridCommand.Versions.class,
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      DrawCommand.class,
      ReportCommand.class,
      ShowCommand.class,
      StatusCommand.class,
      RerunCommand.class,
      RetryCommand.class,
      CheckCommand.class,
      DiffCommand.class,
      ExportCommand.class,
      ListCommand.class,
      SchemaCommand.class,
      CiteCommand.class,
      DoctorCommand.class
    },
    footer = {"", "Begin with:  phasegrid run quickstart"})
final class PhasegridCommand implements Runnable {
  private final Terminal terminal;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "no progress on stderr")
  private boolean quiet;

  PhasegridCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  /** Whether progress is shown. */
  Campaigns.Voice voice() {
    return quiet ? Campaigns.Voice.QUIET : Campaigns.Voice.PROGRESS;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  /** What {@code --version} prints. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"phasegrid " + Tables.version()};
    }
  }
}
