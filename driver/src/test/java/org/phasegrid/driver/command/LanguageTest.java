package org.phasegrid.driver.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Table;
import org.phasegrid.driver.store.Tables;

/** What a document computes from what was measured, from the document to tables and pictures. */
class LanguageTest {
  private static final String BASE =
      """
      sweep: language
      base:
        architecture: {mlp: {width: 4, depth: 1, activation: tanh}}
        dataset: {gaussian-noise: {examples: 8, inputs: 3, outputs: 1}}
        stopping: {steps: 20}
      """;

  private static final String ASKED =
      """
      columns:
        sharper: at(sharpness, 10) / at(sharpness, 0)
        late: last(late_sharpness) * learning_rate
        rises: sharper > 1
      critical:
        c_rise: {along: learning-rate, first: "loss_max > loss_initial"}
        c_stable: {along: learning-rate, last: "max(sharpness) * learning_rate < 2"}
        widest: {along: architecture.width, last: "trainable"}
      """;

  private static final String MEASURES =
      "measure: [trainability, {sharpness: {looks: {every: 5}}}, {sharpness: {looks: last, as: late}}]\n";

  private static String axes(int rates, int seeds) {
    return "axes:\n  architecture.width: [2, 4]\n  learning-rate: ["
        + String.join(", ", List.of("0.1", "1", "10", "30").subList(0, rates))
        + "]\n  seed: {seeds: "
        + seeds
        + "}\n";
  }

  @TempDir private Path work;

  private Path run(String folder, String text) throws IOException {
    Path document = Files.writeString(work.resolve("language.yaml"), text);
    Path path = work.resolve(folder);
    Shell.Answer answer =
        Shell.run(
            "run",
            document.toString(),
            "-o",
            path.toString(),
            "--engine",
            "local",
            "--master",
            "local[2]");
    assertEquals(0, answer.exit(), answer.err());
    return path;
  }

  @Test
  void columnsComeFromTheLooksOfTheirRun() throws IOException {
    Path folder = run("a", BASE + axes(3, 2) + MEASURES + ASKED);
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    Table looks = Tables.read(folder.resolve("steps.arrow")).beside(runs);

    List<String> names = runs.columns().stream().map(Table.Column::name).toList();
    assertEquals(
        List.of("sharper", "late", "rises"), names.subList(names.size() - 3, names.size()));
    int checked = 0;
    for (int row = 0; row < runs.rows(); row++) {
      double first = Double.NaN;
      double tenth = Double.NaN;
      double last = Double.NaN;
      for (int look = 0; look < looks.rows(); look++) {
        if (looks.column("run_id").text(look).equals(runs.column("run_id").text(row))) {
          double step = looks.column("step").number(look);
          first = step == 0 ? looks.column("sharpness").number(look) : first;
          tenth = step == 10 ? looks.column("sharpness").number(look) : tenth;
          last =
              looks.column("late_sharpness").isNull(look)
                  ? last
                  : looks.column("late_sharpness").number(look);
        }
      }
      if (!Double.isNaN(tenth)) {
        assertEquals(tenth / first, runs.column("sharper").number(row));
        assertEquals(tenth / first > 1, runs.column("rises").cells().get(row));
        assertEquals(
            last * runs.column("learning_rate").number(row), runs.column("late").number(row));
        checked++;
      }
    }
    assertTrue(checked >= 8, "checked " + checked);
    Table cells = Tables.read(folder.resolve("cells.arrow"));
    assertTrue(cells.find("sharper_median").isPresent());
    assertTrue(cells.find("rises_mean").isPresent());
  }

