package org.phasegrid.sweeps.read;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.sweeps.grid.Recipe;
import org.phasegrid.sweeps.grid.Recipes;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.family.Required;
import org.phasegrid.worker.file.Content;

/**
 * Reads nodes to recipes of records by reflection: components are keys in kebab-case, what is not
 * written comes from the default instance, families are read by name. What an axis or --set puts at
 * a path is read in place of what is written there, and checked alike.
 */
final class RecipeReader {
  private final Consumer<Problem> problems;
  private final Overrides overrides;
  private final Files files;
  private final BiConsumer<String, Object> constants;

  /** Recipes that are whole though what they are part of is not: their points can be checked. */
  private final List<Recipe.Built> remains = new ArrayList<>();

  /**
   * @param constants told every constant number, truth and word by its path
   */
  RecipeReader(
      Consumer<Problem> problems,
      Overrides overrides,
      Files files,
      BiConsumer<String, Object> constants) {
    this.problems = problems;
    this.overrides = overrides;
    this.files = files;
    this.constants = constants;
  }

  /** How messages and names call paths: the one parameter of a member by what was written. */
  private final Map<String, String> shown = new TreeMap<>();

  private String shown(String path) {
    return shown.getOrDefault(path, path);
  }

  List<Recipe.Built> remains() {
    return remains;
  }

  /**
   * The recipe of what is wanted at a path; empty where problems say why not.
   *
   * @param node what is written there
   * @param fallback the default
   * @param around the place of the record around it
   */
  Optional<Recipe> read(
      Type type, String path, Optional<Node> node, Optional<Object> fallback, Place around) {
    Optional<Node> given = overrides.set(path).or(() -> node);
    Optional<Overrides.Axis> axis = overrides.axis(path);
    if (axis.isEmpty()) {
      return value(type, path, given, fallback, around);
    }
    Optional<Recipe> base =
        given.isPresent() || fallback.isPresent()
            ? value(type, path, given, fallback, around)
            : Optional.empty();
    List<Recipe> options = new ArrayList<>();
    for (Node each : axis.get().values()) {
      value(type, path, Optional.of(each), fallback, each.place()).ifPresent(options::add);
    }
    if (options.size() < axis.get().values().size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Recipe.Choice(axis.get().place(), type, path, axis.get().dimension(), options, base));
  }

  private Optional<Recipe> value(
      Type type, String path, Optional<Node> node, Optional<Object> fallback, Place around) {
    if (node.isEmpty() && fallback.isEmpty()) {
      return refuse(around, path + " is required");
    }
    if (node.isEmpty() && !overrides.within(path)) {
      announce(path, fallback.get());
      return Optional.of(new Recipe.Constant(around, type, fallback.get()));
    }
    if (node.isPresent() && node.get().empty()) {
      return refuse(node.get().place(), shown(path) + " is empty, wanted " + wanted(type));
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return list(generic, path, node, fallback, around);
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      return map(generic, path, node, fallback, around);
    }
    Class<?> wanted = (Class<?>) type;
    Optional<Family<?>> family = Families.of(wanted);
    if (family.isPresent()) {
      return member(family.get(), path, node, fallback, around);
    }
    if (wanted.isRecord()) {
      if (node.isPresent() && !(node.get() instanceof Node.Mapping)) {
        return refuse(node.get(), path, "keys with values");
      }
      return record(
          wanted.asSubclass(Record.class),
          type,
          path,
          "",
          node.map(Node.Mapping.class::cast),
          fallback.map(Record.class::cast),
          node.map(Node::place).orElse(around));
    }
    if (node.isEmpty()) {
      announce(path, fallback.orElseThrow());
      return Optional.of(new Recipe.Constant(around, type, fallback.orElseThrow()));
    }
    if (node.get() instanceof Node.Scalar scalar) {
      return scalar(wanted, path, scalar);
    }
    return refuse(node.get(), path, wanted(type));
  }

  // Scalars

