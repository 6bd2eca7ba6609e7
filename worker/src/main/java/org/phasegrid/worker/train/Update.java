package org.phasegrid.worker.train;

import java.util.List;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.kernel.Tensor;

/**
 * A run's batches and update: block by block the optimizer's step at the rate of schedule,
 * parametrization and layer.
 */
final class Update {
  private final Training training;
  private final Objective objective;
  private final List<Block> blocks;

  Update(Training training, Objective objective) {
    this.training = training;
    this.objective = objective;
    blocks = objective.blocks();
  }

  /** Has the objective look at the examples of a step. */
  void chooseBatch(long step) {
    if (training.batches() instanceof Batches.Mini mini) {
      objective.batch(mini.of(training.draws().key("batches"), step, training.examples()));
    }
  }

  /** theta and memory one step on. */
  void apply(long step, Tensor theta, Tensor gradient, Tensor[] memory) {
    double eta =
        training.learningRate() * training.schedule().factor(step, training.stopping().steps());
    for (Block block : blocks) {
      if (!block.trained()) {
        continue;
      }
      Tensor[] remembered = new Tensor[memory.length];
      for (int m = 0; m < memory.length; m++) {
        remembered[m] = block.of(memory[m]);
      }
      double rate = eta * block.rateFactor();
      if (!training.layerRates().isEmpty()) {
        rate *= training.layerRates().get(block.layer() - 1);
      }
      Tensor moving = block.of(theta);
      if (block.curved()) {
        Tensor before = moving.to(moving.precision());
        optimize(step, rate, moving, block.of(gradient), remembered);
        Block.bringBack(before, moving);
      } else {
        optimize(step, rate, moving, block.of(gradient), remembered);
      }
    }
  }

  private void optimize(
      long step, double rate, Tensor moving, Tensor gradient, Tensor[] remembered) {
    training.optimizer().step(objective.kernels(), step, rate, moving, gradient, remembered);
  }
}
