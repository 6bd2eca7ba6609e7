package org.phasegrid.sweeps.expression;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import org.phasegrid.sweeps.expression.Functions.Kind;
import org.phasegrid.sweeps.expression.Functions.Shape;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Erf;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.theory.MeanField;

/**
 * Signals in infinitely wide networks (arXiv 1606.05340, 1611.01232) as functions of the grammar,
 * one of each activation: {@code mean_field_xi_tanh(weight_variance, bias_variance)}, layers over
 * which correlations come to rest.
 */
final class MeanFieldFunctions {
  static final List<Known> ALL =
      Stream.of(of("tanh", new Tanh()), of("erf", new Erf()), of("relu", new Relu()))
          .flatMap(List::stream)
          .toList();

  private MeanFieldFunctions() {}

  private static List<Known> of(String activation, Activation phi) {
    MeanField theory = MeanField.of(phi);
    return List.of(
        new Known(
            shape("critical", activation, "bias_variance", 1),
            a -> theory.criticalWeightVariance(a[0])),
        known("q", activation, theory, (t, a) -> t.variance(a[0], a[1])),
        known("c", activation, theory, (t, a) -> t.correlation(a[0], a[1])),
        known("chi", activation, theory, (t, a) -> t.chi(a[0], t.variance(a[0], a[1]))),
        known("xi", activation, theory, (t, a) -> t.depthScale(a[0], a[1])));
  }

  private static Known known(
      String what,
      String activation,
      MeanField theory,
      ToDoubleBiFunction<MeanField, double[]> value) {
    return new Known(
        shape(what, activation, "weight_variance, bias_variance", 2),
        a -> value.applyAsDouble(theory, a));
  }

  private static Shape shape(String what, String activation, String arguments, int count) {
    String name = "mean_field_" + what + "_" + activation;
    return new Shape(name, Kind.SCALAR, count, count, name + "(" + arguments + ")");
  }
}
