package org.phasegrid.driver.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phasegrid.driver.store.Shards;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.sweeps.read.Sweeps;

/** Figures here are orders of magnitude apart: no clock is trusted further. */
final class EstimateTest {
  @TempDir Path folder;

  /** Seconds of a rehearsal. */
  private static final double SHORT = 0.5;

  private static final double ENOUGH = 600;

  private record Of(Plan plan, Estimate estimate) {}

  private Of sweep(String rates, long steps, String measures, double rehearsing)
      throws IOException {
    String text =
        """
        sweep: small
        base:
          architecture: {mlp: {width: 4, depth: 1, activation: identity}}
          dataset: {gaussian-noise: {examples: 8, inputs: 3}}
          stopping: {steps: %d}
        axes:
          learning-rate: %s
          seed: {seeds: 10}
        measure: [%s]
        """
            .formatted(steps, rates, measures);
    Sweep sweep = Sweeps.read(new SweepSource("small.yaml", text, Map.of()));
    Plan plan = Plan.of(sweep, Shards.list(folder.resolve("store")), Plan.Again.NONE);
    return new Of(plan, Estimate.of(sweep, plan, 2, rehearsing));
  }

  /** Runs of ten million steps are rehearsed in less than a second. */
  @Test
  void longRunsAreRehearsedByTheirFirstSteps() throws IOException {
    Of steady = sweep("[1e-3, 2e-3]", 10_000_000, "trainability", SHORT);

    assertTrue(steady.estimate.runs() > 0);
    double ratio = steady.estimate.seconds() / steady.plan.seconds();
    assertTrue(ratio > 0.02 && ratio < 50, ratio + " of " + steady.plan.seconds() + " s");
  }

  @Test
  void runsThatEndEarlyCountAsFarAsTheyCome() throws IOException {
    Of diverging = sweep("[1e3, 1e4]", 1_000_000_000_000L, "", SHORT);

    double ratio = diverging.estimate.seconds() / diverging.plan.seconds();
    assertTrue(ratio < 1e-3, ratio + " of " + diverging.plan.seconds() + " s");
  }

  @Test
  void aShortSweepIsRehearsedAsAWhole() throws IOException {
    assertEquals(20, sweep("[1e-3, 2e-3]", 10, "trainability", ENOUGH).estimate.runs());
  }

  @Test
  void nothingToDoTakesNothing() throws IOException {
    Of none = sweep("[0.1]", 10, "", SHORT);
    Plan plan = none.plan;
    Plan done =
        new Plan(
            plan.runs(), plan.asked(), plan.asked(), List.of(), List.of(), 0, plan.refinement());

    assertEquals(
        new Estimate(0, 0), Estimate.of(Sweeps.find("quickstart", Sweeps.Changes.NONE), done, 1));
  }
}
