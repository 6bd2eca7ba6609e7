package org.phasegrid.worker.random;

import java.util.Map;
import java.util.TreeMap;

/**
 * The keys of one run: each draw has a name (data, init, batches, teacher, ...) and depends on the
 * seed and that name alone, so the same seed is the same initialization at every learning rate.
 *
 * @param seed of every draw that is not pinned
 * @param pinned seeds of single draws by name ({@code seeds: {data: 7}})
 */
public record Draws(long seed, Map<String, Long> pinned) {
  public Draws {
    pinned = java.util.Collections.unmodifiableMap(new TreeMap<>(pinned));
  }

  /** The key of the draw {@code name}. */
  public Key key(String name) {
    return Key.of(pinned.getOrDefault(name, seed)).child(name);
  }
}
