package org.phasegrid.sweeps.read;

import org.phasegrid.worker.indicator.Indicator;

/**
 * One entry of {@code measure:}, or one variant of an entry whose parameters are axes.
 *
 * @param name the indicator's name, or what {@code as:} calls it
 * @param indicator what is measured; {@link Renamed} where {@code as:} gives a name
 */
public record Measure(String name, Indicator indicator) {
  /** The indicator under its own name. */
  public Indicator bare() {
    return indicator instanceof Renamed renamed ? renamed.indicator() : indicator;
  }
}
