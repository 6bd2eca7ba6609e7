package org.phasegrid.driver.plot;

import java.util.List;
import java.util.OptionalInt;

/**
 * A line of theory over the data, in the units of the axes; a NaN breaks it, infinities are the
 * panel's edges.
 *
 * @param name as the legend has it
 * @param panel the only one that has it
 */
public record Curve(String name, List<Double> xs, List<Double> ys, OptionalInt panel) {
  public Curve {
    xs = List.copyOf(xs);
    ys = List.copyOf(ys);
    if (xs.size() != ys.size()) {
      throw new IllegalArgumentException(
          "curve " + name + " has " + xs.size() + " xs and " + ys.size() + " ys");
    }
  }

  /** A line over all panels. */
  public Curve(String name, List<Double> xs, List<Double> ys) {
    this(name, xs, ys, OptionalInt.empty());
  }

  /** Whether a panel has it. */
  boolean in(int index) {
    return panel.isEmpty() || panel.getAsInt() == index;
  }
}
