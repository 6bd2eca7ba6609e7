package org.phasegrid.driver.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FirstSecondsTest {
  private double compiler = 7;
  private final FirstSeconds first = new FirstSeconds(() -> compiler);

  /** Two seconds of work that take one later, then one that takes as long later. */
  @BeforeEach
  void work() {
    compiler += 4;
    first.spent(2);
    compiler += 0.5;
    first.spent(1);
    first.again(0, 1);
    first.again(0, 1.5);
    first.again(1, 1.25);
  }

  @Test
  void shortWorkIsChargedWithItsPart() {
    assertEquals(new FirstSeconds.Beyond(0.25, 1), first.of(0.25));
    assertEquals(new FirstSeconds.Beyond(0, 0), first.of(0));
  }

  @Test
  void laterWorkTakesNoMoreThanItDoes() {
    assertEquals(new FirstSeconds.Beyond(1, 4.25), first.of(1.5));
    assertEquals(new FirstSeconds.Beyond(1, 4.5), first.of(2));
    assertEquals(new FirstSeconds.Beyond(1, 4.5), first.of(1e6));
  }
}
