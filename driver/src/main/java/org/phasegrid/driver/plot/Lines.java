package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.Cell;
import org.phasegrid.driver.diagram.GridAxis;
import org.phasegrid.driver.diagram.LineDiagram;
import org.phasegrid.driver.diagram.Shown;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/**
 * A quantity along one axis with its spread: one line per value of a second axis, one panel per
 * value of a third.
 *
 * <p>The band is the quartiles about a median (from four runs; the extremes, fainter, below), one
 * standard deviation about a mean, Wilson's 95 % interval about a share. A line breaks where it has
 * no value.
 */
public final class Lines implements Plot {
  /** Opacity of a band; of many bands it is shared, or the lowest could not be seen. */
  private static final double BAND = 0.25;

  /** Bands of extremes are fainter than bands of quartiles. */
  private static final double THIN = 0.55;

  private static final double SHARED_BY = 2.5;

  /** So many runs make quartiles; with fewer the band is the extremes. */
  private static final int QUARTILES = 4;

  /** Up to so many points on the axis each point gets a dot. */
  private static final int DOTTED = 24;

  private static final int MOST_ENTRIES = 10;
  private static final double GAP_SHAPE = 0.72;

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public String description() {
    return "y along x with its spread over runs, one line per value of color";
  }

  @Override
  public Picture draw(
      Table table,
      List<GridAxis> axes,
      List<String> replicas,
      Drawing drawing,
      List<Curve> theory,
      Caption caption) {
    return draw(LineDiagram.of(table, axes, replicas, drawing), drawing.scale(), theory, caption);
  }

  /** Draws a diagram that is already there; {@code scale} is that of the value axis. */
  public Picture draw(
      LineDiagram diagram, Drawing.Scale scale, List<Curve> theory, Caption caption) {
    if (scale == Drawing.Scale.RANK) {
      throw new IllegalArgumentException("lines have no rank scale; accepted: linear, log");
    }
    AxisScale axis = scale == Drawing.Scale.LOG ? AxisScale.LOG10 : AxisScale.LINEAR;
    Shown shown = diagram.shown();
    Ruler x = Ruler.ofLine(diagram.x());
    List<Cell> cells =
        diagram.panels().stream()
            .flatMap(p -> p.lines().stream())
            .flatMap(l -> l.points().stream())
            .toList();
    Ruler y = values(cells, axis, shown);
    int n = diagram.lineAxis().map(GridAxis::size).orElse(1);
    Palette.Order order =
        diagram.lineAxis().filter(GridAxis::numeric).isPresent()
            ? Palette.Order.NUMERIC
            : Palette.Order.NONE;
    List<Mark.Pen> pens = IntStream.range(0, n).mapToObj(i -> Palette.line(i, n, order)).toList();
    long off =
        cells.stream()
            .filter(c -> c.state() == Cell.State.VALUE)
            .filter(c -> !Double.isFinite(axis.position(c.value())))
            .count();

    int most = cells.stream().mapToInt(Cell::defined).max().orElse(0);
    boolean thin = shown.by() == Drawing.By.MEDIAN && most < QUARTILES;
    double opacity = BAND * (thin ? THIN : 1) * Math.min(1, SHARED_BY / n);

    double target = Sheet.target(diagram.panels().size());
    double width = Math.rint(target * 1.08);
    double height = Math.rint(target * GAP_SHAPE);
    Sheet.Content content =
        new Sheet.Content(
            Captions.title(caption, shown),
            Captions.lines(
                caption,
                cells,
                shown,
                Optional.of(
                    band(shown, cells) + (off == 0 ? "" : " · " + off + " points off the axis"))),
            diagram.x().title(),
            shown.title(),
            x,
            y,
            diagram.panels().stream().map(p -> Captions.panel(diagram.facet(), p.facet())).toList(),
            Optional.empty(),
            legend(diagram, pens, theory));
    Scene scene =
        new Sheet(content, width, height, 1)
            .scene(
                (p, box, marks) -> {
                  grid(y, box, marks);
                  List<LineDiagram.Line> lines = diagram.panels().get(p).lines();
                  for (int i = 0; i < lines.size(); i++) {
                    band(lines.get(i), diagram.x(), x, y, pens.get(i), opacity, box, marks);
                  }
                  for (int i = 0; i < lines.size(); i++) {
                    line(lines.get(i), diagram.x(), x, y, pens.get(i), box, marks);
                  }
                  Overlay.curves(theory, p, x, y, box, marks);
                });
    return new Picture(scene, diagram.table(), caption.metadata());
  }

