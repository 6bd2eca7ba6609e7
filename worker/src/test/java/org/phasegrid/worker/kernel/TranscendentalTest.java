package org.phasegrid.worker.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.random.Key;

/** tanh, exp and erf against {@link StrictMath} and mpmath, and the laws they keep to the bit. */
class TranscendentalTest {
  /** What {@link Transcendental} promises; StrictMath itself is within 1 ulp. */
  private static final double ULPS = 3;

  private static final Key KEY = Key.of(20).child("transcendental");

  private static final double[] SPECIAL = {
    0.0,
    Double.MIN_VALUE,
    1e-310,
    Double.MIN_NORMAL,
    1e-17,
    0.55,
    Math.nextDown(0.55),
    Math.nextUp(0.55),
    1,
    19,
    19.061547465398498,
    20,
    21,
    709.782712893384,
    709.7827128933841,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY
  };

  /** All bit patterns, the region where the function bends, and the neighbours of its branches. */
  private static double argument(int i, double reach) {
    Key key = KEY.child(i % 4);
    double u = 2 * key.uniform(i) - 1;
    return switch (i % 4) {
      case 0 -> Double.longBitsToDouble(key.bits(i));
      case 1 -> reach * u;
      case 2 -> u * Math.scalb(1.0, -(i % 60));
      default -> Math.copySign(0.55, u) * (1 + 0x1p-40 * key.uniform(i + 1));
    };
  }

  private static double ulps(double got, double want) {
    if (Double.isNaN(want) || Double.isInfinite(want) || want == 0) {
      return Double.doubleToLongBits(got) == Double.doubleToLongBits(want) ? 0 : 1e9;
    }
    return Math.abs(got - want) / Math.ulp(want);
  }

  private static double ulps(float got, float want) {
    if (Float.isNaN(want) || Float.isInfinite(want) || want == 0) {
      return Float.floatToIntBits(got) == Float.floatToIntBits(want) ? 0 : 1e9;
    }
    return Math.abs((double) got - want) / Math.ulp(want);
  }

  private static void assertClose(
      DoubleUnaryOperator function, DoubleUnaryOperator reference, double reach) {
    double worst = 0;
    double where = 0;
    for (int i = 0; i < 2_000_000; i++) {
      double x = argument(i, reach);
      double error = ulps(function.applyAsDouble(x), reference.applyAsDouble(x));
      if (error > worst) {
        worst = error;
        where = x;
      }
    }
    for (double x : SPECIAL) {
      for (double signed : new double[] {x, -x}) {
        assertTrue(
            ulps(function.applyAsDouble(signed), reference.applyAsDouble(signed)) <= ULPS,
            "at " + signed);
      }
    }
    assertTrue(worst <= ULPS, worst + " ulp at " + where);
  }

  @Test
  void tanhIsWithinThreeUlp() {
    assertClose(Transcendental::tanh, StrictMath::tanh, 22);
  }

  @Test
  void expIsWithinThreeUlpFromUnderflowToOverflow() {
    assertClose(Transcendental::exp, StrictMath::exp, 750);
    for (double x = -746; x < -707; x += 0x1p-12) {
      assertTrue(ulps(Transcendental.exp(x), StrictMath.exp(x)) <= ULPS, "at " + x);
    }
  }

