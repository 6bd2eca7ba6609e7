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

  // All eigenvectors.

  /** Orthonormal vectors and A v = lambda v, to some roundings of |A|. */
  private static SymmetricEigen decomposed(Tensor a) {
    SymmetricEigen eigen = of(a).eigen().orElseThrow();
    int n = a.rows();
    double[] values = eigen.values();
    double whole = Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
    for (int k = 0; k < n; k++) {
      assertTrue(k == 0 || values[k - 1] <= values[k], "ascending at " + k);
      Tensor vector = Tensor.of(n, 1, eigen.vectors()[k]);
      double largest = Arrays.stream(eigen.vectors()[k]).map(Math::abs).max().orElseThrow();
      double most = Arrays.stream(eigen.vectors()[k]).max().orElseThrow();
      assertEquals(largest, most, 0, "the largest entry is positive");
      Tensor image = times(a, vector);
      KERNELS.axpy(-values[k], vector, image);
      for (int i = 0; i < n; i++) {
        assertEquals(0, image.get(i), 1e-14 * whole, "row " + i + " of " + k);
      }
      for (int j = 0; j <= k; j++) {
        double dot = KERNELS.dot(Tensor.of(n, 1, eigen.vectors()[j]), vector);
        assertEquals(j == k ? 1 : 0, dot, 2e-14, k + " on " + j);
      }
    }
    return eigen;
  }

  private static Tensor symmetricNoise(long seed, int n) {
    Tensor a = PortableNormals.of(seed, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a.set(j, i, a.get(i, j));
      }
    }
    return a;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 31, 32, 33, 64, 65, 100, 256})
  void theWholeDecompositionIsThatOfAnotherLibrary(int n) {
    for (Tensor a :
        new Tensor[] {
          gram(n, n, Math.max(1, n / 3)), gram(n + 1, n, 2 * n), symmetricNoise(n, n)
        }) {
      double[] theirs =
          SymmetricEigen.values(new DMatrixRMaj(n, n, true, a.toArray())).orElseThrow();
      double whole = Math.max(Math.abs(theirs[0]), Math.abs(theirs[n - 1]));

      assertArrayEquals(theirs, decomposed(a).values(), 1e-14 * whole);
    }
  }

  /** Sines, of alternating sign: (2 / (n + 1))^(1/2) sin(k i pi / (n + 1)). */
  @Test
  void theSecondDifferenceHasSines() {
    int n = 60;
    Tensor a = diagonal(new double[n]);
    for (int i = 0; i < n; i++) {
      a.set(i, i, 2);
      if (i > 0) {
        a.set(i, i - 1, -1);
        a.set(i - 1, i, -1);
      }
    }
    SymmetricEigen eigen = decomposed(a);
    for (int k = 1; k <= n; k++) {
      assertEquals(
          2 - 2 * StrictMath.cos(k * Math.PI / (n + 1)), eigen.values()[k - 1], 1e-14, "" + k);
      double overlap = 0;
      for (int i = 1; i <= n; i++) {
        overlap +=
            eigen.vectors()[k - 1][i - 1]
                * Math.sqrt(2.0 / (n + 1))
                * StrictMath.sin(k * i * Math.PI / (n + 1));
      }
      // 1 - angle^2 / 2, the angle a rounding of |A| = 4 over the nearest gap, 0.002.
      assertEquals(1, Math.abs(overlap), 1e-13, "" + k);
    }
  }

  /** Lag min(l, n - l): its eigenvalues are its Fourier transform, in pairs. */
  @Test
  void aCirculantHasItsFourierTransform() {
    for (int n : new int[] {7, 24, 61}) {
      Tensor a = diagonal(new double[n]);
      double[] transform = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          int lag = Math.min(Math.abs(i - j), n - Math.abs(i - j));
          a.set(i, j, lag);
          transform[i] += Math.min(j, n - j) * StrictMath.cos(2 * Math.PI * i * j / n);
        }
      }
      Arrays.sort(transform);
      assertArrayEquals(transform, decomposed(a).values(), 1e-14 * transform[n - 1]);
    }
  }

  /** All distances equal: n - 1 once, -1 else, in any basis of what is orthogonal to 1. */
  @Test
  void aSimplexIsDegenerate() {
    for (int n : new int[] {2, 4, 60, 128}) {
      Tensor a = diagonal(new double[n]);
      a.fill(1);
      for (int i = 0; i < n; i++) {
        a.set(i, i, 0);
      }
      SymmetricEigen eigen = decomposed(a);
      for (int k = 0; k < n - 1; k++) {
        assertEquals(-1, eigen.values()[k], 1e-14 * n);
      }
      assertEquals(n - 1, eigen.values()[n - 1], 1e-14 * n);
      for (double entry : eigen.vectors()[n - 1]) {
        assertEquals(1 / Math.sqrt(n), entry, 1e-14);
      }
    }
  }

  /** Pairs that agree to 1e-14, blocks that do not touch, sizes over hundreds of decades. */
  @Test
  void nearAndGradedAndSplitMatricesAreDecomposed() {
    Tensor wilkinson = diagonal(new double[21]);
    for (int i = 0; i < 21; i++) {
      wilkinson.set(i, i, Math.abs(i - 10));
      if (i > 0) {
        wilkinson.set(i, i - 1, 1);
        wilkinson.set(i - 1, i, 1);
      }
    }
    double[] values = decomposed(wilkinson).values();
    assertEquals(10.746194182903393, values[20], 1e-14);
    assertEquals(10.746194182903322, values[19], 1e-14);

    Tensor graded = symmetricNoise(4, 24);
    for (int i = 0; i < 24; i++) {
      for (int j = 0; j < 24; j++) {
        double size = StrictMath.pow(10, -8.0 * (i + j));
        graded.set(i, j, graded.get(i, j) * size);
      }
    }
    decomposed(graded);
    decomposed(turned(graded));

    decomposed(diagonal(3, 1, 3, 2, 2, 3, 0, 0));
    Tensor blocks = diagonal(new double[9]);
    for (int i = 0; i < 9; i++) {
      blocks.set(i, i / 3 * 6 + 2 - i, 1);
    }
    assertArrayEquals(
        new double[] {-1, -1, -1, 1, 1, 1, 1, 1, 1}, decomposed(blocks).values(), 1e-15);
  }

  /** The last row and column first. */
  private static Tensor turned(Tensor a) {
    int n = a.rows();
    Tensor turned = diagonal(new double[n]);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        turned.set(i, j, a.get(n - 1 - i, n - 1 - j));
      }
    }
    return turned;
  }

  @Test
  void vectorsHaveNoScale() {
    Tensor a = symmetricNoise(6, 20);
    SymmetricEigen plain = decomposed(a);
    for (double factor : new double[] {0x1p-900, 0x1p-1000, 0x1p900}) {
      Tensor scaled = a.to(Precision.FLOAT64);
      KERNELS.scale(factor, scaled);
      SymmetricEigen eigen = of(scaled).eigen().orElseThrow();
      for (int k = 0; k < 20; k++) {
        assertEquals(plain.values()[k] * factor, eigen.values()[k], 0);
        assertArrayEquals(plain.vectors()[k], eigen.vectors()[k], 0);
      }
    }
    for (double factor : new double[] {1e-160, 1e-300, 1e120, 1e300}) {
      Tensor scaled = a.to(Precision.FLOAT64);
      KERNELS.scale(factor, scaled);
      double[] values = of(scaled).eigen().orElseThrow().values();
      for (int k = 0; k < 20; k++) {
        assertEquals(plain.values()[k], values[k] / factor, 1e-13);
      }
    }
  }

  @Test
  void whatHasNoDecompositionIsEmpty() {
    for (double entry : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      DMatrixRMaj matrix = new DMatrixRMaj(3, 3);
      matrix.set(1, 1, entry);
      assertTrue(SymmetricEigen.of(KERNELS, matrix).isEmpty());
    }
    // The eigenvalue 4 x 1e308 is no number.
    Tensor ones = diagonal(new double[4]);
    ones.fill(1e308);
    assertTrue(of(ones).eigen().isEmpty());
    // One sweep for each eigenvalue is too few.
    assertTrue(of(symmetricNoise(1, 40)).eigen(1).isEmpty());
    assertTrue(of(symmetricNoise(1, 40)).eigen(3).isPresent());
  }

  @Test
  void nothingHasTheUnitVectors() {
    SymmetricEigen eigen = decomposed(diagonal(0, 0, 0));
    assertArrayEquals(new double[3], eigen.values(), 0);
    SymmetricEigen one = decomposed(diagonal(-2.5));
    assertArrayEquals(new double[] {-2.5}, one.values(), 0);
    assertArrayEquals(new double[] {1}, one.vectors()[0], 0);
  }

  @Test
  void lanesChangeNoBitOfTheWholeDecomposition() {
    for (int n : new int[] {1, 2, 3, 17, 32, 40, 64, 70, 130}) {
      Tensor a = symmetricNoise(n, n);
      SymmetricEigen scalar =
          Tridiagonal.of(new ScalarKernels(), a).flatMap(Tridiagonal::eigen).orElseThrow();
      SymmetricEigen best = of(a).eigen().orElseThrow();
      assertArrayEquals(scalar.values(), best.values(), 0);
      for (int k = 0; k < n; k++) {
        assertArrayEquals(scalar.vectors()[k], best.vectors()[k], 0, "n = " + n);
      }
    }
  }
}
