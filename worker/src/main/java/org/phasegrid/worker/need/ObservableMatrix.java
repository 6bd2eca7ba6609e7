package org.phasegrid.worker.need;

import java.util.Optional;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.spectrum.Distance;
import org.phasegrid.worker.spectrum.DistanceMatrix;
import org.phasegrid.worker.spectrum.DistanceSpectrum;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/** The matrix of distances between a network's representations at theta_t, and its spectrum. */
public record ObservableMatrix(Representation of, Distance distance, DistanceMatrix.Origin origin)
    implements Need<ObservableMatrix.Seen> {
  /**
   * What is there at a look.
   *
   * @param finite whether all representations are
   * @param matrix empty where they are not, or all are the same
   * @param spectrum empty where the matrix is, or its distances overflow
   */
  public record Seen(
      boolean finite, Optional<DistanceMatrix> matrix, Optional<DistanceSpectrum> spectrum) {}

  @Override
  public Seen at(Snapshot snapshot) {
    if (!(snapshot.objective() instanceof MlpFit network)) {
      throw new IllegalStateException("no representations: " + snapshot.objective());
    }
    if (!snapshot.finite()) {
      return new Seen(false, Optional.empty(), Optional.empty());
    }
    Tensor points = of.points(snapshot, network);
    Kernels kernels = snapshot.kernels();
    Optional<DistanceMatrix> matrix = DistanceMatrix.of(kernels, points, distance, origin);
    return new Seen(
        matrix.isPresent() || kernels.finite(points),
        matrix,
        matrix.flatMap(m -> DistanceSpectrum.of(kernels, m)));
  }
}
