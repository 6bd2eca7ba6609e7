package org.phasegrid.worker.indicator.traj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.need.Bundle;

class EmbeddingTest {
  private static Embedding of(double[][][] theta) {
    return Embedding.of(Bundle.of(Kernels.best(), theta));
  }

  /** Points of one replica, times a factor that makes their RMS distance the wanted one. */
  private static double[][][] points(double[][] points, double factor) {
    double[][][] theta = new double[points.length][1][];
    for (int t = 0; t < points.length; t++) {
      theta[t][0] = java.util.Arrays.stream(points[t]).map(x -> x * factor).toArray();
    }
    return theta;
  }

  @Test
  void collinearPointsAreReproduced() {
    double[] x = {0, 1, 3, 6, 10};
    double[][] points = new double[5][];
    for (int i = 0; i < 5; i++) {
      points[i] = new double[] {0.6 * x[i], 0, 0.8 * x[i]};
    }

    Embedding embedding = of(points(points, Math.sqrt(3)));

    double[] expected = {-4, -3, -1, 2, 6};
    for (int i = 0; i < 5; i++) {
      assertEquals(expected[i], embedding.z()[0][i], 1e-10);
    }
    assertEquals(66, embedding.lambda(), 1e-10);
    assertEquals(1, embedding.explained(), 1e-10);
  }

  /** Two equal eigenvalues 3: half of the variance, whatever direction is found. */
  @Test
  void aCircleHasTwoEqualAxes() {
    double[][] points = new double[12][];
    for (int i = 0; i < 12; i++) {
      points[i] = new double[] {Math.cos(Math.PI * i / 6), Math.sin(Math.PI * i / 6)};
    }

    Embedding embedding = of(points(points, 1));

    assertEquals(3, embedding.lambda(), 1e-10);
    assertEquals(0.5, embedding.explained(), 1e-10);
  }

