package org.phasegrid.worker.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

class MatrixSpectrumTest {
  private static final Kernels KERNELS = Kernels.best();

  private static MatrixSpectrum spectrum(Tensor w, int vectors) {
    return MatrixSpectrum.of(KERNELS, w, vectors).orElseThrow();
  }

  private static Tensor noise(long seed, int n, int m) {
    Tensor w = PortableNormals.of(seed, n, m);
    KERNELS.scale(1 / Math.sqrt(m), w);
    return w;
  }

  /**
   * Against the singular values and vectors of commons-math: eigenvalues to 1e-13 of the largest.
   */
  @Test
  void agreesWithAnotherLibrary() {
    int visited = 0;
    for (int[] shape : new int[][] {{64, 128}, {128, 64}, {40, 40}, {1, 9}, {9, 1}, {5, 300}}) {
      Tensor w = noise(7 + visited, shape[0], shape[1]);
      double[][] rows = new double[shape[0]][shape[1]];
      for (int i = 0; i < w.size(); i++) {
        rows[i / shape[1]][i % shape[1]] = w.get(i);
      }
      SingularValueDecomposition other =
          new SingularValueDecomposition(new Array2DRowRealMatrix(rows));
      MatrixSpectrum ours = spectrum(w, 3);
      double square = ours.scale() * ours.scale();
      double[] theirs = other.getSingularValues();

      assertEquals(theirs.length, ours.eigenvalues().length);
      for (int i = 0; i < theirs.length; i++) {
        assertEquals(
            theirs[i] * theirs[i],
            ours.eigenvalues()[i] * square,
            1e-13 * theirs[0] * theirs[0],
            shape[0] + " x " + shape[1] + " value " + i);
      }
      for (int k = 0; k < ours.vectors(); k++) {
        double left = 0;
        double right = 0;
        for (int i = 0; i < shape[0]; i++) {
          left += ours.left().get(k, i) * other.getU().getEntry(i, k);
        }
        for (int j = 0; j < shape[1]; j++) {
          right += ours.right().get(k, j) * other.getV().getEntry(j, k);
        }
        assertEquals(1, Math.abs(left), 1e-11);
        assertEquals(1, Math.abs(right), 1e-11);
      }
      visited++;
    }
    assertEquals(6, visited);
  }

  /** What a pooled decomposition broke: the bits of one matrix must not know who came before. */
  @Test
  void degenerateSpectraHaveTheSameBitsInAnyOrder() {
    List<Tensor> matrices = new ArrayList<>();
    Tensor identity = Tensor.zeros(Precision.FLOAT64, 24, 24);
    Tensor pairs = Tensor.zeros(Precision.FLOAT64, 24, 24);
    for (int i = 0; i < 24; i++) {
      identity.set(i, i, 1);
      pairs.set(i, (i + 1) % 24, 1 + i / 2);
    }
    Tensor ones = Tensor.zeros(Precision.FLOAT64, 16, 30);
    ones.fill(0.3);
    matrices.add(identity);
    matrices.add(pairs);
    matrices.add(ones);
    matrices.add(Tensor.zeros(Precision.FLOAT64, 9, 20));
    matrices.add(noise(1, 32, 64));
    matrices.add(
        PortableNormals.planted(
            noise(2, 20, 40), 0, 1, PortableNormals.unit(3, 20), PortableNormals.unit(4, 40)));
    Map<Integer, List<Long>> bits = new HashMap<>();
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
    Random shuffle = new Random(11);
    for (int round = 0; round < 8; round++) {
      for (int which : order) {
        MatrixSpectrum spectrum = spectrum(matrices.get(which), 4);
        List<Long> now = new ArrayList<>();
        for (double value : spectrum.eigenvalues()) {
          now.add(Double.doubleToRawLongBits(value));
        }
        for (double value : spectrum.left().toArray()) {
          now.add(Double.doubleToRawLongBits(value));
        }
        for (double value : spectrum.right().toArray()) {
          now.add(Double.doubleToRawLongBits(value));
        }
        List<Long> before = bits.putIfAbsent(which, now);
        assertTrue(before == null || before.equals(now), "matrix " + which + ", round " + round);
      }
      Collections.shuffle(order, shuffle);
    }
    assertEquals(6, bits.size());
  }

