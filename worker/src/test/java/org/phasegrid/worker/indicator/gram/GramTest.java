package org.phasegrid.worker.indicator.gram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Activations;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Curvature;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Quadratic;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.architecture.Uv;
import org.phasegrid.worker.dataset.GaussianClusters;
import org.phasegrid.worker.dataset.Standardize;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.ZeroReadout;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.CrossEntropy;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.Momentum;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.train.Batches;

class GramTest {
  private static final Gram EVERY_STEP =
      new Gram(new Looks.Every(1), Gram.Path.EVERY_STEP, 1e-3, 3, 1024);

  /** Every activation x parametrization, with biases, three outputs, a trained readout. */
  static Stream<RunSpec> networks() {
    List<RunSpec> specs = new ArrayList<>();
    for (Activation activation : Activations.ALL.members().values()) {
      for (Parametrization parametrization : Parametrization.values()) {
        Mlp mlp =
            Specs.mlp(6, 3, activation, true, parametrization, new Gaussian(), new Trained.All());
        RunSpec spec = Specs.with(Specs.small(), mlp);
        specs.add(
            Specs.with(
                Specs.with(
                    spec,
                    new SquaredError(false, SquaredError.Examples.SUM, SquaredError.Outputs.MEAN)),
                new Rate.OverKernel(0.9)));
      }
    }
    RunSpec tanh = Specs.with(Specs.small(), new Rate.OverKernel(1.5));
    specs.add(tanh);
    specs.add(Specs.with(tanh, List.of(0.5, 2.0, 1.5)));
    specs.add(Specs.with(tanh, List.of(1.0, 0.0, 1.0)));
    for (Trained trained :
        List.of(
            new Trained.Biases(),
            new Trained.Layers(List.of(2)),
            new Trained.Layers(List.of(1, 3)))) {
      specs.add(
          Specs.with(
              tanh,
              Specs.mlp(
                  5, 2, new Relu(), true, Parametrization.STANDARD, new Gaussian(), trained)));
    }
    specs.add(
        Specs.with(
            Specs.with(
                tanh,
                new GaussianClusters(9, 4, 3, GaussianClusters.Mean.CLASS, 1, Standardize.NONE)),
            new SquaredError(true, SquaredError.Examples.CLASS_MEAN, SquaredError.Outputs.SUM)));
    specs.add(Specs.with(tanh, Precision.FLOAT32));
    specs.add(Specs.with(tanh, Uv.PUBLISHED));
    return specs.stream();
  }

  private static Checkpoint start(RunSpec spec) {
    var examples = spec.dataset().draw(spec.draws());
    Objective objective =
        spec.architecture().objective(examples, spec.loss(), Precision.FLOAT64, Kernels.best());
    Network network =
        new Network(
            objective,
            block ->
                spec.layerRates().isEmpty()
                    ? block.rateFactor()
                    : block.rateFactor() * spec.layerRates().get(block.layer() - 1));
    return Checkpoint.at(
        network,
        spec.architecture().initial(examples.x().rows(), examples.y().rows(), spec.draws()));
  }

  /** The law of a step is exact whatever the network: what is left is rounding. */
  @ParameterizedTest
  @MethodSource("networks")
  void theTwoTimeLawHoldsOnEveryNetwork(RunSpec spec) {
    assertEquals(Optional.empty(), EVERY_STEP.refusal(spec.setting()));

    RunRecord record = Run.execute(spec, List.of(EVERY_STEP));

    int pairs = 0;
    for (RunRecord.StepRow row : record.steps()) {
      Object defect = row.values().get("gram_two_time_defect");
      if (defect != null) {
        assertTrue((Double) defect <= 1e-12, "defect " + defect + " at " + row.step());
        pairs++;
      }
    }
    assertTrue(pairs >= 1, "no pairs");
    assertNotNull(record.values().get("gram_label"));
  }

  /** What is declared is there: no column of a suitable run stays empty. */
  @ParameterizedTest
  @MethodSource("networks")
  void noColumnIsSilent(RunSpec spec) {
    RunRecord record = Run.execute(spec, List.of(EVERY_STEP));
    boolean one = spec.architecture() instanceof Uv;
    Set<String> filled = new HashSet<>(record.values().keySet());
    record.steps().forEach(row -> filled.addAll(row.values().keySet()));
    record.layers().forEach(row -> filled.addAll(row.values().keySet()));
    for (Column column : EVERY_STEP.columns()) {
      // One example has no pairs; one hidden layer no pullback; what diverged no regime.
      boolean mayLack =
          (one && Set.of("gram_coactivation", "gram_pullback_gain").contains(column.name()))
              || (column.name().equals("gram_eff_rank")
                  && spec.architecture() instanceof Mlp mlp
                  && mlp.trained() instanceof Trained.Biases)
              || (column.scope() == Column.Scope.RUN
                  && "diverged".equals(record.values().get("gram_label")));
      assertTrue(mayLack || filled.contains(column.name()), column.name() + " is empty");
    }
  }

