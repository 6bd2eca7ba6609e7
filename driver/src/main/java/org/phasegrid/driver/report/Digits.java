package org.phasegrid.driver.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for reading: six digits, the same on every Java. */
final class Digits {
  private static final MathContext SIX = new MathContext(6);

  private Digits() {}

  static String of(double number) {
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "" : number > 0 ? "\u221e" : "\u2212\u221e";
    }
    if (number == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(number).round(SIX).stripTrailingZeros();
    int power = rounded.precision() - rounded.scale() - 1;
    if (power >= -4 && power < 7) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().abs().toString();
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e"
        + power;
  }
}