  private Optional<Recipe> scalar(Class<?> type, String path, Node.Scalar scalar) {
    if (scalar.text().startsWith("=") && type != Content.class) {
      try {
        Expression expression = Expression.parse(scalar.text().substring(1));
        if (expression.overRows()) {
          return refuse(
              scalar.place(),
              shown(path) + ": '" + scalar.text() + "' is over rows, wanted a value");
        }
        return Optional.of(new Recipe.Computed(scalar.place(), type, shown(path), expression));
      } catch (IllegalArgumentException e) {
        return refuse(scalar.place(), shown(path) + ": " + e.getMessage());
      }
    }
    if (type == Content.class) {
      return file(path, scalar);
    }
    Optional<?> value = Optional.empty();
    if (type == String.class) {
      value = Optional.of(scalar.text());
    } else if (type.isEnum()) {
      value =
          Arrays.stream(type.getEnumConstants())
              .filter(each -> Family.kebab(((Enum<?>) each).name()).equals(scalar.text()))
              .findFirst();
    } else if (!scalar.quoted()) {
      value = plain(type, scalar.text());
    }
    if (value.isEmpty()) {
      return refuse(scalar, path, wanted(type));
    }
    constants.accept(shown(path), named(value.get()));
    return Optional.of(new Recipe.Constant(scalar.place(), type, value.get()));
  }

