package org.phasegrid.worker.indicator.omd;

import java.util.Locale;

/** What a run's geometry did (section D.1), in the order in which it is asked. */
enum Phase {
  /** the loss or a representation was not finite, or the loss rose above its bound */
  DIVERGED,
  /** at the first or last look all representations are the same */
  DEGENERATE,
  /** the distances moved by less than 0.02 */
  FROZEN,
  /** the distances became those of a cyclic group */
  FOURIER,
  /** no band that was not there from the start is there to stay */
  DIFFUSIVE,
  /** the band is K - 1 wide and lies in the span of the classes */
  CLUSTER,
  /** the band's multiplicity and its ratio to the second agree on one dimension */
  MANIFOLD,
  /** another band */
  BAND_OTHER;

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
