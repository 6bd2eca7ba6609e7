package org.phasegrid.worker.indicator.general;

import java.util.List;
import java.util.Set;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.need.InitialWeights;
import org.phasegrid.worker.train.Need;

/**
 * Euclidean norms of the weights and of their way from theta_0: whole, and by layer (weights and
 * biases together, fixed ones too).
 */
@About("norm of the weights and of their distance from the start, whole and per layer")
public record WeightNorm(@About("when it looks") Looks looks) implements Indicator {
  public static final WeightNorm LOGARITHMIC = new WeightNorm(new Looks.Log2(1));

  private static final Need<Tensor> INITIAL = new InitialWeights();

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("weight_norm", Column.Scope.STEP, "weight", "norm of all parameters"),
        new Column("weight_distance", Column.Scope.STEP, "weight", "norm of theta_t - theta_0"),
        new Column("weight_norm", Column.Scope.LAYER, "weight", "norm of the layer's parameters"),
        new Column(
            "weight_distance",
            Column.Scope.LAYER,
            "weight",
            "norm of the layer's part of theta_t - theta_0"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(INITIAL);
  }

  @Override
  public Meter start() {
    return (snapshot, out) -> {
      Kernels kernels = snapshot.kernels();
      List<Block> blocks = snapshot.objective().blocks();
      Tensor theta = snapshot.theta();
      out.put(
          "weight_norm", LayerNorms.of(kernels, blocks, theta, block -> true, "weight_norm", out));
      Tensor way = theta.to(theta.precision());
      kernels.subtract(theta, snapshot.get(INITIAL), way);
      out.put(
          "weight_distance",
          LayerNorms.of(kernels, blocks, way, block -> true, "weight_distance", out));
    };
  }
}
