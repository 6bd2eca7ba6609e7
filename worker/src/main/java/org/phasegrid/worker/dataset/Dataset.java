package org.phasegrid.worker.dataset;

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
}
