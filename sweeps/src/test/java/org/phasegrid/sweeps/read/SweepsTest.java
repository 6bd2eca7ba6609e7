package org.phasegrid.sweeps.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.sweeps.column.Critical;
import org.phasegrid.sweeps.column.RunColumn;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Grid;
import org.phasegrid.sweeps.read.Sweeps.Changes;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.general.Sharpness;
import org.phasegrid.worker.optimizer.Momentum;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.RunId;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.train.Threshold;

class SweepsTest {
  private static Sweep read(String text) {
    return Sweeps.read(new SweepSource("edge.yaml", text, Map.of()));
  }

  private static Sweep read(String text, Changes changes) {
    return Sweeps.read(new SweepSource("edge.yaml", text, Map.of()), changes);
  }

  private static RunSpec only(String base) {
    return read("base:\n" + base.indent(2)).grid().point(0).orElseThrow().spec();
  }

  private static List<String> runs(Grid grid) {
    List<String> runs = new ArrayList<>();
    for (long i = 0; i < grid.size(); i++) {
      grid.point(i).ifPresent(point -> runs.add(RunId.of(point.spec()).hex()));
    }
    return runs;
  }

  private static List<Object> axis(String axes) {
    return read("axes: {learning-rate: " + axes + "}\n").grid().axes().get(0).values();
  }

  @Test
  void anEmptyBaseIsTheDefaultRun() {
    assertEquals(RunSpec.DEFAULT, only("seed: 1\n"));
    assertEquals(1, read("sweep: one\n").grid().size());
  }

  @Test
  void membersAreWrittenInEveryForm() {
    RunSpec spec =
        only(
            """
            architecture: {mlp: {width: 8, activation: relu}}
            optimizer: {momentum: 0.5}
            learning-rate: 1e-3
            stopping: {steps: 1e2, diverged-above: never, converged-below: {loss: 0.1}}
            batches: {size: 4, replacement: true}
            precision: float32
            seeds: {data: 7}
            """);

    assertEquals(List.of(8), ((Mlp) spec.architecture()).width());
    assertEquals(new Relu(), ((Mlp) spec.architecture()).activation());
    assertEquals(new Momentum(0.5), spec.optimizer());
    assertEquals(new Rate.Fixed(1e-3), spec.learningRate());
    assertEquals(100, spec.stopping().steps());
    assertEquals(new Threshold.Never(), spec.stopping().divergedAbove());
    assertEquals(new Threshold.Loss(0.1), spec.stopping().convergedBelow());
    assertEquals(Map.of("data", 7L), spec.seeds());
    assertEquals(
        new Rate.OverSharpness(2), only("learning-rate: {over-sharpness: 2}\n").learningRate());
    assertEquals(
        new Rate.OverSharpness(2),
        only("learning-rate: {over-sharpness: {c: 2}}\n").learningRate());
    assertEquals(
        List.of(8, 4),
        ((Mlp) only("architecture: {mlp: {depth: 2, width: [8, 4]}}\n").architecture()).width());
  }

  @Test
  void rangesHaveExactEndsAndWholePowers() {
    assertEquals(
        List.of(1e-3, 1e-2, 0.1, 1.0, 10.0), axis("{log10: {from: 1e-3, to: 10, points: 5}}"));
    assertEquals(List.of(1e-3, 1e-2, 0.1), axis("{log10: {from: 1e-3, to: 0.1, step: 1}}"));
    assertEquals(7, axis("{log10: {from: 1e-3, to: 1, per-decade: 2}}").size());
    List<Object> powers = axis("{log2: {from: 0, to: 6, step: 0.1}}");
    assertEquals(61, powers.size());
    assertEquals(1.0, powers.get(0));
    assertEquals(2.0, powers.get(10));
    assertEquals(StrictMath.pow(2, 1.1), powers.get(11));
    assertEquals(64.0, powers.get(60));
    assertEquals(List.of(0.0, 0.1, 0.2), axis("{linear: {from: 0, to: 0.2, points: 3}}"));
    assertEquals(List.of(1.0, 0.5, 0.0), axis("{linear: {from: 1, to: 0, step: -0.5}}"));
  }

