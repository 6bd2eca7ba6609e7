package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/**
 * The rows a drawing is made of: those of runs, of looks or layers with what their runs have, of
 * cells, or of lines; cut to its slice, and one for each element where it places the elements of
 * vectors.
 */
public final class DrawnTable {
  private static final String STEP = "step";
  private static final String LAYER = "layer";

  private DrawnTable() {}

  /**
   * The table of a drawing.
   *
   * @param tables the table called runs, steps, layers, cells or lines
   */
  public static Table of(Drawing drawing, Function<String, Table> tables) {
    return sliced(unrolled(sliced(whole(drawing, tables), drawing), drawing), drawing);
  }

  /** The declared axis of a column, or that of its own values. */
  public static GridAxis axis(Table table, List<GridAxis> declared, String column) {
    return Groups.axis(table, declared, column);
  }

  /** Tables of runs, looks and layers: those of a folder, or those that cells are made of. */
  private record Source(Table runs, Supplier<Table> steps, Supplier<Table> layers) {}

  private static Table whole(Drawing drawing, Function<String, Table> tables) {
    Table runs = tables.apply("runs");
    Optional<Table> table =
        of(drawing, new Source(runs, () -> tables.apply("steps"), () -> tables.apply("layers")));
    return table.orElseGet(
        () -> of(drawing, cells(tables.apply("cells"))).orElseGet(() -> lines(drawing, tables)));
  }

  private static Table lines(Drawing drawing, Function<String, Table> tables) {
    Table runs = tables.apply("runs");
    try {
      Table lines = tables.apply("lines");
      return drawing.columns().stream().allMatch(column -> lines.find(column).isPresent())
          ? lines
          : runs;
    } catch (java.io.UncheckedIOException e) {
      return runs; // a sweep without critical values; the plot says which column is missing
    }
  }

  /** The rows of a drawing whose columns a source has; empty when it has not all. */
  private static Optional<Table> of(Drawing drawing, Source source) {
    List<String> missing =
        drawing.columns().stream().filter(column -> source.runs.find(column).isEmpty()).toList();
    if (missing.isEmpty()) {
      return Optional.of(source.runs);
    }
    for (Supplier<Table> part : List.of(source.steps, source.layers)) {
      Table rows = part.get();
      if (missing.stream().allMatch(column -> rows.find(column).isPresent())) {
        return Optional.of(detailed(drawing, source.runs, rows, missing));
      }
    }
    return Optional.empty();
  }

  /** Rows of looks or layers: all of them, or of each run those of one look. */
  private static Table detailed(Drawing drawing, Table runs, Table rows, List<String> missing) {
    String shown =
        drawing
            .shown()
            .filter(missing::contains)
            .orElseGet(
                () ->
                    missing.stream()
                        .filter(column -> !column.equals(STEP) && !column.equals(LAYER))
                        .findFirst()
                        .orElse(missing.get(0)));
    if (!drawing.places(STEP)) {
      return picked(runs, rows, shown, drawing.at().orElse(Drawing.Look.LAST));
    }
    // Looks of other measures have no value of it anywhere.
    Table.Column value = rows.column(shown);
    Set<Object> looked = new HashSet<>();
    Set<Object> layered = new HashSet<>();
    for (int row = 0; row < rows.rows(); row++) {
      if (!value.isNull(row)) {
        looked.add(at(rows, STEP, row));
        layered.add(at(rows, LAYER, row));
      }
    }
    return kept(
            rows,
            row ->
                !rows.column(STEP).isNull(row)
                    && looked.contains(at(rows, STEP, row))
                    && layered.contains(at(rows, LAYER, row)))
        .beside(runs);
  }

  private static Object at(Table rows, String column, int row) {
    return rows.find(column).map(each -> each.text(row)).orElse("");
  }

  private static Table kept(Table table, IntPredicate wanted) {
    return table.rows(IntStream.range(0, table.rows()).filter(wanted).boxed().toList());
  }

