package org.phasegrid.worker.file;

import java.util.Arrays;

/**
 * A rectangular array of numbers as a file holds it.
 *
 * @param shape lengths of the dimensions; empty for a single number
 * @param values row-major (last index fastest)
 * @param integers whether the file's type is an integer or boolean one
 */
public record NumericArray(int[] shape, double[] values, boolean integers) {
  /** Rows of a matrix; a vector has one per element. */
  public int rows() {
    return shape.length == 0 ? 1 : shape[0];
  }

  /** Columns of a matrix; a vector has one, more dimensions are flattened. */
  public int columns() {
    return rows() == 0 ? 0 : values.length / rows();
  }

  /** The shape as numpy prints it, for messages. */
  public String shapeText() {
    return Arrays.toString(shape).replace('[', '(').replace(']', ')');
  }
}
