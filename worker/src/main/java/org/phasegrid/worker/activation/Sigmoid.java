package org.phasegrid.worker.activation;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.kernel.Transcendental;

/** phi(z) = 1 / (1 + exp(-z)), the logistic function; phi' = h (1 - h), phi'' = (1 - 2 h) phi'. */
@About("1 / (1 + exp(-z)), the logistic function")
public record Sigmoid() implements Activation {
  @Override
  public double value(double z) {
    return Transcendental.sigmoid(z);
  }

  @Override
  public double derivative(double z) {
    return slope(value(z));
  }

  @Override
  public double second(double z) {
    return bend(value(z));
  }

  @Override
  public Work work() {
    return Work.VECTORS;
  }

  @Override
  public void apply(Kernels kernels, Tensor z, Tensor h) {
    kernels.sigmoid(z, h);
  }

  @Override
  public void derivative(Kernels kernels, Tensor z, Tensor h, Tensor out) {
    kernels.map(h, out, Sigmoid::slope);
  }

  @Override
  public void second(Kernels kernels, Tensor z, Tensor h, Tensor out) {
    kernels.map(h, out, Sigmoid::bend);
  }

  private static double slope(double h) {
    return h * (1 - h);
  }

  private static double bend(double h) {
    return Math.fma(-2, h, 1) * slope(h);
  }
}