  private static double[][][] walk() {
    double[][][] theta = new double[21][3][7];
    double[][] sum = new double[3][7];
    for (int t = 0; t < 21; t++) {
      for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 7; i++) {
          sum[j][i] += ReferenceNumbers.normal(31, (t * 3 + j) * 7 + i);
          theta[t][j][i] = 0.1 * sum[j][i];
        }
      }
    }
    return theta;
  }

  @Test
  void theIdentitiesOfTheEmbeddingHoldOnARandomWalk() {
    double[][][] theta = walk();
    Bundle bundle = Bundle.of(Kernels.best(), theta);

    Embedding embedding = Embedding.of(bundle);

    double[][] classical = classical(bundle);
    double sum = 0;
    for (int j = 0; j < 3; j++) {
      for (int t = 0; t < 21; t++) {
        assertEquals(classical[j][t], embedding.z()[j][t], 1e-12);
        sum += embedding.z()[j][t];
        if (j > 0) {
          assertEquals(
              Math.abs(embedding.z()[j][t] - embedding.z()[0][t]),
              embedding.separation()[j - 1][t],
              1e-12);
        }
      }
    }
    assertEquals(0, sum, 1e-12);
    assertEquals(2.282051, embedding.lambda(), 1e-6);
    assertEquals(0.439910, embedding.explained(), 1e-6);
    assertEquals(0.001713, embedding.z()[0][0], 1e-6);
    assertEquals(0.279906, embedding.z()[0][20], 1e-6);
    Tensor difference = Tensor.zeros(Precision.FLOAT64, 1, 7);
    for (int a = 0; a < 63; a++) {
      for (int b = 0; b < 63; b++) {
        bundle.difference(a / 3, a % 3, b / 3, b % 3, difference);
        double distance = Math.sqrt(bundle.kernels().sumOfSquares(difference) / 7);
        double z = Math.abs(embedding.z()[a % 3][a / 3] - embedding.z()[b % 3][b / 3]);
        assertTrue(distance - z >= -1e-12, "contraction of " + a + ", " + b);
      }
    }
  }

  /** z by the definition: double centering of the squared distances, first eigenvector. */
  private static double[][] classical(Bundle bundle) {
    int times = bundle.times();
    int n = times * bundle.replicas();
    DMatrixRMaj squares = new DMatrixRMaj(n, n);
    Tensor difference = Tensor.zeros(Precision.FLOAT64, 1, bundle.parameters());
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        bundle.difference(a % times, a / times, b % times, b / times, difference);
        squares.set(a, b, bundle.kernels().sumOfSquares(difference) / bundle.parameters());
      }
    }
    DMatrixRMaj centered = new DMatrixRMaj(n, n);
    double[] rows = new double[n];
    double all = 0;
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        rows[a] += squares.get(a, b) / n;
        all += squares.get(a, b) / n / n;
      }
    }
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        centered.set(a, b, -0.5 * (squares.get(a, b) - rows[a] - rows[b] + all));
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    assertTrue(eigen.decompose(centered));
    int at = 0;
    for (int i = 1; i < n; i++) {
      if (eigen.getEigenvalue(i).getReal() > eigen.getEigenvalue(at).getReal()) {
        at = i;
      }
    }
    double scale = Math.sqrt(eigen.getEigenvalue(at).getReal());
    double[][] z = new double[bundle.replicas()][times];
    double[] v = eigen.getEigenVector(at).getData();
    double sign = v[times - 1] < v[0] ? -1 : 1;
    for (int a = 0; a < n; a++) {
      z[a / times][a % times] = sign * scale * v[a];
    }
    return z;
  }

  /** The dense way out finds the same axis, from A'A and from AA'. */
  @Test
  void withoutPatienceTheDenseDecompositionAnswers() {
    double[][][] theta = walk();
    double[][][] few = java.util.Arrays.copyOf(theta, 2);
    for (double[][][] each : new double[][][][] {theta, few}) {
      Bundle bundle = Bundle.of(Kernels.best(), each);

      Embedding dense = Embedding.of(bundle, 1);
      Embedding lanczos = Embedding.of(bundle);

      assertEquals(lanczos.lambda(), dense.lambda(), 1e-12);
      for (int t = 0; t < each.length; t++) {
        assertEquals(lanczos.z()[1][t], dense.z()[1][t], 1e-10);
      }
    }
  }

  @Test
  void principalComponentsOfTheDistancesOfCollinearPoints() {
    double[] x = {0, 1, 3, 6, 10};
    double[][][] rows = new double[5][1][5];
    for (int a = 0; a < 5; a++) {
      for (int b = 0; b < 5; b++) {
        rows[a][0][b] = Math.abs(x[a] - x[b]);
      }
    }

    Embedding principal = of(rows);

    double[] expected = {-6.110272, -5.612921, -2.588143, 3.608867, 10.702469};
    for (int i = 0; i < 5; i++) {
      assertEquals(expected[i], Math.sqrt(5) * principal.z()[0][i], 1e-6);
    }
    assertEquals(0.873948, principal.explained(), 1e-6);
  }

  @Test
  void aBundleThatDoesNotMoveHasNoAxis() {
    double[][][] still = new double[6][2][3];

    Embedding embedding = of(still);

    assertTrue(Double.isNaN(embedding.explained()));
    assertEquals(0, embedding.z()[1][5]);
  }

  /** One parameter: z is the centred parameter and explains everything. */
  @Test
  void oneParameterIsItsOwnAxis() {
    double[][][] theta = {{{1}, {1.5}}, {{2}, {3}}, {{4}, {0.5}}};

    Embedding embedding = of(theta);

    assertEquals(1, embedding.explained(), 1e-14);
    assertEquals(1 - 2.0, embedding.z()[0][0], 1e-14);
    assertEquals(4 - 2.0, embedding.z()[0][2], 1e-14);
  }

  /** Twins 1e-12 apart far from the origin: their separation keeps its digits. */
  @Test
  void tinySeparationsDoNotCancel() {
    double[][][] theta = new double[30][2][2];
    for (int t = 0; t < 30; t++) {
      theta[t][0] = new double[] {1000 + t, 3};
      theta[t][1] = new double[] {Math.nextUp(1000.0 + t), 3};
    }

    Embedding embedding = of(theta);

    for (int t = 0; t < 30; t++) {
      double apart = Math.nextUp(1000.0 + t) - (1000.0 + t);
      assertEquals(apart / Math.sqrt(2), embedding.separation()[0][t], 1e-12 * apart);
    }
  }
}
