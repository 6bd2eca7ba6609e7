package org.phasegrid.driver.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Table;
import org.phasegrid.worker.random.Key;

/** Exported tables are the tables, bit by bit, in the eyes of other implementations. */
final class ExportedTest {
  private static final Path SCRIPTS = Path.of("src/test/node").toAbsolutePath();

  @TempDir private Path folder;

  /** Every type, its edges, and 300 numbers of random bits. */
  private static Table edges() {
    double[] numbers = {
      0.0,
      -0.0,
      1,
      0.1,
      1e7,
      1e-4,
      123456789012345680.0,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      2.2250738585072014E-308,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      2e23,
      9007199254740993.0
    };
    List<Object> doubles = new ArrayList<>();
    for (double number : numbers) {
      doubles.add(number);
    }
    Key key = Key.of(7).child("export");
    for (int i = 0; i < 300; i++) {
      double number = Double.longBitsToDouble(key.bits(i));
      doubles.add(Double.isNaN(number) ? null : number);
    }
    doubles.add(null);
    int rows = doubles.size();
    List<Object> integers = new ArrayList<>();
    List<Object> flags = new ArrayList<>();
    List<Object> labels = new ArrayList<>();
    List<Object> vectors = new ArrayList<>();
    List<String> texts =
        List.of(
            "plain",
            "",
            "with, comma",
            "\"quoted\"",
            "two\r\nlines",
            "tab\tand \u03bb \ud83d\ude80",
            " padded ",
            "null",
            "\u0001");
    for (int row = 0; row < rows; row++) {
      integers.add(
          row % 5 == 4 ? null : row == 0 ? Long.valueOf(Long.MAX_VALUE >> 10) : Long.valueOf(-row));
      flags.add(row % 3 == 2 ? null : Boolean.valueOf(row % 3 == 0));
      labels.add(row % 7 == 6 ? null : texts.get(row % texts.size()));
      double[] vector = new double[row % 4];
      Arrays.fill(vector, row % 8 == 3 ? Double.NEGATIVE_INFINITY : row * 0.1);
      if (row == 6) {
        vector[1] = Double.NaN;
      }
      vectors.add(row % 9 == 8 ? null : vector);
    }
    return new Table(
        rows,
        List.of(
            new Table.Column("number", Table.Type.NUMBER, "1/rate", "a number", doubles),
            new Table.Column("integer", Table.Type.INTEGER, "", "", integers),
            new Table.Column("flag", Table.Type.BOOLEAN, "", "", flags),
            new Table.Column("label", Table.Type.LABEL, "", "", labels),
            new Table.Column("vector", Table.Type.VECTOR, "", "", vectors),
            new Table.Column("last", Table.Type.NUMBER, "", "", doubles)));
  }

  private static String said(Object cell) {
    if (cell instanceof Double number) {
      return String.format("%016x", Double.doubleToLongBits(number));
    }
    if (cell instanceof double[] vector) {
      return String.join(" ", Arrays.stream(vector).mapToObj(item -> said((Object) item)).toList());
    }
    return cell.toString();
  }

  @Test
  void javascriptReadsWhatWasExported() throws IOException, InterruptedException {
    assumeTrue(
        Files.isDirectory(SCRIPTS.resolve("node_modules/hyparquet")),
        "hyparquet is not installed: npm ci in " + SCRIPTS);
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("edges", edges());
    tables.put(
        "none",
        new Table(0, List.of(new Table.Column("number", Table.Type.NUMBER, "", "", List.of()))));
    Map<String, Map<String, String>> types = new LinkedHashMap<>();
    List<String> command = new ArrayList<>(List.of("node", "exported.mjs", folder + "/types.json"));
    for (Map.Entry<String, Table> table : tables.entrySet()) {
      Map<String, String> columns = new LinkedHashMap<>();
      table
          .getValue()
          .columns()
          .forEach(column -> columns.put(column.name(), column.type().name()));
      types.put(table.getKey(), columns);
      for (Format format : Formats.ALL) {
        Path file = folder.resolve(table.getKey() + "." + format.name());
        format.write(file, table.getValue(), Map.of("sweep", "edges", "version", "0"));
        command.add(file.toString());
      }
    }
    new ObjectMapper().writeValue(folder.resolve("types.json").toFile(), types);

    Process node =
        new ProcessBuilder(command).directory(SCRIPTS.toFile()).redirectErrorStream(true).start();
    String all = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, node.waitFor(), all);

    String[] lines = all.strip().split("\n");
    assertEquals(tables.size() * Formats.ALL.size(), lines.length, all);
    int visited = 0;
    for (String line : lines) {
      JsonNode read = new ObjectMapper().readTree(line);
      String file = read.path("file").asText();
      Table table = tables.get(file.substring(0, file.indexOf('.')));
      assertEquals(table.rows(), read.path("rows").asInt(), file);
      for (int c = 0; c < table.columns().size(); c++) {
        Table.Column column = table.columns().get(c);
        JsonNode theirs = read.path("columns").get(c);
        assertEquals(column.name(), theirs.path("name").asText());
        for (int row = 0; row < table.rows(); row++) {
          Object cell = column.cells().get(row);
          JsonNode other = theirs.path("cells").get(row);
          assertEquals(
              cell == null ? null : said(cell),
              other.isNull() ? null : other.asText(),
              file + " " + column.name() + " row " + row);
          visited++;
        }
      }
    }
    assertEquals(3 * 6 * edges().rows(), visited);
  }

  @Test
  void aTableGivesTheSameBytesAgain() throws IOException {
    for (Format format : Formats.ALL) {
      Path one = folder.resolve("one." + format.name());
      Path two = folder.resolve("two." + format.name());
      format.write(one, edges(), Map.of("sweep", "edges", "version", "0"));
      format.write(two, edges(), Map.of("version", "0", "sweep", "edges"));

      assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two), format.name());
      assertTrue(Files.size(one) > 1000);
    }
  }
}
