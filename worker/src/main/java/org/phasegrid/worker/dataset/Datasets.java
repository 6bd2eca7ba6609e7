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
          Npz.UNNAMED,
          Csv.UNNAMED);

  private Datasets() {}
}
