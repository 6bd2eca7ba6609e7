package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * Inputs uniform on the sphere |x|² = n_0 and independent random signs as targets (arXiv
 * 2606.09744, part D).
 */
@About(
    value = "inputs on the sphere |x|^2 = inputs, random signs as targets",
    paper = "arXiv:2606.09744")
public record SphereSigns(
    @About("number of examples") int examples, @About("input dimension") int inputs)
    implements Dataset {
  public static final SphereSigns SMALL = new SphereSigns(64, 16);

  public SphereSigns {
    Counts.positive("examples", examples);
    Counts.positive("inputs", inputs);
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Examples draw(Draws draws) {
    Key key = draws.key("data");
    Tensor x = GaussianNoise.normals(key.child("x"), inputs, examples);
    Tensor y = Tensor.zeros(Precision.FLOAT64, 1, examples);
    for (int b = 0; b < examples; b++) {
      double square = 0;
      for (int i = 0; i < inputs; i++) {
        square = Math.fma(x.get(i, b), x.get(i, b), square);
      }
      double radius = Math.sqrt(inputs / square);
      for (int i = 0; i < inputs; i++) {
        x.set(i, b, x.get(i, b) * radius);
      }
      y.set(0, b, key.child("y").normal(b) >= 0 ? 1 : -1);
    }
    return new Examples(x, y);
  }
}
