package org.phasegrid.sweeps.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.phasegrid.sweeps.grid.Variants;

/**
 * Which of a sweep's measures are made at a point. Where an axis gives a parameter of a measure,
 * the sweep has the measure several times under one name, and a point has one of them.
 */
public final class PointMeasures {
  private final List<Variants> variants;
  private final List<Integer> everywhere;
  private final Map<List<Integer>, List<Integer>> known = new ConcurrentHashMap<>();

  private PointMeasures(List<Variants> variants, List<Integer> everywhere) {
    this.variants = List.copyOf(variants);
    this.everywhere = List.copyOf(everywhere);
  }

  /** All of so many measures at every point. */
  public static PointMeasures everywhere(int measures) {
    return new PointMeasures(List.of(), IntStream.range(0, measures).boxed().toList());
  }

  /** One variant of each measure; the variants of one stand together. */
  static PointMeasures of(List<Variants> variants) {
    return variants.stream().allMatch(each -> each.values().size() <= 1)
        ? everywhere(variants.size())
        : new PointMeasures(variants, List.of());
  }

  /** Whether all points have the same measures. */
  public boolean alike() {
    return variants.isEmpty();
  }

  /** Places of the measures of the point at an index of the grid; equal ones are one list. */
  public List<Integer> at(long index) {
    if (variants.isEmpty()) {
      return everywhere;
    }
    List<Integer> places = new ArrayList<>(variants.size());
    int first = 0;
    for (Variants each : variants) {
      places.add(first + each.at(index));
      first += each.values().size();
    }
    return known.computeIfAbsent(List.copyOf(places), list -> list);
  }
}