  /** The value axis: as long as the lines and their bands need. */
  private static Ruler values(List<Cell> cells, AxisScale axis, Shown shown) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Cell cell : cells) {
      double[] ends = {cell.value(), cell.interval().low(), cell.interval().high()};
      for (double end : ends) {
        if (cell.state() == Cell.State.VALUE && Double.isFinite(axis.position(end))) {
          low = Math.min(low, end);
          high = Math.max(high, end);
        }
      }
    }
    if (shown.share() && axis == AxisScale.LINEAR) {
      return new Ruler.Span(axis, 0, 1, 0.03);
    }
    if (!(low <= high)) {
      low = 1;
      high = 1;
    }
    if (low == high) {
      low = axis == AxisScale.LOG10 ? low / 2 : low - Math.max(0.5, Math.abs(low) / 2);
      high = axis == AxisScale.LOG10 ? high * 2 : high + Math.max(0.5, Math.abs(high) / 2);
    }
    return new Ruler.Span(axis, low, high, 0.04);
  }

  private static String band(Shown shown, List<Cell> cells) {
    int most = cells.stream().mapToInt(Cell::defined).max().orElse(0);
    if (shown.share()) {
      return "band: Wilson 95 %";
    }
    if (most < 2) {
      return shown.cells().map(Lines::rows).orElse("one run per point");
    }
    return shown.by() == Drawing.By.MEAN
        ? "band: one standard deviation"
        : most < QUARTILES ? "band: extremes" : "band: quartiles";
  }

  private static String rows(Shown.Runs runs) {
    return "one value of "
        + (runs.fewest() == runs.most() ? "" : runs.fewest() + " to ")
        + runs.most()
        + (runs.most() == 1 ? " run" : " runs")
        + " per point";
  }

  private static List<Sheet.Entry> legend(
      LineDiagram diagram, List<Mark.Pen> pens, List<Curve> theory) {
    List<Sheet.Entry> legend = new ArrayList<>();
    if (diagram.lineAxis().isPresent()) {
      GridAxis axis = diagram.lineAxis().get();
      int n = axis.size();
      int entries = Math.min(n, MOST_ENTRIES);
      for (int e = 0; e < entries; e++) {
        // Of many lines the first, the last, and some evenly between.
        int i = entries == 1 ? 0 : (int) Math.rint((double) e * (n - 1) / (entries - 1));
        String value = Captions.value(axis.values().get(i));
        legend.add(Sheet.Entry.of(e == 0 ? axis.title() + " = " + value : value, pens.get(i)));
      }
    }
    legend.addAll(Overlay.entries(theory));
    return legend;
  }

  private static void grid(Ruler y, Sheet.Box box, List<Mark> marks) {
    for (Tick tick : y.ticks(box.height(), label -> 38, 10)) {
      if (tick.rank() == Tick.Rank.MAJOR) {
        double at = box.y() + (1 - tick.at()) * box.height();
        marks.add(
            new Mark.Polyline(
                new double[] {box.x(), box.x() + box.width()},
                new double[] {at, at},
                Mark.Pen.solid(0xe4e4e4, 2)));
      }
    }
  }

  private static double x(GridAxis axis, Ruler ruler, int i, Sheet.Box box) {
    double at = ruler instanceof Ruler.Span ? ruler.at(axis.number(i)) : (i + 0.5) / axis.size();
    return box.x() + at * box.width();
  }

  private static double y(Ruler ruler, double value, Sheet.Box box) {
    return box.y() + (1 - ruler.at(value)) * box.height();
  }

  private static void band(
      LineDiagram.Line line,
      GridAxis axis,
      Ruler rulerX,
      Ruler rulerY,
      Mark.Pen pen,
      double opacity,
      Sheet.Box box,
      List<Mark> marks) {
    List<double[]> edge = new ArrayList<>();
    for (int i = 0; i <= axis.size(); i++) {
      boolean open = false;
      if (i < axis.size()) {
        Cell cell = line.points().get(i);
        double low = y(rulerY, cell.interval().low(), box);
        double high = y(rulerY, cell.interval().high(), box);
        if (Double.isNaN(low) && Double.isFinite(high)) {
          // The lower end has no logarithm: the band goes down to the axis.
          low = box.y() + box.height();
        }
        open = Double.isFinite(low) && Double.isFinite(high);
        if (open) {
          edge.add(new double[] {x(axis, rulerX, i, box), clamp(low, box), clamp(high, box)});
        }
      }
      if (!open && !edge.isEmpty()) {
        int n = edge.size();
        double[] xs = new double[2 * n];
        double[] ys = new double[2 * n];
        for (int k = 0; k < n; k++) {
          xs[k] = edge.get(k)[0];
          ys[k] = edge.get(k)[1];
          xs[2 * n - 1 - k] = edge.get(k)[0];
          ys[2 * n - 1 - k] = edge.get(k)[2];
        }
        if (n > 1) {
          marks.add(new Mark.Polygon(xs, ys, pen.rgb(), opacity));
        }
        edge.clear();
      }
    }
  }

  private static double clamp(double y, Sheet.Box box) {
    return Math.max(box.y(), Math.min(box.y() + box.height(), y));
  }

  private static void line(
      LineDiagram.Line line,
      GridAxis axis,
      Ruler rulerX,
      Ruler rulerY,
      Mark.Pen pen,
      Sheet.Box box,
      List<Mark> marks) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i <= axis.size(); i++) {
      double y = i < axis.size() ? y(rulerY, line.points().get(i).value(), box) : Double.NaN;
      if (Double.isFinite(y)) {
        points.add(new double[] {x(axis, rulerX, i, box), y});
      } else if (!points.isEmpty()) {
        double[] xs = points.stream().mapToDouble(p -> p[0]).toArray();
        double[] ys = points.stream().mapToDouble(p -> p[1]).toArray();
        if (points.size() > 1) {
          marks.add(new Mark.Polyline(xs, ys, pen));
        }
        for (int k = 0; k < xs.length && (axis.size() <= DOTTED || xs.length == 1); k++) {
          marks.add(
              new Mark.Polyline(
                  new double[] {xs[k]}, new double[] {ys[k]}, Mark.Pen.solid(pen.rgb(), 15)));
        }
        points.clear();
      }
    }
  }
}
