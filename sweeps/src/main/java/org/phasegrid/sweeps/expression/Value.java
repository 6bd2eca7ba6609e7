package org.phasegrid.sweeps.expression;

import java.util.OptionalDouble;
import org.phasegrid.sweeps.document.Decimal;

/** What an expression gives: a number, true or false, a label, or nothing (null in a table). */
public sealed interface Value {
  /** What a value is; nothing counts as a number. */
  enum Kind {
    NUMBER,
    TRUTH,
    LABEL
  }

  /** A number; whole numbers are numbers too. */
  record Real(double value) implements Value {
    @Override
    public String toString() {
      return Decimal.brief(value);
    }
  }

  /** True or false. */
  record Truth(boolean value) implements Value {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** A word. */
  record Label(String value) implements Value {
    @Override
    public String toString() {
      return "'" + value + "'";
    }
  }

  /** No value, as an empty cell of a table. */
  record Nothing() implements Value {
    @Override
    public String toString() {
      return "null";
    }
  }

  Value NOTHING = new Nothing();
  Value TRUE = new Truth(true);
  Value FALSE = new Truth(false);

  static Value of(double value) {
    return Double.isNaN(value) ? NOTHING : new Real(value);
  }

  static Value of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** A number, boolean or text of Java as a value. */
  static Value of(Object value) {
    if (value instanceof Value known) {
      return known;
    }
    if (value instanceof Number number) {
      return of(number.doubleValue());
    }
    if (value instanceof Boolean truth) {
      return of(truth.booleanValue());
    }
    return new Label(value.toString());
  }

  /** The number, if it is one. */
  default OptionalDouble number() {
    return this instanceof Real real ? OptionalDouble.of(real.value()) : OptionalDouble.empty();
  }

  /** What it is. */
  default Kind kind() {
    return this instanceof Truth ? Kind.TRUTH : this instanceof Label ? Kind.LABEL : Kind.NUMBER;
  }

  /** Whether it is true; nothing is not. */
  default boolean isTrue() {
    return this instanceof Truth truth && truth.value();
  }

  /** Whether there is no value. */
  default boolean isNothing() {
    return this instanceof Nothing;
  }
}
