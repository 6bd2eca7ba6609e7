package org.phasegrid.worker.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
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

  private static void write(Object value, StringBuilder text) {
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
    text.append(Family.nameOf(record)).append('(');
    String separator = "";
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      text.append(separator).append(component.getName()).append('=');
      write(component(record, component), text);
      separator = ",";
    }
    text.append(')');
  }

  private static Object component(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "record " + record.getClass().getName() + " must be public", e);
    }
  }
}