  /**
   * K is the loss-weighted tangent kernel, by the products of another program, where no rate factor
   * differs from 1.
   */
  @ParameterizedTest
  @MethodSource("networks")
  void theKernelIsTheWeightedTangentKernel(RunSpec spec) {
    boolean factors =
        !spec.layerRates().isEmpty()
            || (spec.architecture() instanceof Mlp mlp
                && mlp.parametrization() != Parametrization.STANDARD
                && mlp.parametrization() != Parametrization.NTK);
    if (factors) {
      return;
    }
    Checkpoint at = start(spec);
    var examples = spec.dataset().draw(spec.draws());
    Curvature curvature =
        spec.architecture()
            .objective(examples, spec.loss(), Precision.FLOAT64, Kernels.best())
            .curvature(at.theta());
    Tensor tangent = curvature.tangentKernel();
    Tensor root = at.network().rootWeights();
    Tensor total = at.kernel().total();
    double norm = at.network().norm(total);
    for (int i = 0; i < total.rows(); i++) {
      for (int j = 0; j < total.rows(); j++) {
        assertEquals(tangent.get(i, j) * root.get(i) * root.get(j), total.get(i, j), 1e-13 * norm);
      }
    }
  }

  /** dK/dt with gates held, by central differences: the error is that of the difference. */
  @ParameterizedTest
  @MethodSource("networks")
  void theMotionOfTheKernelIsThatOfTheFlow(RunSpec spec) {
    RunRecord record =
        Run.execute(
            Specs.with(spec, Specs.steps(2)),
            List.of(new GramClosure(new Looks.Every(1), 0, 1e-4, 1024)));
    int visited = 0;
    for (RunRecord.StepRow row : record.steps()) {
      double[] errors = (double[]) row.values().get("gram_truncation_error_fd");
      assertEquals(0, errors[errors.length - 1], 1e-5, "at step " + row.step());
      visited++;
    }
    assertEquals(3, visited);
  }

  @Test
  void measuringDoesNotDisturbAndTheMapBesideIsTheRun() {
    RunSpec spec = Specs.with(Specs.small(), new Rate.OverKernel(1.9));
    RunRecord alone = Run.execute(spec, List.of());
    RunRecord watched = Run.execute(spec, List.of(EVERY_STEP));
    assertEquals(alone.fingerprint(), watched.fingerprint());

    // Every look in one run; a single look in another: the same numbers.
    RunRecord once =
        Run.execute(
            spec,
            List.of(new Gram(new Looks.At(List.of(5L)), Gram.Path.EVERY_STEP, 1e-3, 3, 1024)));
    assertEquals(1, once.steps().size());
    once.steps()
        .get(0)
        .values()
        .forEach(
            (name, value) -> {
              Object other = watched.steps().get(5).values().get(name);
              if (value instanceof double[] vector) {
                assertArrayEquals((double[]) other, vector, 0, name);
              } else {
                assertEquals(other, value, name);
              }
            });
    assertEquals(watched.values(), once.values());
  }

  /** What the looks see of single steps is what the course sums up. */
  @Test
  void thePathIsMadeOfItsSteps() {
    RunSpec spec =
        Protocol.Case.of(3, 4003, 6, 16, 3, 8).spec(new Rate.OverKernel(1), Protocol.steps(25));
    RunRecord record = Run.execute(spec, List.of(EVERY_STEP));

    double shares = 0;
    int counted = 0;
    for (int t : List.of(0, 10, 20)) {
      shares += (Double) record.steps().get(t).values().get("gram_share");
      counted++;
    }
    assertEquals(shares / counted, (Double) record.values().get("gram_share_mean"), 1e-15);
    assertEquals(25L, record.values().get("gram_steps"));
    assertTrue((Double) record.values().get("gram_jump_share_net") <= 1);
    assertTrue(
        (Double) record.values().get("gram_jump_share_path")
            >= 0.5 * (Double) record.values().get("gram_jump_share_net"));
    // One step: |r' - r + eta K r| <= |Phi| + what the kernel moved.
    double worst = 0;
    for (RunRecord.StepRow row : record.steps()) {
      Object residual = row.values().get("gram_closure_residual");
      worst = residual == null ? worst : Math.max(worst, (Double) residual);
    }
    double path = (Double) record.values().get("gram_closure_path");
    assertTrue(path > 0 && path <= worst);
  }