  private static Optional<?> plain(Class<?> type, String text) {
    if (type == boolean.class || type == Boolean.class) {
      return switch (text) {
        case "true", "True", "TRUE" -> Optional.of(true);
        case "false", "False", "FALSE" -> Optional.of(false);
        default -> Optional.empty();
      };
    }
    Optional<Double> number = Decimal.parse(text).filter(Double::isFinite);
    if (type == double.class || type == Double.class) {
      return number;
    }
    if (Decimal.whole(text) && text.length() <= 20) {
      try {
        return type == int.class || type == Integer.class
            ? Optional.of(Integer.parseInt(text))
            : Optional.of(Long.parseLong(text));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    // 1e3 is a whole number too
    double limit = type == int.class || type == Integer.class ? Integer.MAX_VALUE : 0x1p53;
    return number
        .filter(value -> value == Math.rint(value) && Math.abs(value) <= limit)
        .map(
            value ->
                type == int.class || type == Integer.class
                    ? (Object) value.intValue()
                    : (Object) value.longValue());
  }

  private Optional<Recipe> file(String path, Node.Scalar scalar) {
    try {
      byte[] bytes = files.read(scalar.text());
      return Optional.of(
          new Recipe.Constant(scalar.place(), Content.class, new Content(scalar.text(), bytes)));
    } catch (IOException e) {
      return refuse(
          scalar.place(), path + " cannot read '" + scalar.text() + "': " + e.getMessage());
    }
  }

  // Lists and maps

  private Optional<Recipe> list(
      ParameterizedType type,
      String path,
      Optional<Node> node,
      Optional<Object> fallback,
      Place around) {
    Type item = type.getActualTypeArguments()[0];
    List<Optional<Node>> nodes = new ArrayList<>();
    List<Optional<Object>> defaults = new ArrayList<>();
    if (node.isPresent() && node.get() instanceof Node.Sequence sequence) {
      sequence.items().forEach(each -> nodes.add(Optional.of(each)));
    } else if (node.isPresent() && node.get() instanceof Node.Scalar) {
      nodes.add(node);
    } else if (node.isPresent()) {
      return refuse(node.get(), path, wanted(type));
    } else {
      ((List<?>) fallback.orElseThrow()).forEach(each -> defaults.add(Optional.of(each)));
    }
    int size = Math.max(Math.max(nodes.size(), defaults.size()), overrides.largestIndex(path));
    List<Recipe> items = new ArrayList<>();
    Place place = node.map(Node::place).orElse(around);
    if (size == 1 && node.isPresent() && node.get() instanceof Node.Scalar) {
      shown.put(path + ".1", shown(path));
    } else {
      shown.remove(path + ".1");
    }
    for (int i = 0; i < size; i++) {
      String itemPath = path + "." + (i + 1);
      Optional<Node> itemNode = i < nodes.size() ? nodes.get(i) : Optional.empty();
      Optional<Object> itemDefault = i < defaults.size() ? defaults.get(i) : Optional.empty();
      if (itemNode.isEmpty() && itemDefault.isEmpty() && !overrides.within(itemPath)) {
        refuse(
            place,
            path
                + " has "
                + (i)
                + " values, but an axis or --set gives value "
                + size
                + "; write all in base");
        return Optional.empty();
      }
      read(item, itemPath, itemNode, itemDefault, place).ifPresent(items::add);
    }
    if (items.size() < size) {
      return Optional.empty();
    }
    if (items.stream().allMatch(Recipe.Constant.class::isInstance)) {
      List<Object> values = new ArrayList<>();
      items.forEach(each -> values.add(((Recipe.Constant) each).value()));
      if (values.size() == 1) {
        announce(path, values.get(0));
      }
      return Optional.of(new Recipe.Constant(place, type, List.copyOf(values)));
    }
    return Optional.of(new Recipe.Listed(place, type, items));
  }

  private Optional<Recipe> map(
      ParameterizedType type,
      String path,
      Optional<Node> node,
      Optional<Object> fallback,
      Place around) {
    Type wanted = type.getActualTypeArguments()[1];
    Map<String, Optional<Node>> nodes = new TreeMap<>();
    Map<String, Place> places = new TreeMap<>();
    if (node.isPresent() && node.get() instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              each -> {
                nodes.put(each.key(), Optional.of(each.value()));
                places.put(each.key(), each.place());
              });
    } else if (node.isPresent()) {
      return refuse(node.get(), path, wanted(type));
    }
    Map<?, ?> defaults = node.isPresent() ? Map.of() : (Map<?, ?>) fallback.orElseThrow();
    TreeSet<String> keys = new TreeSet<>(nodes.keySet());
    defaults.keySet().forEach(key -> keys.add(key.toString()));
    keys.addAll(overrides.keysBelow(path));
    List<Recipe.Part> parts = new ArrayList<>();
    Place place = node.map(Node::place).orElse(around);
    for (String key : keys) {
      read(
              wanted,
              path + "." + key,
              nodes.getOrDefault(key, Optional.empty()),
              Optional.ofNullable(defaults.get(key)),
              places.getOrDefault(key, place))
          .ifPresent(recipe -> parts.add(new Recipe.Part(key, recipe)));
    }
    if (parts.size() < keys.size()) {
      return Optional.empty();
    }
    if (parts.stream().allMatch(part -> part.recipe() instanceof Recipe.Constant)) {
      Map<String, Object> values = new TreeMap<>();
      parts.forEach(part -> values.put(part.key(), ((Recipe.Constant) part.recipe()).value()));
      return Optional.of(new Recipe.Constant(place, type, values));
    }
    return Optional.of(new Recipe.Mapped(place, type, parts));
  }

  // Families

  private Optional<Recipe> member(
      Family<?> family, String path, Optional<Node> node, Optional<Object> fallback, Place around) {
    family.names().stream()
        .filter(name -> components(memberOf(family, name)).size() == 1)
        .forEach(name -> overrides.visit(path + "." + name));
    List<String> overriding =
        family.names().stream()
            .filter(name -> overrides.within(path + "." + name))
            .filter(name -> components(memberOf(family, name)).size() == 1)
            .toList();
    if (overriding.size() > 1) {
      return refuse(
          around,
          path + " is given as " + String.join(" and as ", overriding) + "; one is accepted");
    }
    Optional<Chosen> written = Optional.empty();
    if (node.isPresent()) {
      written = chosen(family, path, node.get());
      if (written.isEmpty()) {
        return Optional.empty();
      }
    }
    if (overriding.size() == 1
        && !written.map(each -> each.name().equals(overriding.get(0))).orElse(false)) {
      boolean isDefault =
          written.isEmpty()
              && fallback.map(Family::nameOf).map(overriding.get(0)::equals).orElse(false);
      if (!isDefault && written.isPresent() && overrides.at(path)) {
        return refuse(
            written.get().place(),
            path
                + " is given by an axis or --set, and so is "
                + path
                + "."
                + overriding.get(0)
                + "; one is accepted");
      }
      if (!isDefault) {
        Record member = memberOf(family, overriding.get(0));
        return record(
            member.getClass(),
            family.type(),
            path,
            overriding.get(0),
            Optional.empty(),
            Optional.of(member),
            node.map(Node::place).orElse(around));
      }
    }
    if (written.isEmpty()) {
      Record member = (Record) fallback.orElseThrow();
      return record(
          member.getClass(),
          family.type(),
          path,
          Family.nameOf(member),
          Optional.empty(),
          Optional.of(member),
          around);
    }
    Record member = memberOf(family, written.get().name());
    return record(
        member.getClass(),
        family.type(),
        path,
        written.get().name(),
        written.get().parameters(),
        Optional.of(member),
        written.get().place());
  }

  /** The member that a node names, and what it says of its parameters. */
  private record Chosen(String name, Place place, Optional<Node.Mapping> parameters) {}

  private Optional<Chosen> chosen(Family<?> family, String path, Node node) {
    if (node instanceof Node.Scalar scalar) {
      boolean bare =
          scalar.text().startsWith("=")
              || (!scalar.quoted()
                  && (Decimal.parse(scalar.text()).isPresent()
                      || Decimal.notFinite(scalar.text())));
      Optional<?> bareNumber = family.bareNumber();
      if (bare && bareNumber.isPresent()) {
        return Optional.of(bare((Record) bareNumber.get(), path, scalar));
      }
      if (family.find(scalar.text()).isPresent()) {
        return Optional.of(new Chosen(scalar.text(), scalar.place(), Optional.empty()));
      }
      return unknown(family, scalar.text(), scalar.place());
    }
    if (node instanceof Node.Sequence) {
      Optional<?> bareList = family.bareList();
      if (bareList.isPresent()) {
        return Optional.of(bare((Record) bareList.get(), path, node));
      }
      refuse(node, path, "one " + family.name());
      return Optional.empty();
    }
    Node.Mapping mapping = (Node.Mapping) node;
    Optional<?> bareKeys = family.bareKeys();
    if (mapping.entries().size() == 1) {
      Node.Entry entry = mapping.entries().get(0);
      if (family.find(entry.key()).isPresent()) {
        return parameters(family, path, entry);
      }
      if (bareKeys.isEmpty()) {
        return unknown(family, entry.key(), entry.place());
      }
    }
    if (bareKeys.isPresent()) {
      return Optional.of(
          new Chosen(Family.nameOf(bareKeys.get()), node.place(), Optional.of(mapping)));
    }
    for (String key : mapping.keys()) {
      if (!mapping.entries().isEmpty() && family.find(key).isPresent()) {
        refuse(
            node.place(),
            path
                + " has the keys "
                + String.join(", ", mapping.keys())
                + "; wanted one "
                + family.name()
                + " with its parameters indented below it");
        return Optional.empty();
      }
    }
    refuse(
        node.place(),
        path
            + " has "
            + (mapping.entries().isEmpty()
                ? "no key"
                : "the keys " + String.join(", ", mapping.keys()))
            + "; wanted one "
            + family.name()
            + " of: "
            + sorted(family.names()));
    return Optional.empty();
  }

  private Optional<Chosen> parameters(Family<?> family, String path, Node.Entry entry) {
    Record member = memberOf(family, entry.key());
    List<String> keys = components(member);
    if (entry.value().empty()) {
      return Optional.of(new Chosen(entry.key(), entry.place(), Optional.empty()));
    }
    if (entry.value() instanceof Node.Mapping mapping
        && (keys.size() != 1
            || mapping.entries().isEmpty()
            || mapping.find(keys.get(0)).isPresent()
            || !nested(member))) {
      return Optional.of(new Chosen(entry.key(), entry.place(), Optional.of(mapping)));
    }
    if (keys.size() == 1) {
      shown.put(path + "." + keys.get(0), path + "." + entry.key());
      return Optional.of(single(member, entry.place(), entry.value()));
    }
    refuse(
        entry.value().place(),
        path
            + ": "
            + entry.key()
            + " was given "
            + entry.value().shown()
            + (keys.isEmpty()
                ? "; it has no parameters"
                : "; wanted its parameters by name: " + sorted(keys)));
    return Optional.empty();
  }

  /** Whether the one parameter of a member is itself written with keys. */
  private static boolean nested(Record member) {
    Class<?> type = member.getClass().getRecordComponents()[0].getType();
    return type.isRecord() || Families.of(type).isPresent() || Map.class.isAssignableFrom(type);
  }

  private Chosen bare(Record member, String path, Node value) {
    shown.put(path + "." + components(member).get(0), path);
    return single(member, value.place(), value);
  }

  private static Chosen single(Record member, Place place, Node value) {
    String key = components(member).get(0);
    return new Chosen(
        Family.nameOf(member),
        place,
        Optional.of(new Node.Mapping(place, List.of(new Node.Entry(value.place(), key, value)))));
  }

  private Optional<Chosen> unknown(Family<?> family, String name, Place place) {
    refuse(
        place,
        "no "
            + family.name()
            + " is named '"
            + name
            + "'; there are: "
            + sorted(family.names())
            + Suggestion.of(name, family.names()));
    return Optional.empty();
  }

  /** The recipe of the member that a node names; parameters lie directly below the path. */
  Optional<Recipe> named(Class<?> type, String path, Node node) {
    Family<?> family = Families.of(type).orElseThrow();
    overrides.visit(path);
    if (node.empty()) {
      return refuse(node.place(), path + " is empty, wanted " + wanted(type));
    }
    Optional<Chosen> chosen = chosen(family, path, node);
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    Record member = memberOf(family, chosen.get().name());
    return record(
        member.getClass(),
        family.type(),
        path,
        chosen.get().name(),
        chosen.get().parameters(),
        Optional.of(member),
        chosen.get().place());
  }

  private static Record memberOf(Family<?> family, String name) {
    return (Record) family.find(name).orElseThrow();
  }

  private static List<String> components(Record member) {
    return Arrays.stream(member.getClass().getRecordComponents())
        .map(component -> Family.kebab(component.getName()))
        .toList();
  }

  // Records

  private Optional<Recipe> record(
      Class<? extends Record> made,
      Type type,
      String path,
      String member,
      Optional<Node.Mapping> node,
      Optional<Record> fallback,
      Place place) {
    return built(made, type, path, member, node, fallback, place)
        .flatMap(built -> fold(built, place));
  }

  /** The recipe of a record, whether or not its components are constant. */
  Optional<Recipe.Built> built(
      Class<? extends Record> made,
      Type type,
      String path,
      String member,
      Optional<Node.Mapping> node,
      Optional<Record> fallback,
      Place place) {
    RecordComponent[] components = made.getRecordComponents();
    List<String> keys =
        Arrays.stream(components).map(component -> Family.kebab(component.getName())).toList();
    node.ifPresent(mapping -> unknownKeys(mapping, path, member, keys));
    List<Recipe.Part> parts = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      String key = keys.get(i);
      String childPath = path.isEmpty() ? key : path + "." + key;
      if (components.length == 1
          && !member.isEmpty()
          && overrides.within(path + "." + member)
          && !overrides.within(childPath)) {
        childPath = path + "." + member;
      }
      Optional<Node.Entry> entry = node.flatMap(mapping -> mapping.find(key));
      boolean required = components[i].isAnnotationPresent(Required.class);
      if (required && entry.isEmpty() && !overrides.at(childPath)) {
        About about = components[i].getAnnotation(About.class);
        refuse(place, childPath + " is required" + (about == null ? "" : ": " + about.value()));
        continue;
      }
      Optional<Object> childDefault =
          required
              ? Optional.empty()
              : fallback.map(instance -> component(instance, components, key));
      read(
              components[i].getGenericType(),
              childPath,
              entry.map(Node.Entry::value),
              childDefault,
              entry.map(Node.Entry::place).orElse(place))
          .ifPresent(recipe -> parts.add(new Recipe.Part(key, recipe)));
    }
    if (parts.size() < components.length) {
      parts.forEach(
          part -> {
            if (part.recipe() instanceof Recipe.Built whole) {
              remains.add(whole);
            }
          });
      return Optional.empty();
    }
    return Optional.of(new Recipe.Built(place, type, path, made, parts));
  }

