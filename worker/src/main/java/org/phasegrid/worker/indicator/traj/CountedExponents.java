package org.phasegrid.worker.indicator.traj;

import java.util.List;
import java.util.Set;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Column.Type;
import org.phasegrid.worker.indicator.Out;

/** The published exponent of a cell: the mean over the initial conditions that count (B.5-1). */
final class CountedExponents implements CellIndicator {
  @Override
  public List<Column> columns() {
    return List.of(
        new Column(
            "traj_r2win_accepted",
            Scope.RUN,
            Type.INTEGER,
            "runs",
            "runs with R^2 > 0.9 and slope > 0.05 (arXiv:2404.05782)"),
        new Column("traj_r2win_mean", Scope.RUN, "1/step", "mean nmle_r2win of those runs"),
        new Column(
            "traj_r2win_sd", Scope.RUN, "1/step", "its standard deviation, over n as published"));
  }

  @Override
  public Set<String> reads() {
    return Set.of("traj_nmle_r2win", "traj_nmle_r2win_counted");
  }

  @Override
  public void of(Replicas replicas, Out out) {
    double[] counted = new double[replicas.size()];
    int n = 0;
    int judged = 0;
    for (int i = 0; i < replicas.size(); i++) {
      Object counts = replicas.value(i, "traj_nmle_r2win_counted").orElse("");
      judged += counts instanceof Boolean ? 1 : 0;
      if (counts.equals(true)
          && replicas.value(i, "traj_nmle_r2win").orElse("") instanceof Double slope) {
        counted[n++] = slope;
      }
    }
    if (judged > 0) {
      out.put("traj_r2win_accepted", (long) n);
    }
    Moments moments = Moments.of(java.util.Arrays.copyOf(counted, n));
    out.put("traj_r2win_mean", moments.mean());
    out.put("traj_r2win_sd", moments.deviation());
  }
}
