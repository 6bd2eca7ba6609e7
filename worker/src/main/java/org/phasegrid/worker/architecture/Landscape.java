package org.phasegrid.worker.architecture;

import java.util.List;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The objective of a model without examples, whose loss is a function of theta alone. As a fit it
 * is f = theta: J is the identity, S and the Gauss-Newton matrix are the Hessian.
 */
final class Landscape implements Objective {
  /** A function of theta (1, P) and its derivatives. */
  interface Potential {
    /** L(theta), and g = dL/dtheta when it returns; g is overwritten. */
    double gradient(Tensor theta, Tensor g);

    /** out = H v at theta; out is overwritten. */
    void hessianTimes(Tensor theta, Tensor v, Tensor out);
  }

  private final Potential potential;
  private final List<Block> blocks;
  private final Kernels kernels;
  private final Tensor scratch;

  Landscape(Potential potential, List<Block> blocks, Precision precision, Kernels kernels) {
    this.potential = potential;
    this.blocks = blocks;
    this.kernels = kernels;
    scratch = Tensor.zeros(precision, 1, size());
  }

  @Override
  public List<Block> blocks() {
    return blocks;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public void batch(int[] examples) {
    throw new IllegalStateException("a landscape has no examples to choose from");
  }

  @Override
  public double loss(Tensor theta) {
    return potential.gradient(theta, scratch);
  }

  @Override
  public double gradient(Tensor theta, Tensor g) {
    return potential.gradient(theta, g);
  }

  @Override
  public double accuracy(Tensor theta) {
    return Double.NaN;
  }

  @Override
  public Curvature curvature(Tensor theta) {
    return new Curvature() {
      @Override
      public void hessianTimes(Tensor v, Tensor out) {
        potential.hessianTimes(theta, v, out);
      }

      @Override
      public void gaussNewtonTimes(Tensor v, Tensor out) {
        potential.hessianTimes(theta, v, out);
      }

      @Override
      public Tensor tangentKernel() {
        Tensor identity = Tensor.zeros(theta.precision(), size(), size());
        for (int i = 0; i < size(); i++) {
          identity.set(i, i, 1);
        }
        return identity;
      }

      @Override
      public Tensor outputs() {
        Tensor f = Tensor.zeros(theta.precision(), size(), 1);
        f.copyFrom(theta);
        return f;
      }

      @Override
      public Tensor targets() {
        return Tensor.zeros(theta.precision(), size(), 1);
      }

      @Override
      public void lossHessianTimes(Tensor v, Tensor out) {
        potential.hessianTimes(theta, v.view(0, 1, size()), out.view(0, 1, size()));
      }
    };
  }
}