  @Test
  void seedsCountFromTheSeedOfBase() {
    Sweep sweep = read("base: {seed: 5}\naxes: {seed: {seeds: 3}, architecture.width: [2, 4]}\n");

    assertEquals(List.of(5L, 6L, 7L), sweep.grid().axes().get(0).values());
    assertEquals(AxisColumn.Role.REPLICA, sweep.grid().axes().get(0).role());
    assertEquals(AxisColumn.Role.GRID, sweep.grid().axes().get(1).role());
    assertEquals(
        List.of(9L, 10L),
        read(
                "axes: {seed: {seeds: 3}}\n",
                new Changes(List.of("seed=9"), List.of("seed=seeds:2"), List.of()))
            .grid()
            .axes()
            .get(0)
            .values());
  }

  @Test
  void spacingIsSeenInTheValues() {
    assertEquals(AxisColumn.Scale.LOG2, scale("architecture.width: [16, 32, 64]"));
    assertEquals(AxisColumn.Scale.LOG10, scale("learning-rate: [0.01, 0.1, 1]"));
    assertEquals(AxisColumn.Scale.LINEAR, scale("architecture.depth: [3, 7]"));
    assertEquals(AxisColumn.Scale.CATEGORY, scale("architecture.depth: [1, 2, 5]"));
    assertEquals(AxisColumn.Scale.CATEGORY, scale("architecture.activation: [relu, tanh]"));
    assertEquals(
        AxisColumn.Scale.LOG2,
        scale("learning-rate.over-sharpness: {log2: {from: 0, to: 1, points: 3}}"));
  }

  private static AxisColumn.Scale scale(String axis) {
    return read("axes: {" + axis + "}\n").grid().axes().get(0).scale();
  }

  @Test
  void anAxisMayChooseMembersAndOtherAxesTheirParameters() {
    Sweep sweep =
        read(
            """
            base: {learning-rate: 0.1}
            axes:
              optimizer: [gradient-descent, {momentum: 0.5}]
              architecture.width: [[4, 8], [8, 4]]
              stopping.diverged-above: [{times-initial: 1e12}, {loss: 7}, never]
              learning-rate.over-sharpness: [1, 2]
            let: {depth: 2}
            """
                .replace(
                    "base: {learning-rate: 0.1}",
                    "base: {learning-rate: 0.1, architecture: {mlp: {depth: \"=depth\"}}}"));

    assertEquals(List.of("gradient-descent", "momentum 0.5"), sweep.grid().axes().get(0).values());
    assertEquals(List.of("4 8", "8 4"), sweep.grid().axes().get(1).values());
    assertEquals(
        List.of("times-initial 1e12", "loss 7", "never"), sweep.grid().axes().get(2).values());
    RunSpec last = sweep.grid().point(sweep.grid().size() - 1).orElseThrow().spec();
    assertEquals(new Momentum(0.5), last.optimizer());
    assertEquals(List.of(8, 4), ((Mlp) last.architecture()).width());
    assertEquals(new Threshold.Never(), last.stopping().divergedAbove());
    assertEquals(new Rate.OverSharpness(2), last.learningRate());
  }

  @Test
  void expressionsComputeFromAxesNamesAndBase() {
    Sweep sweep =
        read(
            """
            base:
              architecture: {mlp: {weight-variance: "=1/inverse_sigma^2"}}
              learning-rate: 0.5
              stopping: {steps: "=max(80, scale/learning_rate)"}
              seeds: {data: "=1000+seed"}
              layer-rates: ["=inverse_sigma", 2]
            axes: {seed: {seeds: 2}}
            let: {inverse_sigma: [1, 2], scale: "=25*2"}
            """);

    RunSpec spec = sweep.grid().point(3).orElseThrow().spec();

    assertEquals(0.25, ((Mlp) spec.architecture()).weightVariance());
    assertEquals(100, spec.stopping().steps());
    assertEquals(Map.of("data", 1002L), spec.seeds());
    assertEquals(List.of(2.0, 2.0), spec.layerRates());
    assertEquals(List.of(2L, 2L), sweep.grid().point(3).orElseThrow().values());
  }

