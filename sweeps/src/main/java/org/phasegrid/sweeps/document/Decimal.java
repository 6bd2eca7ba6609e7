package org.phasegrid.sweeps.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as documents write them. Printed is the shortest decimal that reads back as the same
 * double, found by trial (more digits are never further off, so by bisection): {@code
 * Double.toString} differs between Java 17 and 25.
 */
public final class Decimal {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.?(inf|Inf|INF|nan|NaN|NAN|infinity|Infinity)");

  private Decimal() {}

  /** The number a text writes: {@code 2}, {@code .5}, {@code 1e-3}, {@code 1.0e+5}. */
  public static Optional<Double> parse(String text) {
    return NUMBER.matcher(text).matches()
        ? Optional.of(Double.parseDouble(text))
        : Optional.empty();
  }

  /** Whether a text is a number written without point and exponent. */
  public static boolean whole(String text) {
    return WHOLE.matcher(text).matches();
  }

  /** Whether a text writes NaN or an infinity. */
  public static boolean notFinite(String text) {
    return NOT_FINITE.matcher(text).matches();
  }

  /** {@code 0.001} is {@code 0.001}, 1e12 is {@code 1.0e+12}: a float to every YAML reader. */
  public static String yaml(double value) {
    return text(value, "e+", true);
  }

  /** As short as possible: 2.0 is {@code 2}, 1e12 is {@code 1e12}. */
  public static String brief(double value) {
    return text(value, "e", false);
  }

  private static String text(double value, String exponent, boolean point) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
    }
    if (value == 0) {
      return (1 / value < 0 ? "-0" : "0") + (point ? ".0" : "");
    }
    BigDecimal exact = new BigDecimal(value);
    int enough = 17;
    int tooFew = 0;
    while (enough - tooFew > 1) {
      int digits = (enough + tooFew) / 2;
      if (exact.round(new MathContext(digits)).doubleValue() == value) {
        enough = digits;
      } else {
        tooFew = digits;
      }
    }
    BigDecimal shortest = exact.round(new MathContext(enough)).stripTrailingZeros();
    int power = shortest.precision() - shortest.scale() - 1;
    if (power >= -4 && power < 7) {
      String plain = shortest.toPlainString();
      return point && plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = shortest.unscaledValue().abs().toString();
    String rest = digits.length() > 1 ? "." + digits.substring(1) : point ? ".0" : "";
    return (value < 0 ? "-" : "") + digits.charAt(0) + rest + (power < 0 ? "e" : exponent) + power;
  }
}
