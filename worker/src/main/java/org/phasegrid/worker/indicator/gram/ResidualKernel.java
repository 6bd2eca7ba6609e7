package org.phasegrid.worker.indicator.gram;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The kernel of the residual equation, K = sum over layers of (gamma_l Q_{l-1} + beta_l) S_l entry
 * by entry, and its parts.
 *
 * <p>Element l belongs to layer l = 1..L+1; elements of layers that do not move are those of the
 * inputs and of no meaning.
 *
 * @param metric gamma_l Q_{l-1} + beta_l (N, N)
 * @param s S_l (K N, K N)
 * @param total K (K N, K N)
 */
record ResidualKernel(Tensor[] metric, Tensor[] s, Tensor total) {

  static ResidualKernel of(Network network, Fields fields) {
    int size = fields.r().size();
    int last = network.depth() + 1;
    Tensor[] metric = new Tensor[last + 1];
    Tensor[] s = new Tensor[last + 1];
    Tensor total = Network.zeros(size, size);
    for (int layer = 0; layer <= last; layer++) {
      boolean trained = layer > 0 && network.trained(layer);
      metric[layer] = trained ? metric(network, fields, layer) : network.inputs();
      s[layer] = trained ? Network.zeros(size, size) : network.inputs();
      if (trained) {
        add(network, fields, layer, metric[layer], s[layer], total);
      }
    }
    return new ResidualKernel(metric, s, total);
  }

  /** K alone. */
  static Tensor total(Network network, Fields fields) {
    int size = fields.r().size();
    Tensor total = Network.zeros(size, size);
    Tensor s = Network.zeros(size, size);
    for (int layer = 1; layer <= network.depth() + 1; layer++) {
      if (network.trained(layer)) {
        add(network, fields, layer, metric(network, fields, layer), s, total);
      }
    }
    return total;
  }

  /** Makes S_l in {@code s} and adds its layer to K. */
  private static void add(
      Network network, Fields fields, int layer, Tensor metric, Tensor s, Tensor total) {
    Tensor delta = fields.delta()[layer];
    network.kernels().gemmTransposed(delta, delta, s);
    network.multiplyAdd(metric, s, total);
  }

  /** Tr K_l of a layer that moves. */
  double trace(int layer) {
    int n = metric[layer].rows();
    double trace = 0;
    for (int i = 0; i < s[layer].rows(); i++) {
      trace += metric[layer].get(i % n, i % n) * s[layer].get(i, i);
    }
    return trace;
  }

  private static Tensor metric(Network network, Fields fields, int layer) {
    Kernels kernels = network.kernels();
    Tensor u = fields.u()[layer - 1];
    Tensor metric = Network.zeros(u.columns(), u.columns());
    if (network.gamma(layer) > 0) {
      kernels.gemmTransposed(u, u, metric);
      kernels.scale(network.gamma(layer), metric);
    }
    if (network.beta(layer) > 0) {
      Tensor ones = Network.zeros(u.columns(), u.columns());
      ones.fill(network.beta(layer));
      kernels.axpy(1, ones, metric);
    }
    return metric;
  }

  /** A r (1, K N) for a symmetric A (K N, K N). */
  static Tensor times(Network network, Tensor a, Tensor r) {
    Tensor product = Network.zeros(1, r.size());
    network.kernels().gemm(a, r.view(0, r.size(), 1), product.view(0, r.size(), 1));
    return product;
  }

  /** Tr A. */
  static double trace(Tensor a) {
    double trace = 0;
    for (int i = 0; i < a.rows(); i++) {
      trace += a.get(i, i);
    }
    return trace;
  }
}
