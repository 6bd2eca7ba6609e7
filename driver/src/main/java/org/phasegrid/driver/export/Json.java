package org.phasegrid.driver.export;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.phasegrid.sweeps.document.Decimal;

/**
 * Cells as JSON writes them. A number is the shortest decimal that reads back as the same double;
 * JSON has no infinities, so they are the texts "Infinity" and "-Infinity", which {@code Number},
 * {@code float} and {@code parseDouble} all read; NaN, which tables hold inside vectors only, is
 * null.
 */
final class Json {
  private Json() {}

  static String cell(@Nullable Object cell) {
    if (cell == null) {
      return "null";
    }
    if (cell instanceof Double number) {
      return number(number);
    }
    if (cell instanceof double[] vector) {
      StringJoiner items = new StringJoiner(",", "[", "]");
      for (double item : vector) {
        items.add(number(item));
      }
      return items.toString();
    }
    return cell instanceof String text ? text(text) : cell.toString();
  }

  private static String number(double number) {
    if (Double.isNaN(number)) {
      return "null";
    }
    return Double.isInfinite(number) ? text(infinity(number)) : Decimal.brief(number);
  }

  static String infinity(double number) {
    return number > 0 ? "Infinity" : "-Infinity";
  }

  static String text(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < 0x20) {
            json.append("\\u00").append(Character.forDigit(c >> 4, 16));
            json.append(Character.forDigit(c & 15, 16));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"').toString();
  }
}
