/** Indicators that are no paper's own: losses, curvature, norms, signal propagation. */
@NullMarked
package org.phasegrid.worker.indicator.general;

import org.jspecify.annotations.NullMarked;
