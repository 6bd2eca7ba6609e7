package org.phasegrid.worker.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;

/** Numbers of papers/truncation-flow.md E4 to E6, E16 (T4 to T6, T13). */
class TruncationTest {
  private static final double[] EIGHT = {0.05, 0.10, 0.20, 0.30, 0.45, 0.55, 0.70, 0.80};

  @Test
  void criticalStepsAreTheGoldenOnes() {
    assertEquals(0.3961245284, Truncation.criticalStep(3, 3), 1e-9);
    assertEquals(0.1900248758, Truncation.criticalStep(2, 6), 1e-9);
    assertEquals(0.3057458232, Truncation.criticalStep(2, 4), 1e-9);
    assertEquals(0.1847636603, Truncation.criticalStep(3, 5), 1e-9);
    assertTrue(Double.isNaN(Truncation.criticalStep(3, 2)));
    assertTrue(Double.isNaN(Truncation.criticalStep(0, 2)));
  }

  /** The iteration against an eigenvalue decomposition, at depths and counts beyond the goldens. */
  @Test
  void criticalStepsAreTwoOverTheLargestEigenvalue() {
    int visited = 0;
    for (int depth = 1; depth <= 12; depth++) {
      for (int truncating = 1; truncating <= depth; truncating++) {
        DMatrixRMaj matrix = new DMatrixRMaj(truncating, truncating);
        for (int j = 0; j < truncating; j++) {
          for (int k = 0; k < truncating; k++) {
            matrix.set(j, k, depth - Math.max(j, k));
          }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen =
            DecompositionFactory_DDRM.eig(truncating, false, true);
        assertTrue(eigen.decompose(matrix));
        double largest = 0;
        for (int i = 0; i < truncating; i++) {
          largest = Math.max(largest, eigen.getEigenvalue(i).getReal());
        }
        assertEquals(2 / largest, Truncation.criticalStep(truncating, depth), 1e-12);
        visited++;
      }
    }
    assertEquals(78, visited);
  }

  @Test
  void theMapFreezesAboveTheGoldenStep() {
    assertEquals(3.382975767906, Truncation.FREEZES, 1e-12);
    assertEquals(2.732050807569, Truncation.CYCLE_ENDS, 1e-12);
  }

  /** v' = (1 - a F(1 - v)) v takes each point of the cycle to the other. */
  @Test
  void theCycleIsOneOfTheMap() {
    for (double a : new double[] {2.1, 2.3, 2.6, 2.7}) {
      double above = Truncation.cycleAbove(a);
      double below = Truncation.cycleBelow(a);
      assertEquals(below, (1 - a * (1 - above)) * above, 1e-15);
      assertEquals(above, (1 - a) * below, 1e-15);
    }
  }

  @Test
  void theFlowOfEightPointsIsTheGoldenOne() {
    ClampFlow flow = new ClampFlow(EIGHT, 1, 0.05, 1.0 / 8);

    double[] times = {
      0.432537770162,
      0.903669912788,
      1.259753626453,
      1.742077740087,
      2.063150852826,
      2.603770996971,
      3.067159691951
    };
    assertEquals(7, flow.events().size());
    for (int i = 0; i < 7; i++) {
      assertEquals(times[i], flow.events().get(i), 1e-10);
    }
    assertEquals(0.05, flow.clamp(0), 0);
    assertEquals(0.228383283929, flow.clamp(1), 1e-10);
    assertEquals(0.921313070742, flow.clamp(4), 1e-10);
    assertEquals(0.999973603476, flow.clamp(12), 1e-10);
    assertEquals(8, flow.truncated(12));
  }

  /** The rate is omega times the number of points truncated: N times the slope is 1, 2, ..., 7. */
  @Test
  void betweenEventsTheRateCountsTheTruncatedPoints() {
    ClampFlow flow = new ClampFlow(EIGHT, 1, 0.05, 1.0 / 8);
    double begin = 0;
    for (int m = 1; m <= 7; m++) {
      double end = flow.events().get(m - 1);
      double from = begin + 0.25 * (end - begin);
      double to = begin + 0.75 * (end - begin);
      double slope =
          -8
              * (StrictMath.log(1 - flow.clamp(to)) - StrictMath.log(1 - flow.clamp(from)))
              / (to - from);
      assertEquals(m, slope, 1e-8);
      begin = end;
    }
  }

  @Test
  void aUniformClusterFollowsTheLogisticLaw() {
    double[] points = new double[4000];
    for (int i = 0; i < 4000; i++) {
      points[i] = (i + 0.5) / 4000;
    }
    ClampFlow flow = new ClampFlow(points, 1, 0.02, 1.0 / 4000);

    // O(1/N): the clamp stands between points.
    for (double s : new double[] {0, 1, 2, 3, 4, 5, 6, 8}) {
      assertEquals(Truncation.share(0.02, s), flow.clamp(s), 1e-5);
      assertEquals(Truncation.share(0.02, s), flow.truncated(s) / 4000.0, 3e-4);
    }
    assertEquals(3.8918202981, Truncation.halfTime(0.02), 1e-10);
    double half = flow.events().get(4000 / 2 - 80 - 1);
    assertEquals(Truncation.halfTime(0.02), half, 2e-3);
    assertEquals(0.5, Truncation.share(0.02, Truncation.halfTime(0.02)), 1e-15);
  }

  @Test
  void aTargetBeyondTheClusterIsReachedInFiniteTime() {
    double[] points = new double[4000];
    for (int i = 0; i < 4000; i++) {
      points[i] = (i + 0.5) / 4000;
    }
    ClampFlow flow = new ClampFlow(points, 1.5, 0.02, 1.0 / 4000);
    double full = flow.events().get(flow.events().size() - 1);

    assertEquals(3.33147485, Truncation.fullTime(0.02, 1.5), 1e-8);
    assertEquals(Truncation.fullTime(0.02, 1.5), full, 2e-3 * full);
    assertEquals(1.49530691, flow.clamp(8), 1e-8);
    assertEquals(
        1.5 - 0.5 * StrictMath.exp(-(8 - Truncation.fullTime(0.02, 1.5))), flow.clamp(8), 1e-6);
  }

  @Test
  void aClampBelowAllPointsNeverMoves() {
    ClampFlow flow = new ClampFlow(EIGHT, 1, 0.01, 1.0 / 8);

    assertEquals(0.01, flow.clamp(100), 0);
    assertTrue(flow.events().isEmpty());
    assertThrows(IllegalArgumentException.class, () -> new ClampFlow(EIGHT, 1, 1, 1));
  }

  /** Gradient descent is the flow's Euler method: its error halves with the step. */
  @Test
  void gradientDescentConvergesToTheFlowInTheStep() {
    ClampFlow flow = new ClampFlow(EIGHT, 1, 0.05, 1.0 / 8);
    double[] errors = new double[4];
    for (int k = 0; k < 4; k++) {
      double h = 0.1 / (1 << k);
      double c = 0.05;
      for (int t = 0; t < Math.round(6 / h); t++) {
        int n = 0;
        for (double x : EIGHT) {
          n += x <= c ? 1 : 0;
        }
        c -= h * n / 8 * (c - 1);
      }
      errors[k] = Math.abs(c - flow.clamp(6));
    }
    double ratio = errors[0] / errors[3];
    assertTrue(ratio > 4 && ratio < 16, "halved three times: " + ratio);
  }
}
