package org.phasegrid.worker.indicator.gram;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * What one step of descent did to the residual, with the exact law of the step whatever its size
 * and whatever the gates did: r' = r - eta K(t, t+1) r + Phi, where K(t, t+1) is the sum over
 * layers of (gamma_l Q_{l-1}(t) + beta_l) times delta_l'ᵀ delta_l(t), delta' with the new weights
 * and the old gates, and Phi is {@link Fields#force}.
 *
 * @param closureNorm |r' - r + eta K r|
 * @param forceNorm |Phi|
 * @param drive eta |K r|
 * @param defect |r' - r + eta K(t, t+1) r - Phi| / (|r| + |r'|)
 * @param flips share of the gates that changed
 */
record Step(double closureNorm, double forceNorm, double drive, double defect, double flips) {

  /**
   * @param held the fields at the new theta with the gates of {@code old}
   */
  static Step of(Checkpoint old, Fields now, Fields held, double eta) {
    Network network = old.network();
    Kernels kernels = network.kernels();
    Tensor r = old.fields().r();
    Tensor change = Network.zeros(1, r.size());
    kernels.subtract(now.r(), r, change);
    Tensor driven = ResidualKernel.times(network, old.kernel().total(), r);
    Tensor closure = network.copy(change);
    kernels.axpy(eta, driven, closure);
    Tensor phi = Fields.force(network, old.fields(), now, held);
    Tensor defect = network.copy(change);
    for (int layer = 1; layer <= network.depth() + 1; layer++) {
      if (network.trained(layer)) {
        Tensor metric = old.kernel().metric()[layer];
        kernels.axpy(eta, old.fields().twoTimes(network, held, layer, metric), defect);
      }
    }
    kernels.axpy(-1, phi, defect);
    double size = network.norm(r) + network.norm(now.r());
    return new Step(
        network.norm(closure),
        network.norm(phi),
        Math.abs(eta) * network.norm(driven),
        size == 0 ? 0 : network.norm(defect) / size,
        Fields.flips(network, old.fields(), now));
  }

  /** |r' - r + eta K r| / (eta |K r|); 0 where nothing drives. */
  double closureResidual() {
    return drive == 0 ? 0 : closureNorm / drive;
  }

  /** |Phi| / (eta |K r|); 0 where nothing drives. */
  double flipForce() {
    return drive == 0 ? 0 : forceNorm / drive;
  }
}
