/**
 * The layerwise Gram hierarchy of gradient descent (Nordio 2026, arXiv 2606.09744): training as a
 * dynamics of fields on the training set. Every formula is derived from the chain rule and checked
 * numerically; the paper's own equations could not be read.
 *
 * <p>Symbols: N examples, K outputs, L hidden layers of widths n_l, u_0 = x, h_l = W_l u_{l-1} +
 * c_l, u_l = phi(h_l), f = h_{L+1}. W_l contains the multiplier m_l. Gates theta_l = phi'(h_l): 0
 * and 1 for relu. Outputs and residual carry the roots of the loss weights, r = sqrt(w) (f - y)
 * with L = |r|²/2, so that sums and means over examples read alike. Conjugate fields b_l =
 * d(output)/du_l, b_{L+1} = sqrt(w) e_k, delta_l = theta_l b_l, b_{l-1} = W_lᵀ delta_l, for every
 * output k: columns k N + mu. Descent moves W_l by -eta gamma_l dL/dW_l (gamma_l = m_l² times the
 * rate factor, 0 where fixed) and c_l by -eta beta_l dL/dc_l.
 *
 * <p>Overlaps Q_l = u_lᵀ u_l (N, N) and S_l = delta_lᵀ delta_l (K N, K N); the kernel of the
 * residual equation dr/dt = -K r is the sum over layers of K_l = (gamma_l Q_{l-1} + beta_l) S_l,
 * entry by entry, the same N by N block for every pair of outputs.
 *
 * <p>With <em>gates held</em> a layer responds linearly, u_l + theta_l (h - h_l): for relu the
 * motion between gate crossings, which the paper describes. What an activation does beyond that is
 * called jump.
 */
@NullMarked
package org.phasegrid.worker.indicator.gram;

import org.jspecify.annotations.NullMarked;
