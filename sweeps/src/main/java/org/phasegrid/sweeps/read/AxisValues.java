package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.phasegrid.sweeps.document.Decimal;
import org.phasegrid.sweeps.document.Node;
import org.phasegrid.sweeps.document.Place;
import org.phasegrid.sweeps.document.Problem;
import org.phasegrid.sweeps.document.Suggestion;
import org.phasegrid.sweeps.grid.AxisColumn.Scale;

/**
 * The values of an axis as nodes: a list, {@code seeds: n}, or a range.
 *
 * <p>{@code linear} and {@code log10} give their end points as values, {@code log2} as exponents:
 * {@code {log10: {from: 1e-3, to: 10, points: 5}}} is 0.001, 0.01, ..., 10 and {@code {log2: {from:
 * 0, to: 6, step: 0.1}}} is 2^0, 2^0.1, ..., 2^6. {@code step} is of the value (linear), of its
 * decimal logarithm (log10) or of the exponent (log2). End points are exact, as are whole powers.
 *
 * @param values one per point
 * @param scale of a range; empty for a list
 * @param canonical how a range is written; empty for a list
 */
record AxisValues(List<Node> values, Optional<Scale> scale, Optional<Node> canonical) {
  /** Values of one axis at most. */
  static final int LONGEST = 1_000_000;

  private static final List<String> KINDS = List.of("linear", "log10", "log2", "seeds");

  /** Whether a node declares an axis rather than one value. */
  static boolean declared(Node node) {
    return node instanceof Node.Sequence
        || (node instanceof Node.Mapping mapping
            && mapping.entries().size() == 1
            && KINDS.contains(mapping.keys().get(0)));
  }

  /**
   * Reads an axis; empty where problems say why not.
   *
   * @param path as messages call it
   * @param seed the first of {@code seeds}
   */
  static Optional<AxisValues> read(String path, Node node, long seed, Consumer<Problem> problems) {
    return new Reading(path, seed, problems).read(node);
  }

  private record Reading(String path, long seed, Consumer<Problem> problems) {
    Optional<AxisValues> read(Node node) {
      if (node instanceof Node.Sequence sequence) {
        return list(sequence);
      }
      if (!(node instanceof Node.Mapping mapping)) {
        return refuse(
            node.place(),
            "was given " + node.shown() + ", wanted a list or one of: " + String.join(", ", KINDS));
      }
      if (mapping.entries().size() != 1 || !KINDS.contains(mapping.keys().get(0))) {
        String given = mapping.keys().isEmpty() ? "" : mapping.keys().get(0);
        return refuse(
            node.place(),
            "has the keys "
                + String.join(", ", mapping.keys())
                + ", wanted a list or one of: "
                + String.join(", ", KINDS)
                + Suggestion.of(given, KINDS));
      }
      Node.Entry entry = mapping.entries().get(0);
      return entry.key().equals("seeds") ? seeds(entry) : range(entry);
    }

    private Optional<AxisValues> list(Node.Sequence sequence) {
      if (sequence.items().isEmpty()) {
        return refuse(sequence.place(), "is empty; an axis has one value or more");
      }
      Set<String> seen = new TreeSet<>();
      for (Node item : sequence.items()) {
        if (item instanceof Node.Scalar scalar && scalar.text().startsWith("=")) {
          return refuse(
              item.place(),
              "has the expression " + scalar.text() + "; values of an axis are fixed");
        }
        String text = text(item);
        if (!seen.add(text)) {
          return refuse(item.place(), "has " + text + " twice");
        }
      }
      return Optional.of(new AxisValues(sequence.items(), Optional.empty(), Optional.empty()));
    }

    private static String text(Node item) {
      if (item instanceof Node.Scalar scalar && !scalar.quoted()) {
        return Decimal.parse(scalar.text()).map(Decimal::brief).orElse(scalar.text());
      }
      return item instanceof Node.Scalar scalar
          ? "'" + scalar.text() + "'"
          : org.phasegrid.sweeps.document.YamlText.line(item);
    }

