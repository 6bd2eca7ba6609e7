package org.phasegrid.worker.indicator.general;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/** Euclidean norms of a tensor of theta's layout by layer. */
final class LayerNorms {
  private LayerNorms() {}

  /**
   * Puts the norm of each layer's blocks that {@code counted} takes, and returns the norm of all of
   * them.
   */
  static double of(
      Kernels kernels,
      List<Block> blocks,
      Tensor values,
      Predicate<Block> counted,
      String column,
      Out out) {
    SortedMap<Integer, Double> squares = new TreeMap<>();
    double whole = 0;
    for (Block block : blocks) {
      if (counted.test(block)) {
        double square = kernels.sumOfSquares(block.of(values));
        whole += square;
        squares.merge(block.layer(), square, Double::sum);
      }
    }
    squares.forEach((layer, square) -> out.put(layer, column, Math.sqrt(square)));
    return Math.sqrt(whole);
  }
}
