package org.phasegrid.worker.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyTest {
  /**
   * Statistics below are z scores of fixed seeds. At 5 sigma one of them fails by chance in 1.7
   * million seeds; the seeds are fixed, so a failure is a change of the code.
   */
  private static final double SIGMAS = 5;

  /** The published first outputs of SplitMix64 for seed 1234567. */
  @Test
  void bitsAreThoseOfSplitMix64() {
    Key key = new Key(1234567);

    long[] bits = IntStream.range(0, 5).mapToLong(key::bits).toArray();

    long[] published = {
      6457827717110365317L,
      3203168211198807973L,
      Long.parseUnsignedLong("9817491932198370423"),
      4593380528125082431L,
      Long.parseUnsignedLong("16408922859458223821")
    };
    assertArrayEquals(published, bits);
  }

  @Test
  void normalsHaveTheMomentsOfTheStandardNormal() {
    Key key = Key.of(1).child("normals");
    int n = 1_000_000;
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    double fourths = 0;
    double neighbours = 0;
    for (int i = 0; i < n; i++) {
      double z = key.normal(i);
      sum += z;
      squares += z * z;
      cubes += z * z * z;
      fourths += z * z * z * z;
      neighbours += z * key.normal(i ^ 1);
    }

    // Variances of z, z², z³, z⁴: 1, 2, 15, 96; each product of a pair is counted twice.
    assertEquals(0, sum / n, SIGMAS * Math.sqrt(1.0 / n));
    assertEquals(1, squares / n, SIGMAS * Math.sqrt(2.0 / n));
    assertEquals(0, cubes / n, SIGMAS * Math.sqrt(15.0 / n));
    assertEquals(3, fourths / n, SIGMAS * Math.sqrt(96.0 / n));
    assertEquals(0, neighbours / n, SIGMAS * Math.sqrt(2.0 / n));
  }

  @Test
  void normalsAreBoxAndMullersOfTheUniforms() {
    Key key = Key.of(3);
    for (int i = 0; i < 1000; i += 2) {
      double radius = Math.hypot(key.normal(i), key.normal(i + 1));

      // r² / 2 = -log(1 - u): a dozen roundings of relative size 2^-53
      assertEquals(-StrictMath.log(1 - key.uniform(i)), radius * radius / 2, 1e-14 * (1 + radius));
    }
  }

  @Test
  void uniformsLieInTheUnitIntervalAndFillIt() {
    Key key = Key.of(2).child("uniforms");
    int n = 1_000_000;
    int[] counts = new int[64];
    for (int i = 0; i < n; i++) {
      double u = key.uniform(i);
      assertTrue(u >= 0 && u < 1);
      counts[(int) (u * counts.length)]++;
    }

    double expected = n / (double) counts.length;
    double chiSquared =
        Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    // chi squared with 63 degrees of freedom: mean 63, variance 126
    assertEquals(63, chiSquared, SIGMAS * Math.sqrt(126));
  }

  @Test
  void indicesAreBelowTheirBoundAndReachEveryValue() {
    Key key = Key.of(4);
    for (int bound : new int[] {1, 2, 3, 10, 1000}) {
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < 20 * bound + 100; i++) {
        int index = key.index(i, bound);
        assertTrue(index >= 0 && index < bound);
        seen.add(index);
      }
      // A value is missed with probability exp(-20): 2e-6 over all bounds.
      assertEquals(bound, seen.size());
    }
    assertTrue(key.index(0, Integer.MAX_VALUE) >= 0);
  }

  @Test
  void childrenAreDistinct() {
    Key root = Key.of(5);
    Set<Long> states = new HashSet<>();
    int named = 0;
    for (String name : new String[] {"", "a", "b", "ab", "ba", "data", "init", "batches"}) {
      states.add(root.child(name).state());
      named++;
      for (int i = -500; i < 500; i++) {
        states.add(root.child(name).child(i).state());
        named++;
      }
    }
    assertEquals(8 * 1001, named);
    assertEquals(named, states.size());
    assertNotEquals(root.child("a").child("b"), root.child("b").child("a"));
    assertNotEquals(Key.of(0).child(0), Key.of(1).child(0));
  }

  @Test
  void aPermutationHoldsEveryNumberOnce() {
    for (int n : new int[] {0, 1, 2, 3, 17, 1000}) {
      int[] order = Key.of(6).child(n).permutation(n);

      int[] sorted = order.clone();
      Arrays.sort(sorted);
      assertArrayEquals(IntStream.range(0, n).toArray(), sorted);
    }
  }

  @Test
  void permutationsOfThreeAreEquallyLikely() {
    int n = 60_000;
    int[] counts = new int[27];
    for (int i = 0; i < n; i++) {
      int[] order = Key.of(7).child(i).permutation(3);
      counts[9 * order[0] + 3 * order[1] + order[2]]++;
    }

    int met = 0;
    for (int count : counts) {
      if (count > 0) {
        met++;
        assertEquals(n / 6.0, count, SIGMAS * Math.sqrt(n * (1 / 6.0) * (5 / 6.0)));
      }
    }
    assertEquals(6, met);
  }

  @Test
  void aPinnedDrawKeepsItsSeedAndTheOthersFollowTheRun() {
    Draws one = new Draws(1, Map.of("data", 7L));
    Draws two = new Draws(2, Map.of("data", 7L));

    assertEquals(one.key("data"), two.key("data"));
    assertEquals(new Draws(7, Map.of()).key("data"), one.key("data"));
    assertNotEquals(one.key("init"), two.key("init"));
    assertNotEquals(one.key("init"), one.key("batches"));
  }

  @Test
  void normalsInOneGoAreTheSame() {
    Key key = Key.of(11).child("x");
    for (int count : new int[] {0, 1, 2, 7}) {
      double[] normals = key.normals(count);
      assertEquals(count, normals.length);
      for (int i = 0; i < count; i++) {
        assertEquals(key.normal(i), normals[i], 0);
      }
    }
  }
}