  @Test
  void linesHoldTheFirstAndLastPointsOfTheirConditions() throws IOException {
    Path folder = run("a", BASE + axes(4, 2) + MEASURES + ASKED);
    Table runs = Tables.read(folder.resolve("runs.arrow"));
    Table lines = Tables.read(folder.resolve("lines.arrow"));

    assertEquals(
        List.of(
            "line",
            "along",
            "runs",
            "architecture_width",
            "learning_rate",
            "seed",
            "c_rise",
            "c_stable",
            "widest"),
        lines.columns().stream().map(Table.Column::name).toList());
    assertEquals(2 * 2 + 4 * 2, lines.rows());
    for (int line = 0; line < lines.rows(); line++) {
      boolean ofRate = lines.column("along").text(line).equals("learning_rate");
      assertEquals(line < 4, ofRate);
      assertEquals(ofRate ? line : line - 4, lines.column("line").number(line));
      assertEquals(ofRate ? 4 : 2, lines.column("runs").number(line));
      assertEquals(ofRate, lines.column("learning_rate").isNull(line));
      assertEquals(!ofRate, lines.column("architecture_width").isNull(line));
      Object rise = null;
      Object widest = null;
      for (int row = 0; row < runs.rows(); row++) {
        String other = ofRate ? "architecture_width" : "learning_rate";
        boolean here =
            runs.column("seed").number(row) == lines.column("seed").number(line)
                && runs.column(other).number(row) == lines.column(other).number(line);
        boolean rises =
            runs.column("loss_max").number(row) > runs.column("loss_initial").number(row);
        if (here && ofRate && rises && rise == null) {
          rise = runs.column("learning_rate").cells().get(row);
        }
        if (here && !ofRate && runs.column("trainable").number(row) == 1) {
          widest = runs.column("architecture_width").cells().get(row);
        }
      }
      assertEquals(rise, lines.column("c_rise").cells().get(line));
      assertEquals(widest, lines.column("widest").cells().get(line));
    }
  }

  @Test
  void aFolderExtendedBySeedsPointsMeasuresAndColumnsHasTheBytesOfAFreshOne() throws IOException {
    Map<String, String> fresh = Shell.tables(run("fresh", BASE + axes(4, 3) + MEASURES + ASKED));
    assertTrue(fresh.containsKey("lines"));
    assertFalse(fresh.containsValue("none"), fresh.toString());

    run("grown", BASE + axes(2, 1) + "measure: [trainability]\n");
    run("grown", BASE + axes(2, 2) + "measure: [trainability]\n");
    run("grown", BASE + axes(4, 2) + "measure: [trainability]\n");
    run("grown", BASE + axes(4, 2) + MEASURES);
    Path grown = run("grown", BASE + axes(4, 3) + MEASURES + ASKED);

    assertEquals(fresh, Shell.tables(grown));

    Map<String, String> plain = Shell.tables(run("plain", BASE + axes(4, 3) + MEASURES));
    run("grown", BASE + axes(4, 3) + MEASURES);
    assertEquals(plain, Shell.tables(grown));
    assertFalse(plain.containsKey("lines"));
  }

  @Test
  void theSchemaOfTheLanguageIsPrinted() throws IOException {
    Shell.Answer answer = Shell.run("schema");

    assertEquals(0, answer.exit(), answer.err());
    assertEquals(
        "https://json-schema.org/draft/2020-12/schema",
        new ObjectMapper().readTree(answer.out()).path("$schema").asText());
  }

