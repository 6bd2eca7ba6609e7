package org.phasegrid.worker.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * A run's batches and update: block by block the optimizer's step at the rate of schedule,
 * parametrization and layer.
 */
final class Update {
  private final Training training;
  private Optional<Batches.Draw> draw = Optional.empty();

  Update(Training training) {
    this.training = training;
  }

  /** The examples of a step, unless it is all of them. */
  Optional<int[]> batch(long step) {
    if (!(training.batches() instanceof Batches.Mini mini)) {
      return Optional.empty();
    }
    Batches.Draw drawn =
        draw.orElseGet(
            () -> mini.draw(training.draws().key("batches"), training.examples().count()));
    draw = Optional.of(drawn);
    return Optional.of(drawn.of(step));
  }

  /** eta of a step, before the factors of the blocks. */
  double eta(long step) {
    return training.learningRate() * training.schedule().factor(step, training.stopping().steps());
  }

  /** The rate of a block. */
  double rate(double eta, Block block) {
    double rate = eta * block.rateFactor();
    if (!training.layerRates().isEmpty()) {
      rate *= training.layerRates().get(block.layer() - 1);
    }
    return rate;
  }

  /** The windows of a block on tensors of theta's layout, made once. */
  record Window(Block block, Tensor theta, Tensor gradient, Tensor[] memory) {}

  /** The windows of the trained blocks. */
  List<Window> windows(Tensor theta, Tensor gradient, Tensor[] memory) {
    List<Window> windows = new ArrayList<>();
    for (Block block : training.blocks()) {
      if (block.trained()) {
        Tensor[] remembered = new Tensor[memory.length];
        for (int m = 0; m < memory.length; m++) {
          remembered[m] = block.of(memory[m]);
        }
        windows.add(new Window(block, block.of(theta), block.of(gradient), remembered));
      }
    }
    return windows;
  }

  /** theta and memory one step on. */
  void apply(Kernels kernels, long step, List<Window> windows) {
    double eta = eta(step);
    for (Window at : windows) {
      training
          .optimizer()
          .step(kernels, step, rate(eta, at.block), at.theta, at.gradient, at.memory);
    }
  }
}
