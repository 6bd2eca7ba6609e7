package org.phasegrid.worker.architecture;

import java.util.List;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.random.Draws;

/**
 * A parabola with a ripple: the loss is f(x) = x² + epsilon cos(2 pi x / lambda) of the one
 * parameter x, from x_0 = start (Liu 2024, arXiv 2406.13971).
 *
 * <p>Without ripple gradient descent turns at eta = 1; f is convex exactly for epsilon / lambda² <=
 * 1 / (2 pi²). Data set and loss do not matter. Computed in float64, x and its gradient rounded to
 * the run's precision.
 */
@About(
    value = "the loss x^2 + epsilon cos(2 pi x / lambda) of one parameter x, without data",
    paper = "arXiv:2406.13971")
public record Ripple(
    @About("height of the ripple") double epsilon,
    @About("wavelength of the ripple") double lambda,
    @About("x_0") double start)
    implements Architecture {
  public static final Ripple PUBLISHED = new Ripple(0.05, 0.2, 1);

  public Ripple {
    if (!Double.isFinite(epsilon)) {
      throw new IllegalArgumentException("epsilon must be finite, was " + epsilon);
    }
    if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("lambda must be finite and above 0, was " + lambda);
    }
    if (!Double.isFinite(start)) {
      throw new IllegalArgumentException("start must be finite, was " + start);
    }
  }

  @Override
  public boolean readsExamples() {
    return false;
  }

  @Override
  public List<Block> blocks(int inputs, int outputs) {
    return List.of(new Block("x", 1, 1, 1, 0, 1, Block.Role.TRAINED));
  }

  @Override
  public Tensor initial(int inputs, int outputs, Draws draws) {
    return Tensor.of(1, 1, start);
  }

  @Override
  public Objective objective(Examples examples, Loss loss, Precision precision, Kernels kernels) {
    double wave = 2 * Math.PI / lambda;
    return new Landscape(
        new Landscape.Potential() {
          @Override
          public double gradient(Tensor theta, Tensor g) {
            double x = theta.get(0);
            g.set(0, 2 * x - epsilon * wave * StrictMath.sin(wave * x));
            return x * x + epsilon * StrictMath.cos(wave * x);
          }

          @Override
          public void hessianTimes(Tensor theta, Tensor v, Tensor out) {
            double bend = 2 - epsilon * wave * wave * StrictMath.cos(wave * theta.get(0));
            out.set(0, bend * v.get(0));
          }
        },
        blocks(1, 1),
        precision,
        kernels);
  }

  @Override
  public double gradientCost(int inputs, int outputs, int examples) {
    return 100;
  }
}
