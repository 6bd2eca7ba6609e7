package org.phasegrid.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.dataset.GaussianClusters;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.dataset.ModularAddition;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.Standardize;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Indicators;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.general.Loss;
import org.phasegrid.worker.indicator.general.Sharpness;
import org.phasegrid.worker.indicator.general.Trainability;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.ZeroReadout;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.ScalarKernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.CrossEntropy;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.Adamw;
import org.phasegrid.worker.optimizer.Momentum;
import org.phasegrid.worker.optimizer.Optimizer;
import org.phasegrid.worker.optimizer.Optimizers;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

class RunTest {
  @Test
  void measuringDoesNotDisturbTheRun() {
    int visited = 0;
    for (Indicator indicator : Indicators.ALL.members().values()) {
      for (Optimizer optimizer : Optimizers.ALL.members().values()) {
        for (Precision precision : Precision.values()) {
          for (Batches batches :
              List.of(new Batches.Full(), new Batches.Mini(3, false), new Batches.Mini(4, true))) {
            RunSpec spec =
                Specs.with(
                    Specs.with(Specs.with(Specs.smallFor(indicator), optimizer), precision),
                    batches);

            RunRecord watched = Run.execute(spec, List.of(indicator));
            RunRecord alone = Run.execute(spec, List.of());

            assertEquals(
                alone.fingerprint(),
                watched.fingerprint(),
                indicator + " " + optimizer + " " + precision + " " + batches);
            visited++;
          }
        }
      }
    }
    assertEquals(Indicators.ALL.members().size() * 5 * 2 * 3, visited);
  }

  @Test
  void scalarAndBestKernelsTrainTheSameBits() {
    for (Precision precision : Precision.values()) {
      for (Mlp mlp :
          List.of(
              Specs.mlp(5, 2, new Tanh()),
              Specs.mlp(33, 1, new Relu()),
              Specs.mlp(16, 3, new org.phasegrid.worker.activation.Erf()))) {
        RunSpec spec = Specs.with(Specs.with(Specs.small(), precision), mlp);

        List<Indicator> measures = Specs.suiting(spec);
        RunRecord best = new Runs(measures, Kernels.best()).execute(spec);
        RunRecord scalar = new Runs(measures, new ScalarKernels()).execute(spec);

        assertEquals(
            best.toString().replaceAll("\\[D@[0-9a-f]+", ""),
            scalar.toString().replaceAll("\\[D@[0-9a-f]+", ""));
      }
    }
  }

  @Test
  void aRunDoesNotDependOnWhoRanBefore() {
    List<RunSpec> specs = new ArrayList<>();
    for (double c : new double[] {0.5, 1, 2, 3}) {
      for (long seed = 1; seed <= 3; seed++) {
        specs.add(Specs.with(Specs.with(Specs.small(), new Rate.OverSharpness(c)), seed, Map.of()));
        specs.add(Specs.with(Specs.with(Specs.small(), new Rate.OverKernel(c)), seed, Map.of()));
      }
    }
    List<RunRecord> inOneGo = new ArrayList<>();
    Runs.execute(specs.iterator(), List.of(), inOneGo::add);

    for (int i = 0; i < specs.size(); i++) {
      assertEquals(Run.execute(specs.get(i), List.of()), inOneGo.get(i));
    }
  }

  /**
   * One linear unit on one example x = (1): L = (w - y)² / 2, so w_t - y = (1 - eta)^t (w_0 - y);
   * stable iff eta < 2.
   */
  @Test
  void aQuadraticConvergesBelowTwoOverItsCurvatureAndDivergesAbove() {
    RunSpec spec =
        Specs.with(
            Specs.with(
                Specs.with(Specs.small(), Specs.mlp(1, 0, new Identity())),
                new GaussianNoise(5, 1, 1)),
            Specs.steps(2000));

    RunRecord below =
        Run.execute(
            Specs.with(spec, new Rate.OverSharpness(1.999)), List.of(Trainability.PUBLISHED));
    RunRecord above =
        Run.execute(
            Specs.with(spec, new Rate.OverSharpness(2.05)), List.of(Trainability.PUBLISHED));

    assertInstanceOf(Outcome.Finished.class, below.outcome());
    assertInstanceOf(Outcome.Diverged.class, above.outcome());
    assertEquals(true, below.values().get("trainable"));
    assertEquals(false, above.values().get("trainable"));
    assertEquals(2.05, above.learningRate() * above.lambdaInitial().getAsDouble(), 1e-12);
  }

