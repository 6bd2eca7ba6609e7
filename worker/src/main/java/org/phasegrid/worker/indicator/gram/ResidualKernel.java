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
 * @param layer K_l (K N, K N)
 * @param total K (K N, K N)
 */
record ResidualKernel(Tensor[] metric, Tensor[] s, Tensor[] layer, Tensor total) {

  static ResidualKernel of(Network network, Fields fields) {
    Kernels kernels = network.kernels();
    int size = fields.r().size();
    int last = network.depth() + 1;
    Tensor none = network.inputs();
    Tensor[] metric = new Tensor[last + 1];
    Tensor[] s = new Tensor[last + 1];
    Tensor[] layers = new Tensor[last + 1];
    Tensor total = Network.zeros(size, size);
    metric[0] = none;
    s[0] = none;
    layers[0] = none;
    for (int layer = 1; layer <= last; layer++) {
      if (!network.trained(layer)) {
        metric[layer] = none;
        s[layer] = none;
        layers[layer] = none;
        continue;
      }
      metric[layer] = metric(network, fields, layer);
      s[layer] = network.overlap(fields.delta()[layer], fields.delta()[layer]);
      layers[layer] = network.copy(s[layer]);
      network.multiply(metric[layer], layers[layer]);
      kernels.axpy(1, layers[layer], total);
    }
    return new ResidualKernel(metric, s, layers, total);
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
