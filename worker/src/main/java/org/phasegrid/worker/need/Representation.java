package org.phasegrid.worker.need;

import java.util.Optional;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.dataset.Dataset;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.dataset.ModularAddition;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.train.Snapshot;

/**
 * Of what a network makes points: its activations at probe examples, or its weights at tokens. The
 * readout is no representation: K outputs have a rank of K and so a band from the start.
 */
public sealed interface Representation
    permits Representation.LastHidden, Representation.Hidden, Representation.Tokens {
  Family<Representation> FAMILY =
      Family.of(
              "representation",
              Representation.class,
              new LastHidden(),
              new Hidden(1),
              new Tokens(ModularAddition.GROKKING.modulus()))
          .whereANumberMeans(Hidden.class);

  /** How many points are looked at where a run has no probe: the first training examples. */
  int MOST_WITHOUT_PROBE = 128;

  /** Why such a network has none. */
  Optional<String> refusal(Mlp mlp, Dataset dataset);

  /** The points (D, N) at a look, in float64. */
  Tensor points(Snapshot snapshot, MlpFit network);

  /** What the run's probe holds, or the first training examples where it has none. */
  static Examples probed(Snapshot snapshot, MlpFit network) {
    Examples training = network.examples();
    return snapshot
        .probe()
        .orElseGet(() -> training.first(Math.min(training.count(), MOST_WITHOUT_PROBE)));
  }

  /** Activations of the last hidden layer, after the nonlinearity. */
  @About("activations of the last hidden layer at the probe examples")
  record LastHidden() implements Representation {
    @Override
    public Optional<String> refusal(Mlp mlp, Dataset dataset) {
      return mlp.depth() > 0
          ? Optional.empty()
          : Optional.of("wants a hidden layer, architecture.depth was 0");
    }

    @Override
    public Tensor points(Snapshot snapshot, MlpFit network) {
      return new Hidden(network.depth()).points(snapshot, network);
    }
  }

  /** Activations of hidden layer l, after the nonlinearity. */
  @About("activations of one hidden layer at the probe examples")
  record Hidden(@About("l, 1 to the depth") int layer) implements Representation {
    public Hidden {
      if (layer < 1) {
        throw new IllegalArgumentException("layer must be at least 1, was " + layer);
      }
    }

    @Override
    public Optional<String> refusal(Mlp mlp, Dataset dataset) {
      return layer <= mlp.depth()
          ? Optional.empty()
          : Optional.of("wants hidden layer " + layer + ", architecture.depth was " + mlp.depth());
    }

    @Override
    public Tensor points(Snapshot snapshot, MlpFit network) {
      return network.hidden(snapshot.theta(), layer, probed(snapshot, network).x());
    }
  }

  /** m_1 times the first p columns of W_1: what the one-hot inputs 0..p-1 are embedded as. */
  @About("columns of the first weight matrix at the one-hot inputs 0..p-1")
  record Tokens(@About("p") int count) implements Representation {
    public Tokens {
      if (count < 1) {
        throw new IllegalArgumentException("tokens must be at least 1, was " + count);
      }
    }

    @Override
    public Optional<String> refusal(Mlp mlp, Dataset dataset) {
      if (dataset instanceof ModularAddition addition && addition.modulus() != count) {
        return Optional.of(
            "wants as many tokens as dataset.modulus, " + addition.modulus() + ", was " + count);
      }
      return count <= dataset.inputs()
          ? Optional.empty()
          : Optional.of(
              "wants at most as many tokens as inputs, " + dataset.inputs() + ", was " + count);
    }

    @Override
    public Tensor points(Snapshot snapshot, MlpFit network) {
      Tensor w = network.weightBlock(1).of(snapshot.theta());
      Tensor points = Tensor.zeros(Precision.FLOAT64, w.rows(), count);
      for (int i = 0; i < w.rows(); i++) {
        for (int s = 0; s < count; s++) {
          points.set(i, s, network.multiplier(1) * w.get(i, s));
        }
      }
      return points;
    }
  }
}
