package org.phasegrid.worker.indicator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.architecture.Quadratic;
import org.phasegrid.worker.architecture.Ripple;
import org.phasegrid.worker.architecture.Uv;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.indicator.general.Lyapunov;
import org.phasegrid.worker.initialization.File;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.need.Stretching.Method;
import org.phasegrid.worker.optimizer.Adam;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Momentum;
import org.phasegrid.worker.optimizer.Nesterov;
import org.phasegrid.worker.optimizer.Optimizer;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.train.Batches;

class LyapunovTest {
  private static Lyapunov by(Method method) {
    return new Lyapunov(new Looks.Last(), method, 1e-6);
  }

  private static RunSpec spec(
      Architecture architecture, Optimizer optimizer, double eta, long steps) {
    return Specs.with(
        Specs.with(
            Specs.with(Specs.with(Specs.small(), architecture), optimizer), new Rate.Fixed(eta)),
        Specs.steps(steps));
  }

  private static double exponent(RunSpec spec, Method method) {
    return (double) Run.execute(spec, List.of(by(method))).values().get("lyapunov");
  }

  private static Quadratic quadratic(double... eigenvalues) {
    return new Quadratic(
        java.util.Arrays.stream(eigenvalues).boxed().toList(), List.of(), 0.3, new Gaussian());
  }

  @Test
  void onAQuadraticItIsTheLogarithmOfTheLargestFactor() {
    for (Method method : Method.values()) {
      for (double eta : new double[] {0.3, 0.7, 1.05}) {
        double alone = Math.log(Math.abs(1 - 2 * eta));
        // The twin is 1e-6 away: rounding of theta by 1e-16 is 1e-10 of it.
        assertEquals(
            alone,
            exponent(spec(quadratic(2), new GradientDescent(), eta, 40), method),
            method == Method.TWIN ? 1e-9 : 1e-13,
            method + " " + eta);
        double largest = Math.max(Math.abs(1 - 2 * eta), Math.abs(1 - 0.4 * eta));
        // The first steps turn the direction: O(1) / T, with T = 145 where the run diverges.
        assertEquals(
            Math.log(largest),
            exponent(spec(quadratic(2, 0.4), new GradientDescent(), eta, 1000), method),
            1e-2,
            method + " " + eta);
      }
    }
  }

  /** With memory it is the spectral radius of the companion matrix of heavy ball or Nesterov. */
  @Test
  void momentumIsFollowedWithItsMemory() {
    int visited = 0;
    for (Method method : Method.values()) {
      for (double eta : new double[] {0.05, 0.5, 1.2}) {
        double beta = 0.4;
        // Heavy ball: z² - (1 + beta - eta h) z + beta; Nesterov: z² - (1 + beta)(1 - eta h) z +
        // beta (1 - eta h).
        assertEquals(
            Math.log(radius(1 + beta - eta, beta)),
            exponent(spec(quadratic(1), new Momentum(beta), eta, 2000), method),
            3e-3,
            method + " heavy ball " + eta);
        assertEquals(
            Math.log(radius((1 + beta) * (1 - eta), beta * (1 - eta))),
            exponent(spec(quadratic(1), new Nesterov(beta), eta, 2000), method),
            3e-3,
            method + " nesterov " + eta);
        visited++;
      }
    }
    assertEquals(6, visited);
  }

  /** The larger root in modulus of z² - b z + c. */
  private static double radius(double b, double c) {
    double discriminant = b * b / 4 - c;
    return discriminant < 0
        ? Math.sqrt(c)
        : Math.max(
            Math.abs(b / 2 + Math.sqrt(discriminant)), Math.abs(b / 2 - Math.sqrt(discriminant)));
  }

  /** One parameter: the mean of ln |1 - eta f''(x_t)|, also where the orbit is chaotic. */
  @Test
  void onARippleItIsTheMeanOverTheOrbit() {
    double eta = 0.45;
    double wave = 2 * Math.PI / 0.2;
    double x = 1;
    double sum = 0;
    int steps = 300;
    for (int t = 0; t < steps; t++) {
      sum += Math.log(Math.abs(1 - eta * (2 - 0.05 * wave * wave * StrictMath.cos(wave * x))));
      x = Math.fma(-eta, 2 * x - 0.05 * wave * StrictMath.sin(wave * x), x);
    }
    RunSpec spec = spec(new Ripple(0.05, 0.2, 1), new GradientDescent(), eta, steps);

    assertTrue(sum / steps > 0.1, "chaotic: " + sum / steps);
    assertEquals(sum / steps, exponent(spec, Method.TANGENT), 1e-12);
    // f''' / f'' is about 30: a twin at 1e-6 errs by 3e-5 a step, more where 1 - eta f'' is near 0.
    assertEquals(sum / steps, exponent(spec, Method.TWIN), 1e-3);
  }

