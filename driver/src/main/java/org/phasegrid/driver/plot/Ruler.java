package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.phasegrid.driver.diagram.AxisScale;
import org.phasegrid.driver.diagram.GridAxis;

/** Where values stand along an axis, from 0 at its start to 1 at its end, and how it is marked. */
interface Ruler {
  /** No axis at all: what a panel shows has its own. */
  Ruler BLANK =
      new Ruler() {
        @Override
        public double at(double value) {
          return Double.NaN;
        }

        @Override
        public List<List<Tick>> choices() {
          return List.of();
        }
      };

  /** Where {@code value} stands; beyond 0 and 1 when off the axis, NaN when it has no place. */
  double at(double value);

  /** Ways to mark the axis, the most ticks first. */
  List<List<Tick>> choices();

  /**
   * The most ticks whose labels do not touch on {@code length} pixels.
   *
   * @param extent of a label along the axis, in pixels
   */
  default List<Tick> ticks(double length, ToDoubleFunction<String> extent, double gap) {
    List<List<Tick>> choices = choices();
    for (List<Tick> ticks : choices) {
      double free = Double.NEGATIVE_INFINITY;
      boolean fits = true;
      for (Tick tick : ticks) {
        if (!tick.label().isEmpty()) {
          double half = extent.applyAsDouble(tick.label()) / 2;
          fits &= tick.at() * length - half >= free;
          free = tick.at() * length + half + gap;
        }
      }
      if (fits) {
        return ticks;
      }
    }
    return choices.isEmpty() ? List.of() : choices.get(choices.size() - 1);
  }

  /** The ruler along the cells of a heat map: value i in the middle of cell i. */
  static Ruler ofCells(GridAxis axis) {
    return new Cells(axis);
  }

  /** The ruler of a line plot's abscissa: true to scale, in declared order when that is none. */
  static Ruler ofLine(GridAxis axis) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    boolean placed = axis.numeric() && axis.scale() != AxisScale.CATEGORY;
    for (int i = 0; placed && i < axis.size(); i++) {
      placed = Double.isFinite(axis.scale().position(axis.number(i)));
      low = Math.min(low, axis.number(i));
      high = Math.max(high, axis.number(i));
    }
    return placed && low < high ? new Span(axis.scale(), low, high, 0.02) : new Cells(axis);
  }

  /** A continuous axis; {@code margin} is left free at both ends, as a share of the whole. */
  record Span(AxisScale scale, double low, double high, double margin) implements Ruler {
    @Override
    public double at(double value) {
      double from = scale.position(low);
      double share = (scale.position(value) - from) / (scale.position(high) - from);
      return margin + (1 - 2 * margin) * share;
    }

    @Override
    public List<List<Tick>> choices() {
      return place(Ticks.choices(scale, low, high), this);
    }
  }

  /** Cells of equal width in declared order; between their middles a value is interpolated. */
  final class Cells implements Ruler {
    /** Up to so many values are each labelled with themselves when they are short. */
    private static final int FEW = 16;

    private static final int SHORT = 4;

    private final GridAxis axis;
    private final AxisScale scale;

    /** Ascending or descending place of each value on the scale. */
    private final double[] places;

    private final int direction;

    Cells(GridAxis axis) {
      this.axis = axis;
      int n = axis.size();
      boolean placed = true;
      for (int i = 0; i < n; i++) {
        placed &= Double.isFinite(axis.scale().position(axis.number(i)));
      }
      // A logarithm with a zero among its values is interpolated linearly.
      scale = placed ? axis.scale() : AxisScale.LINEAR;
      places = new double[n];
      for (int i = 0; i < n; i++) {
        places[i] = scale.position(axis.number(i));
      }
      direction = places[n - 1] >= places[0] ? 1 : -1;
    }

    GridAxis axis() {
      return axis;
    }

    @Override
    public double at(double value) {
      int n = places.length;
      double place = scale.position(value);
      if (n == 1) {
        return place == places[0] ? 0.5 : Double.NaN;
      }
      int below = 0;
      while (below < n - 2 && direction * places[below + 1] <= direction * place) {
        below++;
      }
      double step = places[below + 1] - places[below];
      return (below + 0.5 + (place - places[below]) / step) / n;
    }

    @Override
    public List<List<Tick>> choices() {
      int n = axis.size();
      List<List<Tick>> choices = new ArrayList<>();
      boolean brief = n <= FEW;
      boolean whole = true;
      for (int i = 0; i < n; i++) {
        double value = axis.number(i);
        brief &=
            axis.numeric() && Numbers.exact(value, SHORT) && Numbers.text(value, 4).length() <= 6;
        whole &= axis.numeric() && value > 0 && powerOfTen(value);
      }
      if (brief || whole || !axis.even() || n == 1) {
        choices.add(every(1, whole && n > 1 && axis.scale() == AxisScale.LOG10));
      }
      if (axis.even() && n > 1) {
        double first = axis.number(0);
        double last = axis.number(n - 1);
        // The outer halves of the first and last cells belong to the axis, too.
        choices.addAll(
            place(Ticks.choices(axis.scale(), Math.min(first, last), Math.max(first, last)), this));
      }
      for (int stride = 2; stride < 2 * n; stride++) {
        choices.add(every(stride, false));
      }
      return choices;
    }

    private static boolean powerOfTen(double value) {
      int exponent = (int) Math.rint(StrictMath.log10(value));
      return Math.abs(value / Ticks.scaled(1, exponent) - 1) <= 1e-9;
    }

    private List<Tick> every(int stride, boolean powers) {
      List<Tick> ticks = new ArrayList<>();
      for (int i = 0; i < axis.size(); i++) {
        Object value = axis.values().get(i);
        String label =
            value instanceof Number n ? number(n.doubleValue(), powers) : value.toString();
        boolean major = i % stride == 0;
        ticks.add(
            new Tick(
                (i + 0.5) / axis.size(),
                major ? label : "",
                major ? Tick.Rank.MAJOR : Tick.Rank.MINOR));
      }
      return ticks;
    }

    private static String number(double value, boolean powers) {
      return powers
          ? Numbers.power(10, (int) Math.rint(StrictMath.log10(value)))
          : Numbers.text(value, SHORT);
    }
  }

  private static List<List<Tick>> place(List<List<Ticks.Labelled>> choices, Ruler ruler) {
    List<List<Tick>> placed = new ArrayList<>();
    for (List<Ticks.Labelled> choice : choices) {
      placed.add(
          choice.stream()
              .map(
                  t ->
                      new Tick(
                          ruler.at(t.value()),
                          t.label(),
                          t.label().isEmpty() ? Tick.Rank.MINOR : Tick.Rank.MAJOR))
              .filter(t -> t.at() >= -1e-9 && t.at() <= 1 + 1e-9)
              .sorted(java.util.Comparator.comparingDouble(Tick::at))
              .toList());
    }
    return placed;
  }
}
