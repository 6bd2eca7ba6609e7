package org.phasegrid.worker.indicator.bbp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Out;

/**
 * The fourth-order cumulant of the overlap over replicas, {@code 1 - <q⁸> / (3 <q⁴>²)}: 2/3 where
 * all are aligned, 1 - 105/27 = -2.89 in pure noise; curves of different sizes cross at the
 * transition (Binder 1981).
 */
record Binder() implements CellIndicator {
  @Override
  public List<Column> columns() {
    return List.of(
        new Column(
            "bbp_binder_u4",
            Scope.LAYER,
            "",
            "1 - <q2^4> / (3 <q2^2>^2) over replicas, of q2_left where it is known, else q2_right"));
  }

  @Override
  public Set<String> reads() {
    return Set.of("bbp_q2_left", "bbp_q2_right");
  }

  @Override
  public void of(Replicas replicas, Out out) {
    double value = cumulant(replicas, "bbp_q2_left");
    out.put("bbp_binder_u4", Double.isNaN(value) ? cumulant(replicas, "bbp_q2_right") : value);
  }

  private static double cumulant(Replicas replicas, String column) {
    double second = 0;
    double fourth = 0;
    int count = 0;
    for (int i = 0; i < replicas.size(); i++) {
      Optional<Object> value = replicas.value(i, column);
      if (value.isPresent() && value.get() instanceof Double q2) {
        second += q2 * q2;
        fourth += q2 * q2 * q2 * q2;
        count++;
      }
    }
    return count == 0 ? Double.NaN : 1 - fourth * count / (3 * second * second);
  }
}
