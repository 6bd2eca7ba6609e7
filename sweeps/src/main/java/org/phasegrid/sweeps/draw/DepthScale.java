package org.phasegrid.sweeps.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.theory.MeanField;

/**
 * How deep a network may be to train, six times xi_c weight layers (Schoenholz et al. 2017,
 * arXiv:1611.01232), where {@link MeanField} has xi_c, over weight variance and hidden layers.
 */
record DepthScale() implements Theory {
  private static final String WEIGHTS = "architecture_weight_variance";
  private static final String DEPTH = "architecture_depth";
  private static final int SCALES = 6;
  private static final int POINTS = 200;

  @Override
  public String name() {
    return "depth-scale";
  }

  @Override
  public String description() {
    return "how many layers signals reach, 6 xi_c, in weight variance and depth [arXiv:1611.01232]";
  }

  @Override
  public Optional<String> unfit(Drawing drawing, List<String> axes) {
    for (String column :
        List.of("architecture_activation", "architecture_bias", "architecture_bias_variance")) {
      if (axes.contains(column)) {
        return Optional.of("depends on the axis " + column + ", which the picture does not show");
      }
    }
    return Planes.unfit(drawing, WEIGHTS, DEPTH);
  }

  @Override
  public Line on(Plane plane) {
    if (!(plane.run().architecture() instanceof Mlp mlp)) {
      return new Line("6 xi_c: for mlp alone", List.of(), List.of());
    }
    MeanField theory = MeanField.of(mlp.activation());
    double biases = mlp.bias() ? mlp.biasVariance() : 0;
    Axis axis = plane.x().column().equals(WEIGHTS) ? plane.x() : plane.y();
    double low = axis.values().stream().mapToDouble(x -> x).min().orElse(0);
    double high = axis.values().stream().mapToDouble(x -> x).max().orElse(0);
    List<Double> weights = new ArrayList<>();
    List<Double> depths = new ArrayList<>();
    for (int i = 0; i <= POINTS; i++) {
      double at = low + (high - low) * i / POINTS;
      double xi = theory.depthScale(at, biases);
      weights.add(at);
      depths.add(Double.isFinite(xi) ? SCALES * xi - 1 : Double.NaN);
    }
    return Planes.line(plane, "6 xi_c", WEIGHTS, weights, depths);
  }
}
