package org.phasegrid.worker.architecture;

import java.util.List;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/** Which parameters the optimizer moves. */
public sealed interface Trained permits Trained.All, Trained.Biases, Trained.Layers {
  Family<Trained> FAMILY =
      Family.of("trained", Trained.class, new All(), new Biases(), new Layers(List.of()))
          .whereAListMeans(Layers.class);

  /** Whether the weights of a layer (1..L+1) move. */
  boolean weights(int layer);

  /** Whether the biases of a layer move. */
  boolean biases(int layer);

  /** All of them. */
  @About("all parameters")
  record All() implements Trained {
    @Override
    public boolean weights(int layer) {
      return true;
    }

    @Override
    public boolean biases(int layer) {
      return true;
    }
  }

  /** Biases alone. */
  @About("biases alone")
  record Biases() implements Trained {
    @Override
    public boolean weights(int layer) {
      return false;
    }

    @Override
    public boolean biases(int layer) {
      return true;
    }
  }

  /** The named layers, 1..L hidden and L+1 the readout. */
  @About("the listed layers: 1 to L hidden, L+1 the readout")
  record Layers(@About("layer numbers") List<Integer> layers) implements Trained {
    public Layers {
      layers = List.copyOf(layers);
    }

    @Override
    public boolean weights(int layer) {
      return layers.contains(layer);
    }

    @Override
    public boolean biases(int layer) {
      return layers.contains(layer);
    }
  }
}
