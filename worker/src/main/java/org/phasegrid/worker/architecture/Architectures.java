package org.phasegrid.worker.architecture;

import org.phasegrid.worker.family.Family;

/** The architectures a document can name. */
public final class Architectures {
  public static final Family<Architecture> ALL =
      Family.of(
          "architecture",
          Architecture.class,
          Mlp.SMALL,
          TruncatedClusters.CUMULATIVE,
          Uv.PUBLISHED,
          Ripple.PUBLISHED,
          Quadratic.PLAIN,
          MatrixStudent.SMALL);

  private Architectures() {}
}