  /** Heavy ball on a quadratic is stable iff eta lambda < 2 + 2 beta (Polyak 1964). */
  @Test
  void momentumIsStableUpToTwoPlusTwoBeta() {
    RunSpec quadratic =
        Specs.with(
            Specs.with(Specs.small(), Specs.mlp(1, 0, new Identity())), new GaussianNoise(5, 1, 1));
    RunSpec spec = Specs.with(Specs.with(quadratic, new Momentum(0.5)), Specs.steps(5000));

    assertInstanceOf(
        Outcome.Finished.class,
        Run.execute(Specs.with(spec, new Rate.OverSharpness(2.99)), List.of()).outcome());
    assertInstanceOf(
        Outcome.Diverged.class,
        Run.execute(Specs.with(spec, new Rate.OverSharpness(3.02)), List.of()).outcome());
  }

  @Test
  void outcomesAreValues() {
    RunSpec spec = Specs.small();
    RunSpec easy =
        Specs.with(
            spec,
            new Stopping(500, new Threshold.TimesInitial(1e12), new Threshold.TimesInitial(0.9)));
    RunSpec strict =
        Specs.with(
            Specs.with(spec, new Rate.Fixed(50)),
            new Stopping(500, new Threshold.TimesInitial(1.5), new Threshold.Never()));

    assertEquals(new Outcome.Finished(12), Run.execute(spec, List.of()).outcome());
    assertEquals(
        new Outcome.Finished(0),
        Run.execute(Specs.with(spec, Specs.steps(0)), List.of()).outcome());
    assertInstanceOf(Outcome.Converged.class, Run.execute(easy, List.of()).outcome());
    assertInstanceOf(Outcome.Diverged.class, Run.execute(strict, List.of()).outcome());
  }

  @Test
  void anOverflowOnTheFirstStepIsADivergedRun() {
    RunSpec spec =
        Specs.with(Specs.with(Specs.small(), new Rate.Fixed(1e300)), Specs.mlp(5, 2, new Relu()));

    for (Precision precision : Precision.values()) {
      RunRecord record = Run.execute(Specs.with(spec, precision), Specs.suiting(spec));

      assertInstanceOf(Outcome.Diverged.class, record.outcome());
      assertEquals(1, record.outcome().step());
      assertEquals(false, record.values().get("trainable"));
    }
  }

  /**
   * A zero readout with zero targets of cross-entropy-free data: relu units that are all dead have
   * a zero gradient.
   */
  @Test
  void aZeroGradientAboveZeroLossStalls() {
    Mlp dead =
        new Mlp(
            List.of(4),
            1,
            new Relu(),
            true,
            0,
            1,
            0,
            -1,
            Mlp.VarianceScale.FAN_IN,
            Parametrization.STANDARD,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            new Gaussian(),
            new Trained.Layers(List.of(1)));

    RunRecord record =
        Run.execute(Specs.with(Specs.small(), dead), List.of(Trainability.PUBLISHED));

    assertEquals(new Outcome.Stalled(0), record.outcome());
    assertEquals(false, record.values().get("trainable"));
    // v_t = 1 throughout: the sum of inverses over T = 12 steps.
    assertEquals(12.0, (double) record.values().get("convergence_measure"), 0);
    // Weight decay moves theta without a gradient: nothing stalls.
    assertEquals(
        new Outcome.Finished(12),
        Run.execute(Specs.with(Specs.with(Specs.small(), dead), Adamw.COMMON), List.of())
            .outcome());
  }

  @Test
  void theSameSeedIsTheSameInitializationAtEveryRate() {
    RunSpec spec = Specs.with(Specs.small(), Specs.steps(0));

    String slow = Run.execute(Specs.with(spec, new Rate.Fixed(1e-3)), List.of()).fingerprint();
    String fast = Run.execute(Specs.with(spec, new Rate.Fixed(1e3)), List.of()).fingerprint();
    String other = Run.execute(Specs.with(spec, 8, Map.of()), List.of()).fingerprint();
    String pinned = Run.execute(Specs.with(spec, 8, Map.of("init", 7L)), List.of()).fingerprint();

    assertEquals(slow, fast);
    assertNotEquals(slow, other);
    assertEquals(slow, pinned);
  }

  /**
   * Mean-field and mup are one dynamics of f in two coordinates (readout W / n at rate n against W
   * at rate 1 / n).
   */
  @Test
  void meanFieldAndMupTrainTheSameFunction() {
    RunRecord meanField = lossCurve(Parametrization.MEAN_FIELD);
    RunRecord mup = lossCurve(Parametrization.MUP);

    for (int t = 0; t < meanField.steps().size(); t++) {
      double expected = meanField.steps().get(t).loss();
      // 40 steps of rounding differences of relative size 1e-16 each, amplified by a stable run.
      assertEquals(expected, mup.steps().get(t).loss(), 1e-11 * expected);
    }
    assertTrue(meanField.lossFinal() < 0.9 * meanField.lossInitial());
  }

