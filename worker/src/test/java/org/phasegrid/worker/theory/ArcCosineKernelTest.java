package org.phasegrid.worker.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

class ArcCosineKernelTest {
  /** Five inputs on the sphere |x|² = 6, seed 31 of papers/gram-hierarchy.md, part E. */
  private static Tensor inputs() {
    SplittableRandom random = new SplittableRandom(31);
    double[] normals = new double[30];
    for (int i = 0; i < 30; i += 2) {
      double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      double angle = 2 * Math.PI * random.nextDouble();
      normals[i] = radius * StrictMath.cos(angle);
      normals[i + 1] = radius * StrictMath.sin(angle);
    }
    Tensor x = Tensor.zeros(Precision.FLOAT64, 6, 5);
    for (int mu = 0; mu < 5; mu++) {
      double square = 0;
      for (int i = 0; i < 6; i++) {
        square += normals[6 * mu + i] * normals[6 * mu + i];
      }
      for (int i = 0; i < 6; i++) {
        x.set(i, mu, normals[6 * mu + i] * Math.sqrt(6 / square));
      }
    }
    return x;
  }

  /** E13, to 1e-10 relative as it asks. */
  @Test
  void goldenSpectraAndEntries() {
    double[] largest = {1.795858538246, 3.139937587189, 5.269523782510};
    double[] entry = {0.504854995734, 0.948995339067, 1.354101683121};
    for (int depth = 1; depth <= 3; depth++) {
      Tensor kernel = ArcCosineKernel.uniform(depth, 2, 1).of(inputs());
      assertEquals(
          largest[depth - 1],
          ArcCosineKernel.largestEigenvalue(kernel),
          1e-10 * largest[depth - 1]);
      assertEquals(entry[depth - 1], kernel.get(0, 1), 1e-10 * entry[depth - 1]);
    }
  }

  /** D.3: eta_c(L), printed to 6 decimals. */
  @Test
  void theCriticalRateFallsWithDepth() {
    double[] expected = {
      1.113673, 0.636955, 0.379541, 0.266744, 0.204905, 0.166231, 0.139878, 0.120809
    };
    for (int depth = 1; depth <= 8; depth++) {
      double lambda =
          ArcCosineKernel.largestEigenvalue(ArcCosineKernel.uniform(depth, 2, 1).of(inputs()));
      assertEquals(expected[depth - 1], 2 / lambda, 5e-7);
    }
  }

  @Test
  void theDiagonalIsDepthTimesThePowerOfTheGain() {
    for (int depth = 1; depth <= 6; depth++) {
      double expected = 9 * depth * Math.pow(0.75, depth);
      assertEquals(expected, ArcCosineKernel.uniform(depth, 1.5, 3).between(1), 1e-13 * expected);
    }
  }

  /** Two inputs of one cosine: the closed form is the spectrum of the matrix. */
  @Test
  void equalCosinesHaveTheirRateInClosedForm() {
    Tensor x = Tensor.of(2, 2, 1.2, 0.4, Math.sqrt(2 - 1.44), Math.sqrt(2 - 0.16));
    double cosine = (x.get(0, 0) * x.get(0, 1) + x.get(1, 0) * x.get(1, 1)) / 2;
    for (int depth = 1; depth <= 4; depth++) {
      ArcCosineKernel kernel = ArcCosineKernel.uniform(depth, 2, 1);
      assertEquals(
          2 / ArcCosineKernel.largestEigenvalue(kernel.of(x)),
          kernel.criticalRate(2, cosine),
          1e-12);
    }
    assertEquals(2, ArcCosineKernel.uniform(1, 2, 1).criticalRate(1, 0), 1e-15);
    assertEquals(0.5, ArcCosineKernel.uniform(4, 2, 1).criticalRate(1, 0), 1e-15);
    // Opposite inputs: k0(-1) = 0, no overlap of gates.
    assertEquals(1, ArcCosineKernel.uniform(2, 2, 1).criticalRate(2, -1), 1e-15);
  }

  /** A trained readout adds Q_L: k1 of the cosines, depth + 1 layers of equal weight at c = 1. */
  @Test
  void aTrainedReadoutIsOneMoreLayer() {
    ArcCosineKernel kernel = new ArcCosineKernel(List.of(2.0, 2.0), 1, List.of(2.0, 2.0, 1.0));
    double[] layers = kernel.layers(0.3);
    assertEquals(3, kernel.between(1), 1e-15);
    assertEquals(ArcCosineKernel.k1(ArcCosineKernel.k1(0.3)), layers[2], 1e-15);
    assertThrows(
        IllegalArgumentException.class, () -> new ArcCosineKernel(List.of(2.0), 1, List.of()));
  }
}
