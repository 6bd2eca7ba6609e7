package org.phasegrid.driver.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

/** A shard opened: the rows of some runs, in Arrow's memory until closed. */
final class Shard implements AutoCloseable {
  /** Which stream. */
  enum Part {
    RUNS,
    STEPS,
    LAYERS,
    PROVENANCE
  }

  private final List<ArrowStreamReader> readers = new ArrayList<>();
  private final List<Map<String, FieldVector>> columns = new ArrayList<>();
  private final List<int[]> begins = new ArrayList<>();
  private final BufferAllocator allocator;
  private final List<String> measures;
  private final int runs;

  private Shard(BufferAllocator allocator, byte[] bytes, int parts) throws IOException {
    this.allocator = allocator;
    ByteBuffer trailer =
        ByteBuffer.wrap(bytes, bytes.length - ShardWriter.STREAMS * Long.BYTES, 32);
    int offset = 0;
    int count = 0;
    List<String> ids = List.of();
    try {
      for (int part = 0; part < parts; part++) {
        int length = Math.toIntExact(trailer.getLong());
        ArrowStreamReader reader =
            new ArrowStreamReader(
                new ByteArrayInputStream(bytes, offset, length),
                allocator,
                CommonsCompressionFactory.INSTANCE);
        readers.add(reader);
        offset += length;
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        reader.loadNextBatch();
        Map<String, FieldVector> vectors = new HashMap<>();
        for (FieldVector vector : root.getFieldVectors()) {
          vectors.put(vector.getName(), vector);
        }
        columns.add(vectors);
        if (part == 0) {
          count = root.getRowCount();
          String listed = root.getSchema().getCustomMetadata().get(ShardWriter.MEASURES);
          ids = listed == null || listed.isEmpty() ? List.of() : List.of(listed.split(","));
        }
        begins.add(begins(root.getRowCount(), count, part));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    runs = count;
    measures = ids;
  }

  /** All of a shard. */
  static Shard open(BufferAllocator parent, byte[] bytes) throws IOException {
    return new Shard(
        parent.newChildAllocator("shard", 0, Long.MAX_VALUE), bytes, ShardWriter.STREAMS);
  }

  /** The runs of a shard alone. */
  static Shard openRuns(BufferAllocator parent, byte[] bytes) throws IOException {
    return new Shard(parent.newChildAllocator("shard", 0, Long.MAX_VALUE), bytes, 1);
  }

  /** For each run where its rows begin in a part, and where the last one's end. */
  private int[] begins(int rows, int runCount, int part) {
    int[] first = new int[runCount + 1];
    if (part == 0) {
      for (int i = 0; i <= runCount; i++) {
        first[i] = i;
      }
      return first;
    }
    int row = 0;
    for (int run = 0; run < runCount; run++) {
      first[run] = row;
      String id = id(run);
      while (row < rows && id.equals(Cells.of(vector(part, "run_id"), row))) {
        row++;
      }
    }
    first[runCount] = row;
    if (row != rows) {
      throw new IllegalStateException("rows of a shard are not in the order of its runs");
    }
    return first;
  }

  private FieldVector vector(int part, String column) {
    FieldVector vector = columns.get(part).get(column);
    if (vector == null) {
      throw new IllegalStateException("a shard has no column " + column);
    }
    return vector;
  }

  int runs() {
    return runs;
  }

  /** The measures of its rows, as {@link Layout#measures()} names them. */
  List<String> measures() {
    return measures;
  }

  String id(int run) {
    return String.valueOf(Cells.of((VarCharVector) vector(0, "run_id"), run));
  }

  /** Whether the run failed. */
  boolean failed(int run) {
    return "failed".equals(Cells.of(vector(0, "outcome"), run));
  }

  int begin(Part part, int run) {
    return begins.get(part.ordinal())[run];
  }

  int end(Part part, int run) {
    return begins.get(part.ordinal())[run + 1];
  }

  /** A column; null when the shard was written without it. */
  @Nullable FieldVector column(Part part, String name) {
    return columns.get(part.ordinal()).get(name);
  }

  /** Bytes held. */
  long memory() {
    return allocator.getAllocatedMemory();
  }

  @Override
  public void close() {
    for (ArrowStreamReader reader : readers) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    allocator.close();
  }
}
