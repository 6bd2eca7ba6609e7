package org.phasegrid.driver.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

class PhaseDiagramTest {
  private static final GridAxis RATE =
      new GridAxis("rate", "rate", "1/step", AxisScale.LOG10, List.of(0.1, 1.0, 10.0));
  private static final GridAxis WIDTH =
      new GridAxis("width", "width", "", AxisScale.LOG2, List.of(8L, 16L));

  /** One run: rate, width, depth, seed, outcome, trainable, loss. */
  private static Table runs(@Nullable Object[]... runs) {
    String[] names = {"rate", "width", "depth", "seed", "outcome", "trainable", "loss"};
    Table.Type[] types = {
      Table.Type.NUMBER,
      Table.Type.INTEGER,
      Table.Type.INTEGER,
      Table.Type.INTEGER,
      Table.Type.LABEL,
      Table.Type.BOOLEAN,
      Table.Type.NUMBER
    };
    List<Table.Column> columns = new ArrayList<>();
    for (int c = 0; c < names.length; c++) {
      List<@Nullable Object> cells = new ArrayList<>();
      for (Object[] run : runs) {
        cells.add(run[c]);
      }
      columns.add(new Table.Column(names[c], types[c], "", "", cells));
    }
    return new Table(runs.length, columns);
  }

  private static @Nullable Object[] run(
      double rate,
      long width,
      long seed,
      String outcome,
      @Nullable Boolean trainable,
      @Nullable Double loss) {
    return new Object[] {rate, width, 3L, seed, outcome, trainable, loss};
  }

  private static Drawing drawing(String color, Drawing.By by) {
    return drawing("rate", "width", color, Optional.empty(), by);
  }

  private static Drawing drawing(
      String x, String y, String color, Optional<String> facet, Drawing.By by) {
    return new Drawing(
        "heatmap",
        Optional.empty(),
        Optional.of(x),
        Optional.of(y),
        Optional.of(color),
        facet,
        List.of(),
        by,
        Drawing.Scale.LINEAR,
        List.of());
  }

  private static PhaseDiagram diagram(Table table, String color, Drawing.By by) {
    return PhaseDiagram.of(table, List.of(RATE, WIDTH), List.of("seed"), drawing(color, by));
  }

  private static Cell first(PhaseDiagram diagram) {
    return diagram.panels().get(0).cell(0, 0);
  }

  @Test
  void aCellIsTheMedianMeanOrShareOfItsRuns() {
    Table table =
        runs(
            run(0.1, 8, 1, "finished", true, 1.0),
            run(0.1, 8, 2, "finished", true, 2.0),
            run(0.1, 8, 3, "finished", false, 6.0),
            run(0.1, 8, 4, "failed", null, null));

    Cell median = first(diagram(table, "loss", Drawing.By.MEDIAN));
    Cell mean = first(diagram(table, "loss", Drawing.By.MEAN));
    Cell share = first(diagram(table, "trainable", Drawing.By.FRACTION));

    assertEquals(2, median.value());
    assertEquals(new Interval(1, 6), median.interval());
    assertEquals(3, mean.value());
    assertEquals(2.0 / 3, share.value());
    assertEquals(Interval.wilson(2, 3), share.interval());
    for (Cell cell : List.of(median, mean, share)) {
      assertEquals(4, cell.runs());
      assertEquals(3, cell.defined());
      assertEquals(1, cell.failed());
      assertEquals(0, cell.diverged());
    }
  }

  @Test
  void theMostFrequentLabelWinsAndATieGoesToTheFirstInTheLegend() {
    Table table =
        runs(
            run(0.1, 8, 1, "diverged", false, null),
            run(0.1, 8, 2, "converged", true, 1.0),
            run(1.0, 8, 1, "diverged", false, null),
            run(1.0, 8, 2, "diverged", false, null),
            run(1.0, 8, 3, "converged", true, 1.0));

    PhaseDiagram diagram = diagram(table, "outcome", Drawing.By.LABEL);

    assertEquals(List.of("converged", "diverged"), diagram.shown().labels());
    assertEquals(Optional.of("converged"), diagram.panels().get(0).cell(0, 0).label());
    assertEquals(Optional.of("diverged"), diagram.panels().get(0).cell(1, 0).label());
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    List<Object[]> rows = new ArrayList<>();
    for (long seed = 0; seed < 7; seed++) {
      for (Object width : WIDTH.values()) {
        rows.add(
            run(1.0, (Long) width, seed, seed % 2 == 0 ? "finished" : "stalled", true, 0.1 * seed));
      }
    }
    List<Object[]> reversed = new ArrayList<>(rows);
    java.util.Collections.reverse(reversed);

    for (Drawing.By by : new Drawing.By[] {Drawing.By.MEAN, Drawing.By.MEDIAN}) {
      assertEquals(
          diagram(runs(rows.toArray(Object[][]::new)), "loss", by).panels(),
          diagram(runs(reversed.toArray(Object[][]::new)), "loss", by).panels());
    }
  }

