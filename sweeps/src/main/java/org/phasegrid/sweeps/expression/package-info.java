/** The one expression grammar of {@code =values}, {@code where} and {@code check}. */
@NullMarked
package org.phasegrid.sweeps.expression;

import org.jspecify.annotations.NullMarked;
