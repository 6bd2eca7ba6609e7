package org.phasegrid.driver.plot;

import java.util.List;

/** One thing drawn. Arrays in marks are never changed once they are there. */
sealed interface Mark {
  /** The same mark so far to the right and down. */
  default Mark moved(double right, double down) {
    if (this instanceof Rectangle r) {
      return new Rectangle(r.x + right, r.y + down, r.width, r.height, r.fill);
    } else if (this instanceof Polyline p) {
      return new Polyline(moved(p.xs, right), moved(p.ys, down), p.pen);
    } else if (this instanceof Polygon p) {
      return new Polygon(moved(p.xs, right), moved(p.ys, down), p.rgb, p.opacity);
    } else if (this instanceof Text t) {
      return new Text(t.x + right, t.y + down, t.text, t.size, t.anchor, t.degrees, t.weight);
    }
    Cells c = (Cells) this;
    return new Cells(
        c.x + right, c.y + down, c.width, c.height, c.columns, c.rows, c.index, c.fills);
  }

  private static double[] moved(double[] at, double by) {
    double[] moved = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      moved[i] = at[i] + by;
    }
    return moved;
  }

  /** A filled rectangle; its edges are rounded to whole pixels. */
  record Rectangle(double x, double y, double width, double height, Fill fill) implements Mark {}

  /** A line through points, with round ends and corners. */
  record Polyline(double[] xs, double[] ys, Pen pen) implements Mark {}

  /** A filled simple polygon. */
  record Polygon(double[] xs, double[] ys, int rgb, double opacity) implements Mark {}

  /**
   * One line of text on the baseline through (x, y), turned counter-clockwise about that point.
   * Unicode superscript digits are raised small digits.
   */
  record Text(
      double x, double y, String text, double size, Anchor anchor, double degrees, Weight weight)
      implements Mark {}

  /**
   * A grid of cells, row 0 at the top, each pixel showing the cell under its centre: {@code fills}
   * at {@code index[row * columns + column]}.
   */
  record Cells(
      double x,
      double y,
      double width,
      double height,
      int columns,
      int rows,
      int[] index,
      List<Fill> fills)
      implements Mark {}

  /** Which end of a text stands at its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** How heavy the strokes of a text are, and how dark. */
  enum Weight {
    PLAIN(0.082, 0x1a1a1a),
    BOLD(0.112, 0x1a1a1a),
    FAINT(0.078, 0x5a5a5a);

    /** Stroke width per em. */
    final double stroke;

    final int rgb;

    Weight(double stroke, int rgb) {
      this.stroke = stroke;
      this.rgb = rgb;
    }
  }

  /** A pen; {@code dash} alternates lengths on and off, empty for a solid line. */
  record Pen(int rgb, double width, double opacity, List<Double> dash) {
    static Pen solid(int rgb, double width) {
      return new Pen(rgb, width, 1, List.of());
    }
  }
}
