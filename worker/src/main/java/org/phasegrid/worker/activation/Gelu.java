package org.phasegrid.worker.activation;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.kernel.Transcendental;

/**
 * phi(z) = z Phi(z) with the normal distribution function Phi(z) = (1 + erf(z / sqrt 2)) / 2 and
 * its density p: phi' = Phi + z p, phi'' = (2 - z²) p. The exact form, not the tanh approximation
 * (Hendrycks and Gimpel 2016).
 */
@About(value = "z times the normal distribution function of z, by erf", paper = "arXiv:1606.08415")
public record Gelu() implements Activation {
  @Override
  public double value(double z) {
    return Transcendental.gelu(z);
  }

  @Override
  public double derivative(double z) {
    return Transcendental.geluSlope(z);
  }

  @Override
  public double second(double z) {
    return Math.fma(-z, z, 2) * Transcendental.normalDensity(z);
  }

  @Override
  public Work work() {
    return Work.VECTORS;
  }

  @Override
  public void apply(Kernels kernels, Tensor z, Tensor h) {
    kernels.gelu(z, h);
  }

  @Override
  public void derivative(Kernels kernels, Tensor z, Tensor h, Tensor out) {
    kernels.geluSlope(z, out);
  }
}
