package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.draw.Drawing;

/**
 * The lines over a picture that columns and numbers make: of each value of the other axis the
 * median of the column over the rows there, in each panel by itself.
 */
public final class DrawnCurves {
  /**
   * A line; infinite coordinates are the edges of a panel.
   *
   * @param panel the only one that has it
   */
  public record Line(String name, List<Double> xs, List<Double> ys, OptionalInt panel) {
    public Line {
      xs = List.copyOf(xs);
      ys = List.copyOf(ys);
    }
  }

  private final Table drawn;
  private final List<GridAxis> axes;
  private final Drawing drawing;
  private final Function<String, Table> tables;

  /**
   * Curves of a drawing.
   *
   * @param drawn its rows
   * @param tables all tables, for columns that are in others
   */
  public DrawnCurves(
      Table drawn, List<GridAxis> axes, Drawing drawing, Function<String, Table> tables) {
    this.drawn = drawn;
    this.axes = axes;
    this.drawing = drawing;
    this.tables = tables;
  }

  /** All lines, in the order of the document. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Drawing.Curve curve : drawing.details().curves()) {
      Optional<Double> number = Decimal.parse(curve.column());
      if (number.isPresent()) {
        lines.add(straight(curve, name(curve, true), number.get(), OptionalInt.empty()));
      } else {
        lines.addAll(ofColumn(curve));
      }
    }
    return lines;
  }

  private String name(Drawing.Curve curve, boolean number) {
    if (!curve.name().isEmpty()) {
      return curve.name();
    }
    if (!number) {
      return GridAxis.spoken(curve.column());
    }
    Optional<String> along = curve.along() == Drawing.Along.X ? drawing.x() : drawing.y();
    String axis =
        along
            .map(
                column ->
                    axes.stream()
                        .filter(each -> each.column().equals(column))
                        .map(GridAxis::label)
                        .findFirst()
                        .orElse(GridAxis.spoken(column)))
            .orElse(curve.along().name().toLowerCase(java.util.Locale.ROOT));
    return axis + " = " + curve.column();
  }

  private static Line straight(Drawing.Curve curve, String name, double at, OptionalInt panel) {
    List<Double> there = List.of(at, at);
    List<Double> across = List.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    return curve.along() == Drawing.Along.X
        ? new Line(name, there, across, panel)
        : new Line(name, across, there, panel);
  }

  private List<Line> ofColumn(Drawing.Curve curve) {
    Optional<String> other =
        curve.along() == Drawing.Along.Y
            ? drawing.x()
            : drawing.plot().equals("heatmap") ? drawing.y() : Optional.empty();
    Table rows = rows(curve.column(), other);
    Optional<GridAxis> facet = drawing.facet().map(name -> Groups.axis(drawn, axes, name));
    boolean split = facet.isPresent() && rows.find(facet.get().column()).isPresent();
    String name = name(curve, false);
    List<Line> lines = new ArrayList<>();
    for (int panel = 0; panel < (split ? facet.orElseThrow().size() : 1); panel++) {
      Table of = split ? where(rows, facet.orElseThrow(), panel) : rows;
      OptionalInt only = split ? OptionalInt.of(panel) : OptionalInt.empty();
      if (of.rows() == 0) {
        continue;
      }
      Map<Object, List<Double>> values = new LinkedHashMap<>();
      Map<Object, Double> places = new LinkedHashMap<>();
      Table.Column column = of.column(curve.column());
      for (int row = 0; row < of.rows(); row++) {
        Object key = "";
        double place = 0;
        if (other.isPresent()) {
          Table.Column at = of.column(other.get());
          if (at.isNull(row)) {
            continue;
          }
          key = GridAxis.key(at.cells().get(row));
          place = at.number(row);
        }
        if (!column.isNull(row)) {
          values.computeIfAbsent(key, k -> new ArrayList<>()).add(column.number(row));
          places.put(key, place);
        }
      }
      if (other.isEmpty()) {
        if (!values.isEmpty()) {
          lines.add(straight(curve, name, median(values.values().iterator().next()), only));
        }
        continue;
      }
      lines.add(line(curve, name, along(of, other.get()), values, only));
    }
    if (lines.isEmpty()) {
      lines.add(new Line(name + ": undefined", List.of(), List.of(), OptionalInt.empty()));
    }
    return lines;
  }

  private GridAxis along(Table rows, String column) {
    return Groups.axis(rows, axes, column);
  }

  private static Line line(
      Drawing.Curve curve,
      String name,
      GridAxis axis,
      Map<Object, List<Double>> values,
      OptionalInt panel) {
    List<Double> places = new ArrayList<>();
    List<Double> medians = new ArrayList<>();
    for (int i = 0; i < axis.size(); i++) {
      List<Double> here = values.getOrDefault(GridAxis.key(axis.values().get(i)), List.of());
      places.add(axis.number(i));
      medians.add(here.isEmpty() ? Double.NaN : median(here));
    }
    return curve.along() == Drawing.Along.X
        ? new Line(name, medians, places, panel)
        : new Line(name, places, medians, panel);
  }

  private static double median(List<Double> values) {
    double[] ascending = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(ascending);
    return Interval.quantile(ascending, 0.5);
  }

  private static Table where(Table rows, GridAxis axis, int i) {
    Object wanted = GridAxis.key(axis.values().get(i));
    Table.Column column = rows.column(axis.column());
    List<Integer> chosen = new ArrayList<>();
    for (int row = 0; row < rows.rows(); row++) {
      Object cell = column.cells().get(row);
      if (cell != null && GridAxis.key(cell).equals(wanted)) {
        chosen.add(row);
      }
    }
    return rows.rows(chosen);
  }

  /** The rows of a column beside the axis it goes along: those drawn if they have it. */
  private Table rows(String column, Optional<String> other) {
    if (drawn.find(column).isPresent()) {
      return drawn;
    }
    List<Drawing.Slice> slices = drawing.slice();
    RuntimeException first = new IllegalArgumentException("no table has " + column);
    // A column of runs or cells has no layer to be sliced by, and no look.
    for (List<String> without :
        List.of(
            List.<String>of(),
            List.of("layer", Drawing.INDEX, Drawing.RANK),
            List.of("layer", "step", Drawing.INDEX, Drawing.RANK))) {
      Drawing alone =
          new Drawing(
              "lines",
              Optional.empty(),
              other,
              Optional.of(column),
              Optional.empty(),
              drawing.facet().filter(name -> !without.contains(name)),
              List.of(),
              Drawing.By.MEDIAN,
              Drawing.Scale.LINEAR,
              List.of(),
              drawing.at(),
              slices.stream().filter(slice -> !without.contains(slice.column())).toList(),
              List.of(),
              Drawing.Details.NONE);
      try {
        Table rows = DrawnTable.of(alone, tables);
        if (rows.find(column).isPresent()) {
          return rows;
        }
      } catch (IllegalArgumentException e) {
        first = e;
      }
    }
    throw new IllegalArgumentException(
        "the curve " + column + " has no place in the picture: " + first.getMessage(), first);
  }
}
