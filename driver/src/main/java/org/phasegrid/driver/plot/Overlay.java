package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.List;

/** Lines over a panel, in shares of its width and height, cut at its edges. */
final class Overlay {
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

  /** The curves of a panel. */
  static void curves(
      List<Curve> theory, int panel, Ruler x, Ruler y, Sheet.Box box, List<Mark> marks) {
    List<String> names = names(theory);
    for (Curve curve : theory) {
      if (curve.in(panel)) {
        curve(curve, x, y, names.indexOf(curve.name()), box, marks);
      }
    }
  }

  /** A curve of theory: on a light casing, so that it is seen on dark cells too. */
  static void curve(Curve curve, Ruler x, Ruler y, int i, Sheet.Box box, List<Mark> marks) {
    double[] us = curve.xs().stream().mapToDouble(at -> share(x, at)).toArray();
    double[] vs = curve.ys().stream().mapToDouble(at -> share(y, at)).toArray();
    line(us, vs, pen(i), box, marks);
  }

  private static double share(Ruler ruler, double value) {
    return Double.isInfinite(value) ? (value > 0 ? 1 : 0) : ruler.at(value);
  }

  /** A line in shares of the panel, on a light casing. */
  static void line(double[] us, double[] vs, Mark.Pen pen, Sheet.Box box, List<Mark> marks) {
    for (double[][] piece : clipped(us, vs)) {
      double[] xs = new double[piece[0].length];
      double[] ys = new double[piece[0].length];
      for (int k = 0; k < xs.length; k++) {
        xs[k] = box.x() + piece[0][k] * box.width();
        ys[k] = box.y() + (1 - piece[1][k]) * box.height();
      }
      marks.add(new Mark.Polyline(xs, ys, new Mark.Pen(0xffffff, 10, 0.85, List.of())));
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
