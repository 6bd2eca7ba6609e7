package org.phasegrid.driver.fanout;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/** Something that does chunks: threads of this JVM, or a cluster. */
public interface Fanout extends AutoCloseable {
  /** What messages and manifests call it, e.g. {@code local, 2 threads}. */
  String describe();

  /** How many chunks it does at a time; may connect to find out. */
  int cores();

  /** What its chunks have to live in, where that is known without connecting. */
  default Optional<Heap> heap() {
    return Optional.empty();
  }

  /**
   * Does all {@code work} and hands each result to {@code done}, on the caller's thread, in any
   * order. A run that throws is a failed row of its chunk's result.
   *
   * @param begun told of chunks as they begin, on any thread
   * @throws InterruptedException when the caller's thread is interrupted; no work goes on then
   */
  void run(Job job, Iterator<Chunk> work, Consumer<Chunk> begun, Consumer<ChunkResult> done)
      throws InterruptedException;

  /** Gives back what it holds. */
  @Override
  void close();
}
