package org.phasegrid.worker.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.phasegrid.worker.random.Key;

/**
 * One number for all bits the kernels make: the same on every JVM, CPU and lane count.
 *
 * <p>{@code java -cp worker/target/classes:worker/target/test-classes
 * org.phasegrid.worker.kernel.KernelBitsTest} prints it on another JVM, with and without {@code
 * --add-modules jdk.incubator.vector}.
 */
class KernelBitsTest {
  /** A change of this number is a change of the arithmetic version. */
  private static final String BITS = "7f83e3fe31398809";

  public static void main(String[] arguments) {
    System.out.println(bits(Kernels.best()) + " " + Kernels.best().describe());
  }

  @Test
  void theBitsAreThoseOfEveryOtherMachine() {
    assertEquals(BITS, bits(new ScalarKernels()));
    assertEquals(BITS, bits(Kernels.best()));
  }

  private static String bits(Kernels kernels) {
    long hash = 0;
    for (Precision precision : Precision.values()) {
      for (int round = 0; round < 60; round++) {
        hash = 31 * hash + bits(kernels, precision, Key.of(round).child("bits"));
      }
    }
    return Long.toHexString(hash);
  }

  /** A hidden layer of each activation, forwards and back, on a shape of its own. */
  private static long bits(Kernels kernels, Precision precision, Key key) {
    int inputs = 1 + key.index(0, 30);
    int width = 1 + key.index(1, 30);
    int examples = 1 + key.index(2, 120);
    Tensor w = ScalarKernelsTest.normals(key.child("w"), precision, width, inputs);
    Tensor x = ScalarKernelsTest.normals(key.child("x"), precision, inputs, examples);
    Tensor d = ScalarKernelsTest.normals(key.child("d"), precision, width, examples);
    Tensor z = Tensor.zeros(precision, width, examples);
    Tensor h = Tensor.zeros(precision, width, examples);
    Tensor xT = Tensor.zeros(precision, examples, inputs);
    Tensor gradient = Tensor.zeros(precision, width, inputs);
    Tensor below = Tensor.zeros(precision, inputs, examples);
    Tensor bias = Tensor.zeros(precision, width, 1);

    kernels.gemm(w, x, z);
    kernels.scale(0.7, z);
    kernels.tanh(z, h);
    kernels.tanhBackward(1, h, d);
    kernels.gemmTransposed(w, d, below);
    kernels.transpose(x, xT);
    kernels.gemm(d, xT, gradient);
    kernels.rowSums(d, bias);
    kernels.addToRows(1, bias, z);
    kernels.axpy(-0.1, gradient, w);
    long hash = hash(hash(hash(hash(0, h), below), w), z);
    kernels.exp(z, h);
    hash = hash(hash, h);
    kernels.erf(z, h);
    hash = hash(hash, h);
    kernels.relu(z, h);
    kernels.reluBackward(1, z, d);
    hash = hash(hash(hash, h), d);
    hash = 31 * hash + Double.doubleToLongBits(kernels.dot(z, d));
    return 31 * hash + Double.doubleToLongBits(kernels.sumOfSquares(z));
  }

  private static long hash(long hash, Tensor t) {
    long result = hash;
    for (int i = 0; i < t.size(); i++) {
      result = 31 * result + Double.doubleToLongBits(t.get(i));
    }
    return result;
  }
}
