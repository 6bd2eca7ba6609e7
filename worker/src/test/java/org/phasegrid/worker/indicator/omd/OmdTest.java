package org.phasegrid.worker.indicator.omd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.architecture.Uv;
import org.phasegrid.worker.dataset.GaussianClusters;
import org.phasegrid.worker.dataset.ModularAddition;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.SphereSigns;
import org.phasegrid.worker.dataset.Standardize;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.general.Accuracy;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.loss.CrossEntropy;
import org.phasegrid.worker.need.Representation;
import org.phasegrid.worker.optimizer.Adamw;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.spectrum.Distance;

class OmdTest {
  private static final Omd OMD = Omd.ANGULAR;
  private static final Omd OF_TOKENS =
      new Omd(
          new Looks.Every(25),
          new Representation.Tokens(23),
          Distance.ANGULAR,
          true,
          Omd.Labels.CLASSES);

  private static Mlp mlp(
      int width, int depth, Activation activation, boolean bias, Initialization initialization) {
    return new Mlp(
        List.of(width),
        depth,
        activation,
        bias,
        1,
        1,
        0,
        0,
        Mlp.VarianceScale.FAN_IN,
        Parametrization.STANDARD,
        List.of(),
        Mlp.Readout.TRAINED,
        1,
        initialization,
        new Trained.All());
  }

