package org.phasegrid.sweeps.draw;

import java.util.List;
import java.util.Optional;

/** What theories of two axes have in common. */
final class Planes {
  private Planes() {}

  /** Nothing where a heat map has both axes. */
  static Optional<String> unfit(Drawing drawing, String one, String other) {
    boolean both =
        (drawing.x().filter(one::equals).isPresent()
                && drawing.y().filter(other::equals).isPresent())
            || (drawing.x().filter(other::equals).isPresent()
                && drawing.y().filter(one::equals).isPresent());
    return drawing.plot().equals("heatmap") && both
        ? Optional.empty()
        : Optional.of("wants a heat map with the axes " + one + " and " + other);
  }

  /** The line of values {@code ones} of the axis {@code one} and {@code others} of the other. */
  static Theory.Line line(
      Theory.Plane plane, String label, String one, List<Double> ones, List<Double> others) {
    return plane.x().column().equals(one)
        ? new Theory.Line(label, ones, others)
        : new Theory.Line(label, others, ones);
  }
}
