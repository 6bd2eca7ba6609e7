package org.phasegrid.driver.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.phasegrid.driver.store.Table;

/**
 * Parquet, ZSTD: double, int64, boolean, string and list of double, all optional. Sweep and
 * version, and unit and meaning of every column, are metadata of the file.
 */
public record Parquet() implements Format {
  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public void write(Path file, Table table, Map<String, String> metadata) throws IOException {
    try (ParquetWriter<Integer> writer =
        new Builder(new LocalOutputFile(file), table, metadata)
            // No file of settings is looked for, and no file system of Hadoop's.
            .withConf(new PlainParquetConfiguration())
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      for (int row = 0; row < table.rows(); row++) {
        writer.write(row);
      }
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {
    private final Table table;
    private final Map<String, String> metadata;

    Builder(OutputFile file, Table table, Map<String, String> metadata) {
      super(file);
      this.table = table;
      this.metadata = metadata;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Integer> getWriteSupport(Configuration configuration) {
      return new Rows(table, metadata);
    }

    @Override
    protected WriteSupport<Integer> getWriteSupport(ParquetConfiguration configuration) {
      return new Rows(table, metadata);
    }
  }

  /** Writes rows of a table by their number. */
  private static final class Rows extends WriteSupport<Integer> {
    private final Table table;
    private final List<Table.Column> columns;
    private final Map<String, String> metadata;

    @SuppressWarnings("NullAway.Init")
    private RecordConsumer consumer;

    Rows(Table table, Map<String, String> metadata) {
      this.table = table;
      this.columns = table.columns();
      this.metadata = new TreeMap<>(metadata);
      for (Table.Column column : columns) {
        if (!column.unit().isEmpty()) {
          this.metadata.put("unit of " + column.name(), column.unit());
        }
        if (!column.meaning().isEmpty()) {
          this.metadata.put("meaning of " + column.name(), column.meaning());
        }
      }
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return context();
    }

    private WriteContext context() {
      List<Type> types = new ArrayList<>();
      columns.forEach(column -> types.add(type(column)));
      return new WriteContext(new MessageType("phasegrid", types), metadata);
    }

    private static Type type(Table.Column column) {
      String name = column.name();
      return switch (column.type()) {
        case NUMBER -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
        case INTEGER -> Types.optional(PrimitiveTypeName.INT64).named(name);
        case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
        case LABEL ->
            Types.optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
        case VECTOR -> Types.optionalList().optionalElement(PrimitiveTypeName.DOUBLE).named(name);
      };
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(Integer row) {
      consumer.startMessage();
      for (int i = 0; i < columns.size(); i++) {
        Object cell = columns.get(i).cells().get(row);
        if (cell != null) {
          String name = columns.get(i).name();
          consumer.startField(name, i);
          put(cell);
          consumer.endField(name, i);
        }
      }
      consumer.endMessage();
    }

    private void put(Object cell) {
      if (cell instanceof Double number) {
        consumer.addDouble(number);
      } else if (cell instanceof Long integer) {
        consumer.addLong(integer);
      } else if (cell instanceof Boolean flag) {
        consumer.addBoolean(flag);
      } else if (cell instanceof double[] vector) {
        list(vector);
      } else {
        consumer.addBinary(Binary.fromString(cell.toString()));
      }
    }

    private void list(double[] vector) {
      consumer.startGroup();
      if (vector.length > 0) {
        consumer.startField("list", 0);
        for (double item : vector) {
          consumer.startGroup();
          consumer.startField("element", 0);
          consumer.addDouble(item);
          consumer.endField("element", 0);
          consumer.endGroup();
        }
        consumer.endField("list", 0);
      }
      consumer.endGroup();
    }

    @Override
    public String toString() {
      return table.rows() + " rows";
    }
  }
}
