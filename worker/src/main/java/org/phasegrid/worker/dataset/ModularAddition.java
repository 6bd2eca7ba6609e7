package org.phasegrid.worker.dataset;

import java.util.OptionalInt;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;

/**
 * Addition modulo p (Power et al. 2022): x the one-hot a followed by the one-hot b (2 p), y the
 * one-hot (a + b) mod p. A share of the p² pairs, chosen by the draw {@code data}, is trained on;
 * the others are the rest.
 */
@About(
    value = "one-hot pairs (a, b), one-hot (a + b) mod p; a share of all pairs is trained on",
    paper = "arXiv:2201.02177")
public record ModularAddition(
    @About("p") int modulus, @About("share of the p^2 pairs that is trained on") double share)
    implements Dataset {
  public static final ModularAddition GROKKING = new ModularAddition(23, 0.7);

  public ModularAddition {
    if (modulus < 2 || modulus > 10_000) {
      throw new IllegalArgumentException("modulus must lie in 2 to 10000, was " + modulus);
    }
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must lie in (0, 1], was " + share);
    }
    if (trained(modulus, share) < 1) {
      throw new IllegalArgumentException("share " + share + " of the pairs is not one example");
    }
  }

  private static int trained(int modulus, double share) {
    return (int) Math.floor(share * modulus * modulus);
  }

  /** The share of p², rounded down. */
  @Override
  public int examples() {
    return trained(modulus, share);
  }

  @Override
  public int inputs() {
    return 2 * modulus;
  }

  @Override
  public int outputs() {
    return modulus;
  }

  @Override
  public OptionalInt rest() {
    return OptionalInt.of(modulus * modulus - examples());
  }

  @Override
  public Examples draw(Draws draws) {
    return pairs(draws, 0, examples());
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    return pairs(draws, examples(), count);
  }

  private Examples pairs(Draws draws, int first, int count) {
    int[] order = draws.key("data").permutation(modulus * modulus);
    Tensor x = Tensor.zeros(Precision.FLOAT64, 2 * modulus, count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, modulus, count);
    for (int i = 0; i < count; i++) {
      int a = order[first + i] / modulus;
      int b = order[first + i] % modulus;
      x.set(a, i, 1);
      x.set(modulus + b, i, 1);
      y.set((a + b) % modulus, i, 1);
    }
    return new Examples(x, y);
  }
}
