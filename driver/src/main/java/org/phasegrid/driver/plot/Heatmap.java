package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.Boundary;
import org.phasegrid.driver.diagram.Cell;
import org.phasegrid.driver.diagram.GridAxis;
import org.phasegrid.driver.diagram.Panel;
import org.phasegrid.driver.diagram.PhaseDiagram;
import org.phasegrid.driver.diagram.Shown;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.draw.Drawing;

/**
 * A quantity as color over two axes, one panel per value of a third.
 *
 * <p>Numbers along viridis, linear or logarithmic, or by rank (see {@link Ranks}); shares along
 * cividis from 0 to 1 with a line where they cross one half; labels in colors of their own. Cells
 * of a panel are equally large and in declared order.
 */
public final class Heatmap implements Plot {
  /** Lines between labels are drawn while a cell is at least so many pixels. */
  private static final double LINE_WORTHY = 8;

  /**
   * On finer grids a line at one half is drawn while it is at most so many times as long as the
   * panel's two sides: a longer one would hide the very cells it runs through.
   */
  private static final double RAGGED = 3;

  /** How the cells are colored: fills, the fill of a cell with a value, and the bar. */
  private record Coloring(
      List<Fill> fills,
      ToIntFunction<Cell> index,
      Optional<Sheet.Bar> bar,
      Palette.Surround surround,
      Optional<String> note) {}

  @Override
  public String name() {
    return "heatmap";
  }

  @Override
  public String description() {
    return "color over two axes: numbers (linear, log or rank), shares of runs, or labels";
  }

  @Override
  public Picture draw(
      Table table,
      List<GridAxis> axes,
      List<String> replicas,
      Drawing drawing,
      List<Curve> theory,
      Caption caption) {
    return draw(
        PhaseDiagram.of(table, axes, replicas, drawing),
        drawing.scale(),
        drawing.contour(),
        theory,
        caption);
  }

  /** Draws a diagram that is already there, e.g. one that was {@link PhaseDiagram#filled()}. */
  public Picture draw(
      PhaseDiagram diagram, Drawing.Scale scale, List<Curve> theory, Caption caption) {
    return draw(diagram, scale, List.of(), theory, caption);
  }

