package org.phasegrid.driver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.sweeps.read.Sweeps;
import org.phasegrid.worker.run.RunId;

final class GridRunsTest {
  /** Rates by k, the faster axis: 2.5, 1.5, 1.5, 2.5. */
  private static final String TEXT =
      """
      sweep: shared
      base:
        architecture: {mlp: {width: 2, depth: 1}}
        dataset: {gaussian-noise: {examples: 4, inputs: 2}}
        learning-rate: "=1+abs(k-2.5)"
        stopping: {steps: 1}
      let: {k: [1, 2, 3, 4]}
      axes:
        seed: {seeds: 2}
      """;

  @Test
  void runsOfSeveralPointsAreKnown() {
    Sweep sweep = Sweeps.read(new SweepSource("shared.yaml", TEXT, Map.of()));
    GridRuns runs = GridRuns.of(sweep.grid(), point -> point.index());
    BitSet all = new BitSet();
    all.set(0, 8);
    BitSet some = new BitSet();
    some.set(0, 6);
    BitSet first = new BitSet();
    first.set(0, 4);

    assertEquals(8, runs.size());
    for (int i = 0; i < 8; i++) {
      assertEquals(RunId.of(sweep.grid().point(i).orElseThrow().spec()), runs.id(i));
      assertEquals(i, runs.cost(i));
    }
    assertEquals(all, runs.shared());
    assertEquals(first, runs.only(some).shared());
  }
}
