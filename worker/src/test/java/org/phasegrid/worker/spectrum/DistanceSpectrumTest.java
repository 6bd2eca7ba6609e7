package org.phasegrid.worker.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.ReferenceDraws;
import org.phasegrid.worker.spectrum.DistanceMatrix.Origin;
import org.phasegrid.worker.theory.RandomDistances;

/**
 * Ground truths 1 to 15 of Observable Matrix Dynamics: exact finite spectra, golden numbers of the
 * numpy reference, identities.
 */
class DistanceSpectrumTest {
  private static final Kernels KERNELS = Kernels.best();

  private static DistanceMatrix matrix(Tensor h, Distance distance, Origin origin) {
    return DistanceMatrix.of(KERNELS, h, distance, origin).orElseThrow();
  }

  private static DistanceSpectrum angular(Tensor h) {
    return DistanceSpectrum.unguarded(KERNELS, matrix(h, Distance.ANGULAR, Origin.ZERO))
        .orElseThrow();
  }

  private static DistanceSpectrum of(DMatrixRMaj m) {
    return DistanceSpectrum.of(KERNELS, m, Distance.ANGULAR, OptionalInt.empty()).orElseThrow();
  }

  private static double[] eigenvalues(DistanceSpectrum spectrum) {
    double[] values = new double[spectrum.size()];
    values[0] = spectrum.perron();
    for (int k = 1; k < values.length; k++) {
      values[k] = -spectrum.a(k);
    }
    Arrays.sort(values);
    return values;
  }

  @Test
  void theReferenceDrawsAreThoseOfTheReference() {
    SplittableRandom java = new SplittableRandom(1);
    ReferenceDraws draws = new ReferenceDraws(1);
    assertEquals(0x910a2dec89025cc1L, draws.bits());
    assertEquals(0xbeeb8da1658eec67L, draws.bits());
    assertEquals(0x910a2dec89025cc1L, java.nextLong());
    assertEquals(0xbeeb8da1658eec67L, java.nextLong());
    draws = new ReferenceDraws(1);
    assertEquals(0.5665615751722809, draws.uniform());
    assertEquals(0.7457817572627011, draws.uniform());
    assertEquals(0.9710027535867962, draws.uniform());
    assertArrayEquals(
        new double[] {-0.034267321792, -1.292608533237, -2.500067493370, 0.911466586409},
        new ReferenceDraws(1).normals(4),
        1e-12);
    assertArrayEquals(new int[] {0, 3, 7, 1, 2, 6, 5, 4}, new ReferenceDraws(1).permutation(8));
  }

  @Test
  void aCircleHasItsExactSpectrum() {
    double[] found = eigenvalues(angular(PointSets.circle(64)));

    double[] exact = new double[64];
    for (int k = 0; k < 64; k++) {
      exact[k] = RandomDistances.circle(64, k);
    }
    Arrays.sort(exact);
    assertArrayEquals(exact, found, 1e-10);
    assertEquals(-40.7764061316, found[0], 1e-10);
  }

  @Test
  void aPolygonHasItsExactSpectrum() {
    DistanceSpectrum spectrum =
        DistanceSpectrum.unguarded(
                KERNELS, matrix(PointSets.circle(30), Distance.CHORDAL, Origin.ZERO))
            .orElseThrow();

    double[] exact = new double[30];
    for (int k = 0; k < 30; k++) {
      exact[k] = RandomDistances.polygon(30, k);
    }
    Arrays.sort(exact);
    assertArrayEquals(exact, eigenvalues(spectrum), 1e-10);
    assertEquals(38.1622733755, spectrum.perron(), 1e-10);
  }

  @Test
  void clustersAtASimplexAreOneMultiplet() {
    DistanceSpectrum spectrum =
        DistanceSpectrum.of(
                KERNELS, matrix(PointSets.clusters(5, 12), Distance.ANGULAR, Origin.MEAN))
            .orElseThrow();
    double angle = RandomDistances.clusterAngle(5);

    assertEquals(87.5268759330, spectrum.perron(), 1e-8);
    assertEquals(angle * 12 * 4, spectrum.perron(), 1e-10);
    for (int k = 1; k <= 4; k++) {
      assertEquals(21.8817189832, spectrum.a(k), 1e-8);
    }
    assertEquals(0, spectrum.a(5), 1e-10);
    assertEquals(4, spectrum.effectiveDimension(), 1e-8);
    assertEquals(1, spectrum.classAlignment(PointSets.labels(5, 12), 5, 4), 1e-8);
    // Rank 4 of 5 classes: with the guard kmax is 2, so the band is seen without it alone.
    DistanceSpectrum pure =
        DistanceSpectrum.unguarded(
                KERNELS, matrix(PointSets.clusters(5, 12), Distance.ANGULAR, Origin.MEAN))
            .orElseThrow();
    assertEquals(4, pure.bands().m1());
    assertEquals(0, pure.bands().m2());
  }

