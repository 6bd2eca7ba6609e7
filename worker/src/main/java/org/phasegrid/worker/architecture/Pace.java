package org.phasegrid.worker.architecture;

/**
 * What a step takes, in seconds of one core: the model by which runs go alone or in a herd, and by
 * which plans are made. Its figures are of one machine (AMD EPYC 9005, Java 17); both ways scale
 * alike with another, so the choice holds.
 *
 * @param alone a step of one run
 * @param herd a step of a whole herd
 * @param lanes how many runs that is
 */
public record Pace(double alone, double herd, int lanes) {
  /** The pace of runs that always go alone. */
  static Pace alone(double seconds) {
    return new Pace(seconds, Double.POSITIVE_INFINITY, 1);
  }

  /** How many runs are faster one by one than in a herd: all, where that is never faster. */
  public int few() {
    return herd >= lanes * alone ? Integer.MAX_VALUE : (int) (herd / alone);
  }

  /** Seconds that a step takes a run among many. */
  public double perRun() {
    return Math.min(alone, herd / lanes);
  }
}
