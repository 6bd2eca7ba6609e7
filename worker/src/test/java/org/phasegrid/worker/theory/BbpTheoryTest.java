package org.phasegrid.worker.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Sigmoid;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.spectrum.Spike;
import org.phasegrid.worker.spectrum.TracyWidom;

/** Part E of the specification of arXiv 2606.28486: the theory's own numbers. */
class BbpTheoryTest {
  private static final BbpData.Setup UNIT = new BbpData.Setup(0.5, 1, 1, 0);

  /** E1. */
  @Test
  void boundaryAndTimeOfTheLinearModel() {
    assertEquals(0.456786383137, BbpLinear.lower(1, 0.5, 1, 1), 1e-11);
    assertEquals(0.024114588203, BbpLinear.lower(1, 0.5, 25, 1), 1e-11);
    assertEquals(5.792042980989, BbpLinear.time(0.1, 1, 0.5, 1), 1e-11);
    assertEquals(6, BbpLinear.firstStep(0.1, 1, 0.5, 1), 0);
    assertEquals(0.077567055624, BbpLinear.lower(0.1, 0.5, 1, 1), 1e-11);
    assertEquals(0.893718374968, BbpLinear.lower(10, 0.5, 1, 1), 1e-11);
    assertTrue(Double.isNaN(BbpLinear.lower(-1, 0.5, 1, 1)));
  }

  /** E2, E3. */
  @Test
  void outliersOfTheLinearModel() {
    Spike spike = BbpLinear.spike(0.6, 1, 0.5, 1, 1);
    assertEquals(0.4662741700, Spike.edge(BbpLinear.bulk(0.6, 1, 1), 0.5), 1e-9);
    assertEquals(0.6355555556, spike.eigenvalue(), 1e-9);
    assertEquals(0.7373737374, spike.left(), 1e-9);
    assertEquals(0.6239316239, spike.right(), 1e-9);
    assertEquals(0.75, BbpLinear.spike(0.5, 1, 0.5, 1, 1).eigenvalue(), 1e-12);
    assertEquals(1, BbpLinear.spike(1, 1, 0.5, 1, 1).left(), 0);
  }

  /** E4, with all branches. */
  @Test
  void intervalsWithoutOutlierAboveOne() {
    assertEquals(List.of(), BbpLinear.darkAbove(1, 0.5, 1, 1));
    assertEquals(2.46672120, BbpLinear.darkAbove(2, 0.5, 1, 1).get(0).from(), 1e-8);
    assertEquals(Double.POSITIVE_INFINITY, BbpLinear.darkAbove(2, 0.5, 1, 1).get(0).to(), 0);
    assertEquals(1.73703027, BbpLinear.darkAbove(1, 0.5, 2, 1).get(0).from(), 1e-8);
    assertEquals(3.50703281, BbpLinear.darkAbove(1, 0.5, 2, 1).get(0).to(), 1e-8);
    assertEquals(1.61064301, BbpLinear.darkAbove(2, 0.5, 2, 1).get(0).from(), 1e-8);
    assertEquals(Double.POSITIVE_INFINITY, BbpLinear.darkAbove(2, 0.5, 2, 1).get(0).to(), 0);
  }

  /** Every branch against the condition b > sqrt(r) a itself, on a grid. */
  @Test
  void boundariesAreWhereTheOutlierComesAndGoes() {
    int checked = 0;
    for (double sigma : new double[] {0.3, 1, 1.5, 4}) {
      for (long t : new long[] {1, 2, 3, 10}) {
        double lower = BbpLinear.lower(sigma, 0.5, t, 1);
        List<BbpLinear.Interval> dark = BbpLinear.darkAbove(sigma, 0.5, t, 1);
        for (double eps = 0.0037; eps < 8; eps *= 1.013) {
          boolean inDark = eps < lower;
          for (BbpLinear.Interval interval : dark) {
            inDark |= eps > interval.from() && eps < interval.to();
          }
          assertEquals(
              !inDark,
              BbpLinear.spike(eps, sigma, 0.5, t, 1).outside(),
              "sigma " + sigma + " t " + t + " eps " + eps);
          checked++;
        }
      }
    }
    assertTrue(checked > 5000);
  }

