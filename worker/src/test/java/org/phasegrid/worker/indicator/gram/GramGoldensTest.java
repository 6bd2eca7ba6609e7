package org.phasegrid.worker.indicator.gram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;

/** Golden numbers of papers/gram-hierarchy.md, part E, to 1e-9 relative as it asks. */
class GramGoldensTest {
  private static final Gram EVERYTHING =
      new Gram(new Looks.Every(1), Gram.Path.EVERY_STEP, 1e-3, 8, 1024);

  private static void close(double expected, double actual) {
    assertEquals(expected, actual, 1e-9 * Math.abs(expected));
  }

  private static RunRecord run(Protocol.Case golden) {
    return Run.execute(golden.spec(new Rate.Fixed(0.1), Protocol.steps(1)), List.of(EVERYTHING));
  }

  private static double[] layers(RunRecord record, String column, int first, int last) {
    double[] values = new double[last - first + 1];
    for (RunRecord.LayerRow row : record.layers()) {
      if (row.step().getAsLong() == 0 && row.layer() >= first && row.layer() <= last) {
        values[row.layer() - first] = (Double) row.values().get(column);
      }
    }
    return values;
  }

  private static void closeLayers(RunRecord record, String column, int first, double... expected) {
    double[] actual = layers(record, column, first, first + expected.length - 1);
    // The reference prints 12 decimals.
    assertArrayEquals(expected, actual, 1e-11, column);
  }

  @Test
  void e1TheGeneratorIsTheReferences() {
    SplittableRandom random = new SplittableRandom(42);

    assertEquals(0.7415648787718233, random.nextDouble());
    assertEquals(0.1599103928769201, random.nextDouble());
    assertEquals(0.27860113025513866, random.nextDouble());
  }

  @Test
  void e2KernelOfThreeLayers() {
    Tensor kernel = Protocol.Case.of(42, 1042, 4, 8, 3, 6).start().kernel().total();

    close(0.865048862770, kernel.get(0, 0));
    close(0.797962126878, kernel.get(0, 1));
    close(2.421083540208, kernel.get(4, 5));
    close(15.326184816215, ResidualKernel.trace(kernel));
  }

  @Test
  void e3e4ThreeLayers() {
    RunRecord record = run(Protocol.Case.of(42, 1042, 4, 8, 3, 6));
    Map<String, Object> at0 = record.steps().get(0).values();

    close(2.57800831834, record.lossInitial());
    close(6.49919134789, (Double) at0.get("gram_kernel_lambda_max"));
    close(0.172306361463, (Double) at0.get("gram_kernel_lambda_min"));
    close(0.649919134789, (Double) at0.get("gram_eta_lambda_max"));
    close(3.24557993988, (Double) at0.get("gram_kernel_eff_rank"));
    close(1.28455153695, (Double) at0.get("gram_kernel_speed"));
    close(0.708087328546, (Double) at0.get("gram_share"));
    assertEquals(1L, at0.get("gram_closure_order"));
    close(3.5261180656, (Double) at0.get("gram_eta_closure"));
    assertEquals(0.0, at0.get("gram_dead_sample_fraction"));
    double[] errors = (double[]) at0.get("gram_truncation_error");
    assertEquals(5, errors.length);
    close(0.733693628232, errors[0]);
    assertArrayEquals(new double[4], new double[] {errors[1], errors[2], errors[3], errors[4]});

    close(1.524976583852, record.lossFinal());
    close(0.071337339936, (Double) at0.get("gram_closure_residual"));
    assertEquals(2.0 / 144, at0.get("gram_flip_rate"));
    assertTrue((Double) at0.get("gram_two_time_defect") <= 1e-13);

    closeLayers(
        record, "gram_layer_trace_share", 1, 0.295508283935, 0.207124733249, 0.497366982816);
    closeLayers(record, "gram_layer_work_share", 1, 0.337329937405, 0.22492364693, 0.437746415665);
    closeLayers(record, "gram_dead_fraction", 1, 0, 0.125, 0.25);
    closeLayers(record, "gram_open_fraction", 1, 0, 0.25, 0.375);
    closeLayers(record, "gram_coactivation", 1, 0.291666666667, 0.425, 0.433333333333);
    closeLayers(record, "gram_forward_gain", 0, 1, 0.912236837263, 1.274421776324, 1.058656726976);
    closeLayers(record, "gram_backward_gain", 1, 0.638686097426, 0.837742255213, 1);
    closeLayers(record, "gram_pullback_gain", 2, 1.134925882456, 0.992711244935);
    closeLayers(record, "gram_eff_rank", 1, 2.241539814089, 3.874543936299, 4.426185574053);
  }

