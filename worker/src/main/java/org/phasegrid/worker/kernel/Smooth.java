package org.phasegrid.worker.kernel;

/**
 * Functions made of exp and erf, of {@link Transcendental}: in float64 whatever the precision, and
 * rounded once. The passes between are plain loops, which the compiler puts into lanes.
 */
final class Smooth {
  private final Kernels kernels;
  private final Room first = new Room();
  private final Room second = new Room();

  /**
   * @param kernels their exp and erf
   */
  Smooth(Kernels kernels) {
    this.kernels = kernels;
  }

  void sigmoid(Tensor z, Tensor h) {
    Tensor e = wide(first, z);
    kernels.scale(-1, e);
    kernels.exp(e, e);
    int n = z.size();
    if (h.precision() == Precision.FLOAT64) {
      sigmoid(e.f64, e.offset, h.f64, h.offset, n);
    } else {
      sigmoid(e.f64, e.offset, h.f32, h.offset, n);
    }
  }

  private static void sigmoid(double[] e, int e0, double[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = 1 / (1 + e[e0 + i]);
    }
  }

  private static void sigmoid(double[] e, int e0, float[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = (float) (1 / (1 + e[e0 + i]));
    }
  }

  void gelu(Tensor z, Tensor h) {
    Tensor e = erfOfScaled(z);
    int n = z.size();
    if (h.precision() == Precision.FLOAT64) {
      gelu(z.f64, z.offset, e.f64, e.offset, h.f64, h.offset, n);
    } else {
      gelu(z.f32, z.offset, e.f64, e.offset, h.f32, h.offset, n);
    }
  }

  private static void gelu(double[] z, int z0, double[] e, int e0, double[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = z[z0 + i] * (0.5 * (1 + e[e0 + i]));
    }
  }

  private static void gelu(float[] z, int z0, double[] e, int e0, float[] h, int h0, int n) {
    for (int i = 0; i < n; i++) {
      h[h0 + i] = (float) (z[z0 + i] * (0.5 * (1 + e[e0 + i])));
    }
  }

  void geluSlope(Tensor z, Tensor out) {
    Tensor e = erfOfScaled(z);
    Tensor p = wide(second, z);
    int n = z.size();
    halfSquare(p.f64, p.offset, n);
    kernels.exp(p, p);
    if (out.precision() == Precision.FLOAT64) {
      slope(z.f64, z.offset, e.f64, e.offset, p.f64, p.offset, out.f64, out.offset, n);
    } else {
      slope(z.f32, z.offset, e.f64, e.offset, p.f64, p.offset, out.f32, out.offset, n);
    }
  }

  private static void halfSquare(double[] z, int z0, int n) {
    for (int i = 0; i < n; i++) {
      double x = z[z0 + i];
      z[z0 + i] = -0.5 * x * x;
    }
  }

  private static void slope(
      double[] z, int z0, double[] e, int e0, double[] p, int p0, double[] out, int o0, int n) {
    for (int i = 0; i < n; i++) {
      double density = Transcendental.ONE_OVER_SQRT_2_PI * p[p0 + i];
      out[o0 + i] = Math.fma(z[z0 + i], density, 0.5 * (1 + e[e0 + i]));
    }
  }

  private static void slope(
      float[] z, int z0, double[] e, int e0, double[] p, int p0, float[] out, int o0, int n) {
    for (int i = 0; i < n; i++) {
      double density = Transcendental.ONE_OVER_SQRT_2_PI * p[p0 + i];
      out[o0 + i] = (float) Math.fma(z[z0 + i], density, 0.5 * (1 + e[e0 + i]));
    }
  }

  /** erf(z / sqrt 2). */
  private Tensor erfOfScaled(Tensor z) {
    Tensor e = wide(first, z);
    kernels.scale(Transcendental.ONE_OVER_SQRT_2, e);
    kernels.erf(e, e);
    return e;
  }

  private static Tensor wide(Room room, Tensor z) {
    Tensor wide = room.of(Precision.FLOAT64, z.rows(), z.columns());
    wide.copyFrom(z);
    return wide;
  }
}
