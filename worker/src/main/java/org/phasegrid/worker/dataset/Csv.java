package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Required;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.file.NumericArray;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;

/**
 * Examples from comma-separated numbers, one example per line, the targets in the last columns. The
 * draws do not matter.
 */
@About("examples from a csv file: one line each, the targets in the last columns")
public record Csv(
    @Required @About("the file, relative to the document") Content file,
    @About("how many of the last columns are targets") int targetColumns,
    @About("how targets are read: values, or classes (made one-hot)") Targets targets,
    @About("what is brought to mean 0 and variance 1: none, example or input")
        Standardize standardize)
    implements Dataset {
  public static final Csv UNNAMED =
      new Csv(new Content("", new byte[0]), 1, Targets.VALUES, Standardize.NONE);

  public Csv {
    Counts.positive("target-columns", targetColumns);
  }

  @Override
  public int examples() {
    return array().rows();
  }

  @Override
  public int inputs() {
    return array().columns() - targetColumns;
  }

  @Override
  public int outputs() {
    return targets.outputs(file.name(), array(), inputs(), targetColumns);
  }

  @Override
  public Examples draw(Draws draws) {
    NumericArray array = array();
    Tensor x = Targets.columns(array, 0, array.columns() - targetColumns);
    standardize.apply(x);
    return new Examples(
        x, targets.read(file.name(), array, array.columns() - targetColumns, targetColumns));
  }

  private NumericArray array() {
    NumericArray array = org.phasegrid.worker.file.Csv.read(file);
    if (array.columns() <= targetColumns) {
      throw new IllegalArgumentException(
          file.name()
              + " has "
              + array.columns()
              + " columns, too few for inputs beside "
              + targetColumns
              + " of targets");
    }
    return array;
  }
}
