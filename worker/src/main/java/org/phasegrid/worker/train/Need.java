package org.phasegrid.worker.train;

import java.util.Set;

/**
 * Something that measuring rests on, e.g. the Hessian at theta_t. Needs are records: equal needs
 * are one need, computed once per look whoever asks.
 *
 * @param <T> what it gives
 */
public interface Need<T> {
  /** Its value at a look. */
  T at(Snapshot snapshot);

  /** The needs it asks for itself. */
  default Set<Need<?>> needs() {
    return Set.of();
  }

  /**
   * A need that follows the run from step 0: theta_0, a perturbed twin, a running mean.
   *
   * @param <T> what it gives
   */
  interface Standing<T> extends Need<T> {
    /** What it keeps, begun at step 0. */
    Following<T> begin(Snapshot first);

    @Override
    default T at(Snapshot snapshot) {
      return snapshot.following(this).value();
    }
  }

  /**
   * The state of a standing need during one run.
   *
   * @param <T> what it gives
   */
  interface Following<T> {
    /** Sees every step, 0 included, before the looks at it. */
    default void step(Snapshot snapshot) {}

    T value();
  }
}
