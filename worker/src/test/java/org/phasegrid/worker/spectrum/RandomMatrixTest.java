package org.phasegrid.worker.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;

/** The laws of random matrices against quadrature, and their ground truths. */
class RandomMatrixTest {
  /** E10 of the specification. */
  @Test
  void mediansAreTheTabulatedOnes() {
    assertEquals(0.9160040707, new MarchenkoPastur(0.25).quantile(0.5), 1e-8);
    assertEquals(0.8304658816, new MarchenkoPastur(0.5).quantile(0.5), 1e-8);
    assertEquals(0.6527759416, new MarchenkoPastur(1).quantile(0.5), 1e-8);
  }

  /**
   * x = middle + half cos(angle) turns the density into a smooth periodic function: the trapezoid
   * rule of 20000 nodes is exact to rounding but for the pole at r near 1.
   */
  @Test
  void marchenkoPasturIsTheIntegralOfItsDensity() {
    for (double r : new double[] {0.01, 0.25, 0.5, 0.9, 1}) {
      MarchenkoPastur law = new MarchenkoPastur(r);
      double half = (law.upper() - law.lower()) / 2;
      double middle = (law.upper() + law.lower()) / 2;
      int nodes = 20000;
      for (double share : new double[] {0.05, 0.3, 0.5, 0.8, 0.99}) {
        double end = Math.acos((law.lower() + share * 2 * half - middle) / half);
        double sum = 0;
        for (int i = 0; i < nodes; i++) {
          double angle = end + (Math.PI - end) * (i + 0.5) / nodes;
          sum += law.density(middle + half * Math.cos(angle)) * half * Math.sin(angle);
        }
        assertEquals(
            sum * (Math.PI - end) / nodes,
            law.cdf(law.lower() + share * 2 * half),
            1e-8,
            "r = " + r + " at " + share);
      }
    }
  }

  @Test
  void quantilesInvertTheLaw() {
    for (double r : new double[] {1e-3, 0.3, 0.5, 63.0 / 127, 1}) {
      MarchenkoPastur law = new MarchenkoPastur(r);
      double[] quantiles = law.quantiles(64);
      for (int i = 0; i < 64; i++) {
        assertEquals((i + 0.5) / 64, law.cdf(quantiles[i]), 1e-12, "r = " + r);
        assertEquals(law.quantile((i + 0.5) / 64), quantiles[i], 1e-12 * quantiles[i]);
        assertTrue(i == 0 || quantiles[i] > quantiles[i - 1]);
      }
      assertEquals(0, law.cdf(law.lower()), 0);
      assertEquals(1, law.cdf(law.upper()), 0);
    }
  }

  /** E11. */
  @Test
  void tracyWidomEdgesAreTheTabulatedOnes() {
    assertEquals(394.27059566, TracyWidom.NINETY_NINE.edge(64, 128), 1e-6);
    assertEquals(240.28947055, TracyWidom.NINETY_NINE.edge(48, 64), 1e-6);
  }

  /**
   * F1(s) = det(1 - K), K(x, y) = Ai(x + y + s) on (0, infinity) (Ferrari and Spohn 2005), by
   * Gauss-Legendre nodes; the table has four decimals and slopes below 0.15, so 2e-5. The shifted
   * gamma law of Chiani (arXiv 1209.3394) agrees to 5e-4.
   */
  @Test
  void tracyWidomQuantilesInvertTheFredholmDeterminant() {
    for (TracyWidom level : TracyWidom.values()) {
      assertEquals(level.share(), fredholm(level.quantile()), 2e-5, level.name());
      double gamma = Gamma.regularizedGammaP(46.446, (level.quantile() + 9.84801) / 0.186054);
      assertEquals(level.share(), gamma, 5e-4, level.name());
    }
  }

