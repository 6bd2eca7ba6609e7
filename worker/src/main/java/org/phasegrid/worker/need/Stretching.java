package org.phasegrid.worker.need;

import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.train.Dynamics;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/**
 * How much the updates so far have stretched a random perturbation of theta_0, brought back to its
 * length after every step (Benettin et al. 1980): the sum over steps of ln(|after| / |before|),
 * norms over theta and the optimizer's memory together.
 *
 * <p>A twin compares the map at (theta_t, memory_t) and beside it at {@code distance}, both in
 * float64, so that a float32 run's rounding is no perturbation; the tangent applies the map's
 * derivative. It ends at the first step whose result is not finite; a perturbation contracted to
 * nothing has the sum minus infinity.
 *
 * @param distance of the twin; unused by the tangent
 */
public record Stretching(Method method, double distance) implements Need.Standing<Stretching.Sum> {
  /** How a perturbation is followed. */
  public enum Method {
    TWIN,
    TANGENT
  }

  /**
   * The stretching of updates 0..steps-1.
   *
   * @param logarithms sum of ln(|after| / |before|)
   * @param steps how many updates it covers
   */
  public record Sum(double logarithms, long steps) {}

  @Override
  public Need.Following<Sum> begin(Snapshot first) {
    return new Perturbation(this, first);
  }

  /** A perturbation in one run. */
  private static final class Perturbation implements Need.Following<Sum> {
    private final Stretching rule;
    private final Dynamics dynamics;
    private final Kernels kernels;
    private final Tensor direction;
    private final Tensor[] directions;
    private double sum;
    private long steps;
    private double coming = Double.NaN;

    Perturbation(Stretching rule, Snapshot first) {
      this.rule = rule;
      dynamics = first.dynamics();
      kernels = dynamics.objective().kernels();
      direction = Tensor.zeros(Precision.FLOAT64, 1, dynamics.objective().size());
      directions = new Tensor[dynamics.memories()];
      for (int m = 0; m < directions.length; m++) {
        directions[m] = Tensor.zeros(Precision.FLOAT64, 1, direction.size());
      }
      Key key = first.key("stretching");
      for (Block block : dynamics.objective().blocks()) {
        for (int i = block.start(); block.trained() && i < block.start() + block.size(); i++) {
          direction.set(i, key.normal(i));
        }
      }
      double norm = norm();
      if (norm > 0) {
        scale(1 / norm);
      }
    }

    /** What update t will do is known at step t, and counts from step t + 1 on. */
    @Override
    public void step(Snapshot snapshot) {
      if (snapshot.step() > 0 && !Double.isNaN(coming)) {
        sum += coming;
        steps++;
      }
      boolean ended = snapshot.step() > steps || !Double.isFinite(snapshot.loss());
      if (ended || snapshot.moment() == Snapshot.Moment.LAST) {
        coming = Double.NaN;
        return;
      }
      if (rule.method == Method.TWIN) {
        stepTwin(snapshot);
      } else {
        dynamics.tangent(snapshot.step(), snapshot.theta(), direction, directions);
      }
      double norm = norm();
      coming = Double.isFinite(norm) ? StrictMath.log(norm) : Double.NaN;
      if (norm > 0 && Double.isFinite(norm)) {
        scale(1 / norm);
      }
    }

    private void stepTwin(Snapshot snapshot) {
      Tensor theta = snapshot.theta().to(Precision.FLOAT64);
      Tensor[] memory = snapshot.memory();
      Tensor twin = theta.to(Precision.FLOAT64);
      Tensor[] twinMemory = snapshot.memory();
      kernels.axpy(rule.distance, direction, twin);
      for (int m = 0; m < memory.length; m++) {
        kernels.axpy(rule.distance, directions[m], twinMemory[m]);
      }
      dynamics.step(snapshot.step(), theta, memory);
      dynamics.step(snapshot.step(), twin, twinMemory);
      kernels.subtract(twin, theta, direction);
      for (int m = 0; m < memory.length; m++) {
        kernels.subtract(twinMemory[m], memory[m], directions[m]);
      }
      scale(1 / rule.distance);
    }

    private double norm() {
      double square = kernels.sumOfSquares(direction);
      for (Tensor each : directions) {
        square += kernels.sumOfSquares(each);
      }
      return Math.sqrt(square);
    }

    private void scale(double factor) {
      kernels.scale(factor, direction);
      for (Tensor each : directions) {
        kernels.scale(factor, each);
      }
    }

    @Override
    public Sum value() {
      return new Sum(sum, steps);
    }
  }
}
