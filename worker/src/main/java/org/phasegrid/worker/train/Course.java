package org.phasegrid.worker.train;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.train.Snapshot.Moment;

/**
 * A run under way: its step, the losses it remembers, who follows it. Where its theta lies is the
 * matter of {@link Trainer} (alone) or {@link HerdTrainer} (in a lane).
 */
final class Course {
  private final Training training;
  private final Observer observer;
  private final Map<Need.Standing<?>, Need.Following<?>> standing = new HashMap<>();
  private final Update update;
  private long step;
  private double lossInitial;
  private double lossMax = Double.NEGATIVE_INFINITY;

  Course(Training training, Observer observer) {
    this.training = training;
    this.observer = observer;
    update = new Update(training);
  }

  Training training() {
    return training;
  }

  Update update() {
    return update;
  }

  /** t. */
  long step() {
    return step;
  }

  /** The update has been made. */
  void advance() {
    step++;
  }

  /** Where a run's tensors lie. */
  interface State {
    /** Whether gradient and memory are zero. */
    boolean atRest();

    /** theta_t (1, P): what a snapshot copies. */
    Tensor theta();

    Tensor[] memory();
  }

  /** The verdict on L_t, and the looks at theta_t. */
  Optional<Outcome> arrive(double loss, State state) {
    if (step == 0) {
      lossInitial = loss;
    }
    if (loss > lossMax) {
      lossMax = loss;
    }
    Optional<Outcome> outcome = verdict(loss, state);
    look(loss, outcome.isPresent() ? Moment.LAST : Moment.UNDERWAY, state);
    return outcome;
  }

  Trajectory trajectory(Outcome outcome, double loss, Tensor theta) {
    return new Trajectory(outcome, lossInitial, loss, lossMax, theta);
  }

  private Optional<Outcome> verdict(double loss, State state) {
    Stopping stopping = training.stopping();
    if (!Double.isFinite(loss) || stopping.divergedAbove().above(loss, lossInitial)) {
      return Optional.of(new Outcome.Diverged(step, loss));
    }
    if (stopping.convergedBelow().below(loss, lossInitial)) {
      return Optional.of(new Outcome.Converged(step));
    }
    if (step == stopping.steps()) {
      return Optional.of(new Outcome.Finished(step));
    }
    if (training.batches() instanceof Batches.Full
        && training.optimizer().restsWithoutGradient()
        && loss > 0
        && state.atRest()) {
      return Optional.of(new Outcome.Stalled(step));
    }
    return Optional.empty();
  }

  private void look(double loss, Moment moment, State state) {
    boolean asked = observer.looks(step, moment);
    if (!asked && observer.standing().isEmpty()) {
      return;
    }
    Snapshot snapshot =
        Snapshot.of(training, state.theta(), state.memory(), step, loss, moment, standing);
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
