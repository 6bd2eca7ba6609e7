package org.phasegrid.driver.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.sweeps.read.SweepSource;
import org.phasegrid.sweeps.read.Sweeps;

/** The clock of these tests goes on by one second whenever somebody looks at it. */
final class CourseTest {
  private static final double SECONDS = 40;

  private double time;

  private double clock() {
    return ++time;
  }

  private static Sweep sweep(long steps, String rates) {
    String text =
        """
        sweep: small
        base:
          architecture: {mlp: {width: 4, depth: 1, activation: identity}}
          dataset: {gaussian-noise: {examples: 8, inputs: 3}}
          stopping: {steps: %d}
        axes:
          learning-rate: %s
        measure: []
        """
            .formatted(steps, rates);
    return Sweeps.read(new SweepSource("small.yaml", text, Map.of()));
  }

  private static Cost cost(Sweep sweep) {
    return Cost.of(sweep.grid().point(0).orElseThrow().spec(), sweep.indicators(0));
  }

  private Course course(Sweep sweep, double until) {
    return new Course(cost(sweep), 2, SECONDS, this::clock, until);
  }

  private static @Nullable ChunkResult execute(Sweep sweep, Course course) {
    Chunk chunk = new Chunk("0", List.of(0, 1), List.of());
    return Job.of(sweep)
        .beside(same -> course)
        .execute(chunk, new Job.Attempt(0, "here"), () -> false);
  }

  @Test
  void runsThatEndEarlyHaveComeAllTheirWay() {
    Sweep diverging = sweep(1_000_000_000_000L, "[1e3, 1e4]");
    Course course = course(diverging, Double.POSITIVE_INFINITY);

    ChunkResult result = execute(diverging, course);

    assertNotNull(result);
    assertEquals(2, result.diverged());
    assertEquals(2, course.started());
    assertEquals(SECONDS, course.done());
    assertEquals(time - course.begin(), course.time());
  }

  /** After as many looks as there are seconds, at steps 0, n, 2n ... of a first run. */
  @Test
  void aRunIsStoppedOnItsWayAndCountsAsFarAsItCame() {
    Sweep endless = sweep(1_000_000_000_000L, "[1e-3, 2e-3]");
    Course course = course(endless, 6.5);

    ChunkResult result = execute(endless, course);

    assertNull(result);
    assertEquals(6, course.time());
    double least = 5 * 0.1 / cost(endless).seconds() * SECONDS / 2;
    assertEquals(1, course.done() / least, 0.2);
  }

  @Test
  void aRunIsNotStoppedBeforeItsFirstSteps() {
    Sweep endless = sweep(1_000_000_000_000L, "[1e-3, 2e-3]");
    Course course = course(endless, 0.5);

    assertNull(execute(endless, course));
    assertEquals(2, course.time());
    double steps = 0.1 / cost(endless).seconds() * SECONDS / 2;
    assertEquals(1, course.done() / steps, 0.2);
  }

  @Test
  void noRunBeginsWhenTimeIsUp() {
    Sweep single = sweep(1, "[1e-3, 2e-3]");
    Course course = course(single, 0.5);

    assertNull(execute(single, course));
    assertEquals(1, course.started());
    assertEquals(SECONDS / 2, course.done());
  }

  @Test
  void theEndCountsWhatFollowsTheLastRun() {
    Course course = course(sweep(1, "[1e-3, 2e-3]"), 10);
    assertEquals(0, course.done());

    course.end();

    assertEquals(1, course.time());
    assertEquals(SECONDS, course.done());
  }
}
