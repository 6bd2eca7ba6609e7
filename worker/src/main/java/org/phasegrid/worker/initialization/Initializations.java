package org.phasegrid.worker.initialization;

import org.phasegrid.worker.family.Family;

/** The initializations a document can name. */
public final class Initializations {
  public static final Family<Initialization> ALL =
      Family.of(
          "initialization",
          Initialization.class,
          new Gaussian(),
          Uniform.OF_VARIANCES,
          new Orthogonal(),
          new ZeroReadout(),
          File.UNNAMED);

  private Initializations() {}
}