  private static double fredholm(double s) {
    int n = 40;
    GaussIntegrator nodes = new GaussIntegratorFactory().legendre(n, 0, 16);
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double kernel = airy(nodes.getPoint(i) + nodes.getPoint(j) + s);
        matrix[i][j] =
            (i == j ? 1 : 0) - Math.sqrt(nodes.getWeight(i) * nodes.getWeight(j)) * kernel;
      }
    }
    return new LUDecomposition(new Array2DRowRealMatrix(matrix)).getDeterminant();
  }

  /** Ai(x) = exp(-2/3 x^1.5) / pi * integral over t > 0 of exp(-sqrt(x) t²) cos(t³ / 3), x > 0. */
  private static double airy(double x) {
    double h = 0.01;
    double sum = 0.5;
    for (int i = 1; i * h < 12; i++) {
      double t = i * h;
      sum += Math.exp(-Math.sqrt(x) * t * t) * Math.cos(t * t * t / 3);
    }
    return Math.exp(-2.0 / 3 * x * Math.sqrt(x)) / Math.PI * sum * h;
  }

  /** I4, I5 and I6 of B1, and E2, E3. */
  @Test
  void spikesKeepTheirIdentities() {
    Spike half = Spike.of(0.25, 0.25, 0.5);
    assertEquals(0.75, half.eigenvalue(), 1e-12);
    assertEquals(1.0 / 3, half.left(), 1e-12);
    assertEquals(0.25, half.right(), 1e-12);
    for (double r : new double[] {0.1, 0.5, 1, 3}) {
      for (double a : new double[] {1e-3, 0.16, 2}) {
        for (double above : new double[] {1.001, 1.5, 10, 1e4}) {
          double c = Math.sqrt(r) * above;
          Spike spike = Spike.of(a, c * a, r);
          double edge = Spike.edge(a, r);
          double gap = a * (c - Math.sqrt(r)) * (c - Math.sqrt(r)) / c;
          assertEquals(gap, spike.eigenvalue() - edge, 1e-12 * spike.eigenvalue());
          assertEquals((c + 1) / (c + r), spike.left() / spike.right(), 1e-12);
          // The root of the inversion is singular at the threshold: sqrt(epsilon) there.
          assertEquals(
              1, Spike.strength(spike.eigenvalue(), a, r) / (c * a), above < 1.1 ? 1e-8 : 1e-12);
        }
        assertEquals(
            new Spike(false, Spike.edge(a, r), 0, 0), Spike.of(a, 0.9 * a * Math.sqrt(r), r));
      }
    }
    assertEquals(new Spike(true, 4, 1, 1), Spike.of(0, 4, 0.5));
    assertTrue(Double.isNaN(Spike.strength(1, 1, 0.5)), "inside the bulk");
  }

  /** E18: 200 exact quantiles of alpha = 2.5. */
  @Test
  void powerLawOfExactQuantiles() {
    double[] x = new double[200];
    for (int i = 0; i < 200; i++) {
      x[199 - i] = Math.pow(1 - (i + 0.5) / 200, -1 / 1.5);
    }
    PowerLaw fit = PowerLaw.of(x);
    assertEquals(2.5064, fit.alpha(), 1e-3);
    assertEquals(1.0017, fit.from(), 1e-3);
    assertEquals(0.0050, fit.distance(), 1e-3);
    assertEquals(200, fit.tail());
  }

  @Test
  void powerLawsOfNothingAreUndefined() {
    assertTrue(Double.isNaN(PowerLaw.of(new double[0]).alpha()));
    assertTrue(Double.isNaN(PowerLaw.of(new double[] {3, 3, 3, 3, 3, 3, 3, 3, 3, 3}).alpha()));
    assertTrue(Double.isNaN(PowerLaw.of(new double[] {5, 4, 3, 2, 1, 0}).alpha()));
  }

  /**
   * Independent levels: 2 ln 2 - 1 = 0.3863, spread 0.002 at 20000; the stream of the reference.
   */
  @Test
  void independentLevelsDoNotRepel() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(77);
    double[] levels = new double[20000];
    double level = 0;
    for (int i = 0; i < levels.length; i++) {
      level += -Math.log(1 - random.nextDouble());
      levels[levels.length - 1 - i] = level;
    }
    assertEquals(0.3840, LevelSpacing.ratio(levels), 1e-4);
    assertTrue(Double.isNaN(LevelSpacing.ratio(new double[] {8, 7, 6, 5, 4, 3, 2, 1})));
    double[] equal = new double[20];
    java.util.Arrays.fill(equal, 1);
    assertTrue(Double.isNaN(LevelSpacing.ratio(equal)));
  }
}
