package org.phasegrid.worker.kernel;

/** A tensor to work in that is kept from call to call and grows to the largest asked for. */
final class Room {
  private Tensor f64 = Tensor.zeros(Precision.FLOAT64, 1, 0);
  private Tensor f32 = Tensor.zeros(Precision.FLOAT32, 1, 0);

  /** A tensor (rows, columns) with anything in it, until the next call. */
  Tensor of(Precision precision, int rows, int columns) {
    int size = Math.multiplyExact(rows, columns);
    if (precision == Precision.FLOAT64) {
      f64 = f64.size() >= size ? f64 : Tensor.zeros(precision, 1, size);
      return f64.view(0, rows, columns);
    }
    f32 = f32.size() >= size ? f32 : Tensor.zeros(precision, 1, size);
    return f32.view(0, rows, columns);
  }
}
