package org.phasegrid.worker.indicator;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.train.Need;

/**
 * Something measured in a run: its columns, its looks, its needs. A value: what it must remember in
 * a run is its {@link Meter}'s.
 */
public interface Indicator {
  List<Column> columns();

  /** All that its meter asks snapshots for. */
  Set<Need<?>> needs();

  Looks looks();

  /**
   * Why it cannot measure such a run, e.g. {@code wants architecture mlp, was uv}; empty when it
   * can. Said before anything is trained.
   */
  default Optional<String> refusal(Setting setting) {
    return Optional.empty();
  }

  /** Bytes that it holds beside a run at work, as {@code plan} tells them. */
  default double bytes(Setting setting) {
    return 0;
  }

  /** What it makes of the stored columns of a cell's replicas. */
  default List<CellIndicator> ofCells() {
    return List.of();
  }

  /** A meter for one run. */
  Meter start();
}
