package org.phasegrid.sweeps.read;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.grid.Recipe;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.file.Content;

/** Values and recipes as nodes with every default written out, which read again give the same. */
final class CanonicalNodes {
  private static final Place NOWHERE = new Place("", 0);

  /** What stands where an axis is. */
  enum AxisPlaces {
    BASE_VALUE,
    BLANK
  }

  private CanonicalNodes() {}

  static Node text(String text) {
    return new Node.Scalar(NOWHERE, text, true);
  }

  static Node word(String text) {
    return new Node.Scalar(NOWHERE, text, false);
  }

  static Node list(List<Node> items) {
    return new Node.Sequence(NOWHERE, items);
  }

  static Node.Entry entry(String key, Node value) {
    return new Node.Entry(NOWHERE, key, value);
  }

  static Node mapping(List<Node.Entry> entries) {
    return new Node.Mapping(NOWHERE, entries);
  }

  /** The node of a recipe; empty where nothing is written because an axis gives it. */
  static Optional<Node> of(Recipe recipe, AxisPlaces axes) {
    if (recipe instanceof Recipe.Constant constant) {
      return Optional.of(of(constant.type(), constant.value()));
    }
    if (recipe instanceof Recipe.Computed computed) {
      return Optional.of(text("=" + computed.expression().text()));
    }
    if (recipe instanceof Recipe.Choice choice) {
      return axes == AxisPlaces.BLANK
          ? Optional.of(word("axis"))
          : choice.base().flatMap(base -> of(base, axes));
    }
    if (recipe instanceof Recipe.Listed listed) {
      List<Node> items = new ArrayList<>();
      for (Recipe item : listed.items()) {
        Optional<Node> node = of(item, axes);
        if (node.isEmpty()) {
          return Optional.empty();
        }
        items.add(node.get());
      }
      return Optional.of(list(items));
    }
    if (recipe instanceof Recipe.Mapped mapped) {
      return Optional.of(mapping(entries(mapped.parts(), axes)));
    }
    Recipe.Built built = (Recipe.Built) recipe;
    return Optional.of(
        record(
            built.type(), Family.nameOf(built.made()), entries(built.parts(), axes), Form.SHORT));
  }

  private static List<Node.Entry> entries(List<Recipe.Part> parts, AxisPlaces axes) {
    List<Node.Entry> entries = new ArrayList<>();
    for (Recipe.Part part : parts) {
      // The list that a member is written as stays one: looks [0] are no looks of the name 0.
      boolean member =
          part.recipe() instanceof Recipe.Built
              || (part.recipe() instanceof Recipe.Constant constant
                  && !(constant.value() instanceof List));
      of(part.recipe(), axes)
          .ifPresent(node -> entries.add(entry(part.key(), member ? node : plain(node))));
    }
    return entries;
  }

  /** A list of one scalar as the scalar. */
  private static Node plain(Node node) {
    return node instanceof Node.Sequence sequence
            && sequence.items().size() == 1
            && sequence.items().get(0) instanceof Node.Scalar
        ? sequence.items().get(0)
        : node;
  }

  /** Whether a member with one parameter may leave out its key. */
  private enum Form {
    SHORT,
    KEYS
  }

  /** The node of a value that is wanted as a type. */
  static Node of(Type type, Object value) {
    return of(type, value, Form.SHORT);
  }

  /** The node of a member as its name with all its parameters by key, and more keys. */
  static Node member(Type type, Object value, List<Node.Entry> more) {
    Node node = of(type, value, Form.KEYS);
    if (more.isEmpty()) {
      return of(type, value);
    }
    List<Node.Entry> parameters = new ArrayList<>();
    String name = Family.nameOf(value);
    if (node instanceof Node.Mapping mapping
        && mapping.find(name).isPresent()
        && mapping.find(name).get().value() instanceof Node.Mapping known) {
      parameters.addAll(known.entries());
    }
    parameters.addAll(more);
    return mapping(List.of(entry(name, mapping(parameters))));
  }

  /** The same of a member of which axes give some parameters. */
  static Node member(Recipe.Built built, List<Node.Entry> more) {
    List<Node.Entry> parameters = entries(built.parts(), AxisPlaces.BASE_VALUE);
    parameters.addAll(more);
    return mapping(List.of(entry(Family.nameOf(built.made()), mapping(parameters))));
  }