  @Test
  void whatHasNoScaleIsTheSameAtEveryScale() {
    Tensor w = PortableNormals.of(88, 24, 40);
    double[] plain = spectrum(w, 2).eigenvalues();
    for (double factor : new double[] {0x1p-530, 0x1p400}) {
      Tensor scaled = w.to(Precision.FLOAT64);
      KERNELS.scale(factor, scaled);
      MatrixSpectrum spectrum = spectrum(scaled, 2);
      assertArrayEquals(plain, spectrum.eigenvalues(), 0, "powers of two change no bit");
      assertEquals(spectrum(w, 2).scale() * factor, spectrum.scale(), 0);
    }
  }

  @Test
  void degenerateMatricesHaveTheirValue() {
    Tensor broken = noise(5, 10, 20);
    broken.set(7, Double.NaN);
    assertTrue(MatrixSpectrum.of(KERNELS, broken, 4).isEmpty());
    broken.set(7, Double.NEGATIVE_INFINITY);
    assertTrue(MatrixSpectrum.of(KERNELS, broken, 4).isEmpty());

    MatrixSpectrum zero = spectrum(Tensor.zeros(Precision.FLOAT64, 10, 20), 4);
    assertEquals(0, zero.vectors());
    assertArrayEquals(new double[10], zero.eigenvalues());

    Tensor ones = Tensor.zeros(Precision.FLOAT64, 10, 20);
    ones.fill(-2);
    MatrixSpectrum one = spectrum(ones, 4);
    assertEquals(1, one.vectors(), "identical rows have rank 1");
    assertEquals(200 * 4, one.eigenvalues()[0] * one.scale() * one.scale(), 1e-10);
  }

  /** E13, at 300 draws: false alarms at most 3 %, as measured over six sizes (nominal 1 %). */
  @Test
  void pureNoiseIsABulkWithoutOutliers() {
    int alarms = 0;
    int described = 0;
    double variance = 0;
    double ratio = 0;
    BulkFit.Quantiles quantiles = new BulkFit.Quantiles();
    int draws = 300;
    for (int s = 0; s < draws; s++) {
      MatrixSpectrum spectrum = spectrum(PortableNormals.of(30000 + s, 64, 128), 0);
      BulkFit fit =
          BulkFit.of(spectrum.eigenvalues(), 128, TracyWidom.NINETY_NINE, quantiles).orElseThrow();
      alarms += fit.outliers() > 0 ? 1 : 0;
      described += fit.describes() ? 1 : 0;
      variance += fit.variance() * spectrum.scale() * spectrum.scale() / draws;
      ratio += LevelSpacing.ratio(spectrum.eigenvalues()) / draws;
    }
    assertTrue(alarms <= 0.03 * draws, alarms + " false alarms");
    assertTrue(described >= 0.99 * draws, described + " described");
    assertEquals(0.998, variance, 0.01);
    assertEquals(0.530, ratio, 0.01);
  }

  /** E14: c = 3 in 64 x 128, 60 draws. */
  @Test
  void plantedSpikesAreFoundAndMeasured() {
    int found = 0;
    double strength = 0;
    double predicted = 0;
    double measured = 0;
    BulkFit.Quantiles quantiles = new BulkFit.Quantiles();
    for (int s = 0; s < 60; s++) {
      Tensor u = PortableNormals.unit(41000 + s, 64);
      Tensor v = PortableNormals.unit(42000 + s, 128);
      Tensor w = PortableNormals.planted(noise(40000 + s, 64, 128), 1, Math.sqrt(3), u, v);
      MatrixSpectrum spectrum = spectrum(w, 1);
      BulkFit fit =
          BulkFit.of(spectrum.eigenvalues(), 128, TracyWidom.NINETY_NINE, quantiles).orElseThrow();
      measured += PortableNormals.overlap(spectrum.left(), 0, u) / 60;
      if (fit.outliers() > 0) {
        found++;
        double a = fit.variance() * 128;
        double b = Spike.strength(spectrum.eigenvalues()[0], a, 0.5);
        strength += b * spectrum.scale() * spectrum.scale();
        predicted += Spike.of(a, b, 0.5).left();
      }
    }
    assertTrue(found >= 0.98 * 60, found + " found");
    assertEquals(2.99, strength / found, 0.15);
    assertEquals(measured, predicted / found, 0.03);
  }

