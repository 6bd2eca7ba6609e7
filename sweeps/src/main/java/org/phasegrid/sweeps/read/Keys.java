package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.expression.Expression;
import org.phasegrid.worker.family.Family;

/** The keys of a part of a document that is no parameter of a run. */
final class Keys {
  private final String path;
  private final Node.Mapping mapping;
  private final Consumer<Problem> problems;

  private Keys(String path, Node.Mapping mapping, Consumer<Problem> problems) {
    this.path = path;
    this.mapping = mapping;
    this.problems = problems;
  }

  /** The keys of a node, of which only some are known; empty if it is no mapping. */
  static Optional<Keys> of(String path, Node node, List<String> known, Consumer<Problem> problems) {
    if (!(node instanceof Node.Mapping mapping)) {
      problems.accept(
          new Problem(
              node.place(),
              path
                  + " was given "
                  + node.shown()
                  + ", wanted the keys: "
                  + String.join(", ", known)));
      return Optional.empty();
    }
    for (Node.Entry entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        problems.accept(
            new Problem(
                entry.place(),
                path
                    + "."
                    + entry.key()
                    + " is unknown; accepted are: "
                    + String.join(", ", new TreeSet<>(known))
                    + Suggestion.of(entry.key(), known)));
      }
    }
    return Optional.of(new Keys(path, mapping, problems));
  }

  Place place() {
    return mapping.place();
  }

  Place place(String key) {
    return mapping.find(key).map(entry -> entry.value().place()).orElse(mapping.place());
  }

  Optional<Node> node(String key) {
    return mapping.find(key).map(Node.Entry::value);
  }

  /** A text, or a problem. */
  Optional<String> text(String key) {
    Optional<Node> node = node(key);
    if (node.isPresent() && node.get() instanceof Node.Scalar scalar && !scalar.empty()) {
      return Optional.of(scalar.text());
    }
    node.ifPresent(given -> refuse(given, key, "a text"));
    return Optional.empty();
  }

  /** A text that must be there. */
  Optional<String> required(String key, String meaning) {
    if (node(key).isEmpty()) {
      problems.accept(new Problem(place(), path + "." + key + " is required: " + meaning));
      return Optional.empty();
    }
    return text(key);
  }

  /** Texts; one is a list of one. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    node(key)
        .ifPresent(
            node -> {
              List<Node> items =
                  node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
              for (Node item : items) {
                if (item instanceof Node.Scalar scalar && !scalar.empty()) {
                  texts.add(scalar.text());
                } else {
                  refuse(item, key, "a text or a list of them");
                }
              }
            });
    return texts;
  }

  /** Finite numbers; one is a list of one. */
  List<Double> numbers(String key) {
    List<Double> numbers = new ArrayList<>();
    node(key)
        .ifPresent(
            node -> {
              List<Node> items =
                  node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
              for (Node item : items) {
                Optional<Double> number =
                    item instanceof Node.Scalar scalar
                        ? Decimal.parse(scalar.text()).filter(Double::isFinite)
                        : Optional.empty();
                number.ifPresentOrElse(
                    numbers::add, () -> refuse(item, key, "a finite number or a list of them"));
              }
            });
    return numbers;
  }

  /** One of an enum's constants in kebab-case. */
  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return text(key).flatMap(text -> choice(node(key).orElseThrow(), key, text, type));
  }

  private <E extends Enum<E>> Optional<E> choice(
      Node node, String key, String text, Class<E> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(each -> Family.kebab(each.name())).toList();
    if (!names.contains(text)) {
      refuse(node, key, "one of: " + String.join(", ", names) + Suggestion.of(text, names));
      return Optional.empty();
    }
    return Optional.of(Enum.valueOf(type, text.replace('-', '_').toUpperCase(Locale.ROOT)));
  }

  /** Some of an enum's constants; one is a list of one. */
  <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
    if (!(node(key).orElse(mapping) instanceof Node.Sequence sequence)) {
      return choice(key, type).stream().toList();
    }
    List<E> choices = new ArrayList<>();
    for (Node item : sequence.items()) {
      choice(item, key, item instanceof Node.Scalar scalar ? scalar.text() : "", type)
          .ifPresent(choices::add);
    }
    return choices;
  }

  /** A text that is an expression. */
  Optional<String> expression(String key) {
    Optional<String> text = text(key);
    try {
      text.ifPresent(Expression::parse);
      return text;
    } catch (IllegalArgumentException e) {
      problems.accept(new Problem(place(key), path + "." + key + ": " + e.getMessage()));
      return Optional.empty();
    }
  }

  private void refuse(Node node, String key, String wanted) {
    problems.accept(
        new Problem(
            node.place(), path + "." + key + " was given " + node.shown() + ", wanted " + wanted));
  }
}
