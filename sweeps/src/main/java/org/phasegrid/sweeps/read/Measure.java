package org.phasegrid.sweeps.read;

import org.phasegrid.worker.indicator.Indicator;

/**
 * One entry of {@code measure:}.
 *
 * @param name the indicator's name
 */
public record Measure(String name, Indicator indicator) {}
