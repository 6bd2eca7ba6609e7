package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The page around the panels: title, axes shared by all panels, color bar, legend and caption.
 *
 * <p>Sizes are for a picture of 1400 pixels printed on a journal column of 85 mm: ticks of 38
 * pixels are then 6.5 points.
 */
final class Sheet {
  /** Where a panel is. */
  record Box(double x, double y, double width, double height) {}

  /** Adds the marks inside a panel. */
  interface Painter {
    void paint(int panel, Box box, List<Mark> marks);
  }

  /** A line of the legend: an area, a line or a point. */
  record Entry(String label, Optional<Fill> fill, Optional<Mark.Pen> pen, Optional<Glyph> glyph) {
    static Entry of(String label, Fill fill) {
      return new Entry(label, Optional.of(fill), Optional.empty(), Optional.empty());
    }

    static Entry of(String label, Mark.Pen pen) {
      return new Entry(label, Optional.empty(), Optional.of(pen), Optional.empty());
    }

    static Entry of(String label, Glyph glyph) {
      return new Entry(label, Optional.empty(), Optional.empty(), Optional.of(glyph));
    }
  }

  /** The color bar: colors from bottom to top, ticks along it. */
  record Bar(String title, int[] colors, Ruler ruler) {}

  /** Everything the page needs to know. */
  record Content(
      String title,
      List<String> captions,
      String xTitle,
      String yTitle,
      Ruler x,
      Ruler y,
      List<String> panelTitles,
      Optional<Bar> bar,
      List<Entry> legend) {}

  private static final double TICK = 38;
  private static final double LABEL = 42;
  private static final double TITLE = 46;
  private static final double CAPTION = 30;
  private static final double PAD = 28;
  private static final double MAJOR = 13;
  private static final double MINOR = 7;
  private static final double FRAME = 3;
  private static final double BAR = 46;

  /** From the middle of a line of text to its baseline: half the height of a capital. */
  private static final double MIDDLE = 0.35;

  private final Content content;
  private final double width;
  private final double height;
  private final double unit;
  private final List<Mark> marks = new ArrayList<>();

  /**
   * @param width of each panel
   * @param unit 1 for sizes as above, more for very large pictures
   */
  Sheet(Content content, double width, double height, double unit) {
    this.content = content;
    this.width = width;
    this.height = height;
    this.unit = unit;
  }

  /** How many panels stand side by side. */
  static int columns(int panels) {
    return panels <= 4 ? panels : panels <= 6 ? 3 : 4;
  }

  /** The width a panel should have about, with so many in all. */
  static double target(int panels) {
    return switch (columns(panels)) {
      case 1 -> 1020;
      case 2 -> 760;
      case 3 -> 620;
      default -> 540;
    };
  }

