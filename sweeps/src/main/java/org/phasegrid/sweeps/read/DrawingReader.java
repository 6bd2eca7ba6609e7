package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.draw.Drawing.By;
import org.phasegrid.sweeps.draw.Drawing.Scale;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.worker.indicator.Column;

/** Reads {@code draw:}; paths become columns, what is left out becomes a picture of the grid. */
final class DrawingReader {
  private static final List<String> PLOTS = List.of("heatmap", "lines");
  private static final List<String> KEYS =
      List.of("x", "y", "color", "facet", "over", "by", "scale", "theory", "name");

  private final List<AxisColumn> axes;
  private final Map<String, Column.Type> columns = new LinkedHashMap<>();
  private final Set<String> looked = new TreeSet<>(List.of("step", "loss"));
  private final Consumer<Problem> problems;

  DrawingReader(List<AxisColumn> axes, List<Measure> measures, Consumer<Problem> problems) {
    this.axes = axes;
    this.problems = problems;
    for (String label : List.of("outcome", "run_id", "fingerprint", "error")) {
      columns.put(label, Column.Type.LABEL);
    }
    for (String number :
        List.of(
            "outcome_step",
            "steps",
            "loss_initial",
            "loss_final",
            "loss_max",
            "loss_ratio",
            "learning_rate_initial",
            "lambda_initial",
            "parameters",
            "cell",
            "accuracy",
            "test_accuracy",
            "test_loss")) {
      columns.put(number, Column.Type.NUMBER);
    }
    for (Measure measure : measures) {
      for (Column column : measure.indicator().columns()) {
        if (column.scope() == Column.Scope.RUN) {
          columns.put(column.name(), column.type());
        } else if (column.scope() == Column.Scope.STEP) {
          looked.add(column.name());
        }
      }
    }
  }

  /** The drawings of {@code draw:}; without it one of the first axes. */
  List<Drawing> read(Optional<Node> node) {
    List<Drawing> drawings = new ArrayList<>();
    if (node.isEmpty()) {
      byDefault().ifPresent(drawings::add);
      return drawings;
    }
    if (!(node.get() instanceof Node.Sequence sequence)) {
      problems.accept(
          new Problem(
              node.get().place(), "draw was given " + node.get().shown() + ", wanted a list"));
      return drawings;
    }
    int i = 0;
    for (Node item : sequence.items()) {
      i++;
      entry("draw." + i, item).ifPresent(drawings::add);
    }
    return drawings;
  }

  private Optional<Drawing> byDefault() {
    List<String> shown = free();
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    String color = columns.containsKey("trainable") ? "trainable" : "outcome";
    return Optional.of(
        shown.size() == 1
            ? lines(Optional.of(shown.get(0)), Optional.empty())
            : new Drawing(
                "heatmap",
                Optional.empty(),
                Optional.of(shown.get(0)),
                Optional.of(shown.get(1)),
                Optional.of(color),
                shown.size() == 2 ? Optional.empty() : Optional.of(shown.get(2)),
                List.of(),
                by(color),
                Scale.LINEAR,
                List.of()));
  }

  private Drawing lines(Optional<String> x, Optional<String> color) {
    String y = columns.containsKey("trainable") ? "trainable" : "loss_ratio";
    return new Drawing(
        "lines",
        Optional.empty(),
        x,
        Optional.of(y),
        color,
        Optional.empty(),
        List.of(),
        by(y),
        Scale.LINEAR,
        List.of());
  }

  /** Columns of the axes that are no replicas, one per dimension. */
  private List<String> free() {
    List<String> free = new ArrayList<>();
    int last = -1;
    for (AxisColumn axis : axes) {
      if (axis.role() == AxisColumn.Role.GRID && axis.dimension() != last) {
        free.add(axis.column());
        last = axis.dimension();
      }
    }
    return free;
  }

  private By by(String column) {
    Column.Type type = columns.getOrDefault(column, Column.Type.NUMBER);
    return switch (type) {
      case BOOLEAN -> By.FRACTION;
      case LABEL -> By.LABEL;
      default -> By.MEDIAN;
    };
  }

  private Optional<Drawing> entry(String path, Node item) {
    String plot;
    Node parameters;
    Place place = item.place();
    if (item instanceof Node.Scalar scalar) {
      plot = scalar.text();
      parameters = new Node.Mapping(item.place(), List.of());
    } else if (item instanceof Node.Mapping mapping && mapping.entries().size() == 1) {
      plot = mapping.entries().get(0).key();
      parameters = mapping.entries().get(0).value();
      place = mapping.entries().get(0).place();
    } else {
      problems.accept(
          new Problem(
              place,
              path
                  + " was given "
                  + item.shown()
                  + ", wanted one plot of: "
                  + String.join(", ", PLOTS)));
      return Optional.empty();
    }
    if (!PLOTS.contains(plot)) {
      problems.accept(
          new Problem(
              place,
              "no plot is named '"
                  + plot
                  + "'; there are: "
                  + String.join(", ", PLOTS)
                  + Suggestion.of(plot, PLOTS)));
      return Optional.empty();
    }
    return Keys.of(path, parameters, KEYS, problems).map(keys -> drawing(path, plot, keys));
  }

