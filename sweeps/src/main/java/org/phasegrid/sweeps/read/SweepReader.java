package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.phasegrid.sweeps.check.Check;
import org.phasegrid.sweeps.column.Critical;
import org.phasegrid.sweeps.column.RunColumn;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.document.Documents;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.document.YamlText;
import org.phasegrid.sweeps.draw.Drawing;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.expression.Value;
import org.phasegrid.sweeps.grid.AxisColumn;
import org.phasegrid.sweeps.grid.Names;
import org.phasegrid.sweeps.grid.Recipe;
import org.phasegrid.sweeps.grid.SweepGrid;
import org.phasegrid.sweeps.grid.Variants;
import org.phasegrid.sweeps.refine.Refine;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.run.RunSpec;

/** One document read to a sweep, with what the command line changes in it. */
final class SweepReader {
  /** Points of a sweep at most. */
  static final long LARGEST = 10_000_000;

  private static final List<String> SECTIONS =
      List.of(
          "sweep",
          "base",
          "axes",
          "let",
          "where",
          "exclude",
          "replicas",
          "measure",
          "columns",
          "critical",
          "refine",
          "draw",
          "check");
  private static final Pattern RANGE =
      Pattern.compile("(log10|log2|linear):([^:\\[\\]{}]+):([^:\\[\\]{}]+):([^:\\[\\]{}]+)");
  private static final Pattern SEEDS = Pattern.compile("seeds:\\s*([^:\\[\\]{}]+)");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");
  private static final Pattern LET = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** An axis as declared: of a path of base, or a free one of let. */
  private record Declared(String path, boolean let, Place place, Node node) {}

  /** A dimension: one axis, or several that go together. */
  private record Dimension(List<Declared> axes, boolean zip) {}

  /**
   * An entry of {@code measure:}.
   *
   * @param as what it is called, where that is not the name of its indicator
   */
  private record Asked(String name, Optional<String> as, Place place, Recipe recipe) {}

  private final String file;
  private final Files files;
  private final Sweeps.Changes changes;
  private final List<Problem> problems = new ArrayList<>();
  private final Overrides overrides = new Overrides();
  private final Names names = new Names();
  private final Map<String, Node> sets = new LinkedHashMap<>();
  private final Map<String, AxisValues> spreads = new HashMap<>();
  private final List<Node.Entry> letNames = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();

  private SweepReader(String file, Files files, Sweeps.Changes changes) {
    this.file = file;
    this.files = files;
    this.changes = changes;
  }

  static Sweep read(String file, String text, Files files, Sweeps.Changes changes) {
    return new SweepReader(file, files, changes).read(text);
  }

  private Sweep read(String text) {
    Optional<Node> root = Documents.read(file, text, problems::add);
    if (root.isEmpty()) {
      throw failure();
    }
    if (!(root.get() instanceof Node.Mapping document)) {
      problem(
          root.get().place(), "was given " + root.get().shown() + ", wanted keys: " + sections());
      throw failure();
    }
    for (Node.Entry entry : document.entries()) {
      if (!SECTIONS.contains(entry.key())) {
        problem(
            entry.place(),
            entry.key()
                + " is unknown; a sweep has: "
                + sections()
                + Suggestion.of(entry.key(), SECTIONS));
      }
    }
    return sweep(document, text);
  }

  private static String sections() {
    return String.join(", ", SECTIONS);
  }

  private Problems failure() {
    problems.sort(
        Comparator.comparing((Problem problem) -> !problem.place().file().equals(file))
            .thenComparingInt(problem -> problem.place().line()));
    return new Problems(problems.stream().map(Problem::toString).distinct().toList());
  }

  private void problem(Place place, String message) {
    problems.add(new Problem(place, message));
  }

