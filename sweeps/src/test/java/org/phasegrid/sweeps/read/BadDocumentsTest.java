package org.phasegrid.sweeps.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a document is said at once, with line, path, what was given and accepted. */
class BadDocumentsTest {
  private static final Map<String, byte[]> FILES =
      Map.of(
          "narrow.csv", "1\n2\n".getBytes(StandardCharsets.UTF_8),
          "text.npz", "no archive".getBytes(StandardCharsets.UTF_8));

  private static List<String> problems(String text) {
    return assertThrows(
            Problems.class, () -> Sweeps.read(new SweepSource("edge.yaml", text, FILES)))
        .problems();
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        bad(
            "unknown keys",
            "base:\n  architecture: {mlp: {widht: 8}}\n  optimiser: momentum\naxez: {}\n",
            "edge.yaml:2: architecture.widht is unknown; mlp has: activation, bias, bias-variance,"
                + " depth, hidden-bias, initialization, multipliers, parametrization, readout,"
                + " readout-scale, readout-variance, trained, variance-scale, weight-variance,"
                + " width (did you mean width?)",
            "edge.yaml:4: axez is unknown; a sweep has: sweep, base, axes, let, where, exclude,"
                + " replicas, measure, columns, critical, refine, draw, check (did you mean axes?)"),
        bad(
            "an unknown member",
            "base:\n  architecture:\n    mlp: {activation: tanhh}\n",
            "edge.yaml:3: no activation is named 'tanhh'; there are: "),
        bad(
            "wrong types",
            "base:\n  stopping: {steps: 2.5}\n  architecture: {mlp: {bias: maybe, width: wide}}\n"
                + "  precision: float16\n",
            "edge.yaml:2: stopping.steps was given 2.5, wanted a whole number",
            "edge.yaml:3: architecture.width was given wide, wanted a whole number",
            "edge.yaml:3: architecture.bias was given maybe, wanted true or false",
            "edge.yaml:4: precision was given float16, wanted one of: float64, float32 (did you"
                + " mean float64?)"),
        bad(
            "numbers that are not finite",
            "base:\n  learning-rate: .nan\n  architecture: {mlp: {hidden-bias: .inf}}\n",
            "edge.yaml:2: learning-rate was given .nan, wanted a finite number",
            "edge.yaml:3: architecture.hidden-bias was given .inf, wanted a finite number"),
        bad(
            "a number as text",
            "base:\n  learning-rate: {over-sharpness: \"2\"}\n",
            "edge.yaml:2: learning-rate.over-sharpness was given '2', wanted a finite number"),
        bad(
            "an empty axis",
            "axes:\n  architecture.width: []\n",
            "edge.yaml:2: axes.architecture.width is empty; an axis has one value or more"),
        bad(
            "a duplicate key",
            "base:\n  seed: 1\n  seed: 2\n",
            "edge.yaml:3: duplicate key 'seed', given before in line 2"),
        bad(
            "10^12 points",
            "axes:\n  seed: {seeds: 1000000}\n"
                + "let: {n: {linear: {from: 1, to: 1e6, step: 1}}}\nmeasure: [x]\n",
            "edge.yaml:2: axes have 1000000000000 points (seed 1000000 x n 1000000), at most"
                + " 10000000 are accepted",
            "edge.yaml:4: no indicator is named 'x'"),
        bad(
            "an endless axis",
            "axes:\n  learning-rate: {linear: {from: 0, to: 1, points: 1e12}}\n",
            "edge.yaml:2: axes.learning-rate has 1000000000000 points, at most 1000000 are accepted"
                + " on one axis"),
        bad(
            "width 0",
            "axes:\n  learning-rate: [0.1, 0.2]\n  architecture.width: [0, 4]\n",
            "edge.yaml:3: architecture.width must be at least 1, was 0 (at architecture_width 0)"),
        bad(
            "a batch larger than the data",
            "base:\n  dataset: {gaussian-noise: {examples: 16}}\n  batches:\n    size: 64\n",
            "edge.yaml:4: batches.size is 64, but gaussian-noise has 16 examples"),
        bad(
            "an unreadable data file",
            "base:\n  dataset: {npz: {file: missing.npz}}\n",
            "edge.yaml:2: dataset.file cannot read 'missing.npz': it did not come with the"
                + " document"),
        bad(
            "a file that is not data",
            "base:\n  dataset: {npz: {file: text.npz}}\n",
            "edge.yaml:2: dataset: text.npz is not an npz archive, or holds no npy array"),
        bad(
            "a file with too few columns",
            "base:\n  dataset: {csv: {file: narrow.csv}}\n",
            "edge.yaml:2: dataset: narrow.csv has 1 columns, too few for inputs beside 1 of"
                + " targets"),
        bad(
            "a required parameter left out",
            "base:\n  dataset: npz\n",
            "edge.yaml:2: dataset.file is required: the archive, relative to the document"),
        bad(
            "bad expressions",
            "base:\n  learning-rate: \"=1/\"\n  stopping: {steps: \"=8/lr\"}\n"
                + "axes:\n  architecture.depth: [1, 2]\nwhere: architecture_depth > 1 +\n",
            "edge.yaml:2: learning-rate: expression '1/' has the end at character 3, wanted a value",
            "edge.yaml:3: stopping.steps: nothing is named 'lr'; axes and names are:"
                + " architecture_depth",
            "edge.yaml:6: where: expression 'architecture_depth > 1 +' has the end at character 25,"
                + " wanted a value"),
        bad(
            "an expression that is not whole",
            "base:\n  stopping: {steps: \"=3/architecture_depth\"}\n"
                + "axes:\n  architecture.depth: [1, 2]\n",
            "edge.yaml:2: stopping.steps wants a whole number, =3/architecture_depth is 1.5 (at"
                + " architecture_depth 2)"),
        bad(
            "a let that names itself",
            "let: {a: \"=b\", b: \"=2\"}\n",
            "edge.yaml:1: let.a: nothing is named 'b'; there are no axes"),
        bad(
            "contradictory shapes",
            "base:\n  architecture:\n    mlp:\n      depth: 2\n      width: [4, 5, 6]\n",
            "edge.yaml:5: architecture.width must be one number or one per hidden layer (depth 2),"
                + " was [4, 5, 6]"),
        bad(
            "an axis of no parameter",
            "axes:\n  learning-rate.over-sharpnes: [1]\n",
            "edge.yaml:2: no parameter is at 'learning-rate.over-sharpnes'; learning-rate has:"),
        bad(
            "two axes of one rate",
            "axes:\n  learning-rate: [0.1, 0.2]\n  learning-rate.over-sharpness: [1, 2]\n",
            "edge.yaml:2: learning-rate is given by an axis or --set, and so is"
                + " learning-rate.over-sharpness; one is accepted"),
        bad(
            "zipped axes of different lengths",
            "axes:\n  zip: {architecture.width: [1, 2], architecture.depth: [1, 2, 3]}\n",
            "edge.yaml:2: axes.zip has axes of different lengths: architecture.width 2,"
                + " architecture.depth 3"),
        bad(
            "ranges that do not go out",
            "axes:\n  learning-rate: {log10: {from: 0, to: 1, points: 3}}\n"
                + "  architecture.width: {linear: {from: 1, to: 2, step: 0.3}}\n",
            "edge.yaml:2: axes.learning-rate log10 wants values above 0 as from and to, was given 0"
                + " and 1",
            "edge.yaml:3: axes.architecture.width step 0.3 does not lead from 1 to 2 in whole"
                + " steps"),
        bad(
            "a value twice",
            "axes:\n  architecture.width: [4, 4.0]\n",
            "edge.yaml:2: axes.architecture.width has 4 twice"),
        bad(
            "a draw that cannot be pinned",
            "base:\n  seeds: {dat: 3}\n",
            "edge.yaml:2: seeds.dat is no draw; there are: "),
        bad(
            "a tab",
            "base:\n\tseed: 1\n",
            "edge.yaml:2: not YAML: while scanning for the next token, found character"),
        bad(
            "an unknown measure",
            "measure: [sharpnes]\n",
            "edge.yaml:1: no indicator is named 'sharpnes'; there are: "),
        bad(
            "a check that is no expression",
            "check:\n  - {name: a, that: 'median('}\n",
            "edge.yaml:2: check.1.that: expression 'median(' has the end at character 8, wanted a"
                + " value"),
        bad(
            "a picture of no axis",
            "axes: {seed: {seeds: 2}, architecture.width: [1, 2], architecture.depth: [1, 2]}\n"
                + "draw:\n  - heatmap: {x: width}\n",
            "edge.yaml:3: draw.1.x was given 'width', wanted one of the axes: seed,"
                + " architecture_width, architecture_depth"),
        bad(
            "an alias bomb",
            "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                + "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
                + "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
                + "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, *e, *e]\n",
            "edge.yaml:"),
        bad(
            "a document nested without end",
            "base: " + "[".repeat(5000) + "]".repeat(5000) + "\n",
            "edge.yaml:"),
        bad(
            "an indicator that some points do not suit",
            "axes:\n  architecture: [mlp, quadratic]\nmeasure:\n  - trainability\n  - signal\n",
            "edge.yaml:5: measure.signal wants architecture mlp or uv, was quadratic; leave it out, or"
                + " give it what it wants (at architecture quadratic"),
        bad(
            "two indicators that no point suits",
            "base: {architecture: {mlp: {activation: tanh}}}\nmeasure:\n  - trunc\n  - gram-wide\n",
            "edge.yaml:3: measure.trunc wants activation relu, was tanh; leave it out",
            "edge.yaml:4: measure.gram-wide wants activation relu, was tanh; leave it out"),
        bad("a list for a document", "- 1\n- 2\n", "edge.yaml:1: was given "),
        bad(
            "two axes on one path",
            "axes:\n  architecture.width: [2, 4]\n  zip: {architecture.width: [1, 2], seed: [1, 2]}\n",
            "edge.yaml:3: architecture.width and architecture.width are axes of one name"),
        bad(
            "names that name each other",
            "let: {a: \"=b\", b: \"=a\"}\n",
            "edge.yaml:1: let.a: nothing is named 'b'"),
        bad(
            "an axis called like a column",
            "let:\n  steps: [1, 2]\n",
            "edge.yaml:2: axis steps gives the column steps, which every run has too; call the axis"
                + " otherwise"),
        bad(
            "one indicator twice",
            "measure:\n  - sharpness\n  - {sharpness: {looks: last}}\n",
            "edge.yaml:3: sharpness is measured twice; give the second another name by 'as: name'"),
        bad(
            "a column that is there already",
            "columns:\n  trainable: loss_final < 1\n  seen: loss_final < 1\n",
            "edge.yaml:2: columns.trainable gives the column trainable, which measure.trainability"
                + " has too; call the column otherwise"),
        bad(
            "a column of no name",
            "columns:\n  loss-gain: loss_final\n",
            "edge.yaml:2: columns.loss-gain is no name of a column; wanted lower-case letters"),
        bad(
            "a column of unknown columns",
            "columns:\n  gain: loss_finl / loss_initial\n",
            "edge.yaml:2: columns.gain: no column of runs or looks is named 'loss_finl'; there are:"),
        bad(
            "a column of itself",
            "columns:\n  gain: 2 * gain\n",
            "edge.yaml:2: columns.gain: no column of runs or looks is named 'gain'"),
        bad(
            "columns that name each other",
            "columns:\n  a: b + 1\n  b: a + 1\n",
            "edge.yaml:2: columns.a: no column of runs or looks is named 'b'"),
        bad(
            "a column with a value per look",
            "measure: [trainability, {sharpness: {looks: {every: 1}}}]\n"
                + "columns:\n  twice: 2 * sharpness\n",
            "edge.yaml:3: columns.twice: '2 * sharpness' has a value per look; say which by"
                + " at(x, step)"),
        bad(
            "a column of labels",
            "columns:\n  how: first(outcome)\n",
            "edge.yaml:2: columns.how: 'first(outcome)' is a label, wanted a number or a condition"),
        bad(
            "a column that compares words",
            "columns:\n  how: outcome > 3\n",
            "edge.yaml:2: columns.how: labels have no order"),
        bad(
            "critical values along no axis",
            "axes: {learning-rate: [0.1, 0.2]}\ncritical:\n"
                + "  c: {along: learning-rat, first: trainable}\n",
            "edge.yaml:3: critical.c.along was given 'learning-rat', wanted one of the axes:"
                + " learning-rate (did you mean learning-rate?)"),
        bad(
            "critical values without a condition",
            "axes: {learning-rate: [0.1, 0.2]}\ncritical:\n"
                + "  none: {along: learning-rate}\n"
                + "  both: {along: learning-rate, first: trainable, last: trainable}\n"
                + "  number: {along: learning-rate, first: loss_ratio}\n"
                + "  what: {along: learning-rate, firts: trainable}\n",
            "edge.yaml:3: critical.none wants a condition, by one of the two keys first and last",
            "edge.yaml:4: critical.both wants a condition, by one of the two keys first and last",
            "edge.yaml:5: critical.number.first: 'loss_ratio' is no condition, wanted true or false",
            "edge.yaml:6: critical.what.firts is unknown; accepted are: along, first, last (did you"
                + " mean first?)"),
        bad(
            "a check of lines that are not there",
            "check:\n  - {over: lines, that: count() > 0}\n",
            "edge.yaml:2: check.1.over is lines, but the sweep has no critical: values"),
        bad(
            "a check of an unknown column",
            "check:\n  - {that: median(los_final) < 1}\n",
            "edge.yaml:2: check.1.that: no column of runs is named 'los_final'; there are: "),
        bad(
            "a picture of an unknown column",
            "axes: {learning-rate: [0.1, 0.2], architecture.width: [1, 2]}\ndraw:\n"
                + "  - heatmap: {color: trainabel}\n  - lines: {y: los_final}\n",
            "edge.yaml:3: draw.1.color was given 'trainabel', wanted a column of runs, looks,"
                + " layers, cells or lines: ",
            "edge.yaml:4: draw.2.y was given 'los_final', wanted a column of runs, looks,"
                + " layers, cells or lines: "),
        bad(
            "pictures of vectors, layers and curves that do not fit",
            "axes: {learning-rate: [0.1, 0.2], architecture.width: [1, 2], seed: [1, 2]}\n"
                + "measure: [trainability, signal]\ndraw:\n"
                + "  - heatmap: {color: signal_q}\n"
                + "  - heatmap: {color: signal_singular_values, slice: {layer: 1}}\n"
                + "  - heatmap: {color: trainable, facet: index}\n"
                + "  - spectrum: {x: trainable}\n"
                + "  - spectrum: {y: trainable}\n"
                + "  - heatmap: {curve: [{y: two}]}\n"
                + "  - heatmap: {curve: [{x: 1, y: 2}]}\n"
                + "  - heatmap: {color: [trainable, outcome], by: [fraction, label, mean]}\n"
                + "  - heatmap: {slice: {step: one}}\n"
                + "  - spectrum: {x: signal_singular_values, slice: {layer: 1}, bulk: {edge: steps}}\n"
                + "  - lines: {x: layer, y: [signal_q, lines_of]}\n",
            "edge.yaml:4: draw.1 shows signal_q, which every layer has: say which by slice: {layer:"
                + " 1}, or put layer on an axis or in over",
            "edge.yaml:5: draw.2 shows signal_singular_values, which holds vectors: put index or"
                + " rank on an axis, in slice or in over",
            "edge.yaml:6: draw.3 places the elements of vectors, but shows trainable",
            "edge.yaml:7: draw.4.x was given trainable, wanted a column of vectors",
            "edge.yaml:8: draw.5.x is required: the column of the spectrum",
            "edge.yaml:9: draw.6.curve was given 'two', wanted a number or a column: ",
            "edge.yaml:10: draw.7.curve wants a column or a number, by one of the keys x and y",
            "edge.yaml:11: draw.8.by has 3 entries for 2 panels",
            "edge.yaml:12: draw.9.slice.step was given one, wanted a whole number",
            "edge.yaml:13: draw.10.bulk.variance is required: ",
            "edge.yaml:14: draw.11.y was given 'lines_of', wanted a column of "),
        bad(
            "looks, slices, contours and theories that do not fit",
            "axes: {learning-rate: [0.1, 0.2], architecture.width: [1, 2], seed: [1, 2]}\n"
                + "measure: [trainability, sharpness]\ndraw:\n"
                + "  - heatmap: {color: trainable, at: 3}\n"
                + "  - heatmap: {color: sharpness, at: soon}\n"
                + "  - heatmap: {slice: {seed: 3}}\n"
                + "  - heatmap: {color: outcome, contour: [1]}\n"
                + "  - heatmap: {theory: [two-over-sharpnes]}\n"
                + "  - heatmap: {x: architecture.width, y: seed, theory: [four-over-kernel]}\n",
            "edge.yaml:4: draw.1.at chooses a look of a column of looks, but trainable is none",
            "edge.yaml:5: draw.2.at was given 'soon', wanted a step or last",
            "edge.yaml:6: draw.3.slice.seed was given 3, wanted one of its values: 1, 2",
            "edge.yaml:7: draw.4.contour is for heat maps of numbers and shares",
            "edge.yaml:8: draw.5.theory: no theory is named 'two-over-sharpnes'; there are: ",
            "edge.yaml:9: draw.6.theory: four-over-kernel wants a heat map with the axis"
                + " learning_rate_over_kernel or learning_rate"));
  }

  @Test
  void thereAreManyKindsOfMistakes() {
    assertTrue(documents().count() >= 45, () -> "only " + documents().count());
  }

  private static Arguments bad(String what, String text, String... problems) {
    return Arguments.of(what, text, List.of(problems));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void whatIsWrongIsSaidWithItsLine(String what, String text, List<String> wanted) {
    List<String> problems = problems(text);

    for (String each : wanted) {
      assertTrue(
          problems.stream().anyMatch(problem -> problem.startsWith(each)),
          () -> what + ": wanted\n" + each + "\nwas\n" + String.join("\n", problems));
    }
  }

  @Test
  void problemsComeInTheOrderOfTheirLines() {
    List<String> problems =
        problems("measure: [x]\nbase:\n  seed: a\naxes:\n  seed: []\nwhat: 1\n");

    assertEquals(4, problems.size());
    assertTrue(problems.get(0).startsWith("edge.yaml:1: "));
    assertTrue(problems.get(1).startsWith("edge.yaml:3: "));
    assertTrue(problems.get(2).startsWith("edge.yaml:5: "));
    assertTrue(problems.get(3).startsWith("edge.yaml:6: "));
  }

  @Test
  void oneMistakeAtManyPointsIsOneProblem() {
    List<String> problems =
        problems(
            "base: {batches: {size: 9}}\naxes:\n  seed: {seeds: 3000}\n  dataset.examples: [4, 8]\n");

    assertEquals(2, problems.size());
    assertEquals(
        "edge.yaml:1: batches.size is 9, but gaussian-noise has 4 examples (at dataset_examples 4)",
        problems.get(0));
  }

  @Test
  void anUnknownNameIsAnsweredWithTheCatalogue() {
    Problems problems =
        assertThrows(Problems.class, () -> Sweeps.find("quickstrat", Sweeps.Changes.NONE));

    assertTrue(problems.getMessage().startsWith("no sweep is named 'quickstrat'"));
    assertTrue(problems.getMessage().endsWith("(did you mean quickstart?)"));
  }
}
