package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lines over a panel, in shares of its width and height, cut at its edges. */
final class Overlay {
  private static final Mark.Pen CASING = new Mark.Pen(0xffffff, 10, 0.85, List.of());

  /** Shares of half a cell that an end may be off the middle, for rounding. */
  private static final double MIDDLE = 1e-6;

  private static final List<List<Double>> DASHES =
      List.of(List.of(26.0, 14.0), List.of(6.0, 12.0), List.of(26.0, 11.0, 6.0, 11.0));

  private Overlay() {}

  /** The pen of theory line i. */
  static Mark.Pen pen(int i) {
    return new Mark.Pen(Palette.INK, 5, 1, DASHES.get(i % DASHES.size()));
  }

  /** Entries of a legend: curves of one name are one. */
  static List<Sheet.Entry> entries(List<Curve> theory) {
    List<String> names = names(theory);
    List<Sheet.Entry> entries = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      entries.add(Sheet.Entry.of(names.get(i), pen(i)));
    }
    return entries;
  }

  private static List<String> names(List<Curve> theory) {
    return theory.stream().map(Curve::name).distinct().toList();
  }

  /** The curves of a panel over lines or dots, which they leave to be seen. */
  static void curves(
      List<Curve> theory, int panel, Ruler x, Ruler y, Sheet.Box box, List<Mark> marks) {
    curves(theory, panel, x, y, 0, 0, Optional.empty(), box, marks);
  }

  /**
   * The curves of a panel of nx by ny cells: on a light casing, so that they are seen on dark cells
   * too, and to the frame where they end in the middle of an outer cell.
   */
  static void curvesOverCells(
      List<Curve> theory,
      int panel,
      Ruler x,
      Ruler y,
      int nx,
      int ny,
      Sheet.Box box,
      List<Mark> marks) {
    curves(theory, panel, x, y, 0.5 / nx, 0.5 / ny, Optional.of(CASING), box, marks);
  }

  private static void curves(
      List<Curve> theory,
      int panel,
      Ruler x,
      Ruler y,
      double halfX,
      double halfY,
      Optional<Mark.Pen> casing,
      Sheet.Box box,
      List<Mark> marks) {
    List<String> names = names(theory);
    for (Curve curve : theory) {
      if (curve.in(panel)) {
        double[] us = curve.xs().stream().mapToDouble(at -> share(x, at)).toArray();
        double[] vs = curve.ys().stream().mapToDouble(at -> share(y, at)).toArray();
        toFrame(us, vs, halfX, halfY);
        line(us, vs, pen(names.indexOf(curve.name())), casing, box, marks);
      }
    }
  }

  /**
   * Moves an end that lies in the middle of an outer cell along its last piece to the frame.
   *
   * @param halfU half a cell, in shares of the panel
   */
  static void toFrame(double[] us, double[] vs, double halfU, double halfV) {
    int n = us.length;
    if (n > 1) {
      toFrame(us, vs, 0, 1, halfU, halfV);
      toFrame(us, vs, n - 1, n - 2, halfU, halfV);
    }
  }

  private static void toFrame(
      double[] us, double[] vs, int end, int before, double halfU, double halfV) {
    double du = us[end] - us[before];
    double dv = vs[end] - vs[before];
    double ofU = ahead(us[end], du, halfU);
    double ofV = ahead(vs[end], dv, halfV);
    double most = Math.max(ofU, ofV);
    if (most > 0 && most < Double.POSITIVE_INFINITY) {
      us[end] += most * du;
      vs[end] += most * dv;
    }
  }

  /** How many more such steps take a coordinate from the middle of an outer cell to its edge. */
  private static double ahead(double at, double step, double half) {
    double edge = step > 0 ? 1 - half : half;
    return step != 0 && Math.abs(at - edge) <= MIDDLE * half ? half / Math.abs(step) : 0;
  }

  private static double share(Ruler ruler, double value) {
    return Double.isInfinite(value) ? (value > 0 ? 1 : 0) : ruler.at(value);
  }

  /** A line in shares of the panel, on a light casing. */
  static void line(double[] us, double[] vs, Mark.Pen pen, Sheet.Box box, List<Mark> marks) {
    line(us, vs, pen, Optional.of(CASING), box, marks);
  }

  private static void line(
      double[] us,
      double[] vs,
      Mark.Pen pen,
      Optional<Mark.Pen> casing,
      Sheet.Box box,
      List<Mark> marks) {
    for (double[][] piece : clipped(us, vs)) {
      double[] xs = new double[piece[0].length];
      double[] ys = new double[piece[0].length];
      for (int k = 0; k < xs.length; k++) {
        xs[k] = box.x() + piece[0][k] * box.width();
        ys[k] = box.y() + (1 - piece[1][k]) * box.height();
      }
      casing.ifPresent(light -> marks.add(new Mark.Polyline(xs, ys, light)));
      marks.add(new Mark.Polyline(xs, ys, pen));
    }
  }

  /** The parts of a polyline within the unit square (Liang and Barsky 1984); NaN breaks it. */
  static List<double[][]> clipped(double[] us, double[] vs) {
    List<double[][]> pieces = new ArrayList<>();
    List<double[]> piece = new ArrayList<>();
    for (int i = 0; i + 1 < us.length; i++) {
      double du = us[i + 1] - us[i];
      double dv = vs[i + 1] - vs[i];
      double from = 0;
      double to = 1;
      boolean inside = Double.isFinite(du) && Double.isFinite(dv);
      double[] rates = {-du, du, -dv, dv};
      double[] rooms = {us[i], 1 - us[i], vs[i], 1 - vs[i]};
      for (int k = 0; k < 4 && inside; k++) {
        if (rates[k] == 0) {
          inside = rooms[k] >= 0;
        } else if (rates[k] < 0) {
          from = Math.max(from, rooms[k] / rates[k]);
        } else {
          to = Math.min(to, rooms[k] / rates[k]);
        }
      }
      inside &= from <= to;
      if (!inside || from > 0) {
        end(piece, pieces);
      }
      if (inside) {
        if (piece.isEmpty()) {
          piece.add(new double[] {us[i] + from * du, vs[i] + from * dv});
        }
        piece.add(new double[] {us[i] + to * du, vs[i] + to * dv});
        if (to < 1) {
          end(piece, pieces);
        }
      }
    }
    end(piece, pieces);
    return pieces;
  }

  private static void end(List<double[]> piece, List<double[][]> pieces) {
    if (!piece.isEmpty()) {
      pieces.add(
          new double[][] {
            piece.stream().mapToDouble(p -> p[0]).toArray(),
            piece.stream().mapToDouble(p -> p[1]).toArray()
          });
      piece.clear();
    }
  }
}
