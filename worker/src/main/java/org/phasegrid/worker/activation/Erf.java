package org.phasegrid.worker.activation;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.kernel.Transcendental;

/**
 * phi(z) = erf z, the error function; phi' = 2/sqrt(pi) exp(-z²), phi'' = -2 z phi'. Its mean-field
 * theory is closed-form.
 */
@About("erf z, the error function; mean-field theory in closed form")
public record Erf() implements Activation {
  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

  @Override
  public double value(double z) {
    return Transcendental.erf(z);
  }

  @Override
  public double derivative(double z) {
    return TWO_OVER_SQRT_PI * Transcendental.exp(-z * z);
  }

  @Override
  public double second(double z) {
    return -2 * z * derivative(z);
  }

  @Override
  public void apply(Kernels kernels, Tensor z, Tensor h) {
    kernels.erf(z, h);
  }

  @Override
  public void derivative(Kernels kernels, Tensor z, Tensor h, Tensor out) {
    out.copyFrom(z);
    kernels.multiply(z, out);
    kernels.scale(-1, out);
    kernels.exp(out, out);
    kernels.scale(TWO_OVER_SQRT_PI, out);
  }

  @Override
  public Work work() {
    return Work.VECTORS;
  }
}
