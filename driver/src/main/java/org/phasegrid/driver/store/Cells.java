package org.phasegrid.driver.store;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/** Cells of Arrow vectors as values of {@link Table}. */
final class Cells {
  private Cells() {}

  /** The cell, null where undefined. */
  static @Nullable Object of(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof Float8Vector numbers) {
      return numbers.get(row);
    }
    if (vector instanceof BigIntVector integers) {
      return integers.get(row);
    }
    if (vector instanceof BitVector bits) {
      return bits.get(row) != 0;
    }
    if (vector instanceof VarCharVector texts) {
      return new String(texts.get(row), StandardCharsets.UTF_8);
    }
    if (vector instanceof ListVector lists) {
      int start = lists.getElementStartIndex(row);
      double[] values = new double[lists.getElementEndIndex(row) - start];
      Float8Vector items = (Float8Vector) lists.getDataVector();
      for (int i = 0; i < values.length; i++) {
        values[i] = items.get(start + i);
      }
      return values;
    }
    throw new IllegalArgumentException(
        "column " + vector.getName() + " is of a type that our tables do not hold");
  }

  /** The cell as a number, true 1 and false 0; NaN where undefined. */
  static double number(FieldVector vector, int row) {
    Object cell = of(vector, row);
    if (cell instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    return cell instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
