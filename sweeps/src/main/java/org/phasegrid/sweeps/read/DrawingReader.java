package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.draw.Drawing.By;
import org.phasegrid.sweeps.draw.Drawing.Scale;
import org.phasegrid.sweeps.draw.Theories;
import org.phasegrid.sweeps.draw.Theory;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.worker.indicator.Column;

/** Reads {@code draw:}; paths become columns, what is left out becomes a picture of the grid. */
final class DrawingReader {
  static final List<String> PLOTS = List.of("heatmap", "lines");
  private static final List<String> KEYS =
      List.of(
          "x", "y", "color", "at", "facet", "slice", "over", "by", "scale", "contour", "theory",
          "name");

  private final List<AxisColumn> axes;
  private final Map<String, Column.Type> columns;
  private final Map<String, Column.Type> looked;
  private final Map<String, Column.Type> critical;
  private final Consumer<Problem> problems;

  DrawingReader(List<AxisColumn> axes, TableColumns tables, Consumer<Problem> problems) {
    this.axes = axes;
    this.problems = problems;
    this.columns = tables.runs();
    this.looked = tables.looks();
    this.critical = tables.critical();
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
    Column.Type type = type(column);
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
    List<Drawing.Slice> slices = slices(path, keys);
    Optional<String> x = keys.text("x").map(text -> place(path, "x", keys, text, heatmap));
    Optional<String> y =
        keys.text("y")
            .map(
                text ->
                    heatmap ? place(path, "y", keys, text, true) : shown(path, "y", keys, text));
    Optional<String> facet = keys.text("facet").map(text -> place(path, "facet", keys, text, true));
    Optional<String> color =
        keys.text("color")
            .map(
                text ->
                    heatmap
                        ? shown(path, "color", keys, text)
                        : known(path, "color", keys, text, columns.keySet(), "a column of runs"));
    List<String> taken = new ArrayList<>();
    x.ifPresent(taken::add);
    y.ifPresent(taken::add);
    facet.ifPresent(taken::add);
    slices.forEach(slice -> taken.add(slice.column()));
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
    Column.Type type = type(shown);
    By by = keys.choice("by", By.class).orElse(by(shown));
    boolean wrong =
        switch (by) {
          case FRACTION -> type != Column.Type.BOOLEAN;
          case MEAN, MEDIAN -> type == Column.Type.LABEL || type == Column.Type.VECTOR;
          case LABEL -> !heatmap || type == Column.Type.NUMBER || type == Column.Type.VECTOR;
        };
    if (wrong) {
      problems.accept(
          new Problem(
              keys.place(keys.node("by").isPresent() ? "by" : heatmap ? "color" : "y"),
              path
                  + ".by is "
                  + by.name().toLowerCase(java.util.Locale.ROOT)
                  + ", which the column "
                  + shown
                  + (heatmap ? " has not" : " has not along lines")));
    }
    Optional<Drawing.Look> at = at(path, keys, shown, x, heatmap ? y : Optional.empty(), facet);
    List<Double> contour = keys.numbers("contour");
    if (!contour.isEmpty() && (!heatmap || by == By.LABEL)) {
      problems.accept(
          new Problem(
              keys.place("contour"),
              path + ".contour is for heat maps of numbers and shares, was given " + contour));
    }
    Drawing drawing =
        new Drawing(
            plot,
            keys.text("name").map(text -> fileName(path, keys, text)),
            x,
            y,
            color,
            facet,
            over,
            by,
            keys.choice("scale", Scale.class).orElse(Scale.LINEAR),
            keys.texts("theory"),
            at,
            slices,
            contour);
    theory(path, keys, drawing);
    return drawing;
  }

  private Column.Type type(String column) {
    Column.Type type = columns.get(column);
    if (type == null) {
      type = looked.get(column);
    }
    return type != null ? type : critical.getOrDefault(column, Column.Type.NUMBER);
  }

  private boolean ofLooks(Optional<String> column) {
    return column.isPresent()
        && looked.containsKey(column.get())
        && !columns.containsKey(column.get());
  }

  /** Which look is shown; none where looks lie along an axis of the picture. */
  private Optional<Drawing.Look> at(
      String path,
      Keys keys,
      String shown,
      Optional<String> x,
      Optional<String> y,
      Optional<String> facet) {
    boolean along = ofLooks(x) || ofLooks(y) || ofLooks(facet);
    if (keys.node("at").isEmpty()) {
      return ofLooks(Optional.of(shown)) && !along
          ? Optional.of(Drawing.Look.LAST)
          : Optional.empty();
    }
    if (along || !ofLooks(Optional.of(shown))) {
      problems.accept(
          new Problem(
              keys.place("at"),
              path
                  + ".at chooses a look of a column of looks, but "
                  + (along ? "looks lie along an axis of the picture" : shown + " is none")));
      return Optional.empty();
    }
    String text = keys.text("at").orElse("last");
    if (text.equals("last")) {
      return Optional.of(Drawing.Look.LAST);
    }
    if (!text.matches("[0-9]{1,15}")) {
      problems.accept(
          new Problem(
              keys.place("at"), path + ".at was given '" + text + "', wanted a step or last"));
      return Optional.empty();
    }
    return Optional.of(new Drawing.Look(OptionalLong.of(Long.parseLong(text))));
  }

