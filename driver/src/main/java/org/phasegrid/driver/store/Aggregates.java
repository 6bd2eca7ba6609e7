package org.phasegrid.driver.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.phasegrid.driver.store.Heading.Kind;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.worker.indicator.Column.Scope;

/**
 * Columns of the cells: of every number X over the replicas {@code X_mean}, {@code X_median},
 * {@code X_sd} (n - 1) and {@code X_count}; of every label column {@code X_share_LABEL} of those
 * that have one. Sums go in the order of the replicas. After them come the columns that indicators
 * make of cells.
 */
final class Aggregates {
  private final List<AxisColumn> axes;
  private final List<Integer> kept = new ArrayList<>();
  private final Map<String, Heading> numbers = new LinkedHashMap<>();
  private final Map<String, TreeSet<String>> labels = new LinkedHashMap<>();
  private final Map<String, Heading> labelHeadings = new HashMap<>();
  private final List<String> order = new ArrayList<>();
  private final List<Heading> headings = new ArrayList<>();
  private final List<Heading> made;

  /**
   * @param tables columns of runs, steps and layers
   * @param made columns that indicators make of cells
   */
  Aggregates(List<AxisColumn> axes, Map<Scope, List<Heading>> tables, List<Heading> made) {
    this.axes = axes;
    this.made = made;
    for (List<Heading> table : tables.values()) {
      for (Heading heading : table) {
        if (heading.equals(Layout.STEP) || heading.equals(Layout.LAYER)) {
          continue;
        }
        switch (heading.kind()) {
          case NUMBER, INTEGER, BOOLEAN -> {
            if (numbers.putIfAbsent(heading.name(), heading) == null) {
              order.add(heading.name());
            }
          }
          case LABEL -> {
            if (labelHeadings.putIfAbsent(heading.name(), heading) == null) {
              order.add(heading.name());
            }
            labels.computeIfAbsent(heading.name(), n -> new TreeSet<>()).addAll(heading.labels());
          }
          case TEXT, VECTOR -> {}
        }
      }
    }
    head();
  }

  private void head() {
    headings.add(new Heading("cell", Kind.INTEGER, "", "index over all axes but the replicas"));
    for (int a = 0; a < axes.size(); a++) {
      if (axes.get(a).role() != AxisColumn.Role.REPLICA) {
        kept.add(a);
        headings.add(Merge.axis(axes.get(a)));
      }
    }
    headings.add(Layout.STEP);
    headings.add(Layout.LAYER);
    headings.add(new Heading("runs", Kind.INTEGER, "", "runs of the cell that have the row"));
    for (String name : order) {
      Heading number = numbers.get(name);
      if (number != null) {
        String unit = number.unit();
        String x = number.meaning();
        headings.add(new Heading(name + "_mean", Kind.NUMBER, unit, "mean of: " + x));
        headings.add(new Heading(name + "_median", Kind.NUMBER, unit, "median of: " + x));
        headings.add(
            new Heading(name + "_sd", Kind.NUMBER, unit, "standard deviation (n - 1) of: " + x));
        headings.add(new Heading(name + "_count", Kind.INTEGER, "", "runs that have: " + x));
      }
      for (String label : labelsOf(name)) {
        headings.add(
            new Heading(
                name + "_share_" + column(label), Kind.NUMBER, "", "share of runs: " + label));
      }
    }
    headings.addAll(made);
    Map<String, String> givers = new HashMap<>();
    for (Heading heading : headings) {
      Layout.unique(givers, heading.name(), "\"" + heading.meaning() + "\"");
    }
  }

  /** Labels of a column in the order of its dictionary. */
  private List<String> labelsOf(String name) {
    Heading heading = labelHeadings.get(name);
    if (heading == null) {
      return List.of();
    }
    List<String> all = new ArrayList<>(heading.labels());
    for (String label : labels.getOrDefault(name, new TreeSet<>())) {
      if (!all.contains(label)) {
        all.add(label);
      }
    }
    return all;
  }

  private static String column(String label) {
    return label.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }

  List<Heading> headings() {
    return headings;
  }

  /** What the replicas of one row have. */
  static final class Row {
    private long runs;
    private final Map<String, List<Double>> numbers = new HashMap<>();
    private final Map<String, Map<String, Integer>> labels = new HashMap<>();

    void count() {
      runs++;
    }

    void add(String column, @Nullable Object cell) {
      if (cell instanceof String label) {
        labels.computeIfAbsent(column, c -> new HashMap<>()).merge(label, 1, Integer::sum);
      } else if (cell instanceof Boolean flag) {
        numbers.computeIfAbsent(column, c -> new ArrayList<>()).add(flag ? 1.0 : 0.0);
      } else if (cell instanceof Number number) {
        numbers.computeIfAbsent(column, c -> new ArrayList<>()).add(number.doubleValue());
      }
    }
  }

  Row row() {
    return new Row();
  }

  void write(
      TableWriter out, Point point, Merge.Place place, Row row, Map<String, Object> ofIndicators)
      throws IOException {
    out.next();
    int column = 0;
    out.put(column++, point.cell());
    for (int a : kept) {
      Object value = point.values().get(a);
      out.put(column, headings.get(column).kind() == Kind.LABEL ? value.toString() : value);
      column++;
    }
    out.put(column++, place.step());
    out.put(column++, place.layer());
    out.put(column++, row.runs);
    for (String name : order) {
      if (numbers.containsKey(name)) {
        double[] x =
            row.numbers.getOrDefault(name, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        double mean = mean(x);
        out.put(column++, mean);
        out.put(column++, median(x));
        out.put(column++, deviation(x, mean));
        out.put(column++, (long) x.length);
      }
      Map<String, Integer> found = row.labels.getOrDefault(name, Map.of());
      int total = found.values().stream().mapToInt(Integer::intValue).sum();
      for (String label : labelsOf(name)) {
        out.put(
            column++, total == 0 ? null : (Double) (found.getOrDefault(label, 0) / (double) total));
      }
    }
    for (Heading heading : made) {
      out.put(column++, ofIndicators.get(heading.name()));
    }
  }

  static double mean(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value;
    }
    return sum / x.length;
  }

  static double median(double[] x) {
    if (x.length == 0) {
      return Double.NaN;
    }
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : 0.5 * sorted[middle - 1] + 0.5 * sorted[middle];
  }

  /** NaN below two values. */
  static double deviation(double[] x, double mean) {
    if (x.length < 2) {
      return Double.NaN;
    }
    double squares = 0;
    for (double value : x) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (x.length - 1));
  }
}