  /**
   * Draws a diagram that is already there.
   *
   * @param levels of the color whose lines are drawn along the edges of cells
   */
  public Picture draw(
      PhaseDiagram diagram,
      Drawing.Scale scale,
      List<Double> levels,
      List<Curve> theory,
      Caption caption) {
    if (!levels.isEmpty() && diagram.shown().by() == Drawing.By.LABEL) {
      throw new IllegalArgumentException("contours are for numbers and shares, not for labels");
    }
    Shown shown = diagram.shown();
    Coloring coloring = coloring(diagram, scale);
    List<Fill> fills = new ArrayList<>(coloring.fills());
    Map<Cell.State, Integer> states = new EnumMap<>(Cell.State.class);
    List<Sheet.Entry> legend = new ArrayList<>();
    if (shown.by() == Drawing.By.LABEL) {
      for (int i = 0; i < shown.labels().size(); i++) {
        String label = shown.labels().get(i);
        if (shows(diagram, label)) {
          legend.add(area(label, fills.get(i)));
        }
      }
    }
    for (Cell.State state : Cell.State.values()) {
      if (state != Cell.State.VALUE && occurs(diagram, state)) {
        Fill fill = Palette.state(state, coloring.surround());
        states.put(state, fills.size());
        fills.add(fill);
        legend.add(area(word(state), fill));
      }
    }
    int nx = diagram.x().size();
    int ny = diagram.y().size();
    double target = Sheet.target(diagram.panels().size());
    double shape =
        Math.max(
            diagram.panels().size() == 1 ? 0.5 : 0.62,
            Math.min(1.15, StrictMath.pow((double) ny / nx, 0.35)));
    double width = pixels(nx, target);
    double height = pixels(ny, target * shape);
    double unit = Math.max(1, width / (1.3 * target));

    List<Boundary> boundaries = new ArrayList<>();
    for (Panel panel : diagram.panels()) {
      boundaries.add(diagram.boundary(panel));
    }
    double cell = Math.min(width / nx, height / ny);
    boolean outlined =
        cell >= LINE_WORTHY
            || (shown.share()
                && boundaries.stream().allMatch(b -> b.length() <= RAGGED * (nx + ny)));
    boolean crossing =
        outlined && shown.share() && boundaries.stream().anyMatch(b -> !b.lines().isEmpty());
    Mark.Pen contour =
        Mark.Pen.solid(Palette.INK, (shown.share() ? cell >= LINE_WORTHY ? 5 : 3 : 2) * unit);
    if (crossing) {
      legend.add(Sheet.Entry.of("one half", contour));
    }
    for (int k = 0; k < levels.size(); k++) {
      legend.add(
          Sheet.Entry.of(
              shown.called().orElse(GridAxis.spoken(shown.column().name()))
                  + " = "
                  + Decimal.brief(levels.get(k)),
              level(k, unit)));
    }
    legend.addAll(Overlay.entries(theory));

    Ruler x = Ruler.ofCells(diagram.x());
    Ruler y = Ruler.ofCells(diagram.y());
    Sheet.Content content =
        new Sheet.Content(
            Captions.title(caption, shown),
            Captions.lines(
                caption,
                diagram.panels().stream().flatMap(p -> p.cells().stream()).toList(),
                shown,
                coloring.note()),
            diagram.x().title(),
            diagram.y().title(),
            x,
            y,
            diagram.panels().stream().map(p -> Captions.panel(diagram.facet(), p.facet())).toList(),
            coloring.bar(),
            legend);
    Scene scene =
        new Sheet(content, width, height, unit)
            .scene(
                (p, box, marks) -> {
                  Panel panel = diagram.panels().get(p);
                  int[] index = new int[nx * ny];
                  for (int j = 0; j < ny; j++) {
                    for (int i = 0; i < nx; i++) {
                      Cell c = panel.cell(i, j);
                      index[(ny - 1 - j) * nx + i] =
                          c.state() == Cell.State.VALUE
                              ? coloring.index().applyAsInt(c)
                              : states.getOrDefault(c.state(), 0);
                    }
                  }
                  marks.add(
                      new Mark.Cells(
                          box.x(), box.y(), box.width(), box.height(), nx, ny, index, fills));
                  if (outlined) {
                    boolean cased = shown.share() && cell >= LINE_WORTHY;
                    outline(boundaries.get(p), nx, ny, box, contour, cased, marks);
                  }
                  for (int k = 0; k < levels.size(); k++) {
                    Boundary line = diagram.contour(panel, levels.get(k));
                    outline(line, nx, ny, box, level(k, unit), true, marks);
                  }
                  Overlay.curvesOverCells(theory, p, x, y, nx, ny, box, marks);
                });
    return new Picture(scene, diagram.table(), caption.metadata());
  }

  /**
   * A whole number of pixels per cell, about {@code target} in all, so that all cells are equal.
   */
  private static double pixels(int cells, double target) {
    return Math.max(1, Math.rint(target / cells)) * cells;
  }

  private static Sheet.Entry area(String label, Fill fill) {
    return Sheet.Entry.of(label, fill);
  }

  private static boolean occurs(PhaseDiagram diagram, Cell.State state) {
    return diagram.panels().stream()
        .flatMap(p -> p.cells().stream())
        .anyMatch(c -> c.state() == state);
  }

  private static boolean shows(PhaseDiagram diagram, String label) {
    return diagram.panels().stream()
        .flatMap(p -> p.cells().stream())
        .anyMatch(c -> c.label().filter(label::equals).isPresent());
  }

  private static String word(Cell.State state) {
    return switch (state) {
      case DIVERGED -> "diverged, no value";
      case UNDEFINED -> "undefined";
      case FAILED -> "failed";
      case MISSING -> "not trained";
      case VALUE -> "";
    };
  }

  /** The pen of contour k: the first is solid, the others are dashed as theories are not. */
  private static Mark.Pen level(int k, double unit) {
    return k == 0
        ? Mark.Pen.solid(Palette.INK, 4 * unit)
        : new Mark.Pen(Palette.INK, 4 * unit, 1, List.of(16.0 / k, 8.0));
  }

