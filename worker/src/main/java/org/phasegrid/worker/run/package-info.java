/** A run from question to answer: what decides its bits, its name, and what comes out. */
@NullMarked
package org.phasegrid.worker.run;

import org.jspecify.annotations.NullMarked;
