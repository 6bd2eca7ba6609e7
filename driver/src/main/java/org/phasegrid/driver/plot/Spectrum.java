package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.GridAxis;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.worker.spectrum.MarchenkoPastur;

/**
 * The histogram of a column of vectors, e.g. of eigenvalues at some looks: one panel per value of
 * {@code facet}, one outline per value of {@code color}, the rows of each pooled.
 *
 * <p>{@code bulk} names two columns of numbers: the variance s of the bulk and its upper edge
 * {@code e = s (1 + sqrt r)^2}. From their medians comes the law of Marchenko and Pastur, {@code
 * sqrt((e - l)(l - e')) / (2 pi r s l)} with {@code e' = s (1 - sqrt r)^2}, drawn with the weight
 * of the values up to the edge, with a line at the edge; values above it, or above the largest
 * curve along x, are outliers and have a mark each. The density is per unit of the value, with a
 * logarithmic abscissa per decade.
 */
public final class Spectrum implements Plot {
  private static final int MOST_BINS = 160;
  private static final int FEWEST_BINS = 10;
  private static final int CURVE_POINTS = 240;
  private static final double LN10 = 2.302585092994046;

  @Override
  public String name() {
    return "spectrum";
  }

  @Override
  public String description() {
    return "histogram of a vector column, with the law of Marchenko and Pastur and its outliers";
  }

  /** The values of one outline, ascending, and its law. */
  private record Outline(double[] values, Optional<Law> law) {}

  /** Marchenko and Pastur's law of a variance. */
  private record Law(MarchenkoPastur unit, double variance) {
    static Optional<Law> of(double variance, double edge) {
      double root = Math.sqrt(edge / variance) - 1;
      return variance > 0 && root > 0 && root <= 1 + 1e-9
          ? Optional.of(new Law(new MarchenkoPastur(Math.min(1, root * root)), variance))
          : Optional.empty();
    }

    double lower() {
      return variance * unit.lower();
    }

    double upper() {
      return variance * unit.upper();
    }

    double density(double value) {
      return unit.density(value / variance) / variance;
    }
  }

  @Override
  public Picture draw(
      Table table,
      List<GridAxis> axes,
      List<String> replicas,
      Drawing drawing,
      List<Curve> theory,
      Caption caption) {
    if (drawing.scale() == Drawing.Scale.RANK) {
      throw new IllegalArgumentException("a density has no rank scale; accepted: linear, log");
    }
    Table.Column column =
        table.column(
            drawing
                .x()
                .orElseThrow(
                    () -> new IllegalArgumentException("a spectrum needs x, a column of vectors")));
    if (column.type() != Table.Type.VECTOR) {
      throw new IllegalArgumentException(
          "x is " + column.name() + ", which holds no vectors; a spectrum needs some");
    }
    Optional<GridAxis> facet = drawing.facet().map(name -> Bifurcation.axis(table, axes, name));
    Optional<GridAxis> color = drawing.color().map(name -> Bifurcation.axis(table, axes, name));
    int panels = facet.map(GridAxis::size).orElse(1);
    int lines = color.map(GridAxis::size).orElse(1);
    if (lines > 8) {
      throw new IllegalArgumentException(
          "color "
              + color.orElseThrow().column()
              + " would make "
              + lines
              + " outlines; at most 8 can be told apart, slice it");
    }
    List<List<Outline>> outlines = new ArrayList<>();
    for (int p = 0; p < panels; p++) {
      List<Outline> ofPanel = new ArrayList<>();
      for (int l = 0; l < lines; l++) {
        ofPanel.add(outline(table, column, drawing, facet, p, color, l));
      }
      outlines.add(ofPanel);
    }
    boolean log = drawing.details().xScale().equals(Optional.of(Drawing.Scale.LOG));
    AxisScale scale = log ? AxisScale.LOG10 : AxisScale.LINEAR;
    double[] all =
        outlines.stream()
            .flatMap(List::stream)
            .flatMapToDouble(o -> Arrays.stream(o.values))
            .filter(value -> Double.isFinite(scale.position(value)))
            .toArray();
    double[] reach =
        IntStream.range(0, all.length + 1)
            .mapToDouble(i -> i < all.length ? all[i] : edge(outlines))
            .filter(value -> Double.isFinite(scale.position(value)))
            .toArray();
    Ruler.Span x = Bifurcation.span(reach, scale, 0.03);
    double from = scale.position(x.low());
    double to = scale.position(x.high());
    int bins = bins(all, scale, from, to);
    double[][][] densities = new double[panels][lines][];
    double highest = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int p = 0; p < panels; p++) {
      for (int l = 0; l < lines; l++) {
        double[] density = density(outlines.get(p).get(l).values, scale, from, to, bins);
        densities[p][l] = density;
        for (double value : density) {
          highest = Math.max(highest, value);
          lowest = value > 0 ? Math.min(lowest, value) : lowest;
        }
        Optional<Law> law = outlines.get(p).get(l).law;
        for (int k = 0; law.isPresent() && k < CURVE_POINTS; k++) {
          double at = lawPoint(law.get(), k, log);
          highest = Math.max(highest, law.get().density(at) * measure(at, log) * 0.98);
        }
      }
    }
    boolean logY = drawing.scale() == Drawing.Scale.LOG;
    Ruler.Span y =
        logY && lowest < Double.POSITIVE_INFINITY
            ? new Ruler.Span(AxisScale.LOG10, lowest / 2, Math.max(highest, lowest) * 2, 0)
            : new Ruler.Span(AxisScale.LINEAR, 0, highest > 0 ? 1.08 * highest : 1, 0);

