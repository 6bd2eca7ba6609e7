package org.phasegrid.worker.spectrum;

import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.ReferenceDraws;

/** Point sets (D, N) whose distance spectra are known. */
final class PointSets {
  private PointSets() {}

  static Tensor circle(int n) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, 2, n);
    for (int i = 0; i < n; i++) {
      x.set(0, i, Math.cos(2 * Math.PI * i / n));
      x.set(1, i, Math.sin(2 * Math.PI * i / n));
    }
    return x;
  }

  /** The Fibonacci lattice on S². */
  static Tensor fibonacci(int n) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, 3, n);
    for (int i = 0; i < n; i++) {
      double z = 1 - (2.0 * i + 1) / n;
      double angle = i * Math.PI * (3 - Math.sqrt(5));
      x.set(0, i, Math.sqrt(1 - z * z) * Math.cos(angle));
      x.set(1, i, Math.sqrt(1 - z * z) * Math.sin(angle));
      x.set(2, i, z);
    }
    return x;
  }

  static Tensor torus(int n) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, 4, n * n);
    for (int i = 0; i < n * n; i++) {
      double a = 2 * Math.PI * (i / n) / n;
      double b = 2 * Math.PI * (i % n) / n;
      x.set(0, i, Math.cos(a));
      x.set(1, i, Math.sin(a));
      x.set(2, i, Math.cos(b));
      x.set(3, i, Math.sin(b));
    }
    return x;
  }

  /** {@code each} copies of the K vertices of a regular simplex, K dimensions. */
  static Tensor clusters(int k, int each) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, k, k * each);
    for (int i = 0; i < k * each; i++) {
      for (int row = 0; row < k; row++) {
        x.set(row, i, (row == i / each ? 1.0 : 0) - 1.0 / k);
      }
    }
    return x;
  }

  /** {@code each} copies of the tokens 0..p-1 as circles of some frequencies and amplitudes. */
  static Tensor solitons(int p, int each, int[] frequencies, double[] amplitudes) {
    Tensor x = Tensor.zeros(Precision.FLOAT64, 2 * frequencies.length, p * each);
    for (int i = 0; i < p * each; i++) {
      for (int f = 0; f < frequencies.length; f++) {
        double angle = 2 * Math.PI * frequencies[f] * (i / each) / p;
        x.set(2 * f, i, amplitudes[f] * Math.cos(angle));
        x.set(2 * f + 1, i, amplitudes[f] * Math.sin(angle));
      }
    }
    return x;
  }

  static Tensor randomSphere(ReferenceDraws draws, int n, int d) {
    return unit(draws.transposedNormals(n, d + 1));
  }

  /** Columns brought to length 1. */
  static Tensor unit(Tensor x) {
    for (int b = 0; b < x.columns(); b++) {
      double square = 0;
      for (int i = 0; i < x.rows(); i++) {
        square += x.get(i, b) * x.get(i, b);
      }
      for (int i = 0; i < x.rows(); i++) {
        x.set(i, b, x.get(i, b) / Math.sqrt(square));
      }
    }
    return x;
  }

  /** 0, 0, ..., 1, 1, ...: {@code each} of every label. */
  static int[] labels(int classes, int each) {
    int[] labels = new int[classes * each];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i / each;
    }
    return labels;
  }
}