  Scene scene(Painter painter) {
    int n = content.panelTitles().size();
    int columns = columns(n);
    int rows = (n + columns - 1) / columns;
    double tick = TICK * unit;
    double label = LABEL * unit;

    List<Tick> yTicks = content.y().ticks(height, text -> tick, tick * 0.25);
    double yTickWidth = widest(yTicks, tick);
    boolean slanted = slanted(tick);
    List<Tick> xTicks =
        content
            .x()
            .ticks(
                width,
                text -> slanted ? tick * 1.2 : StrokeFont.width(text, tick),
                slanted ? 0 : tick * 0.5);
    double xTickHeight = slanted ? widest(xTicks, tick) * 0.71 + tick * 0.7 : tick * 1.1;
    double overRight = 0;
    double overLeft = slanted ? widest(xTicks, tick) * 0.71 - width * firstLabelled(xTicks) : 0;
    for (Tick t : xTicks) {
      if (!slanted && !t.label().isEmpty()) {
        double half = StrokeFont.width(t.label(), tick) / 2;
        overRight = Math.max(overRight, t.at() * width + half - width);
        overLeft = Math.max(overLeft, half - t.at() * width);
      }
    }

    double left =
        Math.max(
            PAD * unit + label * 1.45 + yTickWidth + (MAJOR + 12) * unit, PAD * unit + overLeft);
    double gapX = Math.max(36 * unit, overRight + Math.max(0, overLeft) + 24 * unit);
    boolean titled = content.panelTitles().stream().anyMatch(t -> !t.isEmpty());
    double panelTitle = titled ? label * 1.35 : 0;
    double gapY = 30 * unit + panelTitle;
    double panelsWidth = columns * width + (columns - 1) * gapX;
    double panelsHeight = rows * height + (rows - 1) * gapY;

    double right = Math.max(PAD * unit, overRight + 14 * unit);
    List<Tick> barTicks = List.of();
    String barTitle = "";
    if (content.bar().isPresent()) {
      Bar bar = content.bar().get();
      barTicks = bar.ruler().ticks(panelsHeight, text -> tick, tick * 0.35);
      barTitle = shortened(bar.title(), label, panelsHeight + panelTitle + xTickHeight);
      right =
          Math.max(40 * unit, overRight + 14 * unit)
              + (BAR + MAJOR + 12) * unit
              + widest(barTicks, tick)
              + label * 1.5
              + PAD * unit * 0.6;
    }
    double pageWidth = left + panelsWidth + right;

    List<String> titleLines = wrapped(content.title(), TITLE * unit, pageWidth - left - PAD * unit);
    double top = PAD * unit + titleLines.size() * TITLE * unit * 1.25 + 14 * unit + panelTitle;
    double y = PAD * unit + TITLE * unit * 0.85;
    for (String line : titleLines) {
      text(left, y, line, TITLE * unit, Mark.Anchor.START, 0, Mark.Weight.BOLD);
      y += TITLE * unit * 1.25;
    }

    for (int p = 0; p < n; p++) {
      Box box =
          new Box(
              Math.rint(left + p % columns * (width + gapX)),
              Math.rint(top + p / columns * (height + gapY)),
              width,
              height);
      painter.paint(p, box, marks);
      frame(box);
      if (!content.panelTitles().get(p).isEmpty()) {
        text(
            box.x() + width / 2,
            box.y() - label * 0.42,
            shortened(content.panelTitles().get(p), label * 0.95, width + gapX * 0.8),
            label * 0.95,
            Mark.Anchor.MIDDLE,
            0,
            Mark.Weight.PLAIN);
      }
      xTicks(box, xTicks, p + columns >= n, slanted);
      yTicks(box, yTicks, p % columns == 0);
    }
    // A long title may go beyond the panels, up to the page's edge and down to the title of x.
    double room = top + panelsHeight + xTickHeight - 0.5 * PAD * unit;
    String yTitle = shortened(content.yTitle(), label, room);
    double half = StrokeFont.width(yTitle, label) / 2;
    text(
        left - (MAJOR + 12) * unit - yTickWidth - label * 0.65,
        Math.max(top + panelsHeight / 2, half + 0.5 * PAD * unit),
        yTitle,
        label,
        Mark.Anchor.MIDDLE,
        90,
        Mark.Weight.PLAIN);

    double bottom = top + panelsHeight + MAJOR * unit + xTickHeight + 10 * unit;
    bottom += label;
    text(
        left + panelsWidth / 2,
        bottom,
        shortened(content.xTitle(), label, pageWidth - 2 * PAD * unit),
        label,
        Mark.Anchor.MIDDLE,
        0,
        Mark.Weight.PLAIN);
    bottom += label * 0.45;

    if (content.bar().isPresent()) {
      double x = Math.rint(left + panelsWidth + Math.max(40 * unit, overRight + 14 * unit));
      bar(content.bar().get(), x, top, panelsHeight, barTicks);
      text(
          pageWidth - PAD * unit * 0.6 - label * 0.35,
          top + panelsHeight / 2,
          barTitle,
          label,
          Mark.Anchor.MIDDLE,
          90,
          Mark.Weight.PLAIN);
    }
    bottom = legend(bottom, left, pageWidth - PAD * unit);
    bottom += CAPTION * unit * 0.5;
    for (String caption : content.captions()) {
      for (String line : wrapped(caption, CAPTION * unit, pageWidth - 2 * PAD * unit)) {
        bottom += CAPTION * unit * 1.3;
        text(PAD * unit, bottom, line, CAPTION * unit, Mark.Anchor.START, 0, Mark.Weight.FAINT);
      }
    }
    bottom += PAD * unit;
    return new Scene((int) Math.ceil(pageWidth), (int) Math.ceil(bottom), Math.rint(top), marks);
  }

  /** Labels that are words and do not fit side by side are slanted. */
  private boolean slanted(double tick) {
    if (!(content.x() instanceof Ruler.Cells cells) || cells.axis().numeric()) {
      return false;
    }
    double cell = width / cells.axis().size();
    boolean fit =
        cells.axis().values().stream()
            .allMatch(v -> StrokeFont.width(v.toString(), tick) + tick * 0.5 <= cell);
    return !fit;
  }

  private static double firstLabelled(List<Tick> ticks) {
    return ticks.stream().filter(t -> !t.label().isEmpty()).mapToDouble(Tick::at).min().orElse(0);
  }

  private static double widest(List<Tick> ticks, double size) {
    return ticks.stream().mapToDouble(t -> StrokeFont.width(t.label(), size)).max().orElse(0);
  }

  private void frame(Box b) {
    double[] xs = {b.x(), b.x() + b.width(), b.x() + b.width(), b.x(), b.x()};
    double[] ys = {b.y(), b.y(), b.y() + b.height(), b.y() + b.height(), b.y()};
    marks.add(new Mark.Polyline(xs, ys, pen()));
  }

  private Mark.Pen pen() {
    return Mark.Pen.solid(Palette.INK, FRAME * unit);
  }

  private void line(double x0, double y0, double x1, double y1) {
    marks.add(new Mark.Polyline(new double[] {x0, x1}, new double[] {y0, y1}, pen()));
  }

