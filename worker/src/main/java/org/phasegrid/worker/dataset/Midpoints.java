package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * One uniform cluster on a line with one target: x_b = (b + 1/2) / B, y = target. Examples to test
 * on are drawn uniformly from [0, 1).
 */
@About(
    value = "the midpoints (b + 1/2) / B of the unit interval, all with one target",
    paper = "arXiv:2501.07400")
public record Midpoints(
    @About("number of examples B") int examples, @About("the target of all") double target)
    implements Dataset {
  public static final Midpoints UNIT = new Midpoints(200, 1);

  public Midpoints {
    Counts.positive("examples", examples);
    if (!Double.isFinite(target)) {
      throw new IllegalArgumentException("target must be finite, was " + target);
    }
  }

  @Override
  public int inputs() {
    return 1;
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Examples draw(Draws draws) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, 1, examples);
    for (int b = 0; b < examples; b++) {
      x.set(0, b, (b + 0.5) / examples);
    }
    return of(x);
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    Key key = draws.key(name).child("x");
    Tensor x = Tensor.zeros(Precision.FLOAT64, 1, count);
    for (int b = 0; b < count; b++) {
      x.set(0, b, key.uniform(b));
    }
    return of(x);
  }

  private Examples of(Tensor x) {
    Tensor y = Tensor.zeros(Precision.FLOAT64, 1, x.columns());
    y.fill(target);
    return new Examples(x, y);
  }
}
