package org.phasegrid.worker.activation;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/** phi(z) = z: the deep linear network. */
@About("z, the deep linear network")
public record Identity() implements Activation {
  @Override
  public double value(double z) {
    return z;
  }

  @Override
  public double derivative(double z) {
    return 1;
  }

  @Override
  public double second(double z) {
    return 0;
  }

  @Override
  public void apply(Kernels kernels, Tensor z, Tensor h) {
    h.copyFrom(z);
  }

  @Override
  public void backward(Kernels kernels, double s, Tensor z, Tensor h, Tensor d, Tensor scratch) {
    kernels.scale(s, d);
  }

  @Override
  public Work work() {
    return Work.LITTLE;
  }
}
