package org.phasegrid.worker.indicator.general;

import java.util.List;
import java.util.Set;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.need.InitialLoss;
import org.phasegrid.worker.train.Need;

/** The loss curve: L_t, which every row of the steps table carries, at this indicator's looks. */
@About("the loss curve, and its ratio to the first loss")
public record Loss(@About("when it looks") Looks looks) implements Indicator {
  public static final Loss EVERY_STEP = new Loss(new Looks.Every(1));

  private static final Need<Double> INITIAL = new InitialLoss();

  @Override
  public List<Column> columns() {
    return List.of(new Column("loss_over_initial", Column.Scope.STEP, "", "L_t / L_0"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(INITIAL);
  }

  @Override
  public Meter start() {
    return (snapshot, out) -> out.put("loss_over_initial", snapshot.loss() / snapshot.get(INITIAL));
  }
}
