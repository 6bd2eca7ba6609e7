package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * A Chebyshev polynomial on [-1, 1] (Cohen et al. 2021, appendix on toy regressions): x evenly from
 * -1 to 1, y = T_k(x) by T_{j+1} = 2 x T_j - T_{j-1}. The training examples are the same for every
 * seed; others have x drawn uniformly.
 */
@About(value = "a Chebyshev polynomial at even points of [-1, 1]", paper = "arXiv:2103.00065")
public record Chebyshev(
    @About("number of examples") int examples, @About("degree of the polynomial") int degree)
    implements Dataset {
  public static final Chebyshev COHEN = new Chebyshev(20, 5);

  public Chebyshev {
    if (examples < 2) {
      throw new IllegalArgumentException("examples must be at least 2, was " + examples);
    }
    if (degree < 0) {
      throw new IllegalArgumentException("degree must not be negative, was " + degree);
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
      x.set(0, b, b == examples - 1 ? 1 : b * (2.0 / (examples - 1)) - 1);
    }
    return of(x);
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    Key key = draws.key(name).child("x");
    Tensor x = Tensor.zeros(Precision.FLOAT64, 1, count);
    for (int b = 0; b < count; b++) {
      x.set(0, b, 2 * key.uniform(b) - 1);
    }
    return of(x);
  }

  private Examples of(Tensor x) {
    Tensor y = Tensor.zeros(Precision.FLOAT64, 1, x.columns());
    for (int b = 0; b < x.columns(); b++) {
      y.set(0, b, value(x.get(0, b)));
    }
    return new Examples(x, y);
  }

  private double value(double x) {
    double below = 1;
    double value = x;
    if (degree == 0) {
      return below;
    }
    for (int j = 1; j < degree; j++) {
      double next = 2 * x * value - below;
      below = value;
      value = next;
    }
    return value;
  }
}
