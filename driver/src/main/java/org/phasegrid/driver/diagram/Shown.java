package org.phasegrid.driver.diagram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.phasegrid.driver.store.Table;
import org.phasegrid.sweeps.draw.Drawing;

/**
 * The quantity a diagram shows: a column, and how the runs of a cell become one value of it.
 *
 * @param labels in legend order, which also breaks ties; empty unless {@code by} is LABEL
 * @param over the columns aggregated away
 * @param runs how many runs the diagram is made of: distinct run ids, rows where the table has none
 * @param cells how many runs a row is made of, fewest and most, where rows are cells or lines
 * @param called what is printed instead of the column's name
 */
public record Shown(
    Table.Column column,
    Drawing.By by,
    List<String> labels,
    List<String> over,
    long runs,
    Optional<Runs> cells,
    Optional<String> called) {
  /** How many runs a row is made of. */
  public record Runs(long fewest, long most) {}

  private static final List<String> OUTCOMES =
      List.of("converged", "finished", "stalled", "diverged", "failed");
  private static final List<String> BOOLEANS = List.of("true", "false");
  private static final int MOST_LABELS = 64;

  public Shown {
    labels = List.copyOf(labels);
    over = List.copyOf(over);
  }

  /** How a column is aggregated when nobody says: labels vote, booleans give a share. */
  public static Drawing.By natural(Table.Column column) {
    return switch (column.type()) {
      case LABEL -> Drawing.By.LABEL;
      case BOOLEAN -> Drawing.By.FRACTION;
      default -> Drawing.By.MEDIAN;
    };
  }

  /** How many runs a table is made of: of cells those that they say they have. */
  public static long runs(Table table) {
    Optional<Table.Column> ids = table.find("run_id");
    Optional<Table.Column> ofCells = table.find("runs");
    if (ids.isEmpty()) {
      return table.rows();
    }
    if (ofCells.isEmpty()) {
      return ids.get().cells().stream().distinct().count();
    }
    Map<String, Double> runs = new HashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      runs.merge(ids.get().text(row), ofCells.get().number(row), Math::max);
    }
    return Math.round(runs.values().stream().mapToDouble(Double::doubleValue).sum());
  }

  private static Optional<Runs> cells(Table table) {
    return table
        .find("runs")
        .filter(column -> table.rows() > 0)
        .map(
            column -> {
              long fewest = Long.MAX_VALUE;
              long most = 0;
              for (int row = 0; row < table.rows(); row++) {
                // What the grid leaves out as a whole is no point.
                long runs = Math.round(column.number(row));
                fewest = runs > 0 ? Math.min(fewest, runs) : fewest;
                most = Math.max(most, runs);
              }
              return new Runs(Math.min(fewest, most), most);
            });
  }

  static Shown of(Table table, Table.Column column, Drawing drawing, List<String> over) {
    Drawing.By by = drawing.by();
    long runs = runs(table);
    Table.Type type = column.type();
    boolean fits =
        switch (by) {
          case FRACTION -> type == Table.Type.BOOLEAN;
          case LABEL ->
              type == Table.Type.LABEL || type == Table.Type.BOOLEAN || type == Table.Type.INTEGER;
          case MEAN, MEDIAN ->
              type == Table.Type.NUMBER || type == Table.Type.INTEGER || type == Table.Type.BOOLEAN;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "column "
              + column.name()
              + " holds "
              + word(type)
              + ", which have no "
              + by.name().toLowerCase(java.util.Locale.ROOT)
              + "; accepted: fraction for booleans, label for labels, booleans and integers,"
              + " mean and median for numbers and booleans");
    }
    List<String> labels =
        by == Drawing.By.LABEL ? ordered(labelsOf(column), drawing.details().labels()) : List.of();
    String key = drawing.plot().equals("heatmap") ? "color" : "y";
    return new Shown(
        column,
        by,
        labels,
        over,
        runs,
        cells(table),
        Optional.ofNullable(drawing.details().titles().get(key)));
  }

  /** In the order that is asked for, which also keeps the colors of labels that do not occur. */
  private static List<String> ordered(List<String> labels, List<String> order) {
    Set<String> all = new LinkedHashSet<>(order);
    all.addAll(labels);
    return new ArrayList<>(all);
  }

  private static String word(Table.Type type) {
    return switch (type) {
      case NUMBER -> "numbers";
      case INTEGER -> "integers";
      case BOOLEAN -> "booleans";
      case LABEL -> "labels";
      case VECTOR -> "vectors";
    };
  }

  private static List<String> labelsOf(Table.Column column) {
    if (column.type() == Table.Type.BOOLEAN) {
      return BOOLEANS;
    }
    Set<String> distinct = new TreeSet<>();
    if (column.type() == Table.Type.INTEGER) {
      distinct = new TreeSet<>(Comparator.comparingLong((String s) -> Long.parseLong(s)));
    }
    for (int row = 0; row < column.cells().size(); row++) {
      if (!column.isNull(row)) {
        distinct.add(column.text(row));
      }
    }
    if (distinct.size() > MOST_LABELS) {
      throw new IllegalArgumentException(
          "column "
              + column.name()
              + " has "
              + distinct.size()
              + " labels; at most 64 can be shown");
    }
    if (!OUTCOMES.containsAll(distinct)) {
      return new ArrayList<>(distinct);
    }
    Set<String> ordered = new LinkedHashSet<>(OUTCOMES);
    ordered.retainAll(distinct);
    return new ArrayList<>(ordered);
  }

  /** Whether the values are shares between 0 and 1. */
  public boolean share() {
    return by == Drawing.By.FRACTION
        || (by == Drawing.By.MEAN && column.type() == Table.Type.BOOLEAN);
  }

  /** As printed beside the color bar or the value axis: e.g. "median loss final [1/rate]". */
  public String title() {
    if (called.isPresent()) {
      return called.get();
    }
    String name = GridAxis.spoken(column.name());
    String words =
        switch (by) {
          case FRACTION -> "fraction " + name;
          case LABEL -> name;
          case MEAN -> share() ? "fraction " + name : over.isEmpty() ? name : "mean " + name;
          case MEDIAN -> over.isEmpty() ? name : "median " + name;
        };
    return column.unit().isEmpty() || share() ? words : words + " [" + column.unit() + "]";
  }

  /** What is shown, as a phrase: e.g. "median of loss_final over seed". */
  public String phrase() {
    return phrase(column.name());
  }

  /** The phrase in words: e.g. "median of test loss over seed". */
  public String heading() {
    return called.isPresent() ? words(called.get()) : GridAxis.spoken(phrase());
  }

  /** The words of the column, with what is made of its values where that is not plain. */
  private String words(String name) {
    if (over.isEmpty() || by == Drawing.By.LABEL || share()) {
      return name;
    }
    return phrase(name);
  }

  private String phrase(String name) {
    String how =
        switch (by) {
          case FRACTION -> "fraction " + name;
          case LABEL -> "most frequent " + name;
          case MEAN -> "mean of " + name;
          case MEDIAN -> "median of " + name;
        };
    if (over.isEmpty()) {
      return share() ? "fraction " + name : name;
    }
    return how + " over " + String.join(", ", over);
  }
}
