package org.phasegrid.driver.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.worker.file.Content;

/** What every engine promises. */
abstract class FanoutContract {
  @TempDir Path folders;

  /** An engine of {@code cores}. */
  abstract Fanout engine(int cores);

  static Campaign.Summary run(Job job, Path folder, Fanout fanout, Progress progress)
      throws IOException {
    return Campaign.run(job, folder, fanout, progress, Campaign.Begin.CONTINUE, List.of("test"));
  }

  /** Hashes of all tables whose bytes are promised. */
  static Map<String, String> bytes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String table : SmallSweeps.TABLES) {
      hashes.put(table, Content.sha256(Files.readAllBytes(folder.resolve(table))));
    }
    return hashes;
  }

  static List<Path> shards(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("store"))) {
      return files.filter(file -> file.toString().endsWith(".arrow")).sorted().toList();
    }
  }

  /** An engine whose chunks have the given number of runs at most. */
  private record Chopped(Fanout engine, int runs) implements Fanout {
    @Override
    public String describe() {
      return engine.describe();
    }

    @Override
    public int cores() {
      return engine.cores();
    }

    @Override
    public void run(
        Job job, Iterator<Chunk> work, Consumer<Chunk> begun, Consumer<ChunkResult> done)
        throws InterruptedException {
      List<Chunk> chopped = new ArrayList<>();
      work.forEachRemaining(
          chunk -> {
            for (int i = 0; i < chunk.indices().size(); i += runs) {
              List<Integer> some =
                  chunk.indices().subList(i, Math.min(i + runs, chunk.indices().size()));
              chopped.add(new Chunk(chunk.name() + Integer.toHexString(i), some, chunk.measures()));
            }
          });
      engine.run(job, chopped.iterator(), begun, done);
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  @Test
  void tablesHaveTheSameBytesOnOneCoreTwoCoresAndInAnyChunks() throws IOException {
    Job job = SmallSweeps.job("rates=3 seeds=4");
    Path calm = folders.resolve("calm");
    try (Fanout one = new LocalFanout(1)) {
      run(job, calm, one, Progress.SILENT);
    }

    Map<String, Map<String, String>> others = new HashMap<>();
    for (int cores = 1; cores <= 2; cores++) {
      try (Fanout engine = engine(cores)) {
        run(job, folders.resolve("whole" + cores), engine, Progress.SILENT);
        run(job, folders.resolve("chopped" + cores), new Chopped(engine, 1), Progress.SILENT);
      }
      others.put("whole" + cores, bytes(folders.resolve("whole" + cores)));
      others.put("chopped" + cores, bytes(folders.resolve("chopped" + cores)));
    }

    assertEquals(4, others.size());
    others.forEach((name, hashes) -> assertEquals(expected(calm), hashes, name));
    Table runs = Tables.read(calm.resolve("runs.arrow"));
    assertEquals(23, runs.rows());
    assertTrue(Tables.read(calm.resolve("steps.arrow")).rows() > 23);
    assertTrue(Tables.read(calm.resolve("layers.arrow")).rows() > 23);
  }

  private static Map<String, String> expected(Path folder) {
    try {
      return bytes(folder);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aRunThatThrowsIsARowAndAllOthersFinish() throws IOException {
    Job job = SmallSweeps.job("rates=2 seeds=5 cursed=0");
    Path folder = folders.resolve("cursed");
    Campaign.Summary summary;
    try (Fanout engine = engine(2)) {
      summary = run(job, folder, engine, Progress.SILENT);
    }

    assertEquals(12, summary.failed());
    assertEquals(12L, summary.outcomes().get("failed"));
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    assertEquals(19, runs.rows());
    int failed = 0;
    for (int row = 0; row < runs.rows(); row++) {
      long seed = (long) runs.column("seed").number(row);
      boolean cursed = seed == 0 || seed == 1 || seed == 4;
      assertEquals(cursed, runs.column("outcome").text(row).equals("failed"));
      if (cursed) {
        assertEquals(
            seed == 0
                ? "exception java.lang.IllegalStateException"
                : "error java.lang." + (seed == 1 ? "StackOverflowError" : "OutOfMemoryError"),
            runs.column("error").text(row));
        assertNull(runs.column("loss_final").cells().get(row));
        failed++;
      } else {
        assertNull(runs.column("error").cells().get(row));
        assertFalse(runs.column("fingerprint").text(row).isEmpty());
      }
    }
    assertEquals(12, failed);
    Table provenance = Tables.read(folder.resolve("provenance.arrow"));
    assertEquals(
        4,
        provenance.column("error_message").cells().stream()
            .filter("cursed seed 0"::equals)
            .count());
  }

  /** An engine that tells of every chunk that begins before it is done. */
  @Test
  void everyChunkIsSaidToBegin() throws IOException, InterruptedException {
    Job job = SmallSweeps.job("rates=2 seeds=3");
    List<Integer> begun = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Integer> wanted = List.of(0, 1, 2, 3, 4, 6, 7);
    try (Fanout engine = engine(2)) {
      engine.run(
          job,
          wanted.stream().map(i -> new Chunk("a" + i, List.of(i), List.of(0))).toList().iterator(),
          chunk -> begun.addAll(chunk.indices()),
          result -> {});
    }

    assertEquals(wanted, begun.stream().sorted().distinct().toList());
  }

  @Test
  void anInterruptKeepsWhatIsDoneAndTheSameCommandFinishes() throws IOException {
    Job job = SmallSweeps.job("rates=4 seeds=4");
    Path calm = folders.resolve("calm");
    Path stopped = folders.resolve("stopped");
    try (Fanout one = new LocalFanout(1)) {
      run(job, calm, one, Progress.SILENT);
    }

    try (Fanout engine = new Chopped(engine(2), 2)) {
      Progress interrupting = (done, total, failed, diverged) -> Thread.currentThread().interrupt();
      Interrupted interrupted =
          assertThrows(Interrupted.class, () -> run(job, stopped, engine, interrupting));
      assertFalse(Thread.currentThread().isInterrupted());
      assertTrue(interrupted.done() > 0 && interrupted.done() < interrupted.total());
    }
    Campaign.Summary rest;
    try (Fanout engine = engine(1)) {
      rest = run(job, stopped, engine, Progress.SILENT);
    }

    assertEquals(31, rest.reused() + rest.trained());
    assertTrue(rest.reused() > 0 && rest.trained() > 0);
    assertEquals(bytes(calm), bytes(stopped));
  }
}