    private Optional<AxisValues> seeds(Node.Entry entry) {
      Optional<Double> count = number(entry.value());
      if (count.isEmpty() || !(count.get() >= 1 && count.get() == Math.rint(count.get()))) {
        return refuse(
            entry.value().place(),
            "was given seeds: " + entry.value().shown() + ", wanted how many, 1 or more");
      }
      if (count.get() > LONGEST) {
        return tooMany(entry, count.get());
      }
      List<Node> values = new ArrayList<>();
      for (long k = 0; k < count.get().longValue(); k++) {
        values.add(new Node.Scalar(entry.place(), Long.toString(seed + k), false));
      }
      return Optional.of(
          new AxisValues(
              values,
              Optional.of(Scale.LINEAR),
              Optional.of(mapping("seeds", scalar(Long.toString(count.get().longValue()))))));
    }

    private Optional<AxisValues> range(Node.Entry entry) {
      String kind = entry.key();
      if (!(entry.value() instanceof Node.Mapping mapping)) {
        return refuse(
            entry.value().place(),
            "was given " + kind + ": " + entry.value().shown() + ", wanted from, to and points");
      }
      boolean decades = kind.equals("log10");
      List<String> keys =
          decades
              ? List.of("from", "to", "points", "step", "per-decade")
              : List.of("from", "to", "points", "step");
      Map<String, Double> numbers = new LinkedHashMap<>();
      boolean good = true;
      for (Node.Entry each : mapping.entries()) {
        if (!keys.contains(each.key())) {
          refuse(
              each.place(),
              "has the unknown key "
                  + each.key()
                  + "; "
                  + kind
                  + " has: "
                  + String.join(", ", keys)
                  + Suggestion.of(each.key(), keys));
          good = false;
          continue;
        }
        Optional<Double> number = number(each.value());
        if (number.isEmpty()) {
          refuse(
              each.value().place(),
              each.key() + " was given " + each.value().shown() + ", wanted a finite number");
          good = false;
        } else {
          numbers.put(each.key(), number.get());
        }
      }
      if (!good) {
        return Optional.empty();
      }
      List<String> counted = keys.stream().skip(2).filter(numbers::containsKey).toList();
      if (!numbers.containsKey("from") || !numbers.containsKey("to") || counted.size() != 1) {
        return refuse(
            entry.place(),
            kind
                + " wants from, to and one of: "
                + String.join(", ", keys.subList(2, keys.size())));
      }
      double from = numbers.getOrDefault("from", 0.0);
      double to = numbers.getOrDefault("to", 0.0);
      if (decades && !(from > 0 && to > 0)) {
        return refuse(
            entry.place(),
            "log10 wants values above 0 as from and to, was given "
                + Decimal.brief(from)
                + " and "
                + Decimal.brief(to));
      }
      if (kind.equals("log2") && !(Math.abs(from) <= 1000 && Math.abs(to) <= 1000)) {
        return refuse(
            entry.place(),
            "log2 wants exponents within -1000 and 1000 as from and to, was given "
                + Decimal.brief(from)
                + " and "
                + Decimal.brief(to));
      }
      return points(
          entry, kind, from, to, counted.get(0), numbers.getOrDefault(counted.get(0), 0.0));
    }

