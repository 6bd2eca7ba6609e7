package org.phasegrid.worker.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.ScalarKernels;
import org.phasegrid.worker.kernel.Tensor;

class TridiagonalTest {
  private static final Kernels KERNELS = Kernels.best();

  private static Tridiagonal of(Tensor a) {
    return Tridiagonal.of(KERNELS, a).orElseThrow();
  }

  private static Tensor diagonal(double... entries) {
    Tensor a = Tensor.zeros(Precision.FLOAT64, entries.length, entries.length);
    for (int i = 0; i < entries.length; i++) {
      a.set(i, i, entries[i]);
    }
    return a;
  }

  /** W Wᵀ of noise W (n, m): of rank m at most. */
  private static Tensor gram(long seed, int n, int m) {
    Tensor w = PortableNormals.of(seed, n, m);
    Tensor gram = Tensor.zeros(Precision.FLOAT64, n, n);
    KERNELS.gemmByTransposed(w, w, gram);
    return gram;
  }

  private static Tensor times(Tensor a, Tensor x) {
    Tensor product = Tensor.zeros(Precision.FLOAT64, a.rows(), 1);
    KERNELS.gemm(a, x, product);
    return product;
  }

  /** Every eigenvalue against EJML's own decomposition, to 1e-14 of the largest. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 31, 32, 33, 100, 256})
  void eigenvaluesAreThoseOfTheWholeDecomposition(int n) {
    for (int m : new int[] {n, Math.max(1, n / 3), 2 * n}) {
      Tensor a = gram(n + m, n, m);
      double[] theirs =
          SymmetricEigen.values(new DMatrixRMaj(n, n, true, a.toArray())).orElseThrow();
      double rounding = 1e-14 * Math.max(theirs[n - 1], 1);

      assertArrayEquals(theirs, of(a).values().orElseThrow(), rounding);
      assertEquals(theirs[n - 1], of(a).largest(), rounding);
      assertEquals(theirs[0], of(a).smallest(), rounding);
    }
  }

  /** The second difference with fixed ends: 2 - 2 cos(k pi / (n + 1)). */
  @Test
  void closedForm() {
    int n = 40;
    Tensor a = Tensor.zeros(Precision.FLOAT64, n, n);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      a.set(i, i, 2);
      values[i] = 2 - 2 * StrictMath.cos((i + 1) * Math.PI / (n + 1));
      if (i > 0) {
        a.set(i, i - 1, -1);
        a.set(i - 1, i, -1);
      }
    }
    assertArrayEquals(values, of(a).values().orElseThrow(), 1e-14);
    assertEquals(values[0], of(a).smallest(), 1e-15);
    assertEquals(values[n - 1], of(a).largest(), 1e-15);
    Tensor top = of(a).vectors(values[n - 1], values[n - 2]);
    for (int k = 0; k < 2; k++) {
      double overlap = 0;
      for (int i = 0; i < n; i++) {
        overlap +=
            top.get(k, i)
                * Math.sqrt(2.0 / (n + 1))
                * StrictMath.sin((n - k) * (i + 1) * Math.PI / (n + 1));
      }
      assertEquals(1, Math.abs(overlap), 1e-13);
    }
  }

  @Test
  void vectorsAreOrthonormalAndBelongToTheirValues() {
    int seen = 0;
    for (int n : new int[] {1, 2, 7, 40, 150}) {
      Tensor a = gram(3, n, n + n / 2);
      double[] values = of(a).values().orElseThrow();
      int k = Math.min(n, 6);
      double[] top = new double[k];
      for (int i = 0; i < k; i++) {
        top[i] = values[n - 1 - i];
      }
      belongs(a, of(a).vectors(top), top);
      belongs(a, of(a).vectors(values), values);
      seen++;
    }
    assertEquals(5, seen);
  }

  private static void belongs(Tensor a, Tensor vectors, double[] values) {
    int n = a.rows();
    double whole = Arrays.stream(values).map(Math::abs).max().orElseThrow();
    for (int k = 0; k < values.length; k++) {
      Tensor vector = vectors.view(k * n, n, 1);
      Tensor image = times(a, vector);
      KERNELS.axpy(-values[k], vector, image);
      assertEquals(0, Math.sqrt(KERNELS.sumOfSquares(image)), 1e-13 * Math.max(1, whole));
      for (int j = 0; j <= k; j++) {
        double dot = KERNELS.dot(vectors.view(j * n, n, 1), vector);
        assertEquals(j == k ? 1 : 0, dot, 1e-13, k + " on " + j);
      }
    }
  }

  /** Equal eigenvalues have any basis of their space, but a basis. */
  @Test
  void equalEigenvaluesHaveOrthonormalVectors() {
    Tensor identity = diagonal(1, 1, 1, 1, 1, 1);
    belongs(identity, of(identity).vectors(1, 1, 1, 1, 1, 1), new double[] {1, 1, 1, 1, 1, 1});
    Tensor pairs = diagonal(3, 1, 3, 2, 2, 3, 0, 0);
    belongs(pairs, of(pairs).vectors(3, 3, 3, 2, 2), new double[] {3, 3, 3, 2, 2});
    Tensor ones = Tensor.zeros(Precision.FLOAT64, 12, 12);
    ones.fill(1);
    belongs(ones, of(ones).vectors(12, 0, 0, 0), new double[] {12, 0, 0, 0});
    assertArrayEquals(
        new double[] {0, 0, 1, 2, 2, 3, 3, 3}, of(pairs).values().orElseThrow(), 1e-15);
  }

  @Test
  void degenerateMatricesHaveTheirValue() {
    assertEquals(-2.5, of(diagonal(-2.5)).largest());
    assertEquals(-2.5, of(diagonal(-2.5)).smallest());
    assertEquals(1, Math.abs(of(diagonal(-2.5)).vectors(-2.5).get(0)), 0);
    assertEquals(0, of(diagonal(0, 0, 0)).largest());
    assertEquals(0, of(diagonal(0, 0, 0)).smallest());
    assertTrue(Tridiagonal.of(KERNELS, diagonal(1, Double.NaN)).isEmpty());
    assertTrue(Tridiagonal.of(KERNELS, diagonal(Double.POSITIVE_INFINITY, 1)).isEmpty());
  }

  /** Rank one: what is left after the first reflection is rounding, and its square, and so on. */
  @Test
  void identicalRowsHaveOneEigenvalue() {
    Tensor row = PortableNormals.of(8, 24, 1);
    Tensor a = Tensor.zeros(Precision.FLOAT64, 24, 24);
    KERNELS.gemmByTransposed(row, row, a);
    double[] values = of(a).values().orElseThrow();
    double square = KERNELS.sumOfSquares(row);
    assertEquals(square, values[23], 1e-14 * square);
    for (int i = 0; i < 23; i++) {
      assertEquals(0, values[i], 1e-14 * square);
    }
  }

  /** Powers of two change no bit, however large or small. */
  @Test
  void scaleChangesNoBit() {
    Tensor a = gram(5, 20, 30);
    double[] plain = of(a).values().orElseThrow();
    for (double factor : new double[] {0x1p-900, 0x1p-1000, 0x1p900}) {
      Tensor scaled = a.to(Precision.FLOAT64);
      KERNELS.scale(factor, scaled);
      double[] back = of(scaled).values().orElseThrow();
      for (int i = 0; i < back.length; i++) {
        back[i] /= factor;
      }
      assertArrayEquals(plain, back, 0);
      assertEquals(of(a).largest() * factor, of(scaled).largest(), 0);
      assertArrayEquals(
          of(a).vectors(plain[19], plain[18]).toArray(),
          of(scaled).vectors(plain[19] * factor, plain[18] * factor).toArray(),
          0);
    }
  }

  @Test
  void lanesChangeNoBit() {
    for (int n : new int[] {1, 4, 17, 64, 130}) {
      Tensor a = gram(n, n, n);
      Tridiagonal scalar = Tridiagonal.of(new ScalarKernels(), a).orElseThrow();
      double[] values = scalar.values().orElseThrow();
      assertArrayEquals(values, of(a).values().orElseThrow(), 0);
      assertArrayEquals(
          scalar.vectors(values).toArray(), of(a).vectors(values).toArray(), 0, "n = " + n);
    }
  }
}
