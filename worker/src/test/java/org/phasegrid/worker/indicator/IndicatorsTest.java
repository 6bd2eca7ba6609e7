package org.phasegrid.worker.indicator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.general.Criterion;
import org.phasegrid.worker.indicator.general.GradientNorm;
import org.phasegrid.worker.indicator.general.Ntk;
import org.phasegrid.worker.indicator.general.Sharpness;
import org.phasegrid.worker.indicator.general.Signal;
import org.phasegrid.worker.indicator.general.Trainability;
import org.phasegrid.worker.indicator.general.WeightNorm;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.Orthogonal;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.train.Need;

class IndicatorsTest {
  @Test
  void everyIndicatorFillsOnlyTheColumnsItDeclares() {
    int visited = 0;
    for (Indicator indicator : Indicators.ALL.members().values()) {
      Set<String> names = new HashSet<>();
      for (Column column : indicator.columns()) {
        assertTrue(names.add(column.scope() + " " + column.name()), "twice: " + column);
        assertTrue(column.name().matches("[a-z][a-z0-9_]*"), column.name());
        assertFalse(column.meaning().isBlank(), column.name());
      }
      assertNotNull(
          indicator.getClass().getAnnotation(About.class),
          indicator + " says nothing about itself");

      RunRecord record = Run.execute(Specs.smallFor(indicator), List.of(indicator));

      Set<String> filled = new HashSet<>();
      record.values().keySet().forEach(name -> filled.add("RUN " + name));
      record
          .steps()
          .forEach(row -> row.values().keySet().forEach(name -> filled.add("STEP " + name)));
      record
          .layers()
          .forEach(row -> row.values().keySet().forEach(name -> filled.add("LAYER " + name)));
      assertTrue(
          names.containsAll(filled), indicator + " fills " + filled + " but declares " + names);
      assertFalse(filled.isEmpty(), indicator + " measured nothing");
      visited++;
    }
    assertEquals(Indicators.ALL.members().size(), visited);
    assertTrue(visited >= 12);
  }

  /** Columns of cells are in rows of one scope, and under the name of their family. */
  @Test
  void everyIndicatorOfCellsSaysWhatItMakesOfWhat() {
    int visited = 0;
    for (Indicator indicator : Indicators.ALL.members().values()) {
      Set<String> own = new HashSet<>();
      indicator.columns().forEach(column -> own.add(column.name()));
      for (CellIndicator cells : indicator.ofCells()) {
        assertEquals(1, cells.columns().stream().map(Column::scope).distinct().count());
        assertFalse(cells.reads().isEmpty(), indicator + " makes columns of nothing");
        for (Column column : cells.columns()) {
          assertTrue(column.name().matches("[a-z][a-z0-9_]*"), column.name());
          assertFalse(column.meaning().isEmpty(), column.name());
          assertTrue(own.add(column.name()), column.name() + " is given twice");
        }
      }
      visited++;
    }
    assertTrue(visited >= 8);
  }

  @Test
  void anUndeclaredNeedIsAnErrorThatNamesIt() {
    Indicator careless =
        new Indicator() {
          @Override
          public List<Column> columns() {
            return List.of(new Column("x", Column.Scope.STEP, "", "x"));
          }

          @Override
          public Set<Need<?>> needs() {
            return Set.of();
          }

          @Override
          public Looks looks() {
            return new Looks.Every(1);
          }

          @Override
          public Meter start() {
            return (snapshot, out) -> snapshot.get(new org.phasegrid.worker.need.FullGradient());
          }
        };

    IllegalStateException error =
        assertThrows(
            IllegalStateException.class, () -> Run.execute(Specs.small(), List.of(careless)));

    assertTrue(error.getMessage().contains("FullGradient"), error.getMessage());
  }

  @Test
  void equalNeedsAreComputedOncePerLook() {
    int[] computed = {0};
    record Counted(int[] count) implements Need<String> {
      @Override
      public String at(org.phasegrid.worker.train.Snapshot snapshot) {
        count[0]++;
        return "value";
      }
    }
    record Asking(int[] count, String name) implements Indicator {
      @Override
      public List<Column> columns() {
        return List.of();
      }

      @Override
      public Set<Need<?>> needs() {
        return Set.of(new Counted(count));
      }

      @Override
      public Looks looks() {
        return new Looks.Every(4);
      }

      @Override
      public Meter start() {
        return (snapshot, out) -> snapshot.get(new Counted(count));
      }
    }

    Run.execute(Specs.small(), List.of(new Asking(computed, "a"), new Asking(computed, "b")));

    assertEquals(4, computed[0], "looks at 0, 4, 8, 12");
  }

