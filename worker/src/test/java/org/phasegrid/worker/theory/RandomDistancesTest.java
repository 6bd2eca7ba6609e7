package org.phasegrid.worker.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Closed forms against the quadrature of Funk and Hecke, and the reference's golden numbers. */
class RandomDistancesTest {
  @Test
  void closedFormsAreTheQuadrature() {
    for (int d : new int[] {1, 2, 3, 5}) {
      for (int l : new int[] {0, 1, 2, 3, 5, 7}) {
        assertEquals(
            RandomDistances.geodesic(d, l),
            RandomDistances.zonal(d, l, (cos, sin) -> Math.atan2(sin, cos)),
            1e-12,
            "geodesic d = " + d + " l = " + l);
        assertEquals(
            RandomDistances.chordal(d, l),
            // |x - y| = 2 sin(theta / 2), from the half angle.
            RandomDistances.zonal(d, l, (cos, sin) -> 2 * Math.sin(Math.atan2(sin, cos) / 2)),
            1e-12,
            "chordal d = " + d + " l = " + l);
        assertEquals(
            RandomDistances.geodesic(d, l), RandomDistances.noisy(d, l, 1), 1e-12, "without noise");
      }
    }
  }

  @Test
  void eigenvaluesOfSpheresAreTheGoldenOnes() {
    double[][] geodesic = {
      {-0.63661977, -0.07073553, -0.02546479},
      {-0.39269908, -0.02454369, -0.00613592},
      {-0.28294212, -0.01131768, -0.00207876},
      {-0.22089323, -0.00613592, -0.00086286}
    };
    double[][] chordal = {
      {1.27323954, -0.42441318, -0.08488264, -0.03637827},
      {1.33333333, -0.26666667, -0.03809524, -0.01269841},
      {1.35812218, -0.19401745, -0.02155749, -0.00587932}
    };
    double[] mass = {8 / (Math.PI * Math.PI), 0.75, 64 / (9 * Math.PI * Math.PI), 45.0 / 64};
    for (int d = 1; d <= 4; d++) {
      for (int i = 0; i < 3; i++) {
        assertEquals(geodesic[d - 1][i], RandomDistances.geodesic(d, 2 * i + 1), 5e-9);
      }
      for (int l = 0; l < 4 && d < 4; l++) {
        assertEquals(chordal[d - 1][l], RandomDistances.chordal(d, l), 5e-9);
      }
      assertEquals(
          RandomDistances.geodesicBandRatio(d),
          RandomDistances.geodesic(d, 1) / RandomDistances.geodesic(d, 3),
          1e-11);
      assertEquals(
          RandomDistances.chordalBandRatio(d),
          RandomDistances.chordal(d, 1) / RandomDistances.chordal(d, 2),
          1e-11);
      assertEquals(mass[d - 1], RandomDistances.geodesicBandMass(d), 1e-13);
      assertEquals(d + 1, RandomDistances.multiplicity(d, 1), 0);
    }
    assertEquals(-Math.PI / 8, RandomDistances.geodesic(2, 1), 1e-15);
    assertEquals(7, RandomDistances.multiplicity(2, 3), 0);
    assertEquals(16, RandomDistances.multiplicity(3, 3), 0);
    assertEquals(2, RandomDistances.multiplicity(1, 5), 0);
  }

  /** The trace is zero: all multiplets together weigh as much as kappa_0. */
  @Test
  void theMultipletsAddUpToTheMeanDistance() {
    double circle = 0;
    for (int l = 1; l < 200_001; l += 2) {
      circle -= 2 * RandomDistances.geodesic(1, Math.min(l, 1)) / ((double) l * l);
    }
    // kappa_l = -2 / (pi l^2) on the circle; the tail after l is 2 / (pi l).
    assertEquals(Math.PI / 2, circle, 1e-5);
  }

