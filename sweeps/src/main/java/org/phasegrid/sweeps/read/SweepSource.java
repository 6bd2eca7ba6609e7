package org.phasegrid.sweeps.read;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sweep as it travels: the document's text and the files it names. Reading it again gives the
 * same grid on any machine.
 *
 * @param name as messages call the document, e.g. {@code edge.yaml}
 * @param text YAML 1.2 or JSON
 * @param files bytes of every file that the document names, by the name it uses
 */
public record SweepSource(String name, String text, Map<String, byte[]> files)
    implements Serializable {
  public SweepSource {
    files = new TreeMap<>(files);
  }
}
