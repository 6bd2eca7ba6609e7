package org.phasegrid.driver.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.phasegrid.driver.report.Citations;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.read.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cite}: the papers behind what a sweep uses. */
@Command(
    name = "cite",
    description =
        "The papers behind what a sweep uses, and how to cite its runs, as BibTeX: one entry a line.",
    mixinStandardHelpOptions = true)
final class CiteCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Parameters(
      paramLabel = "SWEEP",
      description = "a name of the catalogue, a YAML file or the folder of a sweep")
  @SuppressWarnings("NullAway.Init")
  private String name;

  @Override
  public Integer call() throws IOException {
    Sweep sweep = read();
    PrintStream out = parent.terminal().out();
    Citations.of(sweep)
        .forEach((paper, reasons) -> out.println(paper.bibtex(String.join(", ", reasons))));
    Path runs = Path.of(name).resolve("runs.arrow");
    out.println(
        Citations.bibtex(
            sweep,
            Files.isRegularFile(runs)
                ? Citations.digest(Tables.read(runs))
                : Citations.digest(sweep)));
    return Exit.COMPLETE;
  }

  private Sweep read() throws IOException {
    Path folder = Path.of(name);
    if (Files.isDirectory(folder)) {
      return Folders.sweep(folder);
    }
    SweepOptions options = new SweepOptions();
    options.sweep = name;
    return options.read();
  }
}
