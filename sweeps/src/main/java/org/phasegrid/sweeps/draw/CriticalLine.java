package org.phasegrid.sweeps.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.theory.MeanField;

/**
 * The edge of chaos of wide networks in weight and bias variance (Poole et al. 2016,
 * arXiv:1606.05340; Schoenholz et al. 2017, arXiv:1611.01232): the line chi_1 = 1 of {@link
 * MeanField}, q* from 0 to 100.
 */
record CriticalLine() implements Theory {
  private static final String WEIGHTS = "architecture_weight_variance";
  private static final String BIASES = "architecture_bias_variance";

  private static final int POINTS = 400;

  @Override
  public String name() {
    return "critical-line";
  }

  @Override
  public String description() {
    return "the edge of chaos in weight variance, with the bias variance as the other axis or as it is"
        + " [arXiv:1611.01232]";
  }

  @Override
  public Optional<String> unfit(Drawing drawing, List<String> axes) {
    boolean weights = shows(drawing, WEIGHTS);
    if (!drawing.plot().equals("heatmap") || !weights) {
      return Optional.of("wants a heat map with the axis " + WEIGHTS);
    }
    for (String column : axes) {
      boolean decides =
          column.equals("architecture_activation")
              || column.equals("architecture_bias")
              || (column.equals(BIASES) && !shows(drawing, BIASES));
      if (decides) {
        return Optional.of("depends on the axis " + column + ", which the picture does not show");
      }
    }
    return Optional.empty();
  }

  private static boolean shows(Drawing drawing, String column) {
    return drawing.x().filter(column::equals).isPresent()
        || drawing.y().filter(column::equals).isPresent();
  }

  @Override
  public Line on(Plane plane) {
    if (!(plane.run().architecture() instanceof Mlp mlp)) {
      return new Line("critical line: for mlp alone", List.of(), List.of());
    }
    MeanField theory = MeanField.of(mlp.activation());
    List<Double> weights = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    boolean ofX = plane.x().column().equals(WEIGHTS);
    Axis other = ofX ? plane.y() : plane.x();
    if (other.column().equals(BIASES)) {
      if (mlp.activation() instanceof Relu) {
        return new Line("critical line: of relu the point (2, 0)", List.of(), List.of());
      }
      for (int i = 0; i <= POINTS; i++) {
        double q = 100 * StrictMath.pow((double) i / POINTS, 3);
        double[] point = theory.criticalPoint(q);
        weights.add(point[0]);
        others.add(point[1]);
      }
    } else {
      double at = theory.criticalWeightVariance(mlp.bias() ? mlp.biasVariance() : 0);
      other.values().forEach(value -> weights.add(at));
      others.addAll(other.values());
    }
    return ofX
        ? new Line("critical line", weights, others)
        : new Line("critical line", others, weights);
  }
}
