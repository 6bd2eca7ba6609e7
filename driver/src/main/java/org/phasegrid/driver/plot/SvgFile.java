package org.phasegrid.driver.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes SVG 1.1 with real text. Cells of one color are one path of horizontal runs; beyond {@link
 * #MOST_RUNS} runs the cells become an embedded image, one pixel per cell.
 */
final class SvgFile {
  static final int MOST_RUNS = 60_000;

  private final StringBuilder out = new StringBuilder();

  private SvgFile() {}

  static String text(Scene scene, Map<String, String> metadata) throws IOException {
    SvgFile file = new SvgFile();
    file.write(scene, metadata);
    return file.out.toString();
  }

  private void write(Scene scene, Map<String, String> metadata) throws IOException {
    // On screen half the pixels of the PNG; on paper it scales anyway.
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .append(" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:pg=\"urn:phasegrid:picture\"")
        .append(" width=\"" + number(scene.width() / 2.0) + "\"")
        .append(" height=\"" + number(scene.height() / 2.0) + "\"")
        .append(" viewBox=\"0 0 " + scene.width() + " " + scene.height() + "\"")
        .append(" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">\n<metadata>\n");
    metadata.forEach(
        (key, value) ->
            out.append("<pg:entry key=\"" + escape(key) + "\">" + escape(value) + "</pg:entry>\n"));
    out.append("</metadata>\n");
    patterns(scene);
    out.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    for (Mark mark : scene.marks()) {
      write(mark);
    }
    out.append("</svg>\n");
  }

  private void patterns(Scene scene) {
    Set<Fill> hatched = new LinkedHashSet<>();
    for (Mark mark : scene.marks()) {
      if (mark instanceof Mark.Rectangle r) {
        hatched.add(r.fill());
      } else if (mark instanceof Mark.Cells c) {
        hatched.addAll(c.fills());
      }
    }
    hatched.removeIf(fill -> fill.hatch() == Fill.Hatch.NONE);
    if (hatched.isEmpty()) {
      return;
    }
    out.append("<defs>\n");
    for (Fill fill : hatched) {
      String period = number(Fill.Hatch.PERIOD);
      String quarter = number(Fill.Hatch.PERIOD / 4);
      String threeQuarters = number(Fill.Hatch.PERIOD * 3 / 4);
      String ink = color(fill.ink());
      out.append("<pattern id=\"" + id(fill) + "\" patternUnits=\"userSpaceOnUse\" width=\"")
          .append(period + "\" height=\"" + period + "\">")
          .append("<rect width=\"" + period + "\" height=\"" + period + "\" fill=\"")
          .append(color(fill.rgb()) + "\"/>");
      String rising = "M-1 1L1 -1M0 " + period + "L" + period + " 0";
      rising += "M" + number(Fill.Hatch.PERIOD - 1) + " " + number(Fill.Hatch.PERIOD + 1);
      rising += "l2 -2";
      String falling = "M-1 -1L" + number(Fill.Hatch.PERIOD + 1) + " ";
      falling += number(Fill.Hatch.PERIOD + 1);
      switch (fill.hatch()) {
        case DOTS ->
            out.append("<g fill=\"" + ink + "\"><circle cx=\"" + quarter + "\" cy=\"" + quarter)
                .append("\" r=\"" + number(Fill.Hatch.DOT) + "\"/><circle cx=\"" + threeQuarters)
                .append("\" cy=\"" + threeQuarters + "\" r=\"" + number(Fill.Hatch.DOT))
                .append("\"/></g>");
        case DIAGONAL -> lines(rising, ink);
        case CROSS -> lines(rising + falling, ink);
        case BARS -> lines("M0 0h" + period + "M0 " + period + "h" + period, ink);
        case NONE -> {}
      }
      out.append("</pattern>\n");
    }
    out.append("</defs>\n");
  }

  private void lines(String path, String ink) {
    out.append("<path d=\"" + path + "\" stroke=\"" + ink + "\" stroke-width=\"")
        .append(number(Fill.Hatch.STROKE) + "\" fill=\"none\"/>");
  }

  /** Named by what it looks like, so several pictures in one page cannot disagree. */
  private static String id(Fill fill) {
    String hatch = fill.hatch().name().toLowerCase(java.util.Locale.ROOT);
    return hatch + "-" + color(fill.rgb()).substring(1) + "-" + color(fill.ink()).substring(1);
  }

  private void write(Mark mark) throws IOException {
    if (mark instanceof Mark.Rectangle r) {
      double x = Math.rint(r.x());
      double y = Math.rint(r.y());
      out.append("<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"")
          .append(number(Math.rint(r.x() + r.width()) - x) + "\" height=\"")
          .append(number(Math.rint(r.y() + r.height()) - y) + "\" fill=\"" + paint(r.fill()))
          .append("\"/>\n");
    } else if (mark instanceof Mark.Cells c) {
      cells(c);
    } else if (mark instanceof Mark.Polyline p) {
      polyline(p);
    } else if (mark instanceof Mark.Polygon p) {
      out.append("<path d=\"" + path(p.xs(), p.ys()) + "Z\" fill=\"" + color(p.rgb()))
          .append("\" fill-opacity=\"" + number(p.opacity()) + "\"/>\n");
    } else if (mark instanceof Mark.Text t) {
      text(t);
    }
  }

  private void polyline(Mark.Polyline p) {
    double[] xs = p.xs();
    double[] ys = p.ys();
    // A line of no length is a dot, which needs a segment for its round ends to appear.
    String path = xs.length == 1 ? path(xs, ys) + "h0" : path(xs, ys);
    out.append("<path d=\"" + path + "\" fill=\"none\" stroke=\"" + color(p.pen().rgb()))
        .append("\" stroke-width=\"" + number(p.pen().width()))
        .append("\" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
    if (p.pen().opacity() < 1) {
      out.append(" stroke-opacity=\"" + number(p.pen().opacity()) + "\"");
    }
    if (!p.pen().dash().isEmpty()) {
      List<String> dash = p.pen().dash().stream().map(SvgFile::number).toList();
      out.append(" stroke-dasharray=\"" + String.join(" ", dash) + "\"");
    }
    out.append("/>\n");
  }

  private static String path(double[] xs, double[] ys) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      path.append(i == 0 ? 'M' : 'L').append(number(xs[i])).append(' ').append(number(ys[i]));
    }
    return path.toString();
  }

  private void text(Mark.Text t) {
    String anchor =
        switch (t.anchor()) {
          case START -> "start";
          case MIDDLE -> "middle";
          case END -> "end";
        };
    out.append("<text x=\"" + number(t.x()) + "\" y=\"" + number(t.y()) + "\" font-size=\"")
        .append(number(t.size()) + "\" fill=\"" + color(t.weight().rgb) + "\" text-anchor=\"")
        .append(anchor + "\"");
    if (t.weight() == Mark.Weight.BOLD) {
      out.append(" font-weight=\"bold\"");
    }
    if (t.degrees() != 0) {
      out.append(" transform=\"rotate(" + number(-t.degrees()) + " " + number(t.x()) + " ")
          .append(number(t.y()) + ")\"");
    }
    out.append(">" + raised(t.text(), t.size()) + "</text>\n");
  }

  /** Superscripts as raised small digits: Unicode's own come from several fonts and look uneven. */
  private static String raised(String text, double size) {
    StringBuilder all = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int end = i;
      while (end < text.length() && StrokeFont.superscript(text.charAt(end))) {
        end++;
      }
      if (end > i) {
        all.append("<tspan dy=\"" + number(-0.36 * size) + "\" font-size=\"")
            .append(number(0.68 * size) + "\">");
        text.substring(i, end).chars().forEach(c -> all.append(StrokeFont.raised((char) c)));
        all.append("</tspan>");
        i = end;
        if (i < text.length()) {
          // Back to the baseline with the next character.
          all.append("<tspan dy=\"" + number(0.36 * size) + "\">");
          all.append(escape(text.substring(i, i + 1))).append("</tspan>");
          i++;
        }
      } else {
        all.append(escape(text.substring(i, i + 1)));
        i++;
      }
    }
    return all.toString();
  }

  private void cells(Mark.Cells c) throws IOException {
    Map<Integer, List<int[]>> runs = new TreeMap<>();
    int count = 0;
    for (int row = 0; row < c.rows(); row++) {
      int from = 0;
      for (int column = 1; column <= c.columns(); column++) {
        int here = c.index()[row * c.columns() + from];
        if (column == c.columns() || c.index()[row * c.columns() + column] != here) {
          runs.computeIfAbsent(here, key -> new ArrayList<>()).add(new int[] {row, from, column});
          count++;
          from = column;
        }
      }
    }
    boolean embedded = count > MOST_RUNS;
    if (embedded) {
      image(c);
    }
    out.append("<g shape-rendering=\"crispEdges\">\n");
    runs.forEach(
        (index, list) -> {
          Fill fill = c.fills().get(index);
          if (!embedded || fill.hatch() != Fill.Hatch.NONE) {
            out.append("<path fill=\"" + paint(fill) + "\" d=\"");
            list.forEach(run -> run(c, run));
            out.append("\"/>\n");
          }
        });
    out.append("</g>\n");
  }

  private void run(Mark.Cells c, int[] run) {
    double x0 = c.x() + c.width() * run[1] / c.columns();
    double x1 = c.x() + c.width() * run[2] / c.columns();
    double y0 = c.y() + c.height() * run[0] / c.rows();
    double y1 = c.y() + c.height() * (run[0] + 1) / c.rows();
    out.append("M" + number(x0) + " " + number(y0) + "H" + number(x1) + "V" + number(y1) + "H")
        .append(number(x0) + "Z");
  }

  private void image(Mark.Cells c) throws IOException {
    BufferedImage image = new BufferedImage(c.columns(), c.rows(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < c.index().length; i++) {
      image.setRGB(i % c.columns(), i / c.columns(), c.fills().get(c.index()[i]).rgb());
    }
    String data = Base64.getEncoder().encodeToString(PngFile.bytes(image, Map.of()));
    out.append("<image x=\"" + number(c.x()) + "\" y=\"" + number(c.y()) + "\" width=\"")
        .append(number(c.width()) + "\" height=\"" + number(c.height()))
        .append("\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\"")
        .append(" xlink:href=\"data:image/png;base64," + data + "\"/>\n");
  }

  private static String paint(Fill fill) {
    return fill.hatch() == Fill.Hatch.NONE ? color(fill.rgb()) : "url(#" + id(fill) + ")";
  }

  private static String number(double value) {
    return Numbers.coordinate(value);
  }

  static String color(int rgb) {
    return "#" + Integer.toHexString(0x1000000 | rgb).substring(1);
  }

  /** XML 1.0 has no place for control characters; they become spaces. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(allowed(c) ? c : ' ');
              }
            });
    return escaped.toString();
  }

  private static boolean allowed(int c) {
    boolean control = c < 0x20 && c != '\n' && c != '\t';
    boolean surrogate = c >= 0xd800 && c < 0xe000;
    return !control && !surrogate && c != 0xfffe && c != 0xffff;
  }
}
