package org.phasegrid.worker.theory;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Descent of one relu layer under a fixed readout, without its weights: exact for any step and with
 * gates flipping (papers/gram-hierarchy B.8; arXiv 2606.09744 for the closure at depth one).
 *
 * <p>h' = h - eta gamma (a theta r) Q_0 with theta = 1[h > 0], r = aᵀ(theta h) - y; the loss is
 * |r|²/2.
 *
 * @param a readout (n, 1)
 * @param inputs Q_0 = Xᵀ X (N, N)
 * @param y targets (1, N)
 * @param gamma rate factor of the weights
 * @param h preactivations (n, N)
 */
public record OneLayerFields(Tensor a, Tensor inputs, Tensor y, double gamma, Tensor h) {

  /** theta h (n, N). */
  public Tensor activations(Kernels kernels) {
    Tensor u = Tensor.zeros(Precision.FLOAT64, h.rows(), h.columns());
    kernels.relu(h, u);
    return u;
  }

  /** r (1, N). */
  public Tensor residual(Kernels kernels) {
    Tensor r = Tensor.zeros(Precision.FLOAT64, 1, h.columns());
    kernels.gemmTransposed(a, activations(kernels), r);
    kernels.subtract(r, y, r);
    return r;
  }

  /** The fields one step of size {@code eta} later. */
  public OneLayerFields after(Kernels kernels, double eta) {
    Tensor force = Tensor.zeros(Precision.FLOAT64, h.rows(), h.columns());
    kernels.gemm(a, residual(kernels), force);
    kernels.reluBackward(1, h, force);
    Tensor change = Tensor.zeros(Precision.FLOAT64, h.rows(), h.columns());
    kernels.gemm(force, inputs, change);
    Tensor next = h.to(Precision.FLOAT64);
    kernels.axpy(-eta * gamma, change, next);
    return new OneLayerFields(a, inputs, y, gamma, next);
  }
}
