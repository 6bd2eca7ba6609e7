package org.phasegrid.worker.indicator.gram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.indicator.Column;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Meter;
import org.phasegrid.worker.indicator.Out;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.theory.ArcCosineKernel;
import org.phasegrid.worker.train.Need;
import org.phasegrid.worker.train.Outcome;
import org.phasegrid.worker.train.Snapshot;

/**
 * A run against its infinitely wide network: the arc-cosine kernel of its own inputs, variances,
 * rates and loss weights ({@link ArcCosineKernel}; papers/gram-hierarchy B.9), and the rate eta_c =
 * 2 / lambda_max up to which that is stable.
 */
@About(
    value =
        "infinite width: the arc-cosine kernel of the run, its critical rate, lambda_max over it",
    paper = "arXiv:2606.09744")
public record GramWide(@About("examples x outputs at most: the kernel is dense") int largest)
    implements Indicator {
  public static final GramWide DENSE = new GramWide(1024);

  public GramWide {
    if (largest < 1) {
      throw new IllegalArgumentException("largest must be at least 1, was " + largest);
    }
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column(
            "gram_lambda_infinite",
            Column.Scope.STEP,
            "1/rate",
            "largest eigenvalue of the kernel at infinite width, at step 0"),
        new Column(
            "gram_eta_c",
            Column.Scope.RUN,
            "rate",
            "2 / gram_lambda_infinite, the largest stable rate at infinite width"),
        new Column(
            "gram_lambda_ratio",
            Column.Scope.RUN,
            "",
            "lambda_max(K_0) over gram_lambda_infinite"));
  }

  @Override
  public Set<Need<?>> needs() {
    return Set.of(Gram.CHECKPOINT);
  }

  @Override
  public Looks looks() {
    return new Looks.At(List.of(0L));
  }

  @Override
  public Optional<String> refusal(Setting setting) {
    Optional<String> unsuited = Suits.refusal(setting, largest);
    if (unsuited.isPresent()) {
      return unsuited;
    }
    if (!(setting.architecture() instanceof Mlp mlp)) {
      return Optional.of("wants architecture mlp, was " + Family.nameOf(setting.architecture()));
    }
    if (!(mlp.activation() instanceof Relu)) {
      return Optional.of("wants activation relu, was " + Family.nameOf(mlp.activation()));
    }
    return mlp.bias() ? Optional.of("wants bias: false, was true") : Optional.empty();
  }

  @Override
  public Meter start() {
    return new Wide();
  }

  private static final class Wide implements Meter {
    private double rate = Double.NaN;
    private double ratio = Double.NaN;

    @Override
    public void look(Snapshot snapshot, Out out) {
      if (!snapshot.finite()) {
        return;
      }
      Checkpoint now = snapshot.get(Gram.CHECKPOINT);
      if (!now.finite()) {
        return;
      }
      double infinite = largest(now.network());
      out.put("gram_lambda_infinite", infinite);
      if (infinite > 0) {
        rate = 2 / infinite;
        ratio = Spectrum.ends(now.network().kernels(), now.kernel().total()).largest() / infinite;
      }
    }

    @Override
    public void end(Outcome outcome, Out out) {
      out.put("gram_eta_c", rate);
      out.put("gram_lambda_ratio", ratio);
    }
  }

  /** The largest eigenvalue of the kernel at infinite width, with the weights of the loss. */
  private static double largest(Network network) {
    int depth = network.depth();
    List<Double> variances = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    for (int layer = 1; layer <= depth; layer++) {
      variances.add(network.variance(layer) * network.units(layer - 1));
      rates.add(network.gamma(layer) * network.units(layer - 1));
    }
    boolean trained = network.gamma(depth + 1) > 0;
    if (trained) {
      rates.add(network.gamma(depth + 1) * network.units(depth));
    }
    double readout = network.variance(depth + 1) * network.units(depth);
    Tensor kernel = new ArcCosineKernel(variances, readout, rates).of(network.inputs());
    Tensor roots = network.rootWeights();
    int n = network.examples();
    for (int mu = 0; mu < n; mu++) {
      for (int nu = 0; nu < n; nu++) {
        kernel.set(mu, nu, kernel.get(mu, nu) * roots.get(mu) * roots.get(nu));
      }
    }
    // Rows of a fixed readout are equal up to sign: outputs share one mode; else they are apart.
    int together = network.fixedReadout() ? network.outputs() : 1;
    return together * ArcCosineKernel.largestEigenvalue(kernel);
  }
}
