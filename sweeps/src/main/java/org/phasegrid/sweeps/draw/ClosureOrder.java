package org.phasegrid.sweeps.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.architecture.Mlp;

/**
 * The order at which the Gram hierarchy of the kernel's motion closes (arXiv:2606.09744): m = L - 2
 * for L hidden layers under a fixed readout, one more under a trained one. Drawn as the stairs
 * between the orders that leave something and those that leave nothing.
 */
record ClosureOrder() implements Theory {
  private static final String DEPTH = "architecture_depth";
  private static final String ORDER = "measure_gram_closure_order";

  @Override
  public String name() {
    return "gram-closure-order";
  }

  @Override
  public String description() {
    return "the order at which the Gram hierarchy closes, m = L - 2: stairs in the axes "
        + DEPTH
        + " and "
        + ORDER
        + " [arXiv:2606.09744]";
  }

  @Override
  public Optional<String> unfit(Drawing drawing, List<String> axes) {
    List<String> shown = new ArrayList<>();
    drawing.x().ifPresent(shown::add);
    drawing.y().ifPresent(shown::add);
    return drawing.plot().equals("heatmap") && shown.containsAll(List.of(DEPTH, ORDER))
        ? Optional.empty()
        : Optional.of("wants a heat map with the axes " + DEPTH + " and " + ORDER);
  }

  @Override
  public Line on(Plane plane) {
    boolean trained =
        plane.run().architecture() instanceof Mlp mlp && mlp.readout() == Mlp.Readout.TRAINED;
    boolean ofX = plane.x().column().equals(DEPTH);
    Axis depths = ofX ? plane.x() : plane.y();
    List<Double> along = new ArrayList<>();
    List<Double> across = new ArrayList<>();
    for (double depth : depths.values()) {
      double between = Math.max(depth - 2 + (trained ? 1 : 0), 0) - 0.5;
      along.add(depth - 0.5);
      across.add(between);
      along.add(depth + 0.5);
      across.add(between);
    }
    String label = trained ? "m = L - 1" : "m = L - 2";
    return ofX ? new Line(label, along, across) : new Line(label, across, along);
  }
}
