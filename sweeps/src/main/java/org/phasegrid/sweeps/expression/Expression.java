package org.phasegrid.sweeps.expression;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An expression of the one grammar: numbers, names, 'texts', true, false, pi; + - * / ^ (to the
 * right, tighter than unary minus); == != &lt; &lt;= &gt; &gt;= and in [list]; and, or, not; min
 * max abs sqrt log log10 exp floor, bbp_eps_c(sigma, r, t), trunc_a_c(truncating, depth),
 * trunc_logistic(f0, s), trunc_half(f0). Over rows also first, last, at(x, step), max(x), min(x),
 * mean, median, fraction, count, all, any, slope(y, x) of log y against log x, pearson, spearman,
 * monotone, agreement(a, b) and alike(x, key, ...).
 *
 * <p>Nothing (an empty cell) in arithmetic gives nothing, a comparison with it is false, what is
 * over rows skips it. What is over rows may be mixed with what is per row: {@code max(abs(a/b-1))},
 * {@code fraction(loss &gt; median(loss))}. Functions are StrictMath's: the same bits everywhere.
 */
public final class Expression {
  private final String text;
  private final Term term;

  private Expression(String text, Term term) {
    this.text = text;
    this.term = term;
  }

  /** The expression of a text; an {@link IllegalArgumentException} says where it is wrong. */
  public static Expression parse(String text) {
    return new Expression(text, Parser.parse(text));
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  /** The names it asks for. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    collect(term, names);
    return names;
  }

  /** Whether it holds a function over rows, and so has no value at one point. */
  public boolean overRows() {
    return overRows(term);
  }

  /** Whether it has a value per row, given which names have one. */
  public boolean perRow(Predicate<String> rowNames) {
    return perRow(term, rowNames);
  }

  /** What its value is, given what its names are. */
  public Value.Kind kind(Function<String, Value.Kind> names) {
    return kind(term, names);
  }

  /** Its value at one point or in one row. */
  public Value evaluate(Scope scope) {
    return ScalarEvaluation.value(term, scope);
  }

  /**
   * Its value over rows. A condition per row is true when it is in every row and there is one; a
   * number per row is a value only if there is one row.
   */
  public Value evaluate(Rows rows) {
    return new RowsEvaluation(rows).one(term, text);
  }

  /**
   * Its value over rows as a statement, with the figure that decided it: of a comparison the left
   * side's value.
   */
  public Figure figure(Rows rows) {
    return new RowsEvaluation(rows).figure(term, text);
  }

  private static void collect(Term term, Set<String> names) {
    if (term instanceof Term.Name name) {
      names.add(name.name());
    } else if (term instanceof Term.Many many) {
      many.items().forEach(item -> collect(item, names));
    } else if (term instanceof Term.Unary unary) {
      collect(unary.operand(), names);
    } else if (term instanceof Term.Binary binary) {
      collect(binary.left(), names);
      collect(binary.right(), names);
    } else if (term instanceof Term.Call call) {
      if (call.function().equals("at")) {
        names.add("step");
      }
      call.arguments().forEach(argument -> collect(argument, names));
    }
  }

  private static boolean overRows(Term term) {
    if (term instanceof Term.Many many) {
      return many.items().stream().anyMatch(Expression::overRows);
    } else if (term instanceof Term.Unary unary) {
      return overRows(unary.operand());
    } else if (term instanceof Term.Binary binary) {
      return overRows(binary.left()) || overRows(binary.right());
    } else if (term instanceof Term.Call call) {
      return Functions.find(call.function()).orElseThrow().overRows(call.arguments().size())
          || call.arguments().stream().anyMatch(Expression::overRows);
    }
    return false;
  }

  private static boolean perRow(Term term, Predicate<String> rowNames) {
    if (term instanceof Term.Name name) {
      return rowNames.test(name.name());
    } else if (term instanceof Term.Many many) {
      return many.items().stream().anyMatch(item -> perRow(item, rowNames));
    } else if (term instanceof Term.Unary unary) {
      return perRow(unary.operand(), rowNames);
    } else if (term instanceof Term.Binary binary) {
      return perRow(binary.left(), rowNames) || perRow(binary.right(), rowNames);
    } else if (term instanceof Term.Call call) {
      return !Functions.find(call.function()).orElseThrow().overRows(call.arguments().size())
          && call.arguments().stream().anyMatch(argument -> perRow(argument, rowNames));
    }
    return false;
  }

  private static Value.Kind kind(Term term, Function<String, Value.Kind> names) {
    if (term instanceof Term.Name name) {
      return names.apply(name.name());
    } else if (term instanceof Term.Literal literal) {
      return literal.value().kind();
    } else if (term instanceof Term.Unary unary) {
      return unary.operator().equals("not") ? Value.Kind.TRUTH : Value.Kind.NUMBER;
    } else if (term instanceof Term.Binary binary) {
      boolean truth =
          binary.comparison() || binary.operator().equals("and") || binary.operator().equals("or");
      return truth ? Value.Kind.TRUTH : Value.Kind.NUMBER;
    } else if (term instanceof Term.Call call) {
      return switch (call.function()) {
        case "first", "last", "at" -> kind(call.arguments().get(0), names);
        case "all", "any" -> Value.Kind.TRUTH;
        default -> Value.Kind.NUMBER;
      };
    }
    return Value.Kind.TRUTH;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expression expression && expression.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
