package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Required;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.file.NumericArray;

/**
 * Examples from two idx files, the format of MNIST, plain or gzip: images (examples, rows, columns)
 * flattened and divided by {@code divisor}, labels (examples) made one-hot.
 */
@About("examples from two idx files, the format of MNIST, plain or gzip: images and labels")
public record Idx(
    @Required @About("the file of the images, relative to the document") Content images,
    @Required @About("the file of the labels, relative to the document") Content labels,
    @About("what pixels are divided by: 255 brings bytes to [0, 1]") double divisor,
    @About("what is brought to mean 0 and variance 1: none, example or input")
        Standardize standardize,
    @About("how many examples are trained on: all, or a number; the rest is to test on")
        Limit limit)
    implements FileSet {
  public static final Idx UNNAMED =
      new Idx(
          new Content("", new byte[0]),
          new Content("", new byte[0]),
          255,
          Standardize.NONE,
          new Limit.All());

  public Idx {
    if (!(divisor > 0 && divisor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("divisor must be finite and above 0, was " + divisor);
    }
  }

  @Override
  public String name() {
    return images.name();
  }

  @Override
  public int there() {
    return org.phasegrid.worker.file.Idx.shape(images)[0];
  }

  @Override
  public int inputs() {
    int[] shape = org.phasegrid.worker.file.Idx.shape(images);
    int inputs = 1;
    for (int d = 1; d < shape.length; d++) {
      inputs = Math.multiplyExact(inputs, shape[d]);
    }
    return inputs;
  }

  @Override
  public int outputs() {
    NumericArray all = org.phasegrid.worker.file.Idx.all(labels);
    return Targets.CLASSES.outputs(labels.name(), all, 0, all.columns());
  }

  @Override
  public Examples read(int first, int count) {
    NumericArray all = org.phasegrid.worker.file.Idx.all(labels);
    Targets.sameCount(images.name(), there(), labels.name(), all.rows());
    NumericArray pixels = org.phasegrid.worker.file.Idx.rows(images, first, count);
    double[] values = pixels.values();
    for (int i = 0; i < values.length; i++) {
      values[i] /= divisor;
    }
    return new Examples(
        Targets.columns(pixels, 0, count, 0, pixels.columns()),
        Targets.CLASSES.read(labels.name(), all, first, count, 0, all.columns()));
  }
}
