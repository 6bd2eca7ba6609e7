package org.phasegrid.worker.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Specs on their way to records: read ahead so that those of one kin can stand together, handed out
 * in the order they came.
 */
final class Lineup {
  /** Specs that are read, but whose records are not handed out. */
  private static final int AHEAD = 1024;

  /** A spec and its place in the order. */
  record Numbered(long number, RunSpec spec) {}

  private final Iterator<RunSpec> specs;
  private final Function<RunSpec, Kin> kinOf;
  private final Consumer<RunRecord> sink;
  private final Map<Kin, Deque<Numbered>> waiting = new LinkedHashMap<>();
  private final TreeMap<Long, RunRecord> done = new TreeMap<>();
  private long read;
  private long handedOut;

  Lineup(Iterator<RunSpec> specs, Function<RunSpec, Kin> kinOf, Consumer<RunRecord> sink) {
    this.specs = specs;
    this.kinOf = kinOf;
    this.sink = sink;
  }

  /** The kin of the spec that has waited longest; empty when all are taken. */
  Optional<Kin> first() {
    if (waiting.isEmpty() && !readOne()) {
      return Optional.empty();
    }
    Optional<Kin> oldest = Optional.empty();
    long least = Long.MAX_VALUE;
    for (Map.Entry<Kin, Deque<Numbered>> entry : waiting.entrySet()) {
      long number = entry.getValue().element().number;
      if (number < least) {
        least = number;
        oldest = Optional.of(entry.getKey());
      }
    }
    return oldest;
  }

  /** How many of a kin can be had, {@code most} at most. */
  int count(Kin kin, int most) {
    while (waiting(kin) < most && readOne()) {}
    return Math.min(most, waiting(kin));
  }

  /** Takes the next of a kin. */
  Optional<Numbered> next(Kin kin) {
    if (count(kin, 1) == 0) {
      return Optional.empty();
    }
    Deque<Numbered> queue = Objects.requireNonNull(waiting.get(kin));
    Numbered next = queue.remove();
    if (queue.isEmpty()) {
      waiting.remove(kin);
    }
    return Optional.of(next);
  }

  /** Hands out a record when all before it have been. */
  void finish(Numbered spec, RunRecord record) {
    done.put(spec.number, record);
    while (!done.isEmpty() && done.firstKey() == handedOut) {
      handedOut++;
      sink.accept(done.pollFirstEntry().getValue());
    }
  }

  private int waiting(Kin kin) {
    Deque<Numbered> queue = waiting.get(kin);
    return queue == null ? 0 : queue.size();
  }

  private boolean readOne() {
    if (read - handedOut >= AHEAD || !specs.hasNext()) {
      return false;
    }
    RunSpec spec = specs.next();
    waiting
        .computeIfAbsent(kinOf.apply(spec), kin -> new ArrayDeque<>())
        .add(new Numbered(read++, spec));
    return true;
  }
}
