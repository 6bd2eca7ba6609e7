package org.phasegrid.worker.indicator.general;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/** When a run counts as trainable. */
public sealed interface Criterion
    permits Criterion.ConvergenceMeasure, Criterion.LossRatio, Criterion.Accuracy {
  Family<Criterion> FAMILY =
      Family.of(
          "criterion",
          Criterion.class,
          new ConvergenceMeasure(),
          new LossRatio(0.1),
          new Accuracy(0.5));

  /** The convergence measure is negative: the mean of the last 20 of L_t / L_0 lies below 1. */
  @About(value = "the mean of the last 20 of L_t / L_0 lies below 1", paper = "arXiv:2402.06184")
  record ConvergenceMeasure() implements Criterion {}

  /** The last loss is finite and below a share of the first. */
  @About("the last loss lies below a share of the first")
  record LossRatio(@About("share of the first loss") double below) implements Criterion {
    public LossRatio {
      if (!(below > 0)) {
        throw new IllegalArgumentException("loss-ratio must lie above 0, was " + below);
      }
    }
  }

  /** The last theta classifies more than a share of the training examples as their targets say. */
  @About("the last theta classifies more than a share of the training examples rightly")
  record Accuracy(@About("share of the training examples") double above) implements Criterion {
    public Accuracy {
      if (!(above >= 0 && above < 1)) {
        throw new IllegalArgumentException("accuracy must lie in [0, 1), was " + above);
      }
    }
  }
}