  private Drawing drawing(String path, String plot, Keys keys) {
    boolean heatmap = plot.equals("heatmap");
    Optional<String> x =
        keys.text("x")
            .map(text -> heatmap ? axis(path, "x", keys, text) : abscissa(path, keys, text));
    Optional<String> y =
        keys.text("y").map(text -> heatmap ? axis(path, "y", keys, text) : column(text));
    Optional<String> facet = keys.text("facet").map(text -> axis(path, "facet", keys, text));
    Optional<String> color =
        keys.text("color").map(text -> heatmap ? known(path, "color", keys, text) : column(text));
    List<String> taken = new ArrayList<>();
    x.ifPresent(taken::add);
    y.ifPresent(taken::add);
    facet.ifPresent(taken::add);
    List<String> left = new ArrayList<>(free());
    left.removeAll(taken);
    if (x.isEmpty() && !left.isEmpty()) {
      x = Optional.of(left.remove(0));
    }
    String trainable = columns.containsKey("trainable") ? "trainable" : "outcome";
    if (y.isEmpty() && heatmap && !left.isEmpty()) {
      y = Optional.of(left.remove(0));
    }
    if (y.isEmpty() && !heatmap) {
      y = Optional.of(columns.containsKey("trainable") ? "trainable" : "loss_ratio");
    }
    if (heatmap && (x.isEmpty() || y.isEmpty())) {
      problems.accept(
          new Problem(
              keys.place(),
              path
                  + " wants two axes that are no replicas, x and y; there are: "
                  + String.join(", ", free())));
    }
    if (color.isEmpty() && heatmap) {
      color = Optional.of(trainable);
    }
    String shown = heatmap ? color.orElse(trainable) : y.orElse(trainable);
    List<String> over = keys.texts("over").stream().map(t -> axis(path, "over", keys, t)).toList();
    By by = keys.choice("by", By.class).orElse(by(shown));
    Column.Type type = columns.get(shown);
    boolean wrong =
        type != null
            && switch (by) {
              case FRACTION -> type != Column.Type.BOOLEAN;
              case MEAN, MEDIAN -> type == Column.Type.LABEL;
              case LABEL -> false;
            };
    if (wrong) {
      problems.accept(
          new Problem(
              keys.place("by"),
              path
                  + ".by is "
                  + by.name().toLowerCase(java.util.Locale.ROOT)
                  + ", which the column "
                  + shown
                  + " has not"));
    }
    return new Drawing(
        plot,
        keys.text("name").map(text -> fileName(path, keys, text)),
        x,
        y,
        color,
        facet,
        over,
        by,
        keys.choice("scale", Scale.class).orElse(Scale.LINEAR),
        keys.texts("theory"));
  }

  private String fileName(String path, Keys keys, String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      problems.accept(
          new Problem(
              keys.place("name"),
              path + ".name was given '" + name + "', wanted letters, digits, '-', '_' and '.'"));
    }
    return name;
  }

  private String axis(String path, String key, Keys keys, String text) {
    String column = column(text);
    List<String> there = axes.stream().map(AxisColumn::column).toList();
    if (!there.contains(column)) {
      problems.accept(
          new Problem(
              keys.place(key),
              path
                  + "."
                  + key
                  + " was given '"
                  + text
                  + "', wanted one of the axes: "
                  + String.join(", ", there)
                  + Suggestion.of(column, there)));
    }
    return column;
  }

  /** Lines go along an axis, a column of runs, or one of looks. */
  private String abscissa(String path, Keys keys, String text) {
    return looked.contains(column(text)) ? column(text) : known(path, "x", keys, text);
  }

  private String known(String path, String key, Keys keys, String text) {
    String column = column(text);
    TreeSet<String> there = new TreeSet<>(columns.keySet());
    axes.forEach(axis -> there.add(axis.column()));
    if (!there.contains(column)) {
      problems.accept(
          new Problem(
              keys.place(key),
              path
                  + "."
                  + key
                  + " was given '"
                  + text
                  + "', wanted a column of runs: "
                  + String.join(", ", there)
                  + Suggestion.of(column, there)));
    }
    return column;
  }

  static String column(String path) {
    return path.replace('.', '_').replace('-', '_');
  }
}
