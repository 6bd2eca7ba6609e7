package org.phasegrid.sweeps.expression;

import java.util.List;

/** The syntax tree of an expression. */
sealed interface Term {
  /** A number, text, true or false. */
  record Literal(Value value) implements Term {}

  /** A name: an axis, a let, a column. */
  record Name(String name) implements Term {}

  /** A list, the right side of {@code in}. */
  record Many(List<Term> items) implements Term {}

  /** {@code -x} and {@code not x}. */
  record Unary(String operator, Term operand) implements Term {}

  /** {@code x op y}. */
  record Binary(String operator, Term left, Term right) implements Term {
    boolean comparison() {
      return switch (operator) {
        case "==", "!=", "<", "<=", ">", ">=", "in" -> true;
        default -> false;
      };
    }
  }

  /** {@code f(x, ...)}. */
  record Call(String function, List<Term> arguments) implements Term {}
}
