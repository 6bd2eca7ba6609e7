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
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.expression.Rows;
import org.phasegrid.sweeps.expression.Value;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.worker.indicator.Column;

/** The columns that the tables of a sweep will have, so that what names them is checked first. */
final class TableColumns {
  private static final String EVERY_RUN = "every run";

  private final List<AxisColumn> axes;
  private final Map<String, Column.Type> runs = new LinkedHashMap<>();
  private final Map<String, Column.Type> looks = new LinkedHashMap<>();
  private final Map<String, Column.Type> layers = new LinkedHashMap<>();
  private final Map<String, Column.Type> lines = new LinkedHashMap<>();
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

  /** Adds a column of {@code columns:}; false when it is taken. */
  boolean computed(String name, Column.Type type, Place place) {
    if (looks.containsKey(name)) {
      problems.accept(
          new Problem(
              place, "columns." + name + " is a column of looks too; call the column otherwise"));
      return false;
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

  /** The columns of a table with those of its runs; empty for cells, which depend on the labels. */
  Optional<Set<String>> table(String table) {
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
      default -> {
        return Optional.empty();
      }
    }
    return Optional.of(names);
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

  private Column.Type type(String name) {
    Column.Type type = runs.get(name);
    return type != null ? type : looks.getOrDefault(name, Column.Type.NUMBER);
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
