package org.phasegrid.driver.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.DrawnPlane;
import org.phasegrid.driver.diagram.DrawnTable;
import org.phasegrid.driver.diagram.GridAxis;
import org.phasegrid.driver.diagram.PhaseDiagram;
import org.phasegrid.driver.diagram.Refined;
import org.phasegrid.driver.diagram.Shown;
import org.phasegrid.driver.plot.Caption;
import org.phasegrid.driver.plot.Curve;
import org.phasegrid.driver.plot.Heatmap;
import org.phasegrid.driver.plot.Picture;
import org.phasegrid.driver.plot.Plots;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.draw.Theories;
import org.phasegrid.sweeps.draw.Theory;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.worker.file.Content;

/** The pictures of a folder, made from its tables alone. */
final class Pictures {
  private final Path folder;
  private final Sweep sweep;

  Pictures(Path folder, Sweep sweep) {
    this.folder = folder;
    this.sweep = sweep;
  }

  /** Draws into {@code diagrams/} and returns the files written. */
  List<Path> draw(List<Drawing> drawings, Set<String> formats) throws IOException {
    List<Path> written = new ArrayList<>();
    if (drawings.isEmpty()) {
      return written;
    }
    Path diagrams = Files.createDirectories(folder.resolve("diagrams"));
    Map<String, Table> tables = new LinkedHashMap<>();
    for (Drawing drawing : drawings) {
      Table table = DrawnTable.of(drawing, name -> read(name, tables));
      List<GridAxis> axes = axes(table, drawing);
      List<Curve> theory = theory(table, axes, drawing, tables);
      Picture picture =
          Refined.plane(sweep, drawing)
              ? new Heatmap()
                  .draw(
                      PhaseDiagram.of(table, axes, replicas(), drawing).filled(),
                      drawing.scale(),
                      drawing.contour(),
                      theory,
                      caption(table, Refined.sentence(sweep, read("runs", tables))))
              : Plots.named(drawing.plot())
                  .draw(table, axes, replicas(), drawing, theory, caption(table, Optional.empty()));
      String name = name(drawing);
      if (formats.contains("png")) {
        picture.writePng(diagrams.resolve(name + ".png"));
        written.add(diagrams.resolve(name + ".png"));
      }
      if (formats.contains("svg")) {
        picture.writeSvg(diagrams.resolve(name + ".svg"));
        written.add(diagrams.resolve(name + ".svg"));
      }
      Tables.write(
          diagrams.resolve(name + ".arrow"), picture.table(), Tables.metadata(sweep.name()));
    }
    return written;
  }

  private Caption caption(Table table, Optional<String> note) {
    return new Caption("", sweep.name(), metadata(table), note.stream().toList());
  }

  private Table read(String name, Map<String, Table> tables) {
    Table known = tables.get(name);
    if (known == null) {
      try {
        known = Tables.read(folder.resolve(name + ".arrow"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      tables.put(name, known);
    }
    return known;
  }

  private List<Curve> theory(
      Table table, List<GridAxis> axes, Drawing drawing, Map<String, Table> tables) {
    List<Curve> curves = new ArrayList<>();
    for (String name : drawing.theory()) {
      Theory.Line line =
          Theories.find(name)
              .orElseThrow()
              .on(new DrawnPlane(table, axes, drawing, first().spec(), each -> read(each, tables)));
      curves.add(new Curve(line.label(), line.xs(), line.ys()));
    }
    return curves;
  }

  /** The first point that has a run. */
  private Point first() {
    return LongStream.range(0, sweep.grid().size())
        .mapToObj(sweep.grid()::point)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  /** The aggregation that suits a column of the runs table. */
  static Drawing.By natural(Path folder, Optional<String> column) throws IOException {
    return column
        .flatMap(Tables.read(folder.resolve("runs.arrow"))::find)
        .map(Shown::natural)
        .orElse(Drawing.By.MEDIAN);
  }

  /** The axes that the rows have; of one that is sliced the value alone. */
  private List<GridAxis> axes(Table table, Drawing drawing) {
    return sweep.grid().axes().stream()
        .filter(axis -> table.find(axis.column()).isPresent())
        .map(Pictures::axis)
        .map(
            axis ->
                drawing.slice().stream()
                    .filter(slice -> slice.column().equals(axis.column()))
                    .findFirst()
                    .map(
                        slice ->
                            new GridAxis(
                                axis.column(),
                                axis.label(),
                                axis.unit(),
                                axis.scale(),
                                List.of(slice.value())))
                    .orElse(axis))
        .toList();
  }

  private List<String> replicas() {
    return sweep.grid().axes().stream()
        .filter(axis -> axis.role() == AxisColumn.Role.REPLICA)
        .map(AxisColumn::column)
        .toList();
  }

  private static GridAxis axis(AxisColumn axis) {
    return new GridAxis(
        axis.column(),
        label(axis.column()),
        axis.unit(),
        AxisScale.valueOf(axis.scale().name()),
        axis.values().stream().distinct().toList());
  }

  /** {@code architecture_width} reads "width": what it is a part of goes without saying. */
  private static String label(String column) {
    if (column.matches("layer_rates_\\d+")) {
      return "learning rate of layer " + column.substring("layer_rates_".length());
    }
    String shorter =
        column.replaceFirst("^(architecture|dataset|stopping|learning_rate)_(?=[a-z])", "");
    return column.equals("learning_rate_over_sharpness")
        ? "learning rate x sharpness"
        : GridAxis.spoken(shorter);
  }

  /** File name of a picture, without ending. */
  static String name(Drawing drawing) {
    return drawing
        .name()
        .orElseGet(
            () -> {
              List<String> parts = new ArrayList<>(List.of(drawing.plot()));
              drawing.color().ifPresent(parts::add);
              drawing.y().ifPresent(parts::add);
              drawing.x().ifPresent(parts::add);
              drawing
                  .at()
                  .filter(look -> look.step().isPresent())
                  .ifPresent(look -> parts.add("at " + look.step().getAsLong()));
              drawing.slice().forEach(slice -> parts.add(slice.column() + " " + slice.value()));
              return String.join("-", parts).replace('_', '-').replaceAll("[^A-Za-z0-9.-]", "-");
            });
  }

  /** Where the picture is from: kept inside the file. */
  private Map<String, String> metadata(Table table) {
    StringBuilder all = new StringBuilder();
    table
        .find("run_id")
        .ifPresent(
            ids -> {
              for (int row = 0; row < table.rows(); row++) {
                all.append(ids.text(row)).append('\n');
              }
            });
    return Map.of(
        "sweep", sweep.name(),
        "version", "phasegrid " + Tables.version(),
        "runs",
            "sha256 of the run ids "
                + Content.sha256(all.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }
}