  private List<Drawing.Slice> slices(String path, Keys keys) {
    List<Drawing.Slice> slices = new ArrayList<>();
    Optional<Node> node = keys.node("slice");
    if (node.isEmpty()) {
      return slices;
    }
    if (!(node.get() instanceof Node.Mapping mapping)) {
      problems.accept(
          new Problem(
              node.get().place(),
              path + ".slice was given " + node.get().shown() + ", wanted axes with a value each"));
      return slices;
    }
    List<String> there = axes.stream().map(AxisColumn::column).toList();
    for (Node.Entry entry : mapping.entries()) {
      String column = column(entry.key());
      Optional<AxisColumn> axis =
          axes.stream().filter(each -> each.column().equals(column)).findFirst();
      if (axis.isEmpty()) {
        problems.accept(
            new Problem(
                entry.place(),
                path
                    + ".slice was given '"
                    + entry.key()
                    + "', wanted one of the axes: "
                    + String.join(", ", there)
                    + Suggestion.of(column, there)));
        continue;
      }
      String text = entry.value() instanceof Node.Scalar scalar ? scalar.text() : "";
      Optional<Object> value =
          axis.get().values().stream().filter(each -> same(each, text)).findFirst();
      if (value.isEmpty()) {
        problems.accept(
            new Problem(
                entry.value().place(),
                path
                    + ".slice."
                    + entry.key()
                    + " was given "
                    + entry.value().shown()
                    + ", wanted one of its values: "
                    + some(axis.get().values())));
      } else {
        slices.add(new Drawing.Slice(column, value.get()));
      }
    }
    return slices;
  }

  /** Numbers to six digits: an axis of powers is written as it is printed. */
  private static boolean same(Object value, String text) {
    Optional<Double> number = Decimal.parse(text);
    if (value instanceof Number known && number.isPresent()) {
      double x = known.doubleValue();
      return Math.abs(x - number.get()) <= 1e-6 * Math.abs(x);
    }
    return value.toString().equals(text);
  }

  private static String some(List<Object> values) {
    List<String> shown =
        values.stream()
            .limit(12)
            .map(each -> each instanceof Double x ? Decimal.brief(x) : each.toString())
            .toList();
    return String.join(", ", shown) + (values.size() > 12 ? ", ..." : "");
  }

  private void theory(String path, Keys keys, Drawing drawing) {
    List<String> there = Theories.ALL.stream().map(Theory::name).toList();
    for (String name : drawing.theory()) {
      Optional<Theory> theory = Theories.find(name);
      Optional<String> unfit =
          theory.isEmpty()
              ? Optional.of(
                  "no theory is named '"
                      + name
                      + "'; there are: "
                      + String.join(", ", there)
                      + Suggestion.of(name, there))
              : theory
                  .get()
                  .unfit(drawing, axes.stream().map(AxisColumn::column).toList())
                  .map(why -> name + " " + why);
      unfit.ifPresent(
          why -> problems.accept(new Problem(keys.place("theory"), path + ".theory: " + why)));
    }
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

  /** Where something lies: along an axis, along looks, and lines along any column of runs. */
  private String place(String path, String key, Keys keys, String text, boolean axisOnly) {
    String column = column(text);
    if (axisOnly && column.equals("step") && looked.containsKey(column)) {
      return column;
    }
    if (axisOnly) {
      return axis(path, key, keys, text);
    }
    Set<String> there = new TreeSet<>(columns.keySet());
    there.addAll(looked.keySet());
    there.addAll(critical.keySet());
    return known(path, key, keys, text, there, "a column of runs, looks or lines");
  }

  /** What is shown: a column of runs, of looks or of lines. */
  private String shown(String path, String key, Keys keys, String text) {
    Set<String> there = new TreeSet<>(columns.keySet());
    there.addAll(looked.keySet());
    there.addAll(critical.keySet());
    return known(path, key, keys, text, there, "a column of runs, looks or lines");
  }

  private String known(
      String path, String key, Keys keys, String text, Set<String> there, String wanted) {
    String column = column(text);
    if (!there.contains(column)) {
      problems.accept(
          new Problem(
              keys.place(key),
              path
                  + "."
                  + key
                  + " was given '"
                  + text
                  + "', wanted "
                  + wanted
                  + ": "
                  + String.join(", ", new TreeSet<>(there))
                  + Suggestion.of(column, new ArrayList<>(there))));
    }
    return column;
  }

  static String column(String path) {
    return path.replace('.', '_').replace('-', '_');
  }
}
