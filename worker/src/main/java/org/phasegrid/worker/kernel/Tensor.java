package org.phasegrid.worker.kernel;

import java.util.Arrays;

/**
 * A row-major matrix of one {@link Precision}: a window on an array, which {@link #view} shares.
 *
 * <p>The arrays are seen by kernels only; elsewhere elements are read and written as doubles (exact
 * when read, rounded when written).
 */
public final class Tensor {
  final int offset;
  final double[] f64;
  final float[] f32;
  private final Precision precision;
  private final int rows;
  private final int columns;

  private static final double[] NO_F64 = {};
  private static final float[] NO_F32 = {};

  private Tensor(
      Precision precision, double[] f64, float[] f32, int offset, int rows, int columns) {
    this.precision = precision;
    this.f64 = f64;
    this.f32 = f32;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
  }

  /** A tensor (rows, columns) of +0.0. */
  public static Tensor zeros(Precision precision, int rows, int columns) {
    int size = Math.multiplyExact(rows, columns);
    return precision == Precision.FLOAT64
        ? new Tensor(precision, new double[size], NO_F32, 0, rows, columns)
        : new Tensor(precision, NO_F64, new float[size], 0, rows, columns);
  }

  /** A float64 tensor (rows, columns) with a copy of {@code values}, row-major. */
  public static Tensor of(int rows, int columns, double... values) {
    if (values.length != rows * columns) {
      throw new IllegalArgumentException(
          values.length + " values do not fill " + rows + " x " + columns);
    }
    return new Tensor(Precision.FLOAT64, values.clone(), NO_F32, 0, rows, columns);
  }

  public Precision precision() {
    return precision;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public int size() {
    return rows * columns;
  }

  /**
   * The window (rows, columns) that begins {@code start} elements into this one and shares its
   * elements.
   */
  public Tensor view(int start, int rows, int columns) {
    if (start < 0 || start + rows * columns > size()) {
      throw new IndexOutOfBoundsException(
          "view " + start + " + " + rows + " x " + columns + " of " + size() + " elements");
    }
    return new Tensor(precision, f64, f32, offset + start, rows, columns);
  }

  /** Whether {@code other} is the same window on the same array. */
  boolean sharesAll(Tensor other) {
    return f64 == other.f64
        && f32 == other.f32
        && offset == other.offset
        && rows == other.rows
        && columns == other.columns;
  }

  public double get(int row, int column) {
    return get(row * columns + column);
  }

  /** The element at a row-major index. */
  public double get(int index) {
    return precision == Precision.FLOAT64 ? f64[offset + index] : f32[offset + index];
  }

  public void set(int row, int column, double value) {
    set(row * columns + column, value);
  }

  public void set(int index, double value) {
    if (precision == Precision.FLOAT64) {
      f64[offset + index] = value;
    } else {
      f32[offset + index] = (float) value;
    }
  }

  public void fill(double value) {
    if (precision == Precision.FLOAT64) {
      Arrays.fill(f64, offset, offset + size(), value);
    } else {
      Arrays.fill(f32, offset, offset + size(), (float) value);
    }
  }

  /**
   * Overwrites this with the elements of {@code source}, which has the same size; rounds when this
   * is narrower.
   */
  public void copyFrom(Tensor source) {
    if (source.size() != size()) {
      throw new IllegalArgumentException("copy of " + source.size() + " elements into " + size());
    }
    if (source.precision == precision) {
      if (precision == Precision.FLOAT64) {
        System.arraycopy(source.f64, source.offset, f64, offset, size());
      } else {
        System.arraycopy(source.f32, source.offset, f32, offset, size());
      }
    } else {
      for (int i = 0; i < size(); i++) {
        set(i, source.get(i));
      }
    }
  }

  /**
   * Overwrites this with the columns {@code chosen} of {@code source}, in order; rounds when this
   * is narrower.
   */
  public void copyColumns(Tensor source, int[] chosen) {
    for (int i = 0; i < rows; i++) {
      for (int b = 0; b < chosen.length; b++) {
        set(i, b, source.get(i, chosen[b]));
      }
    }
  }

  /** A copy in {@code target} precision: exact when widening, rounded to nearest when narrowing. */
  public Tensor to(Precision target) {
    Tensor copy = zeros(target, rows, columns);
    copy.copyFrom(this);
    return copy;
  }

  /** A copy of the elements, row-major, widened. */
  public double[] toArray() {
    if (precision == Precision.FLOAT64) {
      return Arrays.copyOfRange(f64, offset, offset + size());
    }
    double[] copy = new double[size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = get(i);
    }
    return copy;
  }
}
