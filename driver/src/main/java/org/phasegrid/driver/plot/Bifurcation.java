package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.GridAxis;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/**
 * A point for every value of one column against another: the end states of many replicas against a
 * parameter, or one measure against another.
 *
 * <p>{@code x} is an axis or a column of numbers, {@code y} a column of numbers or of vectors, each
 * of whose elements is a point (in a row of its own of the table, with its {@code index}); {@code
 * color} splits the points. Of very many points the pixels show how many they hold, from light to
 * dark in the logarithm of the count.
 */
public final class Bifurcation implements Plot {
  /** More points than this are shown by how many fall on a pixel. */
  static final int MOST_DOTS = 6000;

  private static final int MOST_CLASSES = 64;
  private static final int SHADES = 32;

  /** Pixels of the picture that one pixel of density covers. */
  private static final double COARSE = 3;

  @Override
  public String name() {
    return "bifurcation";
  }

  @Override
  public String description() {
    return "a point for each value, or element of a vector, of y against x; also a scatter plot";
  }

  /** A point and its class. */
  private record Point(double x, double y, int of) {}

  @Override
  public Picture draw(
      Table table,
      List<GridAxis> axes,
      List<String> replicas,
      Drawing drawing,
      List<Curve> theory,
      Caption caption) {
    if (drawing.scale() == Drawing.Scale.RANK) {
      throw new IllegalArgumentException("points have no rank scale; accepted: linear, log");
    }
    Table.Column x = numbers(table, drawing.x(), "x");
    Table.Column y = numbers(table, drawing.y(), "y");
    Optional<GridAxis> facet = drawing.facet().map(name -> axis(table, axes, name));
    Optional<GridAxis> classes = drawing.color().map(name -> axis(table, axes, name));
    if (classes.isPresent() && classes.get().size() > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "color "
              + classes.get().column()
              + " has "
              + classes.get().size()
              + " values; at most 64 can be told apart");
    }
    int panels = facet.map(GridAxis::size).orElse(1);
    List<List<Point>> points = new ArrayList<>();
    for (int p = 0; p < panels; p++) {
      points.add(new ArrayList<>());
    }
    Map<Object, Integer> panelOf = facet.map(Bifurcation::places).orElse(Map.of());
    Map<Object, Integer> classOf = classes.map(Bifurcation::places).orElse(Map.of());
    int undefined = 0;
    Set<Object> runs = new LinkedHashSet<>();
    for (int row = 0; row < table.rows(); row++) {
      int at = row;
      table.find("run_id").ifPresent(ids -> runs.add(ids.text(at)));
      Integer panel =
          facet.isEmpty() ? Integer.valueOf(0) : place(table, facet.get(), panelOf, row);
      Integer of =
          classes.isEmpty() ? Integer.valueOf(0) : place(table, classes.get(), classOf, row);
      if (x.isNull(row) || y.isNull(row) || panel == null || of == null) {
        undefined++;
        continue;
      }
      points.get(panel).add(new Point(x.number(row), y.number(row), of));
    }
    AxisScale scaleY = drawing.scale() == Drawing.Scale.LOG ? AxisScale.LOG10 : AxisScale.LINEAR;
    Optional<GridAxis> declared =
        axes.stream().filter(axis -> axis.column().equals(x.name())).findFirst();
    AxisScale scaleX =
        drawing
            .details()
            .xScale()
            .map(s -> s == Drawing.Scale.LOG ? AxisScale.LOG10 : AxisScale.LINEAR)
            .orElse(declared.map(GridAxis::scale).orElse(AxisScale.LINEAR));
    if (scaleX == AxisScale.CATEGORY) {
      scaleX = AxisScale.LINEAR;
    }
    List<Point> all = points.stream().flatMap(List::stream).toList();
    Ruler rulerX = span(all.stream().mapToDouble(Point::x).toArray(), scaleX, 0.03);
    Ruler rulerY = span(all.stream().mapToDouble(Point::y).toArray(), scaleY, 0.04);
    long off =
        all.stream()
            .filter(
                point ->
                    !Double.isFinite(rulerX.at(point.x)) || !Double.isFinite(rulerY.at(point.y)))
            .count();

