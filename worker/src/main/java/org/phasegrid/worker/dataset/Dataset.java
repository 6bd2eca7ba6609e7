package org.phasegrid.worker.dataset;

import java.util.OptionalInt;
import org.phasegrid.worker.random.Draws;

/** Where examples come from: drawn by seed and name, or read from a file. */
public interface Dataset {
  /** B. */
  int examples();

  /** n_0. */
  int inputs();

  /** K. */
  int outputs();

  /** The training examples of a run's draws (key {@code data}; a teacher has its own). */
  Examples draw(Draws draws);

  /**
   * Other examples of the same law: class means, teacher and standardization are those of the
   * training examples, what is an example's own is drawn by {@code name}. Of a finite set they are
   * the first {@code count} that are not trained on, whatever the name.
   *
   * @param count at most {@link #rest()}
   */
  Examples beside(Draws draws, String name, int count);

  /** How many examples are not trained on; empty where they are drawn without end. */
  default OptionalInt rest() {
    return OptionalInt.empty();
  }
}
