package org.phasegrid.worker.dataset;

import java.util.OptionalInt;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/**
 * Which examples a run is tested on, drawn beside the training ones by the draw {@code test}: they
 * change no bit of the training.
 */
public sealed interface TestSet permits TestSet.None, TestSet.Drawn, TestSet.Rest {
  Family<TestSet> FAMILY =
      Family.of("test", TestSet.class, new None(), new Drawn(256), new Rest())
          .whereKeysMean(Drawn.class);

  /** How many examples of {@code dataset} it takes; an error says why it cannot. */
  int examples(Dataset dataset);

  /** No test. */
  @About("no test")
  record None() implements TestSet {
    @Override
    public int examples(Dataset dataset) {
      return 0;
    }
  }

  /** A number of examples: freshly drawn, or the first of what a finite set leaves over. */
  @About("fresh examples of the same law, or the first of those that a finite set leaves over")
  record Drawn(@About("number of examples") int examples) implements TestSet {
    public Drawn {
      Counts.positive("examples", examples);
    }

    @Override
    public int examples(Dataset dataset) {
      return Counts.beside("test", dataset, examples);
    }
  }

  /** All examples that a finite set leaves over. */
  @About("all examples that a finite data set does not train on")
  record Rest() implements TestSet {
    @Override
    public int examples(Dataset dataset) {
      OptionalInt rest = dataset.rest();
      if (rest.isEmpty()) {
        throw new IllegalArgumentException(
            "test: rest wants a finite data set, "
                + Family.nameOf(dataset)
                + " draws without end; wanted test.examples");
      }
      return Counts.beside("test", dataset, rest.getAsInt());
    }
  }
}