  /** A diverged run has looks at which nothing is defined: they are rows all the same. */
  @Test
  void everyLookIsARow() {
    RunSpec spec = Specs.with(Specs.small(), new Rate.Fixed(1e300));
    RunRecord record = Run.execute(spec, List.of(Sharpness.LANCZOS_24));

    assertEquals(List.of(0L, 1L), record.steps().stream().map(RunRecord.StepRow::step).toList());
    assertTrue(record.steps().get(1).values().isEmpty());
  }

  /** The loss curve knows L_0 though it does not look at it. */
  @Test
  void theLossCurveIsRelativeToTheFirstLossWhereverItLooks() {
    RunRecord record =
        Run.execute(
            Specs.small(),
            List.of(new org.phasegrid.worker.indicator.general.Loss(new Looks.At(List.of(5L)))));

    assertEquals(
        record.steps().get(0).loss() / record.lossInitial(),
        (Double) record.steps().get(0).values().get("loss_over_initial"),
        0);
  }

  @Test
  void looksAreWhereTheyAreAsked() {
    assertEquals(List.of(0L, 5L, 10L, 12L), looks(new Looks.Every(5)));
    assertEquals(List.of(0L, 3L), looks(new Looks.At(List.of(3L, 0L, 99L))));
    assertEquals(List.of(0L, 1L, 2L, 4L, 5L, 8L, 11L, 12L), looks(new Looks.Log2(0.5)));
    assertEquals(List.of(12L), looks(new Looks.Last()));
  }

  private static List<Long> looks(Looks looks) {
    List<Long> steps = new ArrayList<>();
    Run.execute(Specs.small(), List.of(new WeightNorm(looks)))
        .steps()
        .forEach(row -> steps.add(row.step()));
    return steps;
  }

