package org.phasegrid.worker.initialization;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/**
 * Independent entries, uniform in [-a, a) with a² = 3 variance; biases too, around their mean.
 *
 * <p>With {@code biases: as-weights} biases have the variance of their layer's weights: weight and
 * readout variance 1/3 then give U(-1/sqrt(fan-in), 1/sqrt(fan-in)) for both, the default of common
 * libraries.
 */
@About("independent uniform entries of the same variance, biases too")
public record Uniform(
    @About("variance of biases: bias-variance, or that of the layer's weights: as-weights")
        Biases biases)
    implements Initialization {
  /** Where the variance of biases comes from. */
  public enum Biases {
    BIAS_VARIANCE,
    AS_WEIGHTS
  }

  public static final Uniform OF_VARIANCES = new Uniform(Biases.BIAS_VARIANCE);

  @Override
  public void weights(Tensor w, int layer, Place place, double variance, Key key) {
    fill(w, 0, variance, key);
  }

  @Override
  public void biases(
      Tensor b, int layer, double mean, double variance, double weightVariance, Key key) {
    fill(b, mean, biases == Biases.AS_WEIGHTS ? weightVariance : variance, key);
  }

  private static void fill(Tensor tensor, double mean, double variance, Key key) {
    double bound = Math.sqrt(3 * variance);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, mean + bound * (2 * key.uniform(i) - 1));
    }
  }
}
