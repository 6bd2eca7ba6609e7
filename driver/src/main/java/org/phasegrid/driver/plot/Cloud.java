package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.GridAxis;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/**
 * A cloud of points in two or three coordinates, e.g. the embedding of a probe at some looks: one
 * panel per value of {@code facet}.
 *
 * <p>{@code x}, {@code y} and {@code z} are columns of vectors of one length, {@code color} a
 * column of vectors of as many class numbers or a column of labels or numbers. A panel shows the
 * first row, in grid order, that has them. Three coordinates are seen in parallel projection from
 * an azimuth of 35 and an elevation of 22 degrees; all panels have one scale, the same along all
 * coordinates, and a cube around the origin. Nearer points are larger.
 */
public final class Cloud implements Plot {
  private static final int MOST_CLASSES = 32;

  /** cos and sin of 35 and 22 degrees. */
  private static final double COS_A = 0.8191520442889918;

  private static final double SIN_A = 0.573576436351046;
  private static final double COS_E = 0.9271838545667874;
  private static final double SIN_E = 0.374606593415912;

  /** Half the extent of the projected cube of half-side 1: |x| and |y| stay below. */
  private static final double REACH_X = COS_A + SIN_A;

  private static final double REACH_Y = SIN_E * (COS_A + SIN_A) + COS_E;

  @Override
  public String name() {
    return "cloud";
  }

  @Override
  public String description() {
    return "points in two or three vector columns x, y, z, in the colors and shapes of classes";
  }

  /** A point: coordinates and its class. */
  private record Point(double x, double y, double z, int of) {
    double right() {
      return COS_A * x + SIN_A * y;
    }

    double up() {
      return COS_E * z + SIN_E * (SIN_A * x - COS_A * y);
    }

    /** Towards the eye. */
    double near() {
      return SIN_E * z - COS_E * (SIN_A * x - COS_A * y);
    }
  }

  /** The points of a panel, and how many rows there were to choose from. */
  private record Seen(List<Point> points, int rows) {}

