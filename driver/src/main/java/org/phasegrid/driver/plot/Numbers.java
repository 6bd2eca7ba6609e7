package org.phasegrid.driver.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text, the same on every JVM and in every locale. */
final class Numbers {
  private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Numbers() {}

  /** At most two decimals, for coordinates. */
  static String coordinate(double value) {
    BigDecimal rounded = new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /**
   * For people: {@code digits} significant digits without trailing zeros, with a true minus sign;
   * from 10⁵ and below 10⁻³ as 3×10⁻⁵.
   */
  static String text(double value, int digits) {
    if (Double.isNaN(value)) {
      return "undefined";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    if (rounded.signum() == 0) {
      return "0";
    }
    BigDecimal size = rounded.abs().stripTrailingZeros();
    String sign = rounded.signum() < 0 ? "−" : "";
    int exponent = size.precision() - size.scale() - 1;
    if (exponent >= -3 && exponent < 5) {
      return sign + size.toPlainString();
    }
    String mantissa = size.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString();
    return sign + (mantissa.equals("1") ? "" : mantissa + "×") + power(10, exponent);
  }

  /** Whether {@link #text} with so many digits gives the value back to nine. */
  static boolean exact(double value, int digits) {
    double rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)).doubleValue();
    return Math.abs(rounded - value) <= 1e-9 * Math.abs(value);
  }

  /** 10⁻³ and its like. */
  static String power(int base, int exponent) {
    StringBuilder text = new StringBuilder(Integer.toString(base));
    if (exponent < 0) {
      text.append('⁻');
    }
    for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
      text.append(RAISED.charAt(digit - '0'));
    }
    return text.toString();
  }
}