  /** Section D.2: 20-32-32-5 on clusters, by the reference's draws of seed 1. */
  private static RunSpec clusters(double rate, double signal, long steps) {
    ReferenceWeights weights = new ReferenceWeights(1_000_005, 0, List.of(20, 32, 32, 5));
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.small(), mlp(32, 2, new Tanh(), true, weights)), new CrossEntropy());
    return Specs.with(
        Specs.with(
            Specs.with(
                Specs.with(spec, new ReferenceClusters(1, 5, signal)),
                new TestSet.None(),
                new Probe.Drawn(60, Probe.From.FRESH)),
            new Rate.Fixed(rate)),
        Specs.steps(steps));
  }

  private static RunRecord.StepRow at(RunRecord record, long step) {
    return record.steps().stream().filter(row -> row.step() == step).findFirst().orElseThrow();
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name), name)).doubleValue();
  }

  @Test
  void aClusterTransitionIsThatOfTheReference() {
    RunRecord record = Run.execute(clusters(0.3, 3, 512), List.of(OMD));
    double[][] golden = {
      // step, loss, m1, gap, mass, effective dimension, floor, alignment
      {0, 1.683619, 6, 1.3914, 0.5249, 17.4230, 0.5107, 0.3489},
      {8, 0.560857, 4, 1.6904, 0.4735, 14.5950, 0.4753, 0.6497},
      {32, 0.147941, 4, 3.5124, 0.5720, 11.2020, 0.4084, 0.7706},
      {64, 0.058231, 4, 4.8228, 0.6072, 10.1533, 0.3842, 0.7880},
      {512, 0.003639, 4, 7.7142, 0.6589, 8.8422, 0.3299, 0.7996}
    };

    assertEquals(18, record.steps().size(), "0, floor(2^(c/2)) to 512");
    for (double[] row : golden) {
      RunRecord.StepRow look = at(record, (long) row[0]);
      Map<String, Object> values = look.values();
      // The golden numbers have four to six digits; rounding of the two programs is far below.
      assertEquals(row[1], look.loss(), 1e-6, "loss at " + row[0]);
      assertEquals(row[2], number(values, "omd_band_multiplicity"), 0);
      assertEquals(row[3], number(values, "omd_band_gap"), 6e-5);
      assertEquals(row[4], number(values, "omd_band_mass"), 6e-5);
      assertEquals(row[5], number(values, "omd_eff_dim"), 6e-5);
      assertEquals(row[6], number(values, "omd_floor"), 6e-5);
      assertEquals(row[7], number(values, "omd_class_alignment"), 6e-5);
      assertEquals(1, number(values, "omd_n_positive"), 0);
      assertEquals(false, values.get("omd_degenerate"));
    }
    assertEquals("cluster", record.values().get("omd_phase"));
    assertEquals(16L, record.values().get("omd_transition_step"));
    assertEquals(1.0, record.values().get("omd_band_stability"));
    assertEquals(0.2491, number(record.values(), "omd_move"), 6e-5);
    assertEquals(0.2472, number(record.values(), "omd_band_gain"), 6e-5);
    assertEquals(0.0, record.values().get("omd_probe_trained"));
  }

  @Test
  void aPairOfLooksIsComparedWithTheLookBeforeAndTheFirst() {
    RunRecord record = Run.execute(clusters(0.3, 3, 64), List.of(OMD));

    assertNull(at(record, 0).values().get("omd_step"), "nothing was before");
    RunRecord.StepRow one = at(record, 1);
    assertEquals(number(one.values(), "omd_corr_prev"), number(one.values(), "omd_corr_first"), 0);
    for (RunRecord.StepRow look : record.steps().subList(1, record.steps().size())) {
      double step = number(look.values(), "omd_step");
      double spectral = number(look.values(), "omd_spectral_step");
      double share = number(look.values(), "omd_rotation_share");
      assertTrue(spectral <= step, "Hoffman and Wielandt");
      assertEquals(1 - spectral * spectral / (step * step), share, 1e-12);
      assertTrue(number(look.values(), "omd_overlap3") <= 1 + 1e-12);
      assertTrue(number(look.values(), "omd_band_overlap") <= 1 + 1e-12);
      assertTrue(number(look.values(), "omd_cloud_step") >= 0);
    }
    RunRecord.StepRow last = at(record, 64);
    double folds = Math.log(65.0 / 46);
    assertEquals(
        number(last.values(), "omd_spectral_step") / folds,
        number(last.values(), "omd_spectral_velocity"),
        1e-12);
  }

  @Test
  void withoutASignalNothingIsAcquired() {
    RunRecord record = Run.execute(clusters(0.3, 0, 512), List.of(OMD));

    assertEquals("diffusive", record.values().get("omd_phase"));
    assertTrue(number(at(record, 512).values(), "omd_band_gap") < 2);
    assertTrue(number(at(record, 512).values(), "omd_class_alignment") < 0.15);
    assertNull(record.values().get("omd_transition_step"));
  }

  private static RunSpec addition(double decay, long steps) {
    // The permutation of 529 pairs takes 528 uniforms of the same stream.
    ReferenceWeights weights = new ReferenceWeights(1_000_006, 528, List.of(46, 64, 64, 23));
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.small(), mlp(64, 2, new Relu(), false, weights)), new CrossEntropy());
    spec = Specs.with(spec, new ReferenceAddition(1));
    spec = Specs.with(spec, new TestSet.Rest(), new Probe.None());
    spec = Specs.with(spec, new Adamw(0.9, 0.98, 1e-8, decay));
    return Specs.with(Specs.with(spec, new Rate.Fixed(0.01)), Specs.steps(steps));
  }

  @Test
  void grokkingBeginsAsThatOfTheReference() {
    RunRecord start = Run.execute(addition(1, 0), List.of(OF_TOKENS));

    assertEquals(3.1448, start.lossInitial(), 6e-5);
    assertEquals(3.1312, number(start.values(), "test_loss"), 6e-5);
    Map<String, Object> values = start.steps().get(0).values();
    assertEquals(0.043, number(values, "omd_circulant_share"), 6e-4);
    assertEquals(0.285, number(values, "omd_fourier_localization"), 6e-4);
    assertEquals(19.26, number(values, "omd_eff_dim"), 6e-3);
    assertNull(values.get("omd_class_alignment"), "tokens have no classes");

    double[][] golden = {{0, 0.0012, 16.5673, 0.359, 0.145}, {1, 0.0558, 8.0794, 0.340, 0.203}};
    for (double[] row : golden) {
      RunRecord later = Run.execute(addition(row[0], 100), List.of(OF_TOKENS));
      values = at(later, 100).values();
      assertEquals(row[1], later.lossFinal(), 6e-5);
      assertEquals(row[2], number(later.values(), "test_loss"), 1e-3);
      assertEquals(row[3], number(values, "omd_fourier_localization"), 1e-3);
      assertEquals(row[4], number(values, "omd_circulant_share"), 1e-3);
    }
  }

  /**
   * A linear network that learns where on a circle its tokens lie: its representation becomes the
   * circle, the one-sphere.
   */
  @Test
  void tokensThatComeToLieOnACircleAreAManifoldOfOneDimension() {
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.small(), mlp(12, 1, new Identity(), false, new Gaussian())),
            new CircleTokens(48));
    spec = Specs.with(Specs.with(spec, new Rate.Fixed(8)), Specs.steps(512));

    RunRecord record = Run.execute(spec, List.of(OMD));

    Map<String, Object> last = at(record, 512).values();
    assertEquals(2, number(last, "omd_band_multiplicity"), 0);
    assertEquals(1, number(last, "omd_dim_multiplicity"), 0);
    assertEquals(1, number(last, "omd_dim_ratio"), 0.5);
    assertEquals("manifold", record.values().get("omd_phase"));
    assertNull(last.get("omd_class_alignment"), "targets that are no classes");
  }

  @Test
  void theCloudIsTheScalingAndKnowsItsClasses() {
    OmdCloud cloud =
        new OmdCloud(
            new Looks.At(List.of(0L, 8L)), new Representation.LastHidden(), Distance.ANGULAR, true);
    RunRecord record = Run.execute(clusters(0.3, 3, 8), List.of(OMD, cloud));

    assertEquals(
        List.of(0L, 8L),
        record.steps().stream()
            .filter(row -> row.values().containsKey("omd_cloud_x"))
            .map(RunRecord.StepRow::step)
            .toList());
    for (long step : new long[] {0, 8}) {
      Map<String, Object> values = at(record, step).values();
      double[] radii = new double[60];
      double[] spread = new double[3];
      String[] axes = {"omd_cloud_x", "omd_cloud_y", "omd_cloud_z"};
      for (int axis = 0; axis < 3; axis++) {
        double[] along = (double[]) values.get(axes[axis]);
        assertEquals(60, along.length);
        for (int i = 0; i < 60; i++) {
          spread[axis] += along[i] * along[i];
          radii[i] += along[i] * along[i];
        }
      }
      assertEquals(number(values, "omd_iso3"), spread[2] / spread[0], 1e-12);
      double mean = 0;
      for (double square : radii) {
        mean += Math.sqrt(square) / 60;
      }
      double variance = 0;
      for (double square : radii) {
        variance += (Math.sqrt(square) - mean) * (Math.sqrt(square) - mean) / 60;
      }
      assertEquals(number(values, "omd_radial_cv"), Math.sqrt(variance) / mean, 1e-12);
      double[] classes = (double[]) values.get("omd_cloud_class");
      for (int i = 0; i < 60; i++) {
        assertEquals(i % 5, classes[i], 0);
      }
    }
  }

  @Test
  void measuringDoesNotDisturbTheRun() {
    RunSpec spec = clusters(0.3, 3, 32);

    assertEquals(
        Run.execute(spec, List.of()).fingerprint(),
        Run.execute(spec, List.of(OMD, OmdCloud.AT_ENDS)).fingerprint());
  }

  @Test
  void everyColumnIsDeclaredWhateverItsParameters() {
    int visited = 0;
    for (Representation of : Representation.FAMILY.members().values()) {
      for (Distance distance : Distance.values()) {
        for (Omd.Labels labels : Omd.Labels.values()) {
          Representation fitting =
              of instanceof Representation.Tokens ? new Representation.Tokens(5) : of;
          Omd omd = new Omd(new Looks.Every(8), fitting, distance, true, labels);
          Set<String> declared = new HashSet<>();
          omd.columns().forEach(column -> declared.add(column.scope() + column.name()));
          RunRecord record = Run.execute(clusters(0.3, 3, 32), List.of(omd));
          Set<String> filled = new HashSet<>();
          record.values().keySet().forEach(name -> filled.add(Column.Scope.RUN + name));
          record
              .steps()
              .forEach(
                  row -> row.values().keySet().forEach(n -> filled.add(Column.Scope.STEP + n)));
          assertTrue(declared.containsAll(filled), omd + " fills " + filled);
          // Euclidean and straight distances have no rho, a run need not have a transition.
          declared.removeAll(filled);
          declared.removeAll(
              Set.of(
                  "STEPomd_rho",
                  "STEPomd_sigma",
                  "RUNomd_transition_step",
                  "STEPomd_slope",
                  "STEPomd_band_ratio",
                  "STEPomd_dim_ratio"));
          assertEquals(Set.of(), declared, omd.toString());
          visited++;
        }
      }
    }
    assertEquals(18, visited);
  }

  // What it looks at.

  @Test
  void withoutAProbeItLooksAtTrainingExamples() {
    RunSpec none = Specs.with(clusters(0.3, 3, 4), new TestSet.None(), new Probe.None());
    RunSpec train =
        Specs.with(clusters(0.3, 3, 4), new TestSet.None(), new Probe.Drawn(128, Probe.From.TRAIN));
    RunRecord without = Run.execute(none, List.of(OMD, OmdCloud.AT_ENDS));
    RunRecord with = Run.execute(train, List.of(OMD));

    assertEquals(1.0, without.values().get("omd_probe_trained"));
    assertEquals(1.0, with.values().get("omd_probe_trained"));
    assertEquals(128, ((double[]) at(without, 4).values().get("omd_cloud_x")).length);
    assertEquals(
        number(at(with, 4).values(), "omd_eff_dim"),
        number(at(without, 4).values(), "omd_eff_dim"),
        0);
  }

  @Test
  void aHiddenLayerIsLookedAtByItsNumber() {
    Omd second =
        new Omd(
            OMD.looks(), new Representation.Hidden(2), Distance.ANGULAR, true, Omd.Labels.CLASSES);
    Omd first =
        new Omd(
            OMD.looks(), new Representation.Hidden(1), Distance.ANGULAR, true, Omd.Labels.CLASSES);
    RunSpec spec = clusters(0.3, 3, 4);

    double last = number(Run.execute(spec, List.of(OMD)).steps().get(0).values(), "omd_floor");
    assertEquals(
        last, number(Run.execute(spec, List.of(second)).steps().get(0).values(), "omd_floor"), 0);
    assertTrue(
        last != number(Run.execute(spec, List.of(first)).steps().get(0).values(), "omd_floor"));
  }

  @Test
  void float32RunsAreMeasuredInFloat64() {
    RunRecord narrow =
        Run.execute(Specs.with(clusters(0.3, 3, 8), Precision.FLOAT32), List.of(OMD));
    RunRecord wide = Run.execute(clusters(0.3, 3, 8), List.of(OMD));

    assertEquals(
        number(at(wide, 8).values(), "omd_eff_dim"),
        number(at(narrow, 8).values(), "omd_eff_dim"),
        1e-4);
    assertEquals(1, number(at(narrow, 8).values(), "omd_n_positive"), 0);
  }

  // What it refuses.

  private static Optional<String> refusal(RunSpec spec, Omd omd) {
    return omd.refusal(spec.setting());
  }

  private static void says(String part, Optional<String> refusal) {
    assertTrue(refusal.orElse("accepted").contains(part), refusal.toString());
  }

  @Test
  void itSaysWhatItNeedsBeforeAnythingIsTrained() {
    RunSpec spec = clusters(0.3, 3, 4);
    assertEquals(Optional.empty(), refusal(spec, OMD));
    says("wants architecture mlp, was uv", refusal(RunSpecs.uv(), OMD));
    says(
        "wants a hidden layer",
        refusal(Specs.with(spec, mlp(1, 0, new Tanh(), false, new Gaussian())), OMD));
    Omd third =
        new Omd(
            OMD.looks(), new Representation.Hidden(3), Distance.ANGULAR, true, Omd.Labels.CLASSES);
    says("wants hidden layer 3, architecture.depth was 2", refusal(spec, third));
    RunSpec few = Specs.with(spec, new TestSet.None(), new Probe.Drawn(3, Probe.From.FRESH));
    says("wants 4 to 512 points, was 3", refusal(few, OMD));
    RunSpec many = Specs.with(spec, new TestSet.None(), new Probe.Drawn(513, Probe.From.FRESH));
    says("wants 4 to 512 points, was 513", refusal(many, OMD));
    RunSpec tooFewOfAClass =
        Specs.with(spec, new TestSet.None(), new Probe.Drawn(15, Probe.From.FRESH));
    says("probe: {examples: 16}", refusal(tooFewOfAClass, OMD));
    RunSpec unprobed = Specs.with(spec, new TestSet.None(), new Probe.None());
    RunSpec addition = Specs.with(unprobed, new ModularAddition(11, 0.7));
    says("wants as many tokens as dataset.modulus, 11, was 23", refusal(addition, OF_TOKENS));
    says("wants at most as many tokens as inputs, 20, was 23", refusal(spec, OF_TOKENS));
  }

  /** A model without layers. */
  private static final class RunSpecs {
    static RunSpec uv() {
      return Specs.with(
          Specs.with(Specs.small(), new Uv(4, 0, new Gaussian())),
          new TestSet.None(),
          new Probe.None());
    }
  }

  // Part F: degenerate runs.

  @Test
  void aRunThatDivergesIsDivergedAndKeepsItsEarlierRows() {
    RunSpec spec = Specs.with(Specs.small(), new Rate.Fixed(1e300));
    RunRecord record = Run.execute(spec, List.of(OMD, OmdCloud.AT_ENDS));

    assertEquals("diverged", record.values().get("omd_phase"));
    assertTrue(record.steps().get(0).values().containsKey("omd_eff_dim"));
    assertTrue(record.steps().get(record.steps().size() - 1).values().isEmpty(), "null");
    assertNull(record.values().get("omd_move"));
  }

  /** Representations of 1e200: their squares overflow, they and their distances do not. */
  @Test
  void hugeRepresentationsHaveTheShapeOfSmallOnes() {
    Omd euclidean = new Omd(OMD.looks(), OMD.of(), Distance.EUCLIDEAN, true, Omd.Labels.CLASSES);
    for (Omd omd : List.of(euclidean, OMD)) {
      RunRecord huge = Run.execute(linear(1e200), List.of(omd));
      RunRecord small = Run.execute(linear(1), List.of(omd));

      assertEquals("frozen", huge.values().get("omd_phase"), "no step was made");
      for (String column : List.of("omd_n_positive", "omd_distance_cv", "omd_eff_dim")) {
        double expected = number(small.steps().get(0).values(), column);
        // Weights scaled by 1e100 are rounded once more, relatively.
        assertEquals(
            expected, number(huge.steps().get(0).values(), column), 1e-12 * expected, column);
      }
    }
  }

  private static RunSpec linear(double variance) {
    Mlp mlp =
        new Mlp(
            List.of(5),
            2,
            new Identity(),
            false,
            variance,
            0,
            0,
            0,
            Mlp.VarianceScale.FAN_IN,
            Parametrization.STANDARD,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            new Gaussian(),
            new Trained.All());
    return Specs.with(Specs.with(Specs.small(), mlp), Specs.steps(0));
  }

  @Test
  void aDeadLayerIsDegenerate() {
    Mlp dead =
        new Mlp(
            List.of(5),
            2,
            new Relu(),
            true,
            1,
            1,
            0,
            -100,
            Mlp.VarianceScale.FAN_IN,
            Parametrization.STANDARD,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            new Gaussian(),
            new Trained.All());
    RunRecord record = Run.execute(Specs.with(Specs.small(), dead), List.of(OMD, OmdCloud.AT_ENDS));

    assertEquals("degenerate", record.values().get("omd_phase"));
    assertEquals(Map.of("omd_degenerate", true), record.steps().get(0).values());
  }

  /** Without biases relu units are silent together at a quarter of all examples. */
  @Test
  void moreThanATenthOfDeadRepresentationsIsDegenerateAndStillASpectrum() {
    Mlp silent =
        new Mlp(
            List.of(2),
            1,
            new Relu(),
            false,
            1,
            1,
            0,
            0,
            Mlp.VarianceScale.FAN_IN,
            Parametrization.STANDARD,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            new Gaussian(),
            new Trained.All());
    RunSpec spec = Specs.with(Specs.with(Specs.small(), silent), Specs.steps(0));
    Omd fromZero = new Omd(OMD.looks(), OMD.of(), Distance.ANGULAR, false, Omd.Labels.CLASSES);

    Map<String, Object> values = Run.execute(spec, List.of(fromZero)).steps().get(0).values();

    int points = spec.dataset().examples();
    assertTrue(10 * number(values, "omd_dead_rows") > points, values + " of " + points);
    assertEquals(true, values.get("omd_degenerate"));
    assertEquals(1L, values.get("omd_n_positive"));
  }

  @Test
  void whatDoesNotMoveIsFrozen() {
    RunRecord record = Run.execute(Specs.with(Specs.small(), new Rate.Fixed(0)), List.of(OMD));

    assertEquals("frozen", record.values().get("omd_phase"));
    assertEquals(0.0, record.values().get("omd_move"));
    assertNull(record.steps().get(1).values().get("omd_rotation_share"), "0 / 0");
  }

  @Test
  void saturatedUnitsAndSingleOnesAreMeasured() {
    for (int width : new int[] {1, 2, 3, 40}) {
      for (double variance : new double[] {1e-8, 1e8}) {
        Mlp saturated =
            new Mlp(
                List.of(width),
                2,
                new Tanh(),
                false,
                variance,
                1,
                0,
                0,
                Mlp.VarianceScale.FAN_IN,
                Parametrization.STANDARD,
                List.of(),
                Mlp.Readout.TRAINED,
                1,
                new Gaussian(),
                new Trained.All());
        for (Distance distance : Distance.values()) {
          Omd omd = new Omd(OMD.looks(), OMD.of(), distance, true, Omd.Labels.CLASSES);
          RunRecord record = Run.execute(Specs.with(Specs.small(), saturated), List.of(omd));
          assertTrue(record.values().containsKey("omd_phase"));
          for (RunRecord.StepRow look : record.steps()) {
            if (look.values().containsKey("omd_rank") && width <= 3) {
              assertTrue(number(look.values(), "omd_rank") <= width);
              assertEquals(1, number(look.values(), "omd_band_multiplicity"), 0);
            }
          }
        }
      }
    }
  }

  /** Signs are two classes: the band is one wide. */
  @Test
  void singleTargetsOfOneAndMinusOneAreTwoClasses() {
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.small(), mlp(16, 1, new Tanh(), true, new Gaussian())),
            new SphereSigns(64, 8));
    RunRecord record = Run.execute(Specs.with(spec, Specs.steps(1)), List.of(OMD));

    assertTrue(record.steps().get(0).values().containsKey("omd_class_alignment"));
  }

  @Test
  void clustersAlongAxesHaveTheirMeansThere() {
    GaussianClusters set =
        new GaussianClusters(4000, 6, 3, GaussianClusters.Mean.AXIS, 3, Standardize.NONE);
    var examples = set.draw(Specs.small().draws());
    double[][] means = new double[3][6];
    for (int b = 0; b < 4000; b++) {
      for (int i = 0; i < 6; i++) {
        means[b % 3][i] += examples.x().get(i, b) * 3 / 4000;
      }
      assertEquals(1, examples.y().get(b % 3, b), 0);
    }
    for (int k = 0; k < 3; k++) {
      double[] expected = new double[6];
      expected[k] = 3;
      // Means of 1333 normals: 4.5 standard errors are 0.123.
      assertArrayEquals(expected, means[k], 0.123);
    }
    assertFalse(set.beside(Specs.small().draws(), "probe", 5).x().get(0) == examples.x().get(0));
  }

  @Test
  void theAccuracyCurveEndsAtTheAccuracyOfTheRun() {
    RunSpec spec =
        Specs.with(
            clusters(0.3, 3, 16), new TestSet.Drawn(60), new Probe.Drawn(60, Probe.From.FRESH));
    RunRecord record = Run.execute(spec, List.of(Accuracy.LOGARITHMIC));

    Map<String, Object> last = at(record, 16).values();
    assertEquals(record.values().get("accuracy"), last.get("accuracy_curve"));
    assertEquals(record.values().get("test_accuracy"), last.get("test_accuracy_curve"));
    assertEquals(record.values().get("test_loss"), last.get("test_loss_curve"));
    // The reference's probe is our test set: 17 of 60 at t = 0.
    assertEquals(0.283, number(at(record, 0).values(), "test_accuracy_curve"), 6e-4);
  }
}
