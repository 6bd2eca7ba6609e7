package org.phasegrid.worker.architecture;

import java.util.List;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.random.Draws;

/**
 * The two-layer linear model on one example of its own, x = 1 with target y: f = v.u / sqrt(n)
 * (Lewkowycz et al. 2020, arXiv 2003.02218). u is W1 (n, 1), v is W2 (1, n), entries of variance 1.
 *
 * <p>With target 0 and the loss f²/2 gradient descent closes in two numbers, lambda = (|u|² +
 * |v|²)/n the kernel: f' = f (1 - eta lambda + eta² f²/n), lambda' = lambda + (eta f²/n) (eta
 * lambda - 4). It decays for eta lambda_0 below 2, catapults from 2 to 4 and diverges above. The
 * data set does not matter: this is a network without biases and with multipliers 1, 1 / sqrt(n).
 */
@About(
    value = "f = u.v / sqrt(width) on one example x = 1 of its own: the catapult",
    paper = "arXiv:2003.02218")
public record Uv(
    @About("n, the length of u and of v") int width,
    @About("y, the target of the one example") double target,
    @About("how u (W1 in files) and v (W2) begin") Initialization initialization)
    implements Architecture {
  public static final Uv PUBLISHED = new Uv(64, 0, new Gaussian());

  public Uv {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, was " + width);
    }
    if (!Double.isFinite(target)) {
      throw new IllegalArgumentException("target must be finite, was " + target);
    }
  }

  private Mlp network() {
    return new Mlp(
        List.of(width),
        1,
        new Identity(),
        false,
        1,
        1,
        0,
        0,
        Mlp.VarianceScale.NONE,
        Parametrization.STANDARD,
        List.of(1.0, 1 / Math.sqrt(width)),
        Mlp.Readout.TRAINED,
        1,
        initialization,
        new Trained.All());
  }

  @Override
  public boolean readsExamples() {
    return false;
  }

  @Override
  public List<Block> blocks(int inputs, int outputs) {
    return network().blocks(1, 1);
  }

  @Override
  public Tensor initial(int inputs, int outputs, Draws draws) {
    return network().initial(1, 1, draws);
  }

  @Override
  public Objective objective(Examples examples, Loss loss, Precision precision, Kernels kernels) {
    Examples own = new Examples(Tensor.of(1, 1, 1), Tensor.of(1, 1, target));
    return network().objective(own, loss, precision, kernels);
  }

  @Override
  public double gradientCost(int inputs, int outputs, int examples) {
    return network().gradientCost(1, 1, 1);
  }
}
