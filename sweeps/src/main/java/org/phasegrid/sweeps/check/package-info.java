/** Acceptance statements that a sweep carries: what must hold of its tables. */
@NullMarked
package org.phasegrid.sweeps.check;

import org.jspecify.annotations.NullMarked;
