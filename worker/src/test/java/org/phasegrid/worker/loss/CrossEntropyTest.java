package org.phasegrid.worker.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.kernel.HerdKernels;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.kernel.Transcendental;

/** All columns abreast, alone or in a herd, have the bits of one example after the other. */
class CrossEntropyTest {
  private static final CrossEntropy LOSS = new CrossEntropy();
  private static final Kernels KERNELS = Kernels.best();

  /** Example after example, each of its own softmax. */
  private static double slowly(Tensor f, Tensor y, Tensor r) {
    double loss = 0;
    for (int b = 0; b < f.columns(); b++) {
      double largest = f.get(0, b);
      for (int k = 1; k < f.rows(); k++) {
        largest = Math.max(largest, f.get(k, b));
      }
      double z = 0;
      double mass = 0;
      for (int k = 0; k < f.rows(); k++) {
        z += Transcendental.exp(f.get(k, b) - largest);
        mass += y.get(k, b);
      }
      double logZ = largest + StrictMath.log(z);
      for (int k = 0; k < f.rows(); k++) {
        if (y.get(k, b) != 0) {
          loss += y.get(k, b) * (logZ - f.get(k, b));
        }
        double p = Transcendental.exp(f.get(k, b) - largest) / z;
        r.set(k, b, (mass * p - y.get(k, b)) / f.columns());
      }
    }
    return loss / f.columns();
  }

  /** Outputs over many magnitudes; targets one-hot, or, of every third example, two or none. */
  private static void draw(SplittableRandom random, Tensor f, Tensor y) {
    for (int i = 0; i < f.size(); i++) {
      f.set(i, (random.nextDouble() - 0.5) * StrictMath.pow(10, random.nextInt(-3, 4)));
    }
    for (int b = 0; b < f.columns(); b++) {
      y.set(random.nextInt(f.rows()), b, 1);
      if (b % 3 == 1) {
        y.set(random.nextInt(f.rows()), b, 0.25 * random.nextInt(4));
      }
    }
  }

  @Test
  void aLossHasTheBitsOfOneExampleAfterTheOther() {
    SplittableRandom random = new SplittableRandom(1);
    int seen = 0;
    for (Precision precision : Precision.values()) {
      for (int outputs = 2; outputs <= 11; outputs += 3) {
        for (int examples : new int[] {1, 7, 64, 65}) {
          Tensor f = Tensor.zeros(precision, outputs, examples);
          Tensor y = Tensor.zeros(precision, outputs, examples);
          draw(random, f, y);
          Tensor slow = Tensor.zeros(precision, outputs, examples);
          Tensor fast = Tensor.zeros(precision, outputs, examples);

          double expected = slowly(f, y, slow);

          assertEquals(expected, LOSS.valueAndGradient(KERNELS, f, y, fast));
          assertArrayEquals(slow.toArray(), fast.toArray());
          seen++;
        }
      }
    }
    assertEquals(32, seen);
  }

  @Test
  void everyLaneHasTheBitsOfARunAlone() {
    SplittableRandom random = new SplittableRandom(2);
    int seen = 0;
    for (Precision precision : Precision.values()) {
      for (HerdOutputs.Targets targets : HerdOutputs.Targets.values()) {
        for (int outputs : new int[] {1, 2, 10}) {
          int examples = 13;
          int lanes = KERNELS.herd().lanes(precision);
          boolean shared = targets == HerdOutputs.Targets.SHARED;
          Tensor herdF = Tensor.zeros(precision, outputs * examples, lanes);
          Tensor herdR = Tensor.zeros(precision, outputs * examples, lanes);
          Tensor herdY = Tensor.zeros(precision, outputs * examples, lanes);
          Tensor[] f = new Tensor[lanes];
          Tensor[] y = new Tensor[lanes];
          for (int lane = 0; lane < lanes; lane++) {
            f[lane] = Tensor.zeros(precision, outputs, examples);
            y[lane] = Tensor.zeros(precision, outputs, examples);
            draw(random, f[lane], y[lane]);
            y[lane] = shared ? y[0] : y[lane];
            HerdKernels.put(f[lane], herdF, lane);
            HerdKernels.put(y[lane], herdY, lane);
          }
          double[] losses = new double[lanes];

          LOSS.valuesAndGradients(
              KERNELS,
              new HerdOutputs(outputs, examples, herdF, herdR, shared ? y[0] : herdY, targets),
              losses);

          Tensor alone = Tensor.zeros(precision, outputs, examples);
          Tensor inHerd = Tensor.zeros(precision, outputs, examples);
          for (int lane = 0; lane < lanes; lane++) {
            assertEquals(LOSS.valueAndGradient(KERNELS, f[lane], y[lane], alone), losses[lane]);
            HerdKernels.take(herdR, lane, inHerd);
            assertArrayEquals(alone.toArray(), inHerd.toArray());
          }
          seen++;
        }
      }
    }
    assertEquals(12, seen);
  }

  @Test
  void anOutputThatIsNotANumberTakesItsExampleAlone() {
    Tensor f = Tensor.of(2, 3, 0, Double.NaN, 1, 1, 2, 0);
    Tensor y = Tensor.of(2, 3, 1, 1, 0, 0, 0, 1);
    Tensor r = Tensor.zeros(Precision.FLOAT64, 2, 3);

    assertEquals(Double.NaN, LOSS.valueAndGradient(KERNELS, f, y, r));
    assertEquals(Double.NaN, r.get(0, 1));
    assertEquals(-Transcendental.exp(0.0) / (1 + Transcendental.exp(-1.0)) / 3, r.get(0, 0), 1e-16);
  }
}
