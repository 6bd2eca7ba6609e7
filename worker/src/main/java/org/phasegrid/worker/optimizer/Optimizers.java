package org.phasegrid.worker.optimizer;

import org.phasegrid.worker.family.Family;

/** The optimizers a document can name. */
public final class Optimizers {
  public static final Family<Optimizer> ALL =
      Family.of(
          "optimizer",
          Optimizer.class,
          new GradientDescent(),
          Momentum.COMMON,
          Nesterov.COMMON,
          Adam.PAPER,
          Adamw.COMMON);

  private Optimizers() {}
}