  @Test
  void solitonsAreDoubletsOfSingleFrequencies() {
    Tensor h = PointSets.solitons(23, 3, new int[] {5, 4}, new double[] {1, 0.8});
    DistanceMatrix matrix = matrix(h, Distance.ANGULAR, Origin.MEAN);
    DistanceSpectrum spectrum = DistanceSpectrum.unguarded(KERNELS, matrix).orElseThrow();

    double[] expected = {24.534143, 24.534143, 16.612902, 16.612902, 1.940224, 1.940224};
    double[] circulant = new double[23];
    for (int k = 0; k < 23; k++) {
      for (int j = 0; j < 23; j++) {
        circulant[k] += 3 * matrix.m().get(0, 3 * j) * Math.cos(2 * Math.PI * k * j / 23);
      }
    }
    Arrays.sort(circulant);
    for (int k = 1; k <= 6; k++) {
      assertEquals(expected[k - 1], spectrum.a(k), 1e-6);
      assertEquals(-circulant[k - 1], spectrum.a(k), 1e-6);
    }
    int[] labels = PointSets.labels(23, 3);
    assertEquals(1, spectrum.fourierLocalization(labels, 23, 4), 1e-6);
    assertEquals(1, matrix.circulantShare(labels, 23), 1e-9);
  }

