package org.phasegrid.driver.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The head of a stored column.
 *
 * @param unit empty when dimensionless
 * @param labels of a {@link Kind#LABEL} column, in the order of its dictionary
 */
public record Heading(String name, Kind kind, String unit, String meaning, List<String> labels) {
  /** What the cells are, and how Arrow stores them. */
  public enum Kind {
    /** float64. */
    NUMBER,
    /** int64. */
    INTEGER,
    /** bool. */
    BOOLEAN,
    /** utf8 behind a dictionary of int32. */
    LABEL,
    /** utf8. */
    TEXT,
    /** list of float64. */
    VECTOR
  }

  public Heading {
    labels = List.copyOf(labels);
  }

  /** A column that has no dictionary. */
  public Heading(String name, Kind kind, String unit, String meaning) {
    this(name, kind, unit, meaning, List.of());
  }

  Heading named(String other) {
    return new Heading(other, kind, unit, meaning, labels);
  }

  Heading withLabels(List<String> dictionary) {
    return new Heading(name, Kind.LABEL, unit, meaning, dictionary);
  }

  /** The same column without a dictionary, as shards hold it. */
  Heading plain() {
    return kind == Kind.LABEL ? new Heading(name, Kind.TEXT, unit, meaning) : this;
  }

  /** The Arrow field; {@code dictionary} numbers the dictionary of a label column. */
  Field field(long dictionary) {
    // Two keys at most: larger maps change their order, and the bytes, between JVMs.
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!unit.isEmpty()) {
      metadata.put("unit", unit);
    }
    if (!meaning.isEmpty()) {
      metadata.put("meaning", meaning);
    }
    @Nullable DictionaryEncoding encoding =
        kind == Kind.LABEL
            ? new DictionaryEncoding(dictionary, false, new ArrowType.Int(32, true))
            : null;
    List<Field> children = new ArrayList<>();
    if (kind == Kind.VECTOR) {
      children.add(new Field("item", FieldType.nullable(DOUBLE), List.of()));
    }
    return new Field(name, new FieldType(true, arrowType(), encoding, metadata), children);
  }

  private static final ArrowType DOUBLE =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

  private ArrowType arrowType() {
    return switch (kind) {
      case NUMBER -> DOUBLE;
      case INTEGER -> new ArrowType.Int(64, true);
      case BOOLEAN -> new ArrowType.Bool();
      case LABEL -> new ArrowType.Int(32, true);
      case TEXT -> new ArrowType.Utf8();
      case VECTOR -> new ArrowType.List();
    };
  }

  /**
   * {@code value} as a cell of this column: NaN and null are undefined; an error names the column
   * when its type does not fit.
   */
  public Optional<Object> cell(@Nullable Object value) {
    if (value == null) {
      return Optional.empty();
    }
    switch (kind) {
      case NUMBER -> {
        if (value instanceof Number number) {
          double x = number.doubleValue();
          return Double.isNaN(x) ? Optional.empty() : Optional.of(x);
        }
      }
      case INTEGER -> {
        if (value instanceof Long || value instanceof Integer) {
          return Optional.of(((Number) value).longValue());
        }
        if (value instanceof Double x && x == Math.rint(x) && Math.abs(x) < 0x1p53) {
          return Optional.of(x.longValue());
        }
      }
      case BOOLEAN -> {
        if (value instanceof Boolean) {
          return Optional.of(value);
        }
      }
      case LABEL, TEXT -> {
        if (value instanceof String) {
          return Optional.of(value);
        }
      }
      case VECTOR -> {
        if (value instanceof double[]) {
          return Optional.of(value);
        }
      }
    }
    throw new IllegalArgumentException(
        "column "
            + name
            + " holds "
            + kind.name().toLowerCase(java.util.Locale.ROOT)
            + " cells, was given "
            + value
            + " ("
            + value.getClass().getSimpleName()
            + ")");
  }
}
