package org.phasegrid.sweeps.draw;

import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.theory.ObservableTransitions;

/** The theories there are. */
public final class Theories {
  public static final List<Theory> ALL =
      List.of(
          new RateBound(
              "two-over-sharpness",
              "two over sharpness",
              2,
              Optional.of("sharpness"),
              Optional.of("learning_rate_over_sharpness"),
              ""),
          new RateBound(
              "two-over-kernel",
              "two over kernel",
              2,
              Optional.of("gram_kernel_lambda_max"),
              Optional.of("learning_rate_over_kernel"),
              ""),
          new RateBound(
              "four-over-kernel",
              "four over kernel",
              4,
              Optional.of("gram_kernel_lambda_max"),
              Optional.of("learning_rate_over_kernel"),
              "arXiv:2003.02218"),
          new RateBound(
              "gram-eta-c",
              "eta_c, infinite width",
              2,
              Optional.of("gram_lambda_infinite"),
              Optional.empty(),
              "arXiv:2606.09744"),
          new ClosureOrder(),
          new CriticalLine(),
          new DepthScale(),
          new TruncationStep(TruncationStep.Bound.COLLAPSE),
          new TruncationStep(TruncationStep.Bound.CYCLE),
          new TruncationStep(TruncationStep.Bound.FREEZE),
          new ClusterRate(),
          new Forgetting("omd-memorized", ObservableTransitions.MEMORIZED),
          new Forgetting("omd-fourier", ObservableTransitions.FOURIER));

  private Theories() {}

  public static Optional<Theory> find(String name) {
    return ALL.stream().filter(theory -> theory.name().equals(name)).findFirst();
  }
}
