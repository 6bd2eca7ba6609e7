package org.phasegrid.worker.loss;

import org.phasegrid.worker.family.Family;

/** The losses a document can name. */
public final class Losses {
  public static final Family<Loss> ALL =
      Family.of("loss", Loss.class, SquaredError.HALF_MEAN, new CrossEntropy());

  private Losses() {}
}
