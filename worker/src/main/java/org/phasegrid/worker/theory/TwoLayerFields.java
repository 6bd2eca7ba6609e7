package org.phasegrid.worker.theory;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Descent of two relu layers under a fixed readout in the fields (h_1, b_1) alone, without weights
 * or Gram operators: exact for any step while the gates of the second layer are held, those of the
 * first flipping freely (papers/gram-hierarchy B.8).
 *
 * <p>h' = h - eta gamma_1 (theta b r) Q_0, b' = b - eta gamma_2 (theta h r) S_2, r = sum over units
 * of b theta h - y; the loss is |r|²/2.
 *
 * @param inputs Q_0 = Xᵀ X (N, N)
 * @param top S_2 = delta_2ᵀ delta_2 (N, N), constant
 * @param y targets (1, N)
 * @param gamma1 rate factor of W_1
 * @param gamma2 rate factor of W_2
 * @param h h_1 (n_1, N)
 * @param b b_1 (n_1, N)
 */
public record TwoLayerFields(
    Tensor inputs, Tensor top, Tensor y, double gamma1, double gamma2, Tensor h, Tensor b) {

  /** r (1, N). */
  public Tensor residual(Kernels kernels) {
    Tensor terms = b.to(Precision.FLOAT64);
    kernels.reluBackward(1, h, terms);
    kernels.multiply(h, terms);
    Tensor ones = Tensor.zeros(Precision.FLOAT64, h.rows(), 1);
    ones.fill(1);
    Tensor r = Tensor.zeros(Precision.FLOAT64, 1, h.columns());
    kernels.gemmTransposed(ones, terms, r);
    kernels.subtract(r, y, r);
    return r;
  }

  /** The fields one step of size {@code eta} later. */
  public TwoLayerFields after(Kernels kernels, double eta) {
    Tensor r = residual(kernels);
    Tensor u = Tensor.zeros(Precision.FLOAT64, h.rows(), h.columns());
    kernels.relu(h, u);
    Tensor delta = b.to(Precision.FLOAT64);
    kernels.reluBackward(1, h, delta);
    return new TwoLayerFields(
        inputs,
        top,
        y,
        gamma1,
        gamma2,
        stepped(kernels, h, -eta * gamma1, delta, r, inputs),
        stepped(kernels, b, -eta * gamma2, u, r, top));
  }

  /** from + s (field r) overlap. */
  private static Tensor stepped(
      Kernels kernels, Tensor from, double s, Tensor field, Tensor r, Tensor overlap) {
    int n = field.columns();
    for (int i = 0; i < field.rows(); i++) {
      kernels.multiply(r, field.view(i * n, 1, n));
    }
    Tensor change = Tensor.zeros(Precision.FLOAT64, field.rows(), n);
    kernels.gemm(field, overlap, change);
    Tensor next = from.to(Precision.FLOAT64);
    kernels.axpy(s, change, next);
    return next;
  }
}
