package org.phasegrid.driver.plot;

import java.util.List;

/** The mark of a point, in a shape of its own so that classes differ on a gray print too. */
record Glyph(Shape shape, int rgb) {
  /** Shapes in the order in which classes take them. */
  enum Shape {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    PLUS,
    DOWN,
    CROSS,
    BAR
  }

  private static final double ROOT = Math.sqrt(0.5);

  /** The glyph of class i of n. */
  static Glyph of(int i, int n) {
    return new Glyph(Shape.values()[i % Shape.values().length], Palette.point(i, n));
  }

  /** Draws it about (x, y), its outermost points {@code radius} away. */
  void draw(double x, double y, double radius, List<Mark> marks) {
    double r = radius;
    switch (shape) {
      case CIRCLE -> {
        marks.add(dot(x, y, 0xffffff, 2 * r + 3));
        marks.add(dot(x, y, rgb, 2 * r));
      }
      case SQUARE -> polygon(x, y, marks, -0.85 * r, -0.85 * r, 0.85 * r, 0.85 * r);
      case TRIANGLE ->
          polygon(
              marks,
              new double[] {x - r, x + r, x},
              new double[] {y + 0.8 * r, y + 0.8 * r, y - r});
      case DOWN ->
          polygon(
              marks,
              new double[] {x - r, x + r, x},
              new double[] {y - 0.8 * r, y - 0.8 * r, y + r});
      case DIAMOND ->
          polygon(
              marks,
              new double[] {x - 1.1 * r, x, x + 1.1 * r, x},
              new double[] {y, y + 1.1 * r, y, y - 1.1 * r});
      case PLUS -> {
        stroke(x - r, y, x + r, y, marks);
        stroke(x, y - r, x, y + r, marks);
      }
      case CROSS -> {
        double d = r * ROOT * 1.2;
        stroke(x - d, y - d, x + d, y + d, marks);
        stroke(x - d, y + d, x + d, y - d, marks);
      }
      case BAR -> stroke(x - r, y, x + r, y, marks);
    }
  }

  private static Mark.Polyline dot(double x, double y, int rgb, double width) {
    return new Mark.Polyline(new double[] {x}, new double[] {y}, Mark.Pen.solid(rgb, width));
  }

  private void stroke(double ax, double ay, double bx, double by, List<Mark> marks) {
    marks.add(
        new Mark.Polyline(new double[] {ax, bx}, new double[] {ay, by}, Mark.Pen.solid(rgb, 5)));
  }

  private void polygon(
      double x, double y, List<Mark> marks, double left, double top, double right, double bottom) {
    polygon(
        marks,
        new double[] {x + left, x + right, x + right, x + left},
        new double[] {y + top, y + top, y + bottom, y + bottom});
  }

  private void polygon(List<Mark> marks, double[] xs, double[] ys) {
    double[] closedX = java.util.Arrays.copyOf(xs, xs.length + 1);
    double[] closedY = java.util.Arrays.copyOf(ys, ys.length + 1);
    closedX[xs.length] = xs[0];
    closedY[ys.length] = ys[0];
    marks.add(new Mark.Polyline(closedX, closedY, Mark.Pen.solid(0xffffff, 3)));
    marks.add(new Mark.Polygon(xs, ys, rgb, 1));
  }
}
