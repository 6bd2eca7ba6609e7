package org.phasegrid.worker.dataset;

import java.util.OptionalInt;
import org.phasegrid.worker.family.Family;

/** The checks that a count makes sense. */
final class Counts {
  private Counts() {}

  static void positive(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + count);
    }
  }

  /** {@code count}, if {@code dataset} has so many examples beside its training ones. */
  static int beside(String name, Dataset dataset, int count) {
    OptionalInt rest = dataset.rest();
    if (rest.isPresent() && (count > rest.getAsInt() || rest.getAsInt() == 0)) {
      throw new IllegalArgumentException(
          name
              + " wants "
              + Math.max(count, 1)
              + " examples, but "
              + Family.nameOf(dataset)
              + " leaves "
              + rest.getAsInt()
              + " beside its "
              + dataset.examples()
              + " training examples");
    }
    return count;
  }
}
