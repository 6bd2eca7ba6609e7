package org.phasegrid.driver.plot;

import java.util.List;

/** The plots there are. */
public final class Plots {
  private static final List<Plot> ALL =
      List.of(new Heatmap(), new Lines(), new Bifurcation(), new Spectrum(), new Cloud());

  private Plots() {}

  public static List<Plot> all() {
    return ALL;
  }

  /** The plot of that name; an error that lists what there is when absent. */
  public static Plot named(String name) {
    return ALL.stream()
        .filter(plot -> plot.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no plot is named '"
                        + name
                        + "'; there are: "
                        + String.join(", ", ALL.stream().map(Plot::name).toList())));
  }
}
