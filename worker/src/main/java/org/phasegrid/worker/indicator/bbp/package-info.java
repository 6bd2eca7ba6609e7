/**
 * Spectral phase transitions of weight matrices during training (arXiv 2606.28486). Symbols: those
 * of {@code spectrum} and {@code theory}; layers are weight matrices, 1..L hidden, L + 1 the
 * readout.
 */
@NullMarked
package org.phasegrid.worker.indicator.bbp;

import org.jspecify.annotations.NullMarked;
