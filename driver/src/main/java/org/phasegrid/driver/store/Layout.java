package org.phasegrid.driver.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.phasegrid.driver.store.Heading.Kind;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.read.Measure;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.run.Canonical;
import org.phasegrid.worker.run.RunColumns;

/**
 * The columns of the tables that some measures fill. Shards and final tables agree in them; final
 * tables add the cell and the axes to the runs.
 */
public final class Layout {
  /** Labels of {@code outcome}, in the order of its dictionary. */
  public static final List<String> OUTCOMES =
      List.of("finished", "converged", "diverged", "stalled", "failed");

  static final Heading RUN_ID =
      new Heading("run_id", Kind.TEXT, "", "hash of what decides the bits of the run");
  static final Heading STEP = new Heading("step", Kind.INTEGER, "steps", "t");
  static final Heading LOSS = new Heading("loss", Kind.NUMBER, "", "training loss L_t");
  static final Heading LAYER =
      new Heading("layer", Kind.INTEGER, "", "0 the inputs, 1..L hidden, L+1 the readout");

  /** What every run has, after its name. */
  static final List<Heading> CORE =
      List.of(
          new Heading("outcome", Kind.LABEL, "", "how the run ended", OUTCOMES),
          new Heading("outcome_step", Kind.INTEGER, "steps", "t at which the run ended"),
          new Heading("steps", Kind.INTEGER, "steps", "updates made"),
          new Heading("loss_initial", Kind.NUMBER, "", "L_0"),
          new Heading("loss_final", Kind.NUMBER, "", "loss at the last theta"),
          new Heading("loss_max", Kind.NUMBER, "", "largest L_t"),
          new Heading("loss_ratio", Kind.NUMBER, "", "final over initial loss"),
          new Heading("learning_rate_initial", Kind.NUMBER, "rate", "resolved eta at step 0"),
          new Heading(
              "lambda_initial",
              Kind.NUMBER,
              "1/rate",
              "largest eigenvalue at step 0 that the rate rests on"),
          new Heading("parameters", Kind.INTEGER, "", "trained parameters"),
          new Heading("fingerprint", Kind.TEXT, "", "hash of the bits of the last theta"),
          new Heading("error", Kind.TEXT, "", "kind and class of what a failed run threw"));

  static final List<Heading> PROVENANCE =
      List.of(
          RUN_ID,
          new Heading("host", Kind.TEXT, "", "where the run was trained"),
          new Heading("executor", Kind.TEXT, "", "executor and thread"),
          new Heading("attempt", Kind.INTEGER, "", "0 for the first"),
          new Heading(
              "seconds",
              Kind.NUMBER,
              "s",
              "wall-clock time of the run; runs that train side by side share theirs out"),
          new Heading("error_message", Kind.TEXT, "", "what a failed run said"),
          new Heading("stack", Kind.TEXT, "", "where a failed run threw"),
          new Heading("kernels", Kind.TEXT, "", "which kernels computed"),
          new Heading("jvm", Kind.TEXT, "", "which Java ran"));

  /**
   * A column and the measure that fills it.
   *
   * @param measure counting measures of one name, of which a run has one, as one
   */
  record Measured(Heading heading, int measure) {}

  private final List<String> measures;
  private final int names;
  private final Map<List<Integer>, List<String>> identities = new ConcurrentHashMap<>();
  private final List<Heading> core;
  private final Map<Column.Scope, List<Measured>> columns = new HashMap<>();

  private Layout(List<String> measures, int names, List<Heading> core) {
    this.measures = measures;
    this.names = names;
    this.core = core;
  }

  /**
   * The layout of {@code measures}; an error names columns that two of them give. What measures of
   * one name give is one column.
   */
  public static Layout of(List<Measure> measures) {
    return of(measures, Examples.OF_TRAINING);
  }

  /** The layout of a sweep's tables. */
  public static Layout of(Sweep sweep) {
    return of(sweep, sweep.measures());
  }

  /** The layout of shards of a sweep that hold some of its measures. */
  public static Layout of(Sweep sweep, List<Measure> measures) {
    return of(measures, sweep.tested() ? Examples.TESTED : Examples.OF_TRAINING);
  }

