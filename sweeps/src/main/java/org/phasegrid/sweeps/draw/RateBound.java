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
 * @param label as legends have it
 * @param bound of eta lambda
 * @param eigenvalue column of looks that measures lambda, if one does
 * @param scaled column of the axis that is eta lambda itself, if there is one
 */
record RateBound(
    String name,
    String label,
    double bound,
    Optional<String> eigenvalue,
    Optional<String> scaled,
    String paper)
    implements Theory {
  private static final String RATE = "learning_rate";

  @Override
  public String description() {
    List<String> lines = new ArrayList<>();
    scaled.ifPresent(axis -> lines.add("a line at " + (int) bound + " of the axis " + axis));
    eigenvalue.ifPresent(
        measured -> lines.add("along learning_rate where " + measured + " is measured at step 0"));
    return label
        + " at step 0: "
        + String.join(", or ", lines)
        + (paper.isEmpty() ? "" : " [" + paper + "]");
  }

  @Override
  public Optional<String> unfit(Drawing drawing, List<String> axes) {
    boolean heatmap = drawing.plot().equals("heatmap");
    if (heatmap && scaled.filter(axis -> shows(drawing, axis)).isPresent()) {
      return Optional.empty();
    }
    if (heatmap && eigenvalue.isPresent() && shows(drawing, RATE)) {
      return drawing.facet().isPresent()
          ? Optional.of(
              "changes with the facet; slice it"
                  + scaled.map(axis -> ", or let the axis be " + axis).orElse(""))
          : Optional.empty();
    }
    List<String> wanted = new ArrayList<>();
    scaled.ifPresent(wanted::add);
    eigenvalue.ifPresent(measured -> wanted.add(RATE));
    return Optional.of("wants a heat map with the axis " + String.join(" or ", wanted));
  }

  private static boolean shows(Drawing drawing, String column) {
    return drawing.x().filter(column::equals).isPresent()
        || drawing.y().filter(column::equals).isPresent();
  }

  @Override
  public Line on(Plane plane) {
    boolean ofX = isScaled(plane.x()) || plane.x().column().equals(RATE);
    Axis rate = ofX ? plane.x() : plane.y();
    Axis other = ofX ? plane.y() : plane.x();
    List<Double> rates = new ArrayList<>();
    boolean any = false;
    for (int i = 0; i < other.values().size(); i++) {
      OptionalDouble lambda =
          isScaled(rate) ? OptionalDouble.of(1) : plane.initial(eigenvalue.orElseThrow(), other, i);
      any |= lambda.isPresent();
      rates.add(lambda.isPresent() ? bound / lambda.getAsDouble() : Double.NaN);
    }
    if (!any) {
      return new Line(
          label + ": " + eigenvalue.orElseThrow() + " is not measured at step 0",
          List.of(),
          List.of());
    }
    return ofX ? new Line(label, rates, other.values()) : new Line(label, other.values(), rates);
  }

  private boolean isScaled(Axis axis) {
    return scaled.filter(axis.column()::equals).isPresent();
  }
}
