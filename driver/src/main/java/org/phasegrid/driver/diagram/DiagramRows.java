package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/** Gathers the points of a diagram into a table. */
final class DiagramRows {
  private final List<@Nullable Object> xs = new ArrayList<>();
  private final List<@Nullable Object> ys = new ArrayList<>();
  private final List<@Nullable Object> facets = new ArrayList<>();
  private final List<Cell> cells = new ArrayList<>();

  void add(Object x, @Nullable Object y, Optional<Object> facet, Cell cell) {
    xs.add(x);
    ys.add(y);
    facets.add(facet.orElse(null));
    cells.add(cell);
  }

  /** The table; {@code y} is the axis of the lines in a diagram of lines. */
  Table table(GridAxis x, Optional<GridAxis> y, Optional<GridAxis> facet, Shown shown) {
    boolean labels = shown.by() == Drawing.By.LABEL;
    List<@Nullable Object> values = new ArrayList<>();
    List<@Nullable Object> lows = new ArrayList<>();
    List<@Nullable Object> highs = new ArrayList<>();
    List<@Nullable Object> runs = new ArrayList<>();
    List<@Nullable Object> diverged = new ArrayList<>();
    List<@Nullable Object> failed = new ArrayList<>();
    List<@Nullable Object> states = new ArrayList<>();
    for (Cell cell : cells) {
      values.add(labels ? cell.label().orElse(null) : number(cell.value()));
      lows.add(number(cell.interval().low()));
      highs.add(number(cell.interval().high()));
      runs.add((long) cell.runs());
      diverged.add((long) cell.diverged());
      failed.add((long) cell.failed());
      states.add(cell.state().name().toLowerCase(Locale.ROOT));
    }
    String unit = labels || shown.share() ? "" : shown.column().unit();
    String interval =
        labels
            ? "of Wilson's 95 % interval of the label's share"
            : shown.share()
                ? "of Wilson's 95 % interval"
                : shown.by() == Drawing.By.MEAN
                    ? "of mean ± sample standard deviation"
                    : "of the quartiles, extremes below four runs";
    Table.Type valueType = labels ? Table.Type.LABEL : Table.Type.NUMBER;
    List<Table.Column> columns = new ArrayList<>();
    columns.add(axis("x", Optional.of(x), xs));
    columns.add(axis("y", y, ys));
    columns.add(axis("facet", facet, facets));
    columns.add(new Table.Column("value", valueType, unit, shown.phrase(), values));
    String boundUnit = labels ? "" : unit;
    columns.add(
        new Table.Column("low", Table.Type.NUMBER, boundUnit, "lower end " + interval, lows));
    columns.add(
        new Table.Column("high", Table.Type.NUMBER, boundUnit, "upper end " + interval, highs));
    columns.add(new Table.Column("runs", Table.Type.INTEGER, "", "runs in the cell", runs));
    columns.add(
        new Table.Column("diverged", Table.Type.INTEGER, "", "runs that diverged", diverged));
    columns.add(new Table.Column("failed", Table.Type.INTEGER, "", "runs that failed", failed));
    columns.add(
        new Table.Column(
            "state",
            Table.Type.LABEL,
            "",
            "value, diverged, undefined, failed or missing",
            states));
    return new Table(cells.size(), columns);
  }

  private static @Nullable Object number(double value) {
    return Double.isNaN(value) ? null : (Object) value;
  }

  private static Table.Column axis(
      String name, Optional<GridAxis> axis, List<@Nullable Object> values) {
    if (axis.isEmpty()) {
      return new Table.Column(name, Table.Type.LABEL, "", "none", values);
    }
    Table.Type type = PhaseDiagram.type(axis.get());
    List<@Nullable Object> typed = new ArrayList<>();
    for (Object value : values) {
      typed.add(PhaseDiagram.value(type, value));
    }
    return new Table.Column(name, type, axis.get().unit(), axis.get().column(), typed);
  }
}
