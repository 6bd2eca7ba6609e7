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
    on(theta, gradient, memory).apply(step);
  }

  /** The update of these tensors, cut into their blocks once: its steps allocate nothing. */
  Bound on(Tensor theta, Tensor gradient, Tensor[] memory) {
    return new Bound(theta, gradient, memory);
  }

  /** The update of one theta with its gradient and memory. */
  final class Bound {
    private final Tensor[] thetas = new Tensor[blocks.size()];
    private final Tensor[] gradients = new Tensor[blocks.size()];
    private final Tensor[][] memories = new Tensor[blocks.size()][];

    private Bound(Tensor theta, Tensor gradient, Tensor[] memory) {
      for (int b = 0; b < thetas.length; b++) {
        Block block = blocks.get(b);
        thetas[b] = block.of(theta);
        gradients[b] = block.of(gradient);
        memories[b] = new Tensor[memory.length];
        for (int m = 0; m < memory.length; m++) {
          memories[b][m] = block.of(memory[m]);
        }
      }
    }

    /** One step on. */
    void apply(long step) {
      double eta = training.rate(step);
      for (int b = 0; b < thetas.length; b++) {
        Block block = blocks.get(b);
        if (!block.trained()) {
          continue;
        }
        double rate = eta * block.rateFactor();
        if (!training.layerRates().isEmpty()) {
          rate *= training.layerRates().get(block.layer() - 1);
        }
        if (block.curved()) {
          Tensor before = thetas[b].to(thetas[b].precision());
          optimize(step, rate, thetas[b], gradients[b], memories[b]);
          Block.bringBack(before, thetas[b]);
        } else {
          optimize(step, rate, thetas[b], gradients[b], memories[b]);
        }
      }
    }
  }

  private void optimize(
      long step, double rate, Tensor moving, Tensor gradient, Tensor[] remembered) {
    training.optimizer().step(objective.kernels(), step, rate, moving, gradient, remembered);
  }
}
