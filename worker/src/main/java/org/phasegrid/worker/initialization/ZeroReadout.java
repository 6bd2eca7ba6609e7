package org.phasegrid.worker.initialization;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/**
 * Normal hidden weights and a readout of zeros: the network's function begins at zero (Kalra and
 * Barkeshli 2023, zero last layer).
 */
@About(value = "normal hidden weights, readout weights zero", paper = "arXiv:2302.12250")
public record ZeroReadout() implements Initialization {
  @Override
  public void weights(Tensor w, int layer, Place place, double variance, Key key) {
    if (place == Place.READOUT) {
      w.fill(0);
    } else {
      new Gaussian().weights(w, layer, place, variance, key);
    }
  }
}