  /** E5: everything depends on (eps, t) through (1 - eps)^t; slope at the threshold (I7). */
  @Test
  void identitiesOfTheLinearModel() {
    Spike once = BbpLinear.spike(0.19, 0.3, 0.5, 1, 1);
    Spike twice = BbpLinear.spike(0.1, 0.3, 0.5, 2, 1);
    assertEquals(once.eigenvalue(), twice.eigenvalue(), 1e-12);
    assertEquals(once.left(), twice.left(), 1e-12);
    double eps = BbpLinear.lower(1, 0.5, 1, 1);
    double root = Math.sqrt(0.5);
    double slope = 2 / (root * (1 + root)) * 2 * eps / Math.pow(1 - eps, 3);
    double h = 1e-6;
    // Second order: q2 bends by about -60 per unit of eps squared there.
    assertEquals(slope, BbpLinear.spike(eps + h, 1, 0.5, 1, 1).left() / h, 1e-4 * slope);
    assertEquals(
        Math.log(1 + Math.pow(0.5, 0.25)),
        1e-7 * BbpLinear.time(1e-7, 1, 0.5, 1),
        1e-6,
        "eps t_c goes to ln(1 + s)");
  }

  @Test
  void detectionOfFiniteMatrices() {
    assertEquals(1.14266575, BbpLinear.detectable(64, 128, TracyWidom.NINETY_NINE), 1e-8);
    assertEquals(
        0.51666431, BbpLinear.lowerDetected(1, 64, 128, 1, 1, TracyWidom.NINETY_NINE), 1e-8);
    assertEquals(0.98860692, BbpLinear.detectable(200, 400, TracyWidom.NINETY_NINE), 1e-8);
    assertEquals(
        0.49856769, BbpLinear.lowerDetected(1, 200, 400, 1, 1, TracyWidom.NINETY_NINE), 1e-8);
  }

  /** E6, against the authors' released table. */
  @Test
  void finiteDataAgreeWithTheReleasedTable() {
    BbpData ten = BbpData.proportional(10, 1500);
    double[][] table = {
      {0.05, 2.632839, -0.995762}, {0.053908, 2.611691, -0.995041}, {0.065631, 2.548978, -0.992502}
    };
    for (double[] row : table) {
      BbpData.Place place = ten.at(UNIT, row[0], 1);
      assertEquals(row[1], place.edge(), 3e-6);
      assertEquals(row[2], place.margin(), 1e-6);
      assertTrue(Double.isNaN(place.outlier()));
    }
    assertEquals(0.53925, ten.boundary(UNIT, 1, 0.3, 0.75), 5e-6);
    assertEquals(0.456787, BbpData.proportional(1e6, 1500).boundary(UNIT, 1, 0.3, 0.75), 1e-6);
    assertEquals(0.614677, BbpData.proportional(3, 1500).boundary(UNIT, 1, 0.3, 0.75), 1e-6);
    BbpData.Place outside = ten.at(UNIT, 0.6, 1);
    assertEquals(0.730776, outside.edge(), 1e-6);
    assertEquals(0.766677, outside.outlier(), 1e-6);
    assertEquals(0.499536, outside.left(), 1e-6);
  }

