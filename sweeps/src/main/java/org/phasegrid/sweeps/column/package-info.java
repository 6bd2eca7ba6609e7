/** What a sweep computes from what was measured: columns of runs, and critical values of lines. */
@NullMarked
package org.phasegrid.sweeps.column;

import org.jspecify.annotations.NullMarked;
