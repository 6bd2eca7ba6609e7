/**
 * Activation functions phi.
 *
 * <p>Symbols: z preactivations (n, B), h = phi(z) activations (n, B), d derivatives of the loss by
 * h or z (n, B).
 */
@NullMarked
package org.phasegrid.worker.activation;

import org.jspecify.annotations.NullMarked;
