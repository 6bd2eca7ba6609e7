package org.phasegrid.worker.initialization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.phasegrid.worker.initialization.Initialization.Place;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

class InitializationsTest {
  @Test
  void everyDrawnInitializationHasTheAskedMeanAndVariance() {
    int visited = 0;
    for (Initialization initialization : Initializations.ALL.members().values()) {
      if (initialization instanceof File) {
        continue;
      }
      Tensor w = Tensor.zeros(Precision.FLOAT64, 120, 200);
      initialization.weights(w, 1, Place.HIDDEN, 0.3, Key.of(1));
      double mean = 0;
      double square = 0;
      for (int i = 0; i < w.size(); i++) {
        mean += w.get(i) / w.size();
        square += w.get(i) * w.get(i) / w.size();
      }
      // 24000 entries: five standard errors of the mean are 0.018, of the variance 2 % (normal) or
      // less.
      assertEquals(0, mean, 0.018, initialization.toString());
      assertEquals(0.3, square, 0.3 * 5 * Math.sqrt(2.0 / w.size()), initialization.toString());
      visited++;
    }
    assertEquals(4, visited);
  }

  @Test
  void orthogonalRowsOrColumnsAreOrthonormalUpToTheGain() {
    for (int[] shape : new int[][] {{5, 5}, {3, 7}, {7, 3}, {1, 4}, {4, 1}}) {
      Tensor w = Tensor.zeros(Precision.FLOAT64, shape[0], shape[1]);
      new Orthogonal().weights(w, 1, Place.HIDDEN, 1.0 / Math.max(shape[0], shape[1]), Key.of(2));
      boolean wide = shape[1] > shape[0];
      int few = Math.min(shape[0], shape[1]);
      for (int i = 0; i < few; i++) {
        for (int j = 0; j < few; j++) {
          double product = 0;
          for (int k = 0; k < Math.max(shape[0], shape[1]); k++) {
            product += wide ? w.get(i, k) * w.get(j, k) : w.get(k, i) * w.get(k, j);
          }
          assertEquals(i == j ? 1 : 0, product, 1e-14);
        }
      }
    }
  }

  @Test
  void aZeroReadoutIsZeroAndItsHiddenLayersAreNot() {
    Tensor w = Tensor.zeros(Precision.FLOAT64, 3, 3);
    new ZeroReadout().weights(w, 2, Place.READOUT, 1, Key.of(1));
    for (int i = 0; i < 9; i++) {
      assertEquals(0, w.get(i), 0);
    }
    new ZeroReadout().weights(w, 1, Place.HIDDEN, 1, Key.of(1));
    assertEquals(Key.of(1).normal(4), w.get(1, 1), 0);
  }

  /** U(-a, a) with a = 1/sqrt(fan-in) has variance 1/(3 fan-in): weights and biases alike. */
  @Test
  void uniformBiasesAsWeightsShareTheirBound() {
    Tensor b = Tensor.zeros(Precision.FLOAT64, 10_000, 1);
    new Uniform(Uniform.Biases.AS_WEIGHTS).biases(b, 1, 0, 0, 1.0 / 3 / 25, Key.of(3));
    double largest = 0;
    for (int i = 0; i < b.size(); i++) {
      largest = Math.max(largest, Math.abs(b.get(i)));
    }
    assertEquals(0.2, largest, 1e-3);
  }
}
