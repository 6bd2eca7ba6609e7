package org.phasegrid.driver.fanout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Folder;
import org.phasegrid.driver.store.FolderInUse;
import org.phasegrid.driver.store.ForeignFolder;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.sweeps.read.Sweeps;
import sun.misc.Signal;

final class CampaignTest {
  @TempDir Path folders;

  /** Must not be asked to do anything. */
  private record Idle() implements Fanout {
    @Override
    public String describe() {
      return "idle";
    }

    @Override
    public int cores() {
      throw new AssertionError("nothing was missing");
    }

    @Override
    public void run(
        Job job, Iterator<Chunk> work, Consumer<Chunk> begun, Consumer<ChunkResult> done) {
      throw new AssertionError("nothing was missing");
    }

    @Override
    public void close() {}
  }

  private static Campaign.Summary run(Job job, Path folder) throws IOException {
    try (Fanout local = new LocalFanout(2)) {
      return FanoutContract.run(job, folder, local, Progress.SILENT);
    }
  }

  @Test
  void whatIsThereIsNotTrainedAgain() throws IOException {
    Job job = SmallSweeps.job("rates=2 seeds=2");
    Campaign.Summary first = run(job, folders.resolve("a"));
    var before = FanoutContract.bytes(folders.resolve("a"));

    Campaign.Summary again =
        FanoutContract.run(job, folders.resolve("a"), new Idle(), Progress.SILENT);

    assertEquals(7, first.trained());
    assertEquals(0, again.trained());
    assertEquals(7, again.reused());
    assertEquals(first.outcomes(), again.outcomes());
    assertEquals(before, FanoutContract.bytes(folders.resolve("a")));
  }

  @Test
  void missingAndDamagedShardsAreDoneAgainAndTheBytesAreTheSame() throws IOException {
    Job job = SmallSweeps.job("rates=5 seeds=4");
    Path folder = folders.resolve("a");
    run(job, folder);
    var before = FanoutContract.bytes(folder);
    List<Path> shards = FanoutContract.shards(folder);
    assertTrue(shards.size() >= 4);
    for (int i = 0; i < shards.size(); i += 2) {
      Files.delete(shards.get(i));
    }
    byte[] bytes = Files.readAllBytes(shards.get(1));
    Files.write(shards.get(1), Arrays.copyOf(bytes, bytes.length * 3 / 4));
    Files.write(shards.get(1).resolveSibling("left.arrow.part"), new byte[] {1});
    List<String> notices = new ArrayList<>();
    Progress listener =
        new Progress() {
          @Override
          public void runs(long done, long total, long failed, long diverged) {}

          @Override
          public void notice(String sentence) {
            notices.add(sentence);
          }
        };

    Campaign.Summary again;
    try (Fanout local = new LocalFanout(1)) {
      again = FanoutContract.run(job, folder, local, listener);
    }

    assertEquals(1, notices.size());
    assertTrue(notices.get(0).contains(shards.get(1).getFileName().toString()), notices.get(0));
    assertEquals(39, again.reused() + again.trained());
    assertTrue(again.reused() > 0 && again.trained() > 0);
    assertEquals(before, FanoutContract.bytes(folder));
  }

  /** The clock of a run starts when its engine has, which may take seconds. */
  @Test
  void theWorkBeginsWhenTheEngineHasStarted() throws IOException {
    List<String> heard = new ArrayList<>();
    Fanout slow =
        new Fanout() {
          private final Fanout local = new LocalFanout(1);

          @Override
          public String describe() {
            return local.describe();
          }

          @Override
          public int cores() {
            heard.add("engine");
            return local.cores();
          }

          @Override
          public void run(
              Job job, Iterator<Chunk> work, Consumer<Chunk> begun, Consumer<ChunkResult> done)
              throws InterruptedException {
            local.run(job, work, begun, done);
          }

          @Override
          public void close() {}
        };
    Progress listener =
        new Progress() {
          @Override
          public void begin(Plan plan, String engine) {
            heard.add("begin");
          }

          @Override
          public void ready() {
            heard.add("ready");
          }

          @Override
          public void runs(long done, long total, long failed, long diverged) {
            heard.add("runs");
          }
        };

    FanoutContract.run(SmallSweeps.job("rates=2 seeds=2"), folders.resolve("slow"), slow, listener);

    assertEquals(List.of("begin", "engine", "ready"), heard.subList(0, 3));
    assertEquals(1, heard.stream().filter("ready"::equals).count());
    assertTrue(heard.lastIndexOf("engine") < heard.indexOf("runs"));
  }

