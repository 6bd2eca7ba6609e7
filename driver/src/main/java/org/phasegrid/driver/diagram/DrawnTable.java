package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/** The rows a drawing is made of: those of runs, of looks or of lines, cut to its slice. */
public final class DrawnTable {
  private DrawnTable() {}

  /**
   * The table of a drawing.
   *
   * @param tables the table called runs, steps or lines
   */
  public static Table of(Drawing drawing, Function<String, Table> tables) {
    Table table = whole(drawing, tables);
    List<Integer> chosen = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      chosen.add(row);
    }
    for (Drawing.Slice slice : drawing.slice()) {
      Table.Column column = table.column(slice.column());
      Object wanted = GridAxis.key(slice.value());
      chosen.removeIf(
          row -> {
            Object cell = column.cells().get(row);
            return cell == null || !GridAxis.key(cell).equals(wanted);
          });
    }
    return drawing.slice().isEmpty() ? table : table.rows(chosen);
  }

  private static Table whole(Drawing drawing, Function<String, Table> tables) {
    Table runs = tables.apply("runs");
    List<String> asked = new ArrayList<>();
    drawing.x().ifPresent(asked::add);
    drawing.y().ifPresent(asked::add);
    drawing.color().ifPresent(asked::add);
    drawing.facet().ifPresent(asked::add);
    List<String> missing =
        asked.stream().filter(column -> runs.find(column).isEmpty()).distinct().toList();
    if (missing.isEmpty()) {
      return runs;
    }
    Table steps = tables.apply("steps");
    if (missing.stream().allMatch(column -> steps.find(column).isPresent())) {
      Optional<String> shown = drawing.plot().equals("heatmap") ? drawing.color() : drawing.y();
      return missing.size() == 1 && shown.equals(Optional.of(missing.get(0)))
          ? picked(runs, steps, missing.get(0), drawing.at().orElse(Drawing.Look.LAST))
          : steps.beside(runs);
    }
    Table lines = tables.apply("lines");
    return asked.stream().allMatch(column -> lines.find(column).isPresent()) ? lines : runs;
  }

  /** The runs with one look's value of a column of looks; null where a run has no such look. */
  private static Table picked(Table runs, Table steps, String name, Drawing.Look look) {
    Map<String, Object> valueOf = new HashMap<>();
    List<String> names = steps.runNames();
    Table.Column step = steps.column("step");
    Table.Column from = steps.column(name);
    for (int row = 0; row < steps.rows(); row++) {
      Object cell = from.cells().get(row);
      boolean chosen =
          look.step().isEmpty() || step.number(row) == (double) look.step().getAsLong();
      if (cell != null && chosen) {
        valueOf.put(names.get(row), cell);
      }
    }
    List<@Nullable Object> cells = new ArrayList<>(runs.rows());
    runs.runNames().forEach(run -> cells.add(valueOf.get(run)));
    List<Table.Column> columns = new ArrayList<>(runs.columns());
    String when =
        look.step().isPresent() ? "at step " + look.step().getAsLong() : "at the last look";
    columns.add(
        new Table.Column(name, from.type(), from.unit(), from.meaning() + " " + when, cells));
    return new Table(runs.rows(), columns);
  }
}
