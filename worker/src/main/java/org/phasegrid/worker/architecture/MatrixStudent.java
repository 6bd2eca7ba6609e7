package org.phasegrid.worker.architecture;

import java.util.List;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;

/**
 * One layer y = f(W x) that learns a rank-one teacher of its own, W* = theta u vᵀ (arXiv
 * 2606.28486).
 *
 * <p>W (N, M) begins with entries of variance sigma² / M; u (N) and v (M) are random unit vectors
 * of the draw {@code teacher}; inputs come from {@code data} ({@code batches} for a stream), label
 * noise of standard deviation s from {@code label-noise}. The loss is half the squared error,
 * summed over outputs, mean over examples; data set and loss of the spec do not matter. A linear
 * student on fixed data steps on C = XᵀX / P: L = tr(D C Dᵀ) / 2 - tr(D Eᵀ) + L(W*), D = W - W*, E
 * = s Xiᵀ X / P.
 */
@About(
    value =
        "one layer f(W x) that learns a rank-one teacher of its own, on infinite, finite or online data",
    paper = "arXiv:2606.28486")
public record MatrixStudent(
    @About("N, the rows of W") int outputs,
    @About("M, the columns of W") int inputs,
    @About("f: identity, relu or tanh") Activation activation,
    @About("sigma: entries of W_0 have variance sigma^2 / M") double sigma,
    @About("theta, the strength of the teacher") double strength,
    @About("s, the standard deviation of the label noise") double noise,
    @About("population, sample (P examples), design (given second moments) or stream (online)")
        Sampling data,
    @About("how W (W1 in files) begins") Initialization initialization)
    implements Architecture {
  public static final MatrixStudent SMALL =
      new MatrixStudent(
          64, 128, new Identity(), 1, 1, 0, new Sampling.Population(), new Gaussian());

  public MatrixStudent {
    positive("outputs", outputs);
    positive("inputs", inputs);
    atLeastZero("sigma", sigma);
    atLeastZero("strength", strength);
    atLeastZero("noise", noise);
    boolean known =
        activation instanceof Identity || activation instanceof Relu || activation instanceof Tanh;
    if (!known) {
      throw new IllegalArgumentException(
          "activation must be identity, relu or tanh, was " + Family.nameOf(activation));
    }
    if (data instanceof Sampling.Design design) {
      if (!(activation instanceof Identity)) {
        throw new IllegalArgumentException(
            "data: design wants activation identity, was " + Family.nameOf(activation));
      }
      if (design.eigenvalues().size() > inputs) {
        throw new IllegalArgumentException(
            "data: design has "
                + design.eigenvalues().size()
                + " eigenvalues, but there are "
                + inputs
                + " inputs");
      }
    }
    if (data instanceof Sampling.Population && noise != 0) {
      throw new IllegalArgumentException(
          "noise is of no use: it averages out over infinitely many examples");
    }
  }

  private static void positive(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + count);
    }
  }

  private static void atLeastZero(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be finite and not negative, was " + value);
    }
  }

  /** Whether f is the identity. */
  public boolean linear() {
    return activation instanceof Identity;
  }

  @Override
  public boolean readsExamples() {
    return false;
  }

  @Override
  public List<Block> blocks(int unused, int ofNoUse) {
    return List.of(new Block("W1", 1, outputs, inputs, 0, 1, Block.Role.TRAINED));
  }

  @Override
  public Tensor initial(int unused, int ofNoUse, Draws draws) {
    Tensor theta = Tensor.zeros(Precision.FLOAT64, 1, Math.multiplyExact(outputs, inputs));
    initialization.weights(
        theta.view(0, outputs, inputs),
        1,
        Initialization.Place.HIDDEN,
        sigma * sigma / inputs,
        draws.key("init").child(1).child("weight"));
    return theta;
  }

  /** u and v of a run's draws, (1, N) and (1, M). */
  Tensor[] teacher(Draws draws) {
    Key key = draws.key("teacher");
    return new Tensor[] {unit(key.child("u"), outputs), unit(key.child("v"), inputs)};
  }

  private static Tensor unit(Key key, int size) {
    Tensor vector = Tensor.zeros(Precision.FLOAT64, 1, size);
    double square = 0;
    for (int i = 0; i < size; i++) {
      vector.set(i, key.normal(i));
      square = Math.fma(vector.get(i), vector.get(i), square);
    }
    for (int i = 0; i < size; i++) {
      vector.set(i, vector.get(i) / Math.sqrt(square));
    }
    return vector;
  }

  /** What is refused: it has draws of its own. */
  @Override
  public Objective objective(Examples examples, Loss loss, Precision precision, Kernels kernels) {
    throw new IllegalStateException("a matrix student wants the draws of its run");
  }

  @Override
  public Objective objective(
      Examples examples,
      Draws draws,
      Shared shared,
      Loss loss,
      Precision precision,
      Kernels kernels) {
    return new MatrixFit(this, draws, shared, precision, kernels);
  }

  @Override
  public double gradientCost(int unused, int ofNoUse, int examples) {
    double entries = (double) outputs * inputs;
    if (data instanceof Sampling.Stream stream) {
      // Fresh normals cost about 100 operations each.
      return stream.batch() * (6 * entries + 100.0 * (inputs + outputs));
    }
    if (linear()) {
      return data instanceof Sampling.Sample ? 2 * entries * inputs : 6 * entries;
    }
    return data instanceof Sampling.Sample sample
        ? 6 * entries * sample.examples()
        : 10 * entries + (activation instanceof Tanh ? 5e5 * outputs : 0);
  }
}