  /**
   * L_t = L_0 (1 - c)^(2t) for one linear unit without noise floor: the measure is a geometric sum.
   */
  @Test
  void convergenceMeasureOfAGeometricDecayIsAGeometricSum() {
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.small(), Specs.mlp(1, 0, new Identity())), new GaussianNoise(1, 1, 1));
    RunRecord record =
        Run.execute(
            Specs.with(Specs.with(spec, new Rate.OverSharpness(0.5)), Specs.steps(30)),
            List.of(Trainability.PUBLISHED));

    double expected = 0;
    for (int t = 0; t < 30; t++) {
      expected += Math.pow(0.25, t);
    }
    assertEquals(-expected, (Double) record.values().get("convergence_measure"), 1e-12);
    assertEquals(2L, record.values().get("steps_to_target"));
    assertNull(record.values().get("first_rise_step"));
  }

  @Test
  void firstRiseAndCriteriaReadTheLossCurve() {
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.small(), Specs.mlp(1, 0, new Identity())), new GaussianNoise(1, 1, 1));
    RunRecord rising =
        Run.execute(
            Specs.with(spec, new Rate.OverSharpness(2.5)),
            List.of(new Trainability(new Criterion.LossRatio(0.5), 0.1)));
    RunRecord falling =
        Run.execute(
            Specs.with(spec, new Rate.OverSharpness(1)),
            List.of(new Trainability(new Criterion.LossRatio(0.5), 0.1)));

    assertEquals(1L, rising.values().get("first_rise_step"));
    assertEquals(1L, rising.values().get("first_step_up"));
    assertEquals(false, rising.values().get("trainable"));
    assertEquals(true, falling.values().get("trainable"));
    assertEquals(1L, falling.values().get("steps_to_target"));
  }

  /**
   * A deep orthogonal linear network of gain 1: every singular value of the Jacobian is 1, signals
   * keep norm and angle.
   */
  @Test
  void orthogonalLinearNetworksAreIsometries() {
    Mlp mlp =
        new Mlp(
            List.of(6),
            4,
            new Identity(),
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
            new Orthogonal(),
            new Trained.All());
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.with(Specs.small(), mlp), new GaussianNoise(3, 6, 6)), Specs.steps(0));
    RunRecord record =
        Run.execute(
            spec,
            List.of(new Signal(new Looks.At(List.of(0L)), 1, 0.5, Signal.Jacobian.EVERY_LAYER)));

    assertEquals(5, record.layers().size());
    double q = (Double) record.layers().get(0).values().get("signal_q");
    double correlation = (Double) record.layers().get(0).values().get("signal_correlation");
    for (RunRecord.LayerRow row : record.layers()) {
      assertEquals(q, (Double) row.values().get("signal_q"), 1e-13);
      assertEquals(correlation, (Double) row.values().get("signal_correlation"), 1e-13);
      assertEquals(1, (Double) row.values().get("signal_backward"), 1e-13);
      assertArrayEquals(
          new double[] {1, 1, 1, 1, 1, 1},
          (double[]) row.values().get("signal_singular_values"),
          1e-13);
    }
  }

  /**
   * He-initialized relu keeps q: q_l = q_0 in expectation; 8 layers of width 400, so a relative
   * spread of about sqrt(5 l / n) = 0.3.
   */
  @Test
  void signalsOfReluNetworksKeepTheirVarianceAtTwo() {
    Mlp mlp =
        new Mlp(
            List.of(400),
            8,
            new Relu(),
            false,
            2,
            2,
            0,
            0,
            Mlp.VarianceScale.FAN_IN,
            Parametrization.STANDARD,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            new Gaussian(),
            new Trained.All());
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.with(Specs.small(), mlp), new GaussianNoise(2, 100, 400)),
            Specs.steps(0));
    double sum = 0;
    for (long seed = 1; seed <= 8; seed++) {
      RunRecord record =
          Run.execute(
              Specs.with(spec, seed, Map.of()),
              List.of(new Signal(new Looks.At(List.of(0L)), 1, 0, Signal.Jacobian.NONE)));
      sum +=
          (Double) record.layers().get(8).values().get("signal_q")
              / (Double) record.layers().get(0).values().get("signal_q");
    }
    // Mean of 8 ratios of spread 0.3: four standard errors are 0.42.
    assertEquals(1, sum / 8, 0.42);
  }

  @Test
  void normsOfLayersAddUpToTheWhole() {
    RunRecord record =
        Run.execute(
            Specs.small(),
            List.of(new GradientNorm(new Looks.Every(3)), new WeightNorm(new Looks.Every(3))));

    assertEquals(5, record.steps().size());
    for (RunRecord.StepRow step : record.steps()) {
      for (String name : List.of("gradient_norm", "weight_norm", "weight_distance")) {
        double squares = 0;
        for (RunRecord.LayerRow row : record.layers()) {
          if (row.step().getAsLong() == step.step()) {
            squares += Math.pow((Double) row.values().get(name), 2);
          }
        }
        double whole = (Double) step.values().get(name);
        assertEquals(whole * whole, squares, 1e-12 * squares);
      }
    }
    assertEquals(0.0, (Double) record.steps().get(0).values().get("weight_distance"), 0);
  }

  /**
   * For squared error the loss-weighted kernel is the kernel times 1 / B; one linear unit has Theta
   * = XᵀX.
   */
  @Test
  void kernelOfALinearUnitIsTheGramMatrixOfItsInputs() {
    RunSpec spec =
        Specs.with(
            Specs.with(
                Specs.with(Specs.small(), Specs.mlp(1, 0, new Identity())),
                new GaussianNoise(6, 3, 1)),
            Specs.steps(0));
    RunRecord record = Run.execute(spec, List.of(Ntk.AT_ENDS, Sharpness.LANCZOS_24));
    Map<String, Object> values = record.steps().get(0).values();

    var x = spec.dataset().draw(spec.draws()).x();
    double trace = 0;
    for (int i = 0; i < x.size(); i++) {
      trace += x.get(i) * x.get(i);
    }
    assertEquals(trace, (Double) values.get("ntk_trace"), 1e-12 * trace);
    assertEquals(
        (Double) values.get("sharpness"), (Double) values.get("ntk_lambda_max") / 6, 1e-12);
    assertEquals(
        (Double) values.get("sharpness"), (Double) values.get("ntk_loss_lambda_max"), 1e-12);
    assertEquals(0, (Double) values.get("ntk_lambda_min"), 1e-12, "6 examples of 3 inputs: rank 3");
    assertTrue(
        (Double) values.get("ntk_alignment") > 0 && (Double) values.get("ntk_alignment") <= 1);
  }
}
