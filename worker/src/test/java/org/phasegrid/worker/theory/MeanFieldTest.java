package org.phasegrid.worker.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Erf;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.LeakyRelu;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;

/**
 * Numbers of meanfield.py, Gauss-Hermite sums and Brent's method, of panels.py, and closed forms.
 *
 * <p>Gauss-Hermite sums come slowly to integrals of tanh once its poles i pi / (2 sqrt q) are near:
 * 201 nodes are 4e-7 off at q = 3, 101 nodes a side 9e-8 at q = 2.2. There panels.py decides, 40
 * Gauss-Legendre nodes on each of 400 panels.
 */
class MeanFieldTest {
  private static final double OF_HERMITE = 5e-7;

  private static List<String[]> golden(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(MeanFieldTest.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .toList();
    }
  }

  @Test
  void theEdgeOfChaosIsTheGoldenOne() throws IOException {
    int visited = 0;
    for (String[] row : golden("meanfield-critical.csv")) {
      Activation phi = row[0].equals("tanh") ? new Tanh() : new Erf();
      MeanField theory = MeanField.of(phi);
      double biases = Double.parseDouble(row[1]);
      double weights = theory.criticalWeightVariance(biases);

      boolean slow = row[0].equals("tanh") && biases == 1;
      double error = slow ? OF_HERMITE : 1e-8;
      assertEquals(Double.parseDouble(row[2]), weights, error, row[0] + " " + biases);
      if (biases > 0) {
        double q = theory.variance(weights, biases);
        assertEquals(Double.parseDouble(row[3]), q, error, row[0] + " " + biases);
        assertEquals(1, theory.chi(weights, q), 1e-9);
      }
      visited++;
    }
    assertEquals(24, visited);
  }

  /** E erf'(u)² = (4 / pi) / sqrt(1 + 4 q). */
  @Test
  void theEdgeOfChaosOfErfIsClosedForm() {
    MeanField erf = MeanField.of(new Erf());
    for (double biases : new double[] {0.001, 0.05, 0.3, 1, 4}) {
      double weights = erf.criticalWeightVariance(biases);
      double q = erf.variance(weights, biases);

      assertEquals(Math.PI / 4 * Math.sqrt(1 + 4 * q), weights, 1e-12 * weights);
      assertEquals(
          weights * 2 / Math.PI * StrictMath.asin(2 * q / (1 + 2 * q)) + biases, q, 1e-12 * q);
    }
  }

  /** E erf(u_1) erf(u_2) = (2 / pi) asin(2 q c / (1 + 2 q)), and its derivative by c. */
  @Test
  void correlationsOfErfAreClosedForm() {
    MeanField erf = MeanField.of(new Erf());
    int visited = 0;
    for (double q : new double[] {0.01, 0.5, 2, 30}) {
      for (double c : new double[] {-0.9, 0, 0.3, 0.99, 1}) {
        double ratio = 2 * q / (1 + 2 * q);
        double map = 2 / Math.PI * StrictMath.asin(ratio * c);
        double slope = 2 / Math.PI * ratio / Math.sqrt(1 - square(ratio * c)) / q;

        assertEquals((1.7 * map + 0.1) / q, erf.correlation(1.7, 0.1, q, c), 1e-12 / q);
        assertEquals(1.7 * slope, erf.chi(1.7, q, c), 1e-12 * slope);
        visited++;
      }
    }
    assertEquals(20, visited);
  }

  private static double square(double x) {
    return x * x;
  }

  /** To 1e-8, of xi_c the relative error of -1 / ln chi where chi comes near 1. */
  @Test
  void depthScalesOfTanhAreTheGoldenOnes() throws IOException {
    MeanField tanh = MeanField.of(new Tanh());
    int visited = 0;
    for (String[] row : golden("meanfield-tanh.csv")) {
      double weights = Double.parseDouble(row[0]);
      double biases = Double.parseDouble(row[1]);
      double q = tanh.variance(weights, biases);
      double c = tanh.correlation(weights, biases);
      double xi = Double.parseDouble(row[7]);
      double error = weights >= 3.5 ? OF_HERMITE : 1e-8;

      assertEquals(Double.parseDouble(row[2]), q, 1e-8, row[0]);
      assertEquals(Double.parseDouble(row[3]), c, 1e-8, row[0]);
      assertEquals(Double.parseDouble(row[4]), tanh.chi(weights, q), 1e-8, row[0]);
      assertEquals(Double.parseDouble(row[5]), tanh.chi(weights, q, c), error, row[0]);
      assertEquals(xi, tanh.depthScale(weights, biases), xi > 50 ? 1e-5 : error * xi * xi, row[0]);
      visited++;
    }
    assertEquals(31, visited);
  }

