package org.phasegrid.worker.dataset;

import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/** How many examples of a file are trained on: those after them are there to test on. */
public sealed interface Limit permits Limit.All, Limit.First {
  Family<Limit> FAMILY =
      Family.of("limit", Limit.class, new All(), new First(1000)).whereANumberMeans(First.class);

  /** How many of {@code there} examples are trained on. */
  int of(String file, int there);

  /** All of them: none is left to test on. */
  @About("all examples of the file")
  record All() implements Limit {
    @Override
    public int of(String file, int there) {
      return there;
    }
  }

  /** The first n. */
  @About("the first n examples of the file; those after them are the rest to test on")
  record First(@About("n") int examples) implements Limit {
    public First {
      Counts.positive("limit", examples);
    }

    @Override
    public int of(String file, int there) {
      if (examples > there) {
        throw new IllegalArgumentException(
            "limit is " + examples + ", but " + file + " has " + there + " examples");
      }
      return examples;
    }
  }
}
