package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.expression.Rows;
import org.phasegrid.sweeps.expression.Value;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;

/** The columns that the tables of a sweep will have, so that what names them is checked first. */
final class TableColumns {
  private static final String EVERY_RUN = "every run";
  private static final List<String> OF_EVERY_CELL = List.of("cell", "step", "layer", "runs");
  private static final List<String> STATISTICS = List.of("_mean", "_median", "_sd", "_count");
  private static final String SHARE = "_share_";

  private static final Set<String> NAMES = Set.of("run_id", "fingerprint", "error");

  /** A column that an indicator makes of cells. */
  private record Made(Column column, String giver) {}

  private final List<AxisColumn> axes;
  private final Map<String, Column.Type> runs = new LinkedHashMap<>();
  private final Map<String, Column.Type> looks = new LinkedHashMap<>();
  private final Map<String, Column.Type> layers = new LinkedHashMap<>();
  private final Map<String, Column.Type> lines = new LinkedHashMap<>();
  private final Map<String, Made> made = new LinkedHashMap<>();
  private final Map<Column.Scope, Map<String, String>> givers = new LinkedHashMap<>();
  private final Consumer<Problem> problems;

  TableColumns(List<AxisColumn> axes, Consumer<Problem> problems) {
    this.axes = axes;
    this.problems = problems;
    for (String label : List.of("run_id", "outcome", "fingerprint", "error")) {
      fixed(Column.Scope.RUN, label, Column.Type.LABEL);
    }
    for (String number :
        List.of(
            "cell",
            "outcome_step",
            "steps",
            "loss_initial",
            "loss_final",
            "loss_max",
            "loss_ratio",
            "learning_rate_initial",
            "lambda_initial",
            "parameters")) {
      fixed(Column.Scope.RUN, number, Column.Type.NUMBER);
    }
    // With test data alone.
    for (String number : List.of("accuracy", "test_accuracy", "test_loss")) {
      runs.put(number, Column.Type.NUMBER);
    }
    for (Column.Scope scope : List.of(Column.Scope.STEP, Column.Scope.LAYER)) {
      fixed(scope, "run_id", Column.Type.LABEL);
      fixed(scope, "step", Column.Type.INTEGER);
    }
    fixed(Column.Scope.STEP, "loss", Column.Type.NUMBER);
    fixed(Column.Scope.LAYER, "layer", Column.Type.INTEGER);
  }

  private void fixed(Column.Scope scope, String name, Column.Type type) {
    of(scope).put(name, type);
    givers.computeIfAbsent(scope, s -> new LinkedHashMap<>()).put(name, EVERY_RUN);
  }

  private Map<String, Column.Type> of(Column.Scope scope) {
    return switch (scope) {
      case RUN -> runs;
      case STEP -> looks;
      case LAYER -> layers;
    };
  }

  /** Adds the column of an axis. */
  void axis(AxisColumn axis, Place place) {
    give(Column.Scope.RUN, axis.column(), "axis " + axis.path(), place, "call the axis otherwise");
    runs.put(axis.column(), type(axis));
  }

  /** Adds what a measure gives: what one of its variants has is a column. */
  void measure(String name, List<Measure> variants, Place place) {
    Map<Column.Scope, Map<String, Column.Type>> own = new LinkedHashMap<>();
    for (Measure variant : variants) {
      for (Column column : variant.indicator().columns()) {
        Column.Type before =
            own.computeIfAbsent(column.scope(), s -> new LinkedHashMap<>())
                .putIfAbsent(column.name(), column.type());
        if (before == null) {
          give(
              column.scope(),
              column.name(),
              "measure." + name,
              place,
              "give the measure another name by 'as: name'");
          of(column.scope()).put(column.name(), column.type());
        } else if (before != column.type()) {
          problems.accept(
              new Problem(
                  place,
                  "measure."
                      + name
                      + " gives the column "
                      + column.name()
                      + " of another type at every value of an axis; measure it twice by 'as: name'"));
        }
      }
    }
  }

  /** Adds what the variants of a measure make of cells; all measures are added already. */
  void cells(String name, List<Measure> variants, Place place) {
    String giver = "measure." + name;
    Map<String, Made> own = new LinkedHashMap<>();
    for (Measure variant : variants) {
      Map<String, Made> ofVariant = new LinkedHashMap<>();
      for (CellIndicator indicator : variant.indicator().ofCells()) {
        for (Column column : indicator.columns()) {
          Made twice = ofVariant.put(column.name(), new Made(column, giver));
          Made taken = made.getOrDefault(column.name(), twice);
          boolean said = own.putIfAbsent(column.name(), new Made(column, giver)) != null;
          if (!said || twice != null) {
            cells(column, indicator.reads(), giver, taken, place);
          }
        }
      }
    }
    own.forEach(made::putIfAbsent);
  }

