package org.phasegrid.driver.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.run.RunId;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Outcome;

final class TablesTest {
  @TempDir Path folder;

  private static Table sample(int rows) {
    List<Object> numbers = new ArrayList<>();
    List<Object> labels = new ArrayList<>();
    List<Object> vectors = new ArrayList<>();
    List<Object> flags = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      numbers.add(i % 3 == 0 ? null : i == 1 ? Double.NEGATIVE_INFINITY : i / 7.0);
      labels.add(i % 5 == 0 ? null : i % 2 == 0 ? "zebra" : "ant");
      vectors.add(i % 4 == 0 ? null : new double[i % 3]);
      flags.add(i % 7 == 0 ? null : i % 2 == 0);
    }
    return new Table(
        rows,
        List.of(
            new Table.Column("x", Table.Type.NUMBER, "m", "a length", numbers),
            new Table.Column("word", Table.Type.LABEL, "", "an animal", labels),
            new Table.Column("v", Table.Type.VECTOR, "", "", vectors),
            new Table.Column("flag", Table.Type.BOOLEAN, "", "", flags)));
  }

  @Test
  void aTableWrittenIsTheTableRead() throws IOException {
    Table table = sample(70_000);
    Tables.write(folder.resolve("a.arrow"), table, Map.of("sweep", "s"));
    Tables.write(folder.resolve("b.arrow"), table, Map.of("sweep", "s"));

    Table read = Tables.read(folder.resolve("a.arrow"));

    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a.arrow")),
        Files.readAllBytes(folder.resolve("b.arrow")));
    assertEquals(table.rows(), read.rows());
    for (Table.Column column : table.columns()) {
      Table.Column same = read.column(column.name());
      assertEquals(column.type(), same.type());
      assertEquals(column.unit(), same.unit());
      assertEquals(column.meaning(), same.meaning());
      for (int row = 0; row < table.rows(); row++) {
        if (column.cells().get(row) instanceof double[] vector) {
          assertArrayEquals(vector, (double[]) same.cells().get(row));
        } else {
          assertEquals(column.cells().get(row), same.cells().get(row));
        }
      }
    }
  }

  @Test
  void anEmptyTableIsATable() throws IOException {
    Tables.write(folder.resolve("a.arrow"), sample(0), Map.of());
    Table read = Tables.read(folder.resolve("a.arrow"));
    assertEquals(0, read.rows());
    assertEquals(4, read.columns().size());
  }

  @Test
  void metadataOfMoreThanTwoKeysIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Tables.write(
                folder.resolve("a.arrow"), sample(1), Map.of("a", "1", "b", "2", "c", "3")));
  }

  @Test
  void statisticsOfReplicasHaveTheirValues() {
    double[] x = {4, 1, 2, 9};
    assertEquals(4, Aggregates.mean(x));
    assertEquals(3, Aggregates.median(x));
    // Squares of 0, -3, -2, 5 are 38; over 3.
    assertEquals(Math.sqrt(38.0 / 3), Aggregates.deviation(x, 4));
    assertEquals(2, Aggregates.median(new double[] {9, 2, 1}));
    assertTrue(Double.isNaN(Aggregates.median(new double[0])));
    assertTrue(Double.isNaN(Aggregates.deviation(new double[] {3}, 3)));
    assertTrue(Double.isNaN(Aggregates.mean(new double[0])));
  }

  /** A grid of three dimensions of which the middle one is the replicas'. */
  private record Box() implements Grid {
    @Override
    public long size() {
      return 24;
    }

    @Override
    public List<AxisColumn> axes() {
      List<AxisColumn> axes = new ArrayList<>();
      int[] sizes = {2, 3, 4};
      for (int d = 0; d < 3; d++) {
        List<Object> values = new ArrayList<>();
        for (long i = 0; i < sizes[d]; i++) {
          values.add(i);
        }
        axes.add(
            new AxisColumn(
                "a" + d,
                "a" + d,
                d,
                AxisColumn.Scale.LINEAR,
                d == 1 ? AxisColumn.Role.REPLICA : AxisColumn.Role.GRID,
                values,
                ""));
      }
      return axes;
    }

    @Override
    public Optional<Point> point(long index) {
      return Optional.empty();
    }
  }

  @Test
  void aCellHasTheIndicesThatDifferInReplicasAlone() {
    CellOrder order = CellOrder.of(new Box());

    assertEquals(8, order.cells());
    boolean[] seen = new boolean[24];
    for (long cell = 0; cell < order.cells(); cell++) {
      long[] members = order.members(cell);
      assertEquals(3, members.length);
      for (long index : members) {
        seen[(int) index] = true;
        assertEquals(cell, index / 12 * 4 + index % 4);
      }
      assertTrue(members[0] < members[1] && members[1] < members[2]);
    }
    for (boolean one : seen) {
      assertTrue(one);
    }
  }

  /** Declares some columns and fills none. */
  private record Declares(List<Column> columns) implements Indicator {
    @Override
    public Set<Need<?>> needs() {
      return Set.of();
    }

    @Override
    public Looks looks() {
      return new Looks.Last();
    }

    @Override
    public Meter start() {
      return (snapshot, out) -> {};
    }
  }

  /** A member must be public for its canonical text. */
  public record Named(String name, int kind) implements Indicator {
    @Override
    public List<Column> columns() {
      return List.of(new Column(name, Column.Scope.RUN, "", "a number"));
    }

    @Override
    public Set<Need<?>> needs() {
      return Set.of();
    }

    @Override
    public Looks looks() {
      return new Looks.Last();
    }

    @Override
    public Meter start() {
      return new Declares(columns()).start();
    }
  }

  @Test
  void columnsThatCollideAreNamed() {
    IllegalArgumentException twice =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Layout.of(
                    List.of(
                        new Measure("one", new Named("x", 1)),
                        new Measure("two", new Named("x", 2)))));
    assertTrue(
        twice.getMessage().contains("column x is given by measure one and by measure two"),
        twice.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Layout.of(List.of(new Measure("one", new Named("loss_final", 1)))));
    assertThrows(
        IllegalArgumentException.class,
        () -> Layout.of(List.of(new Measure("one", new Named("a0", 1)))).check(new Box().axes()));
  }

  @Test
  void valuesThatNoColumnTakesAreErrorsOfTheirRun() {
    Layout layout = Layout.of(List.of(new Measure("one", new Named("x", 1))));
    ShardWriter shard = new ShardWriter(layout);
    ShardWriter.Circumstances here =
        new ShardWriter.Circumstances("h", "e", 0, 1, "k", "j", "", "");

    assertThrows(
        IllegalStateException.class, () -> shard.add(record(Map.of("unheard", 1.0)), here));
    assertThrows(
        IllegalArgumentException.class, () -> shard.add(record(Map.of("x", "text")), here));
  }

  private static RunRecord record(Map<String, Object> values) {
    return new RunRecord(
        new RunId("0".repeat(32)),
        new Outcome.Finished(3),
        1,
        0.5,
        1,
        0.1,
        OptionalDouble.empty(),
        4,
        "ab",
        values,
        List.of(),
        List.of());
  }

  @Test
  void truncatedShardsAreDamagedWhereverTheyAreCut() throws IOException {
    ShardWriter writer = new ShardWriter(Layout.of(List.of(new Measure("one", new Named("x", 1)))));
    writer.add(
        record(Map.of("x", 2.0)), new ShardWriter.Circumstances("h", "e", 0, 1, "k", "j", "", ""));
    byte[] bytes = writer.toByteArray();
    Shards.list(folder).append("abc", bytes);
    Path shard;
    try (var files = Files.list(folder)) {
      shard = files.findFirst().orElseThrow();
    }

    assertEquals(1, Shards.list(folder).done().size());
    int cuts = 0;
    for (int length = 0; length < bytes.length; length += 97) {
      Files.write(shard, Arrays.copyOf(bytes, length));
      Shards cut = Shards.list(folder);
      assertEquals(0, cut.done().size());
      assertEquals(1, cut.damaged().size());
      cuts++;
    }
    assertTrue(cuts > 10);
  }
}