  /** One layer between flips cannot move: all motion of its kernel is jump (part F). */
  @Test
  void oneLayerJumpsAlone() {
    RunSpec spec =
        Protocol.Case.of(2, 4002, 6, 32, 1, 8).spec(new Rate.OverKernel(0.5), Protocol.steps(60));
    RunRecord record = Run.execute(spec, List.of(EVERY_STEP));

    assertEquals(1.0, record.values().get("gram_jump_share_net"));
    assertEquals(1.0, record.values().get("gram_jump_share_path"));
    assertEquals(0.0, record.values().get("gram_share_mean"));
    assertEquals(
        (Double) record.values().get("gram_flip_path"),
        (Double) record.values().get("gram_closure_path"),
        1e-12);
    Map<String, Object> at0 = record.steps().get(0).values();
    assertArrayEquals(new double[5], (double[]) at0.get("gram_truncation_error"));
    assertEquals(0L, at0.get("gram_closure_order"));
    assertEquals(Double.POSITIVE_INFINITY, at0.get("gram_eta_closure"));
    assertEquals(0.0, record.steps().get(60).values().get("gram_balance_drift"));
  }

  /** A linear network has no gates to flip: no jump, no force, lazy or local or gram. */
  @Test
  void linearNetworksDoNotJump() {
    RunSpec spec =
        Protocol.Case.of(2, 4002, 6, 12, 3, 8)
            .with(new Identity())
            .spec(new Rate.OverKernel(0.5), Protocol.steps(40));
    RunRecord record = Run.execute(spec, List.of(EVERY_STEP));

    assertEquals(0, (Double) record.values().get("gram_jump_share_path"), 1e-11);
    assertEquals(0, (Double) record.values().get("gram_flip_path"), 1e-13);
    assertFalse("flip".equals(record.values().get("gram_regime")));
  }

  /** Part F: a network that does not move, one that fits exactly, one that blows up. */
  @Test
  void degenerateRunsHaveTheirLabels() {
    RunSpec small =
        Protocol.Case.of(1, 3001, 4, 8, 2, 5).spec(new Rate.OverKernel(0.5), Protocol.steps(30));

    RunRecord dead = Run.execute(with(small, new ZeroWeights()), List.of(EVERY_STEP));
    assertEquals("dead", dead.values().get("gram_label"));
    Map<String, Object> values = dead.steps().get(0).values();
    for (String zero :
        List.of(
            "gram_kernel_lambda_max",
            "gram_eta_lambda_max",
            "gram_kernel_eff_rank",
            "gram_share",
            "gram_kernel_speed")) {
      assertEquals(0.0, values.get(zero), zero);
    }
    assertEquals(1.0, values.get("gram_dead_sample_fraction"));

    RunRecord diverged =
        Run.execute(Specs.with(small, new Rate.OverKernel(1000)), List.of(EVERY_STEP));
    assertEquals("diverged", diverged.values().get("gram_label"));
    assertFalse(diverged.values().containsKey("gram_regime"));

    RunRecord infinite = Run.execute(Specs.with(small, new Rate.Fixed(1e200)), List.of(EVERY_STEP));
    assertEquals("diverged", infinite.values().get("gram_label"));
    for (RunRecord.StepRow row : infinite.steps()) {
      row.values()
          .forEach(
              (name, value) ->
                  assertTrue(
                      name.equals("gram_eta_closure")
                          || !(value instanceof Double number)
                          || Double.isFinite(number),
                      name + " is " + value));
    }
    RunRecord still = Run.execute(Specs.with(small, new Rate.Fixed(0)), List.of(EVERY_STEP));
    assertEquals("stuck", still.values().get("gram_label"));
    assertEquals(0.0, still.steps().get(0).values().get("gram_closure_residual"));
    assertEquals("lazy", still.values().get("gram_regime"));
    assertEquals(0.0, still.values().get("gram_jump_share_net"));

    RunRecord slow = Run.execute(Specs.with(small, new Rate.OverKernel(1e-3)), List.of(EVERY_STEP));
    assertEquals("slow", slow.values().get("gram_label"));
  }

  /** Weights of zero: every gate is closed, strictly. */
  public record ZeroWeights() implements org.phasegrid.worker.initialization.Initialization {
    @Override
    public void weights(
        Tensor w, int layer, Place place, double variance, org.phasegrid.worker.random.Key key) {
      w.fill(0);
    }
  }

