package org.phasegrid.worker.need;

import java.util.ArrayList;
import java.util.List;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.train.Dynamics;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/**
 * The local stretching rates of one twin along a random direction of all trained parameters,
 * brought back to {@code |delta| = epsilon sqrt(P)} after every step (Benettin et al. 1980): r_t =
 * ln(|delta_{t + 1}| / (epsilon sqrt(P))). One gradient a step, since the run itself is the other
 * end; so the run must be in float64. The optimizer's memory is the run's plus a difference that is
 * rescaled alike.
 */
public record Renormalized(double epsilon) implements Need.Standing<List<Double>> {
  @Override
  public Need.Following<List<Double>> begin(Snapshot first) {
    return new Twin(this, first);
  }

  private static final class Twin implements Need.Following<List<Double>> {
    private final Dynamics dynamics;
    private final Kernels kernels;
    private final Dynamics.Replica twin;
    private final Tensor direction;
    private final double length;
    private final List<Double> rates = new ArrayList<>();

    Twin(Renormalized rule, Snapshot first) {
      dynamics = first.dynamics();
      kernels = dynamics.objective().kernels();
      int parameters = dynamics.objective().size();
      length = rule.epsilon * Math.sqrt(parameters);
      direction = Tensor.zeros(Precision.FLOAT64, 1, parameters);
      Key key = first.key("renormalized");
      for (Block block : dynamics.objective().blocks()) {
        for (int i = block.start(); block.trained() && i < block.start() + block.size(); i++) {
          direction.set(i, key.normal(i));
        }
      }
      kernels.scale(length / Math.sqrt(kernels.sumOfSquares(direction)), direction);
      Tensor theta = first.theta().to(Precision.FLOAT64);
      kernels.axpy(1, direction, theta);
      twin = dynamics.replica(theta);
    }

    @Override
    public void step(Snapshot snapshot) {
      if (snapshot.step() == 0) {
        return;
      }
      dynamics.chooseBatch(snapshot.step() - 1);
      twin.step(snapshot.step() - 1);
      kernels.subtract(twin.theta(), snapshot.theta(), direction);
      double norm = Math.sqrt(kernels.sumOfSquares(direction));
      rates.add(StrictMath.log(norm / length));
      double back = norm > 0 ? length / norm : 0;
      bringBack(back, snapshot.theta(), direction, twin.theta());
      Tensor[] memory = snapshot.memory();
      for (int m = 0; m < memory.length; m++) {
        kernels.subtract(twin.memory()[m], memory[m], direction);
        bringBack(back, memory[m], direction, twin.memory()[m]);
      }
    }

    private void bringBack(double factor, Tensor reference, Tensor difference, Tensor out) {
      kernels.scale(factor, difference);
      out.copyFrom(reference);
      kernels.axpy(1, difference, out);
    }

    @Override
    public List<Double> value() {
      return rates;
    }
  }
}
