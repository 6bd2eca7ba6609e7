package org.phasegrid.sweeps.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where the learning rate times the largest eigenvalue at step 0 is a bound: 2, above which a
 * quadratic diverges along that direction, or 4 over the kernel, above which the catapult model of
 * Lewkowycz et al. 2020 (arXiv:2003.02218) does not come back.
 *
 * @param bound of eta lambda
 * @param eigenvalue column of looks that measures lambda, if one does: the kernel's is that of the
 *     loss-weighted kernel, which {@code ntk} does not measure
 * @param scaled column of the axis that is eta lambda itself
 */
record RateBound(String name, double bound, Optional<String> eigenvalue, String scaled)
    implements Theory {
  private static final String RATE = "learning_rate";

  @Override
  public String description() {
    return name.replace('-', ' ')
        + " at step 0: a line at "
        + (int) bound
        + " of the axis "
        + scaled
        + eigenvalue
            .map(
                measured -> ", or along learning_rate where " + measured + " is measured at step 0")
            .orElse("")
        + (bound == 4 ? " [arXiv:2003.02218]" : "");
  }

  @Override
  public Optional<String> unfit(Drawing drawing, List<String> axes) {
    boolean heatmap = drawing.plot().equals("heatmap");
    if (heatmap && shows(drawing, scaled)) {
      return Optional.empty();
    }
    if (heatmap && eigenvalue.isPresent() && shows(drawing, RATE)) {
      return drawing.facet().isPresent()
          ? Optional.of("changes with the facet; slice it, or let the axis be " + scaled)
          : Optional.empty();
    }
    return Optional.of(
        "wants a heat map with the axis " + scaled + (eigenvalue.isPresent() ? " or " + RATE : ""));
  }

  private static boolean shows(Drawing drawing, String column) {
    return drawing.x().filter(column::equals).isPresent()
        || drawing.y().filter(column::equals).isPresent();
  }

  @Override
  public Line on(Plane plane) {
    boolean ofX = plane.x().column().equals(scaled) || plane.x().column().equals(RATE);
    Axis rate = ofX ? plane.x() : plane.y();
    Axis other = ofX ? plane.y() : plane.x();
    List<Double> rates = new ArrayList<>();
    boolean any = false;
    for (int i = 0; i < other.values().size(); i++) {
      OptionalDouble lambda =
          rate.column().equals(scaled)
              ? OptionalDouble.of(1)
              : plane.initial(eigenvalue.orElseThrow(), other, i);
      any |= lambda.isPresent();
      rates.add(lambda.isPresent() ? bound / lambda.getAsDouble() : Double.NaN);
    }
    if (!any) {
      return new Line(
          label() + ": " + eigenvalue.orElseThrow() + " is not measured at step 0",
          List.of(),
          List.of());
    }
    return ofX
        ? new Line(label(), rates, other.values())
        : new Line(label(), other.values(), rates);
  }

  private String label() {
    return name.replace('-', ' ');
  }
}
