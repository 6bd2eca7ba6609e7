package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;

/**
 * Gaussian clusters about multiples of the unit vectors, with one-hot targets: x_b = distance e_c +
 * noise times standard normals, classes c dealt in turn (specification D.4 of truncation flow).
 */
@About(
    value = "gaussian clusters about multiples of the unit vectors; one-hot targets",
    paper = "arXiv:2501.07400")
public record AxisClusters(
    @About("number of examples") int examples,
    @About("input dimension, at least the classes") int inputs,
    @About("number of classes") int classes,
    @About("of the means from the origin") double distance,
    @About("standard deviation of each coordinate about its mean") double noise)
    implements Dataset {
  public static final AxisClusters FOUR = new AxisClusters(100, 4, 4, 1, 0.2);

  public AxisClusters {
    Counts.positive("examples", examples);
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2, was " + classes);
    }
    if (inputs < classes) {
      throw new IllegalArgumentException(
          "inputs must be at least the " + classes + " classes, was " + inputs);
    }
    if (!Double.isFinite(distance)) {
      throw new IllegalArgumentException("distance must be finite, was " + distance);
    }
    if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("noise must be finite and not negative, was " + noise);
    }
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public Examples draw(Draws draws) {
    return beside(draws, "data", examples);
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    Tensor x = GaussianNoise.normals(draws.key(name).child("x"), inputs, count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, classes, count);
    for (int b = 0; b < count; b++) {
      int label = b % classes;
      for (int i = 0; i < inputs; i++) {
        x.set(i, b, Math.fma(noise, x.get(i, b), i == label ? distance : 0));
      }
      y.set(label, b, 1);
    }
    return new Examples(x, y);
  }
}
