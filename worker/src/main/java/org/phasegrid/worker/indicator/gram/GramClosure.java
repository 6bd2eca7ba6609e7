package org.phasegrid.worker.indicator.gram;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.need.FullGradient;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Snapshot;

/**
 * The closure staircase (papers/gram-hierarchy D.2): what the Gram hierarchy up to order m leaves
 * of the kernel's motion, with the motion itself measured apart from it, as the central difference
 * of K along the flow with gates held.
 *
 * <p>{@code e_m = |dK/dt - its orders up to m|_F / |dK/dt|_F}; where the hierarchy says that the
 * kernel cannot move (one layer), |dK/dt| / |K|. Zero for m of at least L - 2, generically not
 * below; with a trained readout the network counts as one layer deeper.
 */
@About(
    value =
        "closure staircase: error of the Gram hierarchy up to an order, against finite differences",
    paper = "arXiv:2606.09744")
public record GramClosure(
    @About("when it looks") Looks looks,
    @About("m, the order at which the hierarchy stops") int order,
    @About("step of the central difference, in units of 1 / lambda_max(K)") double epsilon,
    @About("examples x outputs at most: the kernel is dense") int largest)
    implements Indicator {
  public static final GramClosure AT_ENDS = new GramClosure(new Looks.Log2(4), 0, 1e-4, 1024);

  private static final Need<Tensor> GRADIENT = new FullGradient();

  public GramClosure {
    if (!(order >= 0 && order <= 1000)) {
      throw new IllegalArgumentException("order must lie in 0 to 1000, was " + order);
    }
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException("epsilon must lie in (0, 1), was " + epsilon);
    }
    if (largest < 1) {
      throw new IllegalArgumentException("largest must be at least 1, was " + largest);
    }
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column(
            "gram_closure_error",
            Column.Scope.STEP,
            "",
            "e_m at the order asked for, against a central difference of K"),
        new Column(
            "gram_truncation_error_fd",
            Column.Scope.STEP,
            Column.Type.VECTOR,
            "",
            "e_m for m = 0, 1, ... (at least to 4), against a central difference of K"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(Gram.CHECKPOINT, Gram.MOTION, GRADIENT);
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    return Suits.refusal(setting, largest);
  }

  @Override
  public Meter start() {
    return this::look;
  }

  private void look(Snapshot snapshot, Out out) {
    if (!snapshot.finite()) {
      return;
    }
    Checkpoint now = snapshot.get(Gram.CHECKPOINT);
    if (!now.finite()) {
      return;
    }
    double[] errors = errors(now, snapshot.get(Gram.MOTION), difference(snapshot, now));
    out.put("gram_truncation_error_fd", errors);
    out.put("gram_closure_error", errors[Math.min(order, errors.length - 1)]);
  }

  /** dK/dt by central differences along the flow: minus the gradient, each block at its rate. */
  private Tensor difference(Snapshot snapshot, Checkpoint now) {
    Network network = now.network();
    Tensor gradient = snapshot.get(GRADIENT);
    Tensor direction = Tensor.zeros(Precision.FLOAT64, 1, gradient.size());
    for (Block block : snapshot.objective().blocks()) {
      if (block.trained()) {
        network
            .kernels()
            .axpy(-snapshot.rateFactor(block), block.of(gradient), block.of(direction));
      }
    }
    double h =
        epsilon
            / Math.max(
                Spectrum.ends(now.network().kernels(), now.kernel().total()).largest(), 1e-300);
    return between(now, direction, h);
  }

  private static Tensor between(Checkpoint now, Tensor direction, double h) {
    Network network = now.network();
    Kernels kernels = network.kernels();
    Tensor plus = network.copy(now.theta());
    Tensor minus = network.copy(now.theta());
    kernels.axpy(h, direction, plus);
    kernels.axpy(-h, direction, minus);
    Tensor difference = ResidualKernel.total(network, Fields.held(network, plus, now.fields()));
    kernels.axpy(
        -1, ResidualKernel.total(network, Fields.held(network, minus, now.fields())), difference);
    kernels.scale(1 / (2 * h), difference);
    return difference;
  }

  private double[] errors(Checkpoint now, Velocities velocities, Tensor difference) {
    Network network = now.network();
    double[] errors =
        new double[Math.max(Math.max(Gram.ORDERS, order + 1), velocities.orders().size())];
    double motion = network.norm(difference);
    if (velocities.orders().isEmpty()) {
      double norm = network.norm(now.kernel().total());
      java.util.Arrays.fill(errors, norm == 0 ? 0 : motion / norm);
      return errors;
    }
    for (int m = 0; m < errors.length; m++) {
      if (m < velocities.orders().size()) {
        network.kernels().axpy(-1, velocities.orders().get(m), difference);
      }
      errors[m] = motion == 0 ? 0 : network.norm(difference) / motion;
    }
    return errors;
  }
}
