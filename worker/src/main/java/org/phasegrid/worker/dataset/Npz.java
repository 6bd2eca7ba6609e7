package org.phasegrid.worker.dataset;

import java.util.Map;
import java.util.Objects;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Required;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.file.NumericArray;
import org.phasegrid.worker.file.Numpy;

/**
 * Examples from a numpy archive: inputs (examples, inputs) and targets (examples) or (examples,
 * outputs). The draws do not matter.
 */
@About(
    "examples from a numpy npz archive: inputs (examples, inputs), targets (examples) or (examples, outputs)")
public record Npz(
    @Required @About("the archive, relative to the document") Content file,
    @About("name of the array of inputs") String x,
    @About("name of the array of targets") String y,
    @About("how targets are read: values, or classes (made one-hot)") Targets targets,
    @About("what is brought to mean 0 and variance 1: none, example or input")
        Standardize standardize,
    @About("how many examples are trained on: all, or a number; the rest is to test on")
        Limit limit)
    implements FileSet {
  public static final Npz UNNAMED =
      new Npz(
          new Content("", new byte[0]),
          "X",
          "y",
          Targets.VALUES,
          Standardize.NONE,
          new Limit.All());

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public int there() {
    return array(x).rows();
  }

  @Override
  public int inputs() {
    return array(x).columns();
  }

  @Override
  public int outputs() {
    NumericArray array = array(y);
    return targets.outputs(file.name() + ":" + y, array, 0, array.columns());
  }

  @Override
  public Examples read(int first, int count) {
    NumericArray inputs = array(x);
    NumericArray labels = array(y);
    if (inputs.rows() != labels.rows()) {
      throw new IllegalArgumentException(
          file.name()
              + " has "
              + inputs.rows()
              + " rows of inputs "
              + x
              + " but "
              + labels.rows()
              + " of targets "
              + y);
    }
    return new Examples(
        Targets.columns(inputs, first, count, 0, inputs.columns()),
        targets.read(file.name() + ":" + y, labels, first, count, 0, labels.columns()));
  }

  private NumericArray array(String name) {
    Map<String, NumericArray> arrays = Numpy.npz(file);
    if (!arrays.containsKey(name)) {
      throw new IllegalArgumentException(
          file.name()
              + " has no array named '"
              + name
              + "'; there are: "
              + String.join(", ", arrays.keySet()));
    }
    return Objects.requireNonNull(arrays.get(name));
  }
}
