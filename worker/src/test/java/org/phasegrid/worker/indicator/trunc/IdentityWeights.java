package org.phasegrid.worker.indicator.trunc;

import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/** Ones on the diagonal. */
record IdentityWeights() implements Initialization {
  @Override
  public void weights(Tensor w, int layer, Place place, double variance, Key key) {
    for (int i = 0; i < Math.min(w.rows(), w.columns()); i++) {
      w.set(i, i, 1);
    }
  }
}
