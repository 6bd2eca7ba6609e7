package org.phasegrid.sweeps.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Rows of a table, in its order, whose columns are the names of an expression. */
public interface Rows {
  int size();

  /** The cell of a row; an {@link IllegalArgumentException} says which columns there are. */
  Value value(int row, String column);

  /** The one value of a name that is the same for all rows, as a run's rate for its looks. */
  default Optional<Value> constant(String name) {
    return Optional.empty();
  }

  /** One row as a scope. */
  default Scope row(int row) {
    return name -> value(row, name);
  }

  /** Columns of Java numbers, booleans and texts; {@link Value#NOTHING} where a cell is empty. */
  static Rows of(Map<String, ? extends List<?>> columns) {
    int size = columns.values().stream().mapToInt(List::size).max().orElse(0);
    return new Rows() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Value value(int row, String column) {
        List<?> cells = columns.get(column);
        if (cells == null) {
          throw new IllegalArgumentException(
              "no column is named '"
                  + column
                  + "'; there are: "
                  + String.join(", ", new TreeSet<>(columns.keySet())));
        }
        return Value.of(cells.get(row));
      }
    };
  }
}
