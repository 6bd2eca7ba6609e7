package org.phasegrid.worker.indicator.gram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.theory.HeldKernel;
import org.phasegrid.worker.theory.LinearFlow;
import org.phasegrid.worker.theory.OneLayerFields;
import org.phasegrid.worker.theory.TwoLayerFields;

/**
 * The closed systems of papers/gram-hierarchy.md, B.8, against training by weights: ground truths
 * E7 to E9 and C4, each at the reference's size and at another.
 */
class WeightFreeTest {
  private static double relative(Network network, Tensor a, Tensor b) {
    Tensor difference = network.copy(a);
    network.kernels().axpy(-1, b, difference);
    return network.norm(difference) / Math.max(network.norm(b), 1e-300);
  }

  /** E7: 1682 flips in the reference; a last bit near a threshold may move one or two. */
  @ParameterizedTest
  @CsvSource({"7, 77, 5, 40, 12, 0.6, 300, 1682", "3, 78, 4, 25, 9, 0.5, 200, -1"})
  void oneLayerNeedsNoWeights(
      long seed, long dataSeed, int d, int n, int examples, double eta, int steps, int flips) {
    Checkpoint at = Protocol.Case.of(seed, dataSeed, d, n, 1, examples).start();
    Network network = at.network();
    Kernels kernels = network.kernels();
    Tensor a = Network.zeros(n, 1);
    kernels.transpose(at.fields().weights()[2], a);
    OneLayerFields fields =
        new OneLayerFields(
            a,
            network.overlap(network.inputs(), network.inputs()),
            network.targets(),
            network.gamma(1),
            at.fields().h()[1]);
    long flipped = 0;
    double worst = 0;
    for (int t = 0; t < steps; t++) {
      fields = fields.after(kernels, eta);
      Checkpoint next = Checkpoint.at(network, Protocol.moved(at, eta));
      flipped += Math.round(Fields.flips(network, at.fields(), next.fields()) * n * examples);
      at = next;
      worst = Math.max(worst, relative(network, fields.h(), at.fields().h()[1]));
    }
    assertTrue(worst <= 1e-11, "fields differ by " + worst);
    assertTrue(flipped > 0);
    if (flips >= 0) {
      assertEquals(flips, flipped, 2);
    }
  }

  /** E8. */
  @ParameterizedTest
  @CsvSource({"7, 77, 5, 40, 12, 0.6", "4, 79, 6, 20, 10, 0.9"})
  void oneLayerWithGatesHeldIsAPowerOfItsKernel(
      long seed, long dataSeed, int d, int n, int examples, double eta) {
    Checkpoint start = Protocol.Case.of(seed, dataSeed, d, n, 1, examples).start();
    Network network = start.network();
    Checkpoint at = start;
    for (int t = 0; t < 50; t++) {
      Tensor theta = Protocol.moved(at, eta);
      Fields held = Fields.held(network, theta, start.fields());
      at = new Checkpoint(network, theta, held, ResidualKernel.of(network, held));
    }
    HeldKernel theory = new HeldKernel(start.kernel().total().toArray(), examples);
    double[] expected = theory.residual(start.fields().r().toArray(), eta, 50);
    assertTrue(relative(network, at.fields().r(), Tensor.of(1, examples, expected)) <= 1e-11);
    double lambda = Spectrum.ends(start.network().kernels(), start.kernel().total()).largest();
    assertTrue(theory.gain(1.999 / lambda) < 1);
    assertTrue(theory.gain(2.001 / lambda) > 1);
  }

