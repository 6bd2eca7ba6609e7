package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/** The examples that indicators of representations look at: they change no bit of the training. */
public sealed interface Probe permits Probe.None, Probe.Drawn {
  Family<Probe> FAMILY =
      Family.of("probe", Probe.class, new None(), new Drawn(64, From.FRESH))
          .whereKeysMean(Drawn.class);

  /** Where the examples of a probe come from. */
  enum From {
    FRESH,
    TEST,
    TRAIN
  }

  /** An error says why these examples cannot be had beside {@code dataset} and {@code test}. */
  void check(Dataset dataset, TestSet test);

  /** No probe. */
  @About("no probe")
  record None() implements Probe {
    @Override
    public void check(Dataset dataset, TestSet test) {}
  }

  /**
   * A number of examples: drawn by the draw {@code probe} (of a finite set the first it leaves
   * over), or the first of the test or training examples.
   */
  @About("fresh examples of the same law, or the first of the test or training examples")
  record Drawn(
      @About("number of examples") int examples,
      @About("where they come from: fresh, test or train") From from)
      implements Probe {
    public Drawn {
      Counts.positive("examples", examples);
    }

    @Override
    public void check(Dataset dataset, TestSet test) {
      int there =
          switch (from) {
            case FRESH -> Counts.beside("probe", dataset, examples);
            case TEST -> test.examples(dataset);
            case TRAIN -> dataset.examples();
          };
      if (examples > there) {
        throw new IllegalArgumentException(
            "probe.examples is "
                + examples
                + ", but there are "
                + there
                + (from == From.TEST ? " test" : " training")
                + " examples");
      }
    }
  }
}
