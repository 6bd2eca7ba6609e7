package org.phasegrid.worker.indicator.gram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.SphereSigns;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.theory.ArcCosineKernel;

class GramWideTest {
  /** E13 by a run: lambda_max(K_inf) of d = 6, N = 5, data seed 31. */
  @Test
  void theCriticalRateOfTheProtocolIsGolden() {
    double[] expected = {1.795858538246, 3.139937587189, 5.269523782510};
    for (int depth = 1; depth <= 3; depth++) {
      RunRecord record =
          Run.execute(
              Protocol.Case.of(1, 31, 6, 8, depth, 5).spec(new Rate.Fixed(0), Protocol.steps(0)),
              List.of(GramWide.DENSE, new Gram(new Looks.Last(), Gram.Path.ENDS, 1e-3, 0, 1024)));
      Map<String, Object> at0 = record.steps().get(0).values();
      double lambda = (Double) at0.get("gram_lambda_infinite");
      assertEquals(expected[depth - 1], lambda, 1e-10 * lambda);
      assertEquals(2 / lambda, (Double) record.values().get("gram_eta_c"));
      assertEquals(
          (Double) at0.get("gram_kernel_lambda_max") / lambda,
          (Double) record.values().get("gram_lambda_ratio"),
          1e-15);
    }
  }

  /** E14: the mean kernel of four networks of width 512, within 0.12 of the recursion. */
  @Test
  void wideNetworksComeCloseToIt() {
    for (int depth = 1; depth <= 3; depth++) {
      Checkpoint at = Protocol.Case.of(1, 31, 6, 512, depth, 5).start();
      Tensor mean = at.network().copy(at.kernel().total());
      for (long seed = 2; seed <= 4; seed++) {
        at = Protocol.Case.of(seed, 31, 6, 512, depth, 5).start();
        at.network().kernels().axpy(1, at.kernel().total(), mean);
      }
      at.network().kernels().scale(0.25, mean);
      Tensor theory = ArcCosineKernel.uniform(depth, 2, 1).of(at.network().inputs());
      at.network().kernels().axpy(-1, theory, mean);
      double error = at.network().norm(mean) / at.network().norm(theory);
      double measured = new double[] {0.0226, 0.0181, 0.0543}[depth - 1];
      assertTrue(error <= 0.12, "depth " + depth + ": " + error);
      assertEquals(measured, error, 6e-5);
    }
  }

  /**
   * Trained readouts, every parametrization at width 1024: the mean over four seeds of
   * lambda_max(K_0) over the theory is 1 up to terms of order depth / width and a spread of a few
   * percent each.
   */
  @ParameterizedTest
  @EnumSource(Parametrization.class)
  void theRatioIsOneOnWideNetworks(Parametrization parametrization) {
    RunSpec spec =
        Specs.with(
            Specs.with(
                Specs.with(
                    Specs.small(),
                    Specs.mlp(
                        1024,
                        2,
                        new Relu(),
                        false,
                        parametrization,
                        new Gaussian(),
                        new Trained.All())),
                new SphereSigns(6, 10)),
            Specs.steps(0));
    double mean = 0;
    for (long seed = 1; seed <= 4; seed++) {
      RunRecord record =
          Run.execute(Specs.with(spec, seed, Map.of("data", 3L)), List.of(GramWide.DENSE));
      mean += (Double) record.values().get("gram_lambda_ratio") / 4;
    }
    assertEquals(1, mean, 0.1);
  }

  @Test
  void otherNetworksAreRefused() {
    RunSpec small = Specs.small();
    assertEquals(
        Optional.of("wants activation relu, was tanh"), GramWide.DENSE.refusal(small.setting()));
    RunSpec biased =
        Specs.with(
            small,
            Specs.mlp(
                5,
                2,
                new Relu(),
                true,
                Parametrization.STANDARD,
                new Gaussian(),
                new Trained.All()));
    assertEquals(
        Optional.of("wants bias: false, was true"), GramWide.DENSE.refusal(biased.setting()));
    assertEquals(
        Optional.empty(),
        GramWide.DENSE.refusal(Specs.with(small, Specs.mlp(5, 2, new Relu())).setting()));
    assertEquals(
        Optional.of("wants activation relu, was tanh"),
        GramWide.DENSE.refusal(Specs.with(small, Specs.mlp(5, 2, new Tanh())).setting()));
  }
}
