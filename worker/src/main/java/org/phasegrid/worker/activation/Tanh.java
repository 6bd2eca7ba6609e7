package org.phasegrid.worker.activation;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.kernel.Transcendental;

/** phi(z) = tanh z; phi' = 1 - h², phi'' = -2 h (1 - h²). */
@About("tanh z")
public record Tanh() implements Activation {
  @Override
  public double value(double z) {
    return Transcendental.tanh(z);
  }

  @Override
  public double derivative(double z) {
    double h = Transcendental.tanh(z);
    return Math.fma(-h, h, 1);
  }

  @Override
  public double second(double z) {
    double h = Transcendental.tanh(z);
    return -2 * h * Math.fma(-h, h, 1);
  }

  @Override
  public void apply(Kernels kernels, Tensor z, Tensor h) {
    kernels.tanh(z, h);
  }

  @Override
  public void apply(Kernels kernels, double s, Tensor b, Tensor z, Tensor h) {
    kernels.tanhOfRows(s, b, z, h);
  }

  @Override
  public void backward(Kernels kernels, double s, Tensor z, Tensor h, Tensor d, Tensor scratch) {
    kernels.tanhBackward(s, h, d);
  }

  @Override
  public void derivative(Kernels kernels, Tensor z, Tensor h, Tensor out) {
    kernels.map(h, out, value -> Math.fma(-value, value, 1));
  }

  @Override
  public void second(Kernels kernels, Tensor z, Tensor h, Tensor out) {
    kernels.map(h, out, value -> -2 * value * Math.fma(-value, value, 1));
  }

  @Override
  public Work work() {
    return Work.VECTORS;
  }
}
