package org.phasegrid.worker.indicator.omd;

import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;

/** One-hot tokens 0..N-1 whose targets lie on a circle. */
public record CircleTokens(int examples) implements Dataset {
  @Override
  public int inputs() {
    return examples;
  }

  @Override
  public int outputs() {
    return 2;
  }

  @Override
  public Examples draw(Draws draws) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, examples, examples);
    Tensor y = Tensor.zeros(Precision.FLOAT64, 2, examples);
    for (int b = 0; b < examples; b++) {
      x.set(b, b, 1);
      y.set(0, b, Math.cos(2 * Math.PI * b / examples));
      y.set(1, b, Math.sin(2 * Math.PI * b / examples));
    }
    return new Examples(x, y);
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    return draw(draws).first(count);
  }
}