  /** E16: eight spikes leave a 56 x 120 block; without that rule the variance is 6 % low. */
  @Test
  void strongSpikesDoNotBiasTheBulk() {
    Tensor w = noise(43000, 64, 128);
    Tensor left = orthonormal(PortableNormals.of(43001, 64, 8));
    Tensor right = orthonormal(PortableNormals.of(43002, 128, 8));
    for (int k = 0; k < 8; k++) {
      for (int i = 0; i < 64; i++) {
        for (int j = 0; j < 128; j++) {
          w.set(i, j, w.get(i, j) + left.get(i, k) * (2 + 4.0 * k / 7) * right.get(j, k));
        }
      }
    }
    MatrixSpectrum spectrum = spectrum(w, 0);
    BulkFit fit =
        BulkFit.of(spectrum.eigenvalues(), 128, TracyWidom.NINETY_NINE, new BulkFit.Quantiles())
            .orElseThrow();
    assertEquals(8, fit.outliers());
    assertEquals(0.9956, fit.variance() * 128 * spectrum.scale() * spectrum.scale(), 1e-3);
  }

  /** Q of a QR decomposition by reflections, with the signs of LAPACK. */
  private static Tensor orthonormal(Tensor a) {
    double[][] rows = new double[a.rows()][a.columns()];
    for (int i = 0; i < a.size(); i++) {
      rows[i / a.columns()][i % a.columns()] = a.get(i);
    }
    RealMatrix q = new QRDecomposition(new Array2DRowRealMatrix(rows)).getQ();
    Tensor columns = Tensor.zeros(Precision.FLOAT64, a.rows(), a.columns());
    for (int i = 0; i < a.size(); i++) {
      columns.set(i, q.getEntry(i / a.columns(), i % a.columns()));
    }
    return columns;
  }

  /** Part F of the specification. */
  @Test
  void degenerateSpectraHaveNoBulkOrACollapsedOne() {
    BulkFit.Quantiles quantiles = new BulkFit.Quantiles();
    double[] five = {5, 4, 3, 2, 1};
    assertTrue(BulkFit.of(five, 9, TracyWidom.NINETY_NINE, quantiles).isEmpty(), "n < 8");
    assertTrue(BulkFit.of(new double[9], 9, TracyWidom.NINETY_NINE, quantiles).isEmpty(), "zero");
    double[] broken = new double[20];
    broken[0] = Double.POSITIVE_INFINITY;
    assertTrue(BulkFit.of(broken, 20, TracyWidom.NINETY_NINE, quantiles).isEmpty());

    double[] low = new double[20];
    low[0] = 4;
    low[1] = 2;
    BulkFit collapsed = BulkFit.of(low, 40, TracyWidom.NINETY_NINE, quantiles).orElseThrow();
    assertTrue(collapsed.collapsed());
    assertEquals(2, collapsed.outliers());
    assertEquals(0, collapsed.variance(), 0);
    assertTrue(!collapsed.describes());

    double[] equal = new double[24];
    Arrays.fill(equal, 1);
    BulkFit identity = BulkFit.of(equal, 24, TracyWidom.NINETY_NINE, quantiles).orElseThrow();
    assertEquals(0, identity.outliers());
    assertTrue(!identity.describes(), "an orthogonal matrix is no noise");
    assertEquals(0.6629, identity.distance(), 1e-4);

    // Half of the rows are zero: they are no bulk.
    Tensor half = PortableNormals.of(88, 24, 40);
    for (int i = 12 * 40; i < half.size(); i++) {
      half.set(i, 0);
    }
    MatrixSpectrum spectrum = spectrum(half, 0);
    BulkFit fit =
        BulkFit.of(spectrum.eigenvalues(), 40, TracyWidom.NINETY_NINE, quantiles).orElseThrow();
    assertEquals(12, fit.rank());
    assertEquals(0, fit.outliers());
    assertTrue(fit.describes());
    assertEquals(42.52, fit.variance() * 40 * spectrum.scale() * spectrum.scale(), 0.01);
  }
}
