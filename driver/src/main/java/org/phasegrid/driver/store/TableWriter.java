package org.phasegrid.driver.store;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table row by row, in batches of a fixed number of rows: equal rows give equal bytes.
 * Cells that are not put are null.
 */
final class TableWriter implements AutoCloseable {
  /** ZSTD's level. LZ4 takes a hundred times as long from Java. */
  static final int LEVEL = 3;

  private final List<Heading> headings;
  private final int batchRows;
  private final VectorSchemaRoot root;
  private final MapDictionaryProvider dictionaries = new MapDictionaryProvider();
  private final List<AutoCloseable> owned = new ArrayList<>();
  private final List<Map<String, Integer>> codes = new ArrayList<>();
  private final ArrowWriter writer;
  private int row = -1;
  private long rows;

  private TableWriter(
      BufferAllocator allocator,
      WritableByteChannel channel,
      boolean file,
      List<Heading> headings,
      Map<String, String> metadata,
      int batchRows)
      throws IOException {
    this.headings = List.copyOf(headings);
    this.batchRows = batchRows;
    List<Field> fields = new ArrayList<>();
    for (int column = 0; column < headings.size(); column++) {
      Heading heading = headings.get(column);
      fields.add(heading.field(column));
      Map<String, Integer> code = new HashMap<>();
      if (heading.kind() == Heading.Kind.LABEL) {
        for (String label : heading.labels()) {
          code.putIfAbsent(label, code.size());
        }
        dictionaries.put(dictionary(allocator, heading, column));
      }
      codes.add(code);
    }
    root = VectorSchemaRoot.create(new Schema(fields, metadata), allocator);
    root.allocateNew();
    writer =
        file
            ? new ArrowFileWriter(
                root,
                dictionaries,
                channel,
                Map.of(),
                IpcOption.DEFAULT,
                CommonsCompressionFactory.INSTANCE,
                CompressionUtil.CodecType.ZSTD,
                Optional.of(LEVEL))
            : new ArrowStreamWriter(
                root,
                dictionaries,
                channel,
                IpcOption.DEFAULT,
                CommonsCompressionFactory.INSTANCE,
                CompressionUtil.CodecType.ZSTD,
                Optional.of(LEVEL));
    writer.start();
  }

  /** A writer of an Arrow IPC file; at most two keys of metadata. */
  static TableWriter file(
      BufferAllocator allocator,
      WritableByteChannel channel,
      List<Heading> headings,
      Map<String, String> metadata,
      int batchRows)
      throws IOException {
    return new TableWriter(allocator, channel, true, headings, metadata, batchRows);
  }

  /** A writer of an Arrow IPC stream that is one batch. */
  static TableWriter stream(
      BufferAllocator allocator,
      WritableByteChannel channel,
      List<Heading> headings,
      Map<String, String> metadata)
      throws IOException {
    return new TableWriter(allocator, channel, false, headings, metadata, Integer.MAX_VALUE);
  }

  private Dictionary dictionary(BufferAllocator allocator, Heading heading, int column) {
    VarCharVector labels =
        new VarCharVector(heading.name(), FieldType.notNullable(new ArrowType.Utf8()), allocator);
    owned.add(labels);
    labels.allocateNew();
    List<String> distinct = heading.labels().stream().distinct().toList();
    for (int i = 0; i < distinct.size(); i++) {
      labels.setSafe(i, distinct.get(i).getBytes(StandardCharsets.UTF_8));
    }
    labels.setValueCount(distinct.size());
    return new Dictionary(
        labels, new DictionaryEncoding(column, false, new ArrowType.Int(32, true)));
  }

  /** Begins the next row. */
  void next() throws IOException {
    if (row + 1 == batchRows) {
      flush();
    }
    row++;
    rows++;
  }

  /** Rows begun so far. */
  long rows() {
    return rows;
  }

  /** Puts a cell of the current row. */
  void put(int column, @Nullable Object value) {
    Optional<Object> given = headings.get(column).cell(value);
    if (given.isEmpty()) {
      return;
    }
    Object cell = given.get();
    FieldVector vector = root.getVector(column);
    if (vector instanceof Float8Vector numbers) {
      numbers.setSafe(row, (Double) cell);
    } else if (vector instanceof BigIntVector integers) {
      integers.setSafe(row, (Long) cell);
    } else if (vector instanceof BitVector bits) {
      bits.setSafe(row, (Boolean) cell ? 1 : 0);
    } else if (vector instanceof IntVector labels) {
      labels.setSafe(row, code(column, (String) cell));
    } else if (vector instanceof VarCharVector texts) {
      texts.setSafe(row, ((String) cell).getBytes(StandardCharsets.UTF_8));
    } else {
      ListVector lists = (ListVector) vector;
      double[] values = (double[]) cell;
      int start = lists.startNewValue(row);
      Float8Vector items = (Float8Vector) lists.getDataVector();
      for (int i = 0; i < values.length; i++) {
        // One face of NaN.
        items.setSafe(start + i, Double.isNaN(values[i]) ? Double.NaN : values[i]);
      }
      lists.endValue(row, values.length);
    }
  }

  /** Puts the cell that {@code from} has in {@code at}, a column of the same kind. */
  void copy(int column, FieldVector from, int at) {
    if (from.isNull(at)) {
      return;
    }
    FieldVector vector = root.getVector(column);
    if (vector instanceof Float8Vector numbers) {
      numbers.setSafe(row, ((Float8Vector) from).get(at));
    } else if (vector instanceof BigIntVector integers) {
      integers.setSafe(row, ((BigIntVector) from).get(at));
    } else if (vector instanceof BitVector bits) {
      bits.setSafe(row, ((BitVector) from).get(at));
    } else if (vector instanceof VarCharVector texts) {
      texts.setSafe(row, ((VarCharVector) from).get(at));
    } else {
      put(column, Cells.of(from, at));
    }
  }

  private int code(int column, String label) {
    Integer code = codes.get(column).get(label);
    if (code == null) {
      throw new IllegalArgumentException(
          "column "
              + headings.get(column).name()
              + " knows no label '"
              + label
              + "'; there are: "
              + String.join(", ", headings.get(column).labels()));
    }
    return code;
  }

  private void flush() throws IOException {
    root.setRowCount(row + 1);
    writer.writeBatch();
    // Fresh vectors: what an earlier batch left behind would show in the bytes.
    root.clear();
    root.allocateNew();
    row = -1;
  }

  /** Writes what is begun and the end of the table. */
  void finish() throws IOException {
    if (row >= 0) {
      flush();
    }
    writer.end();
  }

  /** Frees memory; the channel is the caller's. */
  @Override
  public void close() {
    // The Arrow writer would close the channel; it owns nothing else but empty unloaders.
    AutoCloseables.closeNoChecked(() -> AutoCloseables.close(owned));
    root.close();
  }
}
