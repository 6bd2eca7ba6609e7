package org.phasegrid.worker.indicator.omd;

import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.ReferenceDraws;

/** The clusters of the numpy reference: x = signal e_y + xi; 200 to train on, then the probe. */
public record ReferenceClusters(long seed, int classes, double signal) implements Dataset {
  private static final int INPUTS = 20;

  @Override
  public int examples() {
    return 200;
  }

  @Override
  public int inputs() {
    return INPUTS;
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public Examples draw(Draws draws) {
    return next(new ReferenceDraws(1_000_003 * seed + 1), 200);
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    ReferenceDraws reference = new ReferenceDraws(1_000_003 * seed + 1);
    next(reference, 200);
    return next(reference, count);
  }

  private Examples next(ReferenceDraws reference, int count) {
    Tensor x = reference.transposedNormals(count, INPUTS);
    Tensor y = Tensor.zeros(Precision.FLOAT64, classes, count);
    for (int b = 0; b < count; b++) {
      int label = b % classes;
      x.set(label, b, x.get(label, b) + signal);
      y.set(label, b, 1);
    }
    return new Examples(x, y);
  }
}
