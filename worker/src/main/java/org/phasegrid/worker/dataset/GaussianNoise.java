package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * Standard normal inputs and, independent of them, standard normal targets: pure memorization
 * (Sohl-Dickstein 2024).
 */
@About(
    value = "standard normal inputs and independent standard normal targets",
    paper = "arXiv:2402.06184")
public record GaussianNoise(
    @About("number of examples") int examples,
    @About("input dimension") int inputs,
    @About("output dimension") int outputs)
    implements Dataset {
  public static final GaussianNoise SMALL = new GaussianNoise(256, 16, 1);

  public GaussianNoise {
    Counts.positive("examples", examples);
    Counts.positive("inputs", inputs);
    Counts.positive("outputs", outputs);
  }

  @Override
  public Examples draw(Draws draws) {
    Key key = draws.key("data");
    return new Examples(
        normals(key.child("x"), inputs, examples), normals(key.child("y"), outputs, examples));
  }

  /**
   * Standard normals (rows, examples); example b draws from the key's child b, so more examples
   * leave the first ones as they are.
   */
  static Tensor normals(Key key, int rows, int examples) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, rows, examples);
    for (int b = 0; b < examples; b++) {
      Key example = key.child(b);
      for (int i = 0; i < rows; i++) {
        x.set(i, b, example.normal(i));
      }
    }
    return x;
  }
}