  private static RunSpec with(
      RunSpec spec, org.phasegrid.worker.initialization.Initialization initialization) {
    Mlp mlp = (Mlp) spec.architecture();
    return Specs.with(
        Specs.with(
            spec,
            new Mlp(
                mlp.width(),
                mlp.depth(),
                mlp.activation(),
                mlp.bias(),
                mlp.weightVariance(),
                mlp.readoutVariance(),
                mlp.biasVariance(),
                mlp.hiddenBias(),
                mlp.varianceScale(),
                mlp.parametrization(),
                mlp.multipliers(),
                mlp.readout(),
                mlp.readoutScale(),
                initialization,
                mlp.trained())),
        new Rate.Fixed(0.1));
  }

  /** The residual is 0 where the readout and the targets are: nothing drives, nothing bends. */
  @Test
  void aFitIsAtRest() {
    Mlp mlp =
        Specs.mlp(
            5,
            3,
            new Tanh(),
            false,
            Parametrization.STANDARD,
            new ZeroReadout(),
            new Trained.All());
    Checkpoint at = start(Specs.with(Specs.small(), mlp));
    Fields fields = at.fields();
    Fields fitted =
        new Fields(
            fields.weights(),
            fields.h(),
            fields.u(),
            fields.slope(),
            fields.b(),
            fields.delta(),
            Network.zeros(1, fields.r().size()));
    Velocities velocities = Velocities.of(at.network(), fitted, at.kernel());

    assertEquals(0, velocities.share(at.network()));
    assertArrayEquals(new double[5], velocities.errors(5));
    assertEquals(0, at.network().norm(velocities.curvature()));
  }

  /** Labels follow the loss, as D.1 says: c = 0.5, 3 and far above on one network. */
  @Test
  void labelsReadTheLoss() {
    Set<String> seen = new HashSet<>();
    Checkpoint start = Protocol.Case.of(1, 3001, 8, 64, 2, 8).start();
    double lambda = Spectrum.ends(start.network().kernels(), start.kernel().total()).largest();
    for (double c : List.of(0.5, 1.9, 3.0, 4.0, 6.0, 24.0)) {
      RunSpec spec =
          Protocol.Case.of(1, 3001, 8, 64, 2, 8)
              .spec(
                  new Rate.Fixed(c / lambda),
                  new org.phasegrid.worker.train.Stopping(
                      400,
                      new org.phasegrid.worker.train.Threshold.TimesInitial(1e6),
                      new org.phasegrid.worker.train.Threshold.TimesInitial(1e-3)));
      RunRecord record =
          Run.execute(spec, List.of(new Gram(new Looks.Last(), Gram.Path.ENDS, 1e-3, 0, 1024)));
      String label = (String) record.values().get("gram_label");
      seen.add(label);
      // The reference's row at depth 2, seed 1: M M C C C D at these c.
      assertEquals(c <= 1.9 ? "monotone" : c <= 6 ? "catapult" : "diverged", label, "at c = " + c);
      double overshoot = record.lossMax() / record.lossInitial();
      if (label.equals("catapult")) {
        assertEquals(overshoot, (Double) record.values().get("gram_loss_overshoot"), 1e-12);
      }
      if (c < 2) {
        assertEquals(Math.abs(1 - c), (Double) record.values().get("gram_top_mode_gain"), 0.1);
      }
    }
    assertEquals(Set.of("monotone", "catapult", "diverged"), seen);
  }

  @Test
  void whatItCannotMeasureItRefuses() {
    RunSpec small = Specs.small();
    assertEquals(
        Optional.of("wants architecture mlp or uv, was quadratic"),
        EVERY_STEP.refusal(Specs.with(small, Quadratic.PLAIN).setting()));
    assertEquals(
        Optional.of("wants loss squared-error, was cross-entropy"),
        EVERY_STEP.refusal(Specs.with(small, new CrossEntropy()).setting()));
    assertEquals(
        Optional.of("wants optimizer gradient-descent, was momentum"),
        EVERY_STEP.refusal(Specs.with(small, Momentum.COMMON).setting()));
    assertEquals(
        Optional.of("wants batches full, was mini-batches"),
        EVERY_STEP.refusal(Specs.with(small, new Batches.Mini(2, false)).setting()));
    assertEquals(
        Optional.of("wants a hidden layer, was depth 0"),
        EVERY_STEP.refusal(Specs.with(small, Specs.mlp(1, 0, new Tanh())).setting()));
    assertEquals(
        Optional.of(
            "wants at most 13 examples x outputs, was 7 x 2: raise largest, or limit the examples"),
        new Gram(new Looks.Last(), Gram.Path.ENDS, 1e-3, 0, 13).refusal(small.setting()));
  }
}
