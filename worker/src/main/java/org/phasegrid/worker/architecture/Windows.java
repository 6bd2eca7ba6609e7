package org.phasegrid.worker.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The windows of a network's blocks on a tensor of theta's layout, made when the tensor changes.
 */
final class Windows {
  /** The biases of a layer without. */
  static final Tensor NONE = Tensor.of(0, 1);

  private final List<Block> blocks;
  private final BiFunction<Block, Tensor, Tensor> window;
  private final Tensor[] weights;
  private final Tensor[] biases;
  private @Nullable Tensor on;

  Windows(List<Block> blocks, BiFunction<Block, Tensor, Tensor> window) {
    this.blocks = blocks;
    this.window = window;
    int layers = blocks.get(blocks.size() - 1).layer();
    weights = new Tensor[layers + 1];
    biases = new Tensor[layers + 1];
    Arrays.fill(biases, NONE);
  }

  /** Looks at {@code tensor} from now on. */
  Windows on(Tensor tensor) {
    if (on != tensor) {
      on = tensor;
      for (Block block : blocks) {
        Tensor[] of = block.name().startsWith("W") ? weights : biases;
        of[block.layer()] = window.apply(block, tensor);
      }
    }
    return this;
  }

  /** W_l. */
  Tensor weights(int layer) {
    return weights[layer];
  }

  /** b_l, empty where a layer has none. */
  Tensor biases(int layer) {
    return biases[layer];
  }
}
