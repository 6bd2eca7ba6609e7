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

  /** From |u - v|^2 and |u + v|^2 of some pairs: overwrites {@code difference}. */
  void of(double[] difference, double[] sum) {
    if (this == ANGULAR) {
      angles(difference, sum);
    } else {
      for (int k = 0; k < difference.length; k++) {
        difference[k] = Math.sqrt(difference[k]);
      }
    }
  }

  /**
   * With t the smaller over the larger of both roots, tan of half the angle or of its complement: 4
   * atan(t / (1 + sqrt(1 + t^2))), by a polynomial within 4e-17 of the arctangent up to tan(pi/8).
   * Loops without a branch, which become vectors: 4 ns a pair, StrictMath.atan2 20 to 50.
   */
  private static void angles(double[] difference, double[] sum) {
    double[] angles = new double[difference.length];
    for (int k = 0; k < difference.length; k++) {
      double t = Math.sqrt(Math.min(difference[k], sum[k]) / Math.max(difference[k], sum[k]));
      double x = t / (1 + Math.sqrt(Math.fma(t, t, 1)));
      double u = x * x;
      double p = Math.fma(0.021170692825017132, u, -0.04351087174351677);
      p = Math.fma(p, u, 0.0568945779844612);
      p = Math.fma(p, u, -0.06640458163360766);
      p = Math.fma(p, u, 0.07689980912616441);
      p = Math.fma(p, u, -0.09090775150155837);
      p = Math.fma(p, u, 0.11111106276133607);
      p = Math.fma(p, u, -0.14285714183511317);
      p = Math.fma(p, u, 0.1999999999888924);
      p = Math.fma(p, u, -0.3333333333332862);
      angles[k] = 4 * Math.fma(p * u, x, x);
    }
    for (int k = 0; k < difference.length; k++) {
      difference[k] = difference[k] > sum[k] ? Math.PI - angles[k] : angles[k];
    }
  }
}
