package org.phasegrid.sweeps.expression;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The functions of the grammar, by name. */
final class Functions {
  /** Whether a function is of one point or row, of rows, or of both by its count of arguments. */
  enum Kind {
    SCALAR,
    ROWS,
    EITHER
  }

  /**
   * How a function is called.
   *
   * @param least fewest arguments
   * @param most arguments at most
   */
  record Shape(String name, Kind kind, int least, int most, String usage) {
    /** Whether a call with so many arguments is over rows. */
    boolean overRows(int arguments) {
      return kind == Kind.ROWS || (kind == Kind.EITHER && arguments == 1);
    }
  }

  private static final int MANY = 64;

  private static final List<Shape> GENERAL =
      List.of(
          new Shape("min", Kind.EITHER, 1, MANY, "min(x, y, ...) of values or min(x) over rows"),
          new Shape("max", Kind.EITHER, 1, MANY, "max(x, y, ...) of values or max(x) over rows"),
          new Shape("abs", Kind.SCALAR, 1, 1, "abs(x)"),
          new Shape("sqrt", Kind.SCALAR, 1, 1, "sqrt(x)"),
          new Shape("log", Kind.SCALAR, 1, 1, "log(x)"),
          new Shape("log10", Kind.SCALAR, 1, 1, "log10(x)"),
          new Shape("exp", Kind.SCALAR, 1, 1, "exp(x)"),
          new Shape("floor", Kind.SCALAR, 1, 1, "floor(x)"),
          new Shape(
              "trunc_a_c", Kind.SCALAR, 1, 2, "trunc_a_c(depth) or trunc_a_c(truncating, depth)"),
          new Shape("logistic_lyapunov", Kind.SCALAR, 1, 1, "logistic_lyapunov(r)"),
          new Shape("tied_net_lyapunov", Kind.SCALAR, 1, 1, "tied_net_lyapunov(eta)"),
          new Shape("untied_net_lyapunov", Kind.SCALAR, 1, 1, "untied_net_lyapunov(eta)"),
          new Shape(
              "saturation_time",
              Kind.SCALAR,
              3,
              3,
              "saturation_time(exponent, saturated, epsilon)"),
          new Shape(
              "gram_eta_c",
              Kind.SCALAR,
              1,
              5,
              "gram_eta_c(depth) of one example, gram_eta_c(depth, examples, cosine),"
                  + " or with weight variance and readout scale after them"),
          new Shape("trunc_logistic", Kind.SCALAR, 2, 2, "trunc_logistic(f0, s)"),
          new Shape("trunc_half", Kind.SCALAR, 1, 1, "trunc_half(f0)"),
          new Shape(
              "omd_kappa",
              Kind.SCALAR,
              2,
              3,
              "omd_kappa(dimension, degree) of geodesic distances on a sphere, or omd_kappa(dimension,"
                  + " degree, rho) with noise"),
          new Shape("omd_multiplicity", Kind.SCALAR, 2, 2, "omd_multiplicity(dimension, degree)"),
          new Shape("omd_cluster_rate", Kind.SCALAR, 2, 2, "omd_cluster_rate(signal, steps)"),
          new Shape("first", Kind.ROWS, 1, 1, "first(x)"),
          new Shape("last", Kind.ROWS, 1, 1, "last(x)"),
          new Shape("at", Kind.ROWS, 2, 2, "at(x, step)"),
          new Shape("mean", Kind.ROWS, 1, 1, "mean(x)"),
          new Shape("median", Kind.ROWS, 1, 1, "median(x)"),
          new Shape("fraction", Kind.ROWS, 1, 1, "fraction(condition)"),
          new Shape("count", Kind.ROWS, 0, 1, "count() of rows or count(condition)"),
          new Shape("all", Kind.ROWS, 1, 1, "all(condition)"),
          new Shape("any", Kind.ROWS, 1, 1, "any(condition)"),
          new Shape("slope", Kind.ROWS, 2, 2, "slope(y, x)"),
          new Shape("pearson", Kind.ROWS, 2, 2, "pearson(x, y)"),
          new Shape("spearman", Kind.ROWS, 2, 2, "spearman(x, y)"),
          new Shape("monotone", Kind.ROWS, 1, 2, "monotone(y) in row order or monotone(y, x)"),
          new Shape("agreement", Kind.ROWS, 2, 2, "agreement(a, b)"),
          new Shape("alike", Kind.ROWS, 2, MANY, "alike(x, key, ...)"));

  static final List<Shape> ALL =
      Stream.concat(GENERAL.stream(), Known.all().map(Known::shape)).toList();

  private Functions() {}

  static Optional<Shape> find(String name) {
    return ALL.stream().filter(shape -> shape.name().equals(name)).findFirst();
  }

  static List<String> names() {
    return ALL.stream().map(Shape::name).toList();
  }
}
