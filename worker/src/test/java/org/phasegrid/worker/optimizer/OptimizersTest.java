package org.phasegrid.worker.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

class OptimizersTest {
  private static final double[] GRADIENT = {3, -0.5, 1e-3, -40, 0, 7e5};

  private static Tensor[] memory(Optimizer optimizer, Precision precision, int size) {
    Tensor[] memory = new Tensor[optimizer.memories()];
    for (int m = 0; m < memory.length; m++) {
      memory[m] = Tensor.zeros(precision, 1, size);
    }
    return memory;
  }

  /** m / (1 - beta1) = g and v / (1 - beta2) = g², so the first step is eta g / (|g| + epsilon). */
  @Test
  void adamsFirstStepIsTheSignOfTheGradient() {
    for (Precision precision : Precision.values()) {
      Adam adam = Adam.PAPER;
      Tensor theta = Tensor.zeros(precision, 1, GRADIENT.length);
      Tensor gradient = Tensor.of(1, GRADIENT.length, GRADIENT).to(precision);

      adam.step(Kernels.best(), 0, 0.1, theta, gradient, memory(adam, precision, GRADIENT.length));

      for (int i = 0; i < GRADIENT.length; i++) {
        double expected = -0.1 * GRADIENT[i] / (Math.abs(GRADIENT[i]) + adam.epsilon());
        // A few roundings; in float32 1 - beta2 = 0.001 is known to 6e-8 of itself.
        double tolerance = precision == Precision.FLOAT64 ? 1e-15 : 1e-7;
        assertEquals(expected, theta.get(i), tolerance, precision + " " + i);
      }
    }
  }

