package org.phasegrid.driver.plot;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a picture says about itself.
 *
 * @param title printed above; empty: what is shown
 * @param sweep the sweep's name, printed below with the number of runs
 * @param metadata kept inside the file, e.g. sweep, version, a digest of the run ids; keys of at
 *     most 79 Latin letters, as PNG has it
 * @param notes what the reader must know of these runs, a line each
 */
public record Caption(
    String title, String sweep, Map<String, String> metadata, List<String> notes) {
  /** A caption without notes. */
  public Caption(String title, String sweep, Map<String, String> metadata) {
    this(title, sweep, metadata, List.of());
  }

  public Caption {
    notes = List.copyOf(notes);
    for (String key : metadata.keySet()) {
      if (!key.matches("[!-~]([ -~]{0,77}[!-~])?")) {
        throw new IllegalArgumentException(
            "a picture's metadata key must be 1 to 79 printable ASCII characters, was '"
                + key
                + "'");
      }
    }
    // In the order of the keys, so that the same entries give the same bytes.
    metadata = java.util.Collections.unmodifiableMap(new TreeMap<>(metadata));
  }
}
