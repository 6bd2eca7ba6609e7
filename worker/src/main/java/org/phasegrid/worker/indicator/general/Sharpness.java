package org.phasegrid.worker.indicator.general;

import java.util.List;
import java.util.Set;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.need.Hessian;
import org.phasegrid.worker.spectrum.Lanczos;
import org.phasegrid.worker.spectrum.SymmetricOperator;
import org.phasegrid.worker.train.Need;

/**
 * lambda_max of the Hessian of the training loss, with its residual. Gradient descent is stable
 * where {@code eta lambda_max < 2} (Cohen et al. 2021, arXiv 2103.00065). Measured on the whole
 * training set at every look, by Lanczos from one start per seed.
 */
@About(
    value = "largest Hessian eigenvalue of the training loss, by Lanczos, with its residual",
    paper = "arXiv:2103.00065")
public record Sharpness(
    @About("when it looks") Looks looks, @About("Hessian-vector products at most") int iterations)
    implements Indicator {
  public static final Sharpness LANCZOS_24 = new Sharpness(new Looks.Log2(1), 24);

  private static final Need<SymmetricOperator> HESSIAN = new Hessian();

  public Sharpness {
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, was " + iterations);
    }
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("sharpness", Column.Scope.STEP, "1/rate", "largest Hessian eigenvalue"),
        new Column(
            "sharpness_residual",
            Column.Scope.STEP,
            "1/rate",
            "|H x - sharpness x| of the unit Ritz vector: an eigenvalue lies within"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(HESSIAN);
  }

  @Override
  public Meter start() {
    Lanczos lanczos = new Lanczos(iterations);
    return (snapshot, out) -> {
      if (snapshot.finite()) {
        Lanczos.Ritz ritz = lanczos.largest(snapshot.get(HESSIAN), snapshot.key("lanczos"));
        out.put("sharpness", ritz.value());
        out.put("sharpness_residual", ritz.residual());
      }
    };
  }
}