  @Test
  void noiseContractsTheFirstBandByTheHypergeometricFunction() {
    double[][] golden = {
      {0.9, -0.33535741, 26.5618, 0.451027, 0.333333},
      {0.7, -0.24713880, 56.2489, 0.795399, 0.654654},
      {0.5, -0.17121331, 125.4825, 1.047198, 1.000000}
    };
    for (double[] row : golden) {
      double rho = row[0];
      double closed =
          -0.5
              * (Math.asin(rho) * (1 - 1 / (2 * rho * rho)) + Math.sqrt(1 - rho * rho) / (2 * rho));
      assertEquals(row[1], RandomDistances.firstNoisy(2, rho), 5e-9);
      assertEquals(closed, RandomDistances.firstNoisy(2, rho), 1e-14);
      assertEquals(
          row[2], RandomDistances.noisy(2, 1, rho) / RandomDistances.noisy(2, 3, rho), 2e-3);
      assertEquals(row[3], RandomDistances.noiseFloor(rho), 1e-6);
      assertEquals(rho, RandomDistances.contraction(row[4]), 1e-6);
    }
    for (int d = 1; d <= 12; d++) {
      for (double rho : new double[] {0.01, 0.3, 0.7, 0.7072, 0.95, 0.9999, 1}) {
        assertEquals(
            RandomDistances.noisy(d, 1, rho),
            RandomDistances.firstNoisy(d, rho),
            1e-12,
            "d = " + d + " rho = " + rho);
      }
      assertEquals(RandomDistances.geodesic(d, 1), RandomDistances.firstNoisy(d, 1), 1e-14);
    }
    // S^0 is two antipodes: (arccos(rho) - arccos(-rho)) / 2.
    for (double rho : new double[] {0.2, 0.8, 1}) {
      assertEquals(-Math.asin(rho), RandomDistances.firstNoisy(0, rho), 1e-15);
    }
    // First order in the noise: |kappa_1| = (pi / 8) (1 - 2 sigma^2 + ...).
    double sigma = 1e-3;
    double first = RandomDistances.firstNoisy(2, RandomDistances.contraction(sigma));
    assertEquals(-Math.PI / 8 * (1 - 2 * sigma * sigma), first, 5e-9, "next term of order sigma^3");
  }

  @Test
  void theContractionIsReadBackFromTheBand() {
    for (int d : new int[] {0, 1, 2, 3, 31}) {
      for (double rho : new double[] {0.3, 0.8, 0.97}) {
        assertEquals(
            rho,
            RandomDistances.contractionOfBand(300, d, RandomDistances.firstBand(300, d, rho)),
            1e-12);
      }
      assertEquals(1, RandomDistances.contractionOfBand(300, d, 1e9), 0);
      assertTrue(Double.isNaN(RandomDistances.contractionOfBand(300, d, 0.1)));
      assertTrue(Double.isNaN(RandomDistances.contractionOfBand(300, d, Double.NaN)));
    }
  }

  @Test
  void theTorusHasFourThenEightThenFour() {
    assertEquals(Math.PI / 2, RandomDistances.torus(0, 0), 1e-9);
    assertEquals(-0.290902, RandomDistances.torus(1, 0), 2e-6);
    assertEquals(-0.018701, RandomDistances.torus(2, 1), 2e-6);
    assertEquals(-0.009703, RandomDistances.torus(3, 0), 2e-6);
    assertEquals(0, RandomDistances.torus(1, 1), 1e-9);
    assertEquals(15.6, RandomDistances.torus(1, 0) / RandomDistances.torus(2, 1), 0.06);
  }

  @Test
  void powerLawsOfTheTail() {
    assertEquals(2, RandomDistances.tailExponent(1), 0);
    // On S^2 the l-th multiplet ends at k = l^2 / 2: kappa_l^(1/l) falls as k^(-3/2).
    double steep =
        Math.log(RandomDistances.geodesic(2, 401) / RandomDistances.geodesic(2, 201))
            / Math.log(401.0 * 401 / (201.0 * 201));
    assertEquals(-RandomDistances.tailExponent(2), steep, 0.01);
  }
}
