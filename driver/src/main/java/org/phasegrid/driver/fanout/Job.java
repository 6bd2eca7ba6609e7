package org.phasegrid.driver.fanout;

import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Layout;
import org.phasegrid.driver.store.ShardWriter;
import org.phasegrid.driver.store.ShardWriter.Circumstances;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.sweeps.read.Sweeps;
import org.phasegrid.worker.architecture.Shared;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.run.RunId;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
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
  private transient @Nullable ReadWriteLock memory;
  private transient @Nullable Function<Chunk, Indicator> beside;

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

  /** The same in this JVM with an indicator without columns beside the measures of each chunk. */
  Job beside(Function<Chunk, Indicator> indicator) {
    Job watched = new Job(sweep(), reader);
    watched.beside = indicator;
    return watched;
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

  /** Held by all who train in this JVM, written by one that wants all its memory. */
  private synchronized ReadWriteLock memory() {
    ReadWriteLock known = memory;
    if (known == null) {
      known = new ReentrantReadWriteLock(true);
      memory = known;
    }
    return known;
  }

  /** Which attempt at a chunk this is, and where. */
  record Attempt(int number, String executor) {}

  /** Unwinds a chunk that was told to stop. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Does a chunk on the caller's thread; null when {@code stopped} before its end. Its runs are
   * handed to the worker in one go, so that they can stand side by side; when one throws, those
   * that are not done follow one by one, and the one that throws again is a row.
   */
  @Nullable ChunkResult execute(Chunk chunk, Attempt attempt, BooleanSupplier stopped) {
    Sweep all = sweep();
    List<Measure> measures = chunk.measures().stream().map(all.measures()::get).toList();
    List<Indicator> indicators = new ArrayList<>();
    measures.forEach(measure -> indicators.add(measure.indicator()));
    if (beside != null) {
      indicators.add(beside.apply(chunk));
    }
    ShardWriter shard = new ShardWriter(Layout.of(all, measures));
    Kernels kernels = Kernels.best();
    Here here = new Here(host(), attempt, kernels.describe());
    List<RunSpec> specs = new ArrayList<>();
    for (int index : chunk.indices()) {
      specs.add(all.grid().point(index).orElseThrow().spec());
    }
    int failed = 0;
    int diverged = 0;
    try {
      List<RunRecord> together =
          inOneGo(specs, new Runs(indicators, kernels, shared()), stopped, here, shard);
      for (RunRecord record : together) {
        diverged += record.outcome() instanceof Outcome.Diverged ? 1 : 0;
      }
      Runs runs = new Runs(indicators, kernels, shared());
      for (RunSpec spec : specs.subList(together.size(), specs.size())) {
        requireGoing(stopped);
        long begin = System.nanoTime();
        try {
          RunRecord record = single(spec, runs, indicators, kernels);
          shard.add(record, here.circumstances(since(begin), "", ""));
          diverged += record.outcome() instanceof Outcome.Diverged ? 1 : 0;
        } catch (Stopped e) {
          throw e;
        } catch (Throwable thrown) {
          failed++;
          shard.addFailed(
              RunId.of(spec),
              kind(thrown),
              new Outcome.Failed(thrown.getClass().getName()),
              here.circumstances(since(begin), String.valueOf(thrown.getMessage()), stack(thrown)));
          // What was remembered between neighbors may be half made.
          runs = new Runs(indicators, kernels, shared());
        }
      }
    } catch (Stopped e) {
      return null;
    }
    return new ChunkResult(
        chunk.name(), shard.toByteArray(), chunk.indices().size(), failed, diverged);
  }

  /**
   * Executes a run. One that ran out of memory beside others has it all to itself the second time:
   * whoever asked last is not always the one that took most.
   */
  private RunRecord single(RunSpec spec, Runs runs, List<Indicator> indicators, Kernels kernels) {
    ReadWriteLock lock = memory();
    lock.readLock().lock();
    try {
      return runs.execute(spec);
    } catch (OutOfMemoryError e) {
      // Again below, where nothing else is at work.
    } finally {
      lock.readLock().unlock();
    }
    lock.writeLock().lock();
    try {
      return new Runs(indicators, kernels, shared()).execute(spec);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Adds the records of {@code specs} to the shard up to the first that throws, and returns them.
   * Runs that stood side by side took their time together: it is shared out by what the cost model
   * says of the steps that each has made.
   */
  private List<RunRecord> inOneGo(
      List<RunSpec> specs, Runs runs, BooleanSupplier stopped, Here here, ShardWriter shard) {
    List<RunRecord> records = new ArrayList<>();
    Iterator<RunSpec> left = specs.iterator();
    Iterator<RunSpec> watched =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return left.hasNext();
          }

          @Override
          public RunSpec next() {
            requireGoing(stopped);
            return left.next();
          }
        };
    long begin = System.nanoTime();
    ReadWriteLock lock = memory();
    lock.readLock().lock();
    try {
      runs.execute(watched, records::add);
    } catch (Stopped e) {
      throw e;
    } catch (Throwable thrown) {
      // It throws again where runs go one by one, and is a row there.
    } finally {
      lock.readLock().unlock();
    }
    double seconds = since(begin);
    double[] shares = new double[records.size()];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      RunSpec spec = specs.get(i);
      double made = (records.get(i).outcome().step() + 1.0) / (spec.stopping().steps() + 1.0);
      shares[i] = Cost.of(spec, List.of()).seconds() * made;
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shard.add(records.get(i), here.circumstances(seconds * shares[i] / sum, "", ""));
    }
    return records;
  }

  private static void requireGoing(BooleanSupplier stopped) {
    if (stopped.getAsBoolean()) {
      throw new Stopped();
    }
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
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
          here.circumstances(0, cause, ""));
    }
    return new ChunkResult(
        chunk.name(), shard.toByteArray(), chunk.indices().size(), chunk.indices().size(), 0);
  }

  private record Here(String host, Attempt attempt, String kernels) {
    Circumstances circumstances(double seconds, String error, String stack) {
      return new Circumstances(
          host,
          attempt.executor,
          attempt.number,
          seconds,
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
