package org.phasegrid.sweeps.grid;

import java.util.BitSet;
import org.phasegrid.sweeps.document.Problem;

/** A point whose values a constructor refuses, or whose expression has no such value. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Problem problem;
  private final BitSet dimensions;

  Refused(Problem problem, BitSet dimensions) {
    super(problem.message(), null, false, false);
    this.problem = problem;
    this.dimensions = dimensions;
  }

  Problem problem() {
    return problem;
  }

  /** The dimensions it depends on. */
  BitSet dimensions() {
    return (BitSet) dimensions.clone();
  }
}
