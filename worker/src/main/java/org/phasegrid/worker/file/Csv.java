package org.phasegrid.worker.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reader of numbers in comma-separated lines, with or without one header line. */
public final class Csv {
  private Csv() {}

  /**
   * The matrix of a csv file; an error names the line that is not numbers or has another count of
   * them.
   */
  public static NumericArray read(Content content) {
    return Objects.requireNonNull(
        content.arrays(bytes -> Map.of("", read(content, bytes))).get(""));
  }

  private static NumericArray read(Content content, byte[] bytes) {
    List<double[]> rows = new ArrayList<>();
    int line = 0;
    for (String text : new String(bytes, StandardCharsets.UTF_8).split("\\R", -1)) {
      line++;
      if (text.isBlank()) {
        continue;
      }
      Optional<double[]> row = numbers(text);
      if (row.isEmpty() && line == 1) {
        continue;
      }
      if (row.isEmpty()) {
        throw new IllegalArgumentException(
            content.name() + ":" + line + ": not a line of numbers: " + text);
      }
      if (!rows.isEmpty() && rows.get(0).length != row.get().length) {
        throw new IllegalArgumentException(
            content.name()
                + ":"
                + line
                + ": has "
                + row.get().length
                + " numbers, the lines before "
                + rows.get(0).length);
      }
      rows.add(row.get());
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(content.name() + " holds no line of numbers");
    }
    int columns = rows.get(0).length;
    double[] values = new double[rows.size() * columns];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, values, i * columns, columns);
    }
    return new NumericArray(new int[] {rows.size(), columns}, values, false);
  }

  private static Optional<double[]> numbers(String text) {
    String[] fields = text.split(",", -1);
    double[] row = new double[fields.length];
    for (int i = 0; i < fields.length; i++) {
      try {
        row[i] = Double.parseDouble(fields[i].strip());
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    return Optional.of(row);
  }
}