  @Test
  void distancesOnAPathHaveTheDeterminantOfGrahamAndPollak() {
    Tensor path = Tensor.of(1, 10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    DistanceMatrix matrix = matrix(path, Distance.EUCLIDEAN, Origin.MEAN);

    assertEquals(-2304, CommonOps_DDRM.det(matrix.m()), 1e-6);
  }

  @Test
  void aSphereHasThreeThenSeven() {
    DistanceSpectrum s = angular(PointSets.fibonacci(200));

    assertEquals(3, s.bands().m1());
    assertEquals(15.7450, s.bands().gap1(), 1e-4);
    assertEquals(7, s.bands().m2());
    assertEquals(16.033, s.bandRatio(), 1e-3);
    assertEquals(0.750691, s.mass(3), 1e-5);
    assertEquals(5.26683, s.effectiveDimension(), 1e-4);
    assertEquals(11.2909, s.entropyDimension(), 1e-4);
    assertEquals(0.06998, s.floor(), 1e-4);
    assertEquals(1.085802, s.cloud().radius(), 1e-4);
    assertEquals(1.570508, s.perron() / 200, 1e-6);
    assertEquals(0.42886, s.variation(), 1e-5);
    assertEquals(-1.362, s.slope(), 1e-3);
    assertEquals(0.9987, s.isotropy(), 1e-4);
    assertEquals(0.0002, s.cloud().radialVariation(), 1e-4);
    assertEquals(0.1510, s.localization(), 1e-3);
    assertEquals(16, RandomDistances.geodesicBandRatio(2), 0);
    assertEquals(2, s.ratioDimension(), 0.01);
    // On the sphere the cloud is the sphere.
    Tensor x = PointSets.fibonacci(200);
    double[] limit = new double[600];
    for (int i = 0; i < 200; i++) {
      for (int k = 0; k < 3; k++) {
        limit[3 * i + k] = Math.sqrt(3 * Math.PI / 8) * x.get(k, i);
      }
    }
    assertEquals(0.00048, Cloud.of(limit).stepTo(s.cloud()), 1e-5);
  }

  @Test
  void straightDistancesOfASphereHaveThreeThenFive() {
    DistanceSpectrum s =
        DistanceSpectrum.unguarded(
                KERNELS, matrix(PointSets.fibonacci(200), Distance.CHORDAL, Origin.ZERO))
            .orElseThrow();

    assertEquals(3, s.bands().m1());
    assertEquals(6.9358, s.bands().gap1(), 1e-3);
    assertEquals(5, s.bands().m2());
    assertEquals(7.059, s.bandRatio(), 1e-3);
    assertEquals(2, s.ratioDimension(), 0.05);
  }

  @Test
  void randomPointsOfTheThreeSphereHaveFourThenSixteen() {
    DistanceSpectrum s = angular(PointSets.randomSphere(new ReferenceDraws(7), 300, 3));

    assertEquals(4, s.bands().m1());
    assertEquals(16, s.bands().m2());
    assertEquals(24.289, s.bandRatio(), 1e-3);
    assertEquals(RandomDistances.geodesicBandRatio(3), s.bandRatio(), 2.5);
    assertEquals(15.4276, s.bands().gap1(), 1e-4);
    assertEquals(1.000947, s.perronRatio(), 1e-6);
  }

  @Test
  void theMultiplicityGivesTheDimensionWithNoiseAndWithout() {
    for (int d = 1; d <= 4; d++) {
      for (double sigma : new double[] {0, 0.3}) {
        ReferenceDraws draws = new ReferenceDraws(40 + d);
        DistanceSpectrum s = angular(noisySphere(draws, 300, d, 400, sigma));
        assertEquals(d + 1, s.bands().m1(), "d = " + d + " sigma = " + sigma);
        assertEquals(1, s.positive());
      }
    }
  }

  private static Tensor noisySphere(ReferenceDraws draws, int n, int d, int ambient, double sigma) {
    Tensor x = PointSets.randomSphere(draws, n, d);
    Tensor h = Tensor.zeros(Precision.FLOAT64, ambient, n);
    Tensor xi = draws.transposedNormals(n, ambient);
    for (int i = 0; i < ambient; i++) {
      for (int b = 0; b < n; b++) {
        double latent = i <= d ? x.get(i, b) : 0;
        h.set(i, b, latent + sigma * xi.get(i, b) / Math.sqrt(ambient));
      }
    }
    return h;
  }

  @Test
  void ambientNoiseShrinksTheFirstBandByItsLaw() {
    double[][] golden = {{0.3, 103.471, 103.668, 0.3026}, {0.6, 79.071, 79.193, 0.6015}};
    for (double[] row : golden) {
      DistanceSpectrum s = angular(noisySphere(new ReferenceDraws(11), 300, 2, 400, row[0]));
      double rho = RandomDistances.contraction(row[0]);
      double theory = RandomDistances.firstBand(300, 2, rho);

      assertEquals(3, s.bands().m1());
      assertEquals(row[1], s.bandMean(), 1e-3);
      assertEquals(row[2], theory, 1e-3);
      assertEquals(theory, s.bandMean(), 0.01 * theory);
      double found = RandomDistances.contractionOfBand(300, 2, s.bandMean());
      double sigma = Math.sqrt(1 / found - 1);
      assertEquals(row[3], sigma, 1e-4);
      assertEquals(row[0], sigma, 0.03 * row[0]);
    }
  }

  @Test
  void aStructurelessCloudHasNoBand() {
    DistanceSpectrum s = angular(new ReferenceDraws(5).transposedNormals(128, 512));

    assertEquals(2.7763, s.a(1), 1e-4);
    assertEquals(0.8336, s.a(127), 1e-4);
    assertTrue(s.a(1) > 2.70 && s.a(1) < 2.83);
    assertTrue(s.a(127) > 0.82 && s.a(127) < 0.86);
    assertTrue(s.a(1) < RandomDistances.nullUpperEdge(0.25));
    assertTrue(s.a(127) > RandomDistances.nullLowerEdge(0.25));
    assertTrue(s.bands().gap1() < 1.1);
  }

  /** Section F of the reference: the gap of 40 Gaussian clouds of 60 points in 8 dimensions. */
  @Test
  void theThresholdOfABandLiesAboveTheNull() {
    double largest = 0;
    for (int seed = 900; seed < 940; seed++) {
      Tensor cloud = new ReferenceDraws(seed).transposedNormals(60, 8);
      DistanceSpectrum s =
          DistanceSpectrum.of(KERNELS, matrix(cloud, Distance.ANGULAR, Origin.MEAN)).orElseThrow();
      assertFalse(s.bands().exists());
      largest = Math.max(largest, s.bands().gap1());
    }
    assertEquals(1.512, largest, 1e-3);
  }

  @Test
  void perturbationTheoryHoldsToItsOrder() {
    ReferenceDraws draws = new ReferenceDraws(3);
    DMatrixRMaj m = matrix(PointSets.randomSphere(draws, 60, 2), Distance.ANGULAR, Origin.ZERO).m();
    double[] normals = draws.normals(3600);
    DMatrixRMaj e = new DMatrixRMaj(60, 60);
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 60; j++) {
        double both = (normals[60 * i + j] + normals[60 * j + i]) / Math.sqrt(2);
        e.set(i, j, i == j ? 0 : both);
      }
    }
    SymmetricEigen start = SymmetricEigen.of(KERNELS, m).orElseThrow();
    double[][] q = new double[60][60];
    for (int k = 0; k < 60; k++) {
      for (int l = 0; l < 60; l++) {
        for (int i = 0; i < 60; i++) {
          for (int j = 0; j < 60; j++) {
            q[k][l] += start.vectors()[k][i] * e.get(i, j) * start.vectors()[l][j];
          }
        }
      }
    }
    double[][] residuals = new double[2][3];
    for (int halving = 0; halving < 3; halving++) {
      double h = 1e-3 / (1 << halving);
      DMatrixRMaj moved = m.copy();
      CommonOps_DDRM.addEquals(moved, h, e);
      double[] values = SymmetricEigen.values(moved).orElseThrow();
      for (int k = 0; k < 3; k++) {
        double second = 0;
        for (int l = 0; l < 60; l++) {
          second += l == k ? 0 : q[k][l] * q[k][l] / (start.values()[k] - start.values()[l]);
        }
        double first = values[k] - start.values()[k] - h * q[k][k];
        residuals[0][halving] = Math.max(residuals[0][halving], Math.abs(first));
        residuals[1][halving] = Math.max(residuals[1][halving], Math.abs(first - h * h * second));
      }
    }
    for (int halving = 0; halving < 2; halving++) {
      assertEquals(4, residuals[0][halving] / residuals[0][halving + 1], 0.08);
      assertEquals(8, residuals[1][halving] / residuals[1][halving + 1], 0.4);
    }

