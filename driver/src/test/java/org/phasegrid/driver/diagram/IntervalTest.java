package org.phasegrid.driver.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final double Z2 = 1.959963984540054 * 1.959963984540054;

  /** A dozen roundings of numbers below 1. */
  private static final double ROUNDING = 1e-15;

  @Test
  void wilsonOfNoSuccessReachesUpToZ2OverNPlusZ2() {
    for (int n = 1; n <= 100; n++) {
      Interval none = Interval.wilson(0, n);

      assertEquals(0, none.low());
      assertEquals(Z2 / (n + Z2), none.high(), ROUNDING);
    }
  }

  @Test
  void wilsonOfHalfIsHalfGiveOrTakeZOverTwoRootNPlusZ2() {
    for (int n = 2; n <= 100; n += 2) {
      Interval half = Interval.wilson(n / 2, n);

      double width = Math.sqrt(Z2) / (2 * Math.sqrt(n + Z2));
      assertEquals(0.5 - width, half.low(), ROUNDING);
      assertEquals(0.5 + width, half.high(), ROUNDING);
    }
  }

  @Test
  void wilsonIsSymmetricAndHoldsTheShare() {
    for (int n = 1; n <= 30; n++) {
      for (int k = 0; k <= n; k++) {
        Interval successes = Interval.wilson(k, n);
        Interval failures = Interval.wilson(n - k, n);

        assertEquals(1 - failures.high(), successes.low(), ROUNDING);
        assertTrue(successes.low() <= (double) k / n && (double) k / n <= successes.high());
      }
    }
  }

  @Test
  void wilsonOfNothingIsUnknownAndOfNonsenseAnError() {
    assertEquals(Interval.UNKNOWN, Interval.wilson(0, 0));
    assertThrows(IllegalArgumentException.class, () -> Interval.wilson(3, 2));
  }

  @Test
  void quartilesComeFromFourValuesOnAndExtremesBelow() {
    assertEquals(new Interval(2, 4), Interval.quartiles(new double[] {1, 2, 3, 4, 5}));
    assertEquals(new Interval(1.75, 3.25), Interval.quartiles(new double[] {1, 2, 3, 4}));
    assertEquals(new Interval(1, 9), Interval.quartiles(new double[] {1, 2, 9}));
    assertEquals(Interval.UNKNOWN, Interval.quartiles(new double[] {1}));
  }

  @Test
  void quartilesOfEqualInfinitiesAreInfinite() {
    double inf = Double.POSITIVE_INFINITY;

    assertEquals(new Interval(1.75, inf), Interval.quartiles(new double[] {1, 2, inf, inf}));
  }

  @Test
  void deviationIsTheSampleStandardDeviation() {
    assertEquals(new Interval(1, 3), Interval.deviation(new double[] {1, 2, 3}));
    assertEquals(Interval.UNKNOWN, Interval.deviation(new double[] {1}));
  }
}