  /** E7. */
  @Test
  void windowsOfProportionalData() {
    BbpData one = BbpData.proportional(1, 1500);
    assertEquals(0.557456, one.boundary(UNIT, 1, 0.3, 0.65), 1e-5);
    assertEquals(0.739898, one.boundary(UNIT, 1, 0.65, 1.2), 1e-5);
    assertEquals(0.557456, one.lower(UNIT, 1, 0.05, 2, 60), 1e-5);
    double low = 0.5;
    double high = 1.5;
    for (int i = 0; i < 16; i++) {
      double alpha = (low + high) / 2;
      BbpData theory = BbpData.proportional(alpha, 300);
      boolean any = false;
      for (int k = 0; k <= 80 && !any; k++) {
        any = theory.margin(UNIT, 0.4 + 0.005 * k, 1) > 0;
      }
      if (any) {
        high = alpha;
      } else {
        low = alpha;
      }
    }
    assertEquals(0.7869, high, 1e-3);
    assertEquals(5.4873, BbpData.proportional(5, 600).boundary(UNIT, 1, 1.5, 50), 1e-3);
    low = 3;
    high = 40;
    for (int i = 0; i < 20; i++) {
      double alpha = (low + high) / 2;
      if (BbpData.proportional(alpha, 600).margin(UNIT, 1e7, 1) > 0) {
        high = alpha;
      } else {
        low = alpha;
      }
    }
    assertEquals(10.2898, high, 1e-3);
  }

  /** All eigenvalues equal is the population: B1. */
  @Test
  void equalEigenvaluesAreInfiniteData() {
    double[] l = {1, 1, 1, 1};
    BbpData theory = BbpData.of(l, new double[] {0.1, 0.2, 0.3, 0.4}, 0);
    for (double eps : new double[] {0.2, 0.5, 0.9, 1.3, 4}) {
      for (double t : new double[] {1, 3, 30}) {
        for (double sigma : new double[] {0.1, 1, 3}) {
          BbpData.Place place = theory.at(new BbpData.Setup(0.5, sigma, 1, 0), eps, t);
          Spike spike = BbpLinear.spike(eps, sigma, 0.5, t, 1);
          double largest = spike.outside() ? place.outlier() : place.edge();
          // The edge is a minimum: found to half the digits, its value to all.
          assertEquals(1, largest / spike.eigenvalue(), 1e-9, eps + " " + t + " " + sigma);
          assertEquals(spike.left(), place.left(), 1e-8);
        }
      }
    }
    assertEquals(1, theory.at(UNIT, 1, 1).left(), 0);
  }

  /** E17: rows of the reference's output, margins to 1e-3. */
  @Test
  void anisotropicInputsMakeOutliersThatComeAndGo() {
    BbpData two =
        new BbpData(new double[] {3, 0.05}, new double[] {0.5, 0.5}, new double[] {0.5, 0.5}, 0.5);
    long[] t = {1, 2, 5, 10, 20, 40, 80, 160, 1000};
    double[][] margins = {
      {-0.193, 0.522, 1.227, 1.478, 1.804, 1.982, 1.515, 0.957, 0.671},
      {-0.177, 0.579, 1.318, 1.454, 1.308, 0.652, 0.006, -0.288, -0.398},
      {-0.799, -0.622, -0.447, -0.380, -0.272, -0.135, -0.153, -0.301, -0.398}
    };
    double[][] starts = {{0.5, 0.3}, {0.5, 0.5}, {1, 0.5}};
    for (int k = 0; k < 3; k++) {
      BbpData.Setup setup = new BbpData.Setup(0.5, starts[k][0], 1, starts[k][1]);
      for (int i = 0; i < t.length; i++) {
        assertEquals(margins[k][i], two.margin(setup, 0.2, t[i]), 1e-3, k + " at " + t[i]);
      }
    }
    assertEquals(0.898, two.at(new BbpData.Setup(0.5, 0.5, 1, 0.3), 0.2, 5).left(), 1e-3);
  }

  /** E8. */
  @Test
  void onlineMoments() {
    assertEquals(0.7225, new BbpOnline(32, 16, 1).rho(0.2), 1e-6);
    assertEquals(0.653061, new BbpOnline(32, 16, 1).divergence(), 1e-6);
    BbpOnline online = new BbpOnline(64, 32, 1);
    assertEquals(0.449897, online.boundary(0.5, 1), 1e-6);
    assertEquals(1, Math.sqrt(0.5) * online.stationary(online.boundary(0.5, 1)), 1e-12);
    assertEquals(1, new BbpOnline(32, 16, 0).rho(new BbpOnline(32, 16, 0).divergence()), 1e-12);
    assertTrue(Double.isNaN(online.stationary(1)), "beyond divergence");
    Spike late = online.spike(0.1, 400, 1, 32, 1);
    assertEquals(online.stationarySpike(0.1, 0.5, 1).left(), late.left(), 1e-12);
    assertEquals(
        BbpLinear.spike(0.3, 1, 0.5, 4, 1).left(),
        new BbpOnline(64, 1e12, 0).spike(0.3, 4, 1, 32, 1).left(),
        1e-9,
        "large batches have no noise");
  }

