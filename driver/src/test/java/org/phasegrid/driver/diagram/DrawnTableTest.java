package org.phasegrid.driver.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

final class DrawnTableTest {
  private static Table.Column column(String name, Table.Type type, Object... cells) {
    return new Table.Column(name, type, "", "", Arrays.asList(cells));
  }

  /** Two runs, of which b diverged before it was looked at. */
  private static final Table RUNS =
      new Table(
          2,
          List.of(
              column("run_id", Table.Type.LABEL, "a", "b"),
              column("rate", Table.Type.NUMBER, 0.1, 1.0),
              column("outcome", Table.Type.LABEL, "finished", "diverged"),
              column("ends", Table.Type.VECTOR, new double[] {5, 6}, null)));

  private static final Table LAYERS =
      new Table(
          5,
          List.of(
              column("run_id", Table.Type.LABEL, "a", "a", "a", "a", "a"),
              column("step", Table.Type.INTEGER, 0L, 0L, 8L, 8L, null),
              column("layer", Table.Type.INTEGER, 1L, 2L, 1L, 2L, 3L),
              column("norm", Table.Type.NUMBER, 1.0, 2.0, 3.0, 4.0, null),
              column("other", Table.Type.NUMBER, null, null, null, null, 7.0)));

  private static final Table STEPS =
      new Table(
          1,
          List.of(
              column("run_id", Table.Type.LABEL, "a"),
              column("step", Table.Type.INTEGER, 0L),
              column("loss", Table.Type.NUMBER, 2.5)));

  /** One cell: its own row, two looks, and a layer. */
  private static final Table CELLS =
      new Table(
          4,
          List.of(
              column("cell", Table.Type.INTEGER, 0L, 0L, 0L, 0L),
              column("rate", Table.Type.NUMBER, 0.1, 0.1, 0.1, 0.1),
              column("step", Table.Type.INTEGER, null, 0L, 8L, 8L),
              column("layer", Table.Type.INTEGER, null, null, null, 1L),
              column("runs", Table.Type.INTEGER, 3L, 3L, 3L, 3L),
              column("outcome_share_diverged", Table.Type.NUMBER, 0.7, null, null, null),
              column("gap", Table.Type.NUMBER, null, 1.0, 2.0, null),
              column("overlap", Table.Type.NUMBER, null, null, null, 0.5),
              column("phase", Table.Type.LABEL, "ordered", null, null, null)));

  private static Table tables(String name) {
    return switch (name) {
      case "runs" -> RUNS;
      case "steps" -> STEPS;
      case "layers" -> LAYERS;
      case "cells" -> CELLS;
      default -> throw new java.io.UncheckedIOException(new java.io.IOException(name));
    };
  }

  private static Drawing drawing(
      String plot, String x, String y, Optional<Drawing.Look> at, Drawing.Slice... slices) {
    return new Drawing(
        plot,
        Optional.empty(),
        Optional.of(x),
        Optional.of(y),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Drawing.By.MEDIAN,
        Drawing.Scale.LINEAR,
        List.of(),
        at,
        List.of(slices),
        List.of(),
        Drawing.Details.NONE);
  }

  private static Table drawn(Drawing drawing) {
    return DrawnTable.of(drawing, DrawnTableTest::tables);
  }

  @Test
  void aLayerIsSlicedAndItsLookChosen() {
    Drawing.Slice first = new Drawing.Slice("layer", 1L);

    Table last = drawn(drawing("lines", "rate", "norm", Optional.empty(), first));
    Table early =
        drawn(
            drawing(
                "lines", "rate", "norm", Optional.of(new Drawing.Look(OptionalLong.of(0))), first));

    // Run b has no such row, and is there as undefined: it diverged.
    assertEquals(2, last.rows());
    assertEquals(3, last.column("norm").number(0));
    assertTrue(last.column("norm").isNull(1));
    assertEquals("diverged", last.column("outcome").text(1));
    assertEquals(1, early.column("norm").number(0));
  }

