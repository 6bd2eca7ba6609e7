package org.phasegrid.worker.initialization;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/** Independent entries, uniform in [-a, a) with a² = 3 variance; biases too, around their mean. */
@About("independent uniform entries of the same variance, biases too")
public record Uniform() implements Initialization {
  @Override
  public void weights(Tensor w, int layer, Place place, double variance, Key key) {
    biases(w, layer, 0, variance, key);
  }

  @Override
  public void biases(Tensor b, int layer, double mean, double variance, Key key) {
    double bound = Math.sqrt(3 * variance);
    for (int i = 0; i < b.size(); i++) {
      b.set(i, mean + bound * (2 * key.uniform(i) - 1));
    }
  }
}
