package org.phasegrid.worker.architecture;

import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.random.Draws;

/** What is trained: parameters, how they begin, and the loss as a function of them. */
public interface Architecture {
  /** Whether it looks at examples at all; where not, the data set and its shape do not matter. */
  default boolean readsExamples() {
    return true;
  }

  /**
   * The parameter tensors for data of {@code inputs} and {@code outputs} dimensions, in the order
   * of theta.
   */
  List<Block> blocks(int inputs, int outputs);

  /** theta_0 in float64; an error says which array of a file does not fit. */
  Tensor initial(int inputs, int outputs, Draws draws);

  /**
   * The loss of {@code examples} as a function of theta, in {@code precision}; one thread's alone.
   */
  Objective objective(Examples examples, Loss loss, Precision precision, Kernels kernels);

  /**
   * The same for models that draw what they learn from themselves.
   *
   * @param shared what runs of one worker have in common
   */
  default Objective objective(
      Examples examples,
      Draws draws,
      Shared shared,
      Loss loss,
      Precision precision,
      Kernels kernels) {
    return objective(examples, loss, precision, kernels);
  }

  /**
   * The architecture whose herd runs of this one join: the same for those that differ in nothing
   * but how they begin. Empty where runs go alone.
   */
  default Optional<Architecture> kin() {
    return Optional.empty();
  }

  /**
   * The losses of runs of this {@link #kin} side by side, {@code batch} examples at a step; asked
   * only where there is one.
   */
  default Herd herd(
      int inputs, int outputs, int batch, Loss loss, Precision precision, Kernels kernels) {
    throw new IllegalStateException("runs of " + this + " go alone");
  }

  /**
   * What a step of {@code batch} examples takes.
   *
   * @param lanes runs of a herd on this machine in this precision
   */
  default Pace pace(int inputs, int outputs, int batch, Precision precision, int lanes) {
    return Pace.alone(1e-6 + gradientCost(inputs, outputs, batch) / 2e9);
  }

  /** Floating-point operations of one gradient of {@code examples} examples, for cost models. */
  double gradientCost(int inputs, int outputs, int examples);
}
