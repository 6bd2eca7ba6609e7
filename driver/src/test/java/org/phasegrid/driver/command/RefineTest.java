package org.phasegrid.driver.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;

/** A plane of which only the boundary is trained. */
class RefineTest {
  private static final String PLANE =
      """
      sweep: plane
      base:
        architecture: {mlp: {width: 4, depth: 1, activation: tanh, bias: false}}
        dataset: {gaussian-noise: {examples: 6, inputs: 3, outputs: 1}}
        stopping: {steps: 30, diverged-above: {times-initial: 1e3}}
      axes:
        learning-rate: {log10: {from: 1e-2, to: 1e3, points: 33}}
        architecture.weight-variance: {log10: {from: 1e-1, to: 1e2, points: 25}}
        seed: {seeds: 2}
      measure: [trainability]
      columns: {grew: "loss_max > 1.5 * loss_initial"}
      """;

  private static final String REFINE =
      "refine: {along: grew, in: [learning-rate, architecture.weight-variance], levels: 3}\n";

  private static final String DRAW =
      """
      draw:
        - heatmap: {x: learning-rate, y: architecture.weight-variance, color: grew, by: fraction, name: grew}
      """;

  @TempDir private Path work;

  private Path run(String folder, String text, String... engine) throws IOException {
    Path document = Files.writeString(work.resolve("plane.yaml"), text);
    Path path = work.resolve(folder);
    Shell.Answer answer =
        Shell.run(
            Stream.concat(
                    Stream.of("run", document.toString(), "-o", path.toString()),
                    engine.length == 0 ? Stream.of("--engine", "local") : Stream.of(engine))
                .toArray(String[]::new));
    assertEquals(0, answer.exit(), answer.err());
    return path;
  }

  private static Map<String, List<Object>> rows(Table runs) {
    Map<String, List<Object>> rows = new HashMap<>();
    for (int row = 0; row < runs.rows(); row++) {
      int at = row;
      rows.put(
          runs.column("run_id").text(row),
          runs.columns().stream().map(column -> column.cells().get(at)).toList());
    }
    return rows;
  }

  @Test
  void aFractionOfTheRunsShowsThePhasesOfAllOfThem() throws IOException {
    Path all = run("all", PLANE + DRAW);
    Path refined = run("refined", PLANE + REFINE + DRAW);
    Table dense = Tables.read(all.resolve("runs.arrow"));
    Table sparse = Tables.read(refined.resolve("runs.arrow"));

    assertEquals(33 * 25 * 2, dense.rows());
    assertTrue(sparse.rows() < 0.6 * dense.rows(), "rows " + sparse.rows());
    Map<String, List<Object>> known = rows(dense);
    rows(sparse).forEach((id, row) -> assertEquals(known.get(id), row));
    // Every site has both seeds or none.
    Table cells = Tables.read(refined.resolve("cells.arrow"));
    assertEquals(sparse.rows(), 2 * cells.rows());

    Table shown = Tables.read(all.resolve("diagrams/grew.arrow"));
    Table filled = Tables.read(refined.resolve("diagrams/grew.arrow"));
    assertEquals(shown.rows(), filled.rows());
    int wrong = 0;
    int untrained = 0;
    for (int row = 0; row < shown.rows(); row++) {
      boolean same =
          shown.column("value").number(row) == filled.column("value").number(row)
              && shown.column("state").text(row).equals(filled.column("state").text(row));
      wrong += same ? 0 : 1;
      untrained += filled.column("runs").number(row) == 0 ? 1 : 0;
      assertTrue(same || filled.column("runs").number(row) == 0);
    }
    assertEquals(33 * 25 - cells.rows(), untrained);
    // The published replays miss at most half a percent with a halo where the boundary is smooth;
    // here two seeds make two boundaries.
    assertTrue(wrong <= 0.02 * shown.rows(), "wrong " + wrong);

    String svg = Files.readString(refined.resolve("diagrams/grew.svg"));
    assertTrue(svg.contains("checked in uniform blocks"));
    JsonNode manifest =
        new ObjectMapper().readTree(Files.readAllBytes(refined.resolve("manifest.json")));
    assertTrue(manifest.path("refined_checks").asInt() >= 8);
    assertEquals(sparse.rows(), manifest.path("points").asInt());
  }

