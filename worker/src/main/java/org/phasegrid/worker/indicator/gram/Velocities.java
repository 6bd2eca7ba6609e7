package org.phasegrid.worker.indicator.gram;

import java.util.ArrayList;
import java.util.List;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * How the kernel moves along the gradient flow with gates held, split by the number of nested Gram
 * operators.
 *
 * <p>A velocity is resolved by the layer k whose weights cause it: dh_k = (dW_k/dt) u_{k-1} and
 * dh_l = W_l (theta_{l-1} dh_{l-1}) above it, of order l - k; db_{k-1} = (dW_k/dt)ᵀ delta_k and
 * db_l = W_{l+1}ᵀ (theta_{l+1} db_{l+1}) below it, of order k - l - 1. These passes cost O(L² n² N)
 * and equal the sums over pairs of examples of the operators Wᵀ D W of the paper, which are never
 * made.
 *
 * @param orders dK/dt of order m = 0, 1, ... (K N, K N); empty where the kernel cannot move
 * @param beyond |the sum of the orders from m on| for m = 0, 1, ..., up to that of none
 * @param curvature q (1, K N) of r' = r - eta K r + eta² q + O(eta³), gates held
 */
record Velocities(List<Tensor> orders, double[] beyond, Tensor curvature) {

  static Velocities of(Network network, Fields fields, ResidualKernel kernel) {
    Passes passes = new Passes(network, fields, kernel);
    passes.forward();
    passes.backward();
    double[] beyond = new double[passes.orders.size() + 1];
    Tensor sum = Network.zeros(fields.r().size(), fields.r().size());
    for (int m = passes.orders.size() - 1; m >= 0; m--) {
      network.kernels().axpy(1, passes.orders.get(m), sum);
      beyond[m] = network.norm(sum);
    }
    return new Velocities(List.copyOf(passes.orders), beyond, passes.curvature);
  }

  /** |dK/dt|. */
  double speed() {
    return beyond[0];
  }

  /**
   * e_m = |dK/dt - the orders up to m| / |dK/dt| for m = 0..count-1; 0 where the kernel does not
   * move.
   */
  double[] errors(int count) {
    double[] errors = new double[count];
    for (int m = 0; m < Math.min(count, orders.size()) && speed() != 0; m++) {
      errors[m] = beyond[m + 1] / speed();
    }
    return errors;
  }

  /** The share of order 1 and above: |rest| / (|order 0| + |rest|); 0 where nothing moves. */
  double share(Network network) {
    if (orders.size() < 2) {
      return 0;
    }
    double whole = network.norm(orders.get(0)) + beyond[1];
    return whole == 0 ? 0 : beyond[1] / whole;
  }

  /** The two passes at work. */
  private static final class Passes {
    private final Network network;
    private final Kernels kernels;
    private final Fields fields;
    private final ResidualKernel kernel;
    private final List<Tensor> orders = new ArrayList<>();
    private final Tensor curvature;
    private final Tensor[] driven;

    Passes(Network network, Fields fields, ResidualKernel kernel) {
      this.network = network;
      this.fields = fields;
      this.kernel = kernel;
      kernels = network.kernels();
      curvature = Network.zeros(1, fields.r().size());
      driven = new Tensor[network.last() + 1];
      for (int k = 0; k < driven.length; k++) {
        driven[k] = k > 1 && network.gamma(k) > 0 ? driven(k) : network.inputs();
      }
    }

    /** D_kᵀ delta_k (N, K N): the sum over outputs j of the rows j of S_k times r. */
    private Tensor driven(int k) {
      int n = network.examples();
      int size = fields.r().size();
      Tensor out = Network.zeros(n, size);
      for (int row = 0; row < size; row++) {
        kernels.axpy(
            fields.r().get(row),
            kernel.s()[k].view(row * size, 1, size),
            out.view(row % n * size, 1, size));
      }
      return out;
    }

    private Tensor order(List<Tensor> all, int m) {
      while (all.size() <= m) {
        all.add(Network.zeros(fields.r().size(), fields.r().size()));
      }
      return all.get(m);
    }

    /** The motion of Q_l by every layer k <= l, felt by layer l + 1. */
    void forward() {
      for (int k = network.first(); k < network.last(); k++) {
        if (!network.trained(k)) {
          continue;
        }
        Tensor du = network.product(fields.backpropagated(network, k), kernel.metric()[k]);
        kernels.scale(-1, du);
        for (int l = k; l < network.last(); l++) {
          if (l > k) {
            du = network.product(fields.weights()[l], du);
          }
          kernels.multiply(fields.slope()[l], du);
          if (network.gamma(l + 1) > 0) {
            Tensor overlap = network.overlap(du, fields.u()[l]);
            kernels.scale(network.gamma(l + 1), overlap);
            bend(l + 1, overlap);
            network.multiplyAdd(
                network.symmetrized(overlap), kernel.s()[l + 1], order(orders, l - k));
          }
        }
      }
    }

    /** q -= the sum over nu of (D_lᵀ delta_l)_{nu mu} gamma_l (du_{l-1}^mu . u_{l-1}^nu). */
    private void bend(int layer, Tensor overlap) {
      int n = network.examples();
      Tensor turned = Network.zeros(n, n);
      kernels.transpose(overlap, turned);
      Tensor terms = network.copy(driven[layer]);
      network.multiply(turned, terms);
      for (int nu = 0; nu < n; nu++) {
        kernels.axpy(-1, terms.view(nu * curvature.size(), 1, curvature.size()), curvature);
      }
    }

    /**
     * The motion of S_l by every layer k > l, felt by layer l. As the metric is symmetric, what is
     * one order is made symmetric at once.
     */
    void backward() {
      List<Tensor> halves = new ArrayList<>();
      Tensor pairs = Network.zeros(fields.r().size(), fields.r().size());
      for (int k = network.first() + 1; k <= network.last(); k++) {
        if (network.gamma(k) == 0) {
          continue;
        }
        Tensor db = network.product(fields.u()[k - 1], driven[k]);
        kernels.scale(-network.gamma(k), db);
        for (int l = k - 1; l >= network.first(); l--) {
          if (l < k - 1) {
            db = network.overlap(fields.weights()[l + 1], db);
          }
          network.multiply(fields.slope()[l], db);
          if (network.trained(l)) {
            kernels.gemmTransposed(db, fields.delta()[l], pairs);
            network.multiplyAdd(kernel.metric()[l], pairs, order(halves, k - l - 1));
          }
        }
      }
      for (int m = 0; m < halves.size(); m++) {
        kernels.axpy(1, network.symmetrized(halves.get(m)), order(orders, m));
      }
    }
  }
}
