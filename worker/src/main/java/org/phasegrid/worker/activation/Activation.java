package org.phasegrid.worker.activation;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * An activation function phi and its derivatives; the tensor forms may be overridden by kernels
 * that give values of their own.
 */
public interface Activation {
  /** What its values and derivatives take. */
  enum Work {
    /** A comparison or less. */
    LITTLE,
    /** A kernel of transcendental vectors. */
    VECTORS,
    /** Element after element. */
    ELEMENTS
  }

  /** What it takes, for cost models. */
  default Work work() {
    return Work.ELEMENTS;
  }

  /** phi(z). */
  double value(double z);

  /** phi'(z). */
  double derivative(double z);

  /** phi''(z), zero where it does not exist. */
  double second(double z);

  /** h = phi(z); h may be z. */
  default void apply(Kernels kernels, Tensor z, Tensor h) {
    kernels.map(z, h, this::value);
  }

  /** z = s z + b over its rows ({@link Kernels#addToRows}), then h = phi(z). */
  default void apply(Kernels kernels, double s, Tensor b, Tensor z, Tensor h) {
    kernels.addToRows(s, b, z);
    apply(kernels, z, h);
  }

  /** d = (s d) phi'(z), with h = phi(z) at hand; scratch has the shape of z. */
  default void backward(Kernels kernels, double s, Tensor z, Tensor h, Tensor d, Tensor scratch) {
    kernels.scale(s, d);
    derivative(kernels, z, h, scratch);
    kernels.multiply(scratch, d);
  }

  /** out = phi'(z), with h = phi(z) at hand. */
  default void derivative(Kernels kernels, Tensor z, Tensor h, Tensor out) {
    kernels.map(z, out, this::derivative);
  }

  /** out = phi''(z), with h = phi(z) at hand. */
  default void second(Kernels kernels, Tensor z, Tensor h, Tensor out) {
    kernels.map(z, out, this::second);
  }
}
