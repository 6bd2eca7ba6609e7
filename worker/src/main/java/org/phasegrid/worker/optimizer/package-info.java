/**
 * Optimizers: one step from a gradient. Symbols: theta parameters, g gradient, eta learning rate, v
 * memory.
 */
@NullMarked
package org.phasegrid.worker.optimizer;

import org.jspecify.annotations.NullMarked;
