package org.phasegrid.worker.dataset;

import java.util.Optional;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * Standard normal inputs whose target depends on one direction: y = f(strength v.x) + noise *
 * normal, v a random unit vector of the draw {@code teacher}. Indicators know v.
 */
@About("standard normal inputs, targets f(strength v.x) of one random direction v, plus noise")
public record SingleIndex(
    @About("number of examples") int examples,
    @About("input dimension") int inputs,
    @About("f") Activation activation,
    @About("what v.x is multiplied by") double strength,
    @About("standard deviation of the label noise") double noise)
    implements Dataset {
  public static final SingleIndex SMALL = new SingleIndex(1024, 64, new Tanh(), 1.5, 0);

  public SingleIndex {
    Counts.positive("examples", examples);
    Counts.positive("inputs", inputs);
    if (!Double.isFinite(strength)) {
      throw new IllegalArgumentException("strength must be finite, was " + strength);
    }
    if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("noise must be finite and not negative, was " + noise);
    }
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Examples draw(Draws draws) {
    return drawn(draws, draws.key("data"), draws.key("label-noise"), examples);
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    return drawn(draws, draws.key(name), draws.key(name).child("label-noise"), count);
  }

  private Examples drawn(Draws draws, Key own, Key labelNoise, int count) {
    Tensor v = direction(draws.key("teacher"));
    Tensor x = GaussianNoise.normals(own.child("x"), inputs, count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, 1, count);
    for (int b = 0; b < count; b++) {
      double along = 0;
      for (int i = 0; i < inputs; i++) {
        along = Math.fma(v.get(i), x.get(i, b), along);
      }
      double value = activation.value(strength * along);
      y.set(b, noise > 0 ? Math.fma(noise, labelNoise.child(b).normal(0), value) : value);
    }
    return new Examples(x, y, Optional.of(v));
  }

  private Tensor direction(Key key) {
    Tensor v = Tensor.zeros(Precision.FLOAT64, 1, inputs);
    double square = 0;
    for (int i = 0; i < inputs; i++) {
      v.set(i, key.normal(i));
      square = Math.fma(v.get(i), v.get(i), square);
    }
    for (int i = 0; i < inputs; i++) {
      v.set(i, v.get(i) / Math.sqrt(square));
    }
    return v;
  }
}
