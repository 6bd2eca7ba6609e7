package org.phasegrid.driver.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.phasegrid.driver.store.Heading.Kind;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.indicator.Sink;

/**
 * The columns of cells that indicators make of the replicas together. Of the runs of a cell only
 * what is read is in memory, and of one cell at a time.
 *
 * <p>The replicas of a row are the runs that have it, in grid order; a failed run has its row of
 * the table of runs alone, where what was measured is undefined.
 */
final class CellColumns {
  /**
   * An indicator of cells: whose it is, in which rows it puts which columns.
   *
   * @param place of the measure in the sweep's, which has it for every value of an axis
   */
  private record Filler(
      String measure,
      int place,
      CellIndicator indicator,
      Scope scope,
      Map<String, Heading> columns) {
    static Filler of(String measure, int place, CellIndicator indicator) {
      Map<String, Heading> columns = new LinkedHashMap<>();
      Set<Scope> scopes = new TreeSet<>();
      for (Column column : indicator.columns()) {
        columns.put(column.name(), Layout.heading(column));
        scopes.add(column.scope());
      }
      if (scopes.size() != 1) {
        throw new IllegalStateException(
            "measure " + measure + " makes of cells columns of the scopes " + scopes + ", not one");
      }
      return new Filler(measure, place, indicator, scopes.iterator().next(), columns);
    }

    Filler withLabels(Map<String, SortedSet<String>> labels) {
      Map<String, Heading> all = new LinkedHashMap<>();
      columns.forEach(
          (name, heading) ->
              all.put(
                  name,
                  heading.kind() == Kind.LABEL
                      ? heading.withLabels(List.copyOf(labels.getOrDefault(name, new TreeSet<>())))
                      : heading));
      return new Filler(measure, place, indicator, scope, all);
    }

    boolean labelled() {
      return columns.values().stream().anyMatch(heading -> heading.kind() == Kind.LABEL);
    }
  }

  /** An indicator of cells threw: our own mistake, after which there is no table of cells. */
  static final class Thrown extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private Thrown(String message, RuntimeException cause) {
      super(message, cause);
    }
  }

  private final List<Filler> fillers;
  private final Set<String> reads = new TreeSet<>();

  private CellColumns(List<Filler> fillers) {
    this.fillers = List.copyOf(fillers);
    fillers.forEach(filler -> reads.addAll(filler.indicator.reads()));
  }

  /** What {@code measures} make of cells, in their order. */
  static CellColumns of(List<Measure> measures) {
    List<Filler> fillers = new ArrayList<>();
    for (int place = 0; place < measures.size(); place++) {
      Measure measure = measures.get(place);
      for (CellIndicator indicator : measure.indicator().ofCells()) {
        fillers.add(Filler.of(measure.name(), place, indicator));
      }
    }
    return new CellColumns(fillers);
  }

  /** Those alone that put labels. */
  CellColumns labelled() {
    return new CellColumns(fillers.stream().filter(Filler::labelled).toList());
  }

  /** The same with the dictionaries of their label columns. */
  CellColumns withLabels(Map<String, SortedSet<String>> labels) {
    return new CellColumns(fillers.stream().map(filler -> filler.withLabels(labels)).toList());
  }

  boolean isEmpty() {
    return fillers.isEmpty();
  }

  /** The columns; what measures of one name give is one column. */
  List<Heading> headings() {
    Map<String, Heading> all = new LinkedHashMap<>();
    fillers.forEach(
        filler ->
            filler.columns.forEach((name, h) -> all.putIfAbsent(filler.measure + " " + name, h)));
    return List.copyOf(all.values());
  }

  /** Names of the columns that some indicator reads. */
  Set<String> reads() {
    return reads;
  }

  /** Whether there are columns in the rows of a scope. */
  boolean has(Scope scope) {
    return fillers.stream().anyMatch(filler -> filler.scope == scope);
  }

  /** A run's values of what is read: of itself, and of the row. */
  private record Replica(Setting setting, Map<String, Object> ofRun, Map<String, Object> ofRow) {}

  /** What is gathered of one cell: by row, the replicas that have it. */
  static final class Gathered {
    private final SortedMap<Merge.Place, List<Replica>> rows = new TreeMap<>(Merge.Place.ORDER);

    void add(
        Merge.Place place, Setting setting, Map<String, Object> ofRun, Map<String, Object> ofRow) {
      rows.computeIfAbsent(place, p -> new ArrayList<>()).add(new Replica(setting, ofRun, ofRow));
    }

    Set<Merge.Place> places() {
      return rows.keySet();
    }
  }

  /**
   * The cells of one row by column, labels as texts; what is undefined is not there.
   *
   * @param measures places of those that the cell has
   */
  Map<String, Object> row(
      Point cell, List<Integer> measures, Merge.Place place, Gathered gathered) {
    Map<String, Object> cells = new HashMap<>();
    for (Filler filler : fillers) {
      if (filler.scope == place.scope() && measures.contains(filler.place)) {
        Cell out = new Cell(filler, cells);
        Seen seen = new Seen(filler, gathered.rows.getOrDefault(place, List.of()));
        try {
          filler.indicator.of(seen, out);
        } catch (RuntimeException e) {
          throw new Thrown(
              "measure "
                  + filler.measure
                  + " failed on cell "
                  + cell.cell()
                  + (place.step() == null ? "" : ", step " + place.step())
                  + (place.layer() == null ? "" : ", layer " + place.layer())
                  + ": "
                  + e
                  + "; there is no table of cells, all other tables are written",
              e);
        }
      }
    }
    return cells;
  }

  /** What an indicator sees: no more than it says it reads. */
  private record Seen(Filler filler, List<Replica> replicas) implements CellIndicator.Replicas {
    @Override
    public int size() {
      return replicas.size();
    }

    @Override
    public Setting setting(int replica) {
      return replicas.get(replica).setting;
    }

    @Override
    public Optional<Object> value(int replica, String column) {
      if (!filler.indicator.reads().contains(column)) {
        throw new IllegalStateException("reads " + column + " without saying so");
      }
      Object own = replicas.get(replica).ofRow.get(column);
      Object cell = own == null ? replicas.get(replica).ofRun.get(column) : own;
      return Optional.ofNullable(cell instanceof double[] values ? values.clone() : cell);
    }
  }

  /** Keeps what an indicator puts in a row. */
  private static final class Cell extends Sink {
    private final Filler filler;
    private final Map<String, Object> cells;

    Cell(Filler filler, Map<String, Object> cells) {
      this.filler = filler;
      this.cells = cells;
    }

    @Override
    protected void keep(String column, Object value) {
      Heading heading = filler.columns.get(column);
      if (heading == null) {
        throw new IllegalStateException("puts " + column + ", which it does not declare");
      }
      heading.cell(value).ifPresent(cell -> cells.put(column, cell));
    }

    @Override
    protected void keep(int layer, String column, Object value) {
      throw new IllegalStateException("puts " + column + " in a layer; the row is in one already");
    }
  }
}
