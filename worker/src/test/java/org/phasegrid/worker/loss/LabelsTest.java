package org.phasegrid.worker.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/** A class is the first of the largest outputs. */
class LabelsTest {
  @Test
  void theFirstOfEqualOutputsIsTheClass() {
    Tensor f = Tensor.of(3, 4, 1, 0, 2, -1, 1, 3, 0, -1, 0, 3, 2, 0);

    assertArrayEquals(new int[] {0, 1, 0, 2}, Labels.of(f));
    assertEquals(1, Labels.accuracy(Kernels.best(), f, Tensor.of(1, 4, 0, 1, 0, 2)));
    assertEquals(0, Labels.accuracy(Kernels.best(), f, Tensor.of(1, 4, 1, 2, 2, 0)));
  }

  @Test
  void accuracyCountsTheClassesThatAgree() {
    SplittableRandom random = new SplittableRandom(5);
    int ties = 0;
    for (Precision precision : Precision.values()) {
      for (int outputs : new int[] {1, 2, 5}) {
        Tensor f = Tensor.zeros(precision, outputs, 200);
        Tensor y = Tensor.zeros(precision, outputs, 200);
        for (int i = 0; i < f.size(); i++) {
          // Few values, so that many are equal, and some that are none.
          int value = random.nextInt(8);
          f.set(i, value == 7 ? Double.NaN : value - 3);
          y.set(i, random.nextInt(2));
        }
        int[] predicted = Labels.of(f);
        int[] right = Labels.of(y);
        int agree = 0;
        for (int b = 0; b < 200; b++) {
          agree += predicted[b] == right[b] ? 1 : 0;
          for (int k = predicted[b] + 1; k < outputs; k++) {
            ties += f.get(k, b) == f.get(predicted[b], b) ? 1 : 0;
          }
        }

        assertEquals(agree / 200.0, Labels.accuracy(Kernels.best(), f, Labels.row(y)));
      }
    }
    assertTrue(ties > 100, ties + " ties");
  }
}
