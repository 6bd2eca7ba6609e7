package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
  static final List<String> PLOTS = List.of("heatmap", "lines", "bifurcation", "spectrum", "cloud");
  private static final List<String> KEYS =
      List.of(
          "x", "y", "z", "color", "at", "facet", "slice", "over", "by", "scale", "x-scale",
          "contour", "theory", "curve", "bulk", "labels", "titles", "name");
  static final List<String> TITLES = List.of("title", "x", "y", "color", "facet");

  /** What is no column of a table: a look, a layer, an element of a vector. */
  private static final Set<String> PLACES = Set.of("step", "layer", Drawing.INDEX, Drawing.RANK);

  private final List<AxisColumn> axes;
  private final TableColumns tables;
  private final Map<String, Column.Type> columns;
  private final Consumer<Problem> problems;

  DrawingReader(List<AxisColumn> axes, TableColumns tables, Consumer<Problem> problems) {
    this.axes = axes;
    this.problems = problems;
    this.tables = tables;
    this.columns = tables.runs();
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
    List<String> shown =
        keys.texts(heatmap ? "color" : "y").stream()
            .map(text -> known(path, heatmap ? "color" : "y", keys, text))
            .toList();
    Optional<String> x =
        keys.text("x")
            .map(text -> heatmap ? axis(path, "x", keys, text) : known(path, "x", keys, text));
    Optional<String> y =
        heatmap
            ? keys.text("y").map(text -> axis(path, "y", keys, text))
            : shown.stream().findFirst();
    Optional<String> z = keys.text("z").map(text -> known(path, "z", keys, text));
    Optional<String> facet = keys.text("facet").map(text -> axis(path, "facet", keys, text));
    Optional<String> color =
        heatmap
            ? shown.stream().findFirst()
            : keys.text("color").map(text -> known(path, "color", keys, text));
    List<String> over = keys.texts("over").stream().map(t -> axis(path, "over", keys, t)).toList();
    List<String> taken = new ArrayList<>();
    x.ifPresent(taken::add);
    y.ifPresent(taken::add);
    facet.ifPresent(taken::add);
    slices.forEach(slice -> taken.add(slice.column()));
    List<String> left = new ArrayList<>(free());
    left.removeAll(taken);
    if (x.isEmpty() && !left.isEmpty() && !vectors(plot)) {
      x = Optional.of(left.remove(0));
    }
    if (y.isEmpty() && heatmap && !left.isEmpty()) {
      y = Optional.of(left.remove(0));
    }
    if (y.isEmpty() && plot.equals("lines")) {
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
    wanted(path, plot, keys, x, y, z);
    if (color.isEmpty() && heatmap) {
      color = Optional.of(columns.containsKey("trainable") ? "trainable" : "outcome");
    }
    if (plot.equals("lines") && y.map(this::type).equals(Optional.of(Column.Type.VECTOR))) {
      boolean placed = placed(Drawing.INDEX, x, color, facet, slices, over);
      if (!placed && color.isEmpty()) {
        color = Optional.of(Drawing.INDEX);
      }
    }
    Optional<String> main = heatmap ? color : y;
    List<By> bys = keys.choices("by", By.class);
    List<Scale> scales = keys.choices("scale", Scale.class);
    one(path, "by", keys, bys.size(), Math.max(1, shown.size()));
    one(path, "scale", keys, scales.size(), Math.max(1, shown.size()));
    Drawing drawing =
        new Drawing(
            plot,
            keys.text("name").map(text -> fileName(path, keys, text)),
            x,
            y,
            color,
            facet,
            over,
            main.map(column -> by(path, plot, keys, column, bys, 0)).orElse(By.MEDIAN),
            scales.isEmpty() ? Scale.LINEAR : scales.get(0),
            keys.texts("theory"),
            Optional.empty(),
            slices,
            keys.numbers("contour"),
            new Drawing.Details(
                z,
                keys.choice("x-scale", Scale.class),
                curves(path, keys),
                bulk(path, keys),
                keys.texts("labels"),
                titles(path, keys, heatmap ? "color" : "y", 0, Math.max(1, shown.size())),
                List.of()));
    drawing = placed(path, keys, drawing);
    List<Drawing> beside = new ArrayList<>();
    for (int k = 1; k < shown.size(); k++) {
      Drawing other =
          new Drawing(
              plot,
              Optional.empty(),
              x,
              heatmap ? y : Optional.of(shown.get(k)),
              heatmap ? Optional.of(shown.get(k)) : color(color, shown.get(k)),
              facet,
              over,
              by(path, plot, keys, shown.get(k), bys, k),
              scales.isEmpty() ? Scale.LINEAR : scales.get(Math.min(k, scales.size() - 1)),
              drawing.theory(),
              Optional.empty(),
              slices,
              heatmap && number(shown.get(k)) ? drawing.contour() : List.of(),
              called(
                  drawing.details(), titles(path, keys, heatmap ? "color" : "y", k, shown.size())));
      beside.add(placed(path, keys, other));
    }
    contour(path, keys, drawing, beside);
    theory(path, keys, drawing);
    if (beside.isEmpty()) {
      return drawing;
    }
    Drawing.Details details = drawing.details();
    return drawing.with(
        new Drawing.Details(
            details.z(),
            details.xScale(),
            details.curves(),
            details.bulk(),
            details.labels(),
            details.titles(),
            beside));
  }

  private static Drawing.Details called(Drawing.Details details, Map<String, String> titles) {
    return new Drawing.Details(
        details.z(),
        details.xScale(),
        details.curves(),
        details.bulk(),
        details.labels(),
        titles,
        details.beside());
  }

  /** Whether a plot is of vectors: what it shows is no axis. */
  private static boolean vectors(String plot) {
    return plot.equals("spectrum") || plot.equals("cloud");
  }

  /** Lines of elements are split by their place, those of numbers beside them are not. */
  private Optional<String> color(Optional<String> color, String y) {
    boolean vector = type(y) == Column.Type.VECTOR;
    if (color.isEmpty() && vector) {
      return Optional.of(Drawing.INDEX);
    }
    return color.filter(column -> vector || !column.equals(Drawing.INDEX));
  }

  private static boolean placed(
      String column,
      Optional<String> x,
      Optional<String> color,
      Optional<String> facet,
      List<Drawing.Slice> slices,
      List<String> over) {
    List<String> places = new ArrayList<>(over);
    x.ifPresent(places::add);
    color.ifPresent(places::add);
    facet.ifPresent(places::add);
    slices.forEach(slice -> places.add(slice.column()));
    return places.contains(column) || places.contains(Drawing.RANK);
  }

  /** What a plot cannot do without. */
  private void wanted(
      String path,
      String plot,
      Keys keys,
      Optional<String> x,
      Optional<String> y,
      Optional<String> z) {
    if (plot.equals("bifurcation") && y.isEmpty()) {
      problems.accept(
          new Problem(keys.place(), path + ".y is required: the column whose values are points"));
    }
    if (plot.equals("spectrum")) {
      vector(path, "x", keys, x, "the column of the spectrum");
    }
    if (plot.equals("cloud")) {
      vector(path, "x", keys, x, "the column of the first coordinate");
      vector(path, "y", keys, y, "the column of the second coordinate");
      z.ifPresent(column -> vector(path, "z", keys, z, ""));
    }
  }

  private void vector(String path, String key, Keys keys, Optional<String> column, String meaning) {
    if (column.isEmpty()) {
      problems.accept(new Problem(keys.place(), path + "." + key + " is required: " + meaning));
    } else if (type(column.get()) != Column.Type.VECTOR && exists(column.get())) {
      problems.accept(
          new Problem(
              keys.place(key),
              path + "." + key + " was given " + column.get() + ", wanted a column of vectors"));
    }
  }

  private void one(String path, String key, Keys keys, int given, int panels) {
    if (given > 1 && given != panels) {
      problems.accept(
          new Problem(
              keys.place(key),
              path + "." + key + " has " + given + " entries for " + panels + " panels"));
    }
  }

  private By by(String path, String plot, Keys keys, String shown, List<By> given, int panel) {
    boolean heatmap = plot.equals("heatmap");
    Column.Type type = type(shown);
    By by = given.isEmpty() ? by(shown) : given.get(Math.min(panel, given.size() - 1));
    boolean wrong =
        switch (by) {
          case FRACTION -> type != Column.Type.BOOLEAN;
          case MEAN, MEDIAN -> type == Column.Type.LABEL;
          case LABEL -> !heatmap || type == Column.Type.NUMBER || type == Column.Type.VECTOR;
        };
    if (wrong && !plot.equals("bifurcation") && !vectors(plot)) {
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
    return by;
  }

  private boolean number(String column) {
    return type(column) != Column.Type.LABEL;
  }

  private void contour(String path, Keys keys, Drawing drawing, List<Drawing> beside) {
    boolean none =
        drawing.by() == By.LABEL && beside.stream().allMatch(each -> each.by() == By.LABEL);
    if (!drawing.contour().isEmpty() && (!drawing.plot().equals("heatmap") || none)) {
      problems.accept(
          new Problem(
              keys.place("contour"),
              path
                  + ".contour is for heat maps of numbers and shares, was given "
                  + drawing.contour()));
    }
  }

  /** The drawing with its look; says what has no place in it. */
  private Drawing placed(String path, Keys keys, Drawing drawing) {
    Optional<String> table = TABLES.stream().filter(each -> holds(each, drawing)).findFirst();
    List<String> asked = drawing.columns().stream().filter(this::exists).toList();
    if (table.isEmpty() && asked.size() == drawing.columns().size()) {
      problems.accept(
          new Problem(
              keys.place(),
              path
                  + " shows "
                  + String.join(", ", asked)
                  + ", which no table has together; runs, steps and layers have the columns of"
                  + " their runs, cells and lines their own"));
    }
    boolean layered =
        table.equals(Optional.of("layers"))
            || (table.equals(Optional.of("cells"))
                && drawing.shown().filter(tables::ofCellLayers).isPresent());
    if (layered && !drawing.places("layer")) {
      problems.accept(
          new Problem(
              keys.place(),
              path
                  + " shows "
                  + drawing.shown().orElse("")
                  + ", which every layer has: say which by slice: {layer: 1}, or put layer on an"
                  + " axis or in over"));
    }
    boolean vector =
        drawing.shown().map(this::type).equals(Optional.of(Column.Type.VECTOR))
            && !vectors(drawing.plot())
            && !drawing.plot().equals("bifurcation");
    boolean indexed = drawing.places(Drawing.INDEX) || drawing.places(Drawing.RANK);
    if (vector && !indexed) {
      problems.accept(
          new Problem(
              keys.place(),
              path
                  + " shows "
                  + drawing.shown().orElse("")
                  + ", which holds vectors: put index or rank on an axis, in slice or in over"));
    }
    if (!vector && indexed && !drawing.plot().equals("bifurcation")) {
      problems.accept(
          new Problem(
              keys.place(),
              path + " places the elements of vectors, but shows " + drawing.shown().orElse("")));
    }
    return looking(path, keys, drawing, table.orElse("runs"));
  }

  /** In the order in which a picture takes its rows from one of them. */
  private static final List<String> TABLES = List.of("runs", "steps", "layers", "cells", "lines");

  private boolean holds(String table, Drawing drawing) {
    return drawing.columns().stream()
        .allMatch(
            column ->
                tables.has(table, column) && (!table.equals("runs") || !PLACES.contains(column)));
  }

  private boolean exists(String column) {
    return PLACES.contains(column) || TABLES.stream().anyMatch(table -> tables.has(table, column));
  }

  private Column.Type type(String column) {
    return PLACES.contains(column) ? Column.Type.INTEGER : tables.type(column);
  }

  /** Which look is shown; none where looks lie along an axis of the picture. */
  private Drawing looking(String path, Keys keys, Drawing drawing, String table) {
    String shown = drawing.shown().orElse("");
    boolean looks =
        table.equals("steps")
            || table.equals("layers")
            || (table.equals("cells") && tables.ofCellLooks(shown));
    boolean along = drawing.places("step");
    Optional<Drawing.Look> at = Optional.empty();
    if (keys.node("at").isEmpty()) {
      at = looks && !along ? Optional.of(Drawing.Look.LAST) : Optional.empty();
    } else if (along || !looks) {
      problems.accept(
          new Problem(
              keys.place("at"),
              path
                  + ".at chooses a look of a column of looks, but "
                  + (along ? "looks lie along an axis of the picture" : shown + " is none")));
    } else {
      String text = keys.text("at").orElse("last");
      if (text.equals("last")) {
        at = Optional.of(Drawing.Look.LAST);
      } else if (text.matches("[0-9]{1,15}")) {
        at = Optional.of(new Drawing.Look(OptionalLong.of(Long.parseLong(text))));
      } else {
        problems.accept(
            new Problem(
                keys.place("at"), path + ".at was given '" + text + "', wanted a step or last"));
      }
    }
    return new Drawing(
        drawing.plot(),
        drawing.name(),
        drawing.x(),
        drawing.y(),
        drawing.color(),
        drawing.facet(),
        drawing.over(),
        drawing.by(),
        drawing.scale(),
        drawing.theory(),
        at,
        drawing.slice(),
        drawing.contour(),
        drawing.details());
  }

  private List<Drawing.Curve> curves(String path, Keys keys) {
    List<Drawing.Curve> curves = new ArrayList<>();
    Optional<Node> node = keys.node("curve");
    if (node.isEmpty()) {
      return curves;
    }
    List<Node> items =
        node.get() instanceof Node.Sequence sequence ? sequence.items() : List.of(node.get());
    for (Node item : items) {
      if (item instanceof Node.Scalar scalar && !scalar.empty()) {
        curves.add(new Drawing.Curve(Drawing.Along.Y, curve(path, item, scalar.text()), ""));
        continue;
      }
      Keys.of(path + ".curve", item, List.of("x", "y", "name"), problems)
          .ifPresent(
              each -> {
                boolean alongX = each.node("x").isPresent();
                if (alongX == each.node("y").isPresent()) {
                  problems.accept(
                      new Problem(
                          item.place(),
                          path + ".curve wants a column or a number, by one of the keys x and y"));
                  return;
                }
                each.text(alongX ? "x" : "y")
                    .map(text -> curve(path, item, text))
                    .ifPresent(
                        column ->
                            curves.add(
                                new Drawing.Curve(
                                    alongX ? Drawing.Along.X : Drawing.Along.Y,
                                    column,
                                    each.text("name").orElse(""))));
              });
    }
    return curves;
  }

  /** A curve's column or number. */
  private String curve(String path, Node item, String text) {
    if (Decimal.parse(text).filter(Double::isFinite).isPresent()) {
      return text;
    }
    String column = column(text);
    if (!exists(column) || PLACES.contains(column)) {
      List<String> there = everything();
      problems.accept(
          new Problem(
              item.place(),
              path
                  + ".curve was given '"
                  + text
                  + "', wanted a number or a column: "
                  + String.join(", ", there)
                  + Suggestion.of(column, there)));
    } else if (type(column) == Column.Type.LABEL || type(column) == Column.Type.VECTOR) {
      problems.accept(
          new Problem(
              item.place(), path + ".curve was given '" + text + "', wanted a column of numbers"));
    }
    return column;
  }

  private Optional<Drawing.Bulk> bulk(String path, Keys keys) {
    return keys.node("bulk")
        .flatMap(node -> Keys.of(path + ".bulk", node, List.of("variance", "edge"), problems))
        .flatMap(
            each -> {
              String name = path + ".bulk";
              Optional<String> variance =
                  each.required("variance", "the column of the variance of the bulk")
                      .map(text -> known(name, "variance", each, text));
              Optional<String> edge =
                  each.required("edge", "the column of its upper edge")
                      .map(text -> known(name, "edge", each, text));
              return variance.isPresent() && edge.isPresent()
                  ? Optional.of(new Drawing.Bulk(variance.get(), edge.get()))
                  : Optional.empty();
            });
  }

  /** The words of panel k; those for what it shows may be one for each panel. */
  private Map<String, String> titles(String path, Keys keys, String shown, int k, int panels) {
    Map<String, String> titles = new LinkedHashMap<>();
    Optional<Keys> given =
        keys.node("titles").flatMap(node -> Keys.of(path + ".titles", node, TITLES, problems));
    for (String key : given.isPresent() ? TITLES : List.<String>of()) {
      if (key.equals(shown)) {
        List<String> words = given.get().texts(key);
        one(path + ".titles", key, given.get(), words.size(), panels);
        if (!words.isEmpty()) {
          titles.put(key, words.get(Math.min(k, words.size() - 1)));
        }
      } else {
        given.get().text(key).ifPresent(text -> titles.put(key, text));
      }
    }
    return titles;
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
    List<String> there = new ArrayList<>(axes.stream().map(AxisColumn::column).toList());
    there.addAll(new TreeSet<>(PLACES));
    for (Node.Entry entry : mapping.entries()) {
      String column = column(entry.key());
      Optional<AxisColumn> axis =
          axes.stream().filter(each -> each.column().equals(column)).findFirst();
      if (axis.isEmpty() && !PLACES.contains(column)) {
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
      List<Node> items =
          entry.value() instanceof Node.Sequence sequence
              ? sequence.items()
              : List.of(entry.value());
      for (Node item : items) {
        String text = item instanceof Node.Scalar scalar ? scalar.text() : "";
        Optional<Object> value =
            axis.isPresent()
                ? axis.get().values().stream().filter(each -> same(each, text)).findFirst()
                : text.matches("[0-9]{1,15}")
                    ? Optional.of(Long.parseLong(text))
                    : Optional.empty();
        if (value.isEmpty()) {
          problems.accept(
              new Problem(
                  item.place(),
                  path
                      + ".slice."
                      + entry.key()
                      + " was given "
                      + item.shown()
                      + ", wanted "
                      + (axis.isPresent()
                          ? "one of its values: " + some(axis.get().values())
                          : "a whole number or a list of them")));
        } else {
          slices.add(new Drawing.Slice(column, value.get()));
        }
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

  /** Where something lies: along an axis, along looks, layers or the elements of vectors. */
  private String axis(String path, String key, Keys keys, String text) {
    String column = column(text);
    List<String> there = new ArrayList<>(axes.stream().map(AxisColumn::column).toList());
    if (!there.contains(column) && !PLACES.contains(column)) {
      there.addAll(new TreeSet<>(PLACES));
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
                  + Suggestion.of(text, there)));
    }
    return column;
  }

  /** A column of any table. */
  private String known(String path, String key, Keys keys, String text) {
    String column = column(text);
    if (!exists(column)) {
      List<String> there = everything();
      problems.accept(
          new Problem(
              keys.place(key),
              path
                  + "."
                  + key
                  + " was given '"
                  + text
                  + "', wanted a column of runs, looks, layers, cells or lines: "
                  + String.join(", ", there)
                  + Suggestion.of(column, there)));
    }
    return column;
  }

  /** All columns but the aggregates of cells, which say nothing new. */
  private List<String> everything() {
    Set<String> there = new TreeSet<>(PLACES);
    for (String table : List.of("runs", "steps", "layers", "lines")) {
      there.addAll(tables.table(table));
    }
    there.addAll(tables.made());
    return new ArrayList<>(there);
  }

  static String column(String path) {
    return path.replace('.', '_').replace('-', '_');
  }
}
