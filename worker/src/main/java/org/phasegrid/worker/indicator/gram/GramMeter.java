package org.phasegrid.worker.indicator.gram;

import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.train.Dynamics;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;
import org.phasegrid.worker.train.Snapshot.Moment;

/** {@link Gram} in one run. */
final class GramMeter implements Meter {
  private static final double CLOSED = 1e-9;
  private static final double EXCURSION = 1.05;
  private static final double LAZY = 0.1;
  private static final double HALF = 0.5;

  private final Gram gram;
  private Optional<Dynamics> dynamics = Optional.empty();
  private Optional<Course.Followed> course = Optional.empty();

  GramMeter(Gram gram) {
    this.gram = gram;
  }

  @Override
  public void look(Snapshot snapshot, Out out) {
    if (!snapshot.finite()) {
      return;
    }
    Checkpoint now = snapshot.get(Gram.CHECKPOINT);
    if (!now.finite()) {
      return;
    }
    kernel(now, snapshot.get(Gram.SPECTRUM), snapshot.rate(), out);
    motion(now, snapshot.get(Gram.MOTION), out);
    layers(now, out);
    List<Tensor> grams = Start.grams(now);
    ranks(now, grams, out);
    snapshot
        .get(gram.course())
        .start()
        .ifPresent(
            start -> {
              put(out, "gram_kernel_drift", start.kernelDrift(now));
              put(out, "gram_kernel_cos", start.kernelCosine(now));
              Fields initial = start.checkpoint().fields();
              out.put("gram_mask_drift", Fields.flips(now.network(), initial, now.fields()));
              put(out, "gram_drift", start.gramDrift(now.network(), grams));
              put(out, "gram_balance_drift", start.balanceDrift(now));
            });
    if (snapshot.moment() == Moment.UNDERWAY) {
      pair(snapshot, now, out);
    }
  }

  /** An overflow is no value: infinities are put where they mean something alone. */
  private static void put(Out out, String column, double value) {
    out.put(column, Double.isInfinite(value) ? Double.NaN : value);
  }

  private static void put(Out out, int layer, String column, double value) {
    out.put(layer, column, Double.isInfinite(value) ? Double.NaN : value);
  }

  private static void kernel(Checkpoint now, Spectrum spectrum, double rate, Out out) {
    Network network = now.network();
    ResidualKernel kernel = now.kernel();
    out.put("gram_kernel_lambda_max", spectrum.largest());
    out.put("gram_kernel_lambda_min", spectrum.smallest());
    put(out, "gram_eta_lambda_max", rate * spectrum.largest());
    double trace = ResidualKernel.trace(kernel.total());
    double norm = network.norm(kernel.total());
    put(out, "gram_kernel_eff_rank", norm == 0 ? 0 : trace / norm * (trace / norm));
    Tensor r = now.fields().r();
    double work = network.kernels().dot(r, ResidualKernel.times(network, kernel.total(), r));
    for (int layer = 1; layer <= network.depth() + 1; layer++) {
      if (network.trained(layer)) {
        double part = kernel.trace(layer);
        put(out, layer, "gram_layer_trace_share", trace == 0 ? 0 : part / trace);
        double own = now.fields().work(network, layer, kernel.metric()[layer]);
        put(out, layer, "gram_layer_work_share", work == 0 ? 0 : own / work);
      }
    }
    out.put("gram_dead_sample_fraction", deadSamples(network, kernel.total()));
  }

  private static double deadSamples(Network network, Tensor total) {
    int n = network.examples();
    double[] strength = new double[n];
    double strongest = 0;
    for (int mu = 0; mu < n; mu++) {
      for (int k = 0; k < network.outputs(); k++) {
        strength[mu] += total.get(k * n + mu, k * n + mu);
      }
      strongest = Math.max(strongest, strength[mu]);
    }
    int dead = 0;
    for (double each : strength) {
      dead += each <= Spectrum.ROUNDING * strongest ? 1 : 0;
    }
    return (double) dead / n;
  }

  private static void motion(Checkpoint now, Velocities velocities, Out out) {
    Network network = now.network();
    double norm = network.norm(now.kernel().total());
    put(out, "gram_kernel_speed", norm == 0 ? 0 : velocities.speed() / norm);
    double[] errors = velocities.errors(Math.max(Gram.ORDERS, velocities.orders().size()));
    out.put("gram_truncation_error", errors);
    put(out, "gram_share", velocities.share(network));
    int order = Math.max(0, velocities.orders().size() - 1);
    for (int m = order; m >= 0; m--) {
      order = errors[m] <= CLOSED ? m : order;
    }
    out.put("gram_closure_order", (long) order);
    Tensor r = now.fields().r();
    double drive = network.norm(ResidualKernel.times(network, now.kernel().total(), r));
    double bend = network.norm(velocities.curvature());
    out.put("gram_eta_closure", bend == 0 ? Double.POSITIVE_INFINITY : drive / bend);
  }

  private void layers(Checkpoint now, Out out) {
    Network network = now.network();
    Fields fields = now.fields();
    int n = network.examples();
    Tensor inverse = Network.zeros(network.outputs(), n);
    network.kernels().map(network.rootWeights(), inverse, root -> 1 / root);
    double top = 0;
    for (int layer = network.depth(); layer >= 0; layer--) {
      Tensor u = fields.u()[layer];
      put(out, layer, "gram_forward_gain", network.kernels().sumOfSquares(u) / n / u.rows());
      if (layer == 0) {
        break;
      }
      Tensor b = network.copy(fields.b()[layer]);
      network.multiply(inverse.view(0, 1, inverse.size()), b);
      double strength = network.kernels().sumOfSquares(b);
      top = layer == network.depth() ? strength : top;
      put(out, layer, "gram_backward_gain", strength / top);
      gates(network.kernels(), layer, fields.h()[layer], out);
    }
    pullback(network, fields, out);
  }

