package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.phasegrid.driver.plot.Plots;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.draw.Theories;
import org.phasegrid.sweeps.draw.Theory;
import org.phasegrid.sweeps.grid.AxisColumn;
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
      description = "heatmap, lines, bifurcation, spectrum or cloud (default: ${DEFAULT-VALUE})")
  private String plot = "heatmap";

  @Option(names = "--x", paramLabel = "P", description = "axis or column of the abscissa")
  private Optional<String> x = Optional.empty();

  @Option(
      names = "--y",
      paramLabel = "P",
      split = ",",
      description = "axis or column of the ordinate; of lines several, a panel each")
  private List<String> y = List.of();

  @Option(names = "--z", paramLabel = "COLUMN", description = "third coordinate of a cloud")
  private Optional<String> z = Optional.empty();

  @Option(
      names = "--color",
      paramLabel = "COLUMN",
      split = ",",
      description = "column shown by color; of a heat map several, a panel each")
  private List<String> color = List.of();

  @Option(
      names = "--at",
      paramLabel = "STEP",
      description = "which look of a column of looks, or last (default: last)")
  private Optional<String> at = Optional.empty();

  @Option(
      names = "--slice",
      paramLabel = "COLUMN=VALUES",
      description = "values of an axis, of step, layer, index or rank that are shown; repeatable")
  private List<String> slice = List.of();

  @Option(
      names = "--contour",
      paramLabel = "LEVELS",
      split = ",",
      description = "levels of the color drawn as lines")
  private List<Double> contour = List.of();

  @Option(
      names = "--curve",
      paramLabel = "y=COLUMN",
      split = ",",
      description = "columns or numbers drawn as lines, along y or x: y=COLUMN or x=2")
  private List<String> curve = List.of();

  @Option(
      names = "--theory",
      paramLabel = "NAMES",
      split = ",",
      description = "registered lines of theory")
  private List<String> theory = List.of();

  @Option(
      names = "--bulk",
      paramLabel = "VARIANCE,EDGE",
      split = ",",
      description = "columns of Marchenko and Pastur's law over a spectrum")
  private List<String> bulk = List.of();

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      split = ",",
      description = "order of the legend")
  private List<String> labels = List.of();

  @Option(names = "--x-scale", paramLabel = "SCALE", description = "linear or log, of an abscissa")
  private Optional<Drawing.Scale> abscissa = Optional.empty();

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
        x.isEmpty() && y.isEmpty() && color.isEmpty()
            ? sweep.drawings()
            : List.of(asDescribed(sweep));
    if (drawings.isEmpty()) {
      throw new RequestException("the sweep's document draws nothing; say --x, --y and --color");
    }
    List<Path> written = new Pictures(folder, sweep).draw(drawings, asked);
    written.forEach(parent.terminal().out()::println);
    return Exit.COMPLETE;
  }

  private Drawing asDescribed(Sweep sweep) throws IOException {
    Plots.named(plot);
    boolean heatmap = plot.equals("heatmap");
    List<String> shown = heatmap ? color : y;
    for (String each : heatmap ? y : color) {
      if ((heatmap ? y : color).size() > 1) {
        throw new RequestException(
            (heatmap ? "--y" : "--color") + " takes one column with " + plot + ", was " + each);
      }
    }
    Drawing first = panel(sweep, shown.isEmpty() ? Optional.empty() : Optional.of(shown.get(0)));
    List<Drawing> beside = new ArrayList<>();
    for (int k = 1; k < shown.size(); k++) {
      beside.add(panel(sweep, Optional.of(shown.get(k))));
    }
    return first.with(details(beside));
  }

  private Drawing.Details details(List<Drawing> beside) {
    if (!bulk.isEmpty() && bulk.size() != 2) {
      throw new RequestException("--bulk takes the columns of variance and edge, was " + bulk);
    }
    return new Drawing.Details(
        z.map(DrawCommand::column),
        abscissa,
        curve.stream().map(DrawCommand::curve).toList(),
        bulk.isEmpty()
            ? Optional.empty()
            : Optional.of(new Drawing.Bulk(column(bulk.get(0)), column(bulk.get(1)))),
        labels,
        Map.of(),
        beside);
  }

  private static Drawing.Curve curve(String text) {
    int equals = text.indexOf('=');
    String axis = equals < 0 ? "y" : text.substring(0, equals);
    if (!Set.of("x", "y").contains(axis)) {
      throw new RequestException("--curve takes y=COLUMN or x=COLUMN, was " + text);
    }
    String of = text.substring(equals + 1);
    return new Drawing.Curve(
        axis.equals("x") ? Drawing.Along.X : Drawing.Along.Y,
        Decimal.parse(of).isPresent() ? of : column(of),
        "");
  }

  private Drawing panel(Sweep sweep, Optional<String> shown) throws IOException {
    boolean heatmap = plot.equals("heatmap");
    Optional<String> what = shown.map(DrawCommand::column);
    Optional<String> ordinate = heatmap ? y.stream().findFirst().map(DrawCommand::column) : what;
    Optional<String> colored = heatmap ? what : color.stream().findFirst().map(DrawCommand::column);
    for (String name : theory) {
      if (Theories.find(name).isEmpty()) {
        throw new RequestException(
            "no theory is named '"
                + name
                + "'; there are: "
                + String.join(", ", Theories.ALL.stream().map(Theory::name).toList()));
      }
    }
    return new Drawing(
        plot,
        name,
        x.map(DrawCommand::column),
        ordinate,
        colored,
        facet.map(DrawCommand::column),
        over.stream().map(DrawCommand::column).toList(),
        by.isPresent() ? by.get() : Pictures.natural(folder, what.or(() -> ordinate)),
        scale,
        theory,
        at.map(DrawCommand::look),
        slice.stream().flatMap(text -> slices(sweep, text)).toList(),
        contour,
        details(List.of()));
  }

  private static Drawing.Look look(String text) {
    if (text.equals("last")) {
      return Drawing.Look.LAST;
    }
    if (!text.matches("[0-9]{1,15}")) {
      throw new RequestException("--at takes a step or last, was " + text);
    }
    return new Drawing.Look(OptionalLong.of(Long.parseLong(text)));
  }

  /** Values of a slice; those of an axis as the axis has them, though they be written shorter. */
  private static Stream<Drawing.Slice> slices(Sweep sweep, String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new RequestException("--slice takes COLUMN=VALUES, was " + text);
    }
    String column = column(text.substring(0, equals));
    List<Object> values =
        sweep.grid().axes().stream()
            .filter(axis -> axis.column().equals(column))
            .findFirst()
            .map(AxisColumn::values)
            .orElse(List.of());
    return Stream.of(text.substring(equals + 1).split(",", -1))
        .map(
            word -> {
              Optional<Double> number = Decimal.parse(word);
              Object value =
                  values.stream()
                      .filter(each -> same(each, word, number))
                      .findFirst()
                      .orElse(number.isPresent() ? (Object) number.get() : word);
              return new Drawing.Slice(column, value);
            });
  }

  private static boolean same(Object value, String word, Optional<Double> number) {
    if (value instanceof Number known && number.isPresent()) {
      return Math.abs(known.doubleValue() - number.get()) <= 1e-6 * Math.abs(known.doubleValue());
    }
    return value.toString().equals(word);
  }

  /** Paths and columns name the same thing. */
  private static String column(String path) {
    return path.replace('.', '_').replace('-', '_');
  }
}