  /** Golden values of erf.csv, made by erf.py beside it. */
  @Test
  void erfIsWithinThreeUlpOfMpmath() throws IOException {
    List<String> lines;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                TranscendentalTest.class.getResourceAsStream("erf.csv"),
                StandardCharsets.US_ASCII))) {
      lines = reader.lines().toList();
    }
    assertEquals(1509, lines.size());
    for (String line : lines) {
      int comma = line.indexOf(',');
      double x = Double.parseDouble(line.substring(0, comma));
      double erf = Double.parseDouble(line.substring(comma + 1));

      assertTrue(ulps(Transcendental.erf(x), erf) <= ULPS, "at " + x);
      assertTrue(ulps(Transcendental.erf((float) x), (float) strict((float) x)) <= ULPS, "at " + x);
    }
  }

  private static double strict(float x) {
    return Transcendental.erf((double) x);
  }

  @Test
  void float32FunctionsAreWithinThreeUlpOfTheRoundedTruth() {
    for (int bits = 0; bits < 0x7F800000; bits += 1021) {
      float x = Float.intBitsToFloat(bits);
      for (float s : new float[] {x, -x}) {
        assertTrue(ulps(Transcendental.tanh(s), (float) StrictMath.tanh(s)) <= ULPS, "tanh " + s);
        assertTrue(ulps(Transcendental.exp(s), (float) StrictMath.exp(s)) <= ULPS, "exp " + s);
        assertTrue(ulps(Transcendental.erf(s), (float) strict(s)) <= ULPS, "erf " + s);
      }
    }
    for (float x = -105; x < 90; x += 0x1p-12f) {
      assertTrue(ulps(Transcendental.exp(x), (float) StrictMath.exp(x)) <= ULPS, "exp " + x);
    }
  }

  @Test
  void tanhAndErfAreOddAndNeverAboveOne() {
    for (int i = 0; i < 1_000_000; i++) {
      double x = Math.abs(argument(i, 22));
      float f = (float) x;
      if (Double.isNaN(x)) {
        continue;
      }

      assertEquals(Transcendental.tanh(x), -Transcendental.tanh(-x), 0);
      assertEquals(Transcendental.erf(x), -Transcendental.erf(-x), 0);
      assertEquals(Transcendental.tanh(f), -Transcendental.tanh(-f), 0);
      assertEquals(Transcendental.erf(f), -Transcendental.erf(-f), 0);
      assertTrue(Transcendental.tanh(x) >= 0 && Transcendental.tanh(x) <= 1, "tanh " + x);
      assertTrue(Transcendental.erf(x) >= 0 && Transcendental.erf(x) <= 1, "erf " + x);
      assertTrue(Transcendental.tanh(f) >= 0 && Transcendental.tanh(f) <= 1, "tanh " + f);
      assertTrue(Transcendental.erf(f) >= 0 && Transcendental.erf(f) <= 1, "erf " + f);
    }
  }

  @Test
  void tanhNeverFallsByMoreThanOneUlpBetweenNeighbours() {
    for (int i = 0; i < 2_000_000; i++) {
      double x = argument(i, 22);
      if (!(Math.abs(x) <= Double.MAX_VALUE)) {
        continue;
      }
      double here = Transcendental.tanh(x);

      double next = Transcendental.tanh(Math.nextUp(x));

      assertTrue(next >= here - Math.ulp(here), "at " + x);
    }
  }

  @Test
  void limitsSignsAndNaN() {
    assertBits(-0.0, Transcendental.tanh(-0.0));
    assertBits(-0.0, Transcendental.erf(-0.0));
    assertBits(1, Transcendental.exp(-0.0));
    assertBits(1, Transcendental.tanh(Double.POSITIVE_INFINITY));
    assertBits(-1, Transcendental.tanh(Double.NEGATIVE_INFINITY));
    assertBits(1, Transcendental.erf(Double.POSITIVE_INFINITY));
    assertBits(-1, Transcendental.erf(Double.NEGATIVE_INFINITY));
    assertBits(0, Transcendental.exp(Double.NEGATIVE_INFINITY));
    assertBits(Double.POSITIVE_INFINITY, Transcendental.exp(Double.POSITIVE_INFINITY));
    assertBits(Double.POSITIVE_INFINITY, Transcendental.exp(709.7827128933841));
    assertBits(Double.MIN_VALUE, Transcendental.exp(-745.1));
    assertBits(0, Transcendental.exp(-745.2));
    assertBits(Double.MIN_VALUE, Transcendental.tanh(Double.MIN_VALUE));
    assertBits(Double.NaN, Transcendental.tanh(Double.NaN));
    assertBits(Double.NaN, Transcendental.exp(Double.NaN));
    assertBits(Double.NaN, Transcendental.erf(Double.NaN));
    assertBits(Double.NaN, Transcendental.tanh(Float.NaN));
    assertBits(Double.NaN, Transcendental.exp(Float.NaN));
    assertBits(Double.NaN, Transcendental.erf(Float.NaN));
    assertBits(-0.0, Transcendental.tanh(-0f));
    assertBits(-0.0, Transcendental.erf(-0f));
  }

  private static void assertBits(double want, double got) {
    assertEquals(Double.doubleToLongBits(want), Double.doubleToLongBits(got), want + " " + got);
  }
}