  /**
   * The runs, for each layer if they have some, with the columns of one look; null where a run has
   * no such look.
   */
  private static Table picked(Table runs, Table rows, String shown, Drawing.Look look) {
    List<String> names = rows.runNames();
    Table.Column step = rows.column(STEP);
    Table.Column value = rows.column(shown);
    Map<String, Map<Object, Integer>> rowOf = new HashMap<>();
    Set<Object> layers = new LinkedHashSet<>();
    Optional<Table.Column> layer = rows.find(LAYER);
    for (int row = 0; row < rows.rows(); row++) {
      boolean chosen =
          look.step().isEmpty() || step.number(row) == (double) look.step().getAsLong();
      if (!value.isNull(row)) {
        Object of = layer.isPresent() ? (Object) (long) layer.get().number(row) : "";
        layers.add(of);
        if (chosen) {
          rowOf.computeIfAbsent(names.get(row), name -> new HashMap<>()).put(of, row);
        }
      }
    }
    if (layer.isEmpty()) {
      layers = Set.of("");
    }
    List<Object> ordered =
        layers.stream()
            .sorted((a, b) -> a instanceof Long x && b instanceof Long y ? Long.compare(x, y) : 0)
            .toList();
    List<Integer> run = new ArrayList<>();
    List<@Nullable Integer> detail = new ArrayList<>();
    List<@Nullable Object> layerCells = new ArrayList<>();
    List<String> runNames = runs.runNames();
    for (int row = 0; row < runs.rows(); row++) {
      for (Object each : ordered) {
        run.add(row);
        detail.add(rowOf.getOrDefault(runNames.get(row), Map.of()).get(each));
        layerCells.add(each);
      }
    }
    Table chosen = runs.rows(run);
    List<Table.Column> columns = new ArrayList<>(chosen.columns());
    String when =
        look.step().isPresent() ? "at step " + look.step().getAsLong() : "at the last look";
    for (Table.Column column : rows.columns()) {
      if (runs.find(column.name()).isPresent()) {
        continue;
      }
      List<@Nullable Object> cells = new ArrayList<>(run.size());
      for (Integer from : detail) {
        cells.add(from == null ? null : column.cells().get(from));
      }
      boolean ofLayer = column.name().equals(LAYER);
      columns.add(
          new Table.Column(
              column.name(),
              column.type(),
              column.unit(),
              column.name().equals(shown) ? column.meaning() + " " + when : column.meaning(),
              ofLayer ? layerCells : cells));
    }
    return new Table(run.size(), columns);
  }

