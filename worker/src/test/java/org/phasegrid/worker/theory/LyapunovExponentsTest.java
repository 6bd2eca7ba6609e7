package org.phasegrid.worker.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The closed forms against time averages of ln |f'| over orbits of the maps. */
class LyapunovExponentsTest {
  private static final int TRANSIENT = 1000;
  private static final int STEPS = 200_000;

  private static double average(
      double start, DoubleUnaryOperator map, DoubleUnaryOperator derivative) {
    double x = start;
    double sum = 0;
    for (int t = 0; t < TRANSIENT + STEPS; t++) {
      if (t >= TRANSIENT) {
        sum += Math.log(Math.abs(derivative.applyAsDouble(x)) + 1e-300);
      }
      x = map.applyAsDouble(x);
    }
    return sum / STEPS;
  }

  @Test
  void theTiedNetHasItsExponents() {
    double[][] known = {
      {0.25, -0.69315}, {0.75, -0.69315}, {1.1, -0.85740}, {1.2, -0.19283}, {2, 1.09861}
    };
    for (double[] each : known) {
      double eta = each[0];
      assertEquals(each[1], LyapunovExponents.tiedNet(eta), 1e-5);
      double orbit =
          average(
              0.7,
              w -> {
                double next = w - eta * (w * w * w - w);
                // The ends of the band are repelled by rounding alone.
                return Math.abs(next) > Math.sqrt(2)
                    ? Math.copySign(Math.sqrt(2) * (1 - 1e-15), next)
                    : next;
              },
              w -> 1 - eta * (3 * w * w - 1));
      // A chaotic orbit of 2e5 steps averages to 5e-3.
      assertEquals(orbit, LyapunovExponents.tiedNet(eta), eta == 2 ? 5e-3 : 1e-3, "eta " + eta);
    }
    assertTrue(Double.isNaN(LyapunovExponents.tiedNet(1.4)));
    assertTrue(Double.isNaN(LyapunovExponents.tiedNet(2.1)));
  }

  @Test
  void theLogisticMapHasItsExponents() {
    for (double r : new double[] {0.5, 1.5, 2.5, 2.9, 3.2, 3.4, 4}) {
      double orbit = average(0.3, x -> r * x * (1 - x), x -> r * (1 - 2 * x));
      assertEquals(orbit, LyapunovExponents.logistic(r), r == 4 ? 5e-3 : 1e-3, "r " + r);
    }
    assertTrue(Double.isNaN(LyapunovExponents.logistic(3.7)));
  }

  @Test
  void theUntiedNetIsMarginalBeforeItContracts() {
    assertEquals(0, LyapunovExponents.untiedNet(0.5));
    assertEquals(0.5 * Math.log(0.8), LyapunovExponents.untiedNet(1.1), 1e-15);
    assertEquals(Math.log(3), LyapunovExponents.untiedNet(2), 1e-15);
  }

  /** It changes sign exactly at the edge of stability. */
  @Test
  void theQuadraticIsMarginalAtTwoOverItsSharpness() {
    assertEquals(0, LyapunovExponents.quadratic(2.0 / 3, List.of(1.0, 3.0)), 1e-15);
    assertTrue(LyapunovExponents.quadratic(0.66, List.of(1.0, 3.0)) < 0);
    assertTrue(LyapunovExponents.quadratic(0.67, List.of(1.0, 3.0)) > 0);
  }

  @Test
  void twinsSaturateLaterTheCloserTheyBegin() {
    assertEquals(
        Math.log(10) / 0.8,
        LyapunovExponents.saturation(0.8, 1, 1e-9) - LyapunovExponents.saturation(0.8, 1, 1e-8),
        1e-12);
    assertTrue(Double.isNaN(LyapunovExponents.saturation(0, 1, 1e-8)));
  }
}
