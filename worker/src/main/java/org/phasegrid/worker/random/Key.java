package org.phasegrid.worker.random;

/**
 * A name for a stream of random numbers: every number is a pure function of the key and its index.
 *
 * <p>The i-th 64 bits of a key are SplitMix64's output for state {@code state + (i + 1) *
 * 0x9E3779B97F4A7C15} (Steele, Lea and Flood 2014); children are keys whose state mixes the
 * parent's with the name.
 */
public record Key(long state) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** The root key of a seed. */
  public static Key of(long seed) {
    return new Key(mix(seed + GOLDEN));
  }

  /** The key of a named part: FNV-1a over the UTF-16 units of the name, mixed into the state. */
  public Key child(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return new Key(mix(state ^ mix(hash)));
  }

  /** The key of a numbered part: a layer, a step, a class. */
  public Key child(long index) {
    return new Key(mix(mix(state) + GOLDEN * (index + 1)));
  }

  /** 64 uniform bits. */
  public long bits(long i) {
    return mix(state + (i + 1) * GOLDEN);
  }

  /** Uniform in [0, 1): the top 53 bits. */
  public double uniform(long i) {
    return (bits(i) >>> 11) * 0x1.0p-53;
  }

  /**
   * Uniform in {0, ..., bound-1}: the high word of a 64 x 32-bit product (bias below bound / 2^63).
   */
  public int index(long i, int bound) {
    return (int) Math.multiplyHigh(bits(i) >>> 1, (long) bound << 1);
  }

  /**
   * Standard normal by Box and Muller 1958: normals 2k and 2k+1 are the cosine and sine branch of
   * uniforms 2k, 2k+1.
   */
  public double normal(long i) {
    long pair = i & ~1L;
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform(pair)));
    double angle = 2 * Math.PI * uniform(pair + 1);
    return radius * ((i & 1) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
  }

  /** The first {@code count} normals, each the same as {@link #normal} gives, at half its cost. */
  public double[] normals(int count) {
    double[] normals = new double[count];
    for (int i = 0; i < count; i += 2) {
      double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform(i)));
      double angle = 2 * Math.PI * uniform(i + 1);
      normals[i] = radius * StrictMath.cos(angle);
      if (i + 1 < count) {
        normals[i + 1] = radius * StrictMath.sin(angle);
      }
    }
    return normals;
  }

  /**
   * The entry of a random permutation's Fisher-Yates shuffle is drawn by {@code index}; the whole
   * permutation of {0..n-1}.
   */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      int j = index(i, i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
