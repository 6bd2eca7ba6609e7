package org.phasegrid.driver.fanout;

import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Layout;
import org.phasegrid.driver.store.ShardWriter;
import org.phasegrid.driver.store.ShardWriter.Circumstances;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.sweeps.read.Sweeps;
import org.phasegrid.worker.architecture.Shared;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.run.RunId;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.Runs;
import org.phasegrid.worker.train.Outcome;

/**
 * A sweep as it travels: its source, read once in every JVM that it comes to. Here is the task's
 * border: what a run throws becomes its row, and the next run goes on.
 */
public final class Job implements Serializable {
  private static final long serialVersionUID = 1;

  /** Makes a sweep of its source, on every machine the same. */
  public interface Reader extends Serializable {
    Sweep read(SweepSource source);
  }

  private final SweepSource source;
  private final Reader reader;
  private transient @Nullable Sweep sweep;
  private transient @Nullable Shared shared;

  /** The job of a sweep that {@code reader} has read. */
  public Job(Sweep sweep, Reader reader) {
    this.source = sweep.source();
    this.reader = reader;
    this.sweep = sweep;
  }

  /** The job of a sweep of documents. */
  public static Job of(Sweep sweep) {
    return new Job(sweep, Sweeps::read);
  }

  /** The sweep, read where it is first asked for. */
  public synchronized Sweep sweep() {
    Sweep read = sweep;
    if (read == null) {
      read = reader.read(source);
      sweep = read;
    }
    return read;
  }

  /** What the chunks of this JVM have in common. */
  private synchronized Shared shared() {
    Shared known = shared;
    if (known == null) {
      known = new Shared();
      shared = known;
    }
    return known;
  }

  /** Which attempt at a chunk this is, and where. */
  record Attempt(int number, String executor) {}

  /** Does a chunk on the caller's thread; null when {@code stopped} before its end. */
  @Nullable ChunkResult execute(Chunk chunk, Attempt attempt, BooleanSupplier stopped) {
    Sweep all = sweep();
    List<Measure> measures = chunk.measures().stream().map(all.measures()::get).toList();
    ShardWriter shard = new ShardWriter(Layout.of(all, measures));
    Kernels kernels = Kernels.best();
    Here here = new Here(host(), attempt, kernels.describe());
    Runs runs = new Runs(measures.stream().map(Measure::indicator).toList(), kernels, shared());
    int failed = 0;
    int diverged = 0;
    for (int index : chunk.indices()) {
      if (stopped.getAsBoolean()) {
        return null;
      }
      Point point = all.grid().point(index).orElseThrow();
      long begin = System.nanoTime();
      try {
        RunRecord record = runs.execute(point.spec());
        shard.add(record, here.circumstances(begin, "", ""));
        diverged += record.outcome() instanceof Outcome.Diverged ? 1 : 0;
      } catch (Throwable thrown) {
        failed++;
        shard.addFailed(
            RunId.of(point.spec()),
            kind(thrown),
            new Outcome.Failed(thrown.getClass().getName()),
            here.circumstances(begin, String.valueOf(thrown.getMessage()), stack(thrown)));
        // What was remembered between neighbors may be half made.
        runs = new Runs(measures.stream().map(Measure::indicator).toList(), kernels);
      }
    }
    return new ChunkResult(
        chunk.name(), shard.toByteArray(), chunk.indices().size(), failed, diverged);
  }

  /** The result of a run that killed its JVM whenever it was alone in it, and what that was. */
  ChunkResult quarantine(Chunk chunk, String host, Attempt attempt, String cause) {
    Sweep all = sweep();
    ShardWriter shard =
        new ShardWriter(
            Layout.of(all, chunk.measures().stream().map(all.measures()::get).toList()));
    Here here = new Here(host, attempt, Kernels.best().describe());
    for (int index : chunk.indices()) {
      shard.addFailed(
          RunId.of(all.grid().point(index).orElseThrow().spec()),
          "quarantined",
          new Outcome.Failed("JVM"),
          here.circumstances(System.nanoTime(), cause, ""));
    }
    return new ChunkResult(
        chunk.name(), shard.toByteArray(), chunk.indices().size(), chunk.indices().size(), 0);
  }

  private record Here(String host, Attempt attempt, String kernels) {
    Circumstances circumstances(long begin, String error, String stack) {
      return new Circumstances(
          host,
          attempt.executor,
          attempt.number,
          (System.nanoTime() - begin) / 1e9,
          kernels,
          System.getProperty("java.vm.name") + " " + Runtime.version(),
          error,
          stack);
    }
  }

  private static String kind(Throwable thrown) {
    return thrown instanceof Exception ? "exception" : "error";
  }

  private static final int STACK_CHARACTERS = 8000;

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    String whole = text.toString();
    return whole.substring(0, Math.min(STACK_CHARACTERS, whole.length()));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
