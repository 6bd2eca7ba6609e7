package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.YamlText;
import org.phasegrid.sweeps.grid.Recipe;
import org.phasegrid.worker.family.Family;

/** What an axis shows in tables, and how its values are written. */
final class AxisColumns {
  private AxisColumns() {}

  /** Values of an axis of base: all numbers, all whole numbers, all truths, or all labels. */
  static List<Object> values(Recipe.Choice choice, List<Node> nodes) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < choice.options().size(); i++) {
      values.add(value(choice.options().get(i), nodes.get(i)));
    }
    return alike(values);
  }

  /** Values of a free axis. */
  static List<Object> values(List<Node.Scalar> nodes) {
    boolean whole =
        nodes.stream()
            .allMatch(
                node -> !node.quoted() && Decimal.whole(node.text()) && node.text().length() < 19);
    List<Object> values = new ArrayList<>();
    for (Node.Scalar node : nodes) {
      Optional<Double> number = node.quoted() ? Optional.empty() : Decimal.parse(node.text());
      if (whole) {
        values.add(Long.parseLong(node.text()));
      } else if (number.isPresent()) {
        values.add(number.get());
      } else if (!node.quoted() && (node.text().equals("true") || node.text().equals("false"))) {
        values.add(node.text().equals("true"));
      } else {
        values.add(node.text());
      }
    }
    return alike(values);
  }

  private static Object value(Recipe option, Node node) {
    if (!(option instanceof Recipe.Constant constant)) {
      return node instanceof Node.Scalar scalar ? scalar.text() : YamlText.line(node);
    }
    Object value = constant.value();
    if (value instanceof List<?> list && list.size() == 1) {
      value = list.get(0);
    }
    if (value instanceof Integer whole) {
      return whole.longValue();
    }
    if (value instanceof Double || value instanceof Long || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Enum<?> constantName) {
      return Family.kebab(constantName.name());
    }
    if (value instanceof Record && node instanceof Node.Scalar scalar && !scalar.quoted()) {
      Optional<Double> number = Decimal.parse(scalar.text());
      if (number.isPresent()) {
        return number.get();
      }
    }
    return CanonicalNodes.label(constant.type(), value);
  }

  private static List<Object> alike(List<Object> values) {
    Class<?> first = values.get(0).getClass();
    if (values.stream().allMatch(value -> value.getClass() == first)) {
      return values;
    }
    List<Object> labels = new ArrayList<>();
    for (Object value : values) {
      labels.add(value instanceof Double number ? Decimal.brief(number) : value.toString());
    }
    return labels;
  }

  /** An axis as it is written: a range by its ends, a list with every default written out. */
  static Node node(AxisValues spread, Optional<Recipe.Choice> choice) {
    if (spread.canonical().isPresent()) {
      return spread.canonical().get();
    }
    if (choice.isEmpty()) {
      return CanonicalNodes.list(spread.values());
    }
    List<Node> items = new ArrayList<>();
    for (Recipe option : choice.get().options()) {
      Node node = CanonicalNodes.of(option, CanonicalNodes.AxisPlaces.BASE_VALUE).orElseThrow();
      items.add(
          node instanceof Node.Sequence sequence
                  && sequence.items().size() == 1
                  && option instanceof Recipe.Constant constant
                  && constant.value() instanceof List<?>
              ? sequence.items().get(0)
              : node);
    }
    return CanonicalNodes.list(items);
  }
}
