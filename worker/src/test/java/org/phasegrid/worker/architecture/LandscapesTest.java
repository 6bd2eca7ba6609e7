package org.phasegrid.worker.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.ejml.data.Complex_F64;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.general.Sharpness;
import org.phasegrid.worker.indicator.general.Trainability;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.Momentum;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Outcome;

/** The models without examples: uv, ripple and quadratic. */
class LandscapesTest {
  private static final Draws DRAWS = new Draws(5, Map.of());

  private static Quadratic quadratic(double... eigenvalues) {
    return new Quadratic(
        java.util.Arrays.stream(eigenvalues).boxed().toList(), List.of(), 0, new Gaussian());
  }

  @Test
  void derivativesEqualCentralDifferences() {
    int visited = 0;
    for (Architecture architecture :
        List.of(
            new Uv(5, 0.3, new Gaussian()),
            new Ripple(0.05, 0.2, 0.93),
            new Quadratic(List.of(2.0, 0.5, 1.0, 0.0), List.of(3, 1), 0.4, new Gaussian()))) {
      Objective objective =
          architecture.objective(
              new GaussianNoise(7, 3, 2).draw(DRAWS),
              SquaredError.HALF_MEAN,
              Precision.FLOAT64,
              Kernels.best());
      Tensor theta = architecture.initial(3, 2, DRAWS);
      int size = theta.size();
      assertEquals(size, objective.size());
      Tensor gradient = Tensor.zeros(Precision.FLOAT64, 1, size);
      assertEquals(objective.loss(theta), objective.gradient(theta, gradient), 0);
      Tensor v = Tensor.zeros(Precision.FLOAT64, 1, size);
      for (int i = 0; i < size; i++) {
        v.set(i, Key.of(3).normal(i));
      }
      Tensor product = Tensor.zeros(Precision.FLOAT64, 1, size);
      objective.curvature(theta).hessianTimes(v, product);

      // The ripple has third derivative (2 pi / 0.2)³ 0.05 = 1550: truncation h²/6 of it is 3e-8,
      // for the Hessian 0.05 (2 pi / 0.2)⁴ h²/6 = 8e-7 times v.
      double h = 1e-5;
      Tensor above = Tensor.zeros(Precision.FLOAT64, 1, size);
      Tensor below = Tensor.zeros(Precision.FLOAT64, 1, size);
      for (int i = 0; i < size; i++) {
        double at = theta.get(i);
        theta.set(i, at + h);
        double higher = objective.loss(theta);
        theta.set(i, at - h);
        double lower = objective.loss(theta);
        theta.set(i, at);
        assertEquals((higher - lower) / (2 * h), gradient.get(i), 4e-8, architecture + " " + i);
      }
      Tensor moved = theta.to(Precision.FLOAT64);
      Kernels.best().axpy(h, v, moved);
      objective.gradient(moved, above);
      Kernels.best().axpy(-2 * h, v, moved);
      objective.gradient(moved, below);
      for (int i = 0; i < size; i++) {
        assertEquals(
            (above.get(i) - below.get(i)) / (2 * h), product.get(i), 3e-6, architecture + " " + i);
      }
      visited++;
    }
    assertEquals(3, visited);
  }

  @Test
  void theDataSetDoesNotMatterAndWhatNeedsExamplesIsRefused() {
    int visited = 0;
    for (Architecture architecture : Architectures.ALL.members().values()) {
      if (architecture.readsExamples()) {
        continue;
      }
      RunSpec spec = Specs.with(Specs.small(), architecture);
      RunSpec other = Specs.with(spec, new GaussianNoise(11, 1, 1));

      assertEquals(
          Run.execute(spec, List.of()).fingerprint(), Run.execute(other, List.of()).fingerprint());
      assertThrows(
          IllegalArgumentException.class,
          () -> Specs.with(spec, new TestSet.Drawn(5), new Probe.None()));
      assertThrows(
          IllegalArgumentException.class, () -> Specs.with(spec, new Batches.Mini(2, true)));
      visited++;
    }
    assertEquals(4, visited);
  }

  /** |1 - eta h| above 1 is a loss above the first at any step; C4.5 asks for 1e-6. */
  @Test
  void aQuadraticTurnsAtTwoOverItsEigenvalue() {
    double low = 0;
    double high = 3;
    while (high - low > 1e-9) {
      double middle = (low + high) / 2;
      RunRecord record = run(quadratic(2), middle, 100);
      if (record.lossFinal() > record.lossInitial()) {
        high = middle;
      } else {
        low = middle;
      }
    }
    assertEquals(1, high, 1e-6);
  }

  /**
   * At 2 + 2 beta the root -1 of z² - (1 + beta - eta h) z + beta moves by 1 / (1 - beta) per eta
   * h: 1e-6 from it the loss changes by e^(4 T 1e-6) = 3000 in T = 2e6 steps.
   */
  @Test
  void heavyBallTurnsAtTwoPlusTwoBeta() {
    for (double side : new double[] {-1e-6, 1e-6}) {
      RunSpec spec =
          Specs.with(
              Specs.with(
                  Specs.with(Specs.with(Specs.small(), quadratic(1)), new Rate.Fixed(3 + side)),
                  new Momentum(0.5)),
              Specs.steps(2_000_000));
      RunRecord record = Run.execute(spec, List.of());

      double ratio = record.lossFinal() / record.lossInitial();
      assertTrue(side > 0 ? ratio > 100 : ratio < 0.01, side + " gives " + ratio);
    }
  }

