package org.phasegrid.worker.spectrum;

/** A distance of two representations h, g, with u = h / |h| and v = g / |g|. */
public enum Distance {
  /** 2 atan2(|u - v|, |u + v|), the angle between them, in [0, pi] */
  ANGULAR,
  /** |u - v|, in [0, 2] */
  CHORDAL,
  /** |h - g| */
  EUCLIDEAN;

  /** Between orthogonal directions, and so between a dead representation and any other. */
  double orthogonal() {
    return this == ANGULAR ? Math.PI / 2 : Math.sqrt(2);
  }

  /** From |u - v|^2 and |u + v|^2. */
  double of(double difference, double sum) {
    return this == ANGULAR
        ? 2 * StrictMath.atan2(Math.sqrt(difference), Math.sqrt(sum))
        : Math.sqrt(difference);
  }
}
