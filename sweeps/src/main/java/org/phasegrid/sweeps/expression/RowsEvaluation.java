package org.phasegrid.sweeps.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The value of a term over rows: one value, or one per row. */
final class RowsEvaluation {
  /** One value, or as many as there are rows. */
  private record Result(List<Value> values, boolean perRow) {
    Value at(int row) {
      return values.get(perRow ? row : 0);
    }
  }

  private final Rows rows;

  RowsEvaluation(Rows rows) {
    this.rows = rows;
  }

  Value one(Term term, String text) {
    Result result = evaluate(term);
    if (!result.perRow()) {
      return result.at(0);
    }
    if (result.values().stream()
        .allMatch(each -> each instanceof Value.Truth || each.isNothing())) {
      return Value.of(
          !result.values().isEmpty() && result.values().stream().allMatch(Value::isTrue));
    }
    if (result.values().size() == 1) {
      return result.values().get(0);
    }
    throw new IllegalArgumentException(
        "'" + text + "' has a value per row; say which by last, mean, median, max, ...");
  }

  Figure figure(Term term, String text) {
    if (term instanceof Term.Binary binary && binary.operator().equals("and")) {
      Figure left = figure(binary.left(), text);
      Figure right = figure(binary.right(), text);
      return new Figure(left.holds() && right.holds(), left.text() + "; " + right.text());
    }
    boolean holds = one(term, text).isTrue();
    if (term instanceof Term.Binary binary
        && binary.comparison()
        && !(binary.right() instanceof Term.Many)) {
      Result left = evaluate(binary.left());
      Result right = evaluate(binary.right());
      if (!left.perRow() && !right.perRow()) {
        return new Figure(
            holds, left.at(0) + " (wanted " + binary.operator() + " " + right.at(0) + ")");
      }
    }
    Result result = evaluate(term);
    if (!result.perRow()) {
      return new Figure(holds, result.at(0).toString());
    }
    long kept = result.values().stream().filter(Value::isTrue).count();
    return new Figure(holds, kept + " of " + result.values().size() + " rows (wanted all)");
  }

  private Result evaluate(Term term) {
    if (term instanceof Term.Literal literal) {
      return new Result(List.of(literal.value()), false);
    }
    if (term instanceof Term.Name name) {
      Optional<Value> constant = rows.constant(name.name());
      if (constant.isPresent()) {
        return new Result(List.of(constant.get()), false);
      }
      List<Value> column = new ArrayList<>(rows.size());
      for (int row = 0; row < rows.size(); row++) {
        column.add(rows.value(row, name.name()));
      }
      return new Result(column, true);
    }
    if (term instanceof Term.Unary unary) {
      Result operand = evaluate(unary.operand());
      return each(
          List.of(operand), values -> ScalarEvaluation.unary(unary.operator(), values.get(0)));
    }
    if (term instanceof Term.Binary binary) {
      List<Result> sides = new ArrayList<>();
      sides.add(evaluate(binary.left()));
      if (binary.right() instanceof Term.Many many) {
        many.items().forEach(item -> sides.add(evaluate(item)));
        return each(
            sides,
            values ->
                Value.of(
                    values.stream()
                        .skip(1)
                        .anyMatch(item -> ScalarEvaluation.equal(values.get(0), item))));
      }
      sides.add(evaluate(binary.right()));
      return each(
          sides,
          values -> ScalarEvaluation.binary(binary.operator(), values.get(0), values.get(1)));
    }
    if (term instanceof Term.Call call) {
      List<Result> arguments = call.arguments().stream().map(this::evaluate).toList();
      if (Functions.find(call.function()).orElseThrow().overRows(arguments.size())) {
        return new Result(List.of(aggregate(call.function(), arguments)), false);
      }
      return each(arguments, values -> ScalarEvaluation.call(call.function(), values));
    }
    throw new IllegalArgumentException("a list belongs to the right of 'in'");
  }

  private Result each(
      List<Result> arguments, java.util.function.Function<List<Value>, Value> function) {
    boolean perRow = arguments.stream().anyMatch(Result::perRow);
    List<Value> values = new ArrayList<>();
    for (int row = 0; row < (perRow ? rows.size() : 1); row++) {
      int at = row;
      values.add(function.apply(arguments.stream().map(argument -> argument.at(at)).toList()));
    }
    return new Result(values, perRow);
  }

  private Value aggregate(String function, List<Result> arguments) {
    if (arguments.isEmpty()) {
      return Value.of((double) rows.size());
    }
    List<Value> present = new ArrayList<>();
    for (int row = 0; row < size(arguments.get(0)); row++) {
      Value value = arguments.get(0).at(row);
      if (!value.isNothing()) {
        present.add(value);
      }
    }
    switch (function) {
      case "count":
        return Value.of(
            (double)
                present.stream()
                    .filter(value -> !(value instanceof Value.Truth truth) || truth.value())
                    .count());
      case "all":
        return Value.of(present.stream().allMatch(value -> ScalarEvaluation.truth(value, "all")));
      case "any":
        return Value.of(present.stream().anyMatch(value -> ScalarEvaluation.truth(value, "any")));
      case "at":
        return at(arguments.get(0), arguments.get(1));
      case "alike":
        return alike(arguments);
      case "agreement":
        return agreement(arguments.get(0), arguments.get(1));
      case "monotone":
        return monotone(arguments);
      case "slope", "pearson", "spearman":
        return relation(function, arguments.get(0), arguments.get(1));
      default:
        break;
    }
    if (present.isEmpty()) {
      return Value.NOTHING;
    }
    switch (function) {
      case "first":
        return present.get(0);
      case "last":
        return present.get(present.size() - 1);
      case "fraction":
        long kept = present.stream().filter(v -> ScalarEvaluation.truth(v, "fraction")).count();
        return Value.of((double) kept / present.size());
      default:
        break;
    }
    double[] numbers =
        present.stream().mapToDouble(v -> ScalarEvaluation.number(v, function)).toArray();
    return Value.of(
        switch (function) {
          case "min" -> Arrays.stream(numbers).min().orElseThrow();
          case "max" -> Arrays.stream(numbers).max().orElseThrow();
          case "mean" -> mean(numbers);
          case "median" -> median(numbers);
          default -> throw new IllegalStateException(function);
        });
  }

