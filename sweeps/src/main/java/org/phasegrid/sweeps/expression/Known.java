package org.phasegrid.sweeps.expression;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.phasegrid.sweeps.expression.Functions.Shape;

/** A function of numbers alone, of a theory. */
record Known(Shape shape, ToDoubleFunction<double[]> value) {
  static Stream<Known> all() {
    return Stream.concat(BbpFunctions.ALL.stream(), MeanFieldFunctions.ALL.stream());
  }

  static Optional<Known> find(String name) {
    return all().filter(each -> each.shape.name().equals(name)).findFirst();
  }
}