  private static void outline(
      Boundary boundary,
      int nx,
      int ny,
      Sheet.Box box,
      Mark.Pen pen,
      boolean cased,
      List<Mark> marks) {
    for (List<Boundary.Corner> line : boundary.lines()) {
      double[] xs = line.stream().mapToDouble(c -> box.x() + box.width() * c.i() / nx).toArray();
      double[] ys =
          line.stream().mapToDouble(c -> box.y() + box.height() * (ny - c.j()) / ny).toArray();
      if (cased) {
        // A light casing: one half is crossed between the dark and the light end of the map.
        marks.add(
            new Mark.Polyline(xs, ys, new Mark.Pen(0xffffff, pen.width() + 5, 0.9, List.of())));
      }
      marks.add(new Mark.Polyline(xs, ys, pen));
    }
  }

  private static Coloring coloring(PhaseDiagram diagram, Drawing.Scale scale) {
    Shown shown = diagram.shown();
    if (shown.by() == Drawing.By.LABEL || shown.share()) {
      if (scale != Drawing.Scale.LINEAR) {
        throw new IllegalArgumentException(
            "scale "
                + scale.name().toLowerCase(java.util.Locale.ROOT)
                + " is for numbers; labels and shares are shown linearly");
      }
    }
    if (shown.by() == Drawing.By.LABEL) {
      List<Fill> fills = new ArrayList<>();
      for (int i = 0; i < shown.labels().size(); i++) {
        fills.add(Fill.solid(Palette.label(shown.labels(), i)));
      }
      return new Coloring(
          fills,
          cell -> shown.labels().indexOf(cell.label().orElseThrow()),
          Optional.empty(),
          Palette.Surround.OTHER,
          Optional.empty());
    }
    double[] values =
        diagram.panels().stream()
            .flatMap(p -> p.cells().stream())
            .filter(c -> c.state() == Cell.State.VALUE)
            .mapToDouble(Cell::value)
            .toArray();
    if (values.length > 0 && scale == Drawing.Scale.RANK) {
      Ranks ranks = new Ranks(values);
      return new Coloring(
          fills(ColorMap.SPECTRAL),
          cell -> ColorMap.index((ranks.shade(cell.value()) + 1) / 2),
          Optional.of(new Sheet.Bar(shown.title() + ", by rank", ranks.colors(), ranks.ruler())),
          Palette.Surround.SPECTRAL,
          Optional.empty());
    }
    ColorMap map = shown.share() ? ColorMap.CIVIDIS : ColorMap.VIRIDIS;
    AxisScale axis = scale == Drawing.Scale.LOG ? AxisScale.LOG10 : AxisScale.LINEAR;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int below = 0;
    for (double value : values) {
      if (Double.isFinite(axis.position(value))) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      } else {
        below += value <= 0 ? 1 : 0;
      }
    }
    if (shown.share()) {
      low = 0;
      high = 1;
    }
    if (!(low <= high)) {
      // Nothing to measure a color by: the bar is left out, infinities take its ends.
      return new Coloring(
          fills(map),
          cell -> cell.value() > 0 ? ColorMap.SIZE - 1 : 0,
          Optional.empty(),
          Palette.Surround.OTHER,
          Optional.empty());
    }
    if (low == high) {
      low = axis == AxisScale.LOG10 ? low / 2 : low - Math.max(0.5, Math.abs(low) / 2);
      high = axis == AxisScale.LOG10 ? high * 2 : high + Math.max(0.5, Math.abs(high) / 2);
    }
    Ruler.Span ruler = new Ruler.Span(axis, low, high, 0);
    int[] colors = new int[ColorMap.SIZE];
    for (int i = 0; i < colors.length; i++) {
      colors[i] = map.color(i);
    }
    return new Coloring(
        fills(map),
        cell -> {
          double at = ruler.at(cell.value());
          return ColorMap.index(Double.isNaN(at) ? cell.value() > 0 ? 1 : 0 : at);
        },
        Optional.of(new Sheet.Bar(shown.title(), colors, ruler)),
        Palette.Surround.OTHER,
        axis == AxisScale.LOG10 && below > 0
            ? Optional.of(below + " cells of 0 or less in the lowest color")
            : Optional.empty());
  }

  private static List<Fill> fills(ColorMap map) {
    List<Fill> fills = new ArrayList<>();
    for (int i = 0; i < ColorMap.SIZE; i++) {
      fills.add(Fill.solid(map.color(i)));
    }
    return fills;
  }
}
