/**
 * Initializations: theta_0 by seed and layer. Symbols: W (n_out, n_in) weights, b (n_out) biases.
 */
@NullMarked
package org.phasegrid.worker.initialization;

import org.jspecify.annotations.NullMarked;
