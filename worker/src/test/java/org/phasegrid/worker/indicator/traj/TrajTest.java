package org.phasegrid.worker.indicator.traj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Architecture;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Quadratic;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.GaussianClusters;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.dataset.Limit;
import org.phasegrid.worker.dataset.Npz;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.Standardize;
import org.phasegrid.worker.dataset.Targets;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.file.Content;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.initialization.File;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.loss.CrossEntropy;
import org.phasegrid.worker.need.Directions;
import org.phasegrid.worker.optimizer.Momentum;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

class TrajTest {
  private static final double[] NONE = {};

  private static Content resource(String name) {
    try (InputStream stream = Objects.requireNonNull(TrajTest.class.getResourceAsStream(name))) {
      return new Content(name, stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Traj traj(int twins, double epsilon, Directions directions) {
    return new Traj(
        new Looks.Every(1), twins, epsilon, directions, false, false, false, false, 0.85, 1024);
  }

  private static Traj whole(int twins) {
    return new Traj(
        new Looks.Every(1),
        twins,
        1e-8,
        new Directions.Uniform(),
        true,
        true,
        true,
        false,
        0.85,
        1024);
  }

  private static Mlp mlp(int width, Activation activation, Initialization initialization) {
    return new Mlp(
        List.of(width),
        1,
        activation,
        true,
        1,
        1,
        0,
        0,
        Mlp.VarianceScale.NONE,
        Parametrization.STANDARD,
        List.of(),
        Mlp.Readout.TRAINED,
        1,
        initialization,
        new Trained.All());
  }

  private static Stopping steps(long steps) {
    return new Stopping(steps, new Threshold.Never(), new Threshold.Never());
  }

  private static RunSpec spec(Architecture architecture, Dataset dataset, double eta, long steps) {
    RunSpec spec = Specs.with(Specs.with(Specs.small(), architecture), dataset);
    return Specs.with(
        Specs.with(Specs.with(spec, new CrossEntropy()), new Rate.Fixed(eta)), steps(steps));
  }

  /** The reference's problem: its images, and the weights and twins of one of its seeds. */
  private static RunSpec glyphs(int seed, double eta, long steps) {
    Npz images =
        new Npz(
            resource("glyph-8.npz"), "X", "y", Targets.CLASSES, Standardize.NONE, new Limit.All());
    return spec(
        mlp(16, new Tanh(), new File(resource("glyph-8-seed-" + seed + ".npz"))),
        images,
        eta,
        steps);
  }

  private static Directions twins(int seed) {
    return new Directions.Arrays(resource("glyph-8-seed-" + seed + ".npz"));
  }

  private static Map<String, Object> values(RunSpec spec, Indicator indicator) {
    return whole(Run.execute(spec, List.of(indicator)));
  }

  /** The run's values, with the numbers of its looks as one array each. */
  private static Map<String, Object> whole(RunRecord record) {
    Map<String, Object> values = new HashMap<>(record.values());
    int looks = record.steps().size();
    for (int i = 0; i < looks; i++) {
      for (Map.Entry<String, Object> each : record.steps().get(i).values().entrySet()) {
        Object series = values.computeIfAbsent(each.getKey(), name -> new double[looks]);
        if (each.getValue() instanceof Double number) {
          ((double[]) series)[i] = number;
        }
      }
    }
    return values;
  }

  private static double number(Map<String, Object> values, String column) {
    return values.get("traj_" + column) instanceof Number number
        ? number.doubleValue()
        : Double.NaN;
  }

  private static double[] vector(Map<String, Object> values, String column) {
    return values.get("traj_" + column) instanceof double[] vector ? vector : NONE;
  }

  private static double slope(double[] d, int from, int to) {
    return Line.through(Line.logarithms(d), from, to).slope();
  }

  // Ground truths

  /** H = diag(1, 3): the twins' distance grows by max |1 - eta h| a step. */
  @Test
  void onAQuadraticTwinsPartByTheLargestFactor() {
    double[][] cases = {{0.5, -0.693147}, {2.0 / 3, 0}, {0.75, 0.223144}};
    for (double[] each : cases) {
      RunSpec spec =
          spec(
              new Quadratic(List.of(1.0, 3.0), List.of(), 0, new Gaussian()),
              new GaussianNoise(1, 1, 1),
              each[0],
              60);

      double[] d = vector(values(spec, traj(1, 1e-8, new Directions.Uniform())), "twin_l1_mean");

      assertEquals(61, d.length);
      assertEquals(each[1], slope(d, 30, 60), 1e-5, "eta " + each[0]);
    }
  }

  /** The untied linear net of two weights: marginal, contracting, and Chebyshev's chaos. */
  @Test
  void theTwoLayerScalarNetHasItsExponents() {
    Initialization start = new File(NpzBytes.of(Map.of("W1", 0.7, "W2", 0.7)));
    Mlp net =
        new Mlp(
            List.of(1),
            1,
            new Identity(),
            false,
            1,
            1,
            0,
            0,
            Mlp.VarianceScale.NONE,
            Parametrization.STANDARD,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            start,
            new Trained.All());
    Npz one =
        new Npz(
            NpzBytes.of(Map.of("X", 1.0, "y", 1.0)),
            "X",
            "y",
            Targets.VALUES,
            Standardize.NONE,
            new Limit.All());
    Traj forty = traj(40, 1e-8, new Directions.Uniform());
    RunSpec spec =
        Specs.with(spec(net, one, 0.5, 60), org.phasegrid.worker.loss.SquaredError.HALF_MEAN);

    double marginal = slope(vector(values(spec, forty), "twin_l1_mean"), 20, 60);
    double contracting =
        slope(vector(values(Specs.with(spec, new Rate.Fixed(1.1)), forty), "twin_l1_mean"), 20, 60);
    double chaotic =
        number(values(Specs.with(Specs.with(spec, new Rate.Fixed(2)), steps(40)), forty), "nmle");

    assertEquals(0, marginal, 1e-3);
    assertEquals(0.5 * Math.log(0.8), contracting, 1e-3);
    // A finite-time exponent of one orbit; the reference has 1.0422.
    assertEquals(Math.log(3), chaotic, 0.15);
  }

  @Test
  void theReferencesFirstLossesAndDistances() {
    RunSpec spec = glyphs(1, 1, 5);
    Traj five = traj(5, 1e-8, twins(1));

    RunRecord record = Run.execute(spec, List.of(five));
    double[] d = vector(whole(record), "twin_l1_mean");

    assertEquals(5.44960299, record.lossInitial(), 1e-7);
    assertEquals(1.91723426, record.lossFinal(), 1e-7);
    assertEquals(1210, record.parameters());
    double[] first = vector(values(spec, traj(1, 1e-8, twins(1))), "twin_l1_mean");
    assertEquals(5.699832e-6, first[0], 1e-10);
    // E7: N_w epsilon / 2 with N_w = 1184, over five twins; sd epsilon sqrt(N_w / 12 / 5).
    assertEquals(5.92e-6, d[0], 4 * 1e-8 * Math.sqrt(1184 / 60.0));
    assertEquals(
        2.2111,
        number(
            values(
                glyphs(1, 1, 1),
                new Traj(
                    new Looks.Every(1), 1, 1e-8, twins(1), false, false, true, false, 0.85, 1024)),
            "sharpness0"),
        1e-3);
  }

  /** Slopes over fixed windows are robust to rounding; the estimator to one step of its window. */
  @Test
  void theReferencesExponents() {
    double[][] golden = {
      {4, 2, 7, 22, 0.64710174},
      {5, 1, 6, 22, 0.79505341},
      {5, 2, 6, 24, 0.72796618},
      {6, 1, 5, 26, 0.66732187},
      {8, 1, 4, 20, 0.83446831}
    };
    for (double[] each : golden) {
      int seed = (int) each[1];

      Map<String, Object> values = values(glyphs(seed, each[0], 200), traj(5, 1e-8, twins(seed)));

      String run = "eta " + each[0] + " seed " + seed;
      assertEquals(
          each[4], slope(vector(values, "twin_l1_mean"), (int) each[2], (int) each[3]), 1e-6, run);
      assertEquals(each[4], number(values, "nmle"), 0.02, run);
      assertEquals(each[3], number(values, "nmle_tb"), 1, run);
      assertEquals(true, values.get("traj_amplifying"), run);
      assertEquals(number(values, "nmle"), number(values, "nmle_emb"), 0.2, run);
    }
  }

  /** Below the onset nothing is amplified and all columns agree with the reference. */
  @Test
  void theReferencesRegularRun() {
    Map<String, Object> values = values(glyphs(2, 0.5, 200), traj(5, 1e-8, twins(2)));

    assertEquals(0.0010, number(values, "nmle"), 5e-5);
    assertEquals(-0.0071, number(values, "nmle_emb"), 5e-5);
    assertEquals(0.0008, number(values, "nmle_r2win"), 5e-5);
    assertEquals(0.909, number(values, "z_explained"), 5e-4);
    assertEquals(false, values.get("traj_amplifying"));
    assertFalse(values.containsKey("traj_nmle_tb"));
    assertFalse(values.containsKey("traj_tau_dec_emb"));
    assertFalse(values.containsKey("traj_lyap_time"));
    assertFalse(values.containsKey("traj_spacing_log_mean"));
  }

  /** t_b grows by ln(ratio of epsilons) / exponent. */
  @Test
  void theSaturationTimeFollowsTheLogarithmOfEpsilon() {
    int[] reference = {14, 17, 19, 22, 26, 28, 31, 34};
    double[] tb = new double[8];
    for (int i = 0; i < 8; i++) {
      Map<String, Object> values =
          values(glyphs(1, 5, 200), traj(5, Double.parseDouble("1e-" + (5 + i)), twins(1)));
      tb[i] = number(values, "nmle_tb");
      assertEquals(reference[i], tb[i], 1, "epsilon 1e-" + (5 + i));
    }
    double perDecade = Line.through(tb, 0, 7).slope();
    assertEquals(0.795, Math.log(10) / perDecade, 0.08 * 0.795);
    assertTrue(Line.through(tb, 0, 7).r2() > 0.98);
  }

  // Laws

  /** E6: without a perturbation the twins are the run, to the bit, for every kind of step. */
  @Test
  void twinsWithoutPerturbationStayEqualToTheBit() {
    RunSpec full =
        spec(
            mlp(6, new Tanh(), new Gaussian()),
            new GaussianClusters(40, 5, 3, GaussianClusters.Mean.CLASS, 1, Standardize.NONE),
            1,
            60);
    List<RunSpec> specs =
        List.of(
            full,
            Specs.with(full, new Momentum(0.9)),
            Specs.with(full, new Batches.Mini(7, false)),
            Specs.with(full, new org.phasegrid.worker.optimizer.Adam(0.9, 0.999, 1e-8)));
    for (RunSpec spec : specs) {
      Map<String, Object> values = values(spec, traj(2, 0, new Directions.Uniform()));
      for (double d : vector(values, "twin_l1_mean")) {
        assertEquals(0, d);
      }
      assertFalse(values.containsKey("traj_nmle"));
      assertFalse(values.containsKey("traj_log_amplification"));
      assertFalse(values.containsKey("traj_spacing_scaled"));
      assertEquals(0, vector(values, "z_sep_mean")[60]);
    }
  }

  @Test
  void measuringTwinsDoesNotDisturbTheRun() {
    RunSpec spec = Specs.with(blobs(1.5, 30), new TestSet.Drawn(20), new Probe.None());

    RunRecord watched = Run.execute(spec, List.of(whole(3)));
    RunRecord alone = Run.execute(spec, List.of());

    assertEquals(alone.fingerprint(), watched.fingerprint());
  }

  private static RunSpec blobs(double eta, long steps) {
    return spec(
        mlp(6, new Tanh(), new Gaussian()),
        new GaussianClusters(40, 5, 3, GaussianClusters.Mean.CLASS, 2, Standardize.NONE),
        eta,
        steps);
  }

  /** The draw has a name of its own: pinning it keeps twins, another seed of it changes them. */
  @Test
  void twinsAreADrawOfTheirOwn() {
    RunSpec spec = blobs(0.5, 10);
    Traj two = traj(2, 1e-8, new Directions.Uniform());
    double d = vector(values(spec, two), "twin_l1_mean")[0];

    double[] other = vector(values(Specs.with(spec, 7, Map.of("twins", 8L)), two), "twin_l1_mean");
    double[] same =
        vector(
            values(Specs.with(Specs.with(spec, 7, Map.of("twins", 7L)), new Rate.Fixed(2)), two),
            "twin_l1_mean");

    assertNotEquals(d, other[0]);
    assertEquals(d, same[0]);
  }

  @Test
  void aChaoticTestedRunFillsEveryColumn() {
    RunSpec spec = Specs.with(chaotic(5, 120), new TestSet.Rest(), new Probe.None());
    Traj all = new Traj(new Looks.Every(1), 2, 1e-8, twins(1), true, true, true, true, 0.3, 1024);

    Map<String, Object> values = values(spec, all);

    Set<String> declared = new TreeSet<>();
    all.columns().forEach(column -> declared.add(column.name()));
    // Two replicas of 50 test images need not decorrelate within 120 steps.
    declared.remove("traj_tau_dec_acc");
    Set<String> filled = new TreeSet<>(values.keySet());
    filled.removeIf(name -> !name.startsWith("traj_"));
    filled.remove("traj_tau_dec_acc");
    assertEquals(declared, filled);
    assertEquals("chaotic-trainable", values.get("traj_phase"));
    assertEquals(3 * 121, vector(values, "z_pca_dist").length);
    assertEquals(121, vector(values, "z_scalar").length);
  }

  /** The first 250 images, so that 50 are left to test on. */
  private static RunSpec chaotic(double eta, long steps) {
    Npz images =
        new Npz(
            resource("glyph-8.npz"),
            "X",
            "y",
            Targets.CLASSES,
            Standardize.NONE,
            new Limit.First(250));
    return spec(mlp(16, new Tanh(), new File(resource("glyph-8-seed-1.npz"))), images, eta, steps);
  }

  @Test
  void aSpreadOfStatesIsTheSumOfItsSpacings() {
    Map<String, Object> values = values(blobs(3, 80), traj(4, 1e-3, new Directions.Uniform()));

    double[] states = vector(values, "z_infinity");
    double[] scaled = vector(values, "spacing_scaled");
    double sum = 0;
    for (double s : scaled) {
      sum += s;
    }
    double least = java.util.Arrays.stream(states).min().orElseThrow();
    double most = java.util.Arrays.stream(states).max().orElseThrow();
    assertEquals(5, states.length);
    assertEquals(4, sum, 1e-12);
    assertEquals((most - least) / 4, number(values, "spacing_mean"), 1e-14);
  }

  /** A bound below 1.19 MB of snapshots: their inner products, and the run once more. */
  @Test
  void snapshotsThatAreTooManyToHoldAreEmbeddedByTheirInnerProducts() {
    for (double eta : new double[] {1, 6}) {
      RunSpec spec = glyphs(1, eta, 40);
      Traj held = traj(2, 1e-8, twins(1));
      Traj bounded =
          new Traj(new Looks.Every(1), 2, 1e-8, twins(1), false, false, false, false, 0.85, 1);

      assertEquals(8.0 * 3 * 41 * 1210, held.bytes(spec.setting()));
      assertTrue(bounded.bytes(spec.setting()) <= 1e6);
      assertEquals(Optional.empty(), bounded.refusal(spec.setting()));
      Map<String, Object> whole = values(spec, held);
      Map<String, Object> blocks = values(spec, bounded);

      assertEquals(number(whole, "nmle"), number(blocks, "nmle"), 0, "eta " + eta);
      assertEquals(number(whole, "z_explained"), number(blocks, "z_explained"), 1e-9);
      assertEquals(number(whole, "nmle_emb"), number(blocks, "nmle_emb"), 1e-6);
      double[] z = vector(whole, "z_scalar");
      double[] separation = vector(whole, "z_sep_mean");
      for (int t = 0; t <= 40; t++) {
        assertEquals(z[t], vector(blocks, "z_scalar")[t], 1e-7, "eta " + eta + " t " + t);
        // Twins 1e-8 apart: the separation of 1e-10 keeps its digits by differences alone.
        assertEquals(
            separation[t], vector(blocks, "z_sep_mean")[t], 1e-5 * separation[t], "t " + t);
      }
    }
  }

  // Degenerate runs (part F)

  private static Set<String> filled(Map<String, Object> values) {
    Set<String> names = new TreeSet<>(values.keySet());
    names.removeIf(name -> !name.startsWith("traj_"));
    return names;
  }

  @Test
  void aDivergedRunHasItsPhaseAndNothingElse() {
    RunSpec overflows =
        Specs.with(
            spec(mlp(6, new Relu(), new Gaussian()), new GaussianNoise(20, 4, 2), 1e3, 60),
            org.phasegrid.worker.loss.SquaredError.HALF_MEAN);
    RunSpec escapes =
        spec(
            new Quadratic(List.of(1.0), List.of(), 0, new Gaussian()),
            new GaussianNoise(1, 1, 1),
            10,
            12);
    for (RunSpec spec : List.of(overflows, escapes)) {
      Map<String, Object> values = values(spec, traj(2, 1e-8, new Directions.Uniform()));

      assertEquals(Set.of("traj_phase"), filled(values));
      assertEquals("diverged", values.get("traj_phase"));
    }
  }

  /** epsilon below an ulp of all weights: the twins are the run. */
  @Test
  void aPerturbationThatRoundsAwayIsUndefined() {
    Map<String, Object> values = values(blobs(0.5, 50), traj(2, 1e-30, new Directions.Uniform()));

    assertEquals(0, vector(values, "twin_l1_mean")[50]);
    for (String column :
        List.of("traj_nmle", "traj_nmle_emb", "traj_log_amplification", "traj_nmle_r2win")) {
      assertFalse(values.containsKey(column), column);
    }
    assertEquals(false, values.get("traj_nmle_r2win_counted"));
  }

  /** eta = 0: M + 1 points that do not move, with a constant distance. */
  @Test
  void withoutStepsThatMoveTheBundleIsValid() {
    Map<String, Object> values = values(blobs(0, 60), traj(3, 1e-8, new Directions.Uniform()));

    double[] d = vector(values, "twin_l1_mean");
    assertEquals(d[0], d[60]);
    assertTrue(d[0] > 0);
    assertEquals(0, number(values, "nmle"), 1e-15);
    assertEquals(0, number(values, "loss_nonmonotone"));
    assertTrue(number(values, "z_explained") > 1.0 / 3);
    assertEquals(d.length, vector(values, "z_scalar").length);
  }

  @Test
  void withoutTwinsOrStepsThatMoveThereIsNoAxis() {
    Map<String, Object> values = values(blobs(0, 60), traj(3, 0, new Directions.Uniform()));

    assertFalse(values.containsKey("traj_z_explained"));
    assertFalse(values.containsKey("traj_spacing_mean"));
    assertFalse(values.containsKey("traj_spacing_scaled"));
    assertEquals(0, vector(values, "z_scalar")[60]);
  }

  /** A dead network rests from step 0: the twins go on to T beside it. */
  @Test
  void aDeadNetworkIsFrozen() {
    Mlp dead =
        new Mlp(
            List.of(5),
            1,
            new Relu(),
            true,
            1,
            1,
            0,
            -1e6,
            Mlp.VarianceScale.NONE,
            Parametrization.STANDARD,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            new Gaussian(),
            new Trained.Layers(List.of(1)));
    RunSpec spec =
        Specs.with(
            spec(
                dead,
                new GaussianClusters(40, 5, 4, GaussianClusters.Mean.CLASS, 1, Standardize.NONE),
                0.1,
                60),
            new TestSet.Drawn(40),
            new Probe.None());

    RunRecord record = Run.execute(spec, List.of(whole(2)));

    assertTrue(record.outcome() instanceof org.phasegrid.worker.train.Outcome.Stalled);
    assertEquals(0, number(record.values(), "nmle"), 1e-12);
    assertEquals("frozen", record.values().get("traj_phase"));
    // The twins went on to T: the last of the run's looks is its only one.
    assertEquals(3, vector(record.values(), "z_infinity").length);
    assertEquals(1, record.steps().size());
  }

  @Test
  void runsOfFewStepsLackWhatNeedsMore() {
    for (long steps : new long[] {0, 1, 2, 5, 18}) {
      RunSpec spec = Specs.with(blobs(0.5, steps), new TestSet.Drawn(10), new Probe.None());

      Map<String, Object> values = values(spec, whole(2));

      assertEquals(steps + 1, vector(values, "z_scalar").length);
      assertFalse(values.containsKey("traj_nmle_r2win"), "T = " + steps);
      assertFalse(values.containsKey("traj_tau_dec_acc"), "T = " + steps);
      assertEquals(steps >= 4, values.containsKey("traj_benettin_early"), "T = " + steps);
    }
  }

  @Test
  void oneParameterHasOneAxis() {
    RunSpec spec =
        spec(
            new Quadratic(List.of(2.0), List.of(), 0, new Gaussian()),
            new GaussianNoise(1, 1, 1),
            0.1,
            45);

    Map<String, Object> values = values(spec, traj(2, 1e-8, new Directions.Uniform()));

    assertEquals(1, number(values, "z_explained"), 1e-12);
    assertEquals(Math.log(0.8), number(values, "nmle"), 1e-6);
    assertEquals(Math.log(0.8), number(values, "nmle_emb"), 1e-6);
  }

  @Test
  void theRenormalizedTwinMeasuresTheLargestFactor() {
    for (double eta : new double[] {0.5, 0.9}) {
      RunSpec spec =
          spec(
              new Quadratic(List.of(2.4, 0.3), List.of(), 0.4, new Gaussian()),
              new GaussianNoise(1, 1, 1),
              eta,
              80);
      Traj benettin =
          new Traj(
              new Looks.Every(1),
              1,
              1e-6,
              new Directions.Uniform(),
              false,
              true,
              false,
              false,
              0.85,
              1024);

      double exact = Math.log(Math.max(Math.abs(1 - 2.4 * eta), Math.abs(1 - 0.3 * eta)));

      // Rounding of theta, up to 1e5 in the growing run, is 1e-11 / 1e-6 of delta.
      assertEquals(exact, number(values(spec, benettin), "benettin_late"), 1e-5, "eta " + eta);
    }
  }

  // What it needs

  @Test
  void whatItNeedsIsSaidBefore() {
    RunSpec spec = blobs(0.5, 50);
    RunSpec tested = Specs.with(spec, new TestSet.Drawn(10), new Probe.None());
    Traj plain = Traj.FIVE_TWINS;

    assertEquals(Optional.empty(), plain.refusal(spec.setting()));
    assertEquals(Optional.empty(), whole(5).refusal(tested.setting()));
    refused(plain, Specs.with(spec, Precision.FLOAT32).setting(), "float64");
    refused(whole(5), spec.setting(), "test: {examples");
    refused(
        new Traj(
            new Looks.Every(1),
            5,
            1e-8,
            new Directions.Uniform(),
            false,
            false,
            false,
            true,
            0.85,
            1024),
        Specs.with(spec, steps(400)).setting(),
        "1500");
    refused(
        new Traj(
            new Looks.Every(1),
            5,
            1e-8,
            new Directions.Uniform(),
            false,
            false,
            false,
            false,
            0.85,
            1),
        Specs.with(spec, steps(100_000)).setting(),
        "memory");
    Mlp still =
        Specs.mlp(
            5, 1, new Tanh(), true, Parametrization.STANDARD, new Gaussian(), new Trained.Biases());
    refused(plain, Specs.with(spec, still).setting(), "weights");
    // 6 replicas, 51 times, 5 x 6 + 6 + 6 x 3 + 3 parameters.
    assertEquals(8 * 6 * 51 * 57, plain.bytes(spec.setting()));
  }

  private static void refused(Traj traj, Setting setting, String what) {
    assertTrue(traj.refusal(setting).orElse("").contains(what), traj.refusal(setting).toString());
  }

  // Cells

  private static Map<String, Object> cell(CellIndicator indicator, List<Map<String, Object>> runs) {
    Map<String, Object> columns = new HashMap<>();
    indicator.of(
        new CellIndicator.Replicas() {
          @Override
          public int size() {
            return runs.size();
          }

          @Override
          public Setting setting(int replica) {
            return blobs(1, 1).setting();
          }

          @Override
          public Optional<Object> value(int replica, String column) {
            assertTrue(indicator.reads().contains(column), column);
            return Optional.ofNullable(runs.get(replica).get(column));
          }
        },
        new Out() {
          @Override
          public void put(String column, double value) {
            columns.put(column, value);
          }

          @Override
          public void put(String column, long value) {
            columns.put(column, value);
          }

          @Override
          public void put(String column, boolean value) {
            columns.put(column, value);
          }

          @Override
          public void put(String column, String label) {
            columns.put(column, label);
          }

          @Override
          public void put(String column, double[] values) {
            columns.put(column, values);
          }

          @Override
          public void put(int layer, String column, double value) {
            throw new AssertionError("no layers");
          }

          @Override
          public void put(int layer, String column, double[] values) {
            throw new AssertionError("no layers");
          }
        });
    Set<String> declared = new TreeSet<>();
    indicator.columns().forEach(column -> declared.add(column.name()));
    assertTrue(declared.containsAll(columns.keySet()), columns.keySet().toString());
    return columns;
  }

  private static Map<String, Object> run(boolean amplifying, double... scaled) {
    return Map.of("traj_amplifying", amplifying, "traj_spacing_scaled", scaled);
  }

  /** M + 1 independent Gaussian states of one initial condition. */
  private static double[] states(long seed, int twins) {
    double[] states = new double[twins + 1];
    for (int j = 0; j <= twins; j++) {
      states[j] = ReferenceNumbers.normal(seed, j);
    }
    return Spacings.of(states).scaled();
  }

  @Test
  void spacingsOfIndependentStatesAreToldFromTheFitButNotFromTheNull() {
    List<Map<String, Object>> runs = new java.util.ArrayList<>();
    for (int seed = 100; seed < 140; seed++) {
      runs.add(run(true, states(seed, 25)));
    }
    runs.add(run(false, 25, 0, 0));

    Map<String, Object> cell = cell(new PooledSpacings(), runs);

    assertEquals(1000L, cell.get("traj_spacing_count"));
    assertEquals(780L, cell.get("traj_spacing_pairs"));
    assertTrue((long) cell.get("traj_spacing_pairs_rejected") <= 39, "5 % of 780");
    assertEquals(-0.640, (double) cell.get("traj_spacing_pooled_log_mean"), 0.15);
    assertTrue(
        (double) cell.get("traj_spacing_null_ks")
            < (double) cell.get("traj_spacing_null_critical"));
    assertTrue((double) cell.get("traj_sln_ks") < (double) cell.get("traj_spacing_ks_critical"));
    assertTrue((double) cell.get("traj_spacing_poisson_ks") > (double) cell.get("traj_sln_ks"));
  }

  @Test
  void fewSpacingsHaveMomentsButNoFitAndTiesForbidIt() {
    Map<String, Object> few = cell(new PooledSpacings(), List.of(run(true, 1, 2, 0.5, 0.5)));
    Map<String, Object> tied =
        cell(new PooledSpacings(), List.of(run(true, 9, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 1, 1, 1)));
    Map<String, Object> none = cell(new PooledSpacings(), List.of(run(false, 1, 1)));

    assertTrue(few.containsKey("traj_spacing_pooled_log_mean"));
    assertFalse(few.containsKey("traj_sln_xi"));
    assertFalse(few.containsKey("traj_spacing_pairs"));
    assertTrue(tied.containsKey("traj_spacing_null_ks"));
    assertFalse(tied.containsKey("traj_sln_xi"), "3 of 14 are ties");
    assertEquals(Map.of("traj_spacing_count", 0L), none);
  }

  @Test
  void onlyRunsThatCountEnterThePublishedMean() {
    Map<String, Object> cell =
        cell(
            new CountedExponents(),
            List.of(
                Map.of("traj_nmle_r2win", 0.2, "traj_nmle_r2win_counted", true),
                Map.of("traj_nmle_r2win", 0.4, "traj_nmle_r2win_counted", true),
                Map.of("traj_nmle_r2win", 0.01, "traj_nmle_r2win_counted", false),
                Map.of()));

    assertEquals(2L, cell.get("traj_r2win_accepted"));
    assertEquals(0.3, (double) cell.get("traj_r2win_mean"), 1e-15);
    assertEquals(0.1, (double) cell.get("traj_r2win_sd"), 1e-15);
    assertFalse(cell(new CountedExponents(), List.of(Map.of())).containsKey("traj_r2win_accepted"));
  }
}