  private static void gates(Kernels kernels, int layer, Tensor h, Out out) {
    int n = h.columns();
    Tensor counts = Network.zeros(h.rows(), 1);
    kernels.rowSums(Fields.gates(kernels, h), counts);
    double shared = 0;
    int dead = 0;
    int always = 0;
    for (int i = 0; i < h.rows(); i++) {
      int open = (int) counts.get(i);
      shared += (double) open * (open - 1);
      dead += open == 0 ? 1 : 0;
      always += open == n ? 1 : 0;
    }
    out.put(layer, "gram_coactivation", n < 2 ? Double.NaN : shared / h.rows() / n / (n - 1));
    out.put(layer, "gram_dead_fraction", (double) dead / h.rows());
    out.put(layer, "gram_open_fraction", (double) always / h.rows());
  }

  private void pullback(Network network, Fields fields, Out out) {
    int examples = Math.min(gram.pullbackExamples(), network.examples());
    if (examples == 0 || network.depth() < 2) {
      return;
    }
    Kernels kernels = network.kernels();
    int units = network.units(1);
    double[] gains = new double[network.depth() + 1];
    for (int mu = 0; mu < examples; mu++) {
      Tensor chain = Network.zeros(units, units);
      for (int i = 0; i < units; i++) {
        chain.set(i, i, 1);
      }
      for (int layer = 2; layer <= network.depth(); layer++) {
        chain = network.product(fields.weights()[layer], chain);
        for (int i = 0; i < chain.rows(); i++) {
          kernels.scale(fields.slope()[layer].get(i, mu), chain.view(i * units, 1, units));
        }
        gains[layer] += kernels.sumOfSquares(chain) / units / examples;
      }
    }
    for (int layer = 2; layer <= network.depth(); layer++) {
      put(out, layer, "gram_pullback_gain", gains[layer]);
    }
  }

  private static void ranks(Checkpoint now, List<Tensor> grams, Out out) {
    Network network = now.network();
    int next = 0;
    for (int layer = 1; layer <= network.depth() + 1; layer++) {
      if (network.gamma(layer) > 0) {
        double whole = network.norm(grams.get(next));
        double trace = ResidualKernel.trace(grams.get(next));
        put(out, layer, "gram_eff_rank", whole == 0 ? 0 : trace / whole * (trace / whole));
        next++;
      }
    }
  }

  /** theta_t and theta_{t+1}, made by the run's own map beside it. */
  private void pair(Snapshot snapshot, Checkpoint now, Out out) {
    if (dynamics.isEmpty()) {
      dynamics = Optional.of(snapshot.dynamics());
    }
    Tensor next = snapshot.theta().to(snapshot.theta().precision());
    dynamics.orElseThrow().step(snapshot.step(), next, snapshot.memory());
    Network network = now.network();
    Fields then = Fields.forward(network, next);
    Step step =
        Step.of(now, then, Fields.heldConjugate(network, next, now.fields()), snapshot.rate());
    if (!Double.isFinite(step.defect())) {
      return;
    }
    put(out, "gram_closure_residual", step.closureResidual());
    put(out, "gram_flip_rate", step.flips());
    put(out, "gram_flip_force", step.flipForce());
    out.put("gram_two_time_defect", step.defect());
  }

  @Override
  public void last(Snapshot snapshot) {
    course = Optional.of(snapshot.get(gram.course()));
  }

  @Override
  public void end(Outcome outcome, Out out) {
    course.ifPresent(
        run -> {
          boolean diverged = run.diverged() || outcome instanceof Outcome.Diverged;
          String label = diverged ? "diverged" : label(run);
          out.put("gram_label", label);
          out.put("gram_steps", run.steps());
          put(out, "gram_top_mode_gain", run.topModeGain());
          if (!diverged) {
            put(out, "gram_loss_overshoot", run.overshoot());
            if (gram.path() == Gram.Path.EVERY_STEP) {
              path(run, label, out);
            }
          }
        });
  }

  private static String label(Course.Followed run) {
    double initial = run.start().map(start -> start.spectrum().largest()).orElse(Double.NaN);
    if (run.largestAtEnd() <= Spectrum.ROUNDING * initial) {
      return "dead";
    }
    if (run.arrived()) {
      return !run.rose() ? "monotone" : run.overshoot() > EXCURSION ? "catapult" : "oscillating";
    }
    return run.fell() ? "slow" : "stuck";
  }

  private static void path(Course.Followed run, String label, Out out) {
    Checkpoint end = run.end().orElseThrow();
    double jumps = run.jumpShareNet(end.network());
    put(out, "gram_jump_share_net", jumps);
    put(out, "gram_jump_share_path", run.jumpSharePath());
    put(out, "gram_closure_path", run.closurePath());
    put(out, "gram_flip_path", run.flipPath());
    put(out, "gram_share_mean", run.shareMean());
    if (!label.equals("dead")) {
      double drift = run.start().orElseThrow().kernelDrift(end);
      out.put(
          "gram_regime",
          drift < LAZY
              ? "lazy"
              : jumps >= HALF ? "flip" : run.shareMean() >= HALF ? "gram" : "local");
    }
  }
}
