package org.phasegrid.driver.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
  @Test
  void everyPlaceIsDrawnOnce() {
    for (int count : new int[] {1, 2, 3, 7, 100, 1597, 4096}) {
      List<Integer> drawn = new ArrayList<>();
      Rehearsal.places(count).forEachRemaining(drawn::add);

      assertEquals(count, drawn.size());
      assertEquals(count, new TreeSet<>(drawn).size());
      assertTrue(drawn.stream().allMatch(place -> place >= 0 && place < count));
    }
  }

  /** Multiples of the golden ratio: gaps of at most three lengths, the longest below 2.7 / n. */
  @Test
  void thoseDrawnFirstAreSpreadEvenly() {
    int count = 100_000;
    Iterator<Integer> places = Rehearsal.places(count);
    TreeSet<Integer> drawn = new TreeSet<>();
    for (int n = 1; n <= 200; n++) {
      drawn.add(places.next());
      int before = -1;
      for (int place : drawn) {
        assertTrue(place - before <= 2.7 * count / n, place + " after " + before + " of " + n);
        before = place;
      }
    }
  }

  private static double idle(int threads, double... seconds) {
    return Rehearsal.idle(
        DoubleStream.of(seconds).mapToObj(s -> new Plan.Stretch(List.of(0), List.of(), s)).toList(),
        threads);
  }

  @Test
  void threadsWaitForTheLastChunk() {
    assertEquals(0, idle(1, 3, 2, 1));
    assertEquals(0, idle(2, 3, 2, 1));
    assertEquals(0.5, idle(2, 1, 1, 1));
    assertEquals(3, idle(4, 4));
  }
}
