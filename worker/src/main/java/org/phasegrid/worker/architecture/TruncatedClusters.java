package org.phasegrid.worker.architecture;

import java.util.ArrayList;
import java.util.List;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.random.Draws;

/**
 * A square relu network as a chain of truncations of its input space, and the two charts in which
 * gradient descent can see it (Chen 2025, arXiv 2501.07400; specification B.1 to B.5).
 *
 * <p>Chart {@code cumulative}: theta is the cumulative weights and biases (W^(l), beta^(l)), z_l =
 * W^-1 relu(W (z_{l-1} + beta)) - beta, and f = W^(L+1) (z_L + beta^(L+1)) with a fixed readout. A
 * step moves beta^(l) down its gradient, and W^(l) within the rotations: W (1 + h S/2)^-1 (1 - h
 * S/2), S the skew gradient (effective flow B.2, metric tr XiᵀXi). Cluster by cluster this is the
 * discrete map v' = (1 - h omega n) v of B.3.
 *
 * <p>Chart {@code layerwise}: the same function as the plain network W_l = W^(l) (W^(l-1))^-1, b_l
 * = W^(l) (beta^(l) - beta^(l-1)), plain backpropagation on all biases, weights fixed (B.5).
 */
@About(
    value = "a square relu network as truncations of its input space, in two charts",
    paper = "arXiv:2501.07400")
public record TruncatedClusters(
    @About("L, hidden layers; 0 is the identity") int depth,
    @About("what a step moves: cumulative (truncation flow) or layerwise (plain backpropagation)")
        Chart chart,
    @About("whether the cumulative weights turn: fixed or trained (chart cumulative)")
        Rotations rotations,
    @About("where the layers begin: aligned to separated-clusters, or arrays of a file")
        ClusterLayers initialization)
    implements Architecture {
  /** The coordinates of gradient descent. */
  public enum Chart {
    CUMULATIVE,
    LAYERWISE
  }

  /** Whether cumulative weights move. */
  public enum Rotations {
    FIXED,
    TRAINED
  }

  public static final TruncatedClusters CUMULATIVE =
      new TruncatedClusters(3, Chart.CUMULATIVE, Rotations.FIXED, ClusterLayers.Aligned.PUBLISHED);

  public TruncatedClusters {
    if (depth < 0 || depth > 100_000) {
      throw new IllegalArgumentException("depth must lie in 0 to 100000, was " + depth);
    }
    if (chart == Chart.LAYERWISE && rotations == Rotations.TRAINED) {
      throw new IllegalArgumentException("rotations: trained wants chart: cumulative");
    }
  }

  /** The plain network of the layerwise chart. */
  private Mlp network(int inputs) {
    return new Mlp(
        List.of(inputs),
        depth,
        new Relu(),
        true,
        1,
        1,
        0,
        0,
        Mlp.VarianceScale.NONE,
        Parametrization.STANDARD,
        List.of(),
        Mlp.Readout.TRAINED,
        1,
        new Gaussian(),
        new Trained.Biases());
  }

  @Override
  public List<Block> blocks(int inputs, int outputs) {
    initialization.check(inputs, outputs);
    if (chart == Chart.LAYERWISE) {
      return network(inputs).blocks(inputs, outputs);
    }
    List<Block> blocks = new ArrayList<>();
    int start = 0;
    for (int layer = 1; layer <= depth + 1; layer++) {
      boolean hidden = layer <= depth;
      int rows = hidden ? inputs : outputs;
      boolean turns = hidden && rotations == Rotations.TRAINED;
      Block.Role role = turns ? Block.Role.ROTATED : Block.Role.FIXED;
      blocks.add(new Block("W" + layer, layer, rows, inputs, start, 1, role));
      start = Math.addExact(start, Math.multiplyExact(rows, inputs));
      Block.Role bias = hidden ? Block.Role.TRAINED : Block.Role.FIXED;
      blocks.add(new Block("b" + layer, layer, inputs, 1, start, 1, bias));
      start = Math.addExact(start, inputs);
    }
    return List.copyOf(blocks);
  }

  @Override
  public Tensor initial(int inputs, int outputs, Draws draws) {
    List<Block> blocks = blocks(inputs, outputs);
    Block last = blocks.get(blocks.size() - 1);
    Tensor theta = Tensor.zeros(Precision.FLOAT64, 1, last.start() + last.size());
    Tensor before = identity(inputs);
    Tensor betaBefore = Tensor.zeros(Precision.FLOAT64, inputs, 1);
    for (int layer = 1; layer <= depth + 1; layer++) {
      Tensor w = initialization.weights(layer, depth, inputs, outputs);
      Tensor beta = initialization.biases(layer, depth, inputs);
      Block weights = blocks.get(2 * layer - 2);
      Block biases = blocks.get(2 * layer - 1);
      if (chart == Chart.CUMULATIVE) {
        weights.of(theta).copyFrom(w);
        biases.of(theta).copyFrom(beta);
      } else {
        weights.of(theta).copyFrom(Matrices.product(w, Matrices.inverse(before)));
        Tensor moved = beta.to(Precision.FLOAT64);
        for (int i = 0; i < inputs; i++) {
          moved.set(i, beta.get(i) - betaBefore.get(i));
        }
        biases.of(theta).copyFrom(Matrices.product(w, moved));
      }
      before = w;
      betaBefore = beta;
    }
    return theta;
  }

  private static Tensor identity(int size) {
    Tensor identity = Tensor.zeros(Precision.FLOAT64, size, size);
    for (int i = 0; i < size; i++) {
      identity.set(i, i, 1);
    }
    return identity;
  }

  @Override
  public Objective objective(Examples examples, Loss loss, Precision precision, Kernels kernels) {
    return chart == Chart.LAYERWISE
        ? network(examples.x().rows()).objective(examples, loss, precision, kernels)
        : new TruncationFit(this, examples, loss, precision, kernels);
  }

  @Override
  public double gradientCost(int inputs, int outputs, int examples) {
    return examples * (8.0 * inputs * inputs * depth + 4.0 * inputs * outputs + 20.0 * inputs);
  }
}
