package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.phasegrid.driver.export.Format;
import org.phasegrid.driver.export.Formats;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.read.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code export}: all tables in other tools' formats. */
@Command(
    name = "export",
    description = "All tables in another tool's format, to DIR/export.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Parameters(paramLabel = "DIR", description = "folder of a sweep")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      required = true,
      description = "parquet, csv or ndjson")
  @SuppressWarnings("NullAway.Init")
  private String to;

  @Override
  public Integer call() throws IOException {
    Format format =
        Formats.find(to.toLowerCase(Locale.ROOT))
            .orElseThrow(
                () ->
                    new RequestException(
                        "--to takes "
                            + String.join(", ", Formats.ALL.stream().map(Format::name).toList())
                            + ", was "
                            + to));
    Sweep sweep = Folders.sweep(folder);
    List<String> names = new ArrayList<>(Folders.TABLES);
    names.add("provenance");
    if (!Files.isRegularFile(folder.resolve("runs.arrow"))) {
      throw new RequestException(
          folder.resolve("runs.arrow") + " does not exist; name the folder of a finished sweep");
    }
    Path directory = Files.createDirectories(folder.resolve("export"));
    for (String name : names) {
      Path table = folder.resolve(name + ".arrow");
      if (Files.isRegularFile(table)) {
        Table rows = Tables.read(table);
        Path target = directory.resolve(name + "." + format.name());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        format.write(part, rows, Tables.metadata(sweep.name()));
        Files.move(
            part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        parent.terminal().out().println(target + "  " + rows.rows() + " rows");
      }
    }
    return Exit.COMPLETE;
  }
}
