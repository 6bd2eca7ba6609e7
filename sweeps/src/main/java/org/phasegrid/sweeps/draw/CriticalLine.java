package org.phasegrid.sweeps.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.architecture.Mlp;

/**
 * The edge of chaos of wide networks in weight and bias variance (Poole et al. 2016,
 * arXiv:1606.05340; Schoenholz et al. 2017, arXiv:1611.01232): the line {@code chi = sigma_w^2 E
 * phi'(sqrt(q) z)^2 = 1} where {@code q = sigma_w^2 E phi(sqrt(q) z)^2 + sigma_b^2}, z standard
 * normal, q from 0 to 100.
 */
record CriticalLine() implements Theory {
  private static final String WEIGHTS = "architecture_weight_variance";
  private static final String BIASES = "architecture_bias_variance";

  /** Nodes of the trapezoid rule on [-10, 10]: its error is below 1e-12 for entire functions. */
  private static final int NODES = 2000;

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
        double[] point = point(mlp.activation(), q);
        weights.add(point[0]);
        others.add(point[1]);
      }
    } else {
      double at = weightVariance(mlp.activation(), mlp.bias() ? mlp.biasVariance() : 0);
      other.values().forEach(value -> weights.add(at));
      others.addAll(other.values());
    }
    return ofX
        ? new Line("critical line", weights, others)
        : new Line("critical line", others, weights);
  }

  /** Weight and bias variance of the critical point whose fixed point is q. */
  static double[] point(Activation phi, double q) {
    double root = Math.sqrt(q);
    double weights = 1 / mean(z -> square(phi.derivative(root * z)));
    return new double[] {weights, q - weights * mean(z -> square(phi.value(root * z)))};
  }

  /** The critical weight variance at a bias variance, by bisection in q; NaN where none is. */
  static double weightVariance(Activation phi, double biasVariance) {
    if (phi instanceof Relu) {
      return biasVariance == 0 ? 2 : Double.NaN;
    }
    double low = 0;
    double high = 100;
    if (biasVariance == 0) {
      return point(phi, 0)[0];
    }
    if (point(phi, high)[1] < biasVariance) {
      return Double.NaN;
    }
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (point(phi, middle)[1] < biasVariance) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return point(phi, high)[0];
  }

  private static double square(double x) {
    return x * x;
  }

  private static double mean(DoubleUnaryOperator f) {
    double sum = 0;
    double h = 20.0 / NODES;
    for (int i = 0; i <= NODES; i++) {
      double z = -10 + i * h;
      sum += f.applyAsDouble(z) * StrictMath.exp(-z * z / 2);
    }
    return sum * h / Math.sqrt(2 * Math.PI);
  }
}
