package org.phasegrid.worker.bench;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first probe of one run per lane, kept as a yardstick: width 16, tanh by a rational function,
 * float32, no losses, no records.
 */
final class HerdProbe {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int N = 16;

  private final int examples;
  private final float[] x;
  private final float[] xTransposed;
  private final float[] targets;

  HerdProbe(int examples, float[] x, float[] xTransposed, float[] targets) {
    this.examples = examples;
    this.x = x;
    this.xTransposed = xTransposed;
    this.targets = targets;
  }

  static int lanes() {
    return L;
  }

  private static FloatVector v(float[] a, int o) {
    return FloatVector.fromArray(S, a, o);
  }

  private static FloatVector bc(float x) {
    return FloatVector.broadcast(S, x);
  }

  private static void product(int m, int n, int k, float[] x, float[] w, float[] h) {
    for (int i = 0; i < m; i += 4) {
      for (int j = 0; j < n; j += 2) {
        tile(i, j, n, k, x, w, h);
      }
    }
  }

  private static void tile(int i, int j, int n, int k, float[] x, float[] w, float[] h) {
    FloatVector c00 = FloatVector.zero(S), c01 = c00, c10 = c00, c11 = c00;
    FloatVector c20 = c00, c21 = c00, c30 = c00, c31 = c00;
    int x0 = i * k;
    int x1 = x0 + k;
    int x2 = x1 + k;
    int x3 = x2 + k;
    int at = j * L;
    for (int t = 0; t < k; t++, at += n * L) {
      FloatVector b0 = v(w, at);
      FloatVector b1 = v(w, at + L);
      FloatVector a = bc(x[x0 + t]);
      c00 = a.fma(b0, c00);
      c01 = a.fma(b1, c01);
      a = bc(x[x1 + t]);
      c10 = a.fma(b0, c10);
      c11 = a.fma(b1, c11);
      a = bc(x[x2 + t]);
      c20 = a.fma(b0, c20);
      c21 = a.fma(b1, c21);
      a = bc(x[x3 + t]);
      c30 = a.fma(b0, c30);
      c31 = a.fma(b1, c31);
    }
    int o = (i * n + j) * L;
    c00.intoArray(h, o);
    c01.intoArray(h, o + L);
    o += n * L;
    c10.intoArray(h, o);
    c11.intoArray(h, o + L);
    o += n * L;
    c20.intoArray(h, o);
    c21.intoArray(h, o + L);
    o += n * L;
    c30.intoArray(h, o);
    c31.intoArray(h, o + L);
  }

  private static FloatVector tanh(FloatVector z) {
    FloatVector x = z.max(-7.9f).min(7.9f);
    FloatVector y = x.mul(x);
    FloatVector p = bc(-2.76076847742355e-16f);
    p = p.fma(y, bc(2.00018790482477e-13f));
    p = p.fma(y, bc(-8.60467152213735e-11f));
    p = p.fma(y, bc(5.12229709037114e-08f));
    p = p.fma(y, bc(1.48572235717979e-05f));
    p = p.fma(y, bc(6.37261928875436e-04f));
    p = p.fma(y, bc(4.89352455891786e-03f));
    p = p.mul(x);
    FloatVector q = bc(1.19825839466702e-06f);
    q = q.fma(y, bc(1.18534705686654e-04f));
    q = q.fma(y, bc(2.26843463243900e-03f));
    q = q.fma(y, bc(4.89352518554385e-03f));
    return p.div(q);
  }

  private static void tanhAll(float[] h, int m) {
    for (int o = 0; o < m; o += L) {
      tanh(v(h, o)).intoArray(h, o);
    }
  }

  private static void error(float[] h, float[] w2, float[] e, int o, int eo, float target) {
    FloatVector y0 = bc(-target), y1 = FloatVector.zero(S), y2 = y1, y3 = y1;
    for (int j = 0; j < N * L; j += 4 * L) {
      y0 = v(h, o + j).fma(v(w2, j), y0);
      y1 = v(h, o + j + L).fma(v(w2, j + L), y1);
      y2 = v(h, o + j + 2 * L).fma(v(w2, j + 2 * L), y2);
      y3 = v(h, o + j + 3 * L).fma(v(w2, j + 3 * L), y3);
    }
    y0.add(y1).add(y2.add(y3)).intoArray(e, eo);
  }

  private static void back(float[] h, float[] w2, float[] e, float[] g, int o, int eo) {
    FloatVector error = v(e, eo);
    for (int j = 0; j < N * L; j += L) {
      FloatVector unit = v(h, o + j);
      unit.fma(error, v(g, j)).intoArray(g, j);
      FloatVector below = error.mul(v(w2, j));
      below.sub(unit.mul(unit).mul(below)).intoArray(h, o + j);
    }
  }

  /** Trains one herd from weights that all lanes share. */
  float train(int steps, float[] weights, float[] readout) {
    float[] w1 = new float[N * N * L];
    float[] w2 = new float[N * L];
    float[] h = new float[examples * N * L];
    float[] dw = new float[N * N * L];
    float[] e = new float[examples * L];
    float[] g = new float[N * L];
    float[] rates = new float[L];
    for (int k = 0; k < N * N; k++) {
      Arrays.fill(w1, k * L, k * L + L, weights[k]);
    }
    for (int k = 0; k < N; k++) {
      Arrays.fill(w2, k * L, k * L + L, readout[k]);
    }
    for (int l = 0; l < L; l++) {
      rates[l] = 0.0005f * (l + 1);
    }
    FloatVector rate1 = v(rates, 0).mul(-2.0f / examples);
    FloatVector rate2 = bc(-2.0f * 0.001f / examples);
    for (int t = 0; t < steps; t++) {
      product(examples, N, N, x, w1, h);
      tanhAll(h, examples * N * L);
      for (int b = 0; b < examples; b++) {
        error(h, w2, e, b * N * L, b * L, targets[b]);
      }
      Arrays.fill(g, 0);
      for (int b = 0; b < examples; b++) {
        back(h, w2, e, g, b * N * L, b * L);
      }
      for (int j = 0; j < N * L; j += L) {
        rate2.fma(v(g, j), v(w2, j)).intoArray(w2, j);
      }
      product(N, N, examples, xTransposed, h, dw);
      for (int k = 0; k < N * N * L; k += L) {
        rate1.fma(v(dw, k), v(w1, k)).intoArray(w1, k);
      }
    }
    return e[0];
  }
}
