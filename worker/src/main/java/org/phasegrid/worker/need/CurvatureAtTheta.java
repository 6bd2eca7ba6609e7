package org.phasegrid.worker.need;

import org.phasegrid.worker.architecture.Curvature;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/** The second-order products of the loss at theta_t. */
public record CurvatureAtTheta() implements Need<Curvature> {
  @Override
  public Curvature at(Snapshot snapshot) {
    return snapshot.objective().curvature(snapshot.theta());
  }
}
