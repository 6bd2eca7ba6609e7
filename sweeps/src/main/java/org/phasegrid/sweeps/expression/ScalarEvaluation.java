package org.phasegrid.sweeps.expression;

import java.util.List;
import org.phasegrid.worker.theory.LyapunovExponents;
import org.phasegrid.worker.theory.ObservableTransitions;
import org.phasegrid.worker.theory.Truncation;

/** The value of a term at one point, and the operations on single values. */
final class ScalarEvaluation {
  private ScalarEvaluation() {}

  static Value value(Term term, Scope scope) {
    if (term instanceof Term.Literal literal) {
      return literal.value();
    }
    if (term instanceof Term.Name name) {
      return scope.value(name.name());
    }
    if (term instanceof Term.Unary unary) {
      return unary(unary.operator(), value(unary.operand(), scope));
    }
    if (term instanceof Term.Binary binary) {
      Value left = value(binary.left(), scope);
      if (binary.right() instanceof Term.Many many) {
        for (Term item : many.items()) {
          if (equal(left, value(item, scope))) {
            return Value.TRUE;
          }
        }
        return Value.FALSE;
      }
      return binary(binary.operator(), left, value(binary.right(), scope));
    }
    if (term instanceof Term.Call call) {
      if (Functions.find(call.function()).orElseThrow().overRows(call.arguments().size())) {
        throw new IllegalArgumentException(
            call.function() + " is over rows and has no value at one point");
      }
      return call(
          call.function(), call.arguments().stream().map(each -> value(each, scope)).toList());
    }
    throw new IllegalArgumentException("a list belongs to the right of 'in'");
  }

  static Value unary(String operator, Value operand) {
    if (operator.equals("not")) {
      return operand.isNothing() ? operand : Value.of(!truth(operand, "not"));
    }
    return operand.isNothing() ? operand : Value.of(-number(operand, "-"));
  }

  static Value binary(String operator, Value left, Value right) {
    switch (operator) {
      case "and":
        return Value.of(truth(left, operator) && truth(right, operator));
      case "or":
        return Value.of(truth(left, operator) || truth(right, operator));
      case "==":
        return Value.of(equal(left, right));
      case "!=":
        return Value.of(!left.isNothing() && !right.isNothing() && !equal(left, right));
      case "<", "<=", ">", ">=":
        return ordered(operator, left, right);
      default:
        break;
    }
    if (left.isNothing() || right.isNothing()) {
      return Value.NOTHING;
    }
    double x = number(left, operator);
    double y = number(right, operator);
    return Value.of(
        switch (operator) {
          case "+" -> x + y;
          case "-" -> x - y;
          case "*" -> x * y;
          case "/" -> x / y;
          case "^" -> power(x, y);
          default -> throw new IllegalStateException(operator);
        });
  }

  /** x^y; squares by one product, whole powers of 2 and 10 as their decimals read. */
  static double power(double x, double y) {
    if (y == 2) {
      return x * x;
    }
    if (y == Math.rint(y) && Math.abs(y) <= 300) {
      if (x == 2) {
        return Math.scalb(1.0, (int) y);
      }
      if (x == 10) {
        return Double.parseDouble("1e" + (int) y);
      }
    }
    return StrictMath.pow(x, y);
  }

  private static Value ordered(String operator, Value left, Value right) {
    if (left.isNothing() || right.isNothing()) {
      return Value.FALSE;
    }
    if (left instanceof Value.Label || right instanceof Value.Label) {
      throw new IllegalArgumentException(
          "labels have no order: " + left + " " + operator + " " + right);
    }
    double x = number(left, operator);
    double y = number(right, operator);
    return Value.of(
        switch (operator) {
          case "<" -> x < y;
          case "<=" -> x <= y;
          case ">" -> x > y;
          default -> x >= y;
        });
  }

  /** Numbers by value, labels by text; nothing equals nothing at all, not even itself. */
  static boolean equal(Value left, Value right) {
    if (left instanceof Value.Real x && right instanceof Value.Real y) {
      return x.value() == y.value();
    }
    return !left.isNothing() && left.equals(right);
  }

  static Value call(String function, List<Value> arguments) {
    for (Value argument : arguments) {
      if (argument.isNothing()) {
        return Value.NOTHING;
      }
    }
    double x = number(arguments.get(0), function);
    switch (function) {
      case "min", "max":
        double extreme = x;
        for (Value argument : arguments) {
          double y = number(argument, function);
          extreme = function.equals("min") ? Math.min(extreme, y) : Math.max(extreme, y);
        }
        return Value.of(extreme);
      case "abs":
        return Value.of(Math.abs(x));
      case "sqrt":
        return Value.of(Math.sqrt(x));
      case "log":
        return Value.of(StrictMath.log(x));
      case "log10":
        return Value.of(StrictMath.log10(x));
      case "exp":
        return Value.of(StrictMath.exp(x));
      case "trunc_a_c":
        return Value.of(
            TheoryFunctions.truncAC(x, number(arguments.get(arguments.size() - 1), function)));
      case "logistic_lyapunov":
        return Value.of(LyapunovExponents.logistic(x));
      case "tied_net_lyapunov":
        return Value.of(LyapunovExponents.tiedNet(x));
      case "untied_net_lyapunov":
        return Value.of(LyapunovExponents.untiedNet(x));
      case "saturation_time":
        return Value.of(
            LyapunovExponents.saturation(
                x, number(arguments.get(1), function), number(arguments.get(2), function)));
      case "gram_eta_c":
        double[] given = {x, 1, 0, 2, 1};
        for (int i = 1; i < arguments.size(); i++) {
          given[i] = number(arguments.get(i), function);
        }
        return Value.of(TheoryFunctions.gramEtaC(given[0], given[1], given[2], given[3], given[4]));
      case "trunc_logistic":
        return Value.of(Truncation.share(x, number(arguments.get(1), function)));
      case "trunc_half":
        return Value.of(Truncation.halfTime(x));
      case "omd_kappa":
        double rho = arguments.size() == 3 ? number(arguments.get(2), function) : 1;
        return Value.of(TheoryFunctions.omdKappa(x, number(arguments.get(1), function), rho));
      case "omd_multiplicity":
        return Value.of(TheoryFunctions.omdMultiplicity(x, number(arguments.get(1), function)));
      case "omd_cluster_rate":
        return Value.of(ObservableTransitions.clusterRate(x, number(arguments.get(1), function)));
      case "floor":
        return Value.of(Math.floor(x));
      default:
        double[] numbers =
            arguments.stream().mapToDouble(argument -> number(argument, function)).toArray();
        return Value.of(
            Known.find(function)
                .orElseThrow(() -> new IllegalStateException(function))
                .value()
                .applyAsDouble(numbers));
    }
  }

  static double number(Value value, String function) {
    if (value instanceof Value.Truth truth) {
      return truth.value() ? 1 : 0;
    }
    return value
        .number()
        .orElseThrow(
            () -> new IllegalArgumentException(function + " wants a number, was given " + value));
  }

  static boolean truth(Value value, String operator) {
    if (value.isNothing()) {
      return false;
    }
    if (value instanceof Value.Truth truth) {
      return truth.value();
    }
    throw new IllegalArgumentException(operator + " wants true or false, was given " + value);
  }
}
