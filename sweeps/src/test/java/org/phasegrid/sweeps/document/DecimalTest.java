package org.phasegrid.sweeps.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecimalTest {
  @Test
  void everyDoubleReadsBackFromItsText() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 5_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertEquals(Optional.of(value), Decimal.parse(Decimal.yaml(value)), "seed 7, draw " + i);
        assertEquals(Optional.of(value), Decimal.parse(Decimal.brief(value)), "seed 7, draw " + i);
      }
    }
    assertEquals(Optional.of(-0.0), Decimal.parse(Decimal.yaml(-0.0)));
  }

  @Test
  void textsAreTheShortestThatReadBack() {
    assertEquals("0.1", Decimal.yaml(0.1));
    assertEquals("128.0", Decimal.yaml(128));
    assertEquals("1.0e+12", Decimal.yaml(1e12));
    assertEquals("1.0e-7", Decimal.yaml(1e-7));
    assertEquals("-2.5e-9", Decimal.yaml(-2.5e-9));
    assertEquals("1e12", Decimal.brief(1e12));
    assertEquals("64", Decimal.brief(64));
    assertEquals("0.3535533905932738", Decimal.brief(Math.sqrt(2) / 4));
    // Java 17 prints 2.0E-3 and 2.2250738585072014E-308, as later ones do; this one it prints
    // longer
    assertEquals("2e23", Decimal.brief(2e23));
  }

  @Test
  void numbersAreReadWithoutPointAndWithExponent() {
    assertEquals(Optional.of(0.001), Decimal.parse("1e-3"));
    assertEquals(Optional.of(1e5), Decimal.parse("1.0e5"));
    assertEquals(Optional.of(0.5), Decimal.parse(".5"));
    assertEquals(Optional.of(2.0), Decimal.parse("2"));
    assertTrue(Decimal.parse("1e").isEmpty());
    assertTrue(Decimal.parse("0x10").isEmpty());
    assertTrue(Decimal.parse(".nan").isEmpty());
  }
}
