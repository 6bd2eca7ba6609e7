package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.phasegrid.driver.plot.Plots;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.Sweeps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code draw}: phase diagrams from tables alone. */
@Command(
    name = "draw",
    description =
        "Phase diagrams from tables alone: those of the sweep's document, or the one that --x, --y and --color describe.",
    mixinStandardHelpOptions = true)
final class DrawCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private PhasegridCommand parent;

  @Parameters(paramLabel = "DIR", description = "folder of a sweep")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(
      names = "--plot",
      paramLabel = "PLOT",
      description = "heatmap or lines (default: ${DEFAULT-VALUE})")
  private String plot = "heatmap";

  @Option(names = "--x", paramLabel = "P", description = "axis or column of the abscissa")
  private Optional<String> x = Optional.empty();

  @Option(names = "--y", paramLabel = "P", description = "axis or column of the ordinate")
  private Optional<String> y = Optional.empty();

  @Option(names = "--color", paramLabel = "COLUMN", description = "column shown by color")
  private Optional<String> color = Optional.empty();

  @Option(
      names = "--facet",
      paramLabel = "P",
      description = "axis whose values make one panel each")
  private Optional<String> facet = Optional.empty();

  @Option(
      names = "--over",
      paramLabel = "AXES",
      split = ",",
      description = "axes a cell is aggregated over (default: the replicas and what is not shown)")
  private List<String> over = List.of();

  @Option(
      names = "--by",
      paramLabel = "BY",
      description = "median, mean, fraction or label (default: as suits the column)")
  private Optional<Drawing.By> by = Optional.empty();

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      description = "of the color: linear, log or rank (default: ${DEFAULT-VALUE})")
  private Drawing.Scale scale = Drawing.Scale.LINEAR;

  @Option(names = "--name", paramLabel = "NAME", description = "file name without ending")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMATS",
      split = ",",
      description = "png, svg or both (default: both)")
  private List<String> formats = List.of("png", "svg");

  @Override
  public Integer call() throws IOException {
    Set<String> asked = new TreeSet<>();
    for (String format : formats) {
      if (!Set.of("png", "svg").contains(format.toLowerCase(Locale.ROOT))) {
        throw new RequestException("--format takes png and svg, was " + format);
      }
      asked.add(format.toLowerCase(Locale.ROOT));
    }
    Sweep sweep = Sweeps.read(Folder.source(folder));
    List<Drawing> drawings =
        x.isEmpty() && y.isEmpty() && color.isEmpty() ? sweep.drawings() : List.of(asDescribed());
    if (drawings.isEmpty()) {
      throw new RequestException("the sweep's document draws nothing; say --x, --y and --color");
    }
    List<Path> written = new Pictures(folder, sweep).draw(drawings, asked);
    written.forEach(parent.terminal().out()::println);
    return Exit.COMPLETE;
  }

  private Drawing asDescribed() throws IOException {
    Plots.named(plot);
    Optional<String> shown = color.map(DrawCommand::column);
    Drawing.By how =
        by.isPresent()
            ? by.get()
            : Pictures.natural(folder, shown.or(() -> y.map(DrawCommand::column)));
    return new Drawing(
        plot,
        name,
        x.map(DrawCommand::column),
        y.map(DrawCommand::column),
        shown,
        facet.map(DrawCommand::column),
        over.stream().map(DrawCommand::column).toList(),
        how,
        scale,
        List.of());
  }

  /** Paths and columns name the same thing. */
  private static String column(String path) {
    return path.replace('.', '_').replace('-', '_');
  }
}
