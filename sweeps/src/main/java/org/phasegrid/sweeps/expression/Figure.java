package org.phasegrid.sweeps.expression;

/**
 * What came of a statement.
 *
 * @param holds whether it is true
 * @param text the figure that decided it, e.g. {@code 0.5532 (wanted >= 0.55)}
 */
public record Figure(boolean holds, String text) {}