  private Sweep sweep(Node.Mapping document, String text) {
    String name = name(document);
    changes.set().forEach(this::set);
    Optional<Node.Mapping> base = section(document, "base");
    List<Dimension> dimensions = dimensions(document);
    spread(dimensions, base);
    long size = size(dimensions);
    int[] sizes = size < 0 ? new int[0] : sizes(dimensions);
    if (size < 0) {
      shorten();
    }
    Place basePlace = document.find("base").map(entry -> entry.place()).orElse(document.place());
    Map<String, Recipe.Choice> choices = new HashMap<>();
    RecipeReader reader = new RecipeReader(problems::add, overrides, files, this::constant);
    Optional<Recipe.Built> recipe =
        reader.built(
            RunSpec.class, RunSpec.class, "", "", base, Optional.of(RunSpec.DEFAULT), basePlace);
    asked(document);
    problems.addAll(overrides.unused());
    recipe.ifPresent(built -> collect(built, choices));
    asked.forEach(entry -> collect(entry.recipe(), choices));
    reader.remains().forEach(built -> collect(built, choices));
    List<String> replicas = replicas(document, dimensions);
    List<AxisColumn> axes = axes(dimensions, choices, replicas);
    axes.forEach(axis -> names.axis(axis.column(), axis.dimension(), axis.values()));
    letNames();
    List<SweepGrid.Condition> where = conditions(document, "where");
    List<SweepGrid.Condition> exclude = conditions(document, "exclude");
    recipe.ifPresent(this::resolve);
    reader.remains().forEach(this::resolve);
    List<Variants> variants =
        size < 0
            ? List.of()
            : asked.stream()
                .map(entry -> Variants.of(entry.recipe(), sizes, problems::add))
                .toList();
    List<Measure> measures = measures(variants);
    if (recipe.isEmpty() && lost(dimensions, choices)) {
      // All that follows would be about axes that are not there.
      throw failure();
    }
    TableColumns tables = tables(dimensions, axes, measures, document.place());
    ColumnReader columnReader = new ColumnReader(axes, tables, problems::add);
    List<RunColumn> columns = columnReader.columns(section(document, "columns"));
    List<Critical> criticals = columnReader.critical(section(document, "critical"));
    Optional<Refine> refine =
        new RefineReader(axes, tables, problems::add).read(node(document, "refine"));
    List<Drawing> drawings =
        new DrawingReader(axes, tables, problems::add).read(node(document, "draw"));
    List<Check> checks =
        new CheckReader(files, tables, problems::add).read(node(document, "check"));
    if (!problems.isEmpty() || recipe.isEmpty()) {
      throw failure();
    }
    PointMeasures pointMeasures = PointMeasures.of(variants);
    SweepGrid grid =
        new SweepGrid(
            axes, sizes, names, recipe.get(), where, exclude, suited(measures), pointMeasures::at);
    problems.addAll(grid.problems());
    if (!problems.isEmpty()) {
      throw failure();
    }
    String canonical =
        canonical(
            name,
            recipe.get(),
            dimensions,
            choices,
            where,
            exclude,
            replicas,
            columns,
            criticals,
            refine,
            drawings,
            checks);
    boolean changed = !changes.equals(Sweeps.Changes.NONE);
    return new Sweep(
        name,
        new SweepSource(file, changed ? canonical : text, files.used()),
        canonical,
        identity(recipe.get()),
        grid,
        measures,
        pointMeasures,
        columns,
        criticals,
        refine,
        drawings,
        checks);
  }

  /** Whether an axis is of a part of the run that could not be read. */
  private static boolean lost(List<Dimension> dimensions, Map<String, Recipe.Choice> choices) {
    return dimensions.stream()
        .flatMap(dimension -> dimension.axes().stream())
        .anyMatch(axis -> !axis.let() && !choices.containsKey(axis.path()));
  }

  private Optional<Node> node(Node.Mapping document, String section) {
    return document.find(section).map(Node.Entry::value).filter(node -> !node.empty());
  }

  private Optional<Node.Mapping> section(Node.Mapping document, String section) {
    Optional<Node> node = node(document, section);
    if (node.isPresent() && !(node.get() instanceof Node.Mapping)) {
      problem(node.get().place(), section + " was given " + node.get().shown() + ", wanted keys");
      return Optional.empty();
    }
    return node.map(Node.Mapping.class::cast);
  }

  private String name(Node.Mapping document) {
    Optional<Node> node = node(document, "sweep");
    String stem = file.replaceFirst(".*[/\\\\]", "").replaceFirst("\\.[A-Za-z]+$", "");
    String name =
        node.isPresent() && node.get() instanceof Node.Scalar scalar ? scalar.text() : stem;
    if (node.isPresent()
        && (!NAME.matcher(name).matches() || !(node.get() instanceof Node.Scalar))) {
      problem(
          node.get().place(),
          "sweep was given "
              + node.get().shown()
              + ", wanted a name of lower-case letters, digits, '-', '_' and '.'");
    }
    return name;
  }

  // The command line

