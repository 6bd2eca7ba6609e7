package org.phasegrid.worker.indicator.bbp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Column.Type;
import org.phasegrid.worker.indicator.Out;

/**
 * How alike the leading singular vectors of replicas are: {@code q_ab} the median over pairs of
 * |v_a . v_b|, {@code q_k} the mean over pairs of |V_a V_bᵀ|² / k of the first k right vectors.
 *
 * @param vectors how many are stored one after the other
 */
record ReplicaOverlaps(int vectors) implements CellIndicator {
  private static final String RIGHT = "bbp_top_right_k";
  private static final String LEFT = "bbp_top_left_k";

  @Override
  public List<Column> columns() {
    return List.of(
        new Column(
            "bbp_q_ab_right",
            Scope.LAYER,
            "",
            "median over pairs of replicas of the overlap of first right vectors; floor"
                + " sqrt(2/(pi M))"),
        new Column(
            "bbp_q_ab_left",
            Scope.LAYER,
            "",
            "median over pairs of replicas of the overlap of first left vectors; floor"
                + " sqrt(2/(pi N))"),
        new Column(
            "bbp_q_k",
            Scope.LAYER,
            Type.VECTOR,
            "",
            "mean over pairs of the overlap of the first k right vectors, k = 1, 2, ...; floor k/M"));
  }

  @Override
  public Set<String> reads() {
    return Set.of(RIGHT, LEFT);
  }

  @Override
  public void of(Replicas replicas, Out out) {
    List<double[]> right = vectors(replicas, RIGHT);
    List<double[]> left = vectors(replicas, LEFT);
    out.put("bbp_q_ab_right", first(right));
    out.put("bbp_q_ab_left", first(left));
    double[] byCount = new double[vectors];
    int known = 0;
    while (known < vectors && !Double.isNaN(subspaces(right, known + 1))) {
      byCount[known] = subspaces(right, known + 1);
      known++;
    }
    if (known > 0) {
      out.put("bbp_q_k", Arrays.copyOf(byCount, known));
    }
  }

  private List<double[]> vectors(Replicas replicas, String column) {
    List<double[]> vectors = new ArrayList<>();
    for (int i = 0; i < replicas.size(); i++) {
      Optional<Object> value = replicas.value(i, column);
      if (value.isPresent() && value.get() instanceof double[] flat && flat.length > 0) {
        vectors.add(flat);
      }
    }
    return vectors;
  }

  private double first(List<double[]> all) {
    List<Double> overlaps = new ArrayList<>();
    for (int a = 0; a < all.size(); a++) {
      for (int b = 0; b < a; b++) {
        int size = all.get(a).length / vectors;
        if (all.get(b).length == all.get(a).length
            && there(all.get(a), 0, size)
            && there(all.get(b), 0, size)) {
          overlaps.add(Math.abs(dot(all.get(a), 0, all.get(b), 0, size)));
        }
      }
    }
    if (overlaps.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = overlaps.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** NaN without a pair that has k vectors. */
  private double subspaces(List<double[]> all, int k) {
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < all.size(); a++) {
      for (int b = 0; b < a; b++) {
        int size = all.get(a).length / vectors;
        if (all.get(b).length != all.get(a).length
            || !there(all.get(a), k - 1, size)
            || !there(all.get(b), k - 1, size)) {
          continue;
        }
        pairs++;
        for (int i = 0; i < k; i++) {
          for (int j = 0; j < k; j++) {
            double overlap = dot(all.get(a), i, all.get(b), j, size);
            sum += overlap * overlap / k;
          }
        }
      }
    }
    return pairs == 0 ? Double.NaN : sum / pairs;
  }

  private static boolean there(double[] flat, int vector, int size) {
    return dot(flat, vector, flat, vector, size) > 0.5;
  }

  private static double dot(double[] a, int i, double[] b, int j, int size) {
    double sum = 0;
    for (int l = 0; l < size; l++) {
      sum = Math.fma(a[i * size + l], b[j * size + l], sum);
    }
    return sum;
  }
}