  private int size(Result result) {
    return result.perRow() ? rows.size() : 1;
  }

  /** The first row whose {@code step} is the one asked for. */
  private Value at(Result column, Result step) {
    for (int row = 0; row < rows.size(); row++) {
      if (ScalarEvaluation.equal(rows.value(row, "step"), step.at(row))) {
        return column.at(row);
      }
    }
    return Value.NOTHING;
  }

  /**
   * Of the groups of two or more rows with equal keys, the share in which the first argument is
   * equal in all rows; rows where it is nothing are left out.
   */
  private Value alike(List<Result> arguments) {
    Map<List<Value>, List<Value>> groups = new LinkedHashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      int at = row;
      Value value = arguments.get(0).at(row);
      if (!value.isNothing()) {
        groups
            .computeIfAbsent(
                arguments.stream().skip(1).map(key -> key.at(at)).toList(), k -> new ArrayList<>())
            .add(value);
      }
    }
    long compared = 0;
    long equal = 0;
    for (List<Value> group : groups.values()) {
      if (group.size() > 1) {
        compared++;
        equal +=
            group.stream().allMatch(value -> ScalarEvaluation.equal(value, group.get(0))) ? 1 : 0;
      }
    }
    return compared == 0 ? Value.NOTHING : Value.of((double) equal / compared);
  }

  /** The share of rows in which both are equal; rows where one is nothing are left out. */
  private Value agreement(Result a, Result b) {
    long compared = 0;
    long equal = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (!a.at(row).isNothing() && !b.at(row).isNothing()) {
        compared++;
        equal += ScalarEvaluation.equal(a.at(row), b.at(row)) ? 1 : 0;
      }
    }
    return compared == 0 ? Value.NOTHING : Value.of((double) equal / compared);
  }

  /** 1 if y never falls, -1 if it never rises (and falls), 0 if it does both. */
  private Value monotone(List<Result> arguments) {
    List<double[]> points = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      Value y = arguments.get(0).at(row);
      Value x = arguments.size() == 1 ? Value.of((double) row) : arguments.get(1).at(row);
      if (!y.isNothing() && !x.isNothing()) {
        points.add(
            new double[] {
              ScalarEvaluation.number(x, "monotone"), ScalarEvaluation.number(y, "monotone")
            });
      }
    }
    if (points.size() < 2) {
      return Value.NOTHING;
    }
    points.sort(Comparator.comparingDouble(point -> point[0]));
    boolean rises = false;
    boolean falls = false;
    for (int i = 1; i < points.size(); i++) {
      rises |= points.get(i)[1] > points.get(i - 1)[1];
      falls |= points.get(i)[1] < points.get(i - 1)[1];
    }
    return Value.of(rises && falls ? 0.0 : falls ? -1.0 : 1.0);
  }

  private Value relation(String function, Result first, Result second) {
    List<double[]> pairs = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      OptionalDouble a = first.at(row).number();
      OptionalDouble b = second.at(row).number();
      if (a.isPresent() && b.isPresent()) {
        pairs.add(new double[] {a.getAsDouble(), b.getAsDouble()});
      }
    }
    double[] a = pairs.stream().mapToDouble(pair -> pair[0]).toArray();
    double[] b = pairs.stream().mapToDouble(pair -> pair[1]).toArray();
    if (a.length < 2) {
      return Value.NOTHING;
    }
    return Value.of(
        switch (function) {
          case "slope" -> slope(logarithms(a), logarithms(b));
          case "pearson" -> pearson(a, b);
          default -> pearson(ranks(a), ranks(b));
        });
  }

  private static double[] logarithms(double[] x) {
    return Arrays.stream(x).map(StrictMath::log).toArray();
  }

  /** Least squares of y on x. */
  private static double slope(double[] y, double[] x) {
    return covariance(x, y) / covariance(x, x);
  }

  private static double pearson(double[] x, double[] y) {
    return covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
  }

  private static double covariance(double[] x, double[] y) {
    double meanX = mean(x);
    double meanY = mean(y);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - meanX) * (y[i] - meanY);
    }
    return sum / x.length;
  }

  /** Ranks from 1, ties share their mean rank. */
  private static double[] ranks(double[] x) {
    Integer[] order = new Integer[x.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> x[i]));
    double[] ranks = new double[x.length];
    for (int i = 0; i < order.length; ) {
      int end = i;
      while (end < order.length && x[order[end]] == x[order[i]]) {
        end++;
      }
      for (int k = i; k < end; k++) {
        ranks[order[k]] = (i + 1 + end) / 2.0;
      }
      i = end;
    }
    return ranks;
  }

  private static double mean(double[] x) {
    double sum = 0;
    for (double each : x) {
      sum += each;
    }
    return sum / x.length;
  }

  private static double median(double[] x) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
