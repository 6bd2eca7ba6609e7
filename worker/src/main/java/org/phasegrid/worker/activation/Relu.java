package org.phasegrid.worker.activation;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/** phi(z) = max(z, 0), with phi'(0) = 0. */
@About("max(z, 0)")
public record Relu() implements Activation {
  @Override
  public double value(double z) {
    return Double.isNaN(z) || z > 0 ? z : 0;
  }

  @Override
  public double derivative(double z) {
    return Double.isNaN(z) ? z : z > 0 ? 1 : 0;
  }

  @Override
  public double second(double z) {
    return Double.isNaN(z) ? z : 0;
  }

  @Override
  public void apply(Kernels kernels, Tensor z, Tensor h) {
    kernels.relu(z, h);
  }

  @Override
  public void apply(Kernels kernels, double s, Tensor b, Tensor z, Tensor h) {
    kernels.reluOfRows(s, b, z, h);
  }

  @Override
  public void backward(Kernels kernels, double s, Tensor z, Tensor h, Tensor d, Tensor scratch) {
    kernels.reluBackward(s, z, d);
  }

  @Override
  public Work work() {
    return Work.LITTLE;
  }

  @Override
  public void derivative(Kernels kernels, Tensor z, Tensor h, Tensor out) {
    out.fill(1);
    kernels.reluBackward(1, z, out);
  }
}
