package org.phasegrid.worker.architecture;

import java.util.List;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;

/**
 * One parameter tensor inside theta.
 *
 * @param name e.g. {@code W1} or {@code b1}
 * @param layer 1..L hidden, L+1 the readout
 * @param rows of the tensor
 * @param columns of the tensor
 * @param start index of its first element in theta
 * @param rateFactor what the parametrization multiplies the learning rate with
 * @param role whether it is trained
 */
public record Block(
    String name, int layer, int rows, int columns, int start, double rateFactor, Role role) {
  /** Whether and how the optimizer moves a block; a rotation is brought back after each step. */
  public enum Role {
    TRAINED,
    ROTATED,
    FIXED
  }

  public boolean trained() {
    return role != Role.FIXED;
  }

  /**
   * Whether a trained block keeps to a curved space; {@link #bringBack} then belongs to its step.
   */
  public boolean curved() {
    return role == Role.ROTATED;
  }

  /** Brings a block back that the optimizer moved from {@code before} to {@code stepped}. */
  public static void bringBack(Tensor before, Tensor stepped) {
    Matrices.turnBack(before, stepped);
  }

  public int size() {
    return rows * columns;
  }

  /** This block's window on theta, or on any tensor of theta's layout. */
  public Tensor of(Tensor theta) {
    return theta.view(start, rows, columns);
  }

  /** How many parameters of {@code blocks} are trained. */
  public static long trainedParameters(List<Block> blocks) {
    return blocks.stream().filter(Block::trained).mapToLong(Block::size).sum();
  }

  /**
   * The inner product of two tensors of theta's layout over trained blocks: striped within a block,
   * blocks in order.
   */
  public static double dot(Kernels kernels, List<Block> blocks, Tensor u, Tensor v) {
    double sum = 0;
    for (Block block : blocks) {
      if (block.trained()) {
        sum += kernels.dot(block.of(u), block.of(v));
      }
    }
    return sum;
  }
}