  @Test
  void aCellWithoutAValueSaysWhy() {
    Table table =
        runs(
            run(0.1, 8, 1, "diverged", false, null),
            run(0.1, 8, 2, "diverged", false, null),
            run(0.1, 8, 3, "failed", null, null),
            run(1.0, 8, 1, "failed", null, null),
            run(10.0, 8, 1, "finished", true, null),
            run(0.1, 16, 1, "diverged", false, null),
            run(0.1, 16, 2, "finished", true, 2.0));

    Panel panel = diagram(table, "loss", Drawing.By.MEDIAN).panels().get(0);

    assertEquals(Cell.State.DIVERGED, panel.cell(0, 0).state());
    assertEquals(Cell.State.FAILED, panel.cell(1, 0).state());
    assertEquals(Cell.State.UNDEFINED, panel.cell(2, 0).state());
    assertEquals(Cell.State.VALUE, panel.cell(0, 1).state());
    assertEquals(Cell.State.MISSING, panel.cell(1, 1).state());
    assertEquals(2, panel.cell(0, 0).diverged());
  }

  /** Where a diverged run's loss stood when it was stopped is no loss: it counts as infinite. */
  @Test
  void aDivergedRunHasNoFinalLoss() {
    Table table =
        new Table(
            4,
            List.of(
                new Table.Column("rate", Table.Type.NUMBER, "", "", List.of(0.1, 0.1, 0.1, 1.0)),
                new Table.Column("width", Table.Type.INTEGER, "", "", List.of(8L, 8L, 8L, 8L)),
                new Table.Column("seed", Table.Type.INTEGER, "", "", List.of(1L, 2L, 3L, 1L)),
                new Table.Column(
                    "outcome",
                    Table.Type.LABEL,
                    "",
                    "",
                    List.of("finished", "finished", "diverged", "diverged")),
                new Table.Column(
                    "loss_final", Table.Type.NUMBER, "", "", List.of(1.0, 2.0, 1e-9, 3e14))));

    PhaseDiagram diagram = diagram(table, "loss_final", Drawing.By.MEDIAN);

    assertEquals(2.0, diagram.panels().get(0).cell(0, 0).value());
    assertEquals(Cell.State.DIVERGED, diagram.panels().get(0).cell(1, 0).state());
  }

  @Test
  void axesThatAreNotShownAreAggregatedAndNamed() {
    GridAxis seed = new GridAxis("seed", "seed", "", AxisScale.LINEAR, List.of(1L, 2L));
    GridAxis depth = new GridAxis("depth", "depth", "", AxisScale.LINEAR, List.of(3L));
    Table table =
        runs(run(0.1, 8, 1, "finished", true, 1.0), run(0.1, 8, 2, "finished", true, 3.0));

    PhaseDiagram diagram =
        PhaseDiagram.of(
            table,
            List.of(RATE, WIDTH, depth, seed),
            List.of("seed"),
            drawing("loss", Drawing.By.MEAN));

    assertEquals(List.of("seed"), diagram.shown().over());
    assertEquals(2, first(diagram).value());
  }

  @Test
  void aFacetMakesOnePanelPerValueAndUndeclaredColumnsStandInAscendingOrder() {
    Table table =
        runs(
            run(1.0, 16, 2, "finished", true, 1.0),
            run(1.0, 8, 1, "finished", true, 2.0),
            run(0.1, 8, 2, "finished", true, 3.0));

    PhaseDiagram diagram =
        PhaseDiagram.of(
            table,
            List.of(),
            List.of(),
            drawing("rate", "width", "loss", Optional.of("seed"), Drawing.By.MEDIAN));

    assertEquals(List.of(0.1, 1.0), diagram.x().values());
    assertEquals(List.of(8L, 16L), diagram.y().values());
    assertEquals(
        List.of(Optional.of(1L), Optional.of(2L)),
        diagram.panels().stream().map(Panel::facet).toList());
    assertEquals(1, diagram.panels().get(1).cell(1, 1).value());
  }