  /** Kingma and Ba's algorithm 1 written out, 50 steps of a changing gradient. */
  @Test
  void adamIsAlgorithmOne() {
    Adam adam = new Adam(0.8, 0.95, 1e-3);
    Tensor theta = Tensor.of(1, 1, 0.3);
    Tensor[] memory = memory(adam, Precision.FLOAT64, 1);
    double expected = 0.3;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= 50; t++) {
      double g = Math.sin(t);
      m = 0.8 * m + 0.2 * g;
      v = 0.95 * v + 0.05 * g * g;
      double mHat = m / (1 - Math.pow(0.8, t));
      double vHat = v / (1 - Math.pow(0.95, t));
      expected -= 0.01 * mHat / (Math.sqrt(vHat) + 1e-3);

      adam.step(Kernels.best(), t - 1, 0.01, theta, Tensor.of(1, 1, g), memory);

      assertEquals(expected, theta.get(0), 1e-15 * t, "step " + t);
    }
  }

  @Test
  void adamwDecaysGeometricallyWithoutAGradientAndIsAdamWithoutDecay() {
    Adamw adamw = new Adamw(0.9, 0.999, 1e-8, 0.3);
    Tensor theta = Tensor.of(1, 2, 5, -2);
    Tensor[] memory = memory(adamw, Precision.FLOAT64, 2);
    for (int t = 0; t < 100; t++) {
      adamw.step(Kernels.best(), t, 0.1, theta, Tensor.of(1, 2, 0, 0), memory);
    }
    // 100 products of one rounding each.
    assertEquals(5 * Math.pow(0.97, 100), theta.get(0), 1e-13);
    assertEquals(-2 * Math.pow(0.97, 100), theta.get(1), 1e-13);

    Optimizer still = new Adamw(0.9, 0.999, 1e-8, 0);
    Tensor with = Tensor.of(1, 2, 5, -2);
    Tensor without = Tensor.of(1, 2, 5, -2);
    still.step(
        Kernels.best(), 0, 0.1, with, Tensor.of(1, 2, 1, 2), memory(still, Precision.FLOAT64, 2));
    Adam.PAPER.step(
        Kernels.best(),
        0,
        0.1,
        without,
        Tensor.of(1, 2, 1, 2),
        memory(still, Precision.FLOAT64, 2));
    assertEquals(without.get(0), with.get(0), 0);
    assertEquals(without.get(1), with.get(1), 0);
    assertTrue(still.restsWithoutGradient());
    assertTrue(!adamw.restsWithoutGradient());
  }

  /**
   * On L = theta² / 2 a linear rule grows or shrinks by its spectral radius per step: gradient
   * descent turns at eta = 2, heavy ball at 2 + 2 beta, Nesterov at (2 + 2 beta) / (1 + 2 beta).
   */
  @Test
  void linearRulesTurnUnstableAtTheirBounds() {
    int visited = 0;
    for (double beta : new double[] {0, 0.3, 0.9}) {
      for (Optimizer optimizer :
          new Optimizer[] {new GradientDescent(), new Momentum(beta), new Nesterov(beta)}) {
        double bound =
            optimizer instanceof GradientDescent
                ? 2
                : optimizer instanceof Momentum ? 2 + 2 * beta : (2 + 2 * beta) / (1 + 2 * beta);
        // Near the bound a step changes theta by a factor of at least 1 + (eta - bound) / 2 or so:
        // e^20 in 40 000 steps at 1e-3 from it.
        assertTrue(after(optimizer, bound * (1 - 1e-3)) < 1e-3, optimizer + " below");
        assertTrue(after(optimizer, bound * (1 + 1e-3)) > 1e3, optimizer + " above");
        visited++;
      }
    }
    assertEquals(9, visited);
  }

  private static double after(Optimizer optimizer, double eta) {
    Tensor theta = Tensor.of(1, 1, 1);
    Tensor[] memory = memory(optimizer, Precision.FLOAT64, 1);
    double largest = 0;
    for (int t = 0; t < 40_000 && Math.abs(theta.get(0)) < 1e6; t++) {
      optimizer.step(Kernels.best(), t, eta, theta, theta.to(Precision.FLOAT64), memory);
      largest = t >= 39_900 ? Math.max(largest, Math.abs(theta.get(0))) : largest;
    }
    return Math.max(largest, Math.abs(theta.get(0)));
  }

  @Test
  void aLinearRuleStepsASumAsTheSumOfItsSteps() {
    int visited = 0;
    for (Optimizer optimizer : Optimizers.ALL.members().values()) {
      if (!optimizer.linear()) {
        continue;
      }
      double[] sum = new double[3];
      for (int part = 0; part < 3; part++) {
        double factor = part == 2 ? 1.75 : part == 1 ? 0.25 : 1.5;
        Tensor theta = Tensor.of(1, 1, factor * 2);
        Tensor[] memory = memory(optimizer, Precision.FLOAT64, 1);
        for (Tensor each : memory) {
          each.fill(factor * -3);
        }
        optimizer.step(Kernels.best(), 4, 0.125, theta, Tensor.of(1, 1, factor * 0.5), memory);
        sum[part] = theta.get(0);
      }
      assertEquals(sum[2], sum[0] + sum[1], 1e-15, optimizer.toString());
      visited++;
    }
    assertEquals(3, visited);
  }

  @Test
  void schedulesAreTheirClosedForms() {
    Schedule warmUp = new Schedule.WarmUp(4);
    assertEquals(0.25, warmUp.factor(0, 10), 0);
    assertEquals(0.75, warmUp.factor(2, 10), 0);
    assertEquals(1, warmUp.factor(3, 10), 0);
    assertEquals(1, warmUp.factor(9, 10), 0);
    assertEquals(1, new Schedule.WarmUp(0).factor(0, 10), 0);

    Schedule cosine = new Schedule.Cosine(4, 0.2);
    assertEquals(0.5, cosine.factor(1, 24), 0);
    assertEquals(1, cosine.factor(4, 24), 0);
    assertEquals(0.6, cosine.factor(14, 24), 2e-16);
    assertEquals(0.2 + 0.4 * (1 + Math.sqrt(0.5)), cosine.factor(9, 24), 2e-16);
    assertTrue(cosine.factor(23, 24) > 0.2);
    assertEquals(0.5, new Schedule.Cosine(0, 0).factor(6, 12), 1e-16);
    assertEquals(1, new Schedule.Cosine(7, 0).factor(6, 7), 0, "nothing left for the cosine");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertEquals(
        "beta2 must lie in [0, 1), was 1.0",
        assertThrows(IllegalArgumentException.class, () -> new Adamw(0.9, 1, 1e-8, 0.1))
            .getMessage());
    assertEquals(
        "weight-decay must be finite and not negative, was NaN",
        assertThrows(IllegalArgumentException.class, () -> new Adamw(0.9, 0.9, 1e-8, Double.NaN))
            .getMessage());
    assertEquals(
        "epsilon must be finite and above 0, was 0.0",
        assertThrows(IllegalArgumentException.class, () -> new Adam(0.9, 0.9, 0)).getMessage());
    assertEquals(
        "floor must lie in [0, 1], was 2.0",
        assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(0, 2)).getMessage());
  }
}
