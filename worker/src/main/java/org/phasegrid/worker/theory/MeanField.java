package org.phasegrid.worker.theory;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.LeakyRelu;
import org.phasegrid.worker.activation.Relu;

/**
 * Signals in infinitely wide random networks, z_l = W phi(z_{l-1}) + b with weights of variance
 * sigma_w² / fan-in and biases of variance sigma_b² (Poole et al. 2016, arXiv:1606.05340;
 * Schoenholz et al. 2017, arXiv:1611.01232).
 *
 * <p>The variance of a preactivation goes q to sigma_w² E phi(sqrt(q) z)² + sigma_b², z standard
 * normal, with fixed point q*. At q* the correlation of two signals goes c to (sigma_w² E phi(u_1)
 * phi(u_2) + sigma_b²) / q*, with slope chi(c) = sigma_w² E phi'(u_1) phi'(u_2) and fixed point c*.
 * Squared gradients gain chi_1 = chi(1) per layer; chi_1 = 1 is the edge of chaos. Correlations
 * come to c* as exp(-l / xi_c), xi_c = -1 / ln chi(c*).
 *
 * <p>Kinked activations have the closed forms of {@link ArcCosineKernel}; of all others integrals
 * are trapezoid sums on [-9, 9], whose error falls as exp(-2 pi d / h) for a function analytic in a
 * strip of half width d. The step h follows q so that tanh, with its poles at i pi / (2 sqrt q),
 * keeps 1e-14.
 */
public final class MeanField {
  private static final double REACH = 9;
  private static final double STEP = 0.1;
  private static final double LARGEST = 100;
  private static final int HALVINGS = 200;
  private static final int ITERATIONS = 100;

  private final Activation phi;
  private final Optional<Double> slope;

  private MeanField(Activation phi, Optional<Double> slope) {
    this.phi = phi;
    this.slope = slope;
  }

  /** The theory of networks with an activation. */
  public static MeanField of(Activation phi) {
    if (phi instanceof Relu) {
      return new MeanField(phi, Optional.of(0.0));
    }
    if (phi instanceof LeakyRelu leaky) {
      return new MeanField(phi, Optional.of(leaky.slope()));
    }
    return new MeanField(phi, phi instanceof Identity ? Optional.of(1.0) : Optional.empty());
  }

  /** E phi(u)², u of variance q. */
  private double power(double q) {
    return slope.isPresent() ? q * gain() : mean(q, z -> square(phi.value(z)));
  }

  /** E phi'(u)², u of variance q. */
  private double slopes(double q) {
    return slope.isPresent() ? gain() : mean(q, z -> square(phi.derivative(z)));
  }

  /** (1 + a²) / 2 of a kink with slopes a and 1. */
  private double gain() {
    double a = slope.orElseThrow();
    return (1 + a * a) / 2;
  }

  /** Weight and bias variance of the critical point whose fixed point is q. */
  public double[] criticalPoint(double q) {
    double weights = 1 / slopes(q);
    return new double[] {weights, q - weights * power(q)};
  }

  /**
   * The weight variance of the edge of chaos at a bias variance, for fixed points up to q = 100;
   * NaN where there is none. Of a kinked activation only the bias variance 0 has one.
   */
  public double criticalWeightVariance(double biasVariance) {
    if (slope.isPresent()) {
      return biasVariance == 0 ? 1 / gain() : Double.NaN;
    }
    if (biasVariance == 0) {
      return criticalPoint(0)[0];
    }
    if (!(biasVariance > 0) || criticalPoint(LARGEST)[1] < biasVariance) {
      return Double.NaN;
    }
    double q = bisect(x -> criticalPoint(x)[1] - biasVariance, 0, LARGEST);
    return criticalPoint(q)[0];
  }

  /**
   * q*, the largest fixed point of the variance: infinite where it grows without end, NaN where
   * every variance is one.
   */
  public double variance(double weightVariance, double biasVariance) {
    if (!(weightVariance >= 0 && biasVariance >= 0)) {
      return Double.NaN;
    }
    if (slope.isPresent()) {
      double rest = 1 - weightVariance * gain();
      return rest > 0
          ? biasVariance / rest
          : rest == 0 && biasVariance == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
    }
    DoubleUnaryOperator excess = q -> q - weightVariance * power(q) - biasVariance;
    double low = 1e-14;
    double high = Math.max(LARGEST / 2, 10 * (weightVariance + biasVariance));
    if (excess.applyAsDouble(low) >= 0) {
      return 0;
    }
    return excess.applyAsDouble(high) < 0 ? Double.POSITIVE_INFINITY : bisect(excess, low, high);
  }

