package org.phasegrid.driver.plot;

/** How an area is painted: a color, and a pattern in a second color drawn over it. */
record Fill(int rgb, Hatch hatch, int ink) {
  /** The pattern, which tells states apart where color cannot. */
  enum Hatch {
    NONE,
    DOTS,
    DIAGONAL,
    CROSS,
    BARS;

    /** Period of every pattern. */
    static final double PERIOD = 18;

    static final double STROKE = 2.5;
    static final double DOT = 3;

    private static final double DIAGONAL_UNIT = Math.sqrt(0.5);

    /** How much of the pixel at (x, y) the pattern covers, 0 to 1, anti-aliased by distance. */
    double coverage(int x, int y) {
      return switch (this) {
        case NONE -> 0;
        case DOTS -> dot(x + 0.5, y + 0.5);
        case DIAGONAL -> line((x + y + 1) * DIAGONAL_UNIT);
        case CROSS -> Math.max(line((x + y + 1) * DIAGONAL_UNIT), line((x - y) * DIAGONAL_UNIT));
        case BARS -> line((y + 0.5) * DIAGONAL_UNIT);
      };
    }

    /** Lines cross the axes at multiples of the period. */
    private static double line(double across) {
      double period = PERIOD * DIAGONAL_UNIT;
      double distance = Math.abs(across - period * Math.rint(across / period));
      return clamp(STROKE / 2 + 0.5 - distance);
    }

    /** Dots at the corners and the centre of each square of one period. */
    private static double dot(double x, double y) {
      double nearest = Double.MAX_VALUE;
      for (double shift : new double[] {0.25, 0.75}) {
        double u = x / PERIOD - shift;
        double v = y / PERIOD - shift;
        double dx = (u - Math.rint(u)) * PERIOD;
        double dy = (v - Math.rint(v)) * PERIOD;
        nearest = Math.min(nearest, Math.sqrt(dx * dx + dy * dy));
      }
      return clamp(DOT + 0.5 - nearest);
    }

    private static double clamp(double value) {
      return Math.max(0, Math.min(1, value));
    }
  }

  static Fill solid(int rgb) {
    return new Fill(rgb, Hatch.NONE, rgb);
  }
}
