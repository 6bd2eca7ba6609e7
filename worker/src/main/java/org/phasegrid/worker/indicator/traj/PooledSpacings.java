package org.phasegrid.worker.indicator.traj;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Column.Scope;
import org.phasegrid.worker.indicator.Column.Type;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.random.Key;

/**
 * Rescaled spacings of the amplifying runs of a cell, together: their skew lognormal fit, whether
 * initial conditions collapse onto one law, and how far they are from the two null models, without
 * which the fit says nothing (B.8): independent Gaussian states of the same M, and Poisson points.
 */
final class PooledSpacings implements CellIndicator {
  /** Bundles of M + 1 Gaussian states in the null: 50 000 spacings for M = 25. */
  private static final int BUNDLES = 2000;

  private static final int LEAST = 10;
  private static final double MOST_TIES = 0.2;

  private final Map<Integer, double[]> nulls = new HashMap<>();

  @Override
  public List<Column> columns() {
    return List.of(
        whole("traj_spacing_count", "spacings of the amplifying runs, zeros left out"),
        number("traj_spacing_pooled_log_mean", "mean of ln s of all of them"),
        number("traj_spacing_pooled_log_sd", "standard deviation of ln s of all of them"),
        number("traj_spacing_pooled_log_skew", "skewness of ln s of all of them"),
        number("traj_sln_xi", "location of the skew lognormal fit of ln s (B.8)"),
        number("traj_sln_omega", "scale of the skew lognormal fit of ln s"),
        number("traj_sln_alpha", "shape of the skew lognormal fit, at most 50 in size"),
        new Column(
            "traj_sln_bounded",
            Scope.RUN,
            Type.BOOLEAN,
            "",
            "whether the shape stands at 50: the sample is more skew than the law can be"),
        number("traj_sln_ks", "Kolmogorov-Smirnov distance to the fit"),
        number("traj_spacing_ks_critical", "5 % point of a one-sample distance, 1.358 / sqrt(n)"),
        whole("traj_spacing_pairs", "pairs of initial conditions that were compared"),
        number("traj_spacing_pairs_ks", "largest two-sample distance between them"),
        whole("traj_spacing_pairs_rejected", "pairs above their 5 % point: no collapse"),
        number("traj_spacing_null_ks", "distance to the spacings of independent Gaussian states"),
        number("traj_spacing_null_critical", "5 % point of that two-sample distance"),
        number("traj_spacing_poisson_ks", "distance to exponential spacings of mean 1"));
  }

  private static Column number(String name, String meaning) {
    return new Column(name, Scope.RUN, "", meaning);
  }

  private static Column whole(String name, String meaning) {
    return new Column(name, Scope.RUN, Type.INTEGER, "", meaning);
  }

  @Override
  public Set<String> reads() {
    return Set.of("traj_spacing_scaled", "traj_amplifying");
  }

  @Override
  public void of(Replicas replicas, Out out) {
    List<double[]> samples = new ArrayList<>();
    List<Integer> twins = new ArrayList<>();
    int ties = 0;
    int all = 0;
    for (int i = 0; i < replicas.size(); i++) {
      if (replicas.value(i, "traj_amplifying").orElse("").equals(true)
          && replicas.value(i, "traj_spacing_scaled").orElse("") instanceof double[] scaled) {
        samples.add(Spacings.logarithms(scaled));
        twins.add(scaled.length);
        ties += Spacings.ties(scaled);
        all += scaled.length;
      }
    }
    double[] pooled = samples.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    out.put("traj_spacing_count", (long) pooled.length);
    if (pooled.length == 0) {
      return;
    }
    Moments moments = Moments.of(pooled);
    out.put("traj_spacing_pooled_log_mean", moments.mean());
    out.put("traj_spacing_pooled_log_sd", moments.deviation());
    out.put("traj_spacing_pooled_log_skew", moments.skewness());
    pairs(samples, out);
    if (pooled.length < LEAST || !(moments.deviation() > 0)) {
      return;
    }
    out.put("traj_spacing_ks_critical", KolmogorovSmirnov.critical(pooled.length));
    out.put(
        "traj_spacing_poisson_ks",
        KolmogorovSmirnov.one(pooled, x -> -StrictMath.expm1(-StrictMath.exp(x))));
    if (twins.stream().distinct().count() == 1) {
      double[] independent = nulls.computeIfAbsent(twins.get(0), PooledSpacings::independent);
      out.put("traj_spacing_null_ks", KolmogorovSmirnov.two(pooled, independent));
      out.put(
          "traj_spacing_null_critical",
          KolmogorovSmirnov.critical(pooled.length, independent.length));
    }
    if (ties <= MOST_TIES * all) {
      SkewLognormal law = SkewLognormal.fit(pooled);
      out.put("traj_sln_xi", law.xi());
      out.put("traj_sln_omega", law.omega());
      out.put("traj_sln_alpha", law.alpha());
      out.put("traj_sln_bounded", law.atBound());
      out.put("traj_sln_ks", law.distance(pooled));
    }
  }

  private static void pairs(List<double[]> samples, Out out) {
    long pairs = 0;
    long rejected = 0;
    double largest = Double.NaN;
    for (int i = 0; i < samples.size(); i++) {
      for (int k = 0; k < i; k++) {
        double[] a = samples.get(i);
        double[] b = samples.get(k);
        if (a.length == 0 || b.length == 0) {
          continue;
        }
        double distance = KolmogorovSmirnov.two(a, b);
        pairs++;
        rejected += distance > KolmogorovSmirnov.critical(a.length, b.length) ? 1 : 0;
        largest = distance > largest || pairs == 1 ? distance : largest;
      }
    }
    if (pairs > 0) {
      out.put("traj_spacing_pairs", pairs);
      out.put("traj_spacing_pairs_ks", largest);
      out.put("traj_spacing_pairs_rejected", rejected);
    }
  }

  /** ln s, ascending, of M + 1 independent standard normal states, many times over. */
  static double[] independent(int twins) {
    Key key = Key.of(57).child("gaussian-states").child(twins);
    double[] spacings = new double[BUNDLES * twins];
    double[] states = new double[twins + 1];
    for (int bundle = 0; bundle < BUNDLES; bundle++) {
      for (int j = 0; j <= twins; j++) {
        states[j] = key.normal((long) bundle * (twins + 1) + j);
      }
      double[] scaled = Spacings.of(states).scaled();
      System.arraycopy(scaled, 0, spacings, bundle * twins, twins);
    }
    return Spacings.logarithms(spacings);
  }
}