  private static RunRecord lossCurve(Parametrization parametrization) {
    Mlp mlp = Specs.mlp(8, 2, new Tanh(), true, parametrization, new Gaussian(), new Trained.All());
    return Run.execute(
        Specs.with(
            Specs.with(Specs.with(Specs.small(), mlp), new Rate.Fixed(0.05)), Specs.steps(40)),
        List.of(Loss.EVERY_STEP));
  }

  @Test
  void ratesPerLayerMultiplyTheRate() {
    RunSpec spec = Specs.small();

    RunRecord once = Run.execute(Specs.with(spec, new Rate.Fixed(0.2)), List.of());
    RunRecord byLayer =
        Run.execute(
            Specs.with(Specs.with(spec, new Rate.Fixed(0.1)), List.of(2.0, 2.0, 2.0)), List.of());
    RunRecord frozen = Run.execute(Specs.with(spec, List.of(0.0, 0.0, 0.0)), List.of());

    assertEquals(once.fingerprint(), byLayer.fingerprint());
    assertEquals(frozen.lossInitial(), frozen.lossFinal(), 0);
  }

  @Test
  void aZeroReadoutBeginsAtZeroAndHasNoSharpnessReduction() {
    Mlp mlp =
        Specs.mlp(
            64,
            2,
            new Tanh(),
            false,
            Parametrization.STANDARD,
            new ZeroReadout(),
            new Trained.All());
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.with(Specs.small(), mlp), new Rate.OverSharpness(1)), Specs.steps(10));

    RunRecord record = Run.execute(spec, List.of(new Sharpness(new Looks.Every(10), 40)));

    double first = (double) record.steps().get(0).values().get("sharpness");
    double last = (double) record.steps().get(1).values().get("sharpness");
    assertEquals(first, record.lambdaInitial().getAsDouble(), 1e-4 * first);
    assertEquals(1, last / first, 0.2);
  }

  @Test
  void batchesAreAFunctionOfKeyAndStep() {
    Batches.Mini mini = new Batches.Mini(3, false);
    org.phasegrid.worker.random.Key key = org.phasegrid.worker.random.Key.of(4);
    java.util.Set<Integer> epoch = new java.util.TreeSet<>();
    for (int step = 0; step < 4; step++) {
      for (int example : mini.of(key, step, 12)) {
        epoch.add(example);
      }
    }

    assertEquals(12, epoch.size());
    org.junit.jupiter.api.Assertions.assertArrayEquals(mini.of(key, 9, 12), mini.of(key, 9, 12));
  }

  /** The same bits with and without a test set and a probe; a test on the training set agrees. */
  @Test
  void aTestSetAndAProbeAreDrawnBesideTheTraining() {
    RunSpec plain =
        Specs.with(
            Specs.small(),
            new GaussianClusters(12, 3, 2, GaussianClusters.Mean.CLASS, 3, Standardize.INPUT));
    RunSpec tested = Specs.with(plain, new TestSet.Drawn(50), new Probe.Drawn(9, Probe.From.FRESH));

    RunRecord alone = Run.execute(plain, List.of());
    RunRecord record = Run.execute(tested, List.of(Trainability.PUBLISHED));

    assertEquals(alone.fingerprint(), record.fingerprint());
    assertEquals(List.of(), RunColumns.of(plain));
    assertEquals(
        List.of("accuracy", "test_accuracy", "test_loss"),
        RunColumns.of(tested).stream().map(column -> column.name()).toList());
    assertEquals(
        List.of("accuracy", "test_accuracy", "test_loss"),
        List.copyOf(record.values().keySet()).subList(0, 3));
    Objective test =
        plain
            .architecture()
            .objective(
                plain.dataset().beside(plain.draws(), "test", 50),
                plain.loss(),
                Precision.FLOAT64,
                Kernels.best());
    Tensor[] last = new Tensor[1];
    Run.execute(plain, List.of(new LastTheta(last)));
    assertEquals(test.loss(last[0]), (double) record.values().get("test_loss"), 0);
    assertEquals(test.accuracy(last[0]), (double) record.values().get("test_accuracy"), 0);
    assertTrue((double) record.values().get("accuracy") >= 0.5);
  }

  private record LastTheta(Tensor[] kept) implements Indicator {
    @Override
    public List<org.phasegrid.worker.indicator.Column> columns() {
      return List.of();
    }

    @Override
    public java.util.Set<org.phasegrid.worker.train.Need<?>> needs() {
      return java.util.Set.of();
    }

    @Override
    public Looks looks() {
      return new Looks.Last();
    }

    @Override
    public org.phasegrid.worker.indicator.Meter start() {
      return (snapshot, out) -> kept[0] = snapshot.theta();
    }
  }

  @Test
  void probesComeFromWhereTheyAreAsked() {
    RunSpec spec = Specs.small();
    Examples training = spec.dataset().draw(spec.draws());
    int visited = 0;
    for (Probe.From from : Probe.From.values()) {
      Examples[] seen = new Examples[1];
      Indicator looking =
          new Indicator() {
            @Override
            public List<org.phasegrid.worker.indicator.Column> columns() {
              return List.of();
            }

            @Override
            public java.util.Set<org.phasegrid.worker.train.Need<?>> needs() {
              return java.util.Set.of();
            }

            @Override
            public Looks looks() {
              return new Looks.Last();
            }

            @Override
            public org.phasegrid.worker.indicator.Meter start() {
              return (snapshot, out) -> seen[0] = snapshot.probe().orElseThrow();
            }
          };
      Run.execute(
          Specs.with(spec, new TestSet.Drawn(5), new Probe.Drawn(4, from)), List.of(looking));

      Examples expected =
          switch (from) {
            case FRESH -> spec.dataset().beside(spec.draws(), "probe", 4);
            case TEST -> spec.dataset().beside(spec.draws(), "test", 4);
            case TRAIN -> training.first(4);
          };
      assertEquals(4, seen[0].count());
      org.junit.jupiter.api.Assertions.assertArrayEquals(
          expected.x().toArray(), seen[0].x().toArray(), 0);
      visited++;
    }
    assertEquals(3, visited);
  }

  @Test
  void examplesThatAreNotThereAreRefused() {
    RunSpec spec = Specs.small();
    RunSpec addition = Specs.with(spec, new ModularAddition(5, 0.8));

    assertEquals(
        "test: rest wants a finite data set, gaussian-noise draws without end; wanted test.examples",
        refusal(spec, new TestSet.Rest(), new Probe.None()));
    assertEquals(
        "test wants 6 examples, but modular-addition leaves 5 beside its 20 training examples",
        refusal(addition, new TestSet.Drawn(6), new Probe.None()));
    assertEquals(
        "probe.examples is 6, but there are 5 test examples",
        refusal(addition, new TestSet.Rest(), new Probe.Drawn(6, Probe.From.TEST)));
    assertEquals(
        "probe.examples is 8, but there are 7 training examples",
        refusal(spec, new TestSet.None(), new Probe.Drawn(8, Probe.From.TRAIN)));
    Run.execute(Specs.with(addition, new TestSet.Rest(), new Probe.None()), List.of());
  }

  private static String refusal(RunSpec spec, TestSet test, Probe probe) {
    return org.junit.jupiter.api.Assertions.assertThrows(
            IllegalArgumentException.class, () -> Specs.with(spec, test, probe))
        .getMessage();
  }

  @Test
  void aSpecsNameChangesWithEveryPartThatDecidesItsBits() {
    RunSpec spec = Specs.small();
    List<RunSpec> others =
        List.of(
            Specs.with(spec, Specs.mlp(6, 2, new Tanh())),
            Specs.with(spec, new GaussianNoise(8, 3, 2)),
            Specs.with(spec, (org.phasegrid.worker.loss.Loss) new CrossEntropy()),
            Specs.with(
                spec,
                new SquaredError(false, SquaredError.Examples.MEAN, SquaredError.Outputs.SUM)),
            Specs.with(spec, new TestSet.Drawn(7), new Probe.None()),
            Specs.with(spec, new TestSet.None(), new Probe.Drawn(7, Probe.From.FRESH)),
            Specs.with(spec, new Momentum(0.9)),
            Specs.with(spec, new Rate.Fixed(Math.nextUp(0.1))),
            Specs.with(spec, new Rate.OverSharpness(0.1)),
            Specs.with(spec, List.of(1.0, 1.0, 1.0)),
            Specs.with(spec, new Batches.Mini(7, false)),
            Specs.with(spec, Specs.steps(13)),
            Specs.with(spec, Precision.FLOAT32),
            Specs.with(spec, 8, Map.of()),
            Specs.with(spec, 7, Map.of("data", 7L)));
    java.util.Set<String> names = new java.util.TreeSet<>(List.of(RunId.of(spec).hex()));
    others.forEach(other -> names.add(RunId.of(other).hex()));

    assertEquals(others.size() + 1, names.size());
    assertEquals(RunId.of(spec), RunId.of(Specs.small()));
  }
}