    Palette.Order order =
        color.filter(GridAxis::numeric).isPresent() ? Palette.Order.NUMERIC : Palette.Order.NONE;
    List<Mark.Pen> pens =
        IntStream.range(0, lines).mapToObj(l -> Palette.line(l, lines, order)).toList();
    boolean laws =
        outlines.stream().flatMap(List::stream).anyMatch(outline -> outline.law.isPresent());
    long out =
        IntStream.range(0, panels)
            .mapToLong(
                p -> outlines.get(p).stream().mapToLong(o -> outliers(o, theory, p).length).sum())
            .sum();
    List<Sheet.Entry> legend = new ArrayList<>();
    for (int l = 0; color.isPresent() && l < lines; l++) {
      String value = Captions.value(color.get().values().get(l));
      legend.add(Sheet.Entry.of(l == 0 ? color.get().title() + " = " + value : value, pens.get(l)));
    }
    if (laws) {
      // In ink: each curve has the color of its outline, the kinds of line have none.
      legend.add(Sheet.Entry.of("Marchenko–Pastur", lawPen(pens.get(0), 1)));
      legend.add(Sheet.Entry.of("edge", edgePen(pens.get(0), 1)));
    }
    if (out > 0) {
      legend.add(Sheet.Entry.of("outliers", OUTLIER));
    }
    legend.addAll(Overlay.entries(theory));
    long values = outlines.stream().flatMap(List::stream).mapToLong(o -> o.values.length).sum();
    List<String> words = new ArrayList<>();
    if (!caption.sweep().isBlank()) {
      words.add(caption.sweep());
    }
    long runs = Captions.runs(table);
    words.add(runs + (runs == 1 ? " run" : " runs"));
    words.add(values + " values");
    if (all.length < values) {
      words.add(values - all.length + " off the axis");
    }
    if (laws || !theory.isEmpty()) {
      words.add(out + (out == 1 ? " outlier" : " outliers"));
    }
    String spoken = drawing.details().titles().getOrDefault("x", GridAxis.spoken(column.name()));
    String unit = column.unit().isEmpty() ? "" : " [" + column.unit() + "]";
    Sheet.Content content =
        new Sheet.Content(
            drawing
                .details()
                .titles()
                .getOrDefault("title", caption.title().isBlank() ? spoken : caption.title()),
            List.of(String.join(" · ", words)),
            drawing.details().titles().getOrDefault("x", spoken + unit),
            drawing.details().titles().getOrDefault("y", log ? "density per decade" : "density"),
            x,
            y,
            facet
                .map(
                    axis ->
                        axis.values().stream()
                            .map(value -> Captions.panel(Optional.of(axis), Optional.of(value)))
                            .toList())
                .orElse(List.of("")),
            Optional.empty(),
            legend);
    double target = Sheet.target(panels);
    Scene scene =
        new Sheet(content, Math.rint(target * 1.08), Math.rint(target * 0.66), 1)
            .scene(
                (p, box, marks) -> {
                  for (int l = 0; l < lines; l++) {
                    bars(densities[p][l], x, y, pens.get(l), lines, box, marks);
                  }
                  for (int l = 0; l < lines; l++) {
                    Outline outline = outlines.get(p).get(l);
                    law(outline, theory, p, x, y, pens.get(l), lines, log, box, marks);
                  }
                  Overlay.curves(theory, p, x, y, box, marks);
                  for (Outline outline : outlines.get(p)) {
                    outliers(outliers(outline, theory, p), x, box, marks);
                  }
                });
    return new Picture(
        scene, table(densities, facet, color, scale, from, to, column), caption.metadata());
  }

  private static final Glyph OUTLIER = new Glyph(Glyph.Shape.DOWN, 0xd55e00);

  private static Outline outline(
      Table table,
      Table.Column column,
      Drawing drawing,
      Optional<GridAxis> facet,
      int p,
      Optional<GridAxis> color,
      int l) {
    List<Double> values = new ArrayList<>();
    List<Double> variances = new ArrayList<>();
    List<Double> edges = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      if (!is(table, facet, p, row) || !is(table, color, l, row)) {
        continue;
      }
      if (column.cells().get(row) instanceof double[] vector) {
        for (double value : vector) {
          if (Double.isFinite(value)) {
            values.add(value);
          }
        }
        if (drawing.details().bulk().isPresent()) {
          add(variances, table.column(drawing.details().bulk().get().variance()), row);
          add(edges, table.column(drawing.details().bulk().get().edge()), row);
        }
      }
    }
    double[] ascending = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Outline(
        ascending,
        variances.isEmpty() || edges.isEmpty()
            ? Optional.empty()
            : Law.of(median(variances), median(edges)));
  }

  private static void add(List<Double> values, Table.Column column, int row) {
    if (!column.isNull(row)) {
      values.add(column.number(row));
    }
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return 0.5 * (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]);
  }

  static boolean is(Table table, Optional<GridAxis> axis, int i, int row) {
    if (axis.isEmpty()) {
      return true;
    }
    Object cell = table.column(axis.get().column()).cells().get(row);
    return cell != null && GridAxis.key(cell).equals(GridAxis.key(axis.get().values().get(i)));
  }

  private static double edge(List<List<Outline>> outlines) {
    return outlines.stream()
        .flatMap(List::stream)
        .flatMap(outline -> outline.law.stream())
        .mapToDouble(Law::upper)
        .max()
        .orElse(Double.NaN);
  }

  /** Twice the width of Freedman and Diaconis: 4 (q3 - q1) / n^(1/3). */
  private static int bins(double[] values, AxisScale scale, double from, double to) {
    double[] places = Arrays.stream(values).map(scale::position).sorted().toArray();
    int n = places.length;
    if (n < 4) {
      return FEWEST_BINS;
    }
    double spread = places[3 * (n - 1) / 4] - places[(n - 1) / 4];
    double width = 2 * spread / StrictMath.cbrt(n);
    double bins = Math.ceil((to - from) / width);
    return (int) Math.max(FEWEST_BINS, Math.min(MOST_BINS, Double.isNaN(bins) ? 0 : bins));
  }

  private static double[] density(
      double[] values, AxisScale scale, double from, double to, int bins) {
    double[] density = new double[bins];
    double width = (to - from) / bins;
    for (double value : values) {
      double place = scale.position(value);
      if (Double.isFinite(place)) {
        int bin = (int) Math.floor((place - from) / width);
        density[Math.max(0, Math.min(bins - 1, bin))] += 1 / (values.length * width);
      }
    }
    return density;
  }

  /** Fills the bars, drawn down to the axis; of several outlines the steps alone. */
  private static void bars(
      double[] density,
      Ruler.Span x,
      Ruler y,
      Mark.Pen pen,
      int lines,
      Sheet.Box box,
      List<Mark> marks) {
    int bins = density.length;
    double[] xs = new double[2 * bins + 2];
    double[] ys = new double[2 * bins + 2];
    double bottom = box.y() + box.height();
    for (int b = 0; b < bins; b++) {
      double share = x.margin() + (1 - 2 * x.margin()) * b / bins;
      double next = x.margin() + (1 - 2 * x.margin()) * (b + 1) / bins;
      double v = y.at(density[b]);
      double top =
          Double.isNaN(v) ? bottom : box.y() + (1 - Math.max(0, Math.min(1, v))) * box.height();
      xs[2 * b + 1] = box.x() + share * box.width();
      xs[2 * b + 2] = box.x() + next * box.width();
      ys[2 * b + 1] = top;
      ys[2 * b + 2] = top;
    }
    xs[0] = xs[1];
    ys[0] = bottom;
    xs[2 * bins + 1] = xs[2 * bins];
    ys[2 * bins + 1] = bottom;
    marks.add(new Mark.Polygon(xs, ys, pen.rgb(), lines == 1 ? 0.35 : 0.12));
    marks.add(
        new Mark.Polyline(xs, ys, new Mark.Pen(pen.rgb(), lines == 1 ? 2.5 : 4, 1, pen.dash())));
  }

  private static Mark.Pen lawPen(Mark.Pen pen, int lines) {
    return Mark.Pen.solid(lines == 1 ? Palette.INK : pen.rgb(), 5);
  }

  private static Mark.Pen edgePen(Mark.Pen pen, int lines) {
    return new Mark.Pen(lines == 1 ? Palette.INK : pen.rgb(), 4, 1, List.of(5.0, 10.0));
  }

  private static double lawPoint(Law law, int k, boolean log) {
    double share = k / (CURVE_POINTS - 1.0);
    // Finer towards the edges, where the density has its roots; even in the logarithm if that is
    // the axis.
    double eased = 0.5 - 0.5 * StrictMath.cos(Math.PI * share);
    double low = Math.max(law.lower(), law.upper() * 1e-9);
    return log
        ? low * StrictMath.pow(law.upper() / low, eased)
        : law.lower() + eased * (law.upper() - law.lower());
  }

  private static double measure(double at, boolean log) {
    return log ? at * LN10 : 1;
  }

  private static void law(
      Outline outline,
      List<Curve> theory,
      int panel,
      Ruler x,
      Ruler y,
      Mark.Pen pen,
      int lines,
      boolean log,
      Sheet.Box box,
      List<Mark> marks) {
    if (outline.law.isEmpty() || outline.values.length == 0) {
      return;
    }
    Law law = outline.law.get();
    double weight = 1 - (double) outliers(outline, theory, panel).length / outline.values.length;
    double[] us = new double[CURVE_POINTS];
    double[] vs = new double[CURVE_POINTS];
    for (int k = 0; k < CURVE_POINTS; k++) {
      double at = lawPoint(law, k, log);
      us[k] = x.at(at);
      vs[k] = y.at(weight * law.density(at) * measure(at, log));
    }
    Overlay.line(us, vs, lawPen(pen, lines), box, marks);
    double edge = x.at(law.upper());
    Overlay.line(new double[] {edge, edge}, new double[] {0, 1}, edgePen(pen, lines), box, marks);
  }

  /** Values above the largest curve along x, or above the edge; none where there is neither. */
  private static double[] outliers(Outline outline, List<Curve> theory, int panel) {
    double above =
        theory.stream()
            .filter(curve -> curve.in(panel) && curve.ys().contains(Double.POSITIVE_INFINITY))
            .flatMap(curve -> curve.xs().stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(outline.law.map(Law::upper).orElse(Double.POSITIVE_INFINITY));
    return Arrays.stream(outline.values).filter(value -> value > above).toArray();
  }

  private static void outliers(double[] values, Ruler x, Sheet.Box box, List<Mark> marks) {
    for (double value : values) {
      double u = x.at(value);
      if (u >= 0 && u <= 1) {
        OUTLIER.draw(box.x() + u * box.width(), box.y() + box.height() - 22, 13, marks);
      }
    }
  }

  private static Table table(
      double[][][] densities,
      Optional<GridAxis> facet,
      Optional<GridAxis> color,
      AxisScale scale,
      double from,
      double to,
      Table.Column column) {
    List<@Nullable Object> lows = new ArrayList<>();
    List<@Nullable Object> highs = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    List<@Nullable Object> facets = new ArrayList<>();
    List<@Nullable Object> colors = new ArrayList<>();
    for (int p = 0; p < densities.length; p++) {
      for (int l = 0; l < densities[p].length; l++) {
        int bins = densities[p][l].length;
        for (int b = 0; b < bins; b++) {
          lows.add(value(scale, from + (to - from) * b / bins));
          highs.add(value(scale, from + (to - from) * (b + 1) / bins));
          values.add(densities[p][l][b]);
          int panel = p;
          int line = l;
          facets.add(facet.map(axis -> axis.values().get(panel).toString()).orElse(null));
          colors.add(color.map(axis -> axis.values().get(line).toString()).orElse(null));
        }
      }
    }
    String density = scale == AxisScale.LOG10 ? "density per decade" : "density";
    return new Table(
        lows.size(),
        List.of(
            new Table.Column("low", Table.Type.NUMBER, column.unit(), "lower end of a bin", lows),
            new Table.Column("high", Table.Type.NUMBER, column.unit(), "upper end", highs),
            new Table.Column("density", Table.Type.NUMBER, "", density, values),
            new Table.Column(
                "facet", Table.Type.LABEL, "", facet.map(GridAxis::column).orElse("none"), facets),
            new Table.Column(
                "color",
                Table.Type.LABEL,
                "",
                color.map(GridAxis::column).orElse("none"),
                colors)));
  }

  private static double value(AxisScale scale, double place) {
    return scale == AxisScale.LOG10 ? StrictMath.pow(10, place) : place;
  }
}
