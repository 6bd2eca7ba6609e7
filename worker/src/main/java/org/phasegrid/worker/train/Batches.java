package org.phasegrid.worker.train;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;
import org.phasegrid.worker.random.Key;

/** Which examples a step sees: a function of the key {@code batches} and the step. */
public sealed interface Batches permits Batches.Full, Batches.Mini {
  Family<Batches> FAMILY =
      Family.of("batches", Batches.class, new Full(), new Mini(32, false))
          .whereKeysMean(Mini.class);

  /** All examples at every step. */
  @About("all examples at every step")
  record Full() implements Batches {}

  /**
   * Some examples a step: with replacement independent draws, without it consecutive pieces of one
   * random permutation per epoch (a rest smaller than a batch is left out).
   */
  @About("a number of examples drawn at every step, with or without replacement")
  record Mini(
      @About("examples per step") int size,
      @About("whether an example may come twice before all came once") boolean replacement)
      implements Batches {
    public Mini {
      if (size < 1) {
        throw new IllegalArgumentException("size must be at least 1, was " + size);
      }
    }

    /** The examples of the steps of one run, which shares what neighboring steps have in common. */
    Draw draw(Key key, int examples) {
      return new Draw(this, key, examples);
    }

    /** The examples of a step. */
    public int[] of(Key key, long step, int examples) {
      return draw(key, examples).of(step).clone();
    }
  }

  /** The batches of one run in order of steps: an epoch's permutation is drawn once. */
  final class Draw {
    private final Mini mini;
    private final Key key;
    private final int examples;
    private final int[] batch;
    private long epoch;
    private int[] order = {};

    private Draw(Mini mini, Key key, int examples) {
      this.mini = mini;
      this.key = key;
      this.examples = examples;
      batch = new int[mini.size];
    }

    /** The examples of a step, until the next call. */
    int[] of(long step) {
      if (mini.replacement) {
        Key draw = key.child(step);
        for (int i = 0; i < batch.length; i++) {
          batch[i] = draw.index(i, examples);
        }
        return batch;
      }
      int perEpoch = examples / batch.length;
      if (order.length == 0 || epoch != step / perEpoch) {
        epoch = step / perEpoch;
        order = key.child(epoch).permutation(examples);
      }
      System.arraycopy(order, (int) (step % perEpoch) * batch.length, batch, 0, batch.length);
      return batch;
    }
  }
}
