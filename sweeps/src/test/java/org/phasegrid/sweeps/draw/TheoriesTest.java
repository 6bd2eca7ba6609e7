package org.phasegrid.sweeps.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.phasegrid.sweeps.read.Sweeps;
import org.phasegrid.worker.architecture.ClusterLayers;
import org.phasegrid.worker.architecture.TruncatedClusters;
import org.phasegrid.worker.dataset.SeparatedClusters;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.run.RunSpec;

class TheoriesTest {
  /** A plane whose sharpness at value i of the other axis is 4 and 8. */
  private record Measured(Theory.Axis x, Theory.Axis y) implements Theory.Plane {
    @Override
    public RunSpec run() {
      return RunSpec.DEFAULT;
    }

    @Override
    public OptionalDouble initial(String column, Theory.Axis axis, int i) {
      return column.equals("sharpness") && axis.column().equals("architecture_width")
          ? OptionalDouble.of(4 * (i + 1))
          : OptionalDouble.empty();
    }
  }

  private static Theory.Axis axis(String column, Double... values) {
    return new Theory.Axis(column, List.of(values));
  }

  private static Theory named(String name) {
    return Theories.find(name).orElseThrow();
  }

  @Test
  void everyTheoryHasANameAndALine() {
    assertTrue(Theories.ALL.size() >= 6);
    for (Theory theory : Theories.ALL) {
      assertFalse(theory.description().isBlank());
      assertEquals(Optional.of(theory), Theories.find(theory.name()));
    }
  }

  @Test
  void ratesInUnitsOfTheEigenvalueHaveTheirBound() {
    Theory.Line line =
        named("four-over-kernel")
            .on(
                new Measured(
                    axis("learning_rate_over_kernel", 1.0, 8.0),
                    axis("architecture_depth", 1.0, 2.0)));

    assertEquals(List.of(4.0, 4.0), line.xs());
    assertEquals(List.of(1.0, 2.0), line.ys());
  }

  @Test
  void plainRatesFollowTheMeasuredSharpness() {
    Theory.Line line =
        named("two-over-sharpness")
            .on(
                new Measured(
                    axis("architecture_width", 16.0, 32.0), axis("learning_rate", 0.1, 1.0)));
    Theory.Line none =
        named("two-over-sharpness")
            .on(
                new Measured(
                    axis("learning_rate", 0.1, 1.0), axis("architecture_depth", 1.0, 2.0)));

    assertEquals(List.of(16.0, 32.0), line.xs());
    assertEquals(List.of(0.5, 0.25), line.ys());
    assertTrue(none.xs().isEmpty());
    assertEquals("two over sharpness: sharpness is not measured at step 0", none.label());
  }

  /** Under the trained readout of the default run one order more than depth - 2. */
  @Test
  void theGramHierarchyClosesInStairs() {
    Theory theory = named("gram-closure-order");
    Theory.Line line =
        theory.on(
            new Measured(
                axis("architecture_depth", 1.0, 2.0, 3.0),
                axis("measure_gram_closure_order", 0.0, 1.0)));

    assertEquals(List.of(0.5, 1.5, 1.5, 2.5, 2.5, 3.5), line.xs());
    assertEquals(List.of(-0.5, -0.5, 0.5, 0.5, 1.5, 1.5), line.ys());
    assertEquals("m = L - 1", line.label());
  }

  /** xi_c of tanh at bias variance 0.05 is 3.627 at weight variance 1 and 6.980 at 4. */
  @Test
  void networksTrainToSixDepthScales() {
    Theory.Axis weights = axis("architecture_weight_variance", 1.0, 4.0);
    Theory.Axis depths = axis("architecture_depth", 3.0, 63.0);
    RunSpec wide =
        Sweeps.find("depth-scale", Sweeps.Changes.NONE).grid().point(0).orElseThrow().spec();

    Theory.Line line = named("depth-scale").on(new Truncated(weights, depths, wide));

    assertEquals(6 * 3.626975618 - 1, line.ys().get(0), 1e-6);
    assertEquals(6 * 6.980273533 - 1, line.ys().get(line.ys().size() - 1), 1e-6);
    assertEquals(1.0, line.xs().get(0));
  }

  private record Truncated(Theory.Axis x, Theory.Axis y, RunSpec run) implements Theory.Plane {
    @Override
    public OptionalDouble initial(String column, Theory.Axis axis, int i) {
      return OptionalDouble.empty();
    }
  }

  private static RunSpec truncated(TruncatedClusters.Chart chart) {
    RunSpec plain = RunSpec.DEFAULT;
    return new RunSpec(
        new TruncatedClusters(
            3, chart, TruncatedClusters.Rotations.FIXED, ClusterLayers.Aligned.PUBLISHED),
        SeparatedClusters.THREE,
        plain.test(),
        plain.probe(),
        new SquaredError(true, SquaredError.Examples.CLASS_MEAN, SquaredError.Outputs.SUM),
        plain.optimizer(),
        plain.learningRate(),
        plain.layerRates(),
        plain.schedule(),
        plain.batches(),
        plain.stopping(),
        plain.precision(),
        plain.seed(),
        plain.seeds());
  }

  /** papers/truncation-flow.md E16: a_c(3, 3), a_c(3, 5), three clusters; 2 at every depth. */
  @Test
  void collapsedClustersAreStableBelowTheirCriticalStep() {
    Theory.Axis rates = axis("learning_rate", 0.1, 10.0);
    Theory.Axis depths = axis("architecture_depth", 3.0, 5.0);

    Theory.Line plain =
        named("trunc-collapse")
            .on(new Truncated(rates, depths, truncated(TruncatedClusters.Chart.LAYERWISE)));
    Theory.Line cumulative =
        named("trunc-collapse")
            .on(new Truncated(depths, rates, truncated(TruncatedClusters.Chart.CUMULATIVE)));

    assertEquals(3 * 0.3961245284, plain.xs().get(0), 1e-9);
    assertEquals(3 * 0.1847636603, plain.xs().get(1), 1e-9);
    assertEquals(List.of(3.0, 5.0), plain.ys());
    assertEquals(List.of(6.0, 6.0), cumulative.ys());
    assertTrue(named("trunc-freeze").on(new Measured(rates, depths)).xs().isEmpty());
  }

  /** T is that of the default spec, 100 steps. */
  @Test
  void linesOfObservableTransitionsLieInTheirPlane() {
    Theory.Line rate =
        named("omd-cluster-rate")
            .on(
                new Measured(
                    axis("dataset_separation", 0.0, 5.0), axis("learning_rate", 1e-3, 100.0)));
    Theory.Line memorized =
        named("omd-memorized")
            .on(
                new Measured(
                    axis("learning_rate", 0.01, 0.1), axis("optimizer_weight_decay", 0.0, 1.0)));
    double steps = RunSpec.DEFAULT.stopping().steps();

    assertEquals(2, rate.xs().get(0), 0);
    assertEquals(4, rate.xs().get(40), 0);
    assertEquals(2 * Math.sqrt(2) * 8 / steps, rate.ys().get(0), 1e-12);
    assertEquals(2 * Math.sqrt(2) * 4.2 / steps, rate.ys().get(20), 1e-12);
    for (int i = 0; i < memorized.xs().size(); i++) {
      assertEquals(1.8, memorized.xs().get(i) * memorized.ys().get(i) * steps, 1e-12);
    }
    assertEquals(0.01, memorized.xs().get(0), 0);
    assertEquals(0.1, memorized.xs().get(100), 1e-15);
  }
}