  @Test
  void theTableHasARowPerCellAndNullForWhatIsUndefined() {
    Table table = runs(run(0.1, 8, 1, "finished", true, 1.5), run(1.0, 8, 1, "failed", null, null));

    Table cells = diagram(table, "loss", Drawing.By.MEDIAN).table();

    assertEquals(6, cells.rows());
    assertEquals(
        List.of("x", "y", "facet", "value", "low", "high", "runs", "diverged", "failed", "state"),
        cells.columns().stream().map(Table.Column::name).toList());
    assertEquals(Arrays.asList(1.5, null, null, null, null, null), cells.column("value").cells());
    assertEquals(List.of(1L, 1L, 0L, 0L, 0L, 0L), cells.column("runs").cells());
    assertEquals(List.of(8L, 8L, 8L, 16L, 16L, 16L), cells.column("y").cells());
    assertNull(cells.column("facet").cells().get(0));
    assertEquals("1/step", cells.column("x").unit());
    assertEquals("failed", cells.column("state").cells().get(1));
  }

  @Test
  void whatIsNotThereIsAnErrorThatListsWhatIs() {
    Table table = runs(run(0.1, 8, 1, "finished", true, 1.0));
    Drawing noX =
        new Drawing(
            "heatmap",
            Optional.empty(),
            Optional.empty(),
            Optional.of("width"),
            Optional.of("loss"),
            Optional.empty(),
            List.of(),
            Drawing.By.MEDIAN,
            Drawing.Scale.LINEAR,
            List.of());

    record Case(Drawing drawing, String given, String accepted) {}
    List<Case> cases =
        List.of(
            new Case(drawing("lost", Drawing.By.MEAN), "lost", "loss"),
            new Case(noX, "needs x", "rate, width"),
            new Case(drawing("outcome", Drawing.By.MEDIAN), "outcome", "label for labels"),
            new Case(drawing("loss", Drawing.By.FRACTION), "loss", "fraction for booleans"),
            new Case(
                drawing("rate", "rate", "loss", Optional.empty(), Drawing.By.MEAN),
                "rate was given twice",
                "must differ"));
    for (Case c : cases) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> PhaseDiagram.of(table, List.of(RATE, WIDTH), List.of(), c.drawing()))
              .toString();
      assertTrue(message.contains(c.given()) && message.contains(c.accepted()), message);
    }
  }

  @Test
  void aRowOffTheDeclaredAxisIsAnError() {
    Table table = runs(run(0.2, 8, 1, "finished", true, 1.0));

    assertThrows(IllegalArgumentException.class, () -> diagram(table, "loss", Drawing.By.MEDIAN));
  }

  @Test
  void theBoundaryOfAShareRunsWhereItCrossesOneHalf() {
    Table table =
        runs(
            Stream.of(0.1, 1.0, 10.0)
                .flatMap(
                    rate ->
                        Stream.of(8L, 16L)
                            .map(w -> run(rate, w, 1, "finished", rate < (w == 8 ? 5 : 0.5), 0.0)))
                .toArray(Object[][]::new));
    PhaseDiagram diagram = diagram(table, "trainable", Drawing.By.FRACTION);

    Boundary boundary = diagram.boundary(diagram.panels().get(0));

    // Trainable: two cells at width 8, one at width 16; one line from the bottom to the top.
    assertEquals(
        List.of(
            List.of(
                new Boundary.Corner(2, 0),
                new Boundary.Corner(2, 1),
                new Boundary.Corner(1, 1),
                new Boundary.Corner(1, 2))),
        boundary.lines());
  }

  @Test
  void theBoundaryAroundAnIslandIsOneLoop() {
    Boundary boundary = Boundary.of(3, 3, (i, j) -> i == 1 && j == 1 ? 1 : 0);

    assertEquals(1, boundary.lines().size());
    assertEquals(boundary.lines().get(0).get(0), boundary.lines().get(0).get(4));
  }

  @Test
  void everyEdgeBetweenPhasesIsOnTheBoundaryOnce() {
    for (int seed = 0; seed < 50; seed++) {
      int n = 9;
      int[] phases = new int[n * n];
      long state = seed;
      for (int i = 0; i < phases.length; i++) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        phases[i] = (int) (state >>> 62) - 1; // from -1, no phase, to 2
      }
      int expected = 0;
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
          int here = phases[j * n + i];
          if (i > 0) {
            expected +=
                here >= 0 && phases[j * n + i - 1] >= 0 && here != phases[j * n + i - 1] ? 1 : 0;
          }
          if (j > 0) {
            expected +=
                here >= 0 && phases[(j - 1) * n + i] >= 0 && here != phases[(j - 1) * n + i]
                    ? 1
                    : 0;
          }
        }
      }

      int length = Boundary.of(n, n, (i, j) -> phases[j * n + i]).length();

      assertEquals(expected, length, "seed " + seed);
    }
  }

  @Test
  void fillingShowsTheNearestTrainedCellAndCountsNoRun() {
    Table table =
        runs(run(0.1, 8, 1, "finished", true, 1.0), run(10.0, 16, 1, "failed", null, null));

    Panel filled = diagram(table, "loss", Drawing.By.MEDIAN).filled().panels().get(0);

    assertEquals(1, filled.cell(1, 0).value());
    assertEquals(0, filled.cell(1, 0).runs());
    assertEquals(1, filled.cell(0, 0).runs());
    assertEquals(Cell.State.FAILED, filled.cell(2, 0).state());
  }

  @Test
  void linesSplitByColorAndKeepTheirSpread() {
    List<Object[]> rows = new ArrayList<>();
    for (Object rate : RATE.values()) {
      for (long seed = 1; seed <= 5; seed++) {
        rows.add(run((Double) rate, 8, seed, "finished", true, (Double) rate * seed));
      }
    }
    Drawing drawing = drawing("rate", "loss", "width", Optional.empty(), Drawing.By.MEDIAN);

    LineDiagram lines =
        LineDiagram.of(
            runs(rows.toArray(Object[][]::new)), List.of(RATE, WIDTH), List.of("seed"), drawing);

    assertEquals(2, lines.panels().get(0).lines().size());
    Cell point = lines.panels().get(0).lines().get(0).points().get(1);
    assertEquals(3, point.value());
    assertEquals(new Interval(2, 4), point.interval());
    assertEquals(Cell.State.MISSING, lines.panels().get(0).lines().get(1).points().get(1).state());
    assertEquals(6, lines.table().rows());
  }

  @Test
  void aRunThatWasLookedAtManyTimesIsOneRun() {
    List<@Nullable Object> step = List.of(0L, 1L, 2L, 0L, 1L, 2L);
    List<@Nullable Object> id = List.of("a", "a", "a", "b", "b", "b");
    List<@Nullable Object> loss = List.of(3.0, 2.0, 1.0, 5.0, 4.0, 3.0);
    Table looks =
        new Table(
            6,
            List.of(
                new Table.Column("run_id", Table.Type.LABEL, "", "", id),
                new Table.Column("step", Table.Type.INTEGER, "", "", step),
                new Table.Column("loss", Table.Type.NUMBER, "", "", loss)));
    Drawing drawing =
        new Drawing(
            "lines",
            Optional.empty(),
            Optional.of("step"),
            Optional.of("loss"),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Drawing.By.MEAN,
            Drawing.Scale.LINEAR,
            List.of());

    LineDiagram lines = LineDiagram.of(looks, List.of(), List.of("seed"), drawing);

    assertEquals(2, lines.shown().runs());
    assertEquals(
        List.of(4.0, 3.0, 2.0),
        lines.panels().get(0).lines().get(0).points().stream().map(Cell::value).toList());
  }

  @Test
  void anAxisOfAColumnFindsTheScaleOnWhichItIsEven() {
    List<AxisScale> scales =
        Stream.of(List.of(1.0, 2.0, 3.0), List.of(0.01, 0.1, 1.0, 10.0), List.of(1.0, 2.0, 7.0))
            .map(cells -> new ArrayList<@Nullable Object>(cells))
            .map(cells -> new Table.Column("c", Table.Type.NUMBER, "", "", cells))
            .map(column -> GridAxis.ofColumn(column).scale())
            .toList();

    assertEquals(List.of(AxisScale.LINEAR, AxisScale.LOG10, AxisScale.LINEAR), scales);
  }
}
