package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * Sparse parity: x random signs (n_0), y the product of the first k of them (Barak et al. 2022).
 */
@About(
    value = "random signs as inputs, the product of the first few as target",
    paper = "arXiv:2207.08799")
public record Parity(
    @About("number of examples") int examples,
    @About("input dimension") int inputs,
    @About("how many of the inputs are multiplied") int bits)
    implements Dataset {
  public static final Parity SMALL = new Parity(256, 16, 3);

  public Parity {
    Counts.positive("examples", examples);
    Counts.positive("inputs", inputs);
    if (bits < 1 || bits > inputs) {
      throw new IllegalArgumentException(
          "bits must lie in 1 to inputs = " + inputs + ", was " + bits);
    }
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Examples draw(Draws draws) {
    return beside(draws, "data", examples);
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    Key key = draws.key(name).child("x");
    Tensor x = Tensor.zeros(Precision.FLOAT64, inputs, count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, 1, count);
    for (int b = 0; b < count; b++) {
      Key example = key.child(b);
      double product = 1;
      for (int i = 0; i < inputs; i++) {
        double sign = 1 - 2 * example.index(i, 2);
        x.set(i, b, sign);
        product = i < bits ? product * sign : product;
      }
      y.set(0, b, product);
    }
    return new Examples(x, y);
  }
}