  private void set(String assignment) {
    int equals = assignment.indexOf('=');
    Place place = new Place("--set " + assignment, 0);
    if (equals < 1) {
      problem(place, "wanted PATH=VALUE");
      return;
    }
    String path = assignment.substring(0, equals).strip();
    value(place, assignment.substring(equals + 1))
        .ifPresent(
            node -> {
              sets.put(path, node);
              overrides.set(path, place, node);
            });
  }

  private Optional<Node> value(Place place, String text) {
    List<Problem> found = new ArrayList<>();
    Optional<Node> node = Documents.read(place.file(), text, found::add);
    found.forEach(each -> problem(place, each.message()));
    return node.map(each -> moved(each, place));
  }

  private static Node moved(Node node, Place place) {
    if (node instanceof Node.Scalar scalar) {
      return new Node.Scalar(place, scalar.text(), scalar.quoted());
    }
    if (node instanceof Node.Sequence sequence) {
      return new Node.Sequence(
          place, sequence.items().stream().map(item -> moved(item, place)).toList());
    }
    Node.Mapping mapping = (Node.Mapping) node;
    return new Node.Mapping(
        place,
        mapping.entries().stream()
            .map(entry -> new Node.Entry(place, entry.key(), moved(entry.value(), place)))
            .toList());
  }

  /** The node of {@code [4, 8]}, {@code log10:1e-3:1e2:64} or {@code seeds:5}. */
  private Optional<Node> axisValues(Place place, String text) {
    Matcher range = RANGE.matcher(text.strip());
    Matcher seeds = SEEDS.matcher(text.strip());
    if (range.matches()) {
      List<Node.Entry> ends = new ArrayList<>();
      List<String> keys = List.of("from", "to", "points");
      for (int i = 0; i < 3; i++) {
        ends.add(
            new Node.Entry(place, keys.get(i), new Node.Scalar(place, range.group(i + 2), false)));
      }
      return Optional.of(
          new Node.Mapping(
              place,
              List.of(new Node.Entry(place, range.group(1), new Node.Mapping(place, ends)))));
    }
    if (seeds.matches()) {
      return Optional.of(
          new Node.Mapping(
              place,
              List.of(
                  new Node.Entry(place, "seeds", new Node.Scalar(place, seeds.group(1), false)))));
    }
    return value(place, text)
        .map(node -> node instanceof Node.Scalar ? new Node.Sequence(place, List.of(node)) : node);
  }

  // Axes

  private List<Dimension> dimensions(Node.Mapping document) {
    List<Dimension> dimensions = new ArrayList<>();
    section(document, "axes")
        .ifPresent(
            axes -> {
              for (Node.Entry entry : axes.entries()) {
                if (entry.key().equals("zip")) {
                  zips(entry.value(), dimensions);
                } else {
                  dimensions.add(
                      new Dimension(
                          List.of(new Declared(entry.key(), false, entry.place(), entry.value())),
                          false));
                }
              }
            });
    section(document, "let")
        .ifPresent(
            let -> {
              for (Node.Entry entry : let.entries()) {
                if (!LET.matcher(entry.key()).matches()) {
                  problem(
                      entry.place(),
                      "let."
                          + entry.key()
                          + " is no name; wanted letters, digits and '_', not a digit first");
                } else if (AxisValues.declared(entry.value())
                    || entry.value() instanceof Node.Mapping) {
                  dimensions.add(
                      new Dimension(
                          List.of(new Declared(entry.key(), true, entry.place(), entry.value())),
                          false));
                } else {
                  letNames.add(entry);
                }
              }
            });
    changes.axis().forEach(change -> axis(change, dimensions));
    distinct(dimensions);
    return dimensions;
  }

  private void zips(Node node, List<Dimension> dimensions) {
    List<Node> zips = node instanceof Node.Sequence list ? list.items() : List.of(node);
    for (Node zip : zips) {
      if (zip instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
        dimensions.add(
            new Dimension(
                mapping.entries().stream()
                    .map(entry -> new Declared(entry.key(), false, entry.place(), entry.value()))
                    .toList(),
                true));
      } else {
        problem(
            zip.place(),
            "axes.zip was given " + zip.shown() + ", wanted paths with axes of equal length");
      }
    }
  }

