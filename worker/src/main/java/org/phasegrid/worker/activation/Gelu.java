package org.phasegrid.worker.activation;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Transcendental;

/**
 * phi(z) = z Phi(z) with the normal distribution function Phi(z) = (1 + erf(z / sqrt 2)) / 2 and
 * its density p: phi' = Phi + z p, phi'' = (2 - z²) p. The exact form, not the tanh approximation
 * (Hendrycks and Gimpel 2016).
 */
@About(value = "z times the normal distribution function of z, by erf", paper = "arXiv:1606.08415")
public record Gelu() implements Activation {
  private static final double ONE_OVER_SQRT_2 = 0.7071067811865476;
  private static final double ONE_OVER_SQRT_2_PI = 0.3989422804014327;

  @Override
  public double value(double z) {
    return z * distribution(z);
  }

  @Override
  public double derivative(double z) {
    return Math.fma(z, density(z), distribution(z));
  }

  @Override
  public double second(double z) {
    return Math.fma(-z, z, 2) * density(z);
  }

  private static double distribution(double z) {
    return 0.5 * (1 + Transcendental.erf(ONE_OVER_SQRT_2 * z));
  }

  private static double density(double z) {
    return ONE_OVER_SQRT_2_PI * Transcendental.exp(-0.5 * z * z);
  }
}
