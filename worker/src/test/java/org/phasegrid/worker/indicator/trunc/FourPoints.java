package org.phasegrid.worker.indicator.trunc;

import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;

/** The points (1, -1), (-1, -1) of class 0 and (2, 3), (1, 0) of class 1. */
record FourPoints() implements Dataset {
  @Override
  public int examples() {
    return 4;
  }

  @Override
  public int inputs() {
    return 2;
  }

  @Override
  public int outputs() {
    return 2;
  }

  @Override
  public Examples draw(Draws draws) {
    return new Examples(
        Tensor.of(2, 4, 1, -1, 2, 1, -1, -1, 3, 0), Tensor.of(2, 4, 1, 1, 0, 0, 0, 0, 1, 1));
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    return draw(draws).first(count);
  }
}
