package org.phasegrid.driver.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.phasegrid.driver.diagram.AxisScale;

/**
 * Where an axis is marked between two values: from the most ticks to the fewest, so that the first
 * choice whose labels fit can be taken.
 */
final class Ticks {
  /** A value on the axis and what is written there; nothing for a minor tick. */
  record Labelled(double value, String label) {}

  /** Rounding may put a tick that belongs to an end just outside it. */
  private static final double SLACK = 1e-9;

  private Ticks() {}

  static List<List<Labelled>> choices(AxisScale scale, double low, double high) {
    List<List<Labelled>> choices = new ArrayList<>();
    if (scale == AxisScale.LOG10) {
      choices.addAll(decades(low, high));
    } else if (scale == AxisScale.LOG2) {
      choices.addAll(octaves(low, high));
    }
    choices.addAll(steps(low, high));
    return choices;
  }

  /** Round steps of 1, 2 or 5 times a power of ten, with 8 down to 1 of them. */
  private static List<List<Labelled>> steps(double low, double high) {
    List<List<Labelled>> choices = new ArrayList<>();
    double span = high - low;
    if (!(span > 0) || !Double.isFinite(span)) {
      return choices;
    }
    double last = 0;
    for (int target = 8; target >= 1; target--) {
      double step = roundUp(span / target);
      if (step == last) {
        continue;
      }
      last = step;
      int digits = digits(low, high, step);
      List<Labelled> ticks = new ArrayList<>();
      for (double k = Math.ceil(low / step - SLACK); k <= high / step + SLACK; k++) {
        ticks.add(new Labelled(k * step, Numbers.text(k * step, digits)));
      }
      if (ticks.size() >= 2) {
        choices.add(ticks);
      }
    }
    return choices;
  }

  /** Significant digits that tell neighbours on the axis apart. */
  private static int digits(double low, double high, double step) {
    double largest = Math.max(Math.abs(low), Math.abs(high));
    return Math.max(1, (int) Math.floor(StrictMath.log10(largest / step) + SLACK) + 2);
  }

  private static double roundUp(double step) {
    int exponent = (int) Math.floor(StrictMath.log10(step));
    for (int mantissa : new int[] {1, 2, 5, 10}) {
      double candidate = scaled(mantissa, exponent);
      if (candidate >= step * (1 - SLACK)) {
        return candidate;
      }
    }
    return scaled(1, exponent + 1);
  }

  /** m·10^e with one rounding; a power of ten with a negative exponent would bring its own. */
  static double scaled(int mantissa, int exponent) {
    return Double.parseDouble(mantissa + "e" + exponent);
  }

  /**
   * Powers of ten with minor ticks at 2..9; every second, third, ... power on long axes; 1, 2, 5
   * labelled below about two decades; round steps when the axis has fewer than two such marks.
   */
  private static List<List<Labelled>> decades(double low, double high) {
    double from = StrictMath.log10(low);
    double to = StrictMath.log10(high);
    int first = (int) Math.floor(from + SLACK);
    int last = (int) Math.floor(to + SLACK);
    List<List<Labelled>> choices = new ArrayList<>();
    if (to - from < 2.2) {
      for (int[] mantissas : new int[][] {{1, 2, 5}, {1, 3}}) {
        TreeMap<Double, String> ticks = new TreeMap<>();
        int labelled = 0;
        for (int e = first; e <= last; e++) {
          for (int m = 1; m <= 9; m++) {
            boolean label = java.util.Arrays.binarySearch(mantissas, m) >= 0;
            double value = scaled(m, e);
            if (within(value, low, high)) {
              ticks.put(value, label ? Numbers.text(value, 2) : "");
              labelled += label ? 1 : 0;
            }
          }
        }
        if (labelled >= 2) {
          choices.add(list(ticks));
        }
      }
      if (choices.isEmpty()) {
        return choices;
      }
    }
    int decades = last - (int) Math.ceil(from - SLACK) + 1;
    for (int stride = 1; stride <= Math.max(1, decades / 2); stride++) {
      TreeMap<Double, String> ticks = new TreeMap<>();
      for (int e = first; e <= last; e++) {
        boolean major = Math.floorMod(e, stride) == 0;
        // Between decades 2..9 while they can be told apart, between every n-th power the others.
        for (int m = 1; m <= (stride == 1 && decades <= 12 ? 9 : 1); m++) {
          double value = scaled(m, e);
          if (within(value, low, high)) {
            ticks.put(value, m == 1 && major ? Numbers.power(10, e) : "");
          }
        }
      }
      if (ticks.values().stream().filter(label -> !label.isEmpty()).count() >= 2) {
        choices.add(list(ticks));
      }
    }
    return choices;
  }

  /** Powers of two: plain while they are small whole numbers, else as 2⁻³. */
  private static List<List<Labelled>> octaves(double low, double high) {
    int first = (int) Math.ceil(AxisScale.LOG2.position(low) - SLACK);
    int last = (int) Math.floor(AxisScale.LOG2.position(high) + SLACK);
    boolean plain = first >= 0 && last <= 12;
    List<List<Labelled>> choices = new ArrayList<>();
    for (int stride = 1; stride <= Math.max(1, (last - first + 1) / 2); stride++) {
      List<Labelled> ticks = new ArrayList<>();
      int labelled = 0;
      for (int e = first; e <= last; e++) {
        boolean major = Math.floorMod(e, stride) == 0;
        String label = plain ? Integer.toString(1 << e) : Numbers.power(2, e);
        ticks.add(new Labelled(Math.scalb(1.0, e), major ? label : ""));
        labelled += major ? 1 : 0;
      }
      if (labelled >= 2) {
        choices.add(ticks);
      }
    }
    return choices;
  }

  private static boolean within(double value, double low, double high) {
    return value >= low * (1 - SLACK) && value <= high * (1 + SLACK);
  }

  private static List<Labelled> list(TreeMap<Double, String> ticks) {
    return ticks.entrySet().stream().map(e -> new Labelled(e.getKey(), e.getValue())).toList();
  }
}
