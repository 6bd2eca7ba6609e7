package org.phasegrid.worker.train;

import java.util.HashMap;
import java.util.Map;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.train.Snapshot.Moment;

/**
 * The loop of one run. At step t: the batch of t, L_t and its gradient at theta_t, the verdict on
 * L_t, the looks at theta_t, the update. At the last theta there is a loss and a look, but no
 * update.
 */
public final class Trainer {
  private final Training training;
  private final Observer observer;
  private final Objective objective;
  private final Update update;
  private final Tensor theta;
  private final Tensor gradient;
  private final Tensor[] memory;
  private final Map<Need.Standing<?>, Need.Following<?>> standing = new HashMap<>();
  private double lossInitial;

  private Trainer(Training training, Observer observer) {
    this.training = training;
    this.observer = observer;
    objective = training.objective();
    update = new Update(training, objective);
    theta = training.initial().to(training.initial().precision());
    gradient = Tensor.zeros(theta.precision(), 1, theta.size());
    memory = new Tensor[training.optimizer().memories()];
    for (int m = 0; m < memory.length; m++) {
      memory[m] = Tensor.zeros(theta.precision(), 1, theta.size());
    }
  }

  /** Trains to the end. */
  public static Trajectory train(Training training, Observer observer) {
    return new Trainer(training, observer).train();
  }

  private Trajectory train() {
    double lossMax = Double.NEGATIVE_INFINITY;
    for (long step = 0; ; step++) {
      update.chooseBatch(step);
      double loss =
          step < training.stopping().steps()
              ? objective.gradient(theta, gradient)
              : objective.loss(theta);
      if (step == 0) {
        lossInitial = loss;
      }
      if (loss > lossMax) {
        lossMax = loss;
      }
      java.util.Optional<Outcome> outcome = verdict(step, loss);
      look(step, loss, outcome.isPresent() ? Moment.LAST : Moment.UNDERWAY);
      if (outcome.isPresent()) {
        return new Trajectory(outcome.get(), lossInitial, loss, lossMax, theta);
      }
      update.apply(step, theta, gradient, memory);
    }
  }

  private java.util.Optional<Outcome> verdict(long step, double loss) {
    Stopping stopping = training.stopping();
    if (!Double.isFinite(loss) || stopping.divergedAbove().above(loss, lossInitial)) {
      return java.util.Optional.of(new Outcome.Diverged(step, loss));
    }
    if (stopping.convergedBelow().below(loss, lossInitial)) {
      return java.util.Optional.of(new Outcome.Converged(step));
    }
    if (step == stopping.steps()) {
      return java.util.Optional.of(new Outcome.Finished(step));
    }
    if (training.batches() instanceof Batches.Full
        && training.optimizer().restsWithoutGradient()
        && loss > 0
        && atRest()) {
      return java.util.Optional.of(new Outcome.Stalled(step));
    }
    return java.util.Optional.empty();
  }

  private boolean atRest() {
    boolean rest = zero(gradient);
    for (Tensor remembered : memory) {
      rest = rest && zero(remembered);
    }
    return rest;
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

  private void look(long step, double loss, Moment moment) {
    boolean asked = observer.looks(step, moment);
    if (!asked && observer.standing().isEmpty()) {
      return;
    }
    Snapshot snapshot = Snapshot.of(training, theta, memory, step, loss, moment, standing);
    for (Need.Standing<?> need : observer.standing()) {
      if (step == 0) {
        standing.put(need, need.begin(snapshot.declaring(need.needs())));
      }
      Need.Following<?> following = standing.get(need);
      if (following != null) {
        following.step(snapshot.declaring(need.needs()));
      }
    }
    if (asked) {
      observer.see(snapshot);
    }
  }
}
