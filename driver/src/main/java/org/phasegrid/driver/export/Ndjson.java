package org.phasegrid.driver.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.phasegrid.driver.store.Table;

/** One JSON object a line, all columns in each; undefined is null, infinities are texts. */
public record Ndjson() implements Format {
  @Override
  public String name() {
    return "ndjson";
  }

  @Override
  public void write(Path file, Table table, Map<String, String> metadata) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int row = 0; row < table.rows(); row++) {
        String separator = "{";
        for (Table.Column column : table.columns()) {
          out.write(separator);
          out.write(Json.text(column.name()));
          out.write(':');
          out.write(Json.cell(column.cells().get(row)));
          separator = ",";
        }
        out.write("}\n");
      }
    }
  }
}
