package org.phasegrid.worker.indicator.gram;

import java.util.ArrayList;
import java.util.List;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * What is remembered of theta_0 to see how far a run has gone.
 *
 * @param checkpoint the fields and the kernel at theta_0
 * @param spectrum of K_0, with its top eigenvector
 * @param grams W_lᵀ W_l of every layer that moves
 * @param balances {@link #balances}
 */
record Start(
    Checkpoint checkpoint, Spectrum spectrum, List<Tensor> grams, List<double[]> balances) {

  static Start of(Checkpoint checkpoint, Spectrum spectrum) {
    return new Start(checkpoint, spectrum, grams(checkpoint), balances(checkpoint));
  }

  /** W_lᵀ W_l (n_{l-1}, n_{l-1}) of every layer whose weights move. */
  static List<Tensor> grams(Checkpoint now) {
    Network network = now.network();
    List<Tensor> grams = new ArrayList<>();
    for (int layer = 1; layer <= network.depth() + 1; layer++) {
      if (network.gamma(layer) > 0) {
        Tensor w = now.fields().weights()[layer];
        grams.add(network.overlap(w, w));
      }
    }
    return grams;
  }

  /**
   * |W_l[i, :]|² / gamma_l + c_{l,i}² / beta_l - |W_{l+1}[:, i]|² / gamma_{l+1} of the units of
   * neighboring layers that move: constant along the gradient flow of networks with homogeneous
   * activations (Du, Hu and Lee 2018, arXiv 1806.00900).
   */
  static List<double[]> balances(Checkpoint now) {
    Network network = now.network();
    Kernels kernels = network.kernels();
    List<double[]> balances = new ArrayList<>();
    for (int layer = 1; layer <= network.depth(); layer++) {
      if (network.gamma(layer) == 0 || network.gamma(layer + 1) == 0) {
        continue;
      }
      Tensor in = now.fields().weights()[layer];
      Tensor out = now.fields().weights()[layer + 1];
      Tensor turned = Network.zeros(out.columns(), out.rows());
      kernels.transpose(out, turned);
      double[] balance = network.biasSquares(layer, now.theta());
      for (int i = 0; i < balance.length; i++) {
        balance[i] +=
            kernels.sumOfSquares(in.view(i * in.columns(), 1, in.columns())) / network.gamma(layer)
                - kernels.sumOfSquares(turned.view(i * turned.columns(), 1, turned.columns()))
                    / network.gamma(layer + 1);
      }
      balances.add(balance);
    }
    return balances;
  }

  /** |K - K_0| / |K_0|; undefined where K_0 = 0. */
  double kernelDrift(Checkpoint now) {
    Tensor initial = checkpoint.kernel().total();
    return distance(now.network(), now.kernel().total(), initial);
  }

  /** The cosine of K and K_0; 0 where K = 0. */
  double kernelCosine(Checkpoint now) {
    Network network = now.network();
    Tensor initial = checkpoint.kernel().total();
    Tensor total = now.kernel().total();
    double norm = network.norm(total);
    return norm == 0 ? 0 : network.kernels().dot(total, initial) / (norm * network.norm(initial));
  }

  /** The largest relative change of a weight Gram matrix. */
  double gramDrift(Network network, List<Tensor> now) {
    double largest = 0;
    for (int i = 0; i < grams.size(); i++) {
      double drift = distance(network, now.get(i), grams.get(i));
      largest = Double.isNaN(drift) ? largest : Math.max(largest, drift);
    }
    return largest;
  }

  /** The largest change of a balance. */
  double balanceDrift(Checkpoint now) {
    List<double[]> others = balances(now);
    double largest = 0;
    for (int layer = 0; layer < balances.size(); layer++) {
      for (int i = 0; i < balances.get(layer).length; i++) {
        largest = Math.max(largest, Math.abs(others.get(layer)[i] - balances.get(layer)[i]));
      }
    }
    return largest;
  }

  private static double distance(Network network, Tensor now, Tensor then) {
    Tensor change = Network.zeros(now.rows(), now.columns());
    network.kernels().subtract(now, then, change);
    return network.norm(change) / network.norm(then);
  }
}