    double target = Sheet.target(panels);
    double width = Math.rint(target * 1.08);
    double height = Math.rint(target * 0.72);
    int n = classes.map(GridAxis::size).orElse(1);
    boolean dense = all.size() > MOST_DOTS;
    List<Sheet.Entry> legend = new ArrayList<>();
    if (classes.isPresent() && !dense) {
      for (int i = 0; i < n; i += Math.max(1, (n + 9) / 10)) {
        String value = Captions.value(classes.get().values().get(i));
        legend.add(
            Sheet.Entry.of(
                i == 0 ? classes.get().title() + " = " + value : value, glyph(classes.get(), i)));
      }
    }
    legend.addAll(Overlay.entries(theory));
    String title =
        drawing
            .details()
            .titles()
            .getOrDefault(
                "title",
                caption.title().isBlank()
                    ? spoken(drawing, "y", y) + " against " + spoken(drawing, "x", x)
                    : caption.title());
    List<String> words = new ArrayList<>();
    if (!caption.sweep().isBlank()) {
      words.add(caption.sweep());
    }
    long trained = Captions.runs(table);
    words.add(trained + (trained == 1 ? " run" : " runs"));
    words.add(all.size() + " points" + (dense ? ", darker where there are more" : ""));
    if (undefined > 0) {
      words.add(undefined + " undefined");
    }
    if (off > 0) {
      words.add(off + " off the axes");
    }
    Sheet.Content content =
        new Sheet.Content(
            title,
            List.of(String.join(" · ", words)),
            drawing
                .details()
                .titles()
                .getOrDefault("x", declared.map(GridAxis::title).orElse(title(x))),
            drawing.details().titles().getOrDefault("y", title(y)),
            rulerX,
            rulerY,
            facet
                .map(
                    axis ->
                        axis.values().stream()
                            .map(value -> Captions.panel(Optional.of(axis), Optional.of(value)))
                            .toList())
                .orElse(List.of("")),
            Optional.empty(),
            legend);
    Scene scene =
        new Sheet(content, width, height, 1)
            .scene(
                (p, box, marks) -> {
                  if (dense) {
                    density(points.get(p), rulerX, rulerY, box, marks);
                  } else {
                    dots(points.get(p), classes, rulerX, rulerY, radius(all), box, marks);
                  }
                  Overlay.curves(theory, p, rulerX, rulerY, box, marks);
                });
    return new Picture(scene, table(points, facet, classes, x, y), caption.metadata());
  }

  static GridAxis axis(Table table, List<GridAxis> axes, String column) {
    return axes.stream()
        .filter(axis -> axis.column().equals(column))
        .findFirst()
        .orElseGet(() -> GridAxis.ofColumn(table.column(column)));
  }

  private static Map<Object, Integer> places(GridAxis axis) {
    Map<Object, Integer> places = new HashMap<>();
    for (int i = 0; i < axis.size(); i++) {
      places.put(GridAxis.key(axis.values().get(i)), i);
    }
    return places;
  }

  private static @Nullable Integer place(
      Table table, GridAxis axis, Map<Object, Integer> places, int row) {
    Object cell = table.column(axis.column()).cells().get(row);
    return cell == null ? null : places.get(GridAxis.key(cell));
  }

  private static Table.Column numbers(Table table, Optional<String> name, String key) {
    Table.Column column =
        table.column(
            name.orElseThrow(
                () ->
                    new IllegalArgumentException("points need " + key + ", a column of numbers")));
    if (column.type() == Table.Type.LABEL || column.type() == Table.Type.VECTOR) {
      throw new IllegalArgumentException(
          key + " is " + column.name() + ", which holds no numbers; points need numbers");
    }
    return column;
  }

  private static String spoken(Drawing drawing, String key, Table.Column column) {
    return drawing.details().titles().getOrDefault(key, GridAxis.spoken(column.name()));
  }

  private static String title(Table.Column column) {
    String words = GridAxis.spoken(column.name());
    return column.unit().isEmpty() ? words : words + " [" + column.unit() + "]";
  }

  /** An axis as long as its values need. */
  static Ruler.Span span(double[] values, AxisScale scale, double margin) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(scale.position(value))) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (!(low <= high)) {
      low = 1;
      high = 1;
    }
    if (low == high) {
      boolean log = scale != AxisScale.LINEAR;
      low = log ? low / 2 : low - Math.max(0.5, Math.abs(low) / 2);
      high = log ? high * 2 : high + Math.max(0.5, Math.abs(high) / 2);
    }
    return new Ruler.Span(scale, low, high, margin);
  }

  /** Of few points large ones. */
  private static double radius(List<Point> points) {
    return points.size() <= 200 ? 11 : points.size() <= 1000 ? 7 : 4.5;
  }

  /** Classes along an axis of numbers go along a color map, others have shapes. */
  private static Glyph glyph(GridAxis classes, int i) {
    int n = classes.size();
    return classes.numeric() && n > 4
        ? new Glyph(Glyph.Shape.CIRCLE, ColorMap.VIRIDIS.at(0.9 * i / (n - 1)))
        : Glyph.of(i, n);
  }

  private static void dots(
      List<Point> points,
      Optional<GridAxis> classes,
      Ruler x,
      Ruler y,
      double radius,
      Sheet.Box box,
      List<Mark> marks) {
    for (Point point : points) {
      double u = x.at(point.x);
      double v = y.at(point.y);
      if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) {
        continue;
      }
      double px = box.x() + u * box.width();
      double py = box.y() + (1 - v) * box.height();
      if (classes.isPresent()) {
        glyph(classes.get(), point.of).draw(px, py, radius, marks);
      } else {
        // Translucent, so that many points on one place show.
        marks.add(
            new Mark.Polyline(
                new double[] {px},
                new double[] {py},
                new Mark.Pen(Palette.INK, 2 * radius, 0.55, List.of())));
      }
    }
  }

  /** How many points a pixel holds, in shades of gray even in the logarithm. */
  private static void density(
      List<Point> points, Ruler x, Ruler y, Sheet.Box box, List<Mark> marks) {
    int columns = (int) (box.width() / COARSE);
    int rows = (int) (box.height() / COARSE);
    int[] counts = new int[columns * rows];
    for (Point point : points) {
      int i = (int) Math.floor(x.at(point.x) * columns);
      int j = (int) Math.floor((1 - y.at(point.y)) * rows);
      if (i >= 0 && i < columns && j >= 0 && j < rows) {
        counts[j * columns + i]++;
      }
    }
    int most = Math.max(2, Arrays.stream(counts).max().orElse(1));
    int[] index = new int[counts.length];
    for (int c = 0; c < counts.length; c++) {
      index[c] =
          counts[c] == 0
              ? 0
              : 1
                  + (int)
                      Math.rint((SHADES - 1) * StrictMath.log(counts[c]) / StrictMath.log(most));
    }
    List<Fill> fills = new ArrayList<>();
    fills.add(Fill.solid(0xffffff));
    for (int shade = 0; shade < SHADES; shade++) {
      int gray = (int) Math.rint(0xa8 * (1 - shade / (SHADES - 1.0)));
      fills.add(Fill.solid(gray << 16 | gray << 8 | gray));
    }
    marks.add(
        new Mark.Cells(box.x(), box.y(), box.width(), box.height(), columns, rows, index, fills));
  }

  private static Table table(
      List<List<Point>> points,
      Optional<GridAxis> facet,
      Optional<GridAxis> classes,
      Table.Column x,
      Table.Column y) {
    List<@Nullable Object> xs = new ArrayList<>();
    List<@Nullable Object> ys = new ArrayList<>();
    Map<String, List<@Nullable Object>> named = new TreeMap<>();
    for (int p = 0; p < points.size(); p++) {
      for (Point point : points.get(p)) {
        xs.add(point.x);
        ys.add(point.y);
        int panel = p;
        named
            .computeIfAbsent("facet", k -> new ArrayList<>())
            .add(facet.map(axis -> axis.values().get(panel).toString()).orElse(null));
        named
            .computeIfAbsent("color", k -> new ArrayList<>())
            .add(classes.map(axis -> axis.values().get(point.of).toString()).orElse(null));
      }
    }
    return new Table(
        xs.size(),
        List.of(
            new Table.Column("x", Table.Type.NUMBER, x.unit(), x.name(), xs),
            new Table.Column("y", Table.Type.NUMBER, y.unit(), y.name(), ys),
            new Table.Column(
                "facet",
                Table.Type.LABEL,
                "",
                facet.map(GridAxis::column).orElse("none"),
                named.getOrDefault("facet", new ArrayList<>())),
            new Table.Column(
                "color",
                Table.Type.LABEL,
                "",
                classes.map(GridAxis::column).orElse("none"),
                named.getOrDefault("color", new ArrayList<>()))));
  }
}
