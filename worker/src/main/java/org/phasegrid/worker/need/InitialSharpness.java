package org.phasegrid.worker.need;

import java.util.Set;
import org.phasegrid.worker.spectrum.Lanczos;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/** lambda_max of the Hessian of the training loss at theta_0, by Lanczos. */
public record InitialSharpness(Lanczos lanczos) implements Need.Standing<Double> {
  private static final Hessian HESSIAN = new Hessian();

  @Override
  public Set<Need<?>> needs() {
    return Set.of(HESSIAN);
  }

  @Override
  public Need.Following<Double> begin(Snapshot first) {
    double sharpness = lanczos.largest(first.get(HESSIAN), first.key("lanczos")).value();
    return () -> sharpness;
  }
}