  @Test
  void wherePolesAreNearNumbersAreThoseOfPanels() {
    MeanField tanh = MeanField.of(new Tanh());

    assertEquals(3.4432109122653913, tanh.criticalWeightVariance(1), 1e-11);
    assertEquals(1.80650618344541, tanh.variance(3.5, 0.05), 1e-11);
    assertEquals(0.21631266857478615, tanh.correlation(3.5, 0.05), 1e-11);
    assertEquals(7.768336167104459, tanh.depthScale(3.5, 0.05), 1e-11);
    assertEquals(6.980273532975738, tanh.depthScale(4, 0.05), 1e-11);
  }

  /** 1 - c of relu at its critical point after 1, 10 and 100 layers from c = 0. */
  @Test
  void correlationsOfReluComeToOneAsAPowerOfDepth() {
    MeanField relu = MeanField.of(new Relu());
    double c = 0;
    for (int layer = 1; layer <= 100; layer++) {
      c = relu.correlation(2, 0, 1, c);
      if (layer == 1) {
        assertEquals(0.68169011, 1 - c, 1e-8);
      } else if (layer == 10) {
        assertEquals(0.12846448, 1 - c, 1e-8);
      }
    }
    assertEquals(0.00357685, 1 - c, 1e-8);
    assertEquals(Double.POSITIVE_INFINITY, relu.depthScale(2, 0));
  }

  @Test
  void kinkedActivationsHaveAPointForAnEdge() {
    MeanField relu = MeanField.of(new Relu());
    MeanField leaky = MeanField.of(new LeakyRelu(0.5));

    assertEquals(2, relu.criticalWeightVariance(0));
    assertTrue(Double.isNaN(relu.criticalWeightVariance(0.1)));
    assertEquals(0.1 / 0.25, relu.variance(1.5, 0.1), 1e-15);
    assertEquals(Double.POSITIVE_INFINITY, relu.variance(2.5, 0.1));
    assertTrue(Double.isNaN(relu.variance(2, 0)));
    assertEquals(-1 / StrictMath.log(0.75), relu.depthScale(1.5, 0.1), 1e-12);
    assertEquals(1 / 0.625, leaky.criticalWeightVariance(0), 1e-15);
    // A line through 0 keeps correlations.
    assertEquals(0.3, MeanField.of(new Identity()).correlation(1, 0, 2, 0.3), 1e-15);
  }

  /**
   * The derivative of the map of correlations by differences; 1e-8 from 1e-5 squared and rounding.
   */
  @Test
  void chiIsTheSlopeOfTheMapOfCorrelations() {
    int visited = 0;
    for (Activation phi : List.of(new Tanh(), new Erf(), new Relu(), new LeakyRelu(0.2))) {
      MeanField theory = MeanField.of(phi);
      for (double c : new double[] {-0.5, 0.1, 0.8}) {
        double rise =
            theory.correlation(1.5, 0.1, 0.7, c + 1e-5)
                - theory.correlation(1.5, 0.1, 0.7, c - 1e-5);

        assertEquals(rise / 2e-5, theory.chi(1.5, 0.7, c), 1e-8);
        visited++;
      }
    }
    assertEquals(12, visited);
  }

  @Test
  void withoutBiasesSmallWeightsLetSignalsDie() {
    MeanField tanh = MeanField.of(new Tanh());

    assertEquals(0, tanh.variance(0.9, 0));
    assertEquals(1, tanh.correlation(0.9, 0));
    assertEquals(-1 / StrictMath.log(0.9), tanh.depthScale(0.9, 0), 1e-9);
    assertEquals(0, tanh.correlation(2, 0), 1e-12);
  }
}
