package org.phasegrid.sweeps.refine;

import java.util.List;

/**
 * The {@code refine:} of a sweep: the grid as declared is the finest, and points are trained where
 * a column changes.
 *
 * @param along column of runs, labels or truths
 * @param in columns of the two axes
 * @param levels halvings from the first pass, which takes every 2^levels-th point
 */
public record Refine(String along, List<String> in, int levels) {
  public Refine {
    in = List.copyOf(in);
    if (in.size() != 2) {
      throw new IllegalArgumentException("in has " + in.size() + " axes, wanted two");
    }
    if (!(levels >= 1 && levels <= 20)) {
      throw new IllegalArgumentException("levels must lie in [1, 20], was " + levels);
    }
  }
}
