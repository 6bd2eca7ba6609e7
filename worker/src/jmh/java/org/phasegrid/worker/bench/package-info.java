/** Whole trainings beside what else could be used for them. */
@NullMarked
package org.phasegrid.worker.bench;

import org.jspecify.annotations.NullMarked;
