package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Required;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.file.NumericArray;
import org.phasegrid.worker.file.Numpy;

/**
 * Examples from two numpy arrays: inputs (examples, inputs) and targets (examples) or (examples,
 * outputs); more dimensions of the inputs are flattened.
 */
@About(
    "examples from two numpy npy files: inputs (examples, inputs), targets (examples) or (examples, outputs)")
public record Npy(
    @Required @About("the file of the inputs, relative to the document") Content x,
    @Required @About("the file of the targets, relative to the document") Content y,
    @About("how targets are read: values, or classes (made one-hot)") Targets targets,
    @About("what is brought to mean 0 and variance 1: none, example or input")
        Standardize standardize,
    @About("how many examples are trained on: all, or a number; the rest is to test on")
        Limit limit)
    implements FileSet {
  public static final Npy UNNAMED =
      new Npy(
          new Content("", new byte[0]),
          new Content("", new byte[0]),
          Targets.VALUES,
          Standardize.NONE,
          new Limit.All());

  @Override
  public String name() {
    return x.name();
  }

  @Override
  public int there() {
    return Numpy.npy(x).rows();
  }

  @Override
  public int inputs() {
    return Numpy.npy(x).columns();
  }

  @Override
  public int outputs() {
    NumericArray labels = Numpy.npy(y);
    return targets.outputs(y.name(), labels, 0, labels.columns());
  }

  @Override
  public Examples read(int first, int count) {
    NumericArray inputs = Numpy.npy(x);
    NumericArray labels = Numpy.npy(y);
    Targets.sameCount(x.name(), inputs.rows(), y.name(), labels.rows());
    return new Examples(
        Targets.columns(inputs, first, count, 0, inputs.columns()),
        targets.read(y.name(), labels, first, count, 0, labels.columns()));
  }
}
