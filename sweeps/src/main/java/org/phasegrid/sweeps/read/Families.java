package org.phasegrid.sweeps.read;

import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.activation.Activations;
import org.phasegrid.worker.architecture.Architectures;
import org.phasegrid.worker.architecture.ClusterLayers;
import org.phasegrid.worker.architecture.Sampling;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.dataset.Datasets;
import org.phasegrid.worker.dataset.Limit;
import org.phasegrid.worker.dataset.Probe;
import org.phasegrid.worker.dataset.TestSet;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.Indicators;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.general.Criterion;
import org.phasegrid.worker.initialization.Initializations;
import org.phasegrid.worker.loss.Losses;
import org.phasegrid.worker.need.Directions;
import org.phasegrid.worker.need.Representation;
import org.phasegrid.worker.optimizer.Optimizers;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.optimizer.Schedule;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Threshold;

/** The families a document chooses from, by the type that is wanted. */
public final class Families {
  public static final List<Family<?>> ALL =
      List.of(
          Architectures.ALL,
          Activations.ALL,
          Initializations.ALL,
          Trained.FAMILY,
          Sampling.FAMILY,
          ClusterLayers.FAMILY,
          Datasets.ALL,
          Limit.FAMILY,
          TestSet.FAMILY,
          Probe.FAMILY,
          Losses.ALL,
          Optimizers.ALL,
          Rate.FAMILY,
          Schedule.FAMILY,
          Batches.FAMILY,
          Threshold.FAMILY,
          Indicators.ALL,
          Looks.FAMILY,
          Directions.FAMILY,
          Criterion.FAMILY,
          Representation.FAMILY);

  private Families() {}

  /** The family whose members are of a type. */
  public static Optional<Family<?>> of(Class<?> type) {
    for (Family<?> family : ALL) {
      if (family.type() == type) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }
}
