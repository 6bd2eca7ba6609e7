package org.phasegrid.worker.indicator.gram;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * All fields at one theta: one forward pass, and one backward pass with unit seeds per output.
 *
 * <p>Element l of an array belongs to layer l; b and delta begin at 1, preactivations and slopes
 * have no element for the inputs and carry x there.
 *
 * @param weights W_l (n_l, n_{l-1})
 * @param h preactivations (n_l, N), l = 1..L+1
 * @param u activations (n_l, N), l = 0..L
 * @param slope theta_l = phi'(h_l) (n_l, N), l = 1..L
 * @param b conjugate fields (n_l, K N), l = 1..L+1
 * @param delta theta_l b_l (n_l, K N), l = 1..L+1
 * @param r residual (1, K N)
 */
record Fields(
    Tensor[] weights,
    Tensor[] h,
    Tensor[] u,
    Tensor[] slope,
    Tensor[] b,
    Tensor[] delta,
    Tensor r) {

  /** The fields at {@code theta}. */
  static Fields at(Network network, Tensor theta) {
    Fields forward = forward(network, theta);
    return backward(network, forward.weights, forward.h, forward.u, forward.slope, forward.r);
  }

  /** The fields at {@code theta} but for the conjugate ones, whose arrays are empty. */
  static Fields forward(Network network, Tensor theta) {
    int depth = network.depth();
    Kernels kernels = network.kernels();
    Tensor[] weights = network.weights(theta);
    Tensor[] h = layers(network, depth + 2);
    Tensor[] u = layers(network, depth + 1);
    Tensor[] slope = layers(network, depth + 1);
    for (int layer = 1; layer <= depth + 1; layer++) {
      h[layer] = network.product(weights[layer], u[layer - 1]);
      network.addBiases(layer, theta, h[layer]);
      if (layer <= depth) {
        u[layer] = Network.zeros(h[layer].rows(), h[layer].columns());
        slope[layer] = Network.zeros(h[layer].rows(), h[layer].columns());
        network.activation().apply(kernels, h[layer], u[layer]);
        network.activation().derivative(kernels, h[layer], u[layer], slope[layer]);
      }
    }
    return new Fields(
        weights, h, u, slope, new Tensor[0], new Tensor[0], residual(network, h[depth + 1]));
  }

  /**
   * Of {@link #held} the conjugate fields alone: they follow from the weights at {@code theta} and
   * the old gates.
   */
  static Fields heldConjugate(Network network, Tensor theta, Fields old) {
    return backward(network, network.weights(theta), old.h, old.u, old.slope, old.r);
  }

  /** The fields at {@code theta} of the network with the gates held as they are in {@code old}. */
  static Fields held(Network network, Tensor theta, Fields old) {
    int depth = network.depth();
    Kernels kernels = network.kernels();
    Tensor[] weights = network.weights(theta);
    Tensor[] h = layers(network, depth + 2);
    Tensor[] u = layers(network, depth + 1);
    for (int layer = 1; layer <= depth + 1; layer++) {
      h[layer] = network.product(weights[layer], u[layer - 1]);
      network.addBiases(layer, theta, h[layer]);
      if (layer <= depth) {
        u[layer] = network.copy(old.u[layer]);
        kernels.multiplyAdd(
            old.slope[layer], difference(kernels, h[layer], old.h[layer]), u[layer]);
      }
    }
    return backward(network, weights, h, u, old.slope, residual(network, h[depth + 1]));
  }

  private static Fields backward(
      Network network, Tensor[] weights, Tensor[] h, Tensor[] u, Tensor[] slope, Tensor r) {
    int depth = network.depth();
    int n = network.examples();
    int outputs = network.outputs();
    Tensor[] b = layers(network, depth + 2);
    Tensor[] delta = layers(network, depth + 2);
    Tensor seeds = Network.zeros(outputs, outputs * n);
    for (int k = 0; k < outputs; k++) {
      seeds.view(k * (outputs + 1) * n, 1, n).copyFrom(network.rootWeights().view(k * n, 1, n));
    }
    b[depth + 1] = seeds;
    delta[depth + 1] = seeds;
    for (int layer = depth; layer >= 1; layer--) {
      b[layer] = network.overlap(weights[layer + 1], delta[layer + 1]);
      delta[layer] = network.copy(b[layer]);
      network.multiply(slope[layer], delta[layer]);
    }
    return new Fields(weights, h, u, slope, b, delta, r);
  }

  /** r (1, K N) of outputs f (K, N). */
  private static Tensor residual(Network network, Tensor f) {
    Tensor r = Network.zeros(f.rows(), f.columns());
    network.kernels().subtract(f, network.targets(), r);
    network.kernels().multiply(network.rootWeights(), r);
    return r.view(0, 1, r.size());
  }

  /** Gates open in exactly one of two: the share of all units and examples. */
  static double flips(Network network, Fields one, Fields other) {
    Kernels kernels = network.kernels();
    double flipped = 0;
    double all = 0;
    for (int layer = 1; layer <= network.depth(); layer++) {
      Tensor change =
          difference(kernels, gates(kernels, one.h[layer]), gates(kernels, other.h[layer]));
      flipped += kernels.sumOfSquares(change);
      all += change.size();
    }
    return flipped / all;
  }

  /** 1 where a gate is open, h > 0, else 0. */
  static Tensor gates(Kernels kernels, Tensor h) {
    Tensor gates = Network.zeros(h.rows(), h.columns());
    gates.fill(1);
    kernels.reluBackward(1, h, gates);
    return gates;
  }

  /**
   * Phi (1, K N): what the activations from {@code old} to {@code now} do beyond gates held,
   * carried to the outputs by {@code held}, the conjugate fields with the new weights and the old
   * gates: the sum over l of b_l (u_l' - u_l - theta_l (h_l' - h_l)).
   */
  static Tensor force(Network network, Fields old, Fields now, Fields held) {
    Kernels kernels = network.kernels();
    Tensor phi = Network.zeros(1, old.r.size());
    for (int layer = network.depth(); layer >= 1; layer--) {
      Tensor beyond = difference(kernels, now.h[layer], old.h[layer]);
      kernels.multiply(old.slope[layer], beyond);
      kernels.subtract(difference(kernels, now.u[layer], old.u[layer]), beyond, beyond);
      carry(kernels, held.b[layer], beyond, phi);
    }
    return phi;
  }

  /**
   * What a change of a layer's field does to the outputs: out_{k mu} += the sum over units of
   * conjugate (n_l, K N) times change (n_l, N), example by example.
   */
  private static void carry(Kernels kernels, Tensor conjugate, Tensor change, Tensor out) {
    int n = change.columns();
    for (int i = 0; i < change.rows(); i++) {
      for (int start = 0; start < out.size(); start += n) {
        kernels.multiplyAdd(
            conjugate.view(i * out.size() + start, 1, n),
            change.view(i * n, 1, n),
            out.view(start, 1, n));
      }
    }
  }

  /**
   * K_l(t, t+1) r (1, K N), of {@code metric} times delta'ᵀ delta entry by entry, without the
   * matrix: D_l metric is what the layer's step does to its preactivations, and delta' carries it
   * on.
   *
   * @param then the fields whose delta is delta'
   */
  Tensor twoTimes(Network network, Fields then, int layer, Tensor metric) {
    Tensor out = Network.zeros(1, r.size());
    Tensor change = network.product(backpropagated(network, layer), metric);
    carry(network.kernels(), then.delta[layer], change, out);
    return out;
  }

  /**
   * r . (K_l r) with K_l the {@code metric} times delta_lᵀ delta_l entry by entry: D_l . (D_l
   * metric).
   */
  double work(Network network, int layer, Tensor metric) {
    Tensor d = backpropagated(network, layer);
    return network.kernels().dot(d, network.product(d, metric));
  }

  /** D_l (n_l, N): the sum over outputs j of delta_l r_j, so that dW_l/dt = -gamma_l D_l uᵀ. */
  Tensor backpropagated(Network network, int layer) {
    int n = network.examples();
    Tensor d = Network.zeros(network.units(layer), n);
    for (int i = 0; i < d.rows(); i++) {
      for (int j = 0; j < network.outputs(); j++) {
        network
            .kernels()
            .multiplyAdd(
                delta[layer].view(i * r.size() + j * n, 1, n),
                r.view(j * n, 1, n),
                d.view(i * n, 1, n));
      }
    }
    return d;
  }

  private static Tensor difference(Kernels kernels, Tensor a, Tensor b) {
    Tensor out = Network.zeros(a.rows(), a.columns());
    kernels.subtract(a, b, out);
    return out;
  }

  private static Tensor[] layers(Network network, int count) {
    Tensor[] tensors = new Tensor[count];
    tensors[0] = network.inputs();
    return tensors;
  }
}
