package org.phasegrid.worker.train;

import java.util.Optional;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The loop of one run. At step t: the batch of t, L_t and its gradient at theta_t, the verdict on
 * L_t, the looks at theta_t, the update. At the last theta there is a loss and a look, but no
 * update.
 */
public final class Trainer {
  private Trainer() {}

  /** Trains to the end. */
  public static Trajectory train(Training training, Observer observer) {
    Tensor theta = training.initial().to(training.initial().precision());
    Tensor[] memory = new Tensor[training.optimizer().memories()];
    for (int m = 0; m < memory.length; m++) {
      memory[m] = Tensor.zeros(theta.precision(), 1, theta.size());
    }
    return train(new Course(training, observer), theta, memory);
  }

  /** Trains a run from where it stands: theta and memory are written. */
  static Trajectory train(Course course, Tensor theta, Tensor[] memory) {
    Training training = course.training();
    Objective objective = training.objective().get();
    Update update = course.update();
    Tensor gradient = Tensor.zeros(theta.precision(), 1, theta.size());
    Update.Bound bound = update.on(objective.kernels(), theta, gradient, memory);
    Alone state = new Alone(theta, gradient, memory);
    while (true) {
      long step = course.step();
      objective.step(step);
      update.batch(step).ifPresent(objective::batch);
      double loss =
          step < training.stopping().steps()
              ? objective.gradient(theta, gradient)
              : objective.loss(theta);
      Optional<Outcome> outcome = course.arrive(loss, state);
      if (outcome.isPresent()) {
        return course.trajectory(outcome.get(), loss, theta);
      }
      bound.apply(step);
      course.advance();
    }
  }

  /** The tensors of a run that goes alone. */
  private record Alone(Tensor theta, Tensor gradient, Tensor[] memory) implements Course.State {
    @Override
    public boolean atRest() {
      boolean rest = zero(gradient);
      for (Tensor remembered : memory) {
        rest = rest && zero(remembered);
      }
      return rest;
    }
  }

  /** True when every element is a zero: leaves at the first that is not. */
  private static boolean zero(Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      if (tensor.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
