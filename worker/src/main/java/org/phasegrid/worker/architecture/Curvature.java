package org.phasegrid.worker.architecture;

import org.phasegrid.worker.kernel.Tensor;

/**
 * Products with the derivatives of a fit f(x; theta) at one theta: J = df/dtheta (K B, P), S =
 * d²L/df², H = d²L/dtheta². Fixed blocks are no parameters: their entries of v are ignored, those
 * of results are +0.0.
 */
public interface Curvature {
  /** out = H v: v, out (1, P). Pearlmutter 1994. */
  void hessianTimes(Tensor v, Tensor out);

  /**
   * out = Jᵀ S J v, the Gauss-Newton matrix: v, out (1, P). Its nonzero spectrum is that of the
   * loss-weighted NTK.
   */
  void gaussNewtonTimes(Tensor v, Tensor out);

  /**
   * The neural tangent kernel J Jᵀ (K B, K B), row k B + b; Jacot, Gabriel and Hongler 2018 (arXiv
   * 1806.07572).
   */
  Tensor tangentKernel();

  /** f (K, B). */
  Tensor outputs();

  /** y (K, B). */
  Tensor targets();

  /** out = S v for a direction v (K, B) of outputs; out (K, B) is overwritten. */
  void lossHessianTimes(Tensor v, Tensor out);
}
