package org.phasegrid.worker.dataset;

/** The check that a count makes sense. */
final class Counts {
  private Counts() {}

  static void positive(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + count);
    }
  }
}
