/** Data sets. Symbols: x inputs (n_0, B), y targets (K, B), one example per column. */
@NullMarked
package org.phasegrid.worker.dataset;

import org.jspecify.annotations.NullMarked;
