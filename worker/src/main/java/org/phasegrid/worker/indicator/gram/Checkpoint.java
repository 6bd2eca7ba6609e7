package org.phasegrid.worker.indicator.gram;

import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/**
 * The fields and the kernel at one theta.
 *
 * @param theta (1, P)
 */
record Checkpoint(Network network, Tensor theta, Fields fields, ResidualKernel kernel) {

  static Checkpoint at(Network network, Tensor theta) {
    Fields fields = Fields.at(network, theta);
    return new Checkpoint(network, theta, fields, ResidualKernel.of(network, fields));
  }

  /** Whether all that follows is defined. */
  boolean finite() {
    return network.kernels().finite(kernel.total()) && network.kernels().finite(fields.r());
  }

  /** The fields and the kernel at theta_t; asked for where theta_t is finite. */
  record AtTheta() implements Need<Checkpoint> {
    @Override
    public Checkpoint at(Snapshot snapshot) {
      return Checkpoint.at(
          new Network(snapshot.objective(), snapshot::rateFactor), snapshot.theta());
    }
  }
}
