package org.phasegrid.driver.plot;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a scene into pixels.
 *
 * <p>A stroke covers a pixel by its distance from the line, half the width plus one half minus the
 * distance, between 0 and 1; a polygon by four sub-rows with exact horizontal overlap. The pieces
 * of one mark are joined by their maximum before they are blended, so joints do not darken.
 */
final class Raster {
  private static final int SUB_ROWS = 4;

  private final int width;
  private final int height;
  private final int[] pixels;
  private final float[] mask;
  // The part of the mask that is in use: [left, right) by [top, bottom).
  private int left;
  private int right;
  private int top;
  private int bottom;

  private Raster(int width, int height) {
    this.width = width;
    this.height = height;
    pixels = new int[width * height];
    mask = new float[width * height];
    Arrays.fill(pixels, 0xffffff);
    unmask();
  }

  static BufferedImage paint(Scene scene) {
    Raster raster = new Raster(scene.width(), scene.height());
    for (Mark mark : scene.marks()) {
      raster.paint(mark);
    }
    BufferedImage image =
        new BufferedImage(scene.width(), scene.height(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, raster.width, raster.height, raster.pixels, 0, raster.width);
    return image;
  }

  private void paint(Mark mark) {
    if (mark instanceof Mark.Rectangle r) {
      cells(
          new Mark.Cells(r.x(), r.y(), r.width(), r.height(), 1, 1, new int[1], List.of(r.fill())));
    } else if (mark instanceof Mark.Cells c) {
      cells(c);
    } else if (mark instanceof Mark.Polyline p) {
      for (double[][] piece : dashed(p)) {
        stroke(piece[0], piece[1], p.pen().width() / 2);
      }
      blend(p.pen().rgb(), p.pen().opacity());
    } else if (mark instanceof Mark.Polygon p) {
      fill(p.xs(), p.ys());
      blend(p.rgb(), p.opacity());
    } else if (mark instanceof Mark.Text t) {
      for (StrokeFont.Stroke stroke : StrokeFont.strokes(t)) {
        stroke(stroke.xs(), stroke.ys(), stroke.width() / 2);
      }
      blend(t.weight().rgb, 1);
    }
  }

  private void cells(Mark.Cells c) {
    int x0 = (int) Math.rint(c.x());
    int y0 = (int) Math.rint(c.y());
    int x1 = (int) Math.rint(c.x() + c.width());
    int y1 = (int) Math.rint(c.y() + c.height());
    for (int y = Math.max(0, y0); y < Math.min(height, y1); y++) {
      int row = (int) ((long) (y - y0) * c.rows() / (y1 - y0));
      for (int x = Math.max(0, x0); x < Math.min(width, x1); x++) {
        int column = (int) ((long) (x - x0) * c.columns() / (x1 - x0));
        Fill fill = c.fills().get(c.index()[row * c.columns() + column]);
        pixels[y * width + x] = mix(fill.rgb(), fill.ink(), fill.hatch().coverage(x, y));
      }
    }
  }

  /** The polyline cut into its dashes; itself when it has none. */
  private static List<double[][]> dashed(Mark.Polyline line) {
    List<Double> dash = line.pen().dash();
    if (dash.isEmpty()) {
      return List.<double[][]>of(new double[][] {line.xs(), line.ys()});
    }
    List<double[][]> pieces = new ArrayList<>();
    List<double[]> points = new ArrayList<>();
    int turn = 0;
    double left = dash.get(0);
    for (int i = 0; i + 1 < line.xs().length; i++) {
      double x = line.xs()[i];
      double y = line.ys()[i];
      double dx = line.xs()[i + 1] - x;
      double dy = line.ys()[i + 1] - y;
      double length = Math.sqrt(dx * dx + dy * dy);
      double done = 0;
      points.add(new double[] {x, y});
      while (length - done > left) {
        done += left;
        points.add(new double[] {x + dx * done / length, y + dy * done / length});
        if (turn % 2 == 0) {
          pieces.add(columns(points));
        }
        double[] corner = points.get(points.size() - 1);
        points.clear();
        points.add(corner);
        turn++;
        left = dash.get(turn % dash.size());
      }
      left -= length - done;
      points.add(new double[] {line.xs()[i + 1], line.ys()[i + 1]});
    }
    if (turn % 2 == 0 && !points.isEmpty()) {
      pieces.add(columns(points));
    }
    return pieces;
  }

  private static double[][] columns(List<double[]> points) {
    return new double[][] {
      points.stream().mapToDouble(p -> p[0]).toArray(),
      points.stream().mapToDouble(p -> p[1]).toArray()
    };
  }

  /** Adds a line to the mask; a single point is a dot. */
  private void stroke(double[] xs, double[] ys, double radius) {
    for (int i = 0; i == 0 || i + 1 < xs.length; i++) {
      int end = Math.min(i + 1, xs.length - 1);
      segment(xs[i], ys[i], xs[end], ys[end], radius);
    }
  }

  private void segment(double ax, double ay, double bx, double by, double radius) {
    double dx = bx - ax;
    double dy = by - ay;
    double squared = dx * dx + dy * dy;
    int x0 = Math.max(0, (int) Math.floor(Math.min(ax, bx) - radius - 1));
    int x1 = Math.min(width, (int) Math.ceil(Math.max(ax, bx) + radius + 1));
    int y0 = Math.max(0, (int) Math.floor(Math.min(ay, by) - radius - 1));
    int y1 = Math.min(height, (int) Math.ceil(Math.max(ay, by) + radius + 1));
    use(x0, y0, x1, y1);
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        double px = x + 0.5 - ax;
        double py = y + 0.5 - ay;
        double t = squared == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / squared));
        double ex = px - t * dx;
        double ey = py - t * dy;
        double cover = Math.min(1, radius + 0.5 - Math.sqrt(ex * ex + ey * ey));
        if (cover > mask[y * width + x]) {
          mask[y * width + x] = (float) cover;
        }
      }
    }
  }

  private void fill(double[] xs, double[] ys) {
    int y0 = Math.max(0, (int) Math.floor(Arrays.stream(ys).min().orElse(0)));
    int y1 = Math.min(height, (int) Math.ceil(Arrays.stream(ys).max().orElse(0)));
    int x0 = Math.max(0, (int) Math.floor(Arrays.stream(xs).min().orElse(0)));
    int x1 = Math.min(width, (int) Math.ceil(Arrays.stream(xs).max().orElse(0)) + 1);
    use(x0, y0, x1, y1);
    double[] crossings = new double[xs.length];
    for (int y = y0; y < y1; y++) {
      for (int sub = 0; sub < SUB_ROWS; sub++) {
        double at = y + (sub + 0.5) / SUB_ROWS;
        int n = 0;
        for (int i = 0; i < xs.length; i++) {
          int k = (i + 1) % xs.length;
          if (ys[i] <= at != ys[k] <= at) {
            crossings[n++] = xs[i] + (at - ys[i]) * (xs[k] - xs[i]) / (ys[k] - ys[i]);
          }
        }
        Arrays.sort(crossings, 0, n);
        for (int i = 0; i + 1 < n; i += 2) {
          span(y, crossings[i], crossings[i + 1]);
        }
      }
    }
  }

  private void span(int y, double from, double to) {
    int last = Math.min(width - 1, (int) Math.floor(to));
    for (int x = Math.max(0, (int) Math.floor(from)); x <= last; x++) {
      double cover = Math.min(to, x + 1) - Math.max(from, x);
      if (cover > 0) {
        mask[y * width + x] = Math.min(1, mask[y * width + x] + (float) (cover / SUB_ROWS));
      }
    }
  }

  private void use(int x0, int y0, int x1, int y1) {
    left = Math.min(left, x0);
    top = Math.min(top, y0);
    right = Math.max(right, x1);
    bottom = Math.max(bottom, y1);
  }

  private void unmask() {
    left = width;
    top = height;
    right = 0;
    bottom = 0;
  }

  private void blend(int rgb, double opacity) {
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int i = y * width + x;
        if (mask[i] > 0) {
          pixels[i] = mix(pixels[i], rgb, mask[i] * opacity);
          mask[i] = 0;
        }
      }
    }
    unmask();
  }

  /** {@code share} of {@code b}, the rest {@code a}, channel by channel. */
  private static int mix(int a, int b, double share) {
    if (share == 0) {
      return a;
    }
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int from = a >> shift & 0xff;
      int to = b >> shift & 0xff;
      mixed |= (int) Math.rint(from + share * (to - from)) << shift;
    }
    return mixed;
  }
}