  @Test
  void zippedAxesGoTogether() {
    Sweep sweep =
        read(
            "axes: {zip: {architecture.width: [2, 4], learning-rate: [0.1, 0.2]}, seed: [1, 2]}\n");

    assertEquals(4, sweep.grid().size());
    assertEquals(List.of(4L, 0.2, 1L), sweep.grid().point(2).orElseThrow().values());
    assertEquals(
        List.of(0, 0, 1), sweep.grid().axes().stream().map(AxisColumn::dimension).toList());
  }

  @Test
  void whereAndExcludeTakePointsOut() {
    String axes = "axes: {architecture.width: [2, 4, 8], architecture.depth: [1, 2]}\n";

    assertEquals(4, runs(read(axes + "where: architecture_width > 2\n").grid()).size());
    assertEquals(
        5,
        runs(read(axes + "exclude: architecture_width == 2 and architecture_depth == 2\n").grid())
            .size());
    assertEquals(
        1,
        runs(read(axes
                    + "where: [architecture_width > 2, architecture_depth == 1]\nexclude: [\"architecture_width in [8]\"]\n")
                .grid())
            .size());
  }

  @Test
  void pointsTakenOutNeedNoValidSpec() {
    assertEquals(
        2,
        runs(read("axes: {architecture.width: [0, 4], seed: [1, 2]}\nwhere: architecture_width > 0\n")
                .grid())
            .size());
  }

  @Test
  void measuresHaveLooksAndNames() {
    Sweep sweep =
        read(
            "measure: [trainability, {sharpness: {looks: {every: 5}, as: often}}, {sharpness:"
                + " {looks: [0, 3], iterations: 8}}]\n");

    assertEquals(
        List.of("trainability", "often", "sharpness"),
        sweep.measures().stream().map(Measure::name).toList());
    assertEquals(new Sharpness(new Looks.Every(5), 24), sweep.measures().get(1).bare());
    assertEquals(
        List.of("often_sharpness", "often_sharpness_residual"),
        sweep.measures().get(1).indicator().columns().stream().map(Column::name).toList());
    assertEquals(
        new Sharpness(new Looks.At(List.of(0L, 3L)), 8), sweep.measures().get(2).indicator());
    assertEquals(
        sweep.measures(),
        Sweeps.read(new SweepSource("a", sweep.canonical(), Map.of())).measures());
  }

  @Test
  void columnsAndCriticalValuesAreReadAndWritten() {
    Sweep sweep =
        read(
            """
            axes: {learning-rate: [0.1, 0.2], architecture.width: [2, 4], seed: {seeds: 2}}
            measure: [trainability, {sharpness: {looks: {every: 1}}}]
            columns:
              ratio: at(sharpness, 10) / at(sharpness, 0) * learning_rate
              sharper: ratio > 1 and trainable
            critical:
              c_loss: {along: learning-rate, first: first_rise_step <= 10}
              widest: {along: architecture.width, last: sharper}
            check:
              - {over: lines, where: architecture_width == 2, that: abs(median(c_loss) - 1) < 1}
            """);

    assertEquals(
        List.of(
            new RunColumn(
                "ratio",
                Expression.parse("at(sharpness, 10) / at(sharpness, 0) * learning_rate"),
                Column.Type.NUMBER),
            new RunColumn(
                "sharper", Expression.parse("ratio > 1 and trainable"), Column.Type.BOOLEAN)),
        sweep.columns());
    assertEquals(
        List.of(
            new Critical(
                "c_loss",
                "learning_rate",
                Critical.End.FIRST,
                Expression.parse("first_rise_step <= 10")),
            new Critical(
                "widest", "architecture_width", Critical.End.LAST, Expression.parse("sharper"))),
        sweep.criticals());
    Sweep again = Sweeps.read(new SweepSource("a", sweep.canonical(), Map.of()));
    assertEquals(sweep.columns(), again.columns());
    assertEquals(sweep.criticals(), again.criticals());
  }