  private static RunRecord run(Architecture architecture, double eta, long steps) {
    return Run.execute(
        Specs.with(
            Specs.with(Specs.with(Specs.small(), architecture), new Rate.Fixed(eta)),
            Specs.steps(steps)),
        List.of());
  }

  /** Two coupled rate groups: the boundary is where the spectral radius of I - D H is 1. */
  @Test
  void coupledRateGroupsTurnAtTheSpectralRadius() {
    Quadratic coupled = new Quadratic(List.of(3.0, 0.7, 1.5), List.of(1, 2), 0.9, new Gaussian());
    Tensor h = coupled.hessian();
    assertEquals(3.0 + 0.7 + 1.5, h.get(0, 0) + h.get(1, 1) + h.get(2, 2), 1e-14, "trace");
    assertTrue(Math.abs(h.get(0, 1)) > 0.1 && Math.abs(h.get(1, 2)) > 0.1, "coupled");
    int visited = 0;
    for (double ratio : new double[] {0.01, 0.1, 0.5, 1, 3, 20}) {
      // I - s D H with D = diag(1, ratio, ratio): its radius is 1 where s = 2 / lambda_max(D H).
      double largest = spectralRadius(h, new double[] {1, ratio, ratio}, 0);
      double boundary = 2 / largest;
      assertEquals(1, spectralRadius(h, new double[] {1, ratio, ratio}, boundary), 1e-12);
      for (double side : new double[] {0.999, 1.001}) {
        RunSpec spec =
            Specs.with(
                Specs.with(
                    Specs.with(Specs.with(Specs.small(), coupled), new Rate.Fixed(side * boundary)),
                    List.of(1.0, ratio)),
                Specs.steps(20_000));
        RunRecord record = Run.execute(spec, List.of(Trainability.PUBLISHED));

        assertEquals(side < 1, record.values().get("trainable"), ratio + " at " + side);
        visited++;
      }
    }
    assertEquals(12, visited);
  }

  /** The spectral radius of I - s D H, or for s = 0 of D H. */
  private static double spectralRadius(Tensor h, double[] rates, double s) {
    int n = rates.length;
    DMatrixRMaj matrix = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double entry = rates[i] * h.get(i, j);
        matrix.set(i, j, s == 0 ? entry : (i == j ? 1 : 0) - s * entry);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, false, false);
    assertTrue(eigen.decompose(matrix));
    double radius = 0;
    for (int i = 0; i < n; i++) {
      Complex_F64 value = eigen.getEigenvalue(i);
      radius = Math.max(radius, Math.hypot(value.real, value.imaginary));
    }
    return radius;
  }

  @Test
  void sharpnessOfAQuadraticIsItsLargestEigenvalue() {
    Quadratic turned =
        new Quadratic(List.of(0.3, 4.0, 1.0, 0.0, 2.0), List.of(), 1.1, new Gaussian());
    for (Rate rate : List.of(new Rate.OverSharpness(1), new Rate.OverKernel(1))) {
      RunSpec spec =
          Specs.with(Specs.with(Specs.with(Specs.small(), turned), rate), Specs.steps(3));
      RunRecord record =
          Run.execute(spec, List.of(new Sharpness(new Looks.At(List.of(0L, 3L)), 24)));

      assertEquals(4, record.lambdaInitial().getAsDouble(), 1e-12);
      assertEquals(4, (double) record.steps().get(1).values().get("sharpness"), 1e-12);
    }
  }

  /** C5: without ripple x_t = (1 - 2 eta)^t, trainable below eta = 1. */
  @Test
  void withoutRippleTheThresholdIsOne() {
    double low = 0.5;
    double high = 1.5;
    while (high - low > 1e-9) {
      double middle = (low + high) / 2;
      if (trainable(new Ripple(0, 0.2, 1), middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    assertEquals(1, low, 1e-6);
  }

  /**
   * C5: one interval of trainable eta well below epsilon / lambda² = 1 / (2 pi²), several above.
   */
  @Test
  void aRippleThatIsNotConvexBreaksTheTrainableSet() {
    assertEquals(1, intervals(0.001));
    assertTrue(intervals(0.05) > 5, "intervals " + intervals(0.05));
  }

  private static int intervals(double epsilon) {
    int intervals = 0;
    boolean before = false;
    for (int i = 0; i < 400; i++) {
      boolean now = trainable(new Ripple(epsilon, 0.2, 1), 1.2 * (i + 0.5) / 400);
      intervals += now && !before ? 1 : 0;
      before = now;
    }
    return intervals;
  }

  private static boolean trainable(Ripple ripple, double eta) {
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.with(Specs.small(), ripple), new Rate.Fixed(eta)), Specs.steps(1000));
    return (boolean) Run.execute(spec, List.of(Trainability.PUBLISHED)).values().get("trainable");
  }

  @Test
  void aLandscapeRunsInFloat32Too() {
    RunSpec spec = Specs.with(Specs.with(Specs.small(), quadratic(1, 2)), Precision.FLOAT32);

    assertInstanceOf(Outcome.Finished.class, Run.execute(spec, List.of()).outcome());
  }
}