  /** E9. */
  @Test
  void nonlinearLines() {
    BbpNonlinear relu = BbpNonlinear.of(new Relu(), 1);
    assertEquals(1.254230, relu.lower(1, 0.5), 1e-6);
    assertEquals(4.933442, relu.upper(1, 0.5), 1e-6);
    assertEquals(2, relu.vanishing(), 0);
    assertEquals(0.287934, relu.lower(0.1, 0.5), 1e-6);
    assertTrue(Double.isNaN(relu.upper(0.1, 0.5)));
    BbpNonlinear tanh = BbpNonlinear.of(new Tanh(), 1);
    assertEquals(0.60570551, tanh.mu1(), 1e-6);
    assertEquals(0.18179769, tanh.mu2(), 1e-6);
    assertEquals(1.108516, tanh.lower(1, 0.5), 1e-6);
    // 120 Hermite nodes, as in the reference, give 3.918771: poles of tanh come near at sigma = 2.
    assertEquals(3.917747, BbpNonlinear.of(new Tanh(), 2).lower(2, 0.5), 1e-6);
    BbpNonlinear identity = BbpNonlinear.of(new Identity(), 1);
    assertEquals(BbpLinear.lower(1, 0.5, 1, 1), identity.lower(1, 0.5), 1e-12);
    assertEquals(2.46672120, identity.upper(2, 0.5), 1e-8);
    assertTrue(Double.isNaN(BbpNonlinear.of(new Sigmoid(), 1).mu1()));
    for (double eps : new double[] {0.4, 0.9, 1.5}) {
      assertEquals(
          BbpLinear.spike(eps, 1, 0.5, 1, 1).eigenvalue(),
          identity.spike(eps, 1, 0.5).eigenvalue(),
          1e-12);
    }
  }

  /** The root is where the condition turns, also with corrections along the teacher. */
  @Test
  void nonlinearRootsSolveTheirEquation() {
    double[] u = {0.9, 0.3, 0.1, Math.sqrt(1 - 0.91)};
    for (BbpNonlinear theory :
        List.of(
            BbpNonlinear.of(new Relu(), 0.7, u),
            BbpNonlinear.of(new Tanh(), 0.7, u),
            BbpNonlinear.of(new Relu(), 0.7))) {
      double eps = theory.lower(0.7, 0.5);
      assertEquals(Math.sqrt(0.5) * theory.bulk(eps, 0.7), theory.signal(eps, 0.7, 0.5), 1e-12);
      assertTrue(!theory.spike(0.99 * eps, 0.7, 0.5).outside());
      assertTrue(theory.spike(1.01 * eps, 0.7, 0.5).outside());
    }
  }

  /** E19, and the derivative of the closed form. */
  @Test
  void stationaryEnsemble() {
    BbpStationary law = new BbpStationary(0.5);
    double[][] shares = {{0.25, 0.1667}, {1, 0.4511}, {4, 0.6948}, {100, 0.9365}};
    for (double[] share : shares) {
      assertEquals(share[1], law.cdf(share[0]), 1e-3);
      double h = 1e-5 * share[0];
      assertEquals(
          law.density(share[0]),
          (law.cdf(share[0] + h) - law.cdf(share[0] - h)) / (2 * h),
          1e-8 * law.density(share[0]) + 1e-9);
    }
    assertEquals(1, law.cdf(1e14), 1e-6);
    assertEquals(0, law.cdf(law.lower()), 0);
    assertEquals(Math.pow(1e6, -1.5) / Math.PI, law.density(1e6), 1e-5 * law.density(1e6));
  }
}