  @Test
  void e4TheForceOfTheFlips() {
    Checkpoint now = Protocol.Case.of(42, 1042, 4, 8, 3, 6).start();
    Tensor next = Protocol.moved(now, 0.1);
    Network network = now.network();
    Fields then = Fields.at(network, next);

    Step step = Step.of(now, then, Fields.held(network, next, now.fields()), 0.1);

    close(0.070096145183, step.forceNorm());
    close(0.071337339936, step.closureResidual());
    assertTrue(step.defect() <= 1e-13, "defect " + step.defect());
  }

  @Test
  void e5TwoLayers() {
    RunRecord record = run(Protocol.Case.of(42, 1042, 4, 8, 2, 6));
    Map<String, Object> at0 = record.steps().get(0).values();

    close(
        15.207740137789,
        ResidualKernel.trace(Protocol.Case.of(42, 1042, 4, 8, 2, 6).start().kernel().total()));
    close(3.03035813313, record.lossInitial());
    close(7.51245414585, (Double) at0.get("gram_kernel_lambda_max"));
    assertEquals(0.0, at0.get("gram_share"));
    assertEquals(0L, at0.get("gram_closure_order"));
    assertArrayEquals(new double[5], (double[]) at0.get("gram_truncation_error"));
    close(3.80501591679, (Double) at0.get("gram_eta_closure"));
    close(0.856819956861, record.lossFinal());
    close(0.084045448318, (Double) at0.get("gram_closure_residual"));
    assertEquals(0.072916666667, (Double) at0.get("gram_flip_rate"), 1e-11);
  }

  @Test
  void e6OneExampleWithAllTopGatesClosed() {
    RunRecord record = run(Protocol.Case.of(314, 1314, 4, 8, 4, 6));
    Map<String, Object> at0 = record.steps().get(0).values();

    assertEquals(1.0 / 6, at0.get("gram_dead_sample_fraction"));
    assertEquals(0.0, at0.get("gram_kernel_lambda_min"));
    close(15.6063786015, (Double) at0.get("gram_kernel_lambda_max"));
    close(15.2533829411, (Double) at0.get("gram_kernel_speed"));
    close(0.789825340175, (Double) at0.get("gram_share"));
    assertEquals(2L, at0.get("gram_closure_order"));
    close(0.260049702169, (Double) at0.get("gram_eta_closure"));
    close(0.337624950923, (Double) at0.get("gram_closure_residual"));
    closeLayers(record, "gram_pullback_gain", 2, 0.784888994449, 1.328789145635, 1.869957217284);
  }

  /** E10: closure residuals with gates held, and their slope in eta. */
  @Test
  void e10TheClosureResidualIsLinearInTheStep() {
    double[] expected = {1.788376e-04, 1.882036e-04, 1.138715e-03};
    double[] slopes = {1.0000, 0.9998, 0.9988};
    for (int depth = 1; depth <= 4; depth++) {
      Checkpoint now = Protocol.Case.of(21, 11, 6, 32, depth, 8).start();
      double coarse = heldResidual(now, 0.02);
      double fine = heldResidual(now, 0.0025);
      if (depth == 1) {
        assertTrue(fine <= 1e-12 && coarse <= 1e-12, "depth 1 is closed: " + fine);
        continue;
      }
      assertEquals(expected[depth - 2], fine, 1e-5 * fine + 0.5e-10);
      assertEquals(slopes[depth - 2], Math.log(coarse / fine) / Math.log(8), 0.02);
    }
  }

  private static double heldResidual(Checkpoint now, double eta) {
    Network network = now.network();
    Fields held = Fields.held(network, Protocol.moved(now, eta), now.fields());
    return Step.of(now, held, held, eta).closureResidual();
  }

  /** E15: same draws, other variance and readout: K scales, truncation errors do not. */
  @Test
  void e15TheKernelScalesAndTheErrorsDoNot() {
    for (int depth = 2; depth <= 4; depth++) {
      Protocol.Case one = Protocol.Case.of(52, 51, 5, 16, depth, 7);
      Checkpoint a = one.start();
      Checkpoint b = one.scaled(0.5, 3).start();
      Network network = b.network();
      Tensor scaled = network.copy(a.kernel().total());
      network.kernels().scale(9 * Math.pow(0.25, depth), scaled);
      Tensor difference = network.copy(b.kernel().total());
      network.kernels().axpy(-1, scaled, difference);
      assertTrue(network.norm(difference) <= 1e-12 * network.norm(scaled));

      Fields same =
          new Fields(
              b.fields().weights(),
              b.fields().h(),
              b.fields().u(),
              b.fields().slope(),
              b.fields().b(),
              b.fields().delta(),
              a.fields().r());
      assertArrayEquals(
          Velocities.of(network, a.fields(), a.kernel()).errors(4),
          Velocities.of(network, same, b.kernel()).errors(4),
          1e-11);
    }
  }
}