  @Test
  void anotherMeasureOrSeedExtendsAFolderToTheBytesOfAFreshOne() throws IOException {
    Path grown = folders.resolve("grown");
    Path fresh = folders.resolve("fresh");
    run(SmallSweeps.job("rates=2 seeds=2 measures=tsr"), grown);

    Campaign.Summary extended = run(SmallSweeps.job("rates=2 seeds=3 measures=tgslcr"), grown);
    run(SmallSweeps.job("rates=2 seeds=3 measures=tgslcr"), fresh);

    assertEquals(FanoutContract.bytes(fresh), FanoutContract.bytes(grown));
    // One point of the small grid is taken out, at another place when there are more seeds.
    assertTrue(extended.trained() > 0);

    Path shrunk = folders.resolve("shrunk");
    run(SmallSweeps.job("rates=2 seeds=3 measures=t"), shrunk);
    FanoutContract.run(
        SmallSweeps.job("rates=2 seeds=3 measures=t"), grown, new Idle(), Progress.SILENT);
    assertEquals(FanoutContract.bytes(shrunk), FanoutContract.bytes(grown));
  }

  @Test
  void aFolderOfAnotherBaseIsRefusedAndBegunAnewOnlyWhenAsked() throws IOException {
    Path folder = folders.resolve("a");
    run(SmallSweeps.job("rates=1 seeds=2"), folder);
    var before = FanoutContract.bytes(folder);
    Job other = SmallSweeps.job("rates=1 seeds=1 base=y");

    ForeignFolder refused = assertThrows(ForeignFolder.class, () -> run(other, folder));

    assertTrue(
        String.valueOf(refused.getMessage()).contains("belongs to sweep small"),
        refused.getMessage());
    assertEquals(before, FanoutContract.bytes(folder));

    try (Fanout local = new LocalFanout(1)) {
      Campaign.run(other, folder, local, Progress.SILENT, Campaign.Begin.FRESH, List.of("--fresh"));
    }
    assertNotEquals(before, FanoutContract.bytes(folder));
    assertEquals(2, Tables.read(folder.resolve("runs.arrow")).rows());
  }

  @Test
  void aSecondDriverIsRefusedAndTheFirstGoesOn() throws IOException {
    Job job = SmallSweeps.job("rates=1 seeds=2");
    Path folder = folders.resolve("a");

    try (Folder held = Folder.open(folder, job.sweep(), Folder.Begin.CONTINUE)) {
      assertEquals(folder, held.path());
      String holder = "process " + ProcessHandle.current().pid();
      assertTrue(Folder.filledBy(folder).orElseThrow().startsWith(holder));
      FolderInUse refused = assertThrows(FolderInUse.class, () -> run(job, folder));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("process " + ProcessHandle.current().pid()),
          refused.getMessage());
    }

