package org.phasegrid.driver.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.document.Decimal;

/**
 * RFC 4180 in UTF-8 with a header line. Undefined is an empty field, an empty text {@code ""}; a
 * number is the shortest decimal that reads back as the same double, infinities are {@code
 * Infinity} and {@code -Infinity}, as pandas, R and JavaScript read them; a vector is a JSON list.
 */
public record Csv() implements Format {
  private static final String END = "\r\n";

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public void write(Path file, Table table, Map<String, String> metadata) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      String separator = "";
      for (Table.Column column : table.columns()) {
        out.write(separator);
        out.write(text(column.name()));
        separator = ",";
      }
      out.write(END);
      for (int row = 0; row < table.rows(); row++) {
        separator = "";
        for (Table.Column column : table.columns()) {
          out.write(separator);
          out.write(field(column.cells().get(row)));
          separator = ",";
        }
        out.write(END);
      }
    }
  }

  private static String field(@Nullable Object cell) {
    if (cell == null) {
      return "";
    }
    if (cell instanceof Double number) {
      return Double.isInfinite(number) ? Json.infinity(number) : Decimal.brief(number);
    }
    return cell instanceof double[] ? text(Json.cell(cell)) : text(cell.toString());
  }

  private static String text(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