  /** E9: 170 flips of the first layer in the reference. */
  @ParameterizedTest
  @CsvSource({"8, 77, 5, 30, 12, 0.4, 200, 170", "5, 80, 4, 17, 7, 0.3, 150, -1"})
  void twoLayersWithTopGatesHeldNeedNoWeights(
      long seed, long dataSeed, int d, int n, int examples, double eta, int steps, int flips) {
    Checkpoint start = Protocol.Case.of(seed, dataSeed, d, n, 2, examples).start();
    Network network = start.network();
    Kernels kernels = network.kernels();
    TwoLayerFields fields =
        new TwoLayerFields(
            network.overlap(network.inputs(), network.inputs()),
            start.kernel().s()[2],
            network.targets(),
            network.gamma(1),
            network.gamma(2),
            start.fields().h()[1],
            start.fields().b()[1]);
    Checkpoint at = start;
    long flipped = 0;
    double worst = 0;
    for (int t = 0; t < steps; t++) {
      fields = fields.after(kernels, eta);
      Tensor theta = Protocol.moved(at, eta);
      // Layer 1 as its preactivations say, layer 2 as at the start: its h is linear in gates held.
      Fields free = Fields.at(network, theta);
      Tensor[] slopes = free.slope().clone();
      slopes[2] = start.fields().slope()[2];
      Tensor[] u = free.u().clone();
      u[2] = network.copy(free.h()[2]);
      kernels.multiply(slopes[2], u[2]);
      Fields next =
          Fields.held(
              network,
              theta,
              new Fields(free.weights(), free.h(), u, slopes, free.b(), free.delta(), free.r()));
      for (int i = 0; i < next.h()[1].size(); i++) {
        flipped += next.h()[1].get(i) > 0 != at.fields().h()[1].get(i) > 0 ? 1 : 0;
      }
      at = new Checkpoint(network, theta, next, ResidualKernel.of(network, next));
      worst = Math.max(worst, relative(network, fields.h(), next.h()[1]));
      worst = Math.max(worst, relative(network, fields.b(), next.b()[1]));
      Tensor f = network.copy(fields.residual(kernels));
      kernels.axpy(1, network.targets(), f);
      worst = Math.max(worst, relative(network, f, next.h()[3]));
    }
    assertTrue(worst <= 1e-11, "fields differ by " + worst);
    assertTrue(flipped > 0);
    if (flips >= 0) {
      assertEquals(flips, flipped, 2);
    }
  }

  /** C4 to time 2: what differs is the error of the Runge-Kutta steps. */
  @ParameterizedTest
  @CsvSource({"6, 5, 3, 5, 4, 1, 1000", "9, 15, 5, 4, 3, 1.5, 4000"})
  void threeLinearLayersCloseInFieldsAndTwoGramMatrices(
      long seed, long dataSeed, int d, int n, int examples, double variance, int steps) {
    Checkpoint at =
        Protocol.Case.of(seed, dataSeed, d, n, 3, examples)
            .with(new Identity())
            .scaled(variance, 1)
            .start();
    Network network = at.network();
    Kernels kernels = network.kernels();
    Fields fields = at.fields();
    Tensor w = fields.weights()[2];
    LinearFlow flow =
        new LinearFlow(
            network.overlap(network.inputs(), network.inputs()),
            kernels.sumOfSquares(fields.weights()[4]),
            network.targets(),
            List.of(network.gamma(1), network.gamma(2), network.gamma(3)),
            fields.u()[1],
            fields.u()[2],
            fields.h()[4],
            fields.b()[1],
            fields.b()[2],
            network.overlap(w, w),
            network.overlap(transposed(network, w), transposed(network, w)));
    Tensor theta = at.theta();
    for (int t = 0; t < steps; t++) {
      flow = flow.after(kernels, 2.0 / steps);
      theta = flowed(network, theta, 2.0 / steps);
    }
    Fields end = Fields.at(network, theta);
    Tensor v = end.weights()[2];
    assertTrue(relative(network, flow.f(), end.h()[4]) <= 1e-9);
    assertTrue(relative(network, flow.b1(), end.b()[1]) <= 1e-9);
    assertTrue(relative(network, flow.g(), network.overlap(v, v)) <= 1e-9);
    Tensor turned = transposed(network, v);
    assertTrue(relative(network, flow.a(), network.overlap(turned, turned)) <= 1e-9);
  }

  private static Tensor transposed(Network network, Tensor a) {
    Tensor out = Network.zeros(a.columns(), a.rows());
    network.kernels().transpose(a, out);
    return out;
  }

  /** One Runge-Kutta step of the flow of the weights. */
  private static Tensor flowed(Network network, Tensor theta, double dt) {
    Tensor k1 = velocity(network, theta);
    Tensor k2 = velocity(network, plus(network, theta, dt / 2, k1));
    Tensor k3 = velocity(network, plus(network, theta, dt / 2, k2));
    Tensor k4 = velocity(network, plus(network, theta, dt, k3));
    Tensor next = plus(network, theta, dt / 6, k1);
    next = plus(network, next, dt / 3, k2);
    next = plus(network, next, dt / 3, k3);
    return plus(network, next, dt / 6, k4);
  }

  private static Tensor plus(Network network, Tensor a, double s, Tensor b) {
    Tensor sum = network.copy(a);
    network.kernels().axpy(s, b, sum);
    return sum;
  }

  private static Tensor velocity(Network network, Tensor theta) {
    Checkpoint at = Checkpoint.at(network, theta);
    Tensor moved = Protocol.moved(at, 1);
    network.kernels().axpy(-1, theta, moved);
    return moved;
  }
}