  @Test
  void picturesOfManyKindsAreReadAndWrittenAlike() {
    Sweep sweep =
        read(
            """
            axes: {learning-rate: [1, 2], architecture.width: [1, 2], seed: {seeds: 2}}
            measure: [trainability, signal, sharpness]
            draw:
              - heatmap: {color: [trainable, loss_final, outcome], scale: [linear, log, linear], labels: [diverged, finished]}
              - heatmap: {x: layer, y: index, color: signal_singular_values, facet: step, slice: {step: [0, 10]}}
              - heatmap: {color: loss_final_sd, curve: [{y: steps}, {x: 2, name: two}]}
              - lines: {x: rank, y: signal_singular_values, color: layer, x-scale: log, titles: {x: k}}
              - lines: {x: step, y: [loss, sharpness], curve: {x: first_rise_step}}
              - bifurcation: {x: learning-rate, y: signal_singular_values, slice: {layer: 1}}
              - spectrum: {x: signal_singular_values, facet: layer, bulk: {variance: signal_q, edge: signal_backward}}
              - cloud: {x: signal_singular_values, y: signal_singular_values, slice: {layer: [1, 2]}, facet: layer}
            """);

    List<Drawing> drawings = sweep.drawings();
    assertEquals(8, drawings.size());
    List<Drawing> beside = drawings.get(0).details().beside();
    assertEquals(
        List.of(Drawing.By.FRACTION, Drawing.By.MEDIAN, Drawing.By.LABEL),
        List.of(drawings.get(0).by(), beside.get(0).by(), beside.get(1).by()));
    assertEquals(Drawing.Scale.LOG, beside.get(0).scale());
    assertEquals("outcome", beside.get(1).color().orElseThrow());
    assertEquals(
        List.of(new Drawing.Slice("step", 0L), new Drawing.Slice("step", 10L)),
        drawings.get(1).slice());
    // A column of looks or layers has a look, unless looks lie along an axis.
    assertTrue(drawings.get(1).at().isEmpty());
    assertEquals(Drawing.Look.LAST, drawings.get(3).at().orElseThrow());
    assertEquals(
        new Drawing.Curve(Drawing.Along.X, "2", "two"), drawings.get(2).details().curves().get(1));
    assertEquals(
        drawings, Sweeps.read(new SweepSource("a", sweep.canonical(), Map.of())).drawings());
  }

  @Test
  void withoutDrawTheFirstAxesAreDrawn() {
    Drawing drawing =
        read("axes: {seed: {seeds: 2}, learning-rate: [1, 2], architecture.width: [1, 2]}\n")
            .drawings()
            .get(0);

    assertEquals("heatmap", drawing.plot());
    assertEquals("learning_rate", drawing.x().orElseThrow());
    assertEquals("architecture_width", drawing.y().orElseThrow());
    assertEquals("trainable", drawing.color().orElseThrow());
    assertEquals(Drawing.By.FRACTION, drawing.by());
  }

  private static final String DOCUMENT =
      """
      base: {architecture: {mlp: {width: 8, depth: 2}}, learning-rate: 0.1}
      axes: {learning-rate: [0.1, 0.2], seed: {seeds: 2}}
      """;

