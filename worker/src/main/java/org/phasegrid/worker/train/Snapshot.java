package org.phasegrid.worker.train;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;

/**
 * A run at step t as indicators see it: theta_t before the update, in float64 by exact widening, as
 * a copy that they cannot write back.
 */
public final class Snapshot {
  /** What one look shares among those who ask. */
  private static final class Shared {
    final Training training;
    final Tensor live;
    final Tensor[] memory;
    final long step;
    final double loss;
    final Moment moment;
    final Map<Need<?>, Object> values = new HashMap<>();
    final Map<Need.Standing<?>, Need.Following<?>> standing;

    Shared(
        Training training,
        Tensor live,
        Tensor[] memory,
        long step,
        double loss,
        Moment moment,
        Map<Need.Standing<?>, Need.Following<?>> standing) {
      this.training = training;
      this.live = live;
      this.memory = memory;
      this.step = step;
      this.loss = loss;
      this.moment = moment;
      this.standing = standing;
    }
  }

  /** Whether an update follows. */
  public enum Moment {
    UNDERWAY,
    LAST
  }

  private final Shared shared;
  private final Set<Need<?>> declared;

  private Snapshot(Shared shared, Set<Need<?>> declared) {
    this.shared = shared;
    this.declared = declared;
  }

  static Snapshot of(
      Training training,
      Tensor live,
      Tensor[] memory,
      long step,
      double loss,
      Moment moment,
      Map<Need.Standing<?>, Need.Following<?>> standing) {
    return new Snapshot(new Shared(training, live, memory, step, loss, moment, standing), Set.of());
  }

  /** The same look for someone who declared {@code needs}. */
  public Snapshot declaring(Set<Need<?>> needs) {
    return new Snapshot(shared, needs);
  }

  /** t. */
  public long step() {
    return shared.step;
  }

  /** T as asked, whether or not the run comes to it. */
  public long steps() {
    return shared.training.stopping().steps();
  }

  /** L_t of the step's batch, in the run's precision; may be infinite or NaN. */
  public double loss() {
    return shared.loss;
  }

  /** Whether this is the run's last theta. */
  public Moment moment() {
    return shared.moment;
  }

  /** The learning rate as resolved, before schedule and factors. */
  public double learningRate() {
    return shared.training.learningRate();
  }

  /** eta_t: the learning rate on its schedule, before the factors of blocks. */
  public double rate() {
    return shared.training.rate(shared.step);
  }

  /** What multiplies eta_t in a block: the parametrization's factor and the layer's. */
  public double rateFactor(Block block) {
    return shared.training.rateFactor(block);
  }

  /** The learning rate of the coming update of a layer's parameters, parametrization apart. */
  public double learningRate(int layer) {
    Training training = shared.training;
    return training.layerRates().isEmpty() ? rate() : rate() * training.layerRates().get(layer - 1);
  }

  /** A key of the indicator's own: measuring never touches the draws of the run. */
  public Key key(String name) {
    return shared.training.draws().key("measure").child(name);
  }

  /** The key of a draw that follows the run without taking part in it: {@code twins}. */
  public Key draw(String name) {
    return shared.training.draws().key(name);
  }

  /** theta_t (1, P) in float64: a copy. */
  public Tensor theta() {
    return get(Theta.NEED);
  }

  /** What the optimizer remembers before the update, (1, P) each in float64: copies. */
  public Tensor[] memory() {
    Tensor[] copies = new Tensor[shared.memory.length];
    for (int m = 0; m < copies.length; m++) {
      copies[m] = shared.memory[m].to(Precision.FLOAT64);
    }
    return copies;
  }

  /** The map that the run iterates, with workspaces of its own at every call. */
  public Dynamics dynamics() {
    return new Dynamics(shared.training);
  }

  /** The loss of the whole training set in float64, with workspaces of its own. */
  public Objective objective() {
    return shared.training.measured().get();
  }

  /** What the run is tested on, if it is. */
  public Optional<Examples> test() {
    return shared.training.test();
  }

  /** What indicators of representations look at, if the run was given it. */
  public Optional<Examples> probe() {
    return shared.training.probe();
  }

  public Kernels kernels() {
    return objective().kernels();
  }

  /** Whether theta_t is finite and its loss too: where not, spectral quantities are undefined. */
  public boolean finite() {
    return Double.isFinite(shared.loss) && kernels().finite(theta());
  }

  /** The value of a need at this look; an error when it was not declared. */
  @SuppressWarnings("unchecked")
  public <T> T get(Need<T> need) {
    if (need != Theta.NEED && !declared.contains(need)) {
      throw new IllegalStateException("undeclared need " + need + ": list it in needs()");
    }
    Object value = shared.values.get(need);
    if (value == null) {
      value = Objects.requireNonNull(need.at(declaring(need.needs())));
      shared.values.put(need, value);
    }
    return (T) value;
  }

  @SuppressWarnings("unchecked")
  <T> Need.Following<T> following(Need.Standing<T> need) {
    Need.Following<?> following = shared.standing.get(need);
    if (following == null) {
      throw new IllegalStateException(
          "standing need " + need + " was not begun at step 0: list it in needs()");
    }
    return (Need.Following<T>) following;
  }

  /** theta_t, which everyone may ask for. */
  private enum Theta implements Need<Tensor> {
    NEED;

    @Override
    public Tensor at(Snapshot snapshot) {
      return snapshot.shared.live.to(Precision.FLOAT64);
    }
  }
}
