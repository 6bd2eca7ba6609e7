package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.phasegrid.driver.store.Table;

/**
 * One axis of a diagram: the column it stands for, and that column's values in declared order.
 *
 * @param column the table's name of it, e.g. {@code learning_rate}
 * @param label as printed; the unit is added in brackets
 * @param unit empty when dimensionless
 * @param values Double, Long, String or Boolean, none twice
 */
public record GridAxis(
    String column, String label, String unit, AxisScale scale, List<Object> values) {
  /** Steps of an even axis agree to this share of a step: decimal ends printed to 4 digits. */
  private static final double EVEN = 1e-3;

  public GridAxis {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("axis " + column + " has no values");
    }
    Map<Object, Object> seen = new HashMap<>();
    for (Object value : values) {
      if (!(value instanceof Number || value instanceof String || value instanceof Boolean)) {
        throw new IllegalArgumentException(
            "axis "
                + column
                + " takes numbers, labels and booleans, was given "
                + value.getClass());
      }
      if (seen.put(key(value), value) != null) {
        throw new IllegalArgumentException("axis " + column + " has the value " + value + " twice");
      }
    }
  }

  /**
   * The axis made of a column's own distinct values in ascending order, for columns that no sweep
   * has declared; its scale is the one on which the values are even, linear when neither is.
   */
  public static GridAxis ofColumn(Table.Column column) {
    Map<Object, Object> distinct = new HashMap<>();
    boolean numbers = column.type() == Table.Type.NUMBER || column.type() == Table.Type.INTEGER;
    for (Object cell : column.cells()) {
      if (cell instanceof double[]) {
        throw new IllegalArgumentException(
            "column " + column.name() + " holds vectors and cannot be an axis");
      }
      if (cell != null && !(cell instanceof Double d && !Double.isFinite(d))) {
        distinct.putIfAbsent(key(cell), cell);
      }
    }
    if (distinct.isEmpty()) {
      throw new IllegalArgumentException(
          "column " + column.name() + " has no defined value and cannot be an axis");
    }
    List<Object> values = new ArrayList<>(new TreeMap<>(distinct).values());
    String label = spoken(column.name());
    if (!numbers) {
      return new GridAxis(column.name(), label, column.unit(), AxisScale.CATEGORY, values);
    }
    GridAxis linear = new GridAxis(column.name(), label, column.unit(), AxisScale.LINEAR, values);
    GridAxis log = new GridAxis(column.name(), label, column.unit(), AxisScale.LOG10, values);
    return values.size() > 2 && !linear.even() && log.even() ? log : linear;
  }

  /** A column's name as words: {@code loss_final} reads "loss final". */
  public static String spoken(String column) {
    return column.replace('_', ' ');
  }

  /** What two values share exactly when they are the same point: 2 is 2.0, and -0.0 is 0.0. */
  public static Object key(Object value) {
    return value instanceof Number n ? (Object) (n.doubleValue() + 0.0) : value.toString();
  }

  /** Index of each value, by {@link #key}. */
  Map<Object, Integer> indices() {
    Map<Object, Integer> indices = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      indices.put(key(values.get(i)), i);
    }
    return indices;
  }

  public int size() {
    return values.size();
  }

  /** As printed beside the axis: the label, then the unit in brackets. */
  public String title() {
    return unit.isEmpty() ? label : label + " [" + unit + "]";
  }

  /** Whether every value is a number. */
  public boolean numeric() {
    return values.stream().allMatch(Number.class::isInstance);
  }

  /** Value {@code i} as a number; NaN when it is a label. */
  public double number(int i) {
    return values.get(i) instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  /** Whether the values are numbers at equal steps of the scale, ascending or descending. */
  public boolean even() {
    if (scale == AxisScale.CATEGORY || !numeric()) {
      return false;
    }
    int n = values.size();
    double first = scale.position(number(0));
    double last = scale.position(number(n - 1));
    double step = n == 1 ? 1 : (last - first) / (n - 1);
    if (!Double.isFinite(step)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (!(Math.abs(scale.position(number(i)) - first - i * step) <= EVEN * Math.abs(step))) {
        return false;
      }
    }
    return true;
  }
}
