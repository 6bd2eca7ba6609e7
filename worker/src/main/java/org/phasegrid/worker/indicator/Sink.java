package org.phasegrid.worker.indicator;

/** What keeps what is put as one object a column: NaN is dropped, vectors are copied. */
public abstract class Sink implements Out {
  /** Keeps a Double, Long, Boolean, String or double[]. */
  protected abstract void keep(String column, Object value);

  /** Keeps a Double, Long, Boolean or double[] of a layer. */
  protected abstract void keep(int layer, String column, Object value);

  @Override
  public void put(String column, double value) {
    if (!Double.isNaN(value)) {
      keep(column, value);
    }
  }

  @Override
  public void put(String column, long value) {
    keep(column, value);
  }

  @Override
  public void put(String column, boolean value) {
    keep(column, value);
  }

  @Override
  public void put(String column, String label) {
    keep(column, label);
  }

  @Override
  public void put(String column, double[] values) {
    keep(column, values.clone());
  }

  @Override
  public void put(int layer, String column, double value) {
    if (!Double.isNaN(value)) {
      keep(layer, column, value);
    }
  }

  @Override
  public void put(int layer, String column, long value) {
    keep(layer, column, value);
  }

  @Override
  public void put(int layer, String column, boolean value) {
    keep(layer, column, value);
  }

  @Override
  public void put(int layer, String column, double[] values) {
    keep(layer, column, values.clone());
  }
}
