package org.phasegrid.worker.indicator.gram;

import java.util.Set;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/** The velocities of the kernel at theta_t; asked for where the checkpoint is finite. */
record Motion() implements Need<Velocities> {
  private static final Checkpoint.AtTheta CHECKPOINT = new Checkpoint.AtTheta();

  @Override
  public Set<Need<?>> needs() {
    return Set.of(CHECKPOINT);
  }

  @Override
  public Velocities at(Snapshot snapshot) {
    Checkpoint now = snapshot.get(CHECKPOINT);
    return Velocities.of(now.network(), now.fields(), now.kernel());
  }
}
