package org.phasegrid.sweeps.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Erf;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.run.RunSpec;

class TheoriesTest {
  /** A plane whose sharpness at value i of the other axis is 4 and 8. */
  private record Measured(Theory.Axis x, Theory.Axis y) implements Theory.Plane {
    @Override
    public RunSpec run() {
      return RunSpec.DEFAULT;
    }

    @Override
    public OptionalDouble initial(String column, Theory.Axis axis, int i) {
      return column.equals("sharpness") && axis.column().equals("architecture_width")
          ? OptionalDouble.of(4 * (i + 1))
          : OptionalDouble.empty();
    }
  }

  private static Theory.Axis axis(String column, Double... values) {
    return new Theory.Axis(column, List.of(values));
  }

  private static Theory named(String name) {
    return Theories.find(name).orElseThrow();
  }

  @Test
  void everyTheoryHasANameAndALine() {
    assertTrue(Theories.ALL.size() >= 6);
    for (Theory theory : Theories.ALL) {
      assertFalse(theory.description().isBlank());
      assertEquals(Optional.of(theory), Theories.find(theory.name()));
    }
  }

  @Test
  void ratesInUnitsOfTheEigenvalueHaveTheirBound() {
    Theory.Line line =
        named("four-over-kernel")
            .on(
                new Measured(
                    axis("learning_rate_over_kernel", 1.0, 8.0),
                    axis("architecture_depth", 1.0, 2.0)));

    assertEquals(List.of(4.0, 4.0), line.xs());
    assertEquals(List.of(1.0, 2.0), line.ys());
  }

  @Test
  void plainRatesFollowTheMeasuredSharpness() {
    Theory.Line line =
        named("two-over-sharpness")
            .on(
                new Measured(
                    axis("architecture_width", 16.0, 32.0), axis("learning_rate", 0.1, 1.0)));
    Theory.Line none =
        named("two-over-sharpness")
            .on(
                new Measured(
                    axis("learning_rate", 0.1, 1.0), axis("architecture_depth", 1.0, 2.0)));

    assertEquals(List.of(16.0, 32.0), line.xs());
    assertEquals(List.of(0.5, 0.25), line.ys());
    assertTrue(none.xs().isEmpty());
    assertEquals("two over sharpness: sharpness is not measured at step 0", none.label());
  }

  /** Under the trained readout of the default run one order more than depth - 2. */
  @Test
  void theGramHierarchyClosesInStairs() {
    Theory theory = named("gram-closure-order");
    Theory.Line line =
        theory.on(
            new Measured(
                axis("architecture_depth", 1.0, 2.0, 3.0),
                axis("measure_gram_closure_order", 0.0, 1.0)));

    assertEquals(List.of(0.5, 1.5, 1.5, 2.5, 2.5, 3.5), line.xs());
    assertEquals(List.of(-0.5, -0.5, 0.5, 0.5, 1.5, 1.5), line.ys());
    assertEquals("m = L - 1", line.label());
  }

  @Test
  void theEdgeOfChaosIsThatOfTheLiterature() {
    // SCIENCE.md finding 8, printed to 8 decimals.
    assertEquals(1, CriticalLine.weightVariance(new Tanh(), 0), 1e-8);
    assertEquals(1.76095464, CriticalLine.weightVariance(new Tanh(), 0.05), 1e-8);
    assertEquals(1.98607264, CriticalLine.weightVariance(new Tanh(), 0.1), 1e-8);
    assertEquals(Math.PI / 4, CriticalLine.weightVariance(new Erf(), 0), 1e-8);
    assertEquals(2, CriticalLine.weightVariance(new Relu(), 0));
    assertTrue(Double.isNaN(CriticalLine.weightVariance(new Relu(), 0.1)));
  }
}
