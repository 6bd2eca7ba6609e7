package org.phasegrid.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Activations;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.GaussianClusters;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.Standardize;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Indicators;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.ScalarKernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.loss.Losses;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.Adam;
import org.phasegrid.worker.optimizer.GradientDescent;
import org.phasegrid.worker.optimizer.Momentum;
import org.phasegrid.worker.optimizer.Optimizer;
import org.phasegrid.worker.optimizer.Optimizers;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Stopping;
import org.phasegrid.worker.train.Threshold;

/**
 * A herd gives every run the bits that it has alone, on the kernels of this JVM and in plain Java.
 */
class HerdTest {
  /** Runs of a kin go into a herd even when there is one. */
  private static final ToIntFunction<Kin> ALWAYS = kin -> 0;

  private static final ToIntFunction<Kin> NEVER = kin -> Integer.MAX_VALUE;

  private static List<RunRecord> execute(
      List<RunSpec> specs, List<Indicator> measures, Kernels kernels, ToIntFunction<Kin> alone) {
    List<RunRecord> records = new ArrayList<>();
    new Runs(measures, kernels).execute(specs.iterator(), records::add, alone);
    return records;
  }

  private static String text(RunRecord record) {
    return record.toString().replaceAll("\\[D@[0-9a-f]+", "");
  }

  private static List<RunRecord> assertSameBits(List<RunSpec> specs, List<Indicator> measures) {
    List<RunRecord> alone = execute(specs, measures, new ScalarKernels(), NEVER);
    assertEquals(specs.size(), alone.size());
    for (Kernels kernels : List.of(new ScalarKernels(), Kernels.best())) {
      List<RunRecord> herd = execute(specs, measures, kernels, ALWAYS);
      assertEquals(specs.size(), herd.size());
      for (int i = 0; i < specs.size(); i++) {
        assertEquals(text(alone.get(i)), text(herd.get(i)), i + ": " + specs.get(i));
      }
    }
    return alone;
  }

