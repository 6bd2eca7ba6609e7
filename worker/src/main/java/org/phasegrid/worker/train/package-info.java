/**
 * The training loop, and what can be seen of it. Symbols: theta_t parameters before step t, L_t
 * loss at theta_t, T the asked steps.
 */
@NullMarked
package org.phasegrid.worker.train;

import org.jspecify.annotations.NullMarked;