  private static Node of(Type type, Object value, Form form) {
    if (value instanceof Double number) {
      return word(Decimal.yaml(number));
    }
    if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
      return word(value.toString());
    }
    if (value instanceof String string) {
      return text(string);
    }
    if (value instanceof Enum<?> constant) {
      return word(Family.kebab(constant.name()));
    }
    if (value instanceof Content content) {
      return text(content.name());
    }
    if (value instanceof List<?> values) {
      Type item = ((ParameterizedType) type).getActualTypeArguments()[0];
      return list(values.stream().map(each -> of(item, each)).toList());
    }
    if (value instanceof Map<?, ?> values) {
      Type item = ((ParameterizedType) type).getActualTypeArguments()[1];
      List<Node.Entry> entries = new ArrayList<>();
      values.forEach((key, each) -> entries.add(entry(key.toString(), of(item, each))));
      return mapping(entries);
    }
    Record record = (Record) value;
    RecordComponent[] components = record.getClass().getRecordComponents();
    List<Node.Entry> entries = new ArrayList<>();
    for (RecordComponent component : components) {
      String key = Family.kebab(component.getName());
      Object of = RecipeReader.component(record, components, key);
      Node node = of(component.getGenericType(), of);
      entries.add(entry(key, of instanceof List ? plain(node) : node));
    }
    return record(type, Family.nameOf(record), entries, form);
  }

  private static Node record(Type type, String name, List<Node.Entry> entries, Form form) {
    Optional<Family<?>> family =
        type instanceof Class<?> wanted ? Families.of(wanted) : Optional.empty();
    if (family.isEmpty()) {
      return mapping(entries);
    }
    if (entries.isEmpty()) {
      return word(name);
    }
    Record member = (Record) family.get().find(name).orElseThrow();
    boolean one = member.getClass().getRecordComponents().length == 1;
    if (one && form == Form.SHORT) {
      Node value = entries.get(0).value();
      boolean listed =
          List.class.isAssignableFrom(member.getClass().getRecordComponents()[0].getType());
      if (listed && value instanceof Node.Scalar) {
        value = list(List.of(value));
      }
      if (value instanceof Node.Scalar && family.get().bareNumber().equals(Optional.of(member))) {
        return value;
      }
      if (value instanceof Node.Sequence && family.get().bareList().equals(Optional.of(member))) {
        return value;
      }
      if (!(value instanceof Node.Mapping)) {
        return mapping(List.of(entry(name, value)));
      }
    }
    if (form == Form.SHORT && family.get().bareKeys().equals(Optional.of(member))) {
      return mapping(entries);
    }
    return mapping(List.of(entry(name, mapping(entries))));
  }

  /**
   * A value in few words, as a table shows it: a member's name with its one parameter, or with
   * those of several that are not the default.
   */
  static String label(Type type, Object value) {
    if (value instanceof Double number) {
      return Decimal.brief(number);
    }
    if (value instanceof Enum<?> constant) {
      return Family.kebab(constant.name());
    }
    if (value instanceof List<?> values) {
      Type item = ((ParameterizedType) type).getActualTypeArguments()[0];
      return String.join(" ", values.stream().map(each -> label(item, each)).toList());
    }
    if (!(value instanceof Record record)) {
      return value.toString();
    }
    RecordComponent[] components = record.getClass().getRecordComponents();
    String name = Family.nameOf(record);
    Optional<?> known =
        type instanceof Class<?> wanted
            ? Families.of(wanted).flatMap(family -> family.find(name))
            : Optional.empty();
    StringBuilder label = new StringBuilder(name);
    for (RecordComponent component : components) {
      String key = Family.kebab(component.getName());
      Object each = RecipeReader.component(record, components, key);
      if (components.length == 1) {
        label.append(' ').append(label(component.getGenericType(), each));
      } else if (known.isEmpty()
          || !RecipeReader.component((Record) known.get(), components, key).equals(each)) {
        label.append(' ').append(key).append(' ');
        label.append(label(component.getGenericType(), each));
      }
    }
    return label.toString();
  }
}