  @Test
  void layersAndLooksLieAlongAxes() {
    Table layers = drawn(drawing("lines", "layer", "norm", Optional.empty()));
    Table steps =
        drawn(drawing("lines", "step", "norm", Optional.empty(), new Drawing.Slice("layer", 2L)));

    // Layer 3 is another measure's.
    assertEquals(4, layers.rows());
    assertEquals(List.of(1L, 2L, 1L, 2L), layers.column("layer").cells());
    assertEquals(List.of(2.0, 4.0), steps.column("norm").cells());
    assertEquals(0.1, steps.column("rate").number(0));
  }

  @Test
  void severalValuesOfASliceAreAlternatives() {
    Table looks =
        drawn(
            drawing(
                "lines",
                "layer",
                "norm",
                Optional.empty(),
                new Drawing.Slice("step", 0L),
                new Drawing.Slice("step", 9L)));

    assertEquals(List.of(1.0, 2.0), looks.column("norm").cells());
  }

  @Test
  void columnsOfCellsComeWithTheirOwnRows() {
    Table phase = drawn(drawing("lines", "rate", "phase", Optional.empty()));
    Table gap = drawn(drawing("lines", "rate", "gap", Optional.empty()));
    Table gaps = drawn(drawing("lines", "step", "gap", Optional.empty()));
    Table overlap =
        drawn(
            drawing("lines", "rate", "overlap", Optional.empty(), new Drawing.Slice("layer", 1L)));

    assertEquals(List.of("ordered"), phase.column("phase").cells());
    // Most of its runs diverged.
    assertEquals("diverged", phase.column("outcome").text(0));
    assertEquals(3, Shown.runs(phase));
    assertEquals(List.of(2.0), gap.column("gap").cells());
    assertEquals(List.of(1.0, 2.0), gaps.column("gap").cells());
    assertEquals(List.of(0.5), overlap.column("overlap").cells());
  }

  @Test
  void elementsOfVectorsAreRows() {
    Table points = drawn(drawing("bifurcation", "rate", "ends", Optional.empty()));
    Table lines = drawn(drawing("lines", Drawing.RANK, "ends", Optional.empty()));
    Table second =
        drawn(
            drawing(
                "lines", "rate", "ends", Optional.empty(), new Drawing.Slice(Drawing.INDEX, 1L)));

    assertEquals(List.of(5.0, 6.0), points.column("ends").cells());
    // The run without a vector is undefined at every place.
    assertEquals(Arrays.asList(5.0, 6.0, null, null), lines.column("ends").cells());
    assertEquals(List.of(1L, 2L, 1L, 2L), lines.column(Drawing.RANK).cells());
    assertEquals(Arrays.asList(6.0, null), second.column("ends").cells());
  }

  @Test
  void columnsThatNoTableHasTogetherAreNamed() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                LineDiagram.of(
                    drawn(drawing("lines", "rate", "nothing", Optional.empty())),
                    List.of(),
                    List.of(),
                    drawing("lines", "rate", "nothing", Optional.empty())));

    assertTrue(String.valueOf(error.getMessage()).contains("nothing"), error.getMessage());
  }

  private static Drawing with(Drawing drawing, Drawing.Curve... curves) {
    return drawing.with(
        new Drawing.Details(
            Optional.empty(),
            Optional.empty(),
            List.of(curves),
            Optional.empty(),
            List.of(),
            Map.of(),
            List.of()));
  }

  @Test
  void curvesAreMediansOfColumnsAndNumbers() {
    Drawing drawing =
        with(
            drawing("lines", "rate", "norm", Optional.empty(), new Drawing.Slice("layer", 1L)),
            new Drawing.Curve(Drawing.Along.Y, "norm", "the norm"),
            new Drawing.Curve(Drawing.Along.X, "0.5", ""),
            new Drawing.Curve(Drawing.Along.Y, "gap", ""));
    Table drawn = drawn(drawing);

    List<DrawnCurves.Line> lines =
        new DrawnCurves(drawn, List.of(), drawing, DrawnTableTest::tables).lines();

    assertEquals(
        new DrawnCurves.Line(
            "the norm", List.of(0.1, 1.0), List.of(3.0, Double.NaN), OptionalInt.empty()),
        lines.get(0));
    assertEquals("rate = 0.5", lines.get(1).name());
    assertEquals(List.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY), lines.get(1).ys());
    // From another table, of its last look.
    assertEquals("gap", lines.get(2).name());
    assertEquals(List.of(2.0), lines.get(2).ys());
  }
}
