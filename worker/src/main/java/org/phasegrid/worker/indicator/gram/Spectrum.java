package org.phasegrid.worker.indicator.gram;

import java.util.Set;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.spectrum.Tridiagonal;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/**
 * The ends of the spectrum of a symmetric positive semi-definite matrix.
 *
 * @param largest eigenvalue
 * @param smallest eigenvalue; 0 where it is below {@link #ROUNDING} times the largest
 * @param top unit eigenvector of the largest; empty where it was not asked for
 */
record Spectrum(double largest, double smallest, double[] top) {
  /** What of the largest eigenvalue is lost in rounding. */
  static final double ROUNDING = 1e-12;

  static final Spectrum UNDEFINED = new Spectrum(Double.NaN, Double.NaN, new double[0]);

  /**
   * Of the kernel at theta_t, one decomposition for all who ask; with its top eigenvector at step 0
   * alone. Asked for where the checkpoint is finite.
   */
  record OfKernel() implements Need<Spectrum> {
    private static final Checkpoint.AtTheta CHECKPOINT = new Checkpoint.AtTheta();

    @Override
    public Set<Need<?>> needs() {
      return Set.of(CHECKPOINT);
    }

    @Override
    public Spectrum at(Snapshot snapshot) {
      Tensor kernel = snapshot.get(CHECKPOINT).kernel().total();
      return snapshot.step() == 0
          ? withTop(snapshot.kernels(), kernel)
          : ends(snapshot.kernels(), kernel);
    }
  }

  /** The eigenvalues alone. */
  static Spectrum ends(Kernels kernels, Tensor matrix) {
    return of(kernels, matrix, false);
  }

  /** With the eigenvector of the largest. */
  static Spectrum withTop(Kernels kernels, Tensor matrix) {
    return of(kernels, matrix, true);
  }

  private static Spectrum of(Kernels kernels, Tensor matrix, boolean vector) {
    return Tridiagonal.of(kernels, matrix)
        .map(
            reduced -> {
              double largest = Math.max(0, reduced.largest());
              double smallest = reduced.smallest();
              return new Spectrum(
                  largest,
                  smallest <= ROUNDING * largest ? 0 : smallest,
                  vector ? reduced.vectors(largest).toArray() : new double[0]);
            })
        .orElse(UNDEFINED);
  }
}
