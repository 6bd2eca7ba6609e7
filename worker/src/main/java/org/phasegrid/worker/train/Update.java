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

  /** The rate of a block. */
  double rate(double eta, Block block) {
    double rate = eta * block.rateFactor();
    if (!training.layerRates().isEmpty()) {
      rate *= training.layerRates().get(block.layer() - 1);
    }
    return rate;
  }

  /** The update of these tensors, cut into their blocks once: its steps allocate nothing. */
  Bound on(Kernels kernels, Tensor theta, Tensor gradient, Tensor[] memory) {
    return new Bound(kernels, theta, gradient, memory);
  }

  /** A trained block of one theta with its gradient and memory. */
  private record Part(Block block, Tensor theta, Tensor gradient, Tensor[] memory) {}

  /** The update of one theta with its gradient and memory. */
  final class Bound {
    private final Kernels kernels;
    private final List<Part> parts = new ArrayList<>();

    private Bound(Kernels kernels, Tensor theta, Tensor gradient, Tensor[] memory) {
      this.kernels = kernels;
      for (Block block : training.blocks()) {
        if (block.trained()) {
          Tensor[] remembered = new Tensor[memory.length];
          for (int m = 0; m < memory.length; m++) {
            remembered[m] = block.of(memory[m]);
          }
          parts.add(new Part(block, block.of(theta), block.of(gradient), remembered));
        }
      }
    }

    /** One step on. */
    void apply(long step) {
      double eta = training.rate(step);
      for (Part part : parts) {
        if (part.block.curved()) {
          Tensor before = part.theta.to(part.theta.precision());
          optimize(step, eta, part);
          Block.bringBack(before, part.theta);
        } else {
          optimize(step, eta, part);
        }
      }
    }

    private void optimize(long step, double eta, Part part) {
      training
          .optimizer()
          .step(kernels, step, rate(eta, part.block), part.theta, part.gradient, part.memory);
    }
  }
}
