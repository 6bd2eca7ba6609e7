/**
 * Losses.
 *
 * <p>Symbols: f outputs (K, B), y targets (K, B), r = dL/df (K, B), S = d²L/df² (block diagonal
 * over examples).
 */
@NullMarked
package org.phasegrid.worker.loss;

import org.jspecify.annotations.NullMarked;
