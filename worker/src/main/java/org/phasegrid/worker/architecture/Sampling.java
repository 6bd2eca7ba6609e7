package org.phasegrid.worker.architecture;

import java.util.List;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.family.Family;

/** Which inputs a matrix student learns from; all are white Gaussian but those of a design. */
public sealed interface Sampling
    permits Sampling.Population, Sampling.Sample, Sampling.Design, Sampling.Stream {
  Family<Sampling> FAMILY =
      Family.of(
          "data",
          Sampling.class,
          new Population(),
          new Sample(25600),
          new Design(List.of(3.0, 0.05), 256),
          new Stream(32));

  /** Infinitely many examples: the expected loss. */
  @About("infinitely many examples: the expected loss, in closed form or by quadrature")
  record Population() implements Sampling {}

  /** P examples drawn once, all seen at every step. */
  @About("P examples drawn once, all of them seen at every step")
  record Sample(@About("P") int examples) implements Sampling {
    public Sample {
      positive("sample", examples);
    }
  }

  /**
   * P examples whose second moments C = XᵀX / P are given: diagonal, each eigenvalue for an equal
   * share of the inputs (the first shares one longer where M is no multiple). Without label noise
   * it is infinitely many examples of that covariance.
   */
  @About("P examples of given second moments: eigenvalues, each for an equal share of the inputs")
  record Design(
      @About("eigenvalues of C") List<Double> eigenvalues,
      @About("P: what label noise is divided by") int examples)
      implements Sampling {
    public Design {
      eigenvalues = List.copyOf(eigenvalues);
      positive("examples", examples);
      if (eigenvalues.isEmpty()) {
        throw new IllegalArgumentException("eigenvalues must be given");
      }
      for (double eigenvalue : eigenvalues) {
        if (!(eigenvalue >= 0 && eigenvalue < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "eigenvalues must be finite and not negative, has " + eigenvalue);
        }
      }
    }

    /** The eigenvalue of input {@code j} of {@code inputs}. */
    double eigenvalue(int j, int inputs) {
      return eigenvalues.get((int) ((long) j * eigenvalues.size() / inputs));
    }
  }

  /** B fresh examples at every step. */
  @About("online: B fresh examples at every step")
  record Stream(@About("B") int batch) implements Sampling {
    public Stream {
      positive("stream", batch);
    }
  }

  private static void positive(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + count);
    }
  }
}
