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
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.DrawnCurves;
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
      List<Drawing> panels = new ArrayList<>(List.of(drawing));
      panels.addAll(drawing.details().beside());
      List<Picture> pictures = new ArrayList<>();
      for (Drawing panel : panels) {
        pictures.add(picture(panel, tables));
      }
      Picture picture =
          Picture.beside(pictures, panels.stream().map(each -> each.shown().orElse("")).toList());
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

  private Picture picture(Drawing drawing, Map<String, Table> tables) {
    Table table = DrawnTable.of(drawing, name -> read(name, tables));
    List<GridAxis> axes = axes(table, drawing);
    List<Curve> curves = curves(table, axes, drawing, tables);
    if (Refined.plane(sweep, drawing)) {
      return new Heatmap()
          .draw(
              PhaseDiagram.of(table, axes, replicas(), drawing).filled(),
              drawing.scale(),
              drawing.contour(),
              curves,
              caption(drawing, table, Refined.sentence(sweep, read("runs", tables))));
    }
    return Plots.named(drawing.plot())
        .draw(table, axes, replicas(), drawing, curves, caption(drawing, table, Optional.empty()));
  }

  private Caption caption(Drawing drawing, Table table, Optional<String> note) {
    return new Caption(
        drawing.details().titles().getOrDefault("title", ""),
        sweep.name(),
        metadata(table),
        note.stream().toList());
  }

  private Table read(String name, Map<String, Table> tables) {
    Table known = tables.get(name);
    if (known == null && name.equals("lines") && !Files.exists(folder.resolve("lines.arrow"))) {
      // A sweep without critical values has no lines.
      return new Table(0, List.of());
    }
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

  /** Lines of theory, in each panel by itself, and those that columns and numbers make. */
  private List<Curve> curves(
      Table table, List<GridAxis> axes, Drawing drawing, Map<String, Table> tables) {
    List<Curve> curves = new ArrayList<>();
    Optional<GridAxis> facet = drawing.facet().map(column -> DrawnTable.axis(table, axes, column));
    for (String name : drawing.theory()) {
      Theory theory = Theories.find(name).orElseThrow();
      for (int panel = 0; panel < facet.map(GridAxis::size).orElse(1); panel++) {
        int index = panel;
        Optional<Theory.Facet> here =
            facet.map(axis -> new Theory.Facet(axis.column(), axis.values().get(index)));
        Theory.Line line =
            theory.on(
                new DrawnPlane(
                    table, axes, drawing, here, first().spec(), each -> read(each, tables)));
        curves.add(
            new Curve(
                line.label(),
                line.xs(),
                line.ys(),
                facet.isPresent() ? OptionalInt.of(panel) : OptionalInt.empty()));
      }
    }
    new DrawnCurves(table, axes, drawing, name -> read(name, tables))
        .lines()
        .forEach(line -> curves.add(new Curve(line.name(), line.xs(), line.ys(), line.panel())));
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

  /** The aggregation that suits a column of whatever table. */
  static Drawing.By natural(Path folder, Optional<String> column) throws IOException {
    if (column.isEmpty()) {
      return Drawing.By.MEDIAN;
    }
    for (String table : List.of("runs", "steps", "layers", "cells")) {
      Optional<Table.Column> found =
          Tables.read(folder.resolve(table + ".arrow")).find(column.get());
      if (found.isPresent()) {
        return Shown.natural(found.get());
      }
    }
    return Drawing.By.MEDIAN;
  }

  /** The axes that the rows have; of one that is sliced those values alone. */
  private List<GridAxis> axes(Table table, Drawing drawing) {
    List<GridAxis> axes = new ArrayList<>();
    for (AxisColumn declared : sweep.grid().axes()) {
      if (table.find(declared.column()).isEmpty()) {
        continue;
      }
      GridAxis axis = axis(declared);
      Set<Object> chosen =
          drawing.slice().stream()
              .filter(slice -> slice.column().equals(axis.column()))
              .map(slice -> GridAxis.key(slice.value()))
              .collect(Collectors.toSet());
      axes.add(
          chosen.isEmpty()
              ? axis
              : new GridAxis(
                  axis.column(),
                  axis.label(),
                  axis.unit(),
                  axis.scale(),
                  axis.values().stream()
                      .filter(value -> chosen.contains(GridAxis.key(value)))
                      .toList()));
    }
    return called(table, axes, drawing);
  }

  /** The axes as the drawing calls and scales them. */
  private static List<GridAxis> called(Table table, List<GridAxis> axes, Drawing drawing) {
    boolean heatmap = drawing.plot().equals("heatmap");
    Map<String, Optional<String>> columns = new LinkedHashMap<>();
    boolean abscissa = heatmap || drawing.plot().equals("lines");
    columns.put("x", drawing.x().filter(x -> abscissa));
    columns.put("y", drawing.y().filter(y -> heatmap));
    columns.put("facet", drawing.facet());
    columns.put("color", drawing.color().filter(color -> !heatmap));
    List<GridAxis> called = new ArrayList<>(axes);
    columns.forEach(
        (key, column) -> {
          Optional<String> title = Optional.ofNullable(drawing.details().titles().get(key));
          Optional<Drawing.Scale> scale =
              key.equals("x") ? drawing.details().xScale() : Optional.empty();
          if (column.isEmpty()
              || (title.isEmpty() && scale.isEmpty())
              || table.find(column.get()).isEmpty()
              || table.column(column.get()).type() == Table.Type.VECTOR) {
            return;
          }
          GridAxis axis = DrawnTable.axis(table, called, column.get());
          called.removeIf(each -> each.column().equals(axis.column()));
          called.add(
              new GridAxis(
                  axis.column(),
                  title.orElse(axis.label()),
                  title.isPresent() ? "" : axis.unit(),
                  scale
                      .map(s -> s == Drawing.Scale.LOG ? AxisScale.LOG10 : AxisScale.LINEAR)
                      .orElse(axis.scale()),
                  axis.values()));
        });
    return called;
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
              drawing.details().beside().stream()
                  .flatMap(each -> each.shown().stream())
                  .forEach(parts::add);
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
