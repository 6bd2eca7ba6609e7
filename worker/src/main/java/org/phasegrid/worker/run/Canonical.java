package org.phasegrid.worker.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.file.Content;

/**
 * The canonical text of a value: every component of every record in order, doubles as raw bits in
 * hexadecimal, files by the hash of their content. Equal texts mean equal bits of a run, whatever
 * JVM prints them.
 */
public final class Canonical {
  private Canonical() {}

  /** The text of a record of numbers, texts, enums, lists, maps, optionals, files and records. */
  public static String text(Object value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  static void write(Object value, StringBuilder text) {
    if (value instanceof Double number) {
      text.append("0x").append(Long.toHexString(Double.doubleToLongBits(number)));
    } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
      text.append(value);
    } else if (value instanceof String string) {
      text.append('"').append(string.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    } else if (value instanceof Enum<?> constant) {
      text.append(Family.kebab(constant.name()));
    } else if (value instanceof Content content) {
      text.append("sha256:").append(content.sha256());
    } else if (value instanceof List<?> list) {
      text.append('[');
      String separator = "";
      for (Object element : list) {
        text.append(separator);
        write(element, text);
        separator = ",";
      }
      text.append(']');
    } else if (value instanceof Map<?, ?> map) {
      text.append('{');
      String separator = "";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(separator).append(entry.getKey()).append(':');
        write(entry.getValue(), text);
        separator = ",";
      }
      text.append('}');
    } else if (value instanceof Optional<?> optional) {
      text.append('?');
      optional.ifPresent(present -> write(present, text));
    } else if (value instanceof Record record) {
      writeRecord(record, text);
    } else {
      throw new IllegalArgumentException("no canonical text for a " + value.getClass().getName());
    }
  }

  private static void writeRecord(Record record, StringBuilder text) {
    Shape shape = shape(record.getClass());
    for (int i = 0; i < shape.accessors.size(); i++) {
      text.append(shape.before.get(i));
      write(component(record, shape.accessors.get(i)), text);
    }
    text.append(shape.end);
  }

  /**
   * What the texts of all records of a class have in common. One for each class and JVM: asking a
   * class for it takes ten times what writing takes, and new accessors are code that is made anew.
   *
   * @param before what stands before each component
   * @param end what stands after the last
   */
  record Shape(List<String> before, List<Method> accessors, String end) {
    static Shape of(Class<?> type) {
      List<String> before = new ArrayList<>();
      List<Method> accessors = new ArrayList<>();
      String separator = Family.nameOf(type) + "(";
      for (RecordComponent component : type.getRecordComponents()) {
        before.add(separator + component.getName() + "=");
        accessors.add(component.getAccessor());
        separator = ",";
      }
      return new Shape(
          List.copyOf(before), List.copyOf(accessors), accessors.isEmpty() ? separator + ")" : ")");
    }
  }

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  static Shape shape(Class<?> type) {
    return SHAPES.get(type);
  }

  static Object component(Record record, Method accessor) {
    try {
      return accessor.invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "record " + record.getClass().getName() + " must be public", e);
    }
  }
}