  /** Rates from too small to diverging and different steps, so that lanes end apart. */
  private static List<RunSpec> sweep(RunSpec spec, int runs) {
    List<RunSpec> specs = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      RunSpec one = Specs.with(spec, new Rate.Fixed(0.01 * StrictMath.pow(1.6, i % 18)));
      one = Specs.with(one, Specs.steps(5 + i * 7 % 11));
      specs.add(Specs.with(one, 1 + i / 7, Map.of("data", 3L)));
    }
    return specs;
  }

  private static RunSpec small(Activation activation, Loss loss, Optimizer optimizer) {
    Mlp mlp =
        Specs.mlp(5, 2, activation, true, Parametrization.NTK, new Gaussian(), new Trained.All());
    return Specs.with(Specs.with(Specs.with(Specs.small(), mlp), loss), optimizer);
  }

  /** Precision and batches take turns, so each is met by every activation, loss and optimizer. */
  @Test
  void everyActivationLossAndOptimizerTrainsTheSameBits() {
    List<Batches> batches = List.of(new Batches.Full(), new Batches.Mini(4, false));
    int visited = 0;
    for (Activation activation : Activations.ALL.members().values()) {
      for (Loss loss : losses()) {
        for (Optimizer optimizer : Optimizers.ALL.members().values()) {
          RunSpec spec = small(activation, loss, optimizer);
          spec = Specs.with(spec, Precision.values()[visited % 2]);
          assertSameBits(sweep(Specs.with(spec, batches.get(visited / 2 % 2)), 19), List.of());
          visited++;
        }
      }
    }
    assertEquals(Activations.ALL.members().size() * 5 * Optimizers.ALL.members().size(), visited);
  }

  private static List<Loss> losses() {
    List<Loss> losses = new ArrayList<>(Losses.ALL.members().values());
    losses.add(new SquaredError(true, SquaredError.Examples.CLASS_MEAN, SquaredError.Outputs.SUM));
    losses.add(new SquaredError(false, SquaredError.Examples.SUM, SquaredError.Outputs.MEAN));
    losses.add(new SquaredError(false, SquaredError.Examples.MEAN, SquaredError.Outputs.MEAN));
    return losses;
  }

  @Test
  void everyShapeTrainsTheSameBits() {
    int visited = 0;
    for (int width : new int[] {1, 2, 3, 4, 7, 16}) {
      for (int depth : new int[] {0, 1, 3}) {
        for (int[] data : new int[][] {{1, 1, 1}, {1, 3, 2}, {9, 2, 1}, {17, 5, 3}, {8, 4, 4}}) {
          for (Precision precision : Precision.values()) {
            RunSpec spec = Specs.with(Specs.small(), Specs.mlp(width, depth, new Tanh()));
            spec = Specs.with(spec, new GaussianNoise(data[0], data[1], data[2]));
            assertSameBits(sweep(Specs.with(spec, precision), 6), List.of());
            visited++;
          }
        }
      }
    }
    assertEquals(6 * 3 * 5 * 2, visited);
  }

  /** What is fixed stays fixed, multipliers and rates per layer are each run's own. */
  @Test
  void everyParametrizationAndTrainedPartTrainsTheSameBits() {
    int visited = 0;
    for (Parametrization parametrization : Parametrization.values()) {
      for (Trained trained :
          List.of(new Trained.All(), new Trained.Biases(), new Trained.Layers(List.of(1, 3)))) {
        for (Mlp.Readout readout : Mlp.Readout.values()) {
          Mlp mlp =
              new Mlp(
                  List.of(6, 4),
                  2,
                  new Relu(),
                  true,
                  1.5,
                  1,
                  0.1,
                  0.2,
                  Mlp.VarianceScale.FAN_IN,
                  parametrization,
                  List.of(),
                  readout,
                  2,
                  new Gaussian(),
                  trained);
          RunSpec spec = Specs.with(Specs.small(), mlp);
          List<RunSpec> specs = new ArrayList<>(sweep(spec, 9));
          specs.add(Specs.with(spec, List.of(2.0, 0.0, 0.5)));
          assertSameBits(specs, List.of());
          visited++;
        }
      }
    }
    assertEquals(4 * 3 * 2, visited);
  }

  /** Same data and step: one tensor for all; other data, or a lane refilled: each its own. */
  @Test
  void lanesMayShareTheirDataOrNot() {
    for (Batches batches :
        List.of(new Batches.Full(), new Batches.Mini(3, false), new Batches.Mini(4, true))) {
      for (Precision precision : Precision.values()) {
        RunSpec spec = Specs.with(Specs.with(Specs.small(), batches), precision);
        List<RunSpec> specs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          RunSpec one = Specs.with(spec, new Rate.Fixed(0.02 * (i + 1)));
          one = Specs.with(one, Specs.steps(3 + i % 5));
          specs.add(
              Specs.with(one, 1 + i % 6, i < 20 ? Map.of("data", 3L, "batches", 4L) : Map.of()));
        }
        assertSameBits(specs, List.of());
      }
    }
  }

  /** What is measured in a lane is what is measured alone, standing needs included. */
  @Test
  void everyIndicatorSeesTheSameRun() {
    List<Indicator> measures = List.copyOf(Indicators.ALL.members().values());
    RunSpec clusters =
        Specs.with(
            Specs.small(),
            new GaussianClusters(12, 3, 2, GaussianClusters.Mean.CLASS, 3, Standardize.INPUT));
    RunSpec spec = Specs.with(clusters, new TestSet.Drawn(9), new Probe.Drawn(5, Probe.From.FRESH));
    for (Optimizer optimizer : List.of(new GradientDescent(), Momentum.COMMON)) {
      for (Precision precision : Precision.values()) {
        List<RunRecord> records =
            assertSameBits(sweep(Specs.with(Specs.with(spec, optimizer), precision), 11), measures);
        assertTrue(records.get(0).steps().size() > 1);
      }
    }
  }

  /** Rules with other parameters, steps and schedules stand in one herd. */
  @Test
  void everyLaneHasItsOwnRule() {
    List<RunSpec> specs = new ArrayList<>();
    for (int i = 0; i < 37; i++) {
      Optimizer optimizer =
          i % 2 == 0 ? new Momentum(0.02 * i) : new Adam(0.5 + 0.01 * i, 0.9, 1e-8 * (i + 1));
      RunSpec spec = Specs.with(Specs.small(), optimizer);
      specs.add(Specs.with(spec, Specs.steps(4 + i)));
    }

    assertSameBits(specs, List.of());
  }

  @Test
  void aLaneThatOverflowsDoesNotTouchOneThatConverges() {
    for (Precision precision : Precision.values()) {
      for (Activation activation : List.of(new Relu(), new Identity())) {
        RunSpec spec =
            Specs.with(
                Specs.with(Specs.with(Specs.small(), Specs.mlp(5, 2, activation)), precision),
                new Stopping(60, new Threshold.Never(), new Threshold.TimesInitial(0.99)));
        List<RunSpec> specs =
            List.of(
                Specs.with(spec, new Rate.Fixed(1e30)),
                Specs.with(spec, new Rate.Fixed(0.05)),
                Specs.with(spec, new Rate.Fixed(1e300)),
                Specs.with(spec, new Rate.Fixed(0)),
                Specs.with(spec, new Rate.Fixed(3)));

        List<RunRecord> records = assertSameBits(specs, List.of());

        assertInstanceOf(Outcome.Diverged.class, records.get(0).outcome());
        assertInstanceOf(Outcome.Converged.class, records.get(1).outcome());
        assertInstanceOf(Outcome.Diverged.class, records.get(2).outcome());
        assertInstanceOf(Outcome.Finished.class, records.get(3).outcome());
      }
    }
  }

  /** A loss of 1e38 and above is infinite in float32 alone. */
  @Test
  void aSingleOverflowsWhereADoubleDoesNot() {
    RunSpec spec = Specs.with(Specs.small(), Specs.mlp(5, 1, new Identity()));
    spec = Specs.with(spec, new Stopping(40, new Threshold.Never(), new Threshold.Never()));
    spec = Specs.with(spec, new Rate.Fixed(1e8));

    RunRecord single =
        assertSameBits(List.of(Specs.with(spec, Precision.FLOAT32)), List.of()).get(0);
    RunRecord twice =
        assertSameBits(List.of(Specs.with(spec, Precision.FLOAT64)), List.of()).get(0);

    assertInstanceOf(Outcome.Diverged.class, single.outcome());
    assertTrue(single.outcome().step() < twice.outcome().step());
  }

  @Test
  void aStalledLaneEndsAlone() {
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
    Mlp alive =
        new Mlp(
            List.of(4),
            1,
            new Relu(),
            true,
            1,
            1,
            0,
            1,
            Mlp.VarianceScale.FAN_IN,
            Parametrization.STANDARD,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            new Gaussian(),
            new Trained.Layers(List.of(1)));

    List<RunRecord> records =
        assertSameBits(
            List.of(Specs.with(Specs.small(), dead), Specs.with(Specs.small(), alive)), List.of());

    assertEquals(new Outcome.Stalled(0), records.get(0).outcome());
    assertEquals(new Outcome.Finished(12), records.get(1).outcome());
  }

  @Test
  void oneRunAndNoStepsAreAHerdToo() {
    assertSameBits(List.of(Specs.small()), List.of());
    assertSameBits(List.of(Specs.with(Specs.small(), Specs.steps(0))), List.of());
    assertSameBits(List.of(), List.of());
  }

  /** Kinds of runs mixed as they come: records in the order of the specs. */
  @Test
  void runsOfOtherShapesAreSortedApart() {
    List<RunSpec> specs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      RunSpec spec = Specs.with(Specs.small(), Specs.mlp(2 + i % 4, 1 + i % 2, new Tanh()));
      specs.add(Specs.with(Specs.with(spec, i, Map.of()), Specs.steps(1 + i % 7)));
    }

    List<RunRecord> records = assertSameBits(specs, List.of());

    for (int i = 0; i < specs.size(); i++) {
      assertEquals(RunId.of(specs.get(i)), records.get(i).id());
    }
  }

  /** Few runs left go on alone, from where they stand. */
  @Test
  void theLastOfAHerdGoOnAlone() {
    List<RunSpec> specs = sweep(Specs.with(Specs.small(), Momentum.COMMON), 40);
    List<RunRecord> alone = execute(specs, List.of(), Kernels.best(), NEVER);
    for (int few : new int[] {1, 2, 3, 17, 39, 40}) {
      assertEquals(alone, execute(specs, List.of(), Kernels.best(), kin -> few));
    }
  }

  /** A rule that reads elements itself cannot be played for a herd: its runs go alone. */
  @Test
  void anOptimizerThatDoesNotLeaveItsStepToKernelsGoesAlone() {
    List<RunSpec> specs = List.of(Specs.with(Specs.small(), new SignDescent(0.01)));

    assertSameBits(specs, List.of());
  }

  private record SignDescent(double share) implements Optimizer {
    @Override
    public int memories() {
      return 0;
    }

    @Override
    public void step(
        Kernels kernels, long step, double eta, Tensor theta, Tensor gradient, Tensor[] memory) {
      theta.set(0, theta.get(0) - eta * share * Math.max(-1, Math.min(1, gradient.get(0))));
    }
  }

  @Test
  void whatThrowsInALaneIsThrown() {
    Indicator failing =
        new Indicator() {
          @Override
          public List<Column> columns() {
            return List.of();
          }

          @Override
          public java.util.Set<Need<?>> needs() {
            return java.util.Set.of();
          }

          @Override
          public Looks looks() {
            return new Looks.Last();
          }

          @Override
          public Meter start() {
            return (snapshot, out) -> {
              throw new ArithmeticException("step " + snapshot.step());
            };
          }
        };

    assertEquals(
        "step 12",
        assertThrows(
                ArithmeticException.class,
                () -> execute(List.of(Specs.small()), List.of(failing), Kernels.best(), ALWAYS))
            .getMessage());
  }

  /** Equal kin are what may stand together: everything else is a lane's own. */
  @Test
  void kinIsShapeAndRule() {
    RunSpec spec = Specs.small();
    List<RunSpec> kin =
        List.of(
            Specs.with(spec, new Rate.OverSharpness(1)),
            Specs.with(spec, 9, Map.of("data", 1L)),
            Specs.with(spec, Specs.steps(3)),
            Specs.with(spec, new TestSet.Drawn(4), new Probe.None()),
            Specs.with(spec, new Batches.Mini(7, false)));
    List<RunSpec> others =
        List.of(
            Specs.with(spec, Specs.mlp(6, 2, new Tanh())),
            Specs.with(spec, new Momentum(0.5)),
            Specs.with(spec, new Batches.Mini(6, false)),
            Specs.with(spec, Precision.FLOAT32));

    assertEquals(
        Optional.of(Kin.of(spec)), kin.stream().map(Kin::of).distinct().reduce((a, b) -> null));
    TreeSet<Integer> places = new TreeSet<>();
    for (int i = 0; i < others.size(); i++) {
      if (!Kin.of(others.get(i)).equals(Kin.of(spec))) {
        places.add(i);
      }
    }
    assertEquals(others.size(), places.size());
  }
}
