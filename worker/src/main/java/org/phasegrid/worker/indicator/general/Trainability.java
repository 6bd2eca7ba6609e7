package org.phasegrid.worker.indicator.general;

import java.util.List;
import java.util.Set;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Column.Type;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.train.Need;

/**
 * Whether and how fast a run trains, from its losses alone.
 *
 * <p>The convergence measure of Sohl-Dickstein (2024, arXiv 2402.06184) over t = 0..T-1: v_t = L_t,
 * 10^6 where not finite; divided by v_0; at most 10^6. Where the mean of the last 20 is below 1 the
 * run converges and the measure is {@code -sum v}, elsewhere {@code +sum 1/v}. Steps that a
 * diverged run was not given count as not finite; those of a converged or stalled one as its last
 * loss.
 */
@About(
    value =
        "whether and how fast a run trains: convergence measure, steps to target, first rise of the loss",
    paper = "arXiv:2402.06184")
public record Trainability(
    @About("when a run counts as trainable: convergence-measure, loss-ratio or accuracy")
        Criterion criterion,
    @About("the share of the first loss that steps_to_target waits for") double target)
    implements Indicator {
  public static final Trainability PUBLISHED =
      new Trainability(new Criterion.ConvergenceMeasure(), 0.1);

  static final double CLAMP = 1e6;
  static final int LAST = 20;

  public Trainability {
    if (!(target > 0)) {
      throw new IllegalArgumentException("target must lie above 0, was " + target);
    }
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("trainable", Scope.RUN, Type.BOOLEAN, "", "whether the run meets the criterion"),
        new Column(
            "convergence_measure",
            Scope.RUN,
            "",
            "minus the sum of L_t/L_0 where converged, the sum of L_0/L_t elsewhere"),
        new Column(
            "steps_to_target",
            Scope.RUN,
            Type.INTEGER,
            "steps",
            "first t with L_t <= target * L_0"),
        new Column("first_rise_step", Scope.RUN, Type.INTEGER, "steps", "first t with L_t > L_0"),
        new Column("first_step_up", Scope.RUN, Type.INTEGER, "steps", "first t with L_t > L_(t-1)"),
        new Column(
            "train_accuracy",
            Scope.RUN,
            "",
            "share of training examples classified rightly by the last theta (criterion accuracy)"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of();
  }

  @Override
  public Looks looks() {
    return new Looks.Every(1);
  }

  @Override
  public Meter start() {
    return new LossMeter(this);
  }
}
