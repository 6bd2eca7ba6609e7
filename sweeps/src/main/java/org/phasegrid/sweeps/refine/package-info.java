/**
 * Which points of a fine grid are trained to find where a phase changes: a quadtree with a halo.
 */
@NullMarked
package org.phasegrid.sweeps.refine;

import org.jspecify.annotations.NullMarked;
