package org.phasegrid.worker.kernel;

/** The definition of a herd's order of operations, lane after lane in plain Java. */
public final class ScalarHerdKernels implements HerdKernels {
  /** As many as a test of this machine's arithmetic wants: the bits do not depend on it. */
  private static final int LANES = 4;

  @Override
  public int lanes(Precision precision) {
    return LANES;
  }

  @Override
  public void product(
      int m, int n, int k, Tensor a, int ai, int ak, Tensor b, int bk, int bj, Tensor c) {
    product(m, n, k, a, ai, ak, b, bk * LANES, bj * LANES, 1, c);
  }

  @Override
  public void productOfShared(
      int m, int n, int k, Tensor a, int ai, int ak, Tensor b, int bk, int bj, Tensor c) {
    product(m, n, k, a, ai, ak, b, bk, bj, 0, c);
  }

  private static void product(
      int m, int n, int k, Tensor a, int ai, int ak, Tensor b, int bk, int bj, int bl, Tensor c) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < LANES; l++) {
          int at = a.offset + i * ai * LANES + l;
          int bt = b.offset + j * bj + l * bl;
          int ct = c.offset + (i * n + j) * LANES + l;
          if (c.precision() == Precision.FLOAT64) {
            c.f64[ct] = sum(k, a.f64, at, ak * LANES, b.f64, bt, bk);
          } else {
            c.f32[ct] = sum(k, a.f32, at, ak * LANES, b.f32, bt, bk);
          }
        }
      }
    }
  }

  private static double sum(int k, double[] a, int at, int ak, double[] b, int bt, int bk) {
    double sum = 0;
    for (int t = 0; t < k; t++) {
      sum = Math.fma(a[at + t * ak], b[bt + t * bk], sum);
    }
    return sum;
  }

  private static float sum(int k, float[] a, int at, int ak, float[] b, int bt, int bk) {
    float sum = 0;
    for (int t = 0; t < k; t++) {
      sum = Math.fma(a[at + t * ak], b[bt + t * bk], sum);
    }
    return sum;
  }

  @Override
  public void rowSums(int m, int n, Tensor a, Tensor out) {
    Tensor one = Tensor.zeros(a.precision(), 1, 1);
    one.fill(1);
    product(m, 1, n, a, n, 1, one, 0, 0, 0, out);
  }

  @Override
  public void scale(Tensor s, Tensor x) {
    if (x.precision() == Precision.FLOAT64) {
      scale(s.f64, s.offset, x.f64, x.offset, x.size());
    } else {
      scale(s.f32, s.offset, x.f32, x.offset, x.size());
    }
  }

  private static void scale(double[] s, int s0, double[] x, int x0, int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      x[x0 + i] = x[x0 + i] * s[s0 + l];
    }
  }

  private static void scale(float[] s, int s0, float[] x, int x0, int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      x[x0 + i] = x[x0 + i] * s[s0 + l];
    }
  }

  @Override
  public void axpy(Tensor s, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      axpy(s.f64, s.offset, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      axpy(s.f32, s.offset, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  private static void axpy(double[] s, int s0, double[] x, int x0, double[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      y[y0 + i] = Math.fma(s[s0 + l], x[x0 + i], y[y0 + i]);
    }
  }

  private static void axpy(float[] s, int s0, float[] x, int x0, float[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      y[y0 + i] = Math.fma(s[s0 + l], x[x0 + i], y[y0 + i]);
    }
  }

  @Override
  public void decay(Tensor s, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      decay(s.f64, s.offset, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      decay(s.f32, s.offset, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  private static void decay(double[] s, int s0, double[] x, int x0, double[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      y[y0 + i] = Math.fma(s[s0 + l], y[y0 + i], x[x0 + i]);
    }
  }

  private static void decay(float[] s, int s0, float[] x, int x0, float[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      y[y0 + i] = Math.fma(s[s0 + l], y[y0 + i], x[x0 + i]);
    }
  }

  @Override
  public void average(Tensor s, Tensor rest, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      average(s.f64, s.offset, rest.f64, rest.offset, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      average(s.f32, s.offset, rest.f32, rest.offset, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  private static void average(
      double[] s, int s0, double[] rest, int rest0, double[] x, int x0, double[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      y[y0 + i] = Math.fma(s[s0 + l], y[y0 + i], rest[rest0 + l] * x[x0 + i]);
    }
  }

  private static void average(
      float[] s, int s0, float[] rest, int rest0, float[] x, int x0, float[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      y[y0 + i] = Math.fma(s[s0 + l], y[y0 + i], rest[rest0 + l] * x[x0 + i]);
    }
  }

  @Override
  public void averageOfSquares(Tensor s, Tensor rest, Tensor x, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      averageOfSquares(
          s.f64, s.offset, rest.f64, rest.offset, x.f64, x.offset, y.f64, y.offset, y.size());
    } else {
      averageOfSquares(
          s.f32, s.offset, rest.f32, rest.offset, x.f32, x.offset, y.f32, y.offset, y.size());
    }
  }

  private static void averageOfSquares(
      double[] s, int s0, double[] rest, int rest0, double[] x, int x0, double[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      y[y0 + i] = Math.fma(s[s0 + l], y[y0 + i], rest[rest0 + l] * x[x0 + i] * x[x0 + i]);
    }
  }

  private static void averageOfSquares(
      float[] s, int s0, float[] rest, int rest0, float[] x, int x0, float[] y, int y0, int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      y[y0 + i] = Math.fma(s[s0 + l], y[y0 + i], rest[rest0 + l] * x[x0 + i] * x[x0 + i]);
    }
  }

  @Override
  public void adaptiveStep(Tensor s, Tensor c, Tensor epsilon, Tensor m, Tensor v, Tensor y) {
    if (y.precision() == Precision.FLOAT64) {
      adaptiveStep(
          s.f64,
          s.offset,
          c.f64,
          c.offset,
          epsilon.f64,
          epsilon.offset,
          m.f64,
          m.offset,
          v.f64,
          v.offset,
          y.f64,
          y.offset,
          y.size());
    } else {
      adaptiveStep(
          s.f32,
          s.offset,
          c.f32,
          c.offset,
          epsilon.f32,
          epsilon.offset,
          m.f32,
          m.offset,
          v.f32,
          v.offset,
          y.f32,
          y.offset,
          y.size());
    }
  }

  private static void adaptiveStep(
      double[] s,
      int s0,
      double[] c,
      int c0,
      double[] epsilon,
      int epsilon0,
      double[] m,
      int m0,
      double[] v,
      int v0,
      double[] y,
      int y0,
      int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      y[y0 + i] =
          Math.fma(
              s[s0 + l],
              m[m0 + i] / (Math.sqrt(c[c0 + l] * v[v0 + i]) + epsilon[epsilon0 + l]),
              y[y0 + i]);
    }
  }

  private static void adaptiveStep(
      float[] s,
      int s0,
      float[] c,
      int c0,
      float[] epsilon,
      int epsilon0,
      float[] m,
      int m0,
      float[] v,
      int v0,
      float[] y,
      int y0,
      int n) {
    for (int i = 0; i < n; i++) {
      int l = i % LANES;
      y[y0 + i] =
          Math.fma(
              s[s0 + l],
              m[m0 + i] / ((float) Math.sqrt(c[c0 + l] * v[v0 + i]) + epsilon[epsilon0 + l]),
              y[y0 + i]);
    }
  }

  @Override
  public void subtractShared(Tensor a, Tensor b, Tensor out) {
    for (int i = 0; i < out.size(); i++) {
      if (out.precision() == Precision.FLOAT64) {
        out.f64[out.offset + i] = a.f64[a.offset + i] - b.f64[b.offset + i / LANES];
      } else {
        out.f32[out.offset + i] = a.f32[a.offset + i] - b.f32[b.offset + i / LANES];
      }
    }
  }

  @Override
  public void sumOfSquares(Tensor x, double[] sums) {
    Tensor run = Tensor.zeros(x.precision(), 1, x.rows());
    ScalarKernels kernels = new ScalarKernels();
    for (int l = 0; l < LANES; l++) {
      HerdKernels.take(x, l, run);
      sums[l] = kernels.sumOfSquares(run);
    }
  }
}