  private void axis(String assignment, List<Dimension> dimensions) {
    int equals = assignment.indexOf('=');
    Place place = new Place("--axis " + assignment, 0);
    if (equals < 1) {
      problem(place, "wanted PATH=VALUES");
      return;
    }
    String path = assignment.substring(0, equals).strip();
    Optional<Node> node = axisValues(place, assignment.substring(equals + 1));
    if (node.isEmpty()) {
      return;
    }
    for (int d = 0; d < dimensions.size(); d++) {
      List<Declared> axes = new ArrayList<>(dimensions.get(d).axes());
      for (int i = 0; i < axes.size(); i++) {
        if (axes.get(i).path().equals(path)) {
          axes.set(i, new Declared(path, axes.get(i).let(), place, node.get()));
          dimensions.set(d, new Dimension(axes, dimensions.get(d).zip()));
          return;
        }
      }
    }
    int firstLet = 0;
    while (firstLet < dimensions.size() && !dimensions.get(firstLet).axes().get(0).let()) {
      firstLet++;
    }
    dimensions.add(
        firstLet, new Dimension(List.of(new Declared(path, false, place, node.get())), false));
  }

  private void distinct(List<Dimension> dimensions) {
    Map<String, Declared> columns = new HashMap<>();
    for (Dimension dimension : dimensions) {
      for (Declared axis : dimension.axes()) {
        Declared first = columns.putIfAbsent(DrawingReader.column(axis.path()), axis);
        if (first != null) {
          problem(
              axis.place(),
              axis.path() + " and " + first.path() + " are axes of one name; names are single");
        }
      }
    }
  }

  private void spread(List<Dimension> dimensions, Optional<Node.Mapping> base) {
    for (int d = 0; d < dimensions.size(); d++) {
      Dimension dimension = dimensions.get(d);
      List<String> lengths = new ArrayList<>();
      TreeSet<Integer> distinct = new TreeSet<>();
      for (Declared axis : dimension.axes()) {
        Optional<AxisValues> values =
            AxisValues.read(
                (axis.let() ? "let." : dimension.zip() ? "axes.zip." : "axes.") + axis.path(),
                axis.node(),
                seed(axis, base),
                problems::add);
        List<Node> nodes = values.map(AxisValues::values).orElse(List.of());
        values.ifPresent(
            found -> {
              spreads.put(axis.path(), found);
              lengths.add(axis.path() + " " + nodes.size());
              distinct.add(nodes.size());
            });
        if (!axis.let()) {
          overrides.axis(axis.path(), new Overrides.Axis(axis.place(), d, nodes));
          if (sets.containsKey(axis.path())
              && axis.node() instanceof Node.Mapping mapping
              && mapping.find("seeds").isEmpty()) {
            overrideAxis(axis);
          } else if (sets.containsKey(axis.path()) && axis.node() instanceof Node.Sequence) {
            overrideAxis(axis);
          }
        }
      }
      if (distinct.size() > 1) {
        problem(
            dimension.axes().get(0).place(),
            "axes.zip has axes of different lengths: " + String.join(", ", lengths));
      }
    }
  }

  private void overrideAxis(Declared axis) {
    problem(
        new Place("--set " + axis.path(), 0),
        axis.path() + " is an axis of this sweep; give its values by --axis");
  }

  /** Of axes with too many points the first values are read, for what else is wrong. */
  private void shorten() {
    overrides.shorten(2);
    spreads.replaceAll(
        (path, spread) ->
            new AxisValues(
                spread.values().subList(0, Math.min(2, spread.values().size())),
                spread.scale(),
                spread.canonical()));
  }

  /** The seed that base gives, from which {@code seeds: n} counts. */
  private long seed(Declared axis, Optional<Node.Mapping> base) {
    if (axis.let()) {
      return 1;
    }
    Optional<Node> node = Optional.ofNullable(sets.get(axis.path()));
    if (node.isEmpty()) {
      node = base.map(Node.class::cast);
      for (String key : axis.path().split("\\.", -1)) {
        node =
            node.flatMap(
                each ->
                    each instanceof Node.Mapping mapping
                        ? mapping.find(key).map(Node.Entry::value)
                        : Optional.empty());
      }
    }
    return node.filter(Node.Scalar.class::isInstance)
        .map(each -> ((Node.Scalar) each).text())
        .filter(text -> Decimal.whole(text) && text.length() < 19)
        .map(Long::parseLong)
        .orElse(RunSpec.DEFAULT.seed());
  }

