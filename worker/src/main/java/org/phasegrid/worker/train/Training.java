package org.phasegrid.worker.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.optimizer.Optimizer;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.random.Draws;

/**
 * One run made ready: data drawn, theta_0 set, the learning rate resolved.
 *
 * @param blocks the parameter tensors
 * @param objective the loss in the run's precision, made where the run goes alone
 * @param measured the loss of the whole training set in float64, made when first asked for
 * @param apart the loss of the whole training set in float64, another at every call
 * @param test what the run is tested on
 * @param probe what indicators of representations look at
 * @param initial theta_0 in the run's precision: it is not written
 * @param examples the training set
 * @param learningRate eta
 * @param layerRates factors of eta per layer 1..L+1
 */
public record Training(
    List<Block> blocks,
    Supplier<Objective> objective,
    Supplier<Objective> measured,
    Supplier<Objective> apart,
    Optional<Examples> test,
    Optional<Examples> probe,
    Tensor initial,
    Examples examples,
    Optimizer optimizer,
    double learningRate,
    List<Double> layerRates,
    Schedule schedule,
    Batches batches,
    Stopping stopping,
    Draws draws) {

  /** eta_t: the learning rate on its schedule, before the factors of blocks. */
  double rate(long step) {
    return learningRate * schedule.factor(step, stopping.steps());
  }

  /** What multiplies eta_t in a block: the parametrization's factor and the layer's. */
  double rateFactor(Block block) {
    return layerRates.isEmpty()
        ? block.rateFactor()
        : block.rateFactor() * layerRates.get(block.layer() - 1);
  }
}
