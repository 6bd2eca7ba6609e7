package org.phasegrid.worker.train;

import java.util.Set;

/** Who watches a run. */
public interface Observer {
  /** An observer of nothing. */
  Observer NOBODY =
      new Observer() {
        @Override
        public Set<Need.Standing<?>> standing() {
          return Set.of();
        }

        @Override
        public boolean looks(long step, Snapshot.Moment moment) {
          return false;
        }

        @Override
        public void see(Snapshot snapshot) {}
      };

  /** The needs that must follow the run from step 0. */
  Set<Need.Standing<?>> standing();

  /** Whether it wants to see step t. */
  boolean looks(long step, Snapshot.Moment moment);

  /** Called in order of steps where {@link #looks} said so. */
  void see(Snapshot snapshot);
}
