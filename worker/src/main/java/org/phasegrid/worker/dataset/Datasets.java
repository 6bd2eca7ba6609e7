package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.Family;

/** The data sets a document can name. */
public final class Datasets {
  public static final Family<Dataset> ALL =
      Family.of(
          "dataset",
          Dataset.class,
          GaussianNoise.SMALL,
          GaussianClusters.SMALL,
          SphereSigns.SMALL,
          Teacher.SMALL,
          SingleIndex.SMALL,
          Chebyshev.COHEN,
          Parity.SMALL,
          ModularAddition.GROKKING,
          Spirals.SMALL,
          IrisGm.FISHER,
          Glyph8.DIGITS,
          Midpoints.UNIT,
          SeparatedClusters.THREE,
          AxisClusters.FOUR,
          Npz.UNNAMED,
          Npy.UNNAMED,
          Idx.UNNAMED,
          Csv.UNNAMED);

  private Datasets() {}
}
