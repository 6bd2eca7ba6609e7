package org.phasegrid.worker.indicator.omd;

import java.util.OptionalInt;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.ReferenceDraws;

/** Addition modulo 23 as the numpy reference shuffles its pairs: 370 to train on, 159 left over. */
public record ReferenceAddition(long seed) implements Dataset {
  private static final int P = 23;

  @Override
  public int examples() {
    return 370;
  }

  @Override
  public int inputs() {
    return 2 * P;
  }

  @Override
  public int outputs() {
    return P;
  }

  @Override
  public OptionalInt rest() {
    return OptionalInt.of(P * P - 370);
  }

  @Override
  public Examples draw(Draws draws) {
    return pairs(0, 370);
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    return pairs(370, count);
  }

  private Examples pairs(int first, int count) {
    int[] order = new ReferenceDraws(1_000_003 * seed + 3).permutation(P * P);
    Tensor x = Tensor.zeros(Precision.FLOAT64, 2 * P, count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, P, count);
    for (int i = 0; i < count; i++) {
      int a = order[first + i] / P;
      int b = order[first + i] % P;
      x.set(a, i, 1);
      x.set(P + b, i, 1);
      y.set((a + b) % P, i, 1);
    }
    return new Examples(x, y);
  }
}
