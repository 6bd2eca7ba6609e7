package org.phasegrid.driver.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Table;

/** A finished plot: to be written as PNG or SVG, with the numbers it shows beside it. */
public final class Picture {
  private final Scene scene;
  private final Table table;
  private final Map<String, String> metadata;

  Picture(Scene scene, Table table, Map<String, String> metadata) {
    this.scene = scene;
    this.table = table;
    this.metadata = metadata;
  }

  /**
   * Pictures side by side, their panels' tops aligned, as one.
   *
   * @param names of what they show, which the table says first
   */
  public static Picture beside(List<Picture> pictures, List<String> names) {
    if (pictures.size() == 1) {
      return pictures.get(0);
    }
    double top = pictures.stream().mapToDouble(each -> each.scene.top()).max().orElse(0);
    double x = 0;
    double height = 0;
    List<Mark> marks = new ArrayList<>();
    for (Picture picture : pictures) {
      double down = top - picture.scene.top();
      for (Mark mark : picture.scene.marks()) {
        marks.add(mark.moved(x, down));
      }
      x += picture.scene.width();
      height = Math.max(height, picture.scene.height() + down);
    }
    return new Picture(
        new Scene((int) Math.ceil(x), (int) Math.ceil(height), top, marks),
        joined(pictures.stream().map(each -> each.table).toList(), names),
        pictures.get(0).metadata);
  }

  /** What the picture shows, one row per cell or point. */
  public Table table() {
    return table;
  }

  public int width() {
    return scene.width();
  }

  public int height() {
    return scene.height();
  }

  /** The pixels, the same on every machine. */
  public BufferedImage pixels() {
    return Raster.paint(scene);
  }

  /** The SVG document. */
  public String svg() throws IOException {
    return SvgFile.text(scene, metadata);
  }

  public void writePng(Path file) throws IOException {
    Files.write(file, PngFile.bytes(pixels(), metadata));
  }

  public void writeSvg(Path file) throws IOException {
    Files.write(file, svg().getBytes(StandardCharsets.UTF_8));
  }

  Scene scene() {
    return scene;
  }

  /** The rows of several tables; a column that is not of one type in all of them is text. */
  private static Table joined(List<Table> tables, List<String> names) {
    Map<String, Table.Column> heads = new LinkedHashMap<>();
    Map<String, Table.Type> types = new LinkedHashMap<>();
    for (Table table : tables) {
      for (Table.Column column : table.columns()) {
        heads.putIfAbsent(column.name(), column);
        types.merge(column.name(), column.type(), (a, b) -> a == b ? a : Table.Type.LABEL);
      }
    }
    List<@Nullable Object> shown = new ArrayList<>();
    for (int t = 0; t < tables.size(); t++) {
      for (int row = 0; row < tables.get(t).rows(); row++) {
        shown.add(names.get(t));
      }
    }
    List<Table.Column> columns = new ArrayList<>();
    columns.add(new Table.Column("shown", Table.Type.LABEL, "", "column of the panel", shown));
    heads.forEach(
        (name, head) -> {
          Table.Type type = types.getOrDefault(name, head.type());
          List<@Nullable Object> cells = new ArrayList<>();
          for (Table table : tables) {
            for (int row = 0; row < table.rows(); row++) {
              Object cell =
                  table.find(name).isPresent() ? table.column(name).cells().get(row) : null;
              cells.add(cell != null && type == Table.Type.LABEL ? (Object) cell.toString() : cell);
            }
          }
          columns.add(new Table.Column(name, type, "", head.meaning(), cells));
        });
    return new Table(shown.size(), columns);
  }
}