  private double length(Tick tick) {
    return (tick.rank() == Tick.Rank.MAJOR ? MAJOR : MINOR) * unit;
  }

  private void xTicks(Box box, List<Tick> ticks, boolean labelled, boolean slanted) {
    double size = TICK * unit;
    double y = box.y() + box.height();
    for (Tick tick : ticks) {
      double x = box.x() + tick.at() * box.width();
      line(x, y, x, y + length(tick));
      if (labelled && !tick.label().isEmpty()) {
        if (slanted) {
          double down = y + (MAJOR + 8) * unit + size * 0.55;
          text(x + size * 0.3, down, tick.label(), size, Mark.Anchor.END, 45, Mark.Weight.PLAIN);
        } else {
          double down = y + (MAJOR + 8) * unit + size * 0.8;
          text(x, down, tick.label(), size, Mark.Anchor.MIDDLE, 0, Mark.Weight.PLAIN);
        }
      }
    }
  }

  private void yTicks(Box box, List<Tick> ticks, boolean labelled) {
    double size = TICK * unit;
    for (Tick tick : ticks) {
      double y = box.y() + (1 - tick.at()) * box.height();
      line(box.x() - length(tick), y, box.x(), y);
      if (labelled) {
        text(
            box.x() - (MAJOR + 10) * unit,
            y + size * MIDDLE,
            tick.label(),
            size,
            Mark.Anchor.END,
            0,
            Mark.Weight.PLAIN);
      }
    }
  }

  private void bar(Bar bar, double x, double top, double length, List<Tick> ticks) {
    int n = bar.colors().length;
    int[] index = new int[n];
    List<Fill> fills = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      index[i] = n - 1 - i;
      fills.add(Fill.solid(bar.colors()[i]));
    }
    double y = Math.rint(top);
    double thick = Math.rint(BAR * unit);
    marks.add(new Mark.Cells(x, y, thick, length, 1, n, index, fills));
    frame(new Box(x, y, thick, length));
    double size = TICK * unit;
    for (Tick tick : ticks) {
      double at = y + (1 - tick.at()) * length;
      line(x + thick, at, x + thick + length(tick), at);
      text(
          x + thick + (MAJOR + 10) * unit,
          at + size * MIDDLE,
          tick.label(),
          size,
          Mark.Anchor.START,
          0,
          Mark.Weight.PLAIN);
    }
  }

  /** Entries in rows from left to right; returns the bottom of the last row. */
  private double legend(double top, double left, double right) {
    double size = TICK * unit;
    double sample = size * 1.5;
    double x = left;
    double y = top + (content.legend().isEmpty() ? 0 : size * 1.25);
    for (Entry entry : content.legend()) {
      String label = shortened(entry.label(), size, right - left - sample - size * 0.4);
      double advance = sample + size * 0.35 + StrokeFont.width(label, size);
      if (x > left && x + advance > right) {
        x = left;
        y += size * 1.4;
      }
      double middle = y - size * MIDDLE;
      double here = x;
      entry
          .fill()
          .ifPresent(
              fill -> {
                Box box =
                    new Box(
                        Math.rint(here),
                        Math.rint(middle - size * 0.42),
                        Math.rint(sample),
                        Math.rint(size * 0.84));
                marks.add(new Mark.Rectangle(box.x(), box.y(), box.width(), box.height(), fill));
                frame(box);
              });
      entry
          .pen()
          .ifPresent(
              pen ->
                  marks.add(
                      new Mark.Polyline(
                          new double[] {here, here + sample}, new double[] {middle, middle}, pen)));
      entry.glyph().ifPresent(glyph -> glyph.draw(here + sample / 2, middle, 0.34 * size, marks));
      text(x + sample + size * 0.35, y, label, size, Mark.Anchor.START, 0, Mark.Weight.PLAIN);
      x += advance + size * 0.9;
    }
    return y + (content.legend().isEmpty() ? 0 : size * 0.3);
  }

  private void text(
      double x,
      double y,
      String text,
      double size,
      Mark.Anchor anchor,
      double degrees,
      Mark.Weight weight) {
    if (!text.isEmpty()) {
      marks.add(new Mark.Text(x, y, text, size, anchor, degrees, weight));
    }
  }

  /** The text, its end cut off when longer than {@code room}. */
  private static String shortened(String text, double size, double room) {
    String cut = text;
    while (cut.length() > 1 && StrokeFont.width(cut, size) > room) {
      cut = cut.substring(0, cut.length() - (cut.endsWith("…") ? 2 : 1)).stripTrailing() + "…";
    }
    return cut;
  }

  /** The words in lines no longer than {@code room}. */
  private static List<String> wrapped(String text, double size, double room) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && StrokeFont.width(longer, size) > room) {
        lines.add(line.toString());
        line = new StringBuilder(word);
      } else {
        line = new StringBuilder(longer);
      }
    }
    if (!line.isEmpty()) {
      lines.add(shortened(line.toString(), size, room));
    }
    return lines;
  }
}
