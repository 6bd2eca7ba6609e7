package org.phasegrid.driver.export;

import java.util.List;
import java.util.Optional;

/** The formats. */
public final class Formats {
  public static final List<Format> ALL = List.of(new Parquet(), new Csv(), new Ndjson());

  private Formats() {}

  /** The format called {@code name}. */
  public static Optional<Format> find(String name) {
    return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
  }
}