  private Optional<Recipe> fold(Recipe.Built built, Place place) {
    if (!built.parts().stream().allMatch(part -> part.recipe() instanceof Recipe.Constant)) {
      return Optional.of(built);
    }
    try {
      return Optional.of(new Recipe.Constant(place, built.type(), Recipes.construct(built)));
    } catch (Recipes.RefusedConstant e) {
      problems.accept(e.problem());
      return Optional.empty();
    }
  }

  private void unknownKeys(
      Node.Mapping mapping, String path, String member, Collection<String> keys) {
    for (Node.Entry entry : mapping.entries()) {
      if (!keys.contains(entry.key())) {
        String owner = !member.isEmpty() ? member : path.isEmpty() ? "base" : path;
        refuse(
            entry.place(),
            (path.isEmpty() ? "" : path + ".")
                + entry.key()
                + " is unknown; "
                + owner
                + (keys.isEmpty() ? " has no parameters" : " has: " + sorted(keys))
                + Suggestion.of(entry.key(), keys));
      }
    }
  }

  static Object component(Record instance, RecordComponent[] components, String key) {
    for (RecordComponent component : components) {
      if (Family.kebab(component.getName()).equals(key)) {
        try {
          return component.getAccessor().invoke(instance);
        } catch (IllegalAccessException | InvocationTargetException e) {
          throw new IllegalStateException(instance.getClass() + " must be public", e);
        }
      }
    }
    throw new IllegalStateException(instance.getClass() + " has no component " + key);
  }

