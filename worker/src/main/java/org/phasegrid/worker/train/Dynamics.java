package org.phasegrid.worker.train;

import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The map that a run iterates, (theta_t, memory_t) to (theta_{t+1}, memory_{t+1}), for anyone's own
 * tensors: the same batches, rule and rates in float64, with workspaces apart from the run's.
 */
public final class Dynamics {
  private final Training training;
  private final Objective objective;
  private final Update update;
  private final Tensor gradient;

  Dynamics(Training training) {
    this.training = training;
    objective = training.apart().get();
    update = new Update(training);
    gradient = Tensor.zeros(Precision.FLOAT64, 1, objective.size());
  }

  /** The loss that is stepped down, with these workspaces. */
  public Objective objective() {
    return objective;
  }

  /** How many tensors of theta's shape the optimizer remembers. */
  public int memories() {
    return training.optimizer().memories();
  }

  /** theta (1, P) and memory of step t become those of step t + 1. */
  public void step(long step, Tensor theta, Tensor[] memory) {
    chooseBatch(step);
    objective.slope(theta, gradient);
    update.on(objective.kernels(), theta, gradient, memory).apply(step);
  }

  /** Someone's own theta under the map, from an empty memory: its steps allocate nothing. */
  public Replica replica(Tensor theta) {
    return new Replica(theta);
  }

  /** One theta that is stepped again and again, in place. */
  public final class Replica {
    private final Tensor theta;
    private final Tensor[] memory;
    private final Update.Bound bound;

    private Replica(Tensor theta) {
      this.theta = theta;
      memory = new Tensor[memories()];
      for (int m = 0; m < memory.length; m++) {
        memory[m] = Tensor.zeros(Precision.FLOAT64, 1, theta.size());
      }
      bound = update.on(objective.kernels(), theta, gradient, memory);
    }

    /** theta (1, P), which the steps overwrite. */
    public Tensor theta() {
      return theta;
    }

    /** What the optimizer remembers, (1, P) each, which the steps overwrite. */
    public Tensor[] memory() {
      return memory.clone();
    }

    /** From step t to t + 1, on the batch that {@link #chooseBatch} chose. */
    public void step(long step) {
      objective.slope(theta, gradient);
      bound.apply(step);
    }
  }

  /** Has the gradients that follow look at the examples of a step. */
  public void chooseBatch(long step) {
    objective.step(step);
    update.batch(step).ifPresent(objective::batch);
  }

  /**
   * A small perturbation (v, w) of theta and memory at step t becomes that at step t + 1: the rule
   * is linear, so it steps v by H v as it steps theta by its gradient.
   */
  public void tangent(long step, Tensor theta, Tensor v, Tensor[] w) {
    if (!training.optimizer().linear()) {
      throw new IllegalStateException(
          "no tangent of "
              + Family.nameOf(training.optimizer())
              + ": its step is not linear in the gradient; follow a twin");
    }
    if (objective.blocks().stream().anyMatch(Block::curved)) {
      throw new IllegalStateException("no tangent of steps in a curved space");
    }
    chooseBatch(step);
    objective.curvature(theta).hessianTimes(v, gradient);
    update.on(objective.kernels(), v, gradient, w).apply(step);
  }
}
