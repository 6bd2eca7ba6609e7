package org.phasegrid.worker.need;

import java.util.Set;
import org.phasegrid.worker.architecture.Curvature;
import org.phasegrid.worker.architecture.Objective;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.spectrum.SymmetricOperator;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/**
 * The Hessian of the training loss at theta_t, by its products; P by P, zero in fixed parameters.
 */
public record Hessian() implements Need<SymmetricOperator> {
  private static final CurvatureAtTheta CURVATURE = new CurvatureAtTheta();

  @Override
  public Set<Need<?>> needs() {
    return Set.of(CURVATURE);
  }

  @Override
  public SymmetricOperator at(Snapshot snapshot) {
    return of(snapshot.objective(), snapshot.get(CURVATURE));
  }

  /** The operator of an objective's curvature. */
  public static SymmetricOperator of(Objective objective, Curvature curvature) {
    return new SymmetricOperator() {
      @Override
      public int size() {
        return objective.size();
      }

      @Override
      public void times(Tensor v, Tensor out) {
        curvature.hessianTimes(v, out);
      }

      @Override
      public Kernels kernels() {
        return objective.kernels();
      }
    };
  }

  /** The Gauss-Newton matrix Jᵀ S J: its nonzero spectrum is that of the loss-weighted NTK. */
  public static SymmetricOperator gaussNewton(Objective objective, Curvature curvature) {
    return new SymmetricOperator() {
      @Override
      public int size() {
        return objective.size();
      }

      @Override
      public void times(Tensor v, Tensor out) {
        curvature.gaussNewtonTimes(v, out);
      }

      @Override
      public Kernels kernels() {
        return objective.kernels();
      }
    };
  }
}
