package org.phasegrid.worker.indicator;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the replicas of a cell show only together, e.g. the overlap of their leading singular
 * vectors: computed after training, from stored columns alone.
 */
public interface CellIndicator {
  /**
   * Its columns in the table of cells; the scope says in which rows: the cell's own, those of its
   * looks, or those of its looks and layers (a layer without a look too).
   */
  List<Column> columns();

  /** The columns it reads: of runs, or of the rows of its scope. */
  Set<String> reads();

  /** Puts its columns for one row of a cell; what is undefined it leaves out. */
  void of(Replicas replicas, Out out);

  /** The replicas that have a row, in the order of the grid. */
  interface Replicas {
    int size();

    /** The run of a replica. */
    Setting setting(int replica);

    /**
     * A stored value: Double, Long, Boolean, String or double[]; empty where undefined.
     *
     * @param column one of {@link CellIndicator#reads}
     */
    Optional<Object> value(int replica, String column);
  }
}