  @Override
  public Picture draw(
      Table table,
      List<GridAxis> axes,
      List<String> replicas,
      Drawing drawing,
      List<Curve> theory,
      Caption caption) {
    List<Table.Column> coordinates = new ArrayList<>();
    coordinates.add(vectors(table, drawing.x(), "x"));
    coordinates.add(vectors(table, drawing.y(), "y"));
    boolean solid = drawing.details().z().isPresent();
    if (solid) {
      coordinates.add(vectors(table, drawing.details().z(), "z"));
    }
    Optional<GridAxis> facet = drawing.facet().map(name -> Bifurcation.axis(table, axes, name));
    Optional<Table.Column> color = drawing.color().map(table::column);
    List<String> classes = color.map(Cloud::classes).orElse(List.of());
    if (classes.size() > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "color "
              + drawing.color().orElse("")
              + " has "
              + classes.size()
              + " classes; at most 32 can be told apart");
    }
    int panels = facet.map(GridAxis::size).orElse(1);
    List<Seen> seen = new ArrayList<>();
    double reach = 0;
    for (int p = 0; p < panels; p++) {
      seen.add(seen(table, coordinates, color, classes, facet, p));
      for (Point point : seen.get(p).points) {
        reach =
            Math.max(
                reach, Math.max(Math.abs(point.x), Math.max(Math.abs(point.y), Math.abs(point.z))));
      }
    }
    double half = reach > 0 ? 1.04 * reach : 1;
    List<Sheet.Entry> legend = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      String word =
          i == 0
              ? color.map(c -> GridAxis.spoken(c.name())).orElse("") + " = " + classes.get(i)
              : classes.get(i);
      legend.add(Sheet.Entry.of(word, Glyph.of(i, classes.size())));
    }
    int rows = seen.stream().mapToInt(Seen::rows).max().orElse(0);
    int most = seen.stream().mapToInt(each -> each.points.size()).max().orElse(0);
    List<String> words = new ArrayList<>();
    if (!caption.sweep().isBlank()) {
      words.add(caption.sweep());
    }
    words.add(most + " points");
    words.add(rows > 1 ? "first of " + rows + " runs" : "one run");
    if (solid) {
      words.add("parallel projection, the cube's faces at ±" + Numbers.text(half, 3));
    }
    double target = Sheet.target(panels);
    double width = Math.rint(target);
    double height = Math.rint(solid ? target * REACH_Y / REACH_X : target);
    String spoken = GridAxis.spoken(coordinates.get(0).name()).replaceFirst(" x$", "");
    Ruler plane = new Ruler.Span(AxisScale.LINEAR, -half, half, 0);
    Sheet.Content content =
        new Sheet.Content(
            drawing
                .details()
                .titles()
                .getOrDefault("title", caption.title().isBlank() ? spoken : caption.title()),
            List.of(String.join(" · ", words)),
            solid ? "" : title(drawing, "x", coordinates.get(0)),
            solid ? "" : title(drawing, "y", coordinates.get(1)),
            solid ? Ruler.BLANK : plane,
            solid ? Ruler.BLANK : plane,
            facet
                .map(
                    axis ->
                        axis.values().stream()
                            .map(value -> Captions.panel(Optional.of(axis), Optional.of(value)))
                            .toList())
                .orElse(List.of("")),
            Optional.empty(),
            legend);
    double size = Math.max(6, Math.min(13, 150 / Math.sqrt(Math.max(1, most))));
    Scene scene =
        new Sheet(content, width, height, 1)
            .scene(
                (p, box, marks) -> {
                  View view = new View(box, half, solid);
                  if (solid) {
                    view.cube(marks);
                  }
                  seen.get(p).points.stream()
                      .sorted(Comparator.comparingDouble(point -> solid ? point.near() : 0))
                      .forEach(
                          point -> view.point(point, Math.max(1, classes.size()), size, marks));
                  if (solid) {
                    view.names(marks);
                  }
                });
    return new Picture(scene, table(seen, facet, classes), caption.metadata());
  }

  private static String title(Drawing drawing, String key, Table.Column column) {
    return drawing.details().titles().getOrDefault(key, GridAxis.spoken(column.name()));
  }

  private static Table.Column vectors(Table table, Optional<String> name, String key) {
    Table.Column column =
        table.column(
            name.orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a cloud needs " + key + ", a column of vectors")));
    if (column.type() != Table.Type.VECTOR) {
      throw new IllegalArgumentException(
          key + " is " + column.name() + ", which holds no vectors; a cloud needs some");
    }
    return column;
  }

  /** The classes in order: of numbers ascending. */
  private static List<String> classes(Table.Column column) {
    TreeSet<Double> numbers = new TreeSet<>();
    TreeSet<String> words = new TreeSet<>();
    for (Object cell : column.cells()) {
      if (cell instanceof double[] vector) {
        for (double value : vector) {
          if (!Double.isNaN(value)) {
            numbers.add(value);
          }
        }
      } else if (cell instanceof Number number) {
        numbers.add(number.doubleValue());
      } else if (cell != null) {
        words.add(cell.toString());
      }
    }
    List<String> classes = new ArrayList<>();
    numbers.forEach(number -> classes.add(Numbers.text(number, 4)));
    classes.addAll(words);
    return classes;
  }

  private static Seen seen(
      Table table,
      List<Table.Column> coordinates,
      Optional<Table.Column> color,
      List<String> classes,
      Optional<GridAxis> facet,
      int panel) {
    List<Point> points = new ArrayList<>();
    int rows = 0;
    for (int row = 0; row < table.rows(); row++) {
      int at = row;
      if (!Spectrum.is(table, facet, panel, row)
          || coordinates.stream().anyMatch(column -> column.isNull(at))) {
        continue;
      }
      rows++;
      if (rows > 1) {
        continue;
      }
      List<double[]> values =
          coordinates.stream().map(column -> (double[]) column.cells().get(at)).toList();
      int n = values.get(0).length;
      for (double[] other : values) {
        if (other.length != n) {
          throw new IllegalArgumentException(
              "a cloud's coordinates have "
                  + n
                  + " and "
                  + other.length
                  + " values in one row; as many of each are wanted");
        }
      }
      for (int i = 0; i < n; i++) {
        double z = values.size() > 2 ? values.get(2)[i] : 0;
        if (Double.isFinite(values.get(0)[i])
            && Double.isFinite(values.get(1)[i])
            && Double.isFinite(z)) {
          int element = i;
          int of = color.map(column -> place(column, at, element, classes)).orElse(0);
          points.add(new Point(values.get(0)[i], values.get(1)[i], z, of));
        }
      }
    }
    return new Seen(points, rows);
  }

  private static int place(Table.Column column, int row, int element, List<String> classes) {
    Object cell = column.cells().get(row);
    String word =
        cell instanceof double[] vector
            ? element < vector.length ? Numbers.text(vector[element], 4) : ""
            : cell instanceof Number number
                ? Numbers.text(number.doubleValue(), 4)
                : String.valueOf(cell);
    return Math.max(0, classes.indexOf(word));
  }

  /** A panel's projection. */
  private record View(Sheet.Box box, double half, boolean solid) {
    private double px(double right) {
      double reach = solid ? half * REACH_X * 1.06 : half;
      return box.x() + box.width() * (0.5 + 0.5 * right / reach);
    }

    private double py(double up) {
      double reach = solid ? half * REACH_Y * 1.06 : half;
      return box.y() + box.height() * (0.5 - 0.5 * up / reach);
    }

    private double[] at(double x, double y, double z) {
      Point point = new Point(x * half, y * half, z * half, 0);
      return new double[] {px(point.right()), py(point.up())};
    }

    private void edge(double[] a, double[] b, int rgb, double width, List<Mark> marks) {
      marks.add(
          new Mark.Polyline(
              new double[] {a[0], b[0]}, new double[] {a[1], b[1]}, Mark.Pen.solid(rgb, width)));
    }

    /** The cube's edges, and through the origin a line along each coordinate. */
    void cube(List<Mark> marks) {
      for (int i = 0; i < 8; i++) {
        for (int bit = 1; bit < 8; bit <<= 1) {
          if ((i & bit) == 0) {
            edge(corner(i), corner(i | bit), 0xd4d4d4, 2.5, marks);
          }
        }
      }
      edge(at(-1, 0, 0), at(1, 0, 0), 0xa0a0a0, 2.5, marks);
      edge(at(0, -1, 0), at(0, 1, 0), 0xa0a0a0, 2.5, marks);
      edge(at(0, 0, -1), at(0, 0, 1), 0xa0a0a0, 2.5, marks);
    }

    private double[] corner(int i) {
      return at((i & 1) * 2 - 1, (i & 2) - 1, (i & 4) / 2.0 - 1);
    }

    /** The coordinates' numbers, at the ends of their lines. */
    void names(List<Mark> marks) {
      double[][] ends = {at(1, 0, 0), at(0, 1, 0), at(0, 0, 1)};
      for (int k = 0; k < 3; k++) {
        marks.add(
            new Mark.Text(
                ends[k][0] + 8,
                ends[k][1] + 12,
                Integer.toString(k + 1),
                34,
                Mark.Anchor.START,
                0,
                Mark.Weight.PLAIN));
      }
    }

    void point(Point point, int classes, double size, List<Mark> marks) {
      double depth = solid ? point.near() / (2 * half) : 0;
      Glyph.of(point.of, classes)
          .draw(
              px(solid ? point.right() : point.x),
              py(solid ? point.up() : point.y),
              size * (1 + 0.3 * Math.max(-1, Math.min(1, depth))),
              marks);
    }
  }

  private static Table table(List<Seen> seen, Optional<GridAxis> facet, List<String> classes) {
    List<List<@Nullable Object>> cells = new ArrayList<>();
    for (int c = 0; c < 5; c++) {
      cells.add(new ArrayList<>());
    }
    for (int p = 0; p < seen.size(); p++) {
      for (Point point : seen.get(p).points) {
        int panel = p;
        cells.get(0).add(point.x);
        cells.get(1).add(point.y);
        cells.get(2).add(point.z);
        cells.get(3).add(facet.map(axis -> axis.values().get(panel).toString()).orElse(null));
        cells.get(4).add(classes.isEmpty() ? null : classes.get(point.of));
      }
    }
    return new Table(
        cells.get(0).size(),
        List.of(
            new Table.Column("x", Table.Type.NUMBER, "", "first coordinate", cells.get(0)),
            new Table.Column("y", Table.Type.NUMBER, "", "second coordinate", cells.get(1)),
            new Table.Column("z", Table.Type.NUMBER, "", "third coordinate", cells.get(2)),
            new Table.Column(
                "facet",
                Table.Type.LABEL,
                "",
                facet.map(GridAxis::column).orElse("none"),
                cells.get(3)),
            new Table.Column("class", Table.Type.LABEL, "", "color", cells.get(4))));
  }
}
