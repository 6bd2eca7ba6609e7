package org.phasegrid.driver.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.run.RunId;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.train.Outcome;

/**
 * Collects the rows of a chunk and makes a shard of them: four Arrow streams (runs, steps, layers,
 * provenance) and, at the end, their four lengths.
 */
public final class ShardWriter {
  /** Key of a shard's metadata: the measures its rows hold. */
  static final String MEASURES = "measures";

  /** Streams of a shard, in order. */
  static final int STREAMS = 4;

  private final Layout layout;
  private final List<List<@Nullable Object[]>> tables = new ArrayList<>();

  /**
   * Where, how long and by what a run was trained.
   *
   * @param error what it said when it failed
   */
  public record Circumstances(
      String host,
      String executor,
      int attempt,
      double seconds,
      String kernels,
      String jvm,
      String error,
      String stack) {}

  /** A shard of the columns of {@code layout}. */
  public ShardWriter(Layout layout) {
    this.layout = layout;
    for (int i = 0; i < STREAMS; i++) {
      tables.add(new ArrayList<>());
    }
  }

  /**
   * Adds a run; an error says which value does not fit its column, and then nothing of the run has
   * been added.
   */
  public void add(RunRecord record, Circumstances circumstances) {
    List<@Nullable Object[]> steps = new ArrayList<>();
    for (RunRecord.StepRow row : record.steps()) {
      steps.add(row(Scope.STEP, row.values(), record.id().hex(), row.step(), defined(row.loss())));
    }
    List<@Nullable Object[]> layers = new ArrayList<>();
    for (RunRecord.LayerRow row : record.layers()) {
      OptionalLong step = row.step();
      layers.add(
          row(
              Scope.LAYER,
              row.values(),
              record.id().hex(),
              step.isPresent() ? step.getAsLong() : null,
              (long) row.layer()));
    }
    Outcome outcome = record.outcome();
    List<@Nullable Object> core =
        new ArrayList<>(
            Arrays.asList(
                record.id().hex(),
                label(outcome),
                outcome.step(),
                outcome.step(),
                defined(record.lossInitial()),
                defined(record.lossFinal()),
                defined(record.lossMax()),
                defined(record.lossFinal() / record.lossInitial()),
                defined(record.learningRate()),
                record.lambdaInitial().isPresent() ? record.lambdaInitial().getAsDouble() : null,
                record.parameters(),
                record.fingerprint(),
                null));
    Map<String, Object> measured = new HashMap<>(record.values());
    for (Heading test : layout.core().subList(Layout.CORE.size(), layout.core().size())) {
      core.add(measured.remove(test.name()));
    }
    @Nullable Object[] run = row(Scope.RUN, measured, core.toArray());
    tables.get(0).add(run);
    tables.get(1).addAll(steps);
    tables.get(2).addAll(layers);
    provenance(record.id(), circumstances);
  }

  /**
   * Adds a run that failed.
   *
   * @param kind e.g. {@code exception}; with the exception's class it is the run's {@code error}
   */
  public void addFailed(
      RunId id, String kind, Outcome.Failed outcome, Circumstances circumstances) {
    @Nullable Object[] run = new @Nullable Object[layout.runs().size()];
    run[0] = id.hex();
    run[1] = label(outcome);
    run[Layout.CORE.size()] = kind + " " + outcome.exception();
    tables.get(0).add(run);
    provenance(id, circumstances);
  }

  private void provenance(RunId id, Circumstances c) {
    tables
        .get(3)
        .add(
            new @Nullable Object[] {
              id.hex(),
              c.host,
              c.executor,
              (long) c.attempt,
              c.seconds,
              c.error.isEmpty() ? null : c.error,
              c.stack.isEmpty() ? null : c.stack,
              c.kernels,
              c.jvm
            });
  }

  private static @Nullable Double defined(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /** The label of an outcome. */
  public static String label(Outcome outcome) {
    if (outcome instanceof Outcome.Finished) {
      return "finished";
    } else if (outcome instanceof Outcome.Converged) {
      return "converged";
    } else if (outcome instanceof Outcome.Diverged) {
      return "diverged";
    } else if (outcome instanceof Outcome.Stalled) {
      return "stalled";
    }
    return "failed";
  }

  private @Nullable Object[] row(
      Scope scope, Map<String, Object> values, @Nullable Object... fixed) {
    List<Layout.Measured> measured = layout.measured(scope);
    @Nullable Object[] row = new @Nullable Object[fixed.length + measured.size()];
    System.arraycopy(fixed, 0, row, 0, fixed.length);
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < measured.size(); i++) {
      Heading heading = measured.get(i).heading();
      places.put(heading.name(), i);
      row[fixed.length + i] = heading.cell(values.get(heading.name())).orElse(null);
    }
    Set<String> unknown = new HashSet<>(values.keySet());
    unknown.removeAll(places.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalStateException(
          "a measure put "
              + scope.name().toLowerCase(java.util.Locale.ROOT)
              + " columns that none declares: "
              + unknown);
    }
    return row;
  }

  /** The bytes of the shard. */
  public byte[] toByteArray() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long[] lengths = new long[STREAMS];
    try (RootAllocator allocator = new RootAllocator()) {
      long before = 0;
      for (int i = 0; i < STREAMS; i++) {
        write(allocator, bytes, i);
        lengths[i] = bytes.size() - before;
        before = bytes.size();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer trailer = ByteBuffer.allocate(STREAMS * Long.BYTES);
    for (long length : lengths) {
      trailer.putLong(length);
    }
    bytes.writeBytes(trailer.array());
    return bytes.toByteArray();
  }

  private void write(RootAllocator allocator, ByteArrayOutputStream bytes, int stream)
      throws IOException {
    List<Heading> headings =
        switch (stream) {
          case 0 -> layout.runs();
          case 1 -> layout.all(Scope.STEP);
          case 2 -> layout.all(Scope.LAYER);
          default -> Layout.PROVENANCE;
        };
    Map<String, String> metadata =
        stream == 0 ? Map.of(MEASURES, String.join(",", layout.measures())) : Map.of();
    try (TableWriter writer =
        TableWriter.stream(
            allocator,
            Channels.newChannel(bytes),
            headings.stream().map(Heading::plain).toList(),
            metadata)) {
      for (@Nullable Object[] row : tables.get(stream)) {
        writer.next();
        for (int column = 0; column < row.length; column++) {
          writer.put(column, row[column]);
        }
      }
      writer.finish();
    }
  }
}
