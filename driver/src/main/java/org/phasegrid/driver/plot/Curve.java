package org.phasegrid.driver.plot;

import java.util.List;

/**
 * A line of theory over the data, in the units of the axes; a NaN breaks it.
 *
 * @param name as the legend has it
 */
public record Curve(String name, List<Double> xs, List<Double> ys) {
  public Curve {
    xs = List.copyOf(xs);
    ys = List.copyOf(ys);
    if (xs.size() != ys.size()) {
      throw new IllegalArgumentException(
          "curve " + name + " has " + xs.size() + " xs and " + ys.size() + " ys");
    }
  }
}