  /**
   * arXiv 2606.30384, our part E9: u = v, L = (uv - 1)²/2 maps w to (1 + eta) w - eta w³. Exponents
   * 0 below eta = 1 (the flat valley), ln(0.8) / 2 at 1.1 (across the two-cycle), ln 3 at 2 (a
   * Chebyshev map).
   */
  @Test
  void theScalarTwoLayerModelHasItsExactExponents() throws IOException {
    Uv model = new Uv(1, 1, new File(archive(0.7)));
    for (Method method : Method.values()) {
      assertEquals(
          0, exponent(spec(model, new GradientDescent(), 0.5, 2000), method), 3e-3, "valley");
      assertEquals(
          0.5 * Math.log(0.8),
          exponent(spec(model, new GradientDescent(), 1.1, 2000), method),
          3e-3,
          "two-cycle");
      // 10^4 steps of a chaotic orbit: the mean of ln|f'| has a standard error near 1e-2.
      assertEquals(
          Math.log(3),
          exponent(spec(model, new GradientDescent(), 2, 10_000), method),
          4e-2,
          "chaos");
    }
  }

  private static Content archive(double value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("W1.npy", "W2.npy")) {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }\n";
        ByteBuffer array =
            ByteBuffer.allocate(10 + header.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
        array
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
            .putShort((short) header.length())
            .put(header.getBytes(StandardCharsets.US_ASCII))
            .putDouble(value);
        zip.putNextEntry(new ZipEntry(name));
        zip.write(array.array());
      }
    }
    return new Content("start.npz", bytes.toByteArray());
  }

  /** The tangent is the limit of the twin, for networks, batches and rates per layer too. */
  @Test
  void twinAndTangentAgreeOnANetwork() {
    for (Optimizer optimizer : List.of(new GradientDescent(), new Momentum(0.5))) {
      for (Batches batches : List.of(new Batches.Full(), new Batches.Mini(3, false))) {
        for (Precision precision : Precision.values()) {
          RunSpec spec =
              Specs.with(
                  Specs.with(
                      Specs.with(
                          Specs.with(Specs.with(Specs.small(), optimizer), batches),
                          List.of(0.5, 2.0, 1.0)),
                      new Rate.Fixed(0.4)),
                  precision);

          // Truncation: 1e-6 times the third derivative; rounding: 1e-16 / 1e-6.
          assertEquals(
              exponent(spec, Method.TANGENT), exponent(spec, Method.TWIN), 1e-6, spec.toString());
        }
      }
    }
  }

  @Test
  void theEndsOfARunAreTheEndsOfItsExponent() {
    RunRecord none =
        Run.execute(spec(quadratic(1), new GradientDescent(), 0.5, 0), List.of(by(Method.TWIN)));
    RunRecord dead =
        Run.execute(spec(quadratic(1), new GradientDescent(), 1, 5), List.of(by(Method.TANGENT)));
    Lyapunov everyStep = new Lyapunov(new Looks.Every(1), Method.TANGENT, 1e-6);
    RunRecord diverged =
        Run.execute(spec(quadratic(1), new GradientDescent(), 1e200, 5), List.of(everyStep));

    assertNull(none.values().get("lyapunov"));
    assertEquals(Double.NEGATIVE_INFINITY, (double) dead.values().get("lyapunov"), 0);
    // ln(1e200 - 1) after one step; its square overflows, so the run ends.
    assertNull(diverged.values().get("lyapunov"), "|after|² is not finite");
    assertTrue(
        assertThrows(
                IllegalStateException.class,
                () ->
                    Run.execute(
                        spec(quadratic(1), Adam.PAPER, 0.1, 5), List.of(by(Method.TANGENT))))
            .getMessage()
            .startsWith("no tangent of adam"));
    assertTrue(exponent(spec(quadratic(1), Adam.PAPER, 0.1, 5), Method.TWIN) < 1);
    assertEquals(
        Map.of(),
        Run.execute(spec(quadratic(1), new GradientDescent(), 0.5, 3), List.of()).values());
  }
}
