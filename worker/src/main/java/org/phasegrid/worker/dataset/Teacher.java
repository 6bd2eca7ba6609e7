package org.phasegrid.worker.dataset;

import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * Standard normal inputs and the outputs of a random network as targets: y = teacher(x) + noise *
 * normal.
 *
 * <p>The teacher has {@code depth} hidden layers of {@code width} units without biases, weights
 * N(0, weight-variance / fan-in) from the draw {@code teacher}; depth 0 is a linear teacher. Inputs
 * come from {@code data}, the noise from {@code label-noise}.
 */
@About("standard normal inputs, targets from a random teacher network plus noise")
public record Teacher(
    @About("number of examples") int examples,
    @About("input dimension") int inputs,
    @About("output dimension") int outputs,
    @About("units of each hidden layer of the teacher") int width,
    @About("hidden layers of the teacher") int depth,
    @About("activation of the teacher") Activation activation,
    @About("variance of the teacher's weights times fan-in") double weightVariance,
    @About("standard deviation of the label noise") double noise)
    implements Dataset {
  public static final Teacher SMALL = new Teacher(256, 16, 1, 16, 1, new Tanh(), 1, 0);

  public Teacher {
    Counts.positive("examples", examples);
    Counts.positive("inputs", inputs);
    Counts.positive("outputs", outputs);
    Counts.positive("width", width);
    if (depth < 0) {
      throw new IllegalArgumentException("depth must not be negative, was " + depth);
    }
    if (!(weightVariance >= 0 && weightVariance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weight-variance must be finite and not negative, was " + weightVariance);
    }
    if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("noise must be finite and not negative, was " + noise);
    }
  }

  @Override
  public Examples draw(Draws draws) {
    Kernels kernels = Kernels.best();
    Tensor x = GaussianNoise.normals(draws.key("data").child("x"), inputs, examples);
    Tensor h = x;
    Key teacher = draws.key("teacher");
    for (int layer = 1; layer <= depth + 1; layer++) {
      Tensor w = Tensor.zeros(Precision.FLOAT64, layer <= depth ? width : outputs, h.rows());
      double deviation = Math.sqrt(weightVariance / h.rows());
      Key key = teacher.child(layer);
      for (int i = 0; i < w.size(); i++) {
        w.set(i, deviation * key.normal(i));
      }
      Tensor z = Tensor.zeros(Precision.FLOAT64, w.rows(), examples);
      kernels.gemm(w, h, z);
      if (layer <= depth) {
        activation.apply(kernels, z, z);
      }
      h = z;
    }
    if (noise > 0) {
      kernels.axpy(noise, GaussianNoise.normals(draws.key("label-noise"), outputs, examples), h);
    }
    return new Examples(x, h);
  }
}
