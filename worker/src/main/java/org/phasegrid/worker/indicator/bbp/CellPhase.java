package org.phasegrid.worker.indicator.bbp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Column.Type;
import org.phasegrid.worker.indicator.Out;

/**
 * The phase of a cell by the means over its replicas; a cell with a diverged replica has diverged.
 * Where no teacher is known the alignment is the overlap of the replicas' first vectors.
 */
record CellPhase() implements CellIndicator {
  private static final String DIRECTION = "bbp_final_direction";

  @Override
  public List<Column> columns() {
    return List.of(
        new Column(
            "bbp_cell_phase",
            Scope.RUN,
            Type.LABEL,
            "",
            "the phase by means over replicas, and by their overlap where no teacher is known"));
  }

  @Override
  public Set<String> reads() {
    return Set.of(
        "bbp_phase",
        "bbp_final_alignment",
        "bbp_final_outliers",
        "bbp_final_grad_flip_cos",
        "bbp_final_loss_ratio",
        "bbp_teacher_known",
        DIRECTION);
  }

  @Override
  public void of(Replicas replicas, Out out) {
    boolean known = true;
    int phases = 0;
    for (int i = 0; i < replicas.size(); i++) {
      Optional<Object> phase = replicas.value(i, "bbp_phase");
      phases += phase.isPresent() ? 1 : 0;
      if (phase.isPresent() && phase.get().equals(Phase.DIVERGED.label())) {
        out.put("bbp_cell_phase", Phase.DIVERGED.label());
        return;
      }
      known &= replicas.value(i, "bbp_teacher_known").map(Boolean.TRUE::equals).orElse(false);
    }
    if (phases == 0) {
      return;
    }
    double alignment = known ? mean(replicas, "bbp_final_alignment") : overlap(replicas);
    if (Double.isNaN(alignment)) {
      alignment = mean(replicas, "bbp_final_alignment");
    }
    out.put(
        "bbp_cell_phase",
        Phase.of(
                mean(replicas, "bbp_final_outliers"),
                alignment,
                mean(replicas, "bbp_final_grad_flip_cos"),
                mean(replicas, "bbp_final_loss_ratio"))
            .label());
  }

  private static double mean(Replicas replicas, String column) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < replicas.size(); i++) {
      Optional<Object> value = replicas.value(i, column);
      if (value.isPresent() && value.get() instanceof Double number) {
        sum += number;
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  /** Median over pairs; NaN without a pair. */
  private static double overlap(Replicas replicas) {
    List<double[]> vectors = new ArrayList<>();
    for (int i = 0; i < replicas.size(); i++) {
      Optional<Object> value = replicas.value(i, DIRECTION);
      if (value.isPresent() && value.get() instanceof double[] vector) {
        vectors.add(vector);
      }
    }
    List<Double> overlaps = new ArrayList<>();
    for (int a = 0; a < vectors.size(); a++) {
      for (int b = 0; b < a; b++) {
        if (vectors.get(a).length == vectors.get(b).length) {
          double dot = 0;
          for (int l = 0; l < vectors.get(a).length; l++) {
            dot = Math.fma(vectors.get(a)[l], vectors.get(b)[l], dot);
          }
          overlaps.add(Math.abs(dot));
        }
      }
    }
    double[] sorted = overlaps.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length == 0
        ? Double.NaN
        : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
