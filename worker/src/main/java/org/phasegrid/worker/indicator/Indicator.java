package org.phasegrid.worker.indicator;

import java.util.List;
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

  /** A meter for one run. */
  Meter start();
}
