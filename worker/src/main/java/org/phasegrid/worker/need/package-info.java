/**
 * What measuring rests on, computed once per look whoever asks: always in float64 on the whole
 * training set.
 */
@NullMarked
package org.phasegrid.worker.need;

import org.jspecify.annotations.NullMarked;