  /** Points in all, or -1 with a problem. */
  private long size(List<Dimension> dimensions) {
    double size = 1;
    List<String> factors = new ArrayList<>();
    for (Dimension dimension : dimensions) {
      AxisValues values = spreads.get(dimension.axes().get(0).path());
      if (values == null) {
        return -1;
      }
      size *= values.values().size();
      factors.add(dimension.axes().get(0).path() + " " + values.values().size());
    }
    if (size > LARGEST) {
      problem(
          dimensions.get(0).axes().get(0).place(),
          "axes have "
              + String.format("%.0f", size)
              + " points ("
              + String.join(" x ", factors)
              + "), at most "
              + LARGEST
              + " are accepted");
      return -1;
    }
    return (long) size;
  }

  private int[] sizes(List<Dimension> dimensions) {
    return dimensions.stream()
        .mapToInt(
            dimension ->
                Optional.ofNullable(spreads.get(dimension.axes().get(0).path()))
                    .map(values -> values.values().size())
                    .orElse(1))
        .toArray();
  }

  private static void collect(Recipe recipe, Map<String, Recipe.Choice> choices) {
    if (recipe instanceof Recipe.Choice choice) {
      choices.putIfAbsent(choice.path(), choice);
      choice.options().forEach(option -> collect(option, choices));
      choice.base().ifPresent(base -> collect(base, choices));
    } else if (recipe instanceof Recipe.Built built) {
      built.parts().forEach(part -> collect(part.recipe(), choices));
    } else if (recipe instanceof Recipe.Listed listed) {
      listed.items().forEach(item -> collect(item, choices));
    } else if (recipe instanceof Recipe.Mapped mapped) {
      mapped.parts().forEach(part -> collect(part.recipe(), choices));
    }
  }

  private List<String> replicas(Node.Mapping document, List<Dimension> dimensions) {
    List<String> there =
        dimensions.stream().flatMap(d -> d.axes().stream()).map(Declared::path).toList();
    Optional<Node> node = document.find("replicas").map(Node.Entry::value);
    if (node.isEmpty()) {
      return there.contains("seed") ? List.of("seed") : List.of();
    }
    List<Node> items =
        node.get() instanceof Node.Sequence sequence ? sequence.items() : List.of(node.get());
    List<String> replicas = new ArrayList<>();
    for (Node item : items) {
      String given = item instanceof Node.Scalar scalar ? scalar.text() : "";
      Optional<String> path =
          there.stream()
              .filter(each -> DrawingReader.column(each).equals(DrawingReader.column(given)))
              .findFirst();
      if (path.isEmpty()) {
        problem(
            item.place(),
            "replicas was given "
                + item.shown()
                + ", wanted axes of: "
                + String.join(", ", there)
                + Suggestion.of(given, there));
      } else {
        replicas.add(path.get());
      }
    }
    return replicas;
  }

  private List<AxisColumn> axes(
      List<Dimension> dimensions, Map<String, Recipe.Choice> choices, List<String> replicas) {
    List<AxisColumn> axes = new ArrayList<>();
    for (int d = 0; d < dimensions.size(); d++) {
      boolean replica =
          dimensions.get(d).axes().stream().anyMatch(axis -> replicas.contains(axis.path()));
      for (Declared axis : dimensions.get(d).axes()) {
        AxisValues spread = spreads.get(axis.path());
        if (spread == null) {
          continue;
        }
        Recipe.Choice choice = choices.get(axis.path());
        List<Object> values =
            axis.let()
                ? letValues(axis, spread.values())
                : choice == null ? List.of() : AxisColumns.values(choice, spread.values());
        if (values.isEmpty()) {
          continue;
        }
        axes.add(
            new AxisColumn(
                DrawingReader.column(axis.path()),
                axis.path(),
                d,
                spread.scale().orElseGet(() -> AxisValues.spacing(values)),
                replica ? AxisColumn.Role.REPLICA : AxisColumn.Role.GRID,
                values,
                ""));
      }
    }
    return axes;
  }

  private List<Object> letValues(Declared axis, List<Node> nodes) {
    for (Node node : nodes) {
      if (!(node instanceof Node.Scalar) || node.empty()) {
        problem(
            node.place(),
            "let." + axis.path() + " has " + node.shown() + ", wanted numbers, truths or words");
        return List.of();
      }
    }
    return AxisColumns.values(nodes.stream().map(Node.Scalar.class::cast).toList());
  }

  // Names and conditions

  private void constant(String path, Object value) {
    names.base(DrawingReader.column(path), Value.of(value));
  }

