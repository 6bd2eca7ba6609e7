/**
 * Architectures: f(x; theta), its loss and their derivatives.
 *
 * <p>Symbols: L hidden layers, n_0 inputs, n_l units, n_{L+1} = K outputs, B examples; W_l (n_l,
 * n_{l-1}), b_l (n_l), z_l, h_l (n_l, B), theta (1, P) all parameters in layer order, weights
 * before biases; m_l the multiplier of layer l.
 *
 * <p>Models without examples (uv, ripple, quadratic) are members too: their data set does not
 * matter, and what needs examples is refused.
 */
@NullMarked
package org.phasegrid.worker.architecture;

import org.jspecify.annotations.NullMarked;