  /** chi_1 at a variance q. */
  public double chi(double weightVariance, double q) {
    return weightVariance * slopes(q);
  }

  /** chi(c) at a variance q. */
  public double chi(double weightVariance, double q, double c) {
    if (slope.isPresent()) {
      double a = slope.get();
      return weightVariance
          * ((1 + a * a) * ArcCosineKernel.k0(c) + 2 * a * ArcCosineKernel.k0(-c))
          / 2;
    }
    return weightVariance * pair(phi::derivative, q, c);
  }

  /** Where the correlation c of two signals of variance q goes. */
  public double correlation(double weightVariance, double biasVariance, double q, double c) {
    double together;
    if (slope.isPresent()) {
      double a = slope.get();
      together = q * ((1 + a * a) * ArcCosineKernel.k1(c) - 2 * a * ArcCosineKernel.k1(-c)) / 2;
    } else {
      together = pair(phi::value, q, c);
    }
    return (weightVariance * together + biasVariance) / q;
  }

  /**
   * c*, the stable fixed point of the correlation at q*: 1 in the ordered phase. In the chaotic one
   * Newton's method from 0 comes to it from below, since the map is convex.
   */
  public double correlation(double weightVariance, double biasVariance) {
    double q = variance(weightVariance, biasVariance);
    if (q == 0 || chi(weightVariance, q) <= 1) {
      return 1;
    }
    if (!(q < Double.POSITIVE_INFINITY)) {
      return Double.NaN;
    }
    double c = 0;
    for (int i = 0; i < ITERATIONS; i++) {
      double rise = correlation(weightVariance, biasVariance, q, c) - c;
      double next = c + rise / (1 - chi(weightVariance, q, c));
      if (!(next > c && next < 1)) {
        return c;
      }
      c = next;
    }
    return c;
  }

  /**
   * xi_c = -1 / ln chi(c*), layers over which correlations come to c*; infinite at the edge of
   * chaos.
   */
  public double depthScale(double weightVariance, double biasVariance) {
    double q = variance(weightVariance, biasVariance);
    double c = correlation(weightVariance, biasVariance);
    double chi = c == 1 ? chi(weightVariance, q) : chi(weightVariance, q, c);
    return chi < 1 ? -1 / StrictMath.log(chi) : chi >= 1 ? Double.POSITIVE_INFINITY : Double.NaN;
  }

  /** The zero of a function that is negative at low and not at high, as close as doubles get. */
  private static double bisect(DoubleUnaryOperator f, double low, double high) {
    double from = low;
    double to = high;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = from + (to - from) / 2;
      if (middle == from || middle == to) {
        break;
      }
      if (f.applyAsDouble(middle) < 0) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return to;
  }

  private static double square(double x) {
    return x * x;
  }

  /** The step of a trapezoid sum of functions of sqrt(q) z. */
  private static double step(double q) {
    return Math.min(STEP, 0.25 / Math.sqrt(q));
  }

  /** E f(sqrt(q) z). */
  private static double mean(double q, DoubleUnaryOperator f) {
    double h = step(q);
    int nodes = (int) Math.ceil(REACH / h);
    double root = Math.sqrt(q);
    double sum = 0;
    double weights = 0;
    for (int i = -nodes; i <= nodes; i++) {
      double z = i * h;
      double weight = StrictMath.exp(-z * z / 2);
      sum = Math.fma(weight, f.applyAsDouble(root * z), sum);
      weights += weight;
    }
    return sum / weights;
  }

  /** E f(u_1) f(u_2) of variances q and correlation c. */
  private static double pair(DoubleUnaryOperator f, double q, double c) {
    double h = step(q);
    int nodes = (int) Math.ceil(REACH / h);
    double root = Math.sqrt(q);
    double rest = Math.sqrt(Math.max(0, 1 - c * c));
    double[] weight = new double[2 * nodes + 1];
    double weights = 0;
    for (int i = -nodes; i <= nodes; i++) {
      weight[i + nodes] = StrictMath.exp(-i * h * (i * h) / 2);
      weights += weight[i + nodes];
    }
    double sum = 0;
    for (int i = -nodes; i <= nodes; i++) {
      double inner = 0;
      for (int j = -nodes; j <= nodes; j++) {
        double u = c * (i * h) + rest * (j * h);
        inner = Math.fma(weight[j + nodes], f.applyAsDouble(root * u), inner);
      }
      sum = Math.fma(weight[i + nodes] * f.applyAsDouble(root * (i * h)), inner, sum);
    }
    return sum / (weights * weights);
  }
}
