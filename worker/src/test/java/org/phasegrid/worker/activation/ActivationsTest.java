package org.phasegrid.worker.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

class ActivationsTest {
  private static final double[] POINTS = {-7.3, -2.1, -0.9, -0.3, 0.2, 0.8, 1.7, 4.4, 9.6};

  @Test
  void derivativesEqualCentralDifferencesAndNaNIsKept() {
    int visited = 0;
    for (Activation activation : Activations.ALL.members().values()) {
      for (double z : POINTS) {
        // Truncation h²/6 |phi'''| and rounding u |phi| / h balance near h = 1e-5.
        double h = 1e-5;
        double first = (activation.value(z + h) - activation.value(z - h)) / (2 * h);
        double second = (activation.derivative(z + h) - activation.derivative(z - h)) / (2 * h);
        assertEquals(first, activation.derivative(z), 1e-9, activation + " at " + z);
        assertEquals(second, activation.second(z), 1e-9, activation + " at " + z);
        visited++;
      }
      assertTrue(Double.isNaN(activation.value(Double.NaN)), activation.toString());
    }
    assertEquals(7 * POINTS.length, visited);
  }

  @Test
  void tensorFormsAreTheScalarForms() {
    int visited = 0;
    for (Precision precision : Precision.values()) {
      // A derivative is taken at the rounded h, not at z: one rounding of h, a few of the formula.
      double tolerance = precision == Precision.FLOAT64 ? 1e-15 : 1e-6;
      for (Activation activation : Activations.ALL.members().values()) {
        Tensor z = Tensor.of(3, 3, POINTS).to(precision);
        Tensor h = Tensor.zeros(precision, 3, 3);
        Tensor slope = Tensor.zeros(precision, 3, 3);
        Tensor bend = Tensor.zeros(precision, 3, 3);
        Tensor back = Tensor.zeros(precision, 3, 3);
        back.fill(2);
        activation.apply(Kernels.best(), z, h);
        activation.derivative(Kernels.best(), z, h, slope);
        activation.second(Kernels.best(), z, h, bend);
        activation.backward(Kernels.best(), 0.5, z, h, back, Tensor.zeros(precision, 3, 3));

        for (int i = 0; i < z.size(); i++) {
          String where = activation + " at " + z.get(i);
          assertEquals(activation.value(z.get(i)), h.get(i), 10 * tolerance, where);
          assertEquals(activation.derivative(z.get(i)), slope.get(i), tolerance, where);
          assertEquals(activation.second(z.get(i)), bend.get(i), tolerance, where);
          assertEquals(slope.get(i), back.get(i), tolerance, where);
          visited++;
        }
      }
    }
    assertEquals(2 * 7 * POINTS.length, visited);
  }

  /** With and without a factor and something to add: the bits of the passes one by one. */
  @Test
  void rowsAreScaledShiftedAndPassedOnAsIfOneByOne() {
    int visited = 0;
    for (Precision precision : Precision.values()) {
      for (Activation activation : Activations.ALL.members().values()) {
        for (double s : new double[] {1, 0.3}) {
          Tensor b = Tensor.of(3, 1, -0.0, 0.7, -0.2).to(precision);
          Tensor z = Tensor.of(3, 3, POINTS).to(precision);
          Tensor h = Tensor.zeros(precision, 3, 3);
          Tensor apart = z.to(precision);
          Kernels kernels = Kernels.best();

          activation.apply(kernels, s, b, z, h);

          kernels.scale(s, apart);
          kernels.addToRows(1, b, apart);
          for (int i = 0; i < z.size(); i++) {
            assertEquals(apart.get(i), z.get(i), 0, activation + " z");
          }
          activation.apply(kernels, apart, apart);
          for (int i = 0; i < z.size(); i++) {
            assertEquals(apart.get(i), h.get(i), 0, activation + " h");
            visited++;
          }
        }
      }
    }
    assertEquals(2 * 7 * 2 * POINTS.length, visited);
  }

  /** Whatever the precision: computed in float64 and rounded once. */
  @Test
  void sigmoidAndGeluOfTensorsAreTheScalarFunctionsToTheBit() {
    int visited = 0;
    for (Precision precision : Precision.values()) {
      Tensor z = Tensor.zeros(precision, 3, 7_001);
      for (int i = 0; i < z.size(); i++) {
        z.set(i, (i - 10_500) / 250.0);
      }
      Tensor sigmoid = Tensor.zeros(precision, 3, 7_001);
      Tensor gelu = Tensor.zeros(precision, 3, 7_001);
      Tensor slope = Tensor.zeros(precision, 3, 7_001);
      new Sigmoid().apply(Kernels.best(), z, sigmoid);
      new Gelu().apply(Kernels.best(), z, gelu);
      new Gelu().derivative(Kernels.best(), z, gelu, slope);
      for (int i = 0; i < z.size(); i++) {
        double at = z.get(i);
        assertEquals(rounded(precision, new Sigmoid().value(at)), sigmoid.get(i), 0, "at " + at);
        assertEquals(rounded(precision, new Gelu().value(at)), gelu.get(i), 0, "at " + at);
        assertEquals(rounded(precision, new Gelu().derivative(at)), slope.get(i), 0, "at " + at);
        visited++;
      }
    }
    assertEquals(2 * 3 * 7_001, visited);
  }

  private static double rounded(Precision precision, double x) {
    Tensor one = Tensor.zeros(precision, 1, 1);
    one.set(0, x);
    return one.get(0);
  }

  /** Closed forms: sigma(ln 3) = 3/4, gelu is odd up to z, leaky relu is two lines. */
  @Test
  void knownValues() {
    assertEquals(0.75, new Sigmoid().value(Math.log(3)), 1e-16);
    assertEquals(0, new Sigmoid().value(-1e300), 0);
    assertEquals(1, new Sigmoid().value(1e300), 0);
    for (double z : POINTS) {
      // phi(z) - phi(-z) = z (Phi(z) + Phi(-z)) = z
      assertEquals(z, new Gelu().value(z) - new Gelu().value(-z), 4 * Math.ulp(z));
    }
    // Phi(1) = 0.84134474606854293 (Abramowitz and Stegun, table 26.1)
    assertEquals(0.84134474606854293, new Gelu().value(1), 2e-16);
    assertEquals(-0.02, new LeakyRelu(0.01).value(-2), 0);
    assertEquals(2, new LeakyRelu(0.01).value(2), 0);
  }
}
