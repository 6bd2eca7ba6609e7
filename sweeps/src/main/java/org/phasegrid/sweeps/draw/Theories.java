package org.phasegrid.sweeps.draw;

import java.util.List;
import java.util.Optional;

/** The theories there are. */
public final class Theories {
  public static final List<Theory> ALL =
      List.of(
          new RateBound(
              "two-over-sharpness", 2, Optional.of("sharpness"), "learning_rate_over_sharpness"),
          new RateBound("two-over-kernel", 2, Optional.empty(), "learning_rate_over_kernel"),
          new RateBound("four-over-kernel", 4, Optional.empty(), "learning_rate_over_kernel"),
          new CriticalLine(),
          new TruncationStep(TruncationStep.Bound.COLLAPSE),
          new TruncationStep(TruncationStep.Bound.CYCLE),
          new TruncationStep(TruncationStep.Bound.FREEZE));

  private Theories() {}

  public static Optional<Theory> find(String name) {
    return ALL.stream().filter(theory -> theory.name().equals(name)).findFirst();
  }
}