  /**
   * Cells as tables of runs, looks and layers: a column goes with the rows in which it has values.
   * A cell is called by its number, and most of its runs decide its outcome.
   */
  private static Source cells(Table cells) {
    Table.Column step = cells.column(STEP);
    Table.Column layer = cells.column(LAYER);
    int[] kind = new int[cells.rows()];
    for (int row = 0; row < kind.length; row++) {
      kind[row] = !layer.isNull(row) ? 2 : !step.isNull(row) ? 1 : 0;
    }
    List<@Nullable Object> names = new ArrayList<>();
    List<@Nullable Object> outcomes = new ArrayList<>();
    for (int row = 0; row < kind.length; row++) {
      names.add("cell " + cells.column("cell").text(row));
      outcomes.add(
          share(cells, "failed", row) == 1
              ? "failed"
              : share(cells, "diverged", row) > 0.5 ? "diverged" : null);
    }
    List<Table> parts = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      List<Table.Column> columns = new ArrayList<>();
      columns.add(new Table.Column("run_id", Table.Type.LABEL, "", "cell", names));
      if (part == 0) {
        columns.add(new Table.Column("outcome", Table.Type.LABEL, "", "of most runs", outcomes));
      }
      for (Table.Column column : cells.columns()) {
        boolean defined = false;
        boolean elsewhere = false;
        for (int row = 0; row < kind.length; row++) {
          defined |= kind[row] == part && !column.isNull(row);
          elsewhere |= kind[row] != part && !column.isNull(row);
        }
        if (defined || (part == 0 && !elsewhere)) {
          columns.add(column);
        }
      }
      int wanted = part;
      if (part > 0) {
        for (String key : part == 1 ? List.of(STEP) : List.of(STEP, LAYER)) {
          if (columns.stream().noneMatch(column -> column.name().equals(key))) {
            columns.add(cells.column(key));
          }
        }
      }
      parts.add(kept(new Table(kind.length, columns), row -> kind[row] == wanted));
    }
    return new Source(parts.get(0), () -> parts.get(1), () -> parts.get(2));
  }

  private static double share(Table cells, String outcome, int row) {
    return cells.find("outcome_share_" + outcome).map(column -> column.number(row)).orElse(0.0);
  }

  /** The rows in which every sliced column has one of its values. */
  private static Table sliced(Table table, Drawing drawing) {
    Map<String, Set<Object>> wanted = new LinkedHashMap<>();
    for (Drawing.Slice slice : drawing.slice()) {
      boolean later =
          (slice.column().equals(Drawing.INDEX) || slice.column().equals(Drawing.RANK))
              && table.find(slice.column()).isEmpty();
      if (!later) {
        wanted
            .computeIfAbsent(slice.column(), column -> new HashSet<>())
            .add(GridAxis.key(slice.value()));
      }
    }
    if (wanted.isEmpty()) {
      return table;
    }
    return kept(
        table,
        row ->
            wanted.entrySet().stream()
                .allMatch(
                    each -> {
                      Object cell = table.column(each.getKey()).cells().get(row);
                      return cell != null && each.getValue().contains(GridAxis.key(cell));
                    }));
  }

  /** A row for each element of the vectors, if the drawing has a place for them. */
  private static Table unrolled(Table table, Drawing drawing) {
    List<Table.Column> vectors = new ArrayList<>();
    for (String name : drawing.columns()) {
      table.find(name).filter(each -> each.type() == Table.Type.VECTOR).ifPresent(vectors::add);
    }
    boolean points = drawing.plot().equals("bifurcation");
    boolean placed = drawing.places(Drawing.INDEX) || drawing.places(Drawing.RANK);
    if (vectors.isEmpty() || !(points || placed)) {
      return table;
    }
    int longest = 0;
    for (Table.Column vector : vectors) {
      for (Object cell : vector.cells()) {
        longest = Math.max(longest, cell instanceof double[] values ? values.length : 0);
      }
    }
    List<Integer> from = new ArrayList<>();
    List<Integer> place = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      int length = 0;
      for (Table.Column vector : vectors) {
        if (vector.cells().get(row) instanceof double[] values) {
          length = Math.max(length, values.length);
        }
      }
      // A row without a vector is undefined at every place.
      for (int i = 0; i < (length == 0 && !points ? longest : length); i++) {
        from.add(row);
        place.add(i);
      }
    }
    List<Table.Column> columns = new ArrayList<>();
    for (Table.Column column : table.rows(from).columns()) {
      if (column.type() != Table.Type.VECTOR
          || vectors.stream().noneMatch(each -> each.name().equals(column.name()))) {
        columns.add(column);
        continue;
      }
      List<@Nullable Object> cells = new ArrayList<>(from.size());
      for (int row = 0; row < from.size(); row++) {
        int i = place.get(row);
        boolean there = column.cells().get(row) instanceof double[] all && i < all.length;
        double value =
            there && column.cells().get(row) instanceof double[] all ? all[i] : Double.NaN;
        cells.add(Double.isNaN(value) ? null : (Object) value);
      }
      columns.add(
          new Table.Column(
              column.name(), Table.Type.NUMBER, column.unit(), column.meaning(), cells));
    }
    for (String name : Arrays.asList(Drawing.INDEX, Drawing.RANK)) {
      int first = name.equals(Drawing.RANK) ? 1 : 0;
      List<@Nullable Object> cells = new ArrayList<>();
      place.forEach(i -> cells.add((long) i + first));
      columns.add(new Table.Column(name, Table.Type.INTEGER, "", "place in the vector", cells));
    }
    return new Table(from.size(), columns);
  }
}
