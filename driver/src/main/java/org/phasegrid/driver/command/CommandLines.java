package org.phasegrid.driver.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.phasegrid.driver.fanout.EngineLost;
import org.phasegrid.driver.fanout.Interrupted;
import org.phasegrid.driver.store.FolderInUse;
import org.phasegrid.driver.store.ForeignFolder;
import org.phasegrid.sweeps.read.Problems;
import picocli.CommandLine;

/** From arguments to an exit code: every error becomes its message and its code. */
public final class CommandLines {
  private CommandLines() {}

  /** Executes on the streams of this process. */
  public static int execute(String... arguments) {
    return execute(Terminal.ofProcess(), arguments);
  }

  /** Executes on the given terminal. */
  public static int execute(Terminal terminal, String... arguments) {
    Locale.setDefault(Locale.ROOT);
    CommandLine commands = new CommandLine(new PhasegridCommand(terminal));
    commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    commands
        .getSubcommands()
        .values()
        .forEach(each -> each.getCommandSpec().versionProvider(new PhasegridCommand.Versions()));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler((error, line, parsed) -> exitOf(error, terminal));
    return commands.execute(arguments);
  }

  private static int exitOf(Exception error, Terminal terminal) {
    if (error instanceof Problems problems) {
      problems.problems().forEach(terminal.err()::println);
      return Exit.WRONG_REQUEST;
    }
    if (error instanceof RequestException || error instanceof IllegalArgumentException) {
      terminal.err().println("phasegrid: " + error.getMessage());
      return Exit.WRONG_REQUEST;
    }
    if (error instanceof ForeignFolder) {
      terminal.err().println("phasegrid: " + error.getMessage());
      return Exit.FOREIGN_FOLDER;
    }
    if (error instanceof FolderInUse) {
      terminal.err().println("phasegrid: " + error.getMessage());
      return Exit.WRONG_REQUEST;
    }
    if (error instanceof Interrupted || error instanceof EngineLost) {
      terminal.err().println("phasegrid: " + error.getMessage());
      return Exit.INTERRUPTED;
    }
    if (error instanceof java.io.UncheckedIOException unchecked) {
      return exitOf(Objects.requireNonNull(unchecked.getCause()), terminal);
    }
    if (error instanceof java.nio.file.NoSuchFileException missing && missing.getReason() != null) {
      terminal.err().println("phasegrid: " + missing.getFile() + ": " + missing.getReason());
      return Exit.WRONG_REQUEST;
    }
    if (error instanceof java.nio.channels.ClosedByInterruptException) {
      terminal.err().println("phasegrid: stopped; the same command goes on from there");
      return Exit.INTERRUPTED;
    }
    if (error instanceof java.io.IOException) {
      terminal
          .err()
          .println(
              "phasegrid: "
                  + describe(error)
                  + "; what was written is kept, the same command continues");
      return Exit.INTERRUPTED;
    }
    terminal.err().println("phasegrid: an error of our own; please report it with what follows");
    error.printStackTrace(terminal.err());
    return Exit.INTERRUPTED;
  }

  private static String describe(Exception error) {
    return error instanceof java.nio.file.FileSystemException file
        ? file.getFile()
            + ": "
            + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason())
        : String.valueOf(error.getMessage());
  }
}
