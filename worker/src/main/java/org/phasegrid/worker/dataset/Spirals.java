package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * Interleaved spirals in the plane with one-hot targets: example b of class c = b mod C lies at
 * radius r uniform in [0, 1) and angle 2 pi (turns r + c / C) + noise * normal.
 */
@About("spirals in the plane, one arm per class; one-hot targets")
public record Spirals(
    @About("number of examples") int examples,
    @About("number of classes, one arm each") int classes,
    @About("standard deviation of the angle, in radians") double noise,
    @About("turns of an arm from its center to its end") double turns)
    implements Dataset {
  public static final Spirals SMALL = new Spirals(300, 3, 0.2, 0.75);

  public Spirals {
    Counts.positive("examples", examples);
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2, was " + classes);
    }
    if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("noise must be finite and not negative, was " + noise);
    }
    if (!Double.isFinite(turns)) {
      throw new IllegalArgumentException("turns must be finite, was " + turns);
    }
  }

  @Override
  public int inputs() {
    return 2;
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
    Key key = draws.key(name);
    Tensor x = Tensor.zeros(Precision.FLOAT64, 2, count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, classes, count);
    for (int b = 0; b < count; b++) {
      int label = b % classes;
      double radius = key.child("radius").uniform(b);
      double turn = turns * radius + (double) label / classes;
      double angle = Math.fma(noise, key.child("angle").normal(b), 2 * Math.PI * turn);
      x.set(0, b, radius * StrictMath.cos(angle));
      x.set(1, b, radius * StrictMath.sin(angle));
      y.set(label, b, 1);
    }
    return new Examples(x, y);
  }
}
