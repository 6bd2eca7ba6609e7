package org.phasegrid.worker.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.phasegrid.worker.random.Key;

/** The plain kernels against the sentence that defines each. */
class ScalarKernelsTest {
  private static final Kernels SCALAR = new ScalarKernels();

  static Tensor normals(Key key, Precision precision, int rows, int columns) {
    Tensor t = Tensor.zeros(precision, rows, columns);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, key.normal(i));
    }
    return t;
  }

  /** fma in the precision of the tensors. */
  private static double fma(Precision precision, double a, double b, double c) {
    return precision == Precision.FLOAT64
        ? Math.fma(a, b, c)
        : Math.fma((float) a, (float) b, (float) c);
  }

  private static double rounded(Precision precision, double x) {
    return precision == Precision.FLOAT64 ? x : (float) x;
  }

  static void assertBits(double want, double got, String where) {
    if (Double.doubleToLongBits(want) != Double.doubleToLongBits(got)) {
      assertEquals(Double.toHexString(want), Double.toHexString(got), where);
    }
  }

  @ParameterizedTest
  @EnumSource
  void productsAreOneSumPerElementInAscendingK(Precision precision) {
    int shapes = 0;
    for (int m = 1; m <= 10; m++) {
      for (int n = 1; n <= 10; n++) {
        for (int k = 0; k <= 9; k++) {
          Key key = Key.of(m).child(n).child(k);
          Tensor a = normals(key.child("a"), precision, m, k);
          Tensor b = normals(key.child("b"), precision, k, n);
          Tensor transposed = Tensor.zeros(precision, k, m);
          Tensor c = normals(key.child("c"), precision, m, n);
          Tensor d = normals(key.child("d"), precision, m, n);

          SCALAR.gemm(a, b, c);
          SCALAR.transpose(a, transposed);
          SCALAR.gemmTransposed(transposed, b, d);

          for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
              double sum = 0;
              for (int t = 0; t < k; t++) {
                sum = fma(precision, a.get(i, t), b.get(t, j), sum);
              }
              assertBits(sum, c.get(i, j), m + " " + n + " " + k);
              assertBits(sum, d.get(i, j), m + " " + n + " " + k);
            }
          }
          shapes++;
        }
      }
    }
    assertEquals(1000, shapes);
  }

  @Test
  void aProductWithTheIdentityIsACopy() {
    Tensor identity = Tensor.zeros(Precision.FLOAT64, 13, 13);
    for (int i = 0; i < 13; i++) {
      identity.set(i, i, 1);
    }
    Tensor a = normals(Key.of(1), Precision.FLOAT64, 13, 13);
    Tensor c = Tensor.zeros(Precision.FLOAT64, 13, 13);

    SCALAR.gemm(a, identity, c);

    for (int i = 0; i < a.size(); i++) {
      assertBits(a.get(i), c.get(i), "element " + i);
    }
  }

  @Test
  void sumsOfIntegersAreExact() {
    int n = 1001;
    Tensor x = Tensor.zeros(Precision.FLOAT64, 1, n);
    for (int i = 0; i < n; i++) {
      x.set(i, i);
    }

    assertEquals(500_500, SCALAR.sum(x), 0);
    assertEquals(333_833_500, SCALAR.sumOfSquares(x), 0);
    assertEquals(333_833_500, SCALAR.dot(x, x), 0);
  }

  @ParameterizedTest
  @EnumSource
  void sumsStripeByIndexModEightAndFold(Precision precision) {
    for (int n = 0; n <= 40; n++) {
      Tensor x = normals(Key.of(n).child("x"), precision, 1, n);
      Tensor y = normals(Key.of(n).child("y"), precision, 1, n);
      double[][] s = new double[4][8];
      for (int i = 0; i < n; i++) {
        s[0][i % 8] = rounded(precision, s[0][i % 8] + x.get(i));
        s[1][i % 8] = fma(precision, x.get(i), x.get(i), s[1][i % 8]);
        s[2][i % 8] = fma(precision, x.get(i), y.get(i), s[2][i % 8]);
        s[3][i % 8] = rounded(precision, s[3][i % 8] + Math.abs(x.get(i)));
      }

      assertBits(fold(precision, s[0]), SCALAR.sum(x), "sum of " + n);
      assertBits(fold(precision, s[1]), SCALAR.sumOfSquares(x), "squares of " + n);
      assertBits(fold(precision, s[2]), SCALAR.dot(x, y), "dot of " + n);
      assertBits(fold(precision, s[3]), SCALAR.sumOfAbsolutes(x), "absolutes of " + n);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreSummedOneAfterTheOther(Precision precision) {
    Tensor a = normals(Key.of(1), precision, 5, 21);
    Tensor x = normals(Key.of(2), precision, 1, 21);
    Tensor c = normals(Key.of(3), precision, 1, 5);
    Tensor dots = Tensor.zeros(precision, 1, 5);
    Tensor sum = x.to(precision);
    Tensor expected = x.to(precision);

    SCALAR.dots(a, x, dots);
    SCALAR.addRows(c, a, sum);

    for (int i = 0; i < 5; i++) {
      Tensor row = a.view(21 * i, 1, 21);
      assertBits(SCALAR.dot(row, x), dots.get(i), "row " + i);
      SCALAR.axpy(c.get(i), row, expected);
    }
    for (int j = 0; j < 21; j++) {
      assertBits(expected.get(j), sum.get(j), "column " + j);
    }
  }

  @Test
  void aReflectionTakesOffItsShareOfEveryColumn() {
    Tensor a = normals(Key.of(1), Precision.FLOAT64, 5, 21);
    Tensor x = normals(Key.of(2), Precision.FLOAT64, 1, 5);
    Tensor reflected = a.to(Precision.FLOAT64);

    SCALAR.reflectColumns(-0.3, x, reflected);

    for (int j = 0; j < 21; j++) {
      double p = 0;
      for (int i = 0; i < 5; i++) {
        p = Math.fma(x.get(i), a.get(i, j), p);
      }
      for (int i = 0; i < 5; i++) {
        assertBits(Math.fma(-0.3 * x.get(i), p, a.get(i, j)), reflected.get(i, j), i + " " + j);
      }
    }
  }

  @Test
  void neighbouringRowsAreTurnedFromTheLastUpwards() {
    Tensor a = normals(Key.of(1), Precision.FLOAT64, 5, 21);
    Tensor c = normals(Key.of(2), Precision.FLOAT64, 1, 4);
    Tensor s = normals(Key.of(3), Precision.FLOAT64, 1, 4);
    Tensor turned = a.to(Precision.FLOAT64);

    SCALAR.rotateRows(c, s, turned);

    for (int j = 0; j < 21; j++) {
      double shared = a.get(4, j);
      for (int i = 3; i >= 0; i--) {
        double x = a.get(i, j);
        assertBits(Math.fma(s.get(i), x, c.get(i) * shared), turned.get(i + 1, j), i + " " + j);
        shared = Math.fma(-s.get(i), shared, c.get(i) * x);
      }
      assertBits(shared, turned.get(0, j), "row 0, column " + j);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLargestIsTheFirstOfEqualOnesAndNaNOnlyInRowZero(Precision precision) {
    double nan = Double.NaN;
    Tensor a = Tensor.of(3, 5, 1, 0, nan, 2, 7, 1, 3, 9, nan, 7, 0, 3, 9, 1, 8).to(precision);

    Tensor right = Tensor.of(1, 5, 0, 1, 0, 0, 2).to(precision);
    Tensor wrong = Tensor.of(1, 5, 1, 2, 1, 1, 0).to(precision);

    assertEquals(5, SCALAR.largestIn(right, a));
    assertEquals(0, SCALAR.largestIn(wrong, a));
  }

  private static double fold(Precision p, double[] s) {
    double even = rounded(p, rounded(p, s[0] + s[4]) + rounded(p, s[2] + s[6]));
    double odd = rounded(p, rounded(p, s[1] + s[5]) + rounded(p, s[3] + s[7]));
    return rounded(p, even + odd);
  }

  @ParameterizedTest
  @EnumSource
  void rowSumsRunAlongTheirRow(Precision precision) {
    for (int m : new int[] {1, 3, 8, 9, 20}) {
      Tensor a = normals(Key.of(m), precision, m, 37);
      Tensor out = Tensor.zeros(precision, 1, m);

      SCALAR.rowSums(a, out);

      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int j = 0; j < 37; j++) {
          sum = rounded(precision, sum + a.get(i, j));
        }
        assertBits(sum, out.get(i), "row " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void elementwiseKernelsDoWhatTheySay(Precision p) {
    int m = 5;
    int n = 7;
    Tensor x = normals(Key.of(1), p, m, n);
    Tensor y = normals(Key.of(2), p, m, n);
    Tensor b = normals(Key.of(3), p, m, 1);
    double s = 0.1;
    double r = rounded(p, s);

    Tensor scaled = y.to(p);
    SCALAR.scale(s, scaled);
    Tensor shifted = y.to(p);
    SCALAR.addToRows(s, b, shifted);
    Tensor updated = y.to(p);
    SCALAR.axpy(s, x, updated);
    Tensor decayed = y.to(p);
    SCALAR.decay(s, x, decayed);
    Tensor difference = y.to(p);
    SCALAR.subtract(x, difference, difference);
    Tensor product = y.to(p);
    SCALAR.multiply(x, product);
    Tensor gathered = y.to(p);
    SCALAR.multiplyAdd(x, x, gathered);
    Tensor back = y.to(p);
    SCALAR.tanhBackward(s, x, back);
    Tensor relu = y.to(p);
    SCALAR.relu(relu, relu);
    Tensor gated = y.to(p);
    SCALAR.reluBackward(s, x, gated);
    Tensor mapped = y.to(p);
    SCALAR.map(x, mapped, v -> v / 3);

    for (int i = 0; i < x.size(); i++) {
      double xi = x.get(i);
      double yi = y.get(i);
      assertBits(rounded(p, yi * r), scaled.get(i), "scale");
      assertBits(rounded(p, rounded(p, yi * r) + b.get(i / n)), shifted.get(i), "addToRows");
      assertBits(fma(p, r, xi, yi), updated.get(i), "axpy");
      assertBits(fma(p, r, yi, xi), decayed.get(i), "decay");
      assertBits(rounded(p, xi - yi), difference.get(i), "subtract");
      assertBits(rounded(p, xi * yi), product.get(i), "multiply");
      assertBits(fma(p, xi, xi, yi), gathered.get(i), "multiplyAdd");
      assertBits(rounded(p, rounded(p, yi * r) * fma(p, -xi, xi, 1)), back.get(i), "tanhBackward");
      assertBits(yi > 0 ? yi : 0, relu.get(i), "relu");
      assertBits(xi > 0 ? rounded(p, yi * r) : 0, gated.get(i), "reluBackward");
      assertBits(rounded(p, xi / 3), mapped.get(i), "map");
    }
  }

  @ParameterizedTest
  @EnumSource
  void reluKeepsNaNAndFiniteFindsIt(Precision precision) {
    Tensor z = Tensor.of(1, 5, -1, -0.0, 2, Double.NaN, Double.NEGATIVE_INFINITY).to(precision);
    Tensor h = z.to(precision);
    Tensor d = Tensor.of(1, 5, 3, 3, Double.POSITIVE_INFINITY, 3, 3).to(precision);

    SCALAR.relu(z, h);
    SCALAR.reluBackward(1, z, d);

    double[] relu = {0, 0, 2, Double.NaN, 0};
    double[] back = {0, 0, Double.POSITIVE_INFINITY, Double.NaN, 0};
    for (int i = 0; i < 5; i++) {
      assertBits(relu[i], h.get(i), "relu");
      assertBits(back[i], d.get(i), "reluBackward");
    }
    assertFalse(SCALAR.finite(z));
    assertFalse(SCALAR.finite(z.view(4, 1, 1)));
    assertTrue(SCALAR.finite(z.view(0, 1, 3)));
    assertTrue(SCALAR.finite(z.view(0, 0, 0)));
  }

  @ParameterizedTest
  @EnumSource
  void transposingTwiceIsACopy(Precision precision) {
    for (int m : new int[] {1, 2, 15, 16, 17, 40}) {
      for (int n : new int[] {1, 3, 16, 33}) {
        Tensor a = normals(Key.of(m).child(n), precision, m, n);
        Tensor turned = Tensor.zeros(precision, n, m);
        Tensor again = Tensor.zeros(precision, m, n);

        SCALAR.transpose(a, turned);
        SCALAR.transpose(turned, again);

        assertEquals(a.get(m - 1, 0), turned.get(0, m - 1), 0);
        for (int i = 0; i < a.size(); i++) {
          assertBits(a.get(i), again.get(i), m + " x " + n);
        }
      }
    }
  }

  @Test
  void theBestKernelsAreVectorsExactlyWhenTheModuleIsThere() {
    boolean module = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    assertEquals(module, Kernels.best().describe().startsWith("vector ("));
    assertEquals(!module, Kernels.best().describe().equals("scalar"));
  }
}
