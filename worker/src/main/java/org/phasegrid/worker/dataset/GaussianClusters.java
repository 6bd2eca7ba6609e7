package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * Gaussian clusters with one-hot targets: x_b = mean of b's class + standard normal noise.
 *
 * <p>{@code mean: class} gives each class a mean with standard normal entries times {@code
 * separation}, {@code common} gives all examples one such mean (a dominant data direction as
 * natural images have it, and labels that are noise; SCIENCE C2), {@code axis} gives class k the
 * mean {@code separation} e_k (arXiv:2606.29679), {@code none} no mean. Classes are drawn uniformly
 * with {@code common} and {@code none}, and dealt in turn with {@code class} and {@code axis}.
 */
@About(
    value = "gaussian inputs around a mean per class, or one common mean; one-hot targets",
    paper = "arXiv:2302.12250")
public record GaussianClusters(
    @About("number of examples") int examples,
    @About("input dimension") int inputs,
    @About("number of classes") int classes,
    @About("which examples share a mean: class, axis, common or none") Mean mean,
    @About("standard deviation of the entries of a mean, or its length along an axis")
        double separation,
    @About("what is brought to mean 0 and variance 1: none, example or input")
        Standardize standardize)
    implements Dataset {
  /** Which examples share a mean. */
  public enum Mean {
    CLASS,
    AXIS,
    COMMON,
    NONE
  }

  public static final GaussianClusters SMALL =
      new GaussianClusters(256, 64, 10, Mean.CLASS, 1, Standardize.NONE);

  public GaussianClusters {
    Counts.positive("examples", examples);
    Counts.positive("inputs", inputs);
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2, was " + classes);
    }
    if (mean == Mean.AXIS && classes > inputs) {
      throw new IllegalArgumentException(
          "mean: axis wants an input per class, " + classes + ", was inputs " + inputs);
    }
    if (!(separation >= 0 && separation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "separation must be finite and not negative, was " + separation);
    }
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public Examples draw(Draws draws) {
    Examples drawn = drawn(draws, "data", examples);
    standardize.apply(drawn.x(), drawn.x());
    return drawn;
  }

  @Override
  public Examples beside(Draws draws, String name, int count) {
    Examples drawn = drawn(draws, name, count);
    standardize.apply(
        drawn.x(),
        standardize == Standardize.INPUT ? drawn(draws, "data", examples).x() : drawn.x());
    return drawn;
  }

  private Examples drawn(Draws draws, String name, int count) {
    Key key = draws.key(name);
    Key means = draws.key("data").child("mean");
    Tensor x = GaussianNoise.normals(key.child("x"), inputs, count);
    Tensor y = Tensor.zeros(Precision.FLOAT64, classes, count);
    for (int b = 0; b < count; b++) {
      boolean dealt = mean == Mean.CLASS || mean == Mean.AXIS;
      int label = dealt ? b % classes : key.child("label").index(b, classes);
      y.set(label, b, 1);
      if (mean == Mean.AXIS) {
        x.set(label, b, x.get(label, b) + separation);
      } else if (mean != Mean.NONE) {
        Key center = means.child(mean == Mean.CLASS ? label : 0);
        for (int i = 0; i < inputs; i++) {
          x.set(i, b, Math.fma(separation, center.normal(i), x.get(i, b)));
        }
      }
    }
    return new Examples(x, y);
  }
}
