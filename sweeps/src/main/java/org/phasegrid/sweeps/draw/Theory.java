package org.phasegrid.sweeps.draw;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.phasegrid.worker.run.RunSpec;

/** A line over a heat map, or along lines, that a theory predicts. */
public interface Theory {
  /** As {@code theory:} names it. */
  String name();

  /** One line, with the paper. */
  String description();

  /** Why it cannot be drawn on a picture, e.g. {@code wants an axis learning_rate}. */
  Optional<String> unfit(Drawing drawing, List<String> axes);

  /** The line on a plane, in the units of its axes; a NaN breaks it. */
  Line on(Plane plane);

  /**
   * A line.
   *
   * @param label as the legend has it; where there is nothing to draw, it says why
   */
  record Line(String label, List<Double> xs, List<Double> ys) {
    public Line {
      xs = List.copyOf(xs);
      ys = List.copyOf(ys);
    }
  }

  /** An axis of a plane by its column and values; a label's value is NaN. */
  record Axis(String column, List<Double> values) {
    public Axis {
      values = List.copyOf(values);
    }
  }

  /** The value of the facet that a panel belongs to. */
  record Facet(String column, Object value) {}

  /** A panel: the plane of a heat map, or lines over x. */
  interface Plane {
    Axis x();

    /** The ordinate; along lines the column of their values, which has no values here. */
    Axis y();

    /** Which panel it is, where there are several. */
    default Optional<Facet> facet() {
      return Optional.empty();
    }

    /** The run at the first point of the sweep, for what is the same in all of them. */
    RunSpec run();

    /**
     * Median over the runs with value {@code i} of an axis of what a column says at step 0; empty
     * where it is not measured.
     */
    OptionalDouble initial(String column, Axis axis, int i);
  }
}
