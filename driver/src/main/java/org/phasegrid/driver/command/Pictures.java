package org.phasegrid.driver.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.GridAxis;
import org.phasegrid.driver.diagram.Shown;
import org.phasegrid.driver.plot.Caption;
import org.phasegrid.driver.plot.Picture;
import org.phasegrid.driver.plot.Plots;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.grid.AxisColumn;
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
      Table table = table(drawing, tables);
      Picture picture =
          Plots.named(drawing.plot())
              .draw(
                  table,
                  axes(),
                  replicas(),
                  drawing,
                  new Caption("", sweep.name(), metadata(table)));
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

  /**
   * The runs table, or the steps table with the axes beside where a drawing asks for its columns.
   */
  private Table table(Drawing drawing, Map<String, Table> tables) throws IOException {
    Table runs = read("runs", tables);
    List<String> asked = new ArrayList<>();
    drawing.x().ifPresent(asked::add);
    drawing.y().ifPresent(asked::add);
    drawing.color().ifPresent(asked::add);
    drawing.facet().ifPresent(asked::add);
    if (asked.stream().allMatch(column -> runs.find(column).isPresent())) {
      return runs;
    }
    Table steps = read("steps", tables);
    return asked.stream()
            .allMatch(column -> runs.find(column).isPresent() || steps.find(column).isPresent())
        ? beside(steps, runs)
        : runs;
  }

  private Table read(String name, Map<String, Table> tables) throws IOException {
    Table known = tables.get(name);
    if (known == null) {
      known = Tables.read(folder.resolve(name + ".arrow"));
      tables.put(name, known);
    }
    return known;
  }

  /** The rows of {@code steps} with the columns of their runs. */
  private static Table beside(Table steps, Table runs) {
    Map<String, Integer> rowOf = new LinkedHashMap<>();
    Table.Column ids = runs.column("run_id");
    for (int row = 0; row < runs.rows(); row++) {
      rowOf.put(ids.text(row), row);
    }
    Table.Column stepIds = steps.column("run_id");
    List<Table.Column> columns = new ArrayList<>(steps.columns());
    for (Table.Column column : runs.columns()) {
      if (steps.find(column.name()).isEmpty()) {
        List<@org.jspecify.annotations.Nullable Object> cells = new ArrayList<>();
        for (int row = 0; row < steps.rows(); row++) {
          Integer run = rowOf.get(stepIds.text(row));
          cells.add(run == null ? null : column.cells().get(run));
        }
        columns.add(
            new Table.Column(column.name(), column.type(), column.unit(), column.meaning(), cells));
      }
    }
    return new Table(steps.rows(), columns);
  }

  /** The aggregation that suits a column of the runs table. */
  static Drawing.By natural(Path folder, Optional<String> column) throws IOException {
    return column
        .flatMap(Tables.read(folder.resolve("runs.arrow"))::find)
        .map(Shown::natural)
        .orElse(Drawing.By.MEDIAN);
  }

  private List<GridAxis> axes() {
    return sweep.grid().axes().stream().map(Pictures::axis).toList();
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
              return String.join("-", parts).replace('_', '-');
            });
  }

  /** Where the picture is from: kept inside the file. */
  private Map<String, String> metadata(Table table) {
    Table.Column ids = table.column("run_id");
    StringBuilder all = new StringBuilder();
    for (int row = 0; row < table.rows(); row++) {
      all.append(ids.text(row)).append('\n');
    }
    return Map.of(
        "sweep", sweep.name(),
        "version", "phasegrid " + Tables.version(),
        "runs",
            "sha256 of the run ids "
                + Content.sha256(all.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }
}
