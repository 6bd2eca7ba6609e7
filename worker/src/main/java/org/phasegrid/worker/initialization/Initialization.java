package org.phasegrid.worker.initialization;

import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/** How the weights of a layer are drawn; biases are normal unless a file gives them. */
public interface Initialization {
  /** Where in the network a weight matrix stands. */
  enum Place {
    HIDDEN,
    READOUT
  }

  /**
   * Fills the weights W (n_out, n_in) of a layer with entries of mean 0 and the given variance.
   *
   * @param layer 1-based
   * @param key of this layer's draw
   */
  void weights(Tensor w, int layer, Place place, double variance, Key key);

  /**
   * Fills the biases of a layer with mean and variance.
   *
   * @param weightVariance of the entries of the layer's weights
   */
  default void biases(
      Tensor b, int layer, double mean, double variance, double weightVariance, Key key) {
    double deviation = Math.sqrt(variance);
    for (int i = 0; i < b.size(); i++) {
      b.set(i, Math.fma(deviation, key.normal(i), mean));
    }
  }
}