  /** Whether runs are tested on examples beside the training set. */
  private enum Examples {
    OF_TRAINING,
    TESTED
  }

  private static Layout of(List<Measure> measures, Examples examples) {
    List<String> names = measures.stream().map(Measure::name).distinct().toList();
    Layout layout =
        new Layout(measures.stream().map(Layout::identity).toList(), names.size(), core(examples));
    for (Column.Scope scope : Column.Scope.values()) {
      Map<String, String> givers = new LinkedHashMap<>();
      for (Heading fixed : layout.fixed(scope)) {
        givers.put(fixed.name(), "every table of its kind");
      }
      List<Measured> columns = new ArrayList<>();
      for (Measure measure : measures) {
        String giver = "measure " + measure.name();
        for (Column column : measure.indicator().columns()) {
          if (column.scope() == scope && !giver.equals(givers.get(column.name()))) {
            unique(givers, column.name(), giver);
            columns.add(new Measured(heading(column), names.indexOf(measure.name())));
          }
        }
      }
      layout.columns.put(scope, columns);
    }
    return layout;
  }

  /** An error where an axis is called like another column of the runs. */
  void check(List<AxisColumn> axes) {
    Map<String, String> givers = new LinkedHashMap<>();
    givers.put("cell", "every table of its kind");
    for (Heading heading : runs()) {
      givers.put(heading.name(), "every table of its kind or a measure");
    }
    for (AxisColumn axis : axes) {
      unique(givers, axis.column(), "axis " + axis.path());
    }
  }

  static void unique(Map<String, String> givers, String column, String giver) {
    String other = givers.putIfAbsent(column, giver);
    if (other != null) {
      throw new IllegalArgumentException(
          "column " + column + " is given by " + other + " and by " + giver + ": rename one");
    }
  }

  private static String identity(Measure measure) {
    return Content.sha256(
            (measure.name() + " " + Canonical.text(measure.indicator()))
                .getBytes(StandardCharsets.UTF_8))
        .substring(0, 16);
  }

  static Heading heading(Column column) {
    return new Heading(
        column.name(),
        switch (column.type()) {
          case NUMBER -> Kind.NUMBER;
          case INTEGER -> Kind.INTEGER;
          case BOOLEAN -> Kind.BOOLEAN;
          case LABEL -> Kind.LABEL;
          case VECTOR -> Kind.VECTOR;
        },
        column.unit(),
        column.meaning());
  }

  /** The columns of a scope that no measure gives. */
  List<Heading> fixed(Column.Scope scope) {
    return switch (scope) {
      case RUN -> {
        List<Heading> all = new ArrayList<>();
        all.add(RUN_ID);
        all.addAll(core);
        yield all;
      }
      case STEP -> List.of(RUN_ID, STEP, LOSS);
      case LAYER -> List.of(RUN_ID, STEP, LAYER);
    };
  }

  /** What every run of these tables has after its name, tests included where runs are tested. */
  List<Heading> core() {
    return core;
  }

  private static List<Heading> core(Examples examples) {
    List<Heading> all = new ArrayList<>(CORE);
    if (examples == Examples.TESTED) {
      RunColumns.TEST.forEach(column -> all.add(heading(column)));
    }
    return List.copyOf(all);
  }

  /** Names of the measures with their parameters, hashed; in order. */
  List<String> measures() {
    return measures;
  }

  /** Of these, the ones at {@code places}. */
  List<String> measures(List<Integer> places) {
    return identities.computeIfAbsent(places, list -> list.stream().map(measures::get).toList());
  }

  /** Measures of different names. */
  int names() {
    return names;
  }

  List<Measured> measured(Column.Scope scope) {
    List<Measured> of = columns.get(scope);
    return of == null ? List.of() : of;
  }

  /** All columns of a scope: fixed ones first. */
  List<Heading> all(Column.Scope scope) {
    List<Heading> all = new ArrayList<>(fixed(scope));
    for (Measured column : measured(scope)) {
      all.add(column.heading());
    }
    return all;
  }

  List<Heading> runs() {
    return all(Column.Scope.RUN);
  }
}