  /** Says what is wrong with a column of cells. */
  private void cells(
      Column column, Set<String> reads, String giver, @Nullable Made taken, Place place) {
    if (taken != null || cellsOfRuns(column.name())) {
      problems.accept(
          new Problem(
              place,
              giver
                  + " gives cells the column "
                  + column.name()
                  + ", which "
                  + (taken == null ? "they have of their runs" : taken.giver + " gives")
                  + " too; give the measure another name by 'as: name'"));
    }
    for (String read : reads) {
      if (!runs.containsKey(read) && !of(column.scope()).containsKey(read)) {
        problems.accept(
            new Problem(
                place,
                giver + " makes " + column.name() + " from " + read + ", which nothing gives"));
      }
    }
  }

  /** Whether cells have a column by their axes and by the aggregates of their runs. */
  private boolean cellsOfRuns(String name) {
    if (OF_EVERY_CELL.contains(name)
        || axes.stream()
            .anyMatch(
                axis -> axis.role() != AxisColumn.Role.REPLICA && axis.column().equals(name))) {
      return true;
    }
    for (String statistic : STATISTICS) {
      String of = name.substring(0, Math.max(0, name.length() - statistic.length()));
      if (name.endsWith(statistic)
          && aggregated(of)
              .filter(type -> type != Column.Type.LABEL && type != Column.Type.VECTOR)
              .isPresent()) {
        return true;
      }
    }
    for (int i = name.indexOf(SHARE); i >= 0; i = name.indexOf(SHARE, i + 1)) {
      if (aggregated(name.substring(0, i)).filter(Column.Type.LABEL::equals).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** The type of a column that cells aggregate. */
  private Optional<Column.Type> aggregated(String name) {
    boolean axis = axes.stream().anyMatch(each -> each.column().equals(name));
    if (axis || OF_EVERY_CELL.contains(name) || NAMES.contains(name)) {
      return Optional.empty();
    }
    for (Map<String, Column.Type> table : List.of(runs, looks, layers)) {
      Column.Type type = table.get(name);
      if (type != null) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The names of the columns of cells, but for the shares of labels. */
  private Set<String> cells() {
    Set<String> names = new LinkedHashSet<>(OF_EVERY_CELL);
    axes.stream()
        .filter(axis -> axis.role() != AxisColumn.Role.REPLICA)
        .forEach(axis -> names.add(axis.column()));
    Set<String> all = new LinkedHashSet<>(runs.keySet());
    all.addAll(looks.keySet());
    all.addAll(layers.keySet());
    for (String name : all) {
      aggregated(name)
          .filter(type -> type != Column.Type.LABEL && type != Column.Type.VECTOR)
          .ifPresent(type -> STATISTICS.forEach(each -> names.add(name + each)));
    }
    names.addAll(made.keySet());
    return names;
  }

  /** Adds a column of {@code columns:}; false when it is taken. */
  boolean computed(String name, Column.Type type, Place place) {
    if (looks.containsKey(name)) {
      problems.accept(
          new Problem(
              place, "columns." + name + " is a column of looks too; call the column otherwise"));
      return false;
    }
    for (String statistic : STATISTICS) {
      Made other = made.get(name + statistic);
      if (other != null) {
        problems.accept(
            new Problem(
                place,
                "columns."
                    + name
                    + " gives cells the column "
                    + name
                    + statistic
                    + ", which "
                    + other.giver
                    + " has too; call the column otherwise"));
      }
    }
    boolean free =
        give(Column.Scope.RUN, name, "columns." + name, place, "call the column otherwise");
    runs.put(name, type);
    return free;
  }

  /** Adds a column of lines; false when it is taken. */
  boolean critical(String name, Column.Type type, Place place) {
    boolean free =
        !Set.of("line", "along", "runs").contains(name)
            && give(
                Column.Scope.RUN, name, "critical." + name, place, "call the critical otherwise");
    if (Set.of("line", "along", "runs").contains(name)) {
      problems.accept(new Problem(place, "critical." + name + " is a column that every line has"));
    }
    lines.put(name, type);
    return free;
  }

  private boolean give(
      Column.Scope scope, String column, String giver, Place place, String remedy) {
    String other = givers.computeIfAbsent(scope, s -> new LinkedHashMap<>()).get(column);
    if (other == null) {
      givers.computeIfAbsent(scope, s -> new LinkedHashMap<>()).put(column, giver);
      return true;
    }
    problems.accept(
        new Problem(
            place,
            giver + " gives the column " + column + ", which " + other + " has too; " + remedy));
    return false;
  }

  static Column.Type type(AxisColumn axis) {
    Object first = axis.values().get(0);
    return first instanceof Double
        ? Column.Type.NUMBER
        : first instanceof Long
            ? Column.Type.INTEGER
            : first instanceof Boolean ? Column.Type.BOOLEAN : Column.Type.LABEL;
  }

  /** Columns of runs: their own, the axes', the measures' and the computed ones. */
  Map<String, Column.Type> runs() {
    return runs;
  }

  /** Columns of steps. */
  Map<String, Column.Type> looks() {
    return looks;
  }

  /** What {@code critical:} gives. */
  Map<String, Column.Type> critical() {
    return lines;
  }

  /** Whether a name is one of looks and not of runs, which hide it. */
  boolean ofLooks(String name) {
    return looks.containsKey(name) && !runs.containsKey(name);
  }

  /** The columns of a table with those of its runs; of cells without the shares of labels. */
  Set<String> table(String table) {
    Set<String> names = new LinkedHashSet<>();
    switch (table) {
      case "runs" -> names.addAll(runs.keySet());
      case "steps" -> {
        names.addAll(looks.keySet());
        names.addAll(runs.keySet());
      }
      case "layers" -> {
        names.addAll(layers.keySet());
        names.addAll(runs.keySet());
      }
      case "lines" -> {
        names.addAll(List.of("line", "along", "runs"));
        axes.forEach(axis -> names.add(axis.column()));
        names.addAll(lines.keySet());
      }
      case "cells" -> names.addAll(cells());
      default -> throw new IllegalArgumentException("no table is named " + table);
    }
    return names;
  }

  /** Whether a table has a column; cells have one for every label, which only the runs know. */
  boolean has(String table, String name) {
    return table(table).contains(name) || (table.equals("cells") && cellsOfRuns(name));
  }

  /** What indicators make of cells. */
  Set<String> made() {
    return made.keySet();
  }

  /** Whether a column of cells has a value for every look, and for every layer perhaps. */
  boolean ofCellLooks(String name) {
    return Set.of("steps", "layers").contains(cellRows(name));
  }

  /** Whether a column of cells has a value for every layer. */
  boolean ofCellLayers(String name) {
    return cellRows(name).equals("layers");
  }

  /** The table whose rows a column of cells goes with. */
  private String cellRows(String name) {
    Made column = made.get(name);
    if (column != null) {
      return switch (column.column.scope()) {
        case RUN -> "runs";
        case STEP -> "steps";
        case LAYER -> "layers";
      };
    }
    String of = aggregatedBy(name);
    return runs.containsKey(of)
        ? "runs"
        : looks.containsKey(of) ? "steps" : layers.containsKey(of) ? "layers" : "runs";
  }

  /** What a column of cells is an aggregate of; itself when it is none. */
  private String aggregatedBy(String name) {
    for (String statistic : STATISTICS) {
      if (name.endsWith(statistic)) {
        String of = name.substring(0, name.length() - statistic.length());
        if (aggregated(of).isPresent()) {
          return of;
        }
      }
    }
    int share = name.indexOf(SHARE);
    return share < 0 ? name : name.substring(0, share);
  }

  /** The type of a column of whatever table; a number where there is none. */
  Column.Type type(String name) {
    for (Map<String, Column.Type> table : List.of(runs, looks, layers, lines)) {
      Column.Type type = table.get(name);
      if (type != null) {
        return type;
      }
    }
    Made column = made.get(name);
    return column == null ? Column.Type.NUMBER : column.column.type();
  }

  /** Why a name is no column of {@code there}. */
  static String unknown(String name, Set<String> there, String of) {
    return "no column of "
        + of
        + " is named '"
        + name
        + "'; there are: "
        + String.join(", ", new TreeSet<>(there))
        + Suggestion.of(name, new ArrayList<>(there));
  }

  /**
   * An expression that has one value per run, of its columns and its looks; else a problem.
   *
   * <p>It is tried on a run whose numbers are 1, whose truths are true and whose labels are words.
   */
  Optional<Expression> ofOneRun(String path, String text, Place place) {
    try {
      Expression expression = Expression.parse(text);
      Set<String> names = new LinkedHashSet<>(runs.keySet());
      names.addAll(looks.keySet());
      for (String name : expression.names()) {
        if (!names.contains(name)) {
          throw new IllegalArgumentException(unknown(name, names, "runs or looks"));
        }
        if (type(name) == Column.Type.VECTOR) {
          throw new IllegalArgumentException(
              "'" + name + "' holds vectors, which expressions cannot take");
        }
      }
      if (expression.perRow(this::ofLooks)) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' has a value per look; say which by at(x, step), first, last, mean, max, ...");
      }
      expression.evaluate(sample());
      return Optional.of(expression);
    } catch (IllegalArgumentException e) {
      problems.accept(new Problem(place, path + ": " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** What an expression of a run gives. */
  Value.Kind kind(Expression expression) {
    return expression.kind(name -> sample(type(name)).kind());
  }

  private static Value sample(Column.Type type) {
    return switch (type) {
      case BOOLEAN -> Value.TRUE;
      case LABEL -> Value.of((Object) "word");
      default -> Value.of(1.0);
    };
  }

  private Rows sample() {
    return new Rows() {
      @Override
      public int size() {
        return 2;
      }

      @Override
      public Value value(int row, String column) {
        return sample(looks.getOrDefault(column, Column.Type.NUMBER));
      }

      @Override
      public Optional<Value> constant(String name) {
        return Optional.ofNullable(runs.get(name)).map(TableColumns::sample);
      }
    };
  }

  /** The types of computed columns, by the kind of their values. */
  static Optional<Column.Type> stored(Value.Kind kind) {
    return switch (kind) {
      case NUMBER -> Optional.of(Column.Type.NUMBER);
      case TRUTH -> Optional.of(Column.Type.BOOLEAN);
      case LABEL -> Optional.empty();
    };
  }
}