    DMatrixRMaj absolute = m.copy();
    for (int i = 0; i < 3600; i++) {
      absolute.data[i] += 1e-2 * Math.abs(e.data[i]);
    }
    SpectralStep step = SpectralStep.between(of(m), of(absolute));
    assertEquals(0.004464, step.step(), 1e-6);
    assertEquals(0.002411, step.spectral(), 1e-6);
    assertTrue(step.spectral() <= step.step(), "Hoffman and Wielandt");
    assertEquals(0.708246, step.rotationShare(), 1e-6);
  }

  private static Tensor turned(Tensor x, int axis, double angle) {
    int i = (axis + 1) % 3;
    int j = (axis + 2) % 3;
    Tensor y = x.to(Precision.FLOAT64);
    for (int b = 0; b < x.columns(); b++) {
      y.set(i, b, Math.cos(angle) * x.get(i, b) - Math.sin(angle) * x.get(j, b));
      y.set(j, b, Math.sin(angle) * x.get(i, b) + Math.cos(angle) * x.get(j, b));
    }
    return y;
  }

  @Test
  void aRigidRotationMovesNothing() {
    Tensor x = PointSets.fibonacci(80);
    DistanceSpectrum s = angular(x);
    DistanceSpectrum t = angular(turned(turned(x, 0, 0.7), 2, 1.1));
    SpectralStep step = SpectralStep.between(s, t);

    assertEquals(0, step.step(), 1e-9);
    assertEquals(0, step.spectral(), 1e-9);
    assertEquals(0, s.cloud().stepTo(t.cloud()), 1e-9);
    assertEquals(1, SpectralStep.overlap(s, t, 3), 1e-9);
    assertEquals(1, step.correlation(), 1e-9);
    assertTrue(Double.isNaN(step.rotationShare()), "nothing moved");
  }

  @Test
  void brownianPointsTurnTheEigenvectorsAndKeepTheSpectrum() {
    ReferenceDraws draws = new ReferenceDraws(21);
    Tensor x = PointSets.randomSphere(draws, 400, 2);
    DistanceSpectrum start = angular(x);
    double root = Math.sqrt(2 * 0.0025);
    for (int n = 1; n <= 40; n++) {
      Tensor xi = draws.transposedNormals(400, 3);
      Tensor next = Tensor.zeros(Precision.FLOAT64, 3, 400);
      for (int b = 0; b < 400; b++) {
        double along = 0;
        for (int i = 0; i < 3; i++) {
          along += xi.get(i, b) * x.get(i, b);
        }
        for (int i = 0; i < 3; i++) {
          next.set(i, b, x.get(i, b) + root * (xi.get(i, b) - along * x.get(i, b)));
        }
      }
      x = PointSets.unit(next);
    }
    DistanceSpectrum end = angular(x);
    SpectralStep step = SpectralStep.between(start, end);

    assertEquals(0.6905, SpectralStep.overlap(start, end, 3), 1e-4);
    assertEquals(RandomDistances.brownianOverlap(0.1), SpectralStep.overlap(start, end, 3), 0.05);
    assertEquals(0.6845, step.correlation(), 1e-4);
    assertEquals(RandomDistances.brownianCorrelation(0.1), step.correlation(), 0.05);
    assertEquals(0.6644, RandomDistances.brownianCorrelation(0.1), 1e-4);
    assertTrue(step.rotationShare() > 0.99);
    assertEquals(3, end.bands().m1());
  }

  @Test
  void aSphereCollapsingToARingLosesOneOfThree() {
    double[][] golden = {{0, 3, 0.999}, {1, 3, 0.285}, {2, 2, 0.097}};
    for (double[] row : golden) {
      Tensor x = PointSets.fibonacci(200);
      for (int b = 0; b < 200; b++) {
        x.set(2, b, x.get(2, b) * Math.exp(-row[0]));
      }
      DistanceSpectrum s = angular(PointSets.unit(x));
      assertEquals(row[1], s.bands().m1(), 0);
      assertEquals(row[2], s.isotropy(), 1e-3);
    }
  }

  @Test
  void aTorusHasTheMultiplicityOfTheThreeSphereButNotItsRatio() {
    DistanceSpectrum s = angular(PointSets.torus(12));

    assertEquals(4, s.bands().m1());
    assertEquals(14.6530, s.bands().gap1(), 1e-4);
    assertEquals(17.228, s.bandRatio(), 1e-3);
    assertEquals(0.292092, s.a(1) / 144, 1e-6);
    assertEquals(0.019934, s.a(5) / 144, 1e-6);
  }

  @Test
  void everyDistanceMatrixHasOnePositiveEigenvalueAndNoTrace() {
    int visited = 0;
    for (Distance distance : Distance.values()) {
      for (int seed = 1; seed <= 5; seed++) {
        Tensor h = new ReferenceDraws(seed).transposedNormals(40, 1 + 3 * seed);
        DistanceSpectrum s =
            DistanceSpectrum.of(KERNELS, matrix(h, distance, Origin.MEAN)).orElseThrow();
        double sum = s.perron();
        for (int k = 1; k < 40; k++) {
          sum -= s.a(k);
        }
        assertEquals(0, sum, 1e-9 * s.perron());
        assertEquals(1, s.positive());
        assertTrue(s.perronRatio() >= 1 - 1e-12);
        assertEquals(1, s.mass(39), 1e-12);
        visited++;
      }
    }
    assertEquals(15, visited);
  }

  @Test
  void scaleAndBasisDoNotMatterToAngles() {
    Tensor h = new ReferenceDraws(9).transposedNormals(30, 3);
    Tensor other = turned(h, 1, 0.4);
    KERNELS.scale(1e-150, other);
    DistanceSpectrum s =
        DistanceSpectrum.of(KERNELS, matrix(h, Distance.ANGULAR, Origin.MEAN)).orElseThrow();
    DistanceSpectrum t =
        DistanceSpectrum.of(KERNELS, matrix(other, Distance.ANGULAR, Origin.MEAN)).orElseThrow();

    assertArrayEquals(eigenvalues(s), eigenvalues(t), 1e-11);
  }

  // Part F: what a degenerate input gives.

  private static Tensor ones(int rows, int columns) {
    Tensor h = Tensor.zeros(Precision.FLOAT64, rows, columns);
    h.fill(1.1);
    return h;
  }

  @Test
  void whatHasNoDistancesHasNoMatrix() {
    Tensor h = new ReferenceDraws(1).transposedNormals(12, 5);
    Tensor notFinite = h.to(Precision.FLOAT64);
    notFinite.set(2, 3, Double.NaN);
    Tensor infinite = h.to(Precision.FLOAT64);
    infinite.set(2, 3, Double.POSITIVE_INFINITY);
    Tensor few = new ReferenceDraws(1).transposedNormals(3, 5);
    for (Distance distance : Distance.values()) {
      for (Tensor none :
          List.of(notFinite, infinite, few, ones(5, 12), Tensor.zeros(Precision.FLOAT64, 5, 12))) {
        assertEquals(Optional.empty(), DistanceMatrix.of(KERNELS, none, distance, Origin.MEAN));
      }
    }
  }

  /** 1e-12 of the largest norm, however many entries it has and whatever its unit. */
  @Test
  void representationsAreTheSameWithinTheirOwnNorm() {
    for (double unit : new double[] {1, 1e200, 0x1p-1000}) {
      for (double spread : new double[] {4e-13, 4e-12, 4e-10}) {
        Tensor h = Tensor.zeros(Precision.FLOAT64, 256, 6);
        for (int b = 0; b < 6; b++) {
          h.set(0, b, unit);
          h.set(1, b, unit * spread * (b % 2 == 0 ? 1 : -1));
          h.set(2, b, unit * spread * (b < 3 ? 1 : -1));
        }
        for (Distance distance : Distance.values()) {
          assertEquals(
              spread > 1e-12,
              DistanceMatrix.of(KERNELS, h, distance, Origin.MEAN).isPresent(),
              spread + " of " + unit);
          assertTrue(DistanceMatrix.of(KERNELS, h, distance, Origin.ZERO).isPresent());
        }
      }
    }
  }

  @Test
  void deadRepresentationsAreOrthogonalToAll() {
    Tensor h = new ReferenceDraws(1).transposedNormals(12, 5);
    for (int i = 0; i < 5; i++) {
      h.set(i, 4, 0);
      h.set(i, 7, 0);
    }
    DistanceMatrix matrix = matrix(h, Distance.ANGULAR, Origin.ZERO);

    assertEquals(2, matrix.dead());
    assertEquals(5, matrix.rank());
    assertEquals(Math.PI / 2, matrix.m().get(4, 7), 0);
    assertEquals(Math.PI / 2, matrix.m().get(4, 0), 0);
    assertEquals(1, DistanceSpectrum.of(KERNELS, matrix).orElseThrow().positive());
    DistanceMatrix chordal = matrix(h, Distance.CHORDAL, Origin.ZERO);
    assertEquals(Math.sqrt(2), chordal.m().get(7, 1), 0);
  }

  @Test
  void twoAntipodesAreOneBandOfOne() {
    ReferenceDraws draws = new ReferenceDraws(1);
    double[] side = draws.normals(12);
    double[] direction = draws.normals(5);
    Tensor h = Tensor.zeros(Precision.FLOAT64, 5, 12);
    for (int i = 0; i < 5; i++) {
      for (int b = 0; b < 12; b++) {
        h.set(i, b, side[b] * direction[i]);
      }
    }
    DistanceMatrix matrix = matrix(h, Distance.ANGULAR, Origin.ZERO);
    DistanceSpectrum s = DistanceSpectrum.of(KERNELS, matrix).orElseThrow();

    assertEquals(1, matrix.rank());
    assertEquals(1, s.positive());
    assertEquals(1, s.bands().m1());
    assertEquals(1e12, s.bands().gap1(), 1);
    assertEquals(1, s.effectiveDimension(), 1e-6);
    for (double apart : matrix.m().data) {
      assertTrue(Math.min(apart, Math.abs(apart - Math.PI)) < 1e-6, "distance " + apart);
    }
  }

  @Test
  void identicalRepresentationsAreExactlyTogether() {
    Tensor h = new ReferenceDraws(2).transposedNormals(12, 5);
    for (int i = 0; i < 5; i++) {
      h.set(i, 6, h.get(i, 5));
      h.set(i, 7, 3 * h.get(i, 5));
    }
    DistanceMatrix matrix = matrix(h, Distance.ANGULAR, Origin.ZERO);

    assertEquals(0, matrix.m().get(5, 6), 0);
    assertEquals(0, matrix.m().get(5, 7), 1e-15);
    assertEquals(0, matrix(h, Distance.EUCLIDEAN, Origin.ZERO).m().get(5, 6), 0);
  }

  /** Saturated tanh: corners of a cube, many of them the same. */
  @Test
  void cornersOfACubeHaveASpectrum() {
    ReferenceDraws draws = new ReferenceDraws(4);
    Tensor h = Tensor.zeros(Precision.FLOAT64, 3, 40);
    for (int i = 0; i < h.size(); i++) {
      h.set(i, draws.uniform() < 0.5 ? -1 : 1);
    }
    for (Distance distance : Distance.values()) {
      DistanceSpectrum s =
          DistanceSpectrum.of(KERNELS, matrix(h, distance, Origin.MEAN)).orElseThrow();
      assertEquals(1, s.positive());
      assertTrue(s.bands().m1() == 1, "rank 3 has room for one alone");
    }
  }

  @Test
  void equalDistancesAreNoBand() {
    DMatrixRMaj simplex = new DMatrixRMaj(12, 12);
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        simplex.set(i, j, i == j ? 0 : 1);
      }
    }
    DistanceSpectrum s = of(simplex);

    assertEquals(11, s.perron(), 1e-10);
    assertEquals(1, s.a(1), 1e-10);
    assertEquals(1, s.a(11), 1e-10);
    assertEquals(11, s.effectiveDimension(), 1e-10);
    assertEquals(1, s.bands().m1());
    assertEquals(1, s.bands().gap1(), 1e-9);
    assertTrue(
        Double.isNaN(
            new DistanceMatrix(Distance.ANGULAR, simplex, 0, 11)
                .circulantShare(PointSets.labels(12, 1), 12)));
  }

  @Test
  void fourPointsAreEnough() {
    for (Distance distance : Distance.values()) {
      Tensor h = new ReferenceDraws(6).transposedNormals(4, 3);
      DistanceSpectrum s =
          DistanceSpectrum.of(KERNELS, matrix(h, distance, Origin.MEAN)).orElseThrow();
      assertEquals(1, s.bands().m1());
      assertEquals(12, s.cloud().coordinates().length);
      assertTrue(s.localization() > 0);
    }
  }

  /** Degenerate spectra in any order: a decomposition remembers nothing of the one before. */
  @Test
  void decompositionsInAnyOrderHaveTheSameBits() {
    List<DMatrixRMaj> matrices = new ArrayList<>();
    for (int k = 3; k <= 6; k++) {
      matrices.add(matrix(PointSets.clusters(k, 6), Distance.ANGULAR, Origin.MEAN).m());
      matrices.add(matrix(PointSets.circle(8 * k), Distance.CHORDAL, Origin.ZERO).m());
    }
    List<SymmetricEigen> forwards = new ArrayList<>();
    for (DMatrixRMaj m : matrices) {
      forwards.add(SymmetricEigen.of(KERNELS, m).orElseThrow());
    }
    for (int i = matrices.size() - 1; i >= 0; i--) {
      SymmetricEigen again = SymmetricEigen.of(KERNELS, matrices.get(i)).orElseThrow();
      assertArrayEquals(forwards.get(i).values(), again.values(), 0);
      for (int k = 0; k < again.vectors().length; k++) {
        assertArrayEquals(forwards.get(i).vectors()[k], again.vectors()[k], 0);
      }
    }
  }

  @Test
  void eigenvaluesAreThoseOfAnotherLibrary() {
    DMatrixRMaj m =
        matrix(new ReferenceDraws(8).transposedNormals(24, 10), Distance.ANGULAR, Origin.MEAN).m();
    double[][] rows = new double[24][24];
    for (int i = 0; i < 24; i++) {
      for (int j = 0; j < 24; j++) {
        rows[i][j] = m.get(i, j);
      }
    }
    double[] theirs =
        new EigenDecomposition(MatrixUtils.createRealMatrix(rows)).getRealEigenvalues();
    Arrays.sort(theirs);

    assertArrayEquals(theirs, SymmetricEigen.values(m).orElseThrow(), 1e-12);
  }
}
