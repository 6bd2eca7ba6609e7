package org.phasegrid.driver.fanout;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Plain threads of this JVM. */
public final class LocalFanout implements Fanout {
  /** How long an interrupted fan-out waits for the runs in progress. */
  private static final long PATIENCE_MILLIS = 10_000;

  private final int threads;

  public LocalFanout(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads);
    }
    this.threads = threads;
  }

  @Override
  public String describe() {
    return "local, " + threads + (threads == 1 ? " thread" : " threads");
  }

  @Override
  public int cores() {
    return threads;
  }

  @Override
  public Optional<Heap> heap() {
    return Optional.of(Heap.here(threads, "--engine local --master local[%d]"));
  }

  /** What a thread has to say: a result, what it died of, or that it found no more work. */
  private record Said(Optional<ChunkResult> result, Optional<Throwable> died) {}

  @Override
  public void run(Job job, Iterator<Chunk> work, Consumer<Chunk> begun, Consumer<ChunkResult> done)
      throws InterruptedException {
    BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> team = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      String name = "phasegrid-" + t;
      Thread thread = new Thread(() -> work(job, work, begun, said, stop, name), name);
      thread.setDaemon(true);
      team.add(thread);
    }
    team.forEach(Thread::start);
    try {
      int working = threads;
      while (working > 0) {
        Said next = said.take();
        if (next.died.isPresent()) {
          throw new EngineLost("a thread died: " + next.died.get(), next.died.get());
        }
        if (next.result.isPresent()) {
          done.accept(next.result.get());
        } else {
          working--;
        }
      }
    } finally {
      stop.set(true);
      join(team);
    }
  }

  private static void join(List<Thread> team) {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    boolean interrupted = false;
    for (Thread thread : team) {
      try {
        thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void work(
      Job job,
      Iterator<Chunk> work,
      Consumer<Chunk> begun,
      BlockingQueue<Said> said,
      AtomicBoolean stop,
      String name) {
    try {
      Optional<Chunk> chunk = next(work);
      while (chunk.isPresent() && !stop.get()) {
        begun.accept(chunk.get());
        ChunkResult result = job.execute(chunk.get(), new Job.Attempt(0, name), stop::get);
        if (result != null) {
          said.add(new Said(Optional.of(result), Optional.empty()));
        }
        chunk = next(work);
      }
      said.add(new Said(Optional.empty(), Optional.empty()));
    } catch (Throwable thrown) {
      // Not a run's: the caller throws it on.
      said.add(new Said(Optional.empty(), Optional.of(thrown)));
    }
  }

  private static Optional<Chunk> next(Iterator<Chunk> work) {
    synchronized (work) {
      return work.hasNext() ? Optional.of(work.next()) : Optional.empty();
    }
  }

  @Override
  public void close() {}
}
