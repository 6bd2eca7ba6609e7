package org.phasegrid.worker.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.phasegrid.worker.random.ReferenceDraws;

/** The rank by inertia is that by eigenvalues, and angles by square roots are the arctangent's. */
class RankTest {
  private static final double SHARE = 1e-12;

  /** XᵀX of X (d, n), row i over {@code decay}^i. */
  private static double[] gram(ReferenceDraws draws, int d, int n, double decay) {
    double[] gram = new double[n * n];
    double scale = 1;
    for (int k = 0; k < d; k++) {
      double[] row = draws.normals(n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          gram[i * n + j] += scale * row[i] * scale * row[j];
        }
      }
      scale /= decay;
    }
    return gram;
  }

  @Test
  void theRankIsTheNumberOfEigenvaluesAboveTheShare() {
    int clear = 0;
    for (int seed = 0; seed < 40; seed++) {
      ReferenceDraws draws = new ReferenceDraws(seed);
      int n = 4 + 3 * (seed % 12);
      int d = 1 + seed * 7 % (n + 5);
      // From one size for all directions to sizes that fall by 3 orders each.
      double decay = new double[] {1, 1.5, 10, 1000}[seed % 4];
      double[] gram = gram(draws, d, n, decay);

      int rank = Rank.of(gram, n, n, SHARE);

      assertEquals(Rank.byEigenvalues(gram, n, SHARE), rank, "seed " + seed);
      assertEquals(rank, Rank.of(gram, n, Math.min(d, n), SHARE), "seed " + seed);
      if (decay == 1) {
        assertEquals(Math.min(d, n), rank);
        clear++;
      }
    }
    assertEquals(10, clear);
  }

  @Test
  void zeroHasRankZeroAndOneDirectionOne() {
    assertEquals(0, Rank.of(new double[16], 4, 4, SHARE));
    assertEquals(1, Rank.of(gram(new ReferenceDraws(1), 1, 5, 1), 5, 5, SHARE));
    double[] twoOfFour = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1e-11, 0, 0, 0, 0, 1e-13};
    assertEquals(2, Rank.of(twoOfFour, 4, 4, SHARE));
  }

  @Test
  void anglesAreThoseOfTheArctangentToFourUnitsOfTheLastPlace() {
    double[] difference = new double[20_001];
    double[] sum = new double[difference.length];
    for (int k = 0; k < difference.length; k++) {
      double share = k < 10_000 ? k / 1e4 : StrictMath.pow(10, -(k - 10_000) / 600.0);
      difference[k] = 4 * share;
      sum[k] = 4 * (1 - share);
    }
    double[] exact = new double[difference.length];
    for (int k = 0; k < exact.length; k++) {
      exact[k] = 2 * StrictMath.atan2(Math.sqrt(difference[k]), Math.sqrt(sum[k]));
    }

    Distance.ANGULAR.of(difference, sum);

    // Two roots, two quotients and a sum of the quarter angle, half a unit each, and the last.
    for (int k = 0; k < exact.length; k++) {
      assertTrue(
          Math.abs(difference[k] - exact[k]) <= 4 * Math.ulp(exact[k]),
          difference[k] + " was to be " + exact[k]);
    }
    assertEquals(0, difference[0]);
    double[] opposite = {4, 2};
    Distance.ANGULAR.of(opposite, new double[] {0, 2});
    assertEquals(Math.PI, opposite[0]);
    assertEquals(Math.PI / 2, opposite[1], Math.ulp(Math.PI / 2));
  }
}
