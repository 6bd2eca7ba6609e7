package org.phasegrid.driver.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProgressLineTest {
  /**
   * Half of the runs, but four fifths of the work, since the costliest come first: a fifth of it is
   * left.
   */
  @Test
  void theTimeLeftFollowsTheWorkNotTheCount() {
    assertEquals(
        "100/200 runs, 12.5 runs/s, 2 s left, 3 diverged",
        ProgressLine.line(100, 200, 0, 3, 0.8, 8));
    assertEquals(
        "200/200 runs, 20.0 runs/s, 10.0 s, 3 diverged, 1 failed",
        ProgressLine.line(200, 200, 1, 3, 1, 10));
  }

  @Test
  void longTimesAreTold() {
    assertEquals("89 s", ProgressLine.duration(89));
    assertEquals("20 min", ProgressLine.duration(1200));
    assertEquals("2.0 h", ProgressLine.duration(7200));
  }
}
