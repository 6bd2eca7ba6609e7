package org.phasegrid.worker.initialization;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/** Independent normal entries. */
@About("independent normal entries")
public record Gaussian() implements Initialization {
  @Override
  public void weights(Tensor w, int layer, Place place, double variance, Key key) {
    double deviation = Math.sqrt(variance);
    for (int i = 0; i < w.size(); i++) {
      w.set(i, deviation * key.normal(i));
    }
  }
}
