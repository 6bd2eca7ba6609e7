/** The grid of a sweep: every point decoded from its index, none of them kept. */
@NullMarked
package org.phasegrid.sweeps.grid;

import org.jspecify.annotations.NullMarked;