    assertTrue(Folder.filledBy(folder).isEmpty());
    assertEquals(4, run(job, folder).trained());
  }

  @Test
  void failedRunsStayUntilRetried() throws IOException {
    Job job = SmallSweeps.job("rates=1 seeds=4 cursed=0");
    Path folder = folders.resolve("a");
    Campaign.Summary first = run(job, folder);
    Campaign.Summary again = FanoutContract.run(job, folder, new Idle(), Progress.SILENT);
    var before = FanoutContract.bytes(folder);

    Campaign.Summary retried;
    try (Fanout local = new LocalFanout(1)) {
      retried =
          Campaign.run(job, folder, local, Progress.SILENT, Campaign.Begin.RETRY, List.of("retry"));
    }

    assertEquals(4, first.failed());
    assertEquals(0, again.trained());
    assertEquals(4, retried.trained());
    assertEquals(before, FanoutContract.bytes(folder));
  }

  /** Quarantines the run of the first grid point whenever it comes; does all others. */
  private record Deadly() implements Fanout {
    @Override
    public String describe() {
      return "deadly";
    }

    @Override
    public int cores() {
      return 1;
    }

    @Override
    public void run(
        Job job, Iterator<Chunk> work, Consumer<Chunk> begun, Consumer<ChunkResult> done) {
      while (work.hasNext()) {
        for (Chunk chunk : work.next().singles()) {
          Job.Attempt attempt = new Job.Attempt(0, "1");
          done.accept(
              chunk.indices().contains(0)
                  ? job.quarantine(chunk, "host", attempt, "it died")
                  : java.util.Objects.requireNonNull(job.execute(chunk, attempt, () -> false)));
        }
      }
    }

    @Override
    public void close() {}
  }

  /** The points of one run share its measures; one that fails takes none from the others. */
  @Test
  void aPointThatFailsLeavesTheOthersOfItsRunWhole() throws IOException {
    Sweep sweep =
        Sweeps.read(
            new SweepSource(
                "small.yaml",
                """
                base:
                  architecture: {mlp: {width: 2, depth: 1}}
                  dataset: {gaussian-noise: {examples: 4, inputs: 2}}
                  stopping: {steps: 4}
                axes:
                  learning-rate: [0.1, 0.2]
                  measure.sharpness.iterations: [2, 3]
                measure: [trainability, sharpness]
                """,
                Map.of()));

    Campaign.Summary summary =
        FanoutContract.run(Job.of(sweep), folders.resolve("a"), new Deadly(), Progress.SILENT);

    Table runs = Tables.read(folders.resolve("a/runs.arrow"));
    assertEquals(1, summary.failed());
    assertEquals(
        List.of("failed", "finished", "finished", "finished"), runs.column("outcome").cells());
    assertEquals(5, summary.trained());
    for (int row = 1; row < 4; row++) {
      assertTrue(!runs.column("trainable").isNull(row));
    }
  }

  /** Does chunks one after the other, and dies at the one that has a grid point. */
  private record Mortal(int fatal, List<List<Integer>> order) implements Fanout {
    @Override
    public String describe() {
      return "mortal";
    }

    @Override
    public int cores() {
      return 1;
    }

    @Override
    public void run(
        Job job, Iterator<Chunk> work, Consumer<Chunk> begun, Consumer<ChunkResult> done) {
      while (work.hasNext()) {
        Chunk chunk = work.next();
        begun.accept(chunk);
        order.add(chunk.indices());
        if (chunk.indices().contains(fatal)) {
          throw new EngineLost("the driver died", new Error());
        }
        done.accept(
            java.util.Objects.requireNonNull(
                job.execute(chunk, new Job.Attempt(0, "1"), () -> false)));
      }
    }

    @Override
    public void close() {}
  }

  /** A run that ends the driver's JVM does not keep the others from being done. */
  @Test
  void whatWasInFlightAtADriversDeathIsDoneLast() throws IOException {
    Job job = SmallSweeps.job("rates=3 seeds=4");
    Path folder = folders.resolve("a");
    Mortal first = new Mortal(7, new ArrayList<>());
    assertThrows(EngineLost.class, () -> FanoutContract.run(job, folder, first, Progress.SILENT));
    List<Integer> inFlight = first.order().get(first.order().size() - 1);

    Mortal second = new Mortal(7, new ArrayList<>());
    assertThrows(EngineLost.class, () -> FanoutContract.run(job, folder, second, Progress.SILENT));

    List<List<Integer>> order = second.order();
    int others = order.size() - 1 - inFlight.indexOf(7);
    assertTrue(inFlight.contains(7));
    for (int i = 0; i < others; i++) {
      assertTrue(
          order.get(i).stream().noneMatch(inFlight::contains), i + " of " + order + inFlight);
    }
    assertEquals(List.of(7), order.get(order.size() - 1));
    Mortal third = new Mortal(-1, new ArrayList<>());
    FanoutContract.run(job, folder, third, Progress.SILENT);
    List<Integer> left = inFlight.subList(inFlight.indexOf(7), inFlight.size());
    assertEquals(left.stream().map(List::of).toList(), third.order());
    assertTrue(Files.notExists(folder.resolve("store/begun")));
    run(job, folders.resolve("calm"));
    assertEquals(FanoutContract.bytes(folders.resolve("calm")), FanoutContract.bytes(folder));
  }

  @Test
  void aPoliteKillStopsAndTheSameCommandGoesOn() throws IOException {
    Job job = SmallSweeps.job("rates=4 seeds=4");
    Path folder = folders.resolve("a");
    Thread campaign = Thread.currentThread();
    Progress until =
        (done, total, failed, diverged) -> {
          Signal.raise(new Signal("TERM"));
          while (!campaign.isInterrupted()) {
            Thread.onSpinWait();
          }
        };
    try (Fanout local = new LocalFanout(1)) {
      assertThrows(Interrupted.class, () -> FanoutContract.run(job, folder, local, until));
    }

    Campaign.Summary rest = run(job, folder);
    assertTrue(rest.reused() > 0 && rest.trained() > 0);
    assertEquals(31, rest.reused() + rest.trained());
  }

  @Test
  void theFolderAloneSaysWhichSweepItHolds() throws IOException {
    Job job = SmallSweeps.job("rates=1 seeds=1");
    Path folder = folders.resolve("a");
    run(job, folder);

    SweepSource read = Folder.source(folder);

    assertEquals(job.sweep().source().text(), read.text());
    assertEquals(job.sweep().source().name(), read.name());
    assertEquals(new HashSet<>(List.of("data.npz")), read.files().keySet());
    assertEquals(3, read.files().getOrDefault("data.npz", new byte[0]).length);
    assertEquals("sweep: small\n", Files.readString(folder.resolve("sweep.yaml")));
    assertTrue(Files.readString(folder.resolve("manifest.json")).contains("\"trained\" : 2"));
  }

  private Plan plan(String line) throws IOException {
    Job job = SmallSweeps.job(line);
    try (Folder folder = Folder.open(folders.resolve("plan"), job.sweep(), Folder.Begin.FRESH)) {
      return Plan.of(job.sweep(), folder.shards(), Plan.Again.NONE);
    }
  }

  private static double seconds(Plan plan, Chunk chunk) {
    return chunk.indices().stream().mapToDouble(plan.runs()::cost).sum();
  }

  @Test
  void everyRunIsPlannedOnceAndCostliestChunksComeFirst() throws IOException {
    Plan plan = plan("rates=3 seeds=4");

    List<Chunk> chunks = plan.chunks(1, Set.of(), index -> 1);

    List<Integer> all = new ArrayList<>();
    for (Chunk chunk : chunks) {
      all.addAll(chunk.indices());
    }
    assertEquals(plan.todo(), all.stream().sorted().toList());
    assertEquals(23, all.size());
    assertTrue(seconds(plan, chunks.get(0)) > seconds(plan, chunks.get(chunks.size() - 1)));
  }

  @Test
  void chunksShrinkWithWhatIsLeftSoThatCoresEndTogether() throws IOException {
    Plan plan = plan("rates=200 seeds=64");
    double most = 0;
    for (int index : plan.todo()) {
      most = Math.max(most, plan.runs().cost(index));
    }
    int tried = 0;

    for (int cores : new int[] {1, 2, 7, 64, 1, 2, 7, 64}) {
      int herd = tried < 4 ? 1 : 16;
      List<Chunk> chunks = plan.chunks(cores, Set.of(), index -> herd);

      double left = plan.seconds();
      int whole = 0;
      Set<Integer> seen = new HashSet<>();
      for (Chunk chunk : chunks) {
        double seconds = seconds(plan, chunk);
        double least = plan.seconds() / (64 * cores);
        assertTrue(
            seconds <= Math.max(Math.min(3, left / (3 * cores)), least) + herd * most,
            chunk + " of " + seconds + " s with " + left + " s left");
        left -= seconds;
        int count = chunk.indices().size();
        whole += count % herd == 0 ? count : 0;
        assertTrue(seen.addAll(chunk.indices()));
      }
      assertEquals(new HashSet<>(plan.todo()), seen);
      // Cores wait for the last chunk at most.
      double tail = seconds(plan, chunks.get(chunks.size() - 1));
      assertTrue(tail <= plan.seconds() / cores / 32 + herd * most);
      assertTrue(whole >= 0.9 * seen.size(), whole + " of " + seen.size() + " in whole herds");
      tried++;
    }
    assertEquals(8, tried);
  }

  @Test
  void tablesSayWhatIsInThem() throws IOException {
    Path folder = folders.resolve("a");
    run(SmallSweeps.job("rates=3 seeds=4"), folder);

    Table runs = Tables.read(folder.resolve("runs.arrow"));

    assertEquals(
        List.of(
            "run_id",
            "cell",
            "learning_rate",
            "seed",
            "depth_label",
            "outcome",
            "outcome_step",
            "steps",
            "loss_initial",
            "loss_final",
            "loss_max",
            "loss_ratio",
            "learning_rate_initial",
            "lambda_initial",
            "parameters",
            "fingerprint",
            "error"),
        runs.columns().stream().map(Table.Column::name).limit(17).toList());
    assertEquals(Table.Type.NUMBER, runs.column("learning_rate").type());
    assertEquals("rate", runs.column("learning_rate").unit());
    assertEquals(Table.Type.INTEGER, runs.column("seed").type());
    assertEquals(Table.Type.LABEL, runs.column("depth_label").type());
    assertEquals("shallow", runs.column("depth_label").text(0));
    assertEquals("deep", runs.column("depth_label").text(1));
    assertEquals(Table.Type.BOOLEAN, runs.column("trainable").type());
    assertTrue(runs.column("lambda_initial").isNull(0));
    assertTrue(runs.column("lengths_undefined").isNull(0));
    assertEquals(Double.POSITIVE_INFINITY, runs.column("lengths_infinite").number(0));
    assertEquals(Table.Type.VECTOR, runs.column("lengths_vector").type());
    assertEquals("m", runs.column("lengths_vector").unit());
    assertEquals("three numbers", runs.column("lengths_vector").meaning());
    double[] vector = (double[]) runs.column("lengths_vector").cells().get(0);
    assertTrue(Arrays.equals(new double[] {1, Double.NaN, -0.0}, vector));
    assertEquals("small", Tables.metadataOf(folder.resolve("runs.arrow")).get("sweep"));
    assertEquals(Tables.version(), Tables.metadataOf(folder.resolve("steps.arrow")).get("version"));
    // Grid order: learning rate, then seed, then depth; the point at index 5 is taken out.
    assertEquals(0, runs.column("cell").number(0));
    assertEquals(1, runs.column("cell").number(1));
    assertEquals(0, runs.column("cell").number(4));
    assertEquals(3, runs.column("seed").number(5));
    for (int row = 0; row < runs.rows(); row++) {
      double ratio =
          runs.column("loss_final").number(row) / runs.column("loss_initial").number(row);
      assertEquals(ratio, runs.column("loss_ratio").number(row));
    }
  }

  @Test
  void cellsAggregateOverSeeds() throws IOException {
    Path folder = folders.resolve("a");
    run(SmallSweeps.job("rates=3 seeds=4"), folder);
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    Table cells = Tables.read(folder.resolve("cells.arrow"));

    assertTrue(cells.find("seed").isEmpty());
    int checked = 0;
    for (int row = 0; row < cells.rows(); row++) {
      if (!cells.column("step").isNull(row) || !cells.column("layer").isNull(row)) {
        continue;
      }
      double cell = cells.column("cell").number(row);
      List<Double> losses = new ArrayList<>();
      double trainable = 0;
      double diverged = 0;
      for (int run = 0; run < runs.rows(); run++) {
        if (runs.column("cell").number(run) == cell) {
          if (!runs.column("loss_final").isNull(run)) {
            losses.add(runs.column("loss_final").number(run));
          }
          trainable += runs.column("trainable").number(run);
          diverged += runs.column("outcome").text(run).equals("diverged") ? 1 : 0;
        }
      }
      double count = cells.column("runs").number(row);
      assertEquals(cell == 1 ? 3 : 4, count);
      assertEquals(losses.size(), cells.column("loss_final_count").number(row));
      double sum = 0;
      for (double loss : losses) {
        sum += loss;
      }
      assertEquals(sum / losses.size(), cells.column("loss_final_mean").number(row));
      assertEquals(trainable / count, cells.column("trainable_mean").number(row));
      assertEquals(diverged / count, cells.column("outcome_share_diverged").number(row));
      assertTrue(cells.column("lengths_undefined_mean").isNull(row));
      assertTrue(cells.column("lengths_infinite_sd").isNull(row));
      checked++;
    }
    assertEquals(6, checked);
  }

  @Test
  void cellsHaveWhatIndicatorsMakeOfTheirReplicas() throws IOException {
    Path folder = folders.resolve("a");
    run(SmallSweeps.job("rates=2 seeds=4 cursed=0"), folder);
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    Table steps = Tables.read(folder.resolve("steps.arrow")).beside(runs);
    Table cells = Tables.read(folder.resolve("cells.arrow"));

    assertEquals(Table.Type.VECTOR, cells.column("spread_seeds").type());
    assertEquals(Table.Type.LABEL, cells.column("spread_word").type());
    assertEquals(Table.Type.BOOLEAN, cells.column("spread_all").type());
    assertEquals(Table.Type.INTEGER, cells.column("spread_failed").type());
    assertEquals("runs", cells.column("spread_failed").unit());
    assertEquals("largest less smallest loss", cells.column("spread_gap").meaning());
    int ofCells = 0;
    int ofLooks = 0;
    int ofLayers = 0;
    for (int row = 0; row < cells.rows(); row++) {
      for (String name : List.of("spread", "late_spread")) {
        boolean look = !cells.column("step").isNull(row);
        boolean layer = !cells.column("layer").isNull(row);
        assertEquals(look || layer, cells.column(name + "_seeds").isNull(row));
        assertEquals(look || layer, cells.column(name + "_word").isNull(row));
        assertTrue(cells.column(name + "_undefined").isNull(row));
        if (!look && !layer) {
          // The point of cell 1 with seed 2 is taken out; seeds 0 and 1 are cursed.
          boolean short1 = cells.column("cell").number(row) == 1;
          assertArrayEquals(
              short1 ? new double[] {0, 1, 3} : new double[] {0, 1, 2, 3},
              (double[]) cells.column(name + "_seeds").cells().get(row));
          assertEquals(
              "8 examples, " + cells.column("depth_label").text(row),
              cells.column(name + "_word").text(row));
          assertEquals(false, cells.column(name + "_all").cells().get(row));
          assertEquals(2L, cells.column(name + "_failed").cells().get(row));
          ofCells++;
        }
        if (look && !layer) {
          List<Double> losses = new ArrayList<>();
          for (int run = 0; run < steps.rows(); run++) {
            if (steps.column("cell").number(run) == cells.column("cell").number(row)
                && steps.column("step").number(run) == cells.column("step").number(row)
                && !steps.column(name + "_loss").isNull(run)) {
              losses.add(steps.column(name + "_loss").number(run));
            }
          }
          double gap =
              losses.stream().mapToDouble(x -> x).max().orElse(Double.NaN)
                  - losses.stream().mapToDouble(x -> x).min().orElse(Double.NaN);
          assertEquals(gap, cells.column(name + "_gap").number(row));
          ofLooks += losses.isEmpty() ? 0 : 1;
        } else {
          assertTrue(cells.column(name + "_gap").isNull(row));
        }
        Object depths = cells.column(name + "_depths").cells().get(row);
        assertEquals(layer && depths != null, depths instanceof double[]);
        if (depths instanceof double[] values && !look) {
          assertEquals(cells.column("runs").number(row), values.length);
          ofLayers++;
        }
      }
    }
    assertEquals(8, ofCells);
    assertEquals(4 * (3 + 1), ofLooks);
    assertEquals(8, ofLayers);
  }

  /** An indicator that throws on cells is a mistake of ours: loud, and what runs gave is kept. */
  @Test
  void aMistakeInColumnsOfCellsLeavesAllOtherTables() throws IOException {
    Path folder = folders.resolve("a");
    run(SmallSweeps.job("rates=1 seeds=2"), folder);
    assertTrue(Files.exists(folder.resolve("cells.arrow")));

    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> run(SmallSweeps.job("rates=1 seeds=2 measures=tb"), folder));

    assertEquals(
        "measure broken failed on cell 0: java.lang.IllegalStateException: reads loss_max without"
            + " saying so; there is no table of cells, all other tables are written",
        thrown.getMessage());
    assertTrue(Files.notExists(folder.resolve("cells.arrow")));
    assertEquals(4, Tables.read(folder.resolve("runs.arrow")).rows());
    assertEquals(8, Tables.read(folder.resolve("provenance.arrow")).rows());

    run(SmallSweeps.job("rates=1 seeds=2 measures=t"), folder);
    assertTrue(Files.exists(folder.resolve("cells.arrow")));
  }
}
