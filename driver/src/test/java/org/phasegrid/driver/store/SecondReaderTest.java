package org.phasegrid.driver.store;

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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phasegrid.driver.fanout.Campaign;
import org.phasegrid.driver.fanout.Fanout;
import org.phasegrid.driver.fanout.LocalFanout;
import org.phasegrid.driver.fanout.Progress;
import org.phasegrid.driver.fanout.SmallSweeps;

/**
 * Other implementations of Arrow, Apache's in JavaScript and flechette, read what we write as we
 * do.
 */
final class SecondReaderTest {
  private static final Path SCRIPTS = Path.of("src/test/node").toAbsolutePath();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"read.mjs", "flechette.mjs"})
  void othersReadEveryTableAsWeDo(String reader) throws IOException, InterruptedException {
    assumeTrue(
        Files.isDirectory(SCRIPTS.resolve("node_modules/apache-arrow")),
        "apache-arrow is not installed: npm ci in " + SCRIPTS);
    try (Fanout local = new LocalFanout(2)) {
      Campaign.run(
          SmallSweeps.job("rates=3 seeds=4"),
          folder,
          local,
          Progress.SILENT,
          Campaign.Begin.CONTINUE,
          List.of("test"));
    }
    List<String> names = List.of("runs", "steps", "layers", "cells", "provenance");
    List<String> command = new ArrayList<>(List.of("node", reader));
    names.forEach(name -> command.add(folder.resolve(name + ".arrow").toString()));

    Process node =
        new ProcessBuilder(command).directory(SCRIPTS.toFile()).redirectErrorStream(true).start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, node.waitFor(), said);

    String[] lines = said.strip().split("\n");
    assertEquals(names.size(), lines.length, said);
    for (int i = 0; i < lines.length; i++) {
      same(
          Tables.read(folder.resolve(names.get(i) + ".arrow")),
          new ObjectMapper().readTree(lines[i]));
    }
  }

  private static void same(Table ours, JsonNode theirs) {
    String where = theirs.path("file").asText();
    assertEquals(ours.rows(), theirs.path("rows").asInt(), where);
    assertEquals("small", theirs.path("sweep").asText());
    assertEquals(Tables.version(), theirs.path("version").asText());
    assertEquals(ours.columns().size(), theirs.path("columns").size());
    Map<Table.Type, String> types =
        Map.of(
            Table.Type.NUMBER, "Float64",
            Table.Type.INTEGER, "Int64",
            Table.Type.BOOLEAN, "Bool",
            Table.Type.LABEL, "Utf8",
            Table.Type.VECTOR, "List<Float64>");
    for (int c = 0; c < ours.columns().size(); c++) {
      Table.Column column = ours.columns().get(c);
      JsonNode read = theirs.path("columns").get(c);
      assertEquals(column.name(), read.path("name").asText(), where);
      assertEquals(column.unit(), read.path("unit").asText(), where + " " + column.name());
      assertEquals(column.meaning(), read.path("meaning").asText(), where + " " + column.name());
      assertTrue(
          read.path("type").asText().contains(types.getOrDefault(column.type(), "?")),
          where + " " + column.name() + " is " + read.path("type"));
      long nulls = column.cells().stream().filter(cell -> cell == null).count();
      assertEquals(nulls, read.path("nulls").asLong(), where + " " + column.name());
      first(column, read.path("first"), where + " " + column.name());
    }
  }

  private static void first(Table.Column column, JsonNode theirs, String where) {
    Object ours = column.cells().stream().filter(cell -> cell != null).findFirst().orElse(null);
    if (ours == null) {
      assertTrue(theirs.isNull(), where);
    } else if (ours instanceof Double x && Double.isFinite(x)) {
      assertEquals(x, theirs.asDouble(), where);
    } else if (ours instanceof double[] vector) {
      assertEquals(vector.length, theirs.size(), where);
      assertEquals(vector[0], theirs.get(0).asDouble(), where);
    } else {
      assertEquals(ours.toString(), theirs.asText(), where);
    }
  }
}
