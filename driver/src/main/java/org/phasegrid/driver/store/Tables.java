package org.phasegrid.driver.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Heading.Kind;

/** Arrow files as tables in memory, and back. */
public final class Tables {
  private static final int ROWS_PER_BATCH = 32768;

  private Tables() {}

  /** Version of this program, as tables and manifests say. */
  public static String version() {
    Properties properties = new Properties();
    try (InputStream in = Tables.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is missing from the jar");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }

  /** What the schema of every table says: two keys, the most that keep their order. */
  public static Map<String, String> metadata(String sweep) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("sweep", sweep);
    metadata.put("version", version());
    return metadata;
  }

  /** Metadata of the schema of an Arrow file. */
  public static Map<String, String> metadataOf(Path file) throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        ArrowFileReader reader =
            new ArrowFileReader(channel, allocator, CommonsCompressionFactory.INSTANCE)) {
      return Map.copyOf(reader.getVectorSchemaRoot().getSchema().getCustomMetadata());
    }
  }

  /** The table of an Arrow file of ours. */
  public static Table read(Path file) throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        ArrowFileReader reader =
            new ArrowFileReader(channel, allocator, CommonsCompressionFactory.INSTANCE)) {
      List<Field> fields = reader.getVectorSchemaRoot().getSchema().getFields();
      List<List<@Nullable Object>> cells = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        cells.add(new ArrayList<>());
      }
      Map<Long, List<@Nullable Object>> labels = new LinkedHashMap<>();
      int rows = 0;
      while (reader.loadNextBatch()) {
        int batch = reader.getVectorSchemaRoot().getRowCount();
        Map<Long, Dictionary> dictionaries = reader.getDictionaryVectors();
        for (int column = 0; column < fields.size(); column++) {
          FieldVector vector = reader.getVectorSchemaRoot().getVector(column);
          DictionaryEncoding encoding = fields.get(column).getDictionary();
          List<@Nullable Object> dictionary =
              encoding == null
                  ? List.of()
                  : labels.computeIfAbsent(encoding.getId(), id -> all(dictionaries, id));
          for (int row = 0; row < batch; row++) {
            if (encoding == null) {
              cells.get(column).add(Cells.of(vector, row));
            } else {
              cells
                  .get(column)
                  .add(vector.isNull(row) ? null : dictionary.get(((IntVector) vector).get(row)));
            }
          }
        }
        rows += batch;
      }
      List<Table.Column> columns = new ArrayList<>();
      for (int column = 0; column < fields.size(); column++) {
        Field field = fields.get(column);
        columns.add(
            new Table.Column(
                field.getName(),
                type(field),
                field.getMetadata().getOrDefault("unit", ""),
                field.getMetadata().getOrDefault("meaning", ""),
                cells.get(column)));
      }
      return new Table(rows, columns);
    }
  }

  private static List<@Nullable Object> all(Map<Long, Dictionary> dictionaries, Long id) {
    Dictionary dictionary = dictionaries.get(id);
    if (dictionary == null) {
      throw new IllegalStateException("the file has no dictionary " + id);
    }
    List<@Nullable Object> labels = new ArrayList<>();
    for (int i = 0; i < dictionary.getVector().getValueCount(); i++) {
      labels.add(Cells.of(dictionary.getVector(), i));
    }
    return labels;
  }

  private static Table.Type type(Field field) {
    if (field.getDictionary() != null) {
      return Table.Type.LABEL;
    }
    return switch (field.getType().getTypeID()) {
      case FloatingPoint -> Table.Type.NUMBER;
      case Int -> Table.Type.INTEGER;
      case Bool -> Table.Type.BOOLEAN;
      case Utf8 -> Table.Type.LABEL;
      case List -> Table.Type.VECTOR;
      default ->
          throw new IllegalArgumentException(
              "column " + field.getName() + " is a " + field.getType() + ", not one of our types");
    };
  }

  /**
   * Writes a small table, to a temporary name first; labels are sorted in their dictionaries.
   *
   * @param metadata of the schema, at most two keys
   */
  public static void write(Path file, Table table, Map<String, String> metadata)
      throws IOException {
    if (metadata.size() > 2) {
      throw new IllegalArgumentException(
          "metadata of more than two keys changes its bytes between JVMs: " + metadata.keySet());
    }
    List<Heading> headings = table.columns().stream().map(Tables::heading).toList();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (RootAllocator allocator = new RootAllocator();
        FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        TableWriter writer =
            TableWriter.file(allocator, channel, headings, metadata, ROWS_PER_BATCH)) {
      for (int row = 0; row < table.rows(); row++) {
        writer.next();
        for (int column = 0; column < headings.size(); column++) {
          writer.put(column, table.columns().get(column).cells().get(row));
        }
      }
      writer.finish();
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Heading heading(Table.Column column) {
    Kind kind =
        switch (column.type()) {
          case NUMBER -> Kind.NUMBER;
          case INTEGER -> Kind.INTEGER;
          case BOOLEAN -> Kind.BOOLEAN;
          case LABEL -> Kind.LABEL;
          case VECTOR -> Kind.VECTOR;
        };
    TreeSet<String> labels = new TreeSet<>();
    if (kind == Kind.LABEL) {
      for (Object cell : column.cells()) {
        if (cell instanceof String label) {
          labels.add(label);
        }
      }
    }
    return new Heading(column.name(), kind, column.unit(), column.meaning(), List.copyOf(labels));
  }
}
