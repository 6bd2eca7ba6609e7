package org.phasegrid.worker.indicator.general;

import java.util.List;
import java.util.Set;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.need.FullGradient;
import org.phasegrid.worker.train.Need;

/**
 * Euclidean norms of the gradient of the training loss: whole, and by layer (weights and biases
 * together).
 */
@About("norm of the gradient, whole and per layer")
public record GradientNorm(@About("when it looks") Looks looks) implements Indicator {
  public static final GradientNorm LOGARITHMIC = new GradientNorm(new Looks.Log2(1));

  private static final Need<Tensor> GRADIENT = new FullGradient();

  @Override
  public List<Column> columns() {
    return List.of(
        new Column(
            "gradient_norm",
            Column.Scope.STEP,
            "loss/weight",
            "norm of the gradient of the training loss"),
        new Column(
            "gradient_norm",
            Column.Scope.LAYER,
            "loss/weight",
            "norm of the layer's part of the gradient"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(GRADIENT);
  }

  @Override
  public Meter start() {
    return (snapshot, out) -> {
      if (snapshot.finite()) {
        out.put(
            "gradient_norm",
            LayerNorms.of(
                snapshot.kernels(),
                snapshot.objective().blocks(),
                snapshot.get(GRADIENT),
                Block::trained,
                "gradient_norm",
                out));
      }
    };
  }
}
