package org.phasegrid.worker.indicator.general;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.architecture.TruncatedClusters;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.need.Stretching;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;

/**
 * The largest Lyapunov exponent of training: the mean over steps of ln of the stretching of a small
 * perturbation (Benettin et al. 1980). On a quadratic it is ln max |1 - eta h|, which changes sign
 * at the edge of stability.
 *
 * <p>{@code twin} compares the map beside the run at {@code distance}: two gradients per step, any
 * optimizer. {@code tangent} multiplies by the map's derivative, exact: a gradient and a Hessian
 * product per step, for optimizers linear in the gradient (gradient-descent, momentum, nesterov).
 */
@About(
    value = "largest Lyapunov exponent of training, by a renormalized twin or the tangent map",
    paper = "doi:10.1007/BF02128236")
public record Lyapunov(
    @About("when it looks") Looks looks,
    @About("twin (any optimizer) or tangent (exact, optimizers linear in the gradient)")
        Stretching.Method method,
    @About("distance of the twin") double distance)
    implements Indicator {
  public static final Lyapunov OF_A_TWIN =
      new Lyapunov(new Looks.Log2(1), Stretching.Method.TWIN, 1e-6);

  public Lyapunov {
    if (!(distance > 0 && distance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("distance must be finite and above 0, was " + distance);
    }
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("lyapunov", Column.Scope.RUN, "1/step", "largest Lyapunov exponent of the run"),
        new Column(
            "lyapunov_so_far",
            Column.Scope.STEP,
            "1/step",
            "mean stretching of the updates so far"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(stretching());
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    boolean turns =
        setting.architecture() instanceof TruncatedClusters clusters
            && clusters.rotations() == TruncatedClusters.Rotations.TRAINED;
    return turns
        ? Optional.of("wants a flat space of parameters: architecture.rotations fixed")
        : Optional.empty();
  }

  private Need<Stretching.Sum> stretching() {
    return new Stretching(method, distance);
  }

  @Override
  public Meter start() {
    Need<Stretching.Sum> stretching = stretching();
    return new Meter() {
      private double exponent = Double.NaN;

      @Override
      public void look(Snapshot snapshot, Out out) {
        Stretching.Sum sum = snapshot.get(stretching);
        exponent = sum.steps() > 0 ? sum.logarithms() / sum.steps() : Double.NaN;
        out.put("lyapunov_so_far", exponent);
      }

      @Override
      public void end(Outcome outcome, Out out) {
        out.put("lyapunov", exponent);
      }
    };
  }
}