  @Test
  void theSamePointsAreTrainedFreshMendedGrownAndOnTheOtherEngine() throws IOException {
    Path fresh = run("fresh", PLANE + REFINE);
    Map<String, String> tables = Shell.tables(fresh);

    assertEquals(
        tables,
        Shell.tables(run("spark", PLANE + REFINE, "--engine", "spark", "--master", "local[2]")));

    // What a kill may leave: any of the shards.
    List<Path> shards;
    try (Stream<Path> store = Files.list(fresh.resolve("store"))) {
      shards = store.filter(path -> path.toString().endsWith(".arrow")).sorted().toList();
    }
    for (int i = 0; i < shards.size(); i += 3) {
      Files.delete(shards.get(i));
    }
    assertEquals(tables, Shell.tables(run("fresh", PLANE + REFINE)));

    // A folder of all points has more than is asked for, and shows it no longer.
    Map<String, String> dense = Shell.tables(run("grown", PLANE));
    Path grown = run("grown", PLANE + REFINE);
    assertEquals(tables, Shell.tables(grown));
    assertEquals(dense, Shell.tables(run("grown", PLANE)));
    assertEquals(dense, Shell.tables(run("fresh", PLANE)));
  }

  @Test
  void commandsKnowThatMoreMayBeAskedFor() throws IOException {
    Path document = Files.writeString(work.resolve("plane.yaml"), PLANE + REFINE + DRAW);
    String folder = work.resolve("out").toString();
    Shell.Answer plan = Shell.run("plan", document.toString(), "-o", folder, "--engine", "local");
    assertEquals(0, plan.exit(), plan.err());
    // 5 by 4 sites of the first lattice with two seeds.
    assertTrue(plan.out().contains("runs     40 in all, 0 done, 40 to do"), plan.out());
    assertTrue(plan.out().contains("refine   first every 8th point of learning_rate x "));

    Shell.Answer run = Shell.run("run", document.toString(), "-o", folder, "--engine", "local");
    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("refined  "), run.out());
    assertTrue(run.out().contains(" of 1650 points trained"), run.out());
    long rows = Tables.read(Path.of(folder, "runs.arrow")).rows();
    Shell.Answer status = Shell.run("status", folder);
    assertTrue(status.out().contains(rows + " of " + rows + " done (100.0 %), 0 to do"));
    assertTrue(status.out().contains("state    complete\n"), status.out());
    assertTrue(
        Shell.run("plan", document.toString(), "-o", folder, "--engine", "local")
            .out()
            .contains("nothing is left"));
    assertEquals(0, Shell.run("rerun", folder, "--sample", "3", "--engine", "local").exit());
    Shell.Answer again = Shell.run("run", document.toString(), "-o", folder, "--engine", "local");
    assertTrue(again.err().contains("nothing to train"), again.err());
    assertEquals(0, Shell.run("draw", folder).exit());
    assertTrue(Shell.run("cite", folder).out().contains("note = {sha256 of the run ids "));
  }

  @Test
  void nonsenseIsRefusedWithItsLine() throws IOException {
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("refine: {along: grews, in: [learning-rate, seed], levels: 3}", "did you mean");
    bad.put("refine: {along: loss_final, in: [learning-rate, seed], levels: 3}", "wanted a phase");
    bad.put("refine: {along: grew, in: [learning-rate, seed], levels: 3}", "replicas of a point");
    bad.put("refine: {along: grew, in: [learning-rate], levels: 3}", "span a plane");
    bad.put("refine: {along: grew, in: [learning-rate, learning-rate], levels: 3}", "one zip");
    bad.put(
        "refine: {along: grew, in: [learning-rate, dataset.examples], levels: 3}",
        "wanted axes of: learning-rate");
    bad.put(REFINE.strip().replace("levels: 3", "levels: 5"), "from 1 to 4, since architecture");
    bad.put(REFINE.strip().replace("levels: 3", "levels: few"), "wanted a whole number");
    bad.put(REFINE.strip().replace(", levels: 3", ""), "refine.levels is required");
    bad.put(REFINE.strip().replace("levels", "level"), "refine.level is unknown");
    bad.put("refine: trainable", "wanted the keys");
    int visited = 0;
    for (Map.Entry<String, String> each : bad.entrySet()) {
      Path document = Files.writeString(work.resolve("plane.yaml"), PLANE + each.getKey());
      Shell.Answer answer =
          Shell.run("run", document.toString(), "-o", work.resolve("bad").toString());

      assertEquals(2, answer.exit(), each.getKey() + ": " + answer.err());
      assertTrue(answer.err().contains("plane.yaml:12: refine"), answer.err());
      assertTrue(answer.err().contains(each.getValue()), answer.err());
      assertFalse(Files.exists(work.resolve("bad")));
      visited++;
    }
    assertEquals(11, visited);
  }
}