  @Test
  void theOrderOfSetDoesNotMatter() {
    List<String> set =
        List.of(
            "architecture.width=4",
            "architecture.activation=relu",
            "stopping.steps=7",
            "architecture={mlp: {depth: 3}}");
    List<String> reversed = new ArrayList<>(set);
    java.util.Collections.reverse(reversed);

    Sweep a = read(DOCUMENT, new Changes(set, List.of(), List.of()));
    Sweep b = read(DOCUMENT, new Changes(reversed, List.of(), List.of()));

    assertEquals(runs(a.grid()), runs(b.grid()));
    assertEquals(a.canonical(), b.canonical());
    Mlp mlp = (Mlp) a.grid().point(0).orElseThrow().spec().architecture();
    assertEquals(3, mlp.depth());
    assertEquals(List.of(4), mlp.width());
    assertEquals(new Relu(), mlp.activation());
  }

  @Test
  void aChangedSweepTravelsAsItsChangedDocument() {
    Changes changes =
        new Changes(
            List.of("stopping.steps=7"),
            List.of("learning-rate=log10:1e-3:1e2:6", "architecture.width=[4, 8]"),
            List.of("loss,sharpness"));

    Sweep sweep = read(DOCUMENT, changes);
    Sweep sent = Sweeps.read(sweep.source());

    assertEquals(6 * 2 * 2, sweep.grid().size());
    assertEquals(
        List.of("learning_rate", "seed", "architecture_width"),
        sweep.grid().axes().stream().map(AxisColumn::column).toList());
    assertEquals(
        List.of("trainability", "loss", "sharpness"),
        sweep.measures().stream().map(Measure::name).toList());
    assertEquals(runs(sweep.grid()), runs(sent.grid()));
    assertEquals(sweep.measures(), sent.measures());
  }

  @Test
  void problemsOfTheCommandLineNameTheOption() {
    Changes changes =
        new Changes(
            List.of("architecture.widht=3", "stopping.steps=x", "learning-rate=3"),
            List.of("architecture.depth=[]", "seed=log3:1:2"),
            List.of("los"));

    List<String> problems = assertThrows(Problems.class, () -> read(DOCUMENT, changes)).problems();

    assertEquals(6, problems.size(), problems.toString());
    assertTrue(
        problems.stream()
            .anyMatch(
                p ->
                    p.startsWith(
                        "--set architecture.widht=3: no parameter is at 'architecture.widht'")));
    assertTrue(
        problems.contains(
            "--set stopping.steps=x: stopping.steps was given x, wanted a whole number"));
    assertTrue(
        problems.contains(
            "--set learning-rate: learning-rate is an axis of this sweep; give its values by --axis"));
    assertTrue(
        problems.contains(
            "--axis architecture.depth=[]: axes.architecture.depth is empty; an axis has one value or more"));
    assertTrue(
        problems.stream()
            .anyMatch(p -> p.startsWith("--measure los: no indicator is named 'los'")));
  }

  @Test
  void onlyAnotherBaseIsAnotherSweep() {
    String identity = read(DOCUMENT).baseIdentity();

    assertEquals(
        identity,
        read(
                DOCUMENT,
                new Changes(
                    List.of(), List.of("learning-rate=[0.3]", "seed=seeds:9"), List.of("loss")))
            .baseIdentity());
    assertNotEquals(
        identity,
        read(DOCUMENT, new Changes(List.of("stopping.steps=7"), List.of(), List.of()))
            .baseIdentity());
  }

  @Test
  void filesAreFoundBesideTheDocumentAndTravelWithIt(@TempDir Path folder) throws IOException {
    byte[] numbers = "1,2\n3,4\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Files.write(folder.resolve("numbers.csv"), numbers);
    Path document = folder.resolve("edge.yaml");
    Files.writeString(document, "base: {dataset: {csv: {file: numbers.csv}}}\n");

    Sweep sweep = Sweeps.find(document.toString(), Changes.NONE);
    Files.delete(folder.resolve("numbers.csv"));
    Sweep sent = Sweeps.read(sweep.source());

    assertArrayEquals(numbers, sweep.source().files().get("numbers.csv"));
    assertEquals(runs(sweep.grid()), runs(sent.grid()));
    assertEquals("edge", sweep.name());
  }
}
