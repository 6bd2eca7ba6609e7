package org.phasegrid.sweeps.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.train.Need;

final class TableColumnsTest {
  private static final Place HERE = new Place("a.yaml", 7);

  private static final List<AxisColumn> AXES =
      List.of(axis("width", AxisColumn.Role.GRID, 0), axis("seed", AxisColumn.Role.REPLICA, 1));

  private final List<Problem> problems = new ArrayList<>();
  private final TableColumns columns = new TableColumns(AXES, problems::add);

  private static AxisColumn axis(String name, AxisColumn.Role role, int dimension) {
    return new AxisColumn(
        name, name, dimension, AxisColumn.Scale.LINEAR, role, List.of(1L, 2L), "");
  }

  /** Gives the runs a number and a label, and makes columns of cells. */
  private record Making(List<Column> made, Set<String> read) implements Indicator {
    @Override
    public List<Column> columns() {
      return List.of(
          new Column("norm", Scope.RUN, "", "a number"),
          new Column("kind", Scope.RUN, Column.Type.LABEL, "", "a word"),
          new Column("norm_of_look", Scope.STEP, "", "a number"));
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
    public List<CellIndicator> ofCells() {
      return made.stream().<CellIndicator>map(column -> new One(column, read)).toList();
    }

    @Override
    public Meter start() {
      return (snapshot, out) -> {};
    }

    private record One(Column column, Set<String> reads) implements CellIndicator {
      @Override
      public List<Column> columns() {
        return List.of(column);
      }

      @Override
      public void of(Replicas replicas, Out out) {}
    }
  }

  private void given(Set<String> read, Column... ofCells) {
    AXES.forEach(axis -> columns.axis(axis, HERE));
    Measure measure = new Measure("making", new Making(List.of(ofCells), read));
    columns.measure("making", List.of(measure), HERE);
    columns.cells("making", List.of(measure), HERE);
  }

  private List<String> messages() {
    return problems.stream().map(Problem::toString).toList();
  }

  @Test
  void cellsHaveWhatIndicatorsMakeOfThemAndTheAggregatesOfTheirRuns() {
    given(Set.of("norm", "seed", "outcome"), new Column("overlap", Scope.RUN, "", "of replicas"));

    assertEquals(List.of(), messages());
    for (String name :
        List.of(
            "overlap",
            "norm_mean",
            "norm_of_look_sd",
            "loss_count",
            "loss_final_median",
            "width",
            "step",
            "kind_share_large",
            "outcome_share_diverged")) {
      assertTrue(columns.has("cells", name), name);
    }
    for (String name :
        List.of("norm", "seed", "width_mean", "kind_mean", "norm_share_large", "error_share_x")) {
      assertFalse(columns.has("cells", name), name);
    }
    assertFalse(columns.has("runs", "overlap"));
    assertFalse(columns.has("steps", "kind_share_large"));
  }

  @Test
  void aColumnOfCellsThatIsTakenIsAProblem() {
    given(
        Set.of("norm"),
        new Column("loss_mean", Scope.STEP, "", "x"),
        new Column("width", Scope.RUN, "", "x"),
        new Column("overlap", Scope.RUN, "", "x"),
        new Column("overlap", Scope.STEP, "", "x"),
        new Column("kind_share_large", Scope.RUN, "", "x"),
        new Column("gap_sd", Scope.RUN, "", "x"));
    columns.computed("gap", Column.Type.NUMBER, HERE);

    String cells = "a.yaml:7: measure.making gives cells the column ";
    String ofRuns =
        ", which they have of their runs too; give the measure another name by 'as: name'";
    assertEquals(
        List.of(
            cells + "loss_mean" + ofRuns,
            cells + "width" + ofRuns,
            cells
                + "overlap, which measure.making gives too; give the measure another name by 'as:"
                + " name'",
            cells + "kind_share_large" + ofRuns,
            "a.yaml:7: columns.gap gives cells the column gap_sd, which measure.making has too;"
                + " call the column otherwise"),
        messages());
  }

  @Test
  void aColumnOfCellsIsMadeOfColumnsThatThereAre() {
    given(Set.of("norm_of_look"), new Column("overlap", Scope.RUN, "", "x"));

    assertEquals(
        List.of("a.yaml:7: measure.making makes overlap from norm_of_look, which nothing gives"),
        messages());
  }
}
