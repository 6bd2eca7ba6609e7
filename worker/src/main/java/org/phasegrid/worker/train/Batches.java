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

    /** The examples of a step. */
    public int[] of(Key key, long step, int examples) {
      int[] batch = new int[size];
      if (replacement) {
        Key draw = key.child(step);
        for (int i = 0; i < size; i++) {
          batch[i] = draw.index(i, examples);
        }
        return batch;
      }
      int perEpoch = examples / size;
      int[] order = key.child(step / perEpoch).permutation(examples);
      System.arraycopy(order, (int) (step % perEpoch) * size, batch, 0, size);
      return batch;
    }
  }
}
