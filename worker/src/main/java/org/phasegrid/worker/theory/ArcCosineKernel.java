package org.phasegrid.worker.theory;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The residual kernel at step 0 of infinitely wide relu networks without biases (Cho and Saul 2009;
 * Jacot, Gabriel and Hongler 2018; papers/gram-hierarchy B.9).
 *
 * <p>For two inputs with cosine c_1 and c_{l+1} = k1(c_l), chi_l = sigma_l²/2: K_l = g_l (v/2) prod
 * over j != l of chi_j, times c_l times prod over j = l..L of k0(c_j), for l = 1..L; a trained
 * readout adds g_{L+1} prod over j of chi_j, times c_{L+1}; all times |x| |x'| / n_0.
 *
 * @param variances sigma_l², fan-in times the variance of a weight, l = 1..L
 * @param readoutVariance v, the squared length of a readout row
 * @param rates g_l = gamma_l n_{l-1}, fan-in times the rate factor of a weight, l = 1..L, and of
 *     the readout where it is trained
 */
public record ArcCosineKernel(List<Double> variances, double readoutVariance, List<Double> rates) {

  public ArcCosineKernel {
    variances = List.copyOf(variances);
    rates = List.copyOf(rates);
    int depth = variances.size();
    if (depth < 1 || rates.size() < depth || rates.size() > depth + 1) {
      throw new IllegalArgumentException(
          depth + " layers want " + depth + " rates, or one more, were " + rates.size());
    }
  }

  /** NTK rates g_l = sigma², one sigma² for all layers, readout fixed to length {@code kappa}. */
  public static ArcCosineKernel uniform(int depth, double variance, double kappa) {
    List<Double> same = java.util.Collections.nCopies(depth, variance);
    return new ArcCosineKernel(same, kappa * kappa, same);
  }

  /** k0(c) = (pi - arccos c) / pi. */
  public static double k0(double c) {
    return (Math.PI - StrictMath.acos(clip(c))) / Math.PI;
  }

  /** k1(c) = (sqrt(1 - c²) + c (pi - arccos c)) / pi. */
  public static double k1(double c) {
    double x = clip(c);
    return (Math.sqrt(Math.max(0, 1 - x * x)) + x * (Math.PI - StrictMath.acos(x))) / Math.PI;
  }

  private static double clip(double c) {
    return Math.max(-1, Math.min(1, c));
  }

  /** K_1, ..., K_L (and K_{L+1}) of two inputs of squared length n_0 with a cosine. */
  public double[] layers(double cosine) {
    int depth = variances.size();
    double[] c = new double[depth + 2];
    c[1] = cosine;
    double gain = 1;
    for (int l = 1; l <= depth; l++) {
      c[l + 1] = k1(c[l]);
      gain *= variances.get(l - 1) / 2;
    }
    double[] layers = new double[rates.size()];
    double gates = 1;
    for (int l = depth; l >= 1; l--) {
      gates *= k0(c[l]);
      double others = 1;
      for (int j = 1; j <= depth; j++) {
        others *= j == l ? 1 : variances.get(j - 1) / 2;
      }
      layers[l - 1] = rates.get(l - 1) * readoutVariance / 2 * others * c[l] * gates;
    }
    if (rates.size() > depth) {
      layers[depth] = rates.get(depth) * gain * c[depth + 1];
    }
    return layers;
  }

  /** The sum of {@link #layers}. */
  public double between(double cosine) {
    double sum = 0;
    for (double each : layers(cosine)) {
      sum += each;
    }
    return sum;
  }

  /** K (N, N) of inputs x (n_0, N). */
  public Tensor of(Tensor x) {
    int n = x.columns();
    double[] lengths = new double[n];
    for (int mu = 0; mu < n; mu++) {
      lengths[mu] = Math.sqrt(product(x, mu, mu));
    }
    Tensor kernel = Tensor.zeros(Precision.FLOAT64, n, n);
    for (int mu = 0; mu < n; mu++) {
      for (int nu = 0; nu <= mu; nu++) {
        double scale = lengths[mu] * lengths[nu];
        double cosine = mu == nu ? 1 : product(x, mu, nu) / scale;
        double value = scale == 0 ? 0 : between(cosine) * scale / x.rows();
        kernel.set(mu, nu, value);
        kernel.set(nu, mu, value);
      }
    }
    return kernel;
  }

  private static double product(Tensor x, int mu, int nu) {
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      sum = Math.fma(x.get(i, mu), x.get(i, nu), sum);
    }
    return sum;
  }

  /**
   * eta_c = 2 / lambda_max(K) of N inputs of squared length n_0 that all have one cosine with each
   * other: lambda_max is K(1) + (N - 1) K(c), or K(1) - K(c) where that is larger.
   */
  public double criticalRate(int examples, double cosine) {
    double one = between(1);
    double other = examples > 1 ? between(cosine) : 0;
    return 2 / Math.max(one + (examples - 1) * other, one - other);
  }

  /** The largest eigenvalue of a symmetric matrix; NaN where it cannot be found. */
  public static double largestEigenvalue(Tensor symmetric) {
    int n = symmetric.rows();
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, false, true);
    if (!eigen.decompose(DMatrixRMaj.wrap(n, n, symmetric.toArray()))) {
      return Double.NaN;
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, eigen.getEigenvalue(i).getReal());
    }
    return largest;
  }
}