    private Optional<AxisValues> points(
        Node.Entry entry, String kind, double from, double to, String by, double amount) {
      boolean decades = kind.equals("log10");
      double start = decades ? StrictMath.log10(from) : from;
      double end = decades ? StrictMath.log10(to) : to;
      double points =
          switch (by) {
            case "points" -> amount;
            case "step" -> (end - start) / amount + 1;
            default -> Math.abs(end - start) * amount + 1;
          };
      double whole = Math.rint(points);
      if (!(amount != 0) || !(points >= 1) || Math.abs(points - whole) > 1e-6) {
        return refuse(
            entry.place(),
            by.equals("points")
                ? "points was given " + Decimal.brief(amount) + ", wanted a whole number, 1 or more"
                : by
                    + " "
                    + Decimal.brief(amount)
                    + " does not lead from "
                    + Decimal.brief(from)
                    + " to "
                    + Decimal.brief(to)
                    + " in whole steps");
      }
      if (points > LONGEST) {
        return tooMany(entry, points);
      }
      int n = (int) whole;
      if (n == 1 ? from != to : from == to) {
        return refuse(
            entry.place(),
            n == 1
                ? "has one point, but from and to differ"
                : "has " + n + " points, but from and to are equal");
      }
      List<Node> values = new ArrayList<>(n);
      for (int k = 0; k < n; k++) {
        double at =
            n == 1 || k == 0 ? start : k == n - 1 ? end : start + (end - start) * k / (n - 1);
        double value =
            switch (kind) {
              case "log10" -> k == 0 ? from : k == n - 1 ? to : power10(at);
              case "log2" -> power2(at);
              default -> at;
            };
        values.add(
            new Node.Scalar(
                entry.place(),
                value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Decimal.yaml(value),
                false));
      }
      Scale scale =
          switch (kind) {
            case "log10" -> Scale.LOG10;
            case "log2" -> Scale.LOG2;
            default -> Scale.LINEAR;
          };
      Node canonical =
          mapping(
              kind,
              new Node.Mapping(
                  NOWHERE,
                  List.of(
                      new Node.Entry(NOWHERE, "from", scalar(Decimal.yaml(from))),
                      new Node.Entry(NOWHERE, "to", scalar(Decimal.yaml(to))),
                      new Node.Entry(NOWHERE, "points", scalar(Integer.toString(n))))));
      return Optional.of(new AxisValues(values, Optional.of(scale), Optional.of(canonical)));
    }

    private Optional<AxisValues> tooMany(Node.Entry entry, double points) {
      return refuse(
          entry.place(),
          "has "
              + String.format("%.0f", points)
              + " points, at most "
              + LONGEST
              + " are accepted on one axis");
    }

    private static Optional<Double> number(Node node) {
      return node instanceof Node.Scalar scalar && !scalar.quoted()
          ? Decimal.parse(scalar.text()).filter(Double::isFinite)
          : Optional.empty();
    }

    private Optional<AxisValues> refuse(Place place, String message) {
      problems.accept(new Problem(place, path + " " + message));
      return Optional.empty();
    }
  }

  static final Place NOWHERE = new Place("", 0);

  private static Node scalar(String text) {
    return new Node.Scalar(NOWHERE, text, false);
  }

  private static Node mapping(String key, Node value) {
    return new Node.Mapping(NOWHERE, List.of(new Node.Entry(NOWHERE, key, value)));
  }

  /** 10^x; a whole x as the decimal reads. */
  private static double power10(double x) {
    double whole = Math.rint(x);
    return Math.abs(x - whole) < 1e-13
        ? Double.parseDouble("1e" + (int) whole)
        : StrictMath.pow(10, x);
  }

  /** 2^x; a whole x exactly. */
  private static double power2(double x) {
    double whole = Math.rint(x);
    return Math.abs(x - whole) < 1e-13 ? Math.scalb(1.0, (int) whole) : StrictMath.pow(2, x);
  }

  /** The spacing of a list of numbers. */
  static Scale spacing(List<Object> values) {
    double[] x = new double[values.size()];
    for (int i = 0; i < x.length; i++) {
      if (!(values.get(i) instanceof Number number)) {
        return Scale.CATEGORY;
      }
      x[i] = number.doubleValue();
    }
    if (x.length < 2) {
      return x.length == 1 ? Scale.LINEAR : Scale.CATEGORY;
    }
    if (geometric(x, 2)) {
      return Scale.LOG2;
    }
    if (geometric(x, 10)) {
      return Scale.LOG10;
    }
    double step = x[1] - x[0];
    for (int i = 2; i < x.length; i++) {
      if (Math.abs(x[i] - x[i - 1] - step) > 1e-9 * Math.abs(step)) {
        return Scale.CATEGORY;
      }
    }
    return Scale.LINEAR;
  }

  private static boolean geometric(double[] x, double base) {
    double ratio = x[1] / x[0];
    double exponent = StrictMath.log(ratio) / StrictMath.log(base);
    if (!(x[0] > 0 && ratio > 1) || Math.abs(exponent - Math.rint(exponent)) > 1e-9) {
      return false;
    }
    for (int i = 2; i < x.length; i++) {
      if (Math.abs(x[i] / x[i - 1] / ratio - 1) > 1e-9) {
        return false;
      }
    }
    return true;
  }
}
