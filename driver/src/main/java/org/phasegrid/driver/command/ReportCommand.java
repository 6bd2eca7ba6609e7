package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.phasegrid.driver.report.Page;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.read.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code report}: rewrites {@code report.html}. */
@Command(
    name = "report",
    description =
        "Rewrites report.html: pictures, checks, runs, document and citations on one page that opens from disk.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Parameters(paramLabel = "DIR", description = "folder of a sweep")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    Sweep sweep = Folders.sweep(folder);
    if (!Files.isRegularFile(folder.resolve("runs.arrow"))) {
      throw new RequestException(
          folder.resolve("runs.arrow") + " does not exist; name the folder of a finished sweep");
    }
    List<Drawing> missing =
        sweep.drawings().stream()
            .filter(drawing -> !Files.exists(picture(drawing, ".svg")))
            .filter(drawing -> !Files.exists(picture(drawing, ".png")))
            .toList();
    new Pictures(folder, sweep).draw(missing, Set.of("png", "svg"));
    parent.terminal().out().println(write(sweep, folder));
    return Exit.COMPLETE;
  }

  private Path picture(Drawing drawing, String ending) {
    return folder.resolve("diagrams").resolve(Pictures.name(drawing) + ending);
  }

  /** Writes the report of a folder whose pictures are drawn. */
  static Path write(Sweep sweep, Path folder) throws IOException {
    return Page.write(
        folder,
        sweep,
        Verdicts.told(sweep, folder),
        sweep.drawings().stream().map(Pictures::name).toList());
  }
}
