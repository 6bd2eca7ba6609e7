package org.phasegrid.worker.optimizer;

/** The check that a share of a memory kept makes sense. */
final class Shares {
  private Shares() {}

  static void check(String name, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(name + " must lie in [0, 1), was " + share);
    }
  }
}
