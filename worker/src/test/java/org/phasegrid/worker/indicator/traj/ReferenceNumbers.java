package org.phasegrid.worker.indicator.traj;

/** The random numbers of the reference script: SplitMix64, Box and Muller's cosine then sine. */
final class ReferenceNumbers {
  private ReferenceNumbers() {}

  static double uniform(long seed, long i) {
    long z = seed + (i + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
  }

  static double normal(long seed, long i) {
    long pair = i & ~1L;
    double r = Math.sqrt(-2 * Math.log1p(-uniform(seed, pair)));
    double a = 2 * Math.PI * uniform(seed, pair + 1);
    return r * ((i & 1) == 0 ? Math.cos(a) : Math.sin(a));
  }
}