  private void letNames() {
    for (Node.Entry entry : letNames) {
      if (names.has(entry.key())) {
        problem(entry.place(), "let." + entry.key() + " is an axis too; names are single");
      } else if (entry.value() instanceof Node.Scalar scalar && scalar.text().startsWith("=")) {
        expression("let." + entry.key(), scalar, scalar.text().substring(1))
            .ifPresent(expression -> names.computed(entry.key(), expression));
      } else if (entry.value() instanceof Node.Scalar scalar && !scalar.empty()) {
        names.constant(entry.key(), Value.of(AxisColumns.values(List.of(scalar)).get(0)));
      } else {
        problem(entry.place(), "let." + entry.key() + " is empty, wanted a value or an axis");
      }
    }
  }

  private Optional<Expression> expression(String path, Node.Scalar scalar, String text) {
    try {
      Expression expression = Expression.parse(text);
      if (expression.overRows()) {
        problem(scalar.place(), path + ": '" + text + "' is over rows, wanted a value");
        return Optional.empty();
      }
      String unknown = names.unknown(expression);
      if (!unknown.isEmpty()) {
        problem(scalar.place(), path + ": " + unknown);
        return Optional.empty();
      }
      return Optional.of(expression);
    } catch (IllegalArgumentException e) {
      problem(scalar.place(), path + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private List<SweepGrid.Condition> conditions(Node.Mapping document, String section) {
    List<SweepGrid.Condition> conditions = new ArrayList<>();
    Optional<Node> node = node(document, section);
    if (node.isEmpty()) {
      return conditions;
    }
    List<Node> items =
        node.get() instanceof Node.Sequence sequence ? sequence.items() : List.of(node.get());
    for (Node item : items) {
      if (item instanceof Node.Scalar scalar && !scalar.empty()) {
        expression(section, scalar, scalar.text())
            .ifPresent(
                each -> conditions.add(new SweepGrid.Condition(item.place(), section, each)));
      } else {
        problem(item.place(), section + " was given " + item.shown() + ", wanted a condition");
      }
    }
    return conditions;
  }

  /** Says which expressions of base name what there is not. */
  private void resolve(Recipe recipe) {
    if (recipe instanceof Recipe.Computed computed) {
      String unknown = names.unknown(computed.expression());
      if (!unknown.isEmpty()) {
        problem(computed.place(), computed.path() + ": " + unknown);
      }
    } else if (recipe instanceof Recipe.Choice choice) {
      choice.options().forEach(this::resolve);
    } else if (recipe instanceof Recipe.Built built) {
      built.parts().forEach(part -> resolve(part.recipe()));
    } else if (recipe instanceof Recipe.Listed listed) {
      listed.items().forEach(this::resolve);
    } else if (recipe instanceof Recipe.Mapped mapped) {
      mapped.parts().forEach(part -> resolve(part.recipe()));
    }
  }

  // Measures

  private void asked(Node.Mapping document) {
    Optional<Node> node = document.find("measure").map(Node.Entry::value);
    List<Node> items = new ArrayList<>();
    if (node.isEmpty()) {
      items.add(new Node.Scalar(document.place(), "trainability", false));
    } else if (node.get() instanceof Node.Sequence sequence) {
      items.addAll(sequence.items());
    } else if (!node.get().empty()) {
      items.add(node.get());
    }
    items.forEach(this::measure);
    for (String name : changes.measure()) {
      for (String each : name.split(",", -1)) {
        if (asked.stream().noneMatch(known -> known.name().equals(each.strip()))) {
          measure(new Node.Scalar(new Place("--measure " + name, 0), each.strip(), false));
        }
      }
    }
  }

  private void measure(Node item) {
    String name = item instanceof Node.Scalar scalar ? scalar.text() : "";
    Node stripped = item;
    Optional<String> as = Optional.empty();
    if (item instanceof Node.Mapping mapping && mapping.entries().size() == 1) {
      Node.Entry entry = mapping.entries().get(0);
      name = entry.key();
      if (entry.value() instanceof Node.Mapping parameters) {
        as =
            Keys.of("measure." + name, parameters, parameters.keys(), problems::add)
                .flatMap(keys -> keys.text("as"));
        stripped =
            new Node.Mapping(
                mapping.place(),
                List.of(
                    new Node.Entry(
                        entry.place(),
                        name,
                        new Node.Mapping(
                            parameters.place(),
                            parameters.entries().stream()
                                .filter(each -> !each.key().equals("as"))
                                .toList()))));
      }
    }
    String called = as.orElse(name);
    String path = "measure." + called;
    Optional<Recipe> recipe =
        new RecipeReader(problems::add, overrides, files, (at, value) -> {})
            .named(Indicator.class, path, stripped);
    if (recipe.isEmpty()) {
      return;
    }
    if (computed(recipe.get())) {
      problem(
          item.place(),
          path + " has an expression; its parameters are values, of which axes may give several");
      return;
    }
    if (asked.stream().anyMatch(measure -> measure.name().equals(called))) {
      problem(
          item.place(), called + " is measured twice; give the second another name by 'as: name'");
      return;
    }
    if (!LET.matcher(called.replace('-', '_')).matches()) {
      problem(item.place(), "measure." + name + ".as was given '" + called + "', wanted a name");
    }
    asked.add(
        new Asked(called, called.equals(name) ? Optional.empty() : as, item.place(), recipe.get()));
  }

  private static boolean computed(Recipe recipe) {
    if (recipe instanceof Recipe.Choice choice) {
      return choice.options().stream().anyMatch(SweepReader::computed)
          || choice.base().map(SweepReader::computed).orElse(false);
    } else if (recipe instanceof Recipe.Built built) {
      return built.parts().stream().anyMatch(part -> computed(part.recipe()));
    } else if (recipe instanceof Recipe.Listed listed) {
      return listed.items().stream().anyMatch(SweepReader::computed);
    } else if (recipe instanceof Recipe.Mapped mapped) {
      return mapped.parts().stream().anyMatch(part -> computed(part.recipe()));
    }
    return recipe instanceof Recipe.Computed;
  }

  /** The measures of all points, variants of one beside each other. */
  private List<Measure> measures(List<Variants> variants) {
    List<Measure> measures = new ArrayList<>();
    for (int m = 0; m < variants.size(); m++) {
      Asked entry = asked.get(m);
      for (Object value : variants.get(m).values()) {
        Indicator indicator = (Indicator) value;
        measures.add(
            new Measure(
                entry.name(),
                entry.as().isEmpty()
                    ? indicator
                    : new Renamed(DrawingReader.column(entry.name()), indicator)));
      }
    }
    return measures;
  }

  private List<SweepGrid.Asked> suited(List<Measure> measures) {
    Map<String, Place> places = new HashMap<>();
    asked.forEach(entry -> places.put(entry.name(), entry.place()));
    return measures.stream()
        .map(
            measure ->
                new SweepGrid.Asked(
                    places.getOrDefault(measure.name(), new Place(file, 0)),
                    "measure." + measure.name(),
                    measure.indicator()))
        .toList();
  }

  /** The columns of the tables; what two give is a problem. */
  private TableColumns tables(
      List<Dimension> dimensions, List<AxisColumn> axes, List<Measure> measures, Place otherwise) {
    Map<String, Place> places = new HashMap<>();
    dimensions.forEach(d -> d.axes().forEach(axis -> places.put(axis.path(), axis.place())));
    TableColumns tables = new TableColumns(axes, problems::add);
    for (AxisColumn axis : axes) {
      tables.axis(axis, places.getOrDefault(axis.path(), otherwise));
    }
    for (Asked entry : asked) {
      tables.measure(
          entry.name(),
          measures.stream().filter(measure -> measure.name().equals(entry.name())).toList(),
          entry.place());
    }
    for (Asked entry : asked) {
      tables.cells(
          entry.name(),
          measures.stream().filter(measure -> measure.name().equals(entry.name())).toList(),
          entry.place());
    }
    return tables;
  }

  // Canonical text

  private String canonical(
      String name,
      Recipe.Built recipe,
      List<Dimension> dimensions,
      Map<String, Recipe.Choice> choices,
      List<SweepGrid.Condition> where,
      List<SweepGrid.Condition> exclude,
      List<String> replicas,
      List<RunColumn> columns,
      List<Critical> criticals,
      Optional<Refine> refine,
      List<Drawing> drawings,
      List<Check> checks) {
    List<Node.Entry> document = new ArrayList<>();
    document.add(CanonicalNodes.entry("sweep", CanonicalNodes.text(name)));
    document.add(
        CanonicalNodes.entry(
            "base", CanonicalNodes.of(recipe, CanonicalNodes.AxisPlaces.BASE_VALUE).orElseThrow()));
    List<Node.Entry> axes = new ArrayList<>();
    List<Node.Entry> let = new ArrayList<>();
    List<Node> zips = new ArrayList<>();
    int zipAt = 0;
    for (Dimension dimension : dimensions) {
      List<Node.Entry> entries = new ArrayList<>();
      for (Declared axis : dimension.axes()) {
        AxisValues spread = spreads.get(axis.path());
        entries.add(
            CanonicalNodes.entry(
                axis.path(),
                AxisColumns.node(
                    java.util.Objects.requireNonNull(spread),
                    Optional.ofNullable(choices.get(axis.path())))));
      }
      if (dimension.zip()) {
        zipAt = zips.isEmpty() ? axes.size() : zipAt;
        zips.add(CanonicalNodes.mapping(entries));
      } else if (dimension.axes().get(0).let()) {
        let.addAll(entries);
      } else {
        axes.addAll(entries);
      }
    }
    if (!zips.isEmpty()) {
      axes.add(zipAt, CanonicalNodes.entry("zip", CanonicalNodes.list(zips)));
    }
    add(document, "axes", axes);
    for (Node.Entry entry : letNames) {
      Node.Scalar scalar = (Node.Scalar) entry.value();
      let.add(
          CanonicalNodes.entry(
              entry.key(), new Node.Scalar(scalar.place(), scalar.text(), scalar.quoted())));
    }
    add(document, "let", let);
    conditions(document, "where", where);
    conditions(document, "exclude", exclude);
    document.add(
        CanonicalNodes.entry(
            "replicas", CanonicalNodes.list(replicas.stream().map(CanonicalNodes::text).toList())));
    document.add(
        CanonicalNodes.entry(
            "measure",
            CanonicalNodes.list(
                asked.stream()
                    .map(entry -> SectionNodes.measure(entry.recipe(), entry.as()))
                    .toList())));
    add(document, "columns", columns.stream().map(SectionNodes::column).toList());
    add(document, "critical", criticals.stream().map(SectionNodes::critical).toList());
    refine.ifPresent(
        each -> document.add(CanonicalNodes.entry("refine", SectionNodes.refine(each))));
    document.add(
        CanonicalNodes.entry(
            "draw", CanonicalNodes.list(drawings.stream().map(SectionNodes::drawing).toList())));
    document.add(
        CanonicalNodes.entry(
            "check", CanonicalNodes.list(checks.stream().map(SectionNodes::check).toList())));
    return YamlText.of(CanonicalNodes.mapping(document));
  }

  private static void add(List<Node.Entry> document, String key, List<Node.Entry> entries) {
    if (!entries.isEmpty()) {
      document.add(CanonicalNodes.entry(key, CanonicalNodes.mapping(entries)));
    }
  }

  private static void conditions(
      List<Node.Entry> document, String key, List<SweepGrid.Condition> conditions) {
    if (!conditions.isEmpty()) {
      document.add(
          CanonicalNodes.entry(
              key,
              CanonicalNodes.list(
                  conditions.stream()
                      .map(each -> CanonicalNodes.text(each.expression().text()))
                      .toList())));
    }
  }

  /** A hash of what every run shares: base with the axes blank, files by content, names of let. */
  private String identity(Recipe.Built recipe) {
    List<Node.Entry> shared = new ArrayList<>();
    shared.add(
        CanonicalNodes.entry(
            "base", CanonicalNodes.of(recipe, CanonicalNodes.AxisPlaces.BLANK).orElseThrow()));
    letNames.forEach(entry -> shared.add(CanonicalNodes.entry(entry.key(), entry.value())));
    files
        .used()
        .forEach(
            (name, bytes) -> {
              if (named(recipe, name)) {
                shared.add(CanonicalNodes.entry(name, CanonicalNodes.text(Content.sha256(bytes))));
              }
            });
    return Content.sha256(
        YamlText.of(CanonicalNodes.mapping(shared))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Whether base has a file of a name. */
  private static boolean named(Recipe recipe, String file) {
    if (recipe instanceof Recipe.Constant constant) {
      return holds(constant.value(), file);
    }
    if (recipe instanceof Recipe.Built built) {
      return built.parts().stream().anyMatch(part -> named(part.recipe(), file));
    }
    return false;
  }

  private static boolean holds(Object value, String file) {
    if (value instanceof Content content) {
      return content.name().equals(file);
    }
    if (value instanceof Record record) {
      for (java.lang.reflect.RecordComponent component : record.getClass().getRecordComponents()) {
        if (holds(
            RecipeReader.component(
                record, record.getClass().getRecordComponents(), Family.kebab(component.getName())),
            file)) {
          return true;
        }
      }
    }
    return false;
  }
}
