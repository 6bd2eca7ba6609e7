package org.phasegrid.worker.indicator;

/**
 * Where a meter puts what it measured; NaN means undefined and becomes null in the tables,
 * infinities stay.
 */
public interface Out {
  /** A value of a run column, or at a look of a step column. */
  void put(String column, double value);

  void put(String column, long value);

  void put(String column, boolean value);

  void put(String column, String label);

  void put(String column, double[] values);

  /** A value of a layer column: layer 0 is the inputs, 1..L hidden, L+1 the readout. */
  void put(int layer, String column, double value);

  default void put(int layer, String column, long value) {
    throw new IllegalStateException("no whole numbers of layers here: " + column);
  }

  default void put(int layer, String column, boolean value) {
    throw new IllegalStateException("no truths of layers here: " + column);
  }

  void put(int layer, String column, double[] values);

  /**
   * At the end of a run, the row of an earlier look of the indicator: for step columns that only
   * the whole run decides.
   */
  default Out at(long step) {
    throw new IllegalStateException("rows of earlier looks are filled at the end of the run");
  }
}
