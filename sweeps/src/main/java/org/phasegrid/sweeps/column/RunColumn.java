package org.phasegrid.sweeps.column;

import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.worker.indicator.Column;

/**
 * One entry of {@code columns:}, a value per run from its columns, its axes and its looks.
 *
 * @param type numbers or truths
 */
public record RunColumn(String name, Expression expression, Column.Type type) {}
