package org.phasegrid.worker.architecture;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the runs of one worker share by content, e.g. the Gram matrix of drawn data: made once for
 * all threads; above 256 MB the least recently used is forgotten. What is shared is never written
 * again.
 */
public final class Shared {
  private static final long BYTES = 256L << 20;

  private record Held(Object value, long bytes) {}

  private final Map<Record, Held> known = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * The value of a content; made where it is not remembered.
   *
   * @param content all that the value depends on
   * @param size bytes of the value, about
   */
  @SuppressWarnings("unchecked")
  public synchronized <T> T get(Record content, long size, Supplier<T> make) {
    Held held = known.get(content);
    if (held == null) {
      held = new Held(make.get(), size);
      known.put(content, held);
      bytes += size;
      forget();
    }
    return (T) held.value;
  }

  /** All but the newest may go. */
  private void forget() {
    Iterator<Held> eldest = known.values().iterator();
    while (bytes > BYTES && known.size() > 1) {
      bytes -= eldest.next().bytes;
      eldest.remove();
    }
  }
}