  // Messages

  /** Tells the constants within a value by their paths. */
  private void announce(String path, Object value) {
    if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        String key = Family.kebab(component.getName());
        announce(
            path.isEmpty() ? key : path + "." + key,
            component(record, record.getClass().getRecordComponents(), key));
        overrides.visit(path.isEmpty() ? key : path + "." + key);
      }
    } else if (value instanceof List<?> list) {
      if (list.size() == 1) {
        announce(path, list.get(0));
      }
    } else if (!(value instanceof Content) && !(value instanceof Map<?, ?>)) {
      constants.accept(shown(path), named(value));
    }
  }

  private static Object named(Object value) {
    return value instanceof Enum<?> constant ? Family.kebab(constant.name()) : value;
  }

  private static String sorted(Collection<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }

  private Optional<Recipe> refuse(Node node, String path, String wanted) {
    String hint = "";
    if (node instanceof Node.Scalar scalar && wanted.startsWith("one of: ")) {
      hint = Suggestion.of(scalar.text(), List.of(wanted.substring(8).split(", ")));
    }
    return refuse(
        node.place(), shown(path) + " was given " + node.shown() + ", wanted " + wanted + hint);
  }

  private Optional<Recipe> refuse(Place place, String message) {
    problems.accept(new Problem(place, message));
    return Optional.empty();
  }

  private static String wanted(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? "a list, each " + wanted(generic.getActualTypeArguments()[0])
          : "keys with values";
    }
    Class<?> wanted = (Class<?>) type;
    if (wanted == double.class || wanted == Double.class) {
      return "a finite number";
    }
    if (wanted == int.class || wanted == Integer.class) {
      return "a whole number";
    }
    if (wanted == long.class || wanted == Long.class) {
      return "a whole number";
    }
    if (wanted == boolean.class || wanted == Boolean.class) {
      return "true or false";
    }
    if (wanted == Content.class) {
      return "the name of a file";
    }
    if (wanted.isEnum()) {
      return "one of: "
          + String.join(
              ", ",
              Arrays.stream(wanted.getEnumConstants())
                  .map(each -> Family.kebab(((Enum<?>) each).name()))
                  .toList());
    }
    Optional<Family<?>> family = Families.of(wanted);
    if (family.isPresent()) {
      return "one " + family.get().name() + " of: " + sorted(family.get().names());
    }
    return wanted == String.class ? "a text" : "keys with values";
  }
}