  @Test
  void picturesShowLayersCellsElementsAndColumnsSideBySide() throws IOException {
    Path folder =
        run(
            "many",
            BASE
                + axes(4, 2)
                + """
                measure: [trainability, {sharpness: {looks: {every: 10}}}, signal]
                draw:
                  - heatmap: {x: learning-rate, y: architecture.width, color: [trainable, loss_final, outcome], curve: [{x: 0.2, name: edge}], name: panels}
                  - heatmap: {x: learning-rate, y: architecture.width, color: loss_final_sd, name: cells}
                  - heatmap: {x: learning-rate, y: architecture.width, color: signal_q, slice: {layer: 1}, name: layer}
                  - lines: {x: layer, y: signal_q, color: learning-rate, slice: {architecture.width: 4}, name: depth}
                  - lines: {x: step, y: [loss, sharpness], color: learning-rate, slice: {architecture.width: 4}, curve: {x: first_rise_step}, name: curves}
                  - lines: {x: rank, y: signal_singular_values, color: layer, titles: {x: k}, name: values}
                  - bifurcation: {x: learning-rate, y: signal_singular_values, slice: {layer: 1}, name: points}
                  - spectrum: {x: signal_singular_values, facet: layer, name: spectrum}
                """);

    try (Stream<Path> files = Files.list(folder.resolve("diagrams"))) {
      assertEquals(8 * 3, files.count());
    }
    Table panels = Tables.read(folder.resolve("diagrams").resolve("panels.arrow"));
    assertEquals(3, panels.column("shown").cells().stream().distinct().count());
    Table cells = Tables.read(folder.resolve("cells.arrow"));
    Table drawn = Tables.read(folder.resolve("diagrams").resolve("cells.arrow"));
    List<Object> wanted = new java.util.ArrayList<>();
    for (int row = 0; row < cells.rows(); row++) {
      if (cells.column("step").isNull(row) && cells.column("layer").isNull(row)) {
        wanted.add(cells.column("loss_final_sd").number(row));
      }
    }
    List<Object> values = new java.util.ArrayList<>();
    for (int row = 0; row < drawn.rows(); row++) {
      values.add(drawn.column("value").number(row));
    }
    assertEquals(java.util.Set.copyOf(wanted), java.util.Set.copyOf(values));
    assertTrue(
        Files.readString(folder.resolve("diagrams").resolve("panels.svg")).contains(">edge<"));

    Shell.Answer answer =
        Shell.run(
            "draw",
            folder.toString(),
            "--plot",
            "bifurcation",
            "--x",
            "loss_initial",
            "--y",
            "loss_final",
            "--color",
            "outcome",
            "--slice",
            "architecture.width=4",
            "--curve",
            "y=1",
            "--name",
            "scatter");
    assertEquals(0, answer.exit(), answer.err());
    assertTrue(Files.exists(folder.resolve("diagrams").resolve("scatter.svg")));
    assertEquals(2, Shell.run("draw", folder.toString(), "--x", "seed", "--slice", "width").exit());
  }

  @Test
  void picturesShowLooksSlicesContoursTheoriesAndLines() throws IOException {
    Path folder =
        run(
            "a",
            BASE
                + axes(4, 2)
                + MEASURES
                + ASKED
                + """
                draw:
                  - heatmap: {x: learning-rate, y: architecture.width, color: sharpness, at: 10, contour: [0.5, 1], theory: [two-over-sharpness], name: tenth}
                  - heatmap: {x: learning-rate, y: architecture.width, color: late_sharpness, scale: log, name: last}
                  - heatmap: {x: step, y: learning-rate, slice: {architecture.width: 4}, color: sharpness, name: in-time}
                  - lines: {x: step, y: loss, color: learning-rate, slice: {architecture.width: 4, seed: 1}, name: losses}
                  - lines: {x: architecture.width, y: c_rise, name: critical}
                  - heatmap: {x: learning-rate, y: architecture.width, color: rises, by: fraction, contour: 0.25, name: rises}
                check:
                  - {name: lines are there, over: lines, where: along == 'learning_rate', that: count() == 4}
                  - {name: rates stand beside looks, over: steps, where: learning_rate == 0.1, that: count(late_sharpness > 0) == 4}
                """);

    try (Stream<Path> files = Files.list(folder.resolve("diagrams"))) {
      assertEquals(6 * 3, files.count());
    }
    Table tenth = Tables.read(folder.resolve("diagrams/tenth.arrow"));
    assertEquals(8, tenth.rows());
    assertEquals(2, tenth.column("runs").number(0));
    assertEquals(
        "median of sharpness over seed", tenth.column("value").meaning(), "as runs are shown");
    Table inTime = Tables.read(folder.resolve("diagrams/in-time.arrow"));
    assertEquals(2, inTime.column("runs").number(0));
    Table losses = Tables.read(folder.resolve("diagrams/losses.arrow"));
    assertEquals(1, losses.column("runs").number(0));
    Table critical = Tables.read(folder.resolve("diagrams/critical.arrow"));
    assertEquals(2, critical.rows());
    assertEquals(2, critical.column("runs").number(0));
    String svg = Files.readString(folder.resolve("diagrams/tenth.svg"));
    assertTrue(svg.contains("two over sharpness"));
    assertTrue(svg.contains("sharpness = 0.5"));

    Shell.Answer check = Shell.run("check", folder.toString());
    assertEquals(0, check.exit(), check.out());
  }
}
