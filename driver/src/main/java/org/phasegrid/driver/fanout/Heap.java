package org.phasegrid.driver.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.read.Sweep;

/**
 * The memory of the JVMs that do an engine's chunks.
 *
 * @param bytes of each
 * @param threads that share them
 * @param owner who has it, e.g. {@code the heap of this JVM}
 * @param fewer how to ask for so many threads, with one %d; empty where nobody can
 * @param more how to ask for so many megabytes, with one %d
 */
public record Heap(double bytes, int threads, String owner, Optional<String> fewer, String more) {
  /** What a JVM holds beside its runs. */
  private static final double BASE = 150e6;

  /** What collectors want free to work well. */
  private static final double SPARE = 1.1;

  /** This JVM's. */
  static Heap here(int threads, String fewer) {
    return new Heap(
        Runtime.getRuntime().maxMemory(),
        threads,
        "the heap",
        Optional.of(fewer),
        "JAVA_TOOL_OPTIONS=-Xmx%dm");
  }

  /** Why a sweep cannot be trained there, and what could. */
  public Optional<String> refusal(Sweep sweep, Memory.Largest largest) {
    double each = largest.memory().bytes() * SPARE;
    if (BASE + threads * each <= bytes) {
      return Optional.empty();
    }
    List<String> accepted = new ArrayList<>();
    int fit = (int) Math.max(0, (bytes - BASE) / each);
    if (fit >= 1 && fewer.isPresent()) {
      accepted.add(String.format(Locale.ROOT, fewer.get(), fit));
    }
    accepted.add("smaller networks");
    accepted.add(
        String.format(
            Locale.ROOT,
            "more memory, " + more,
            (long) Math.ceil((BASE + threads * each) / 1e6 / 100) * 100));
    return Optional.of(
        sweep.source().name()
            + ": the largest run ("
            + describe(sweep, largest)
            + ") holds about "
            + gigabytes(largest.memory().bytes())
            + " at work"
            + (threads > 1 ? ", and " + threads + " threads work at once" : "")
            + ", but "
            + owner
            + " has "
            + gigabytes(bytes)
            + "; accepted are "
            + String.join(", or ", accepted));
  }

  /** Its place on the axes that are no replicas, and how many parameters it has. */
  private static String describe(Sweep sweep, Memory.Largest largest) {
    StringBuilder text = new StringBuilder();
    List<AxisColumn> axes = sweep.grid().axes();
    for (int a = 0; a < axes.size(); a++) {
      if (axes.get(a).role() == AxisColumn.Role.GRID) {
        text.append(axes.get(a).path()).append(' ');
        text.append(largest.point().values().get(a)).append(", ");
      }
    }
    return text + String.format(Locale.ROOT, "%,.0f parameters", largest.memory().parameters());
  }

  /** Bytes as one says them. */
  public static String gigabytes(double bytes) {
    return bytes >= 1e9
        ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
