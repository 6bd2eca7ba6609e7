package org.phasegrid.driver.fanout;

import java.util.List;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.architecture.Pace;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.need.FullGradient;
import org.phasegrid.worker.need.InitialLoss;
import org.phasegrid.worker.need.InitialSharpness;
import org.phasegrid.worker.need.InitialWeights;
import org.phasegrid.worker.need.Renormalized;
import org.phasegrid.worker.need.Twins;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Need;

/**
 * What a run takes, by the model that also decides which runs train side by side: good enough to
 * begin with the longest chunks and to make them of like size.
 */
public final class Cost {
  /** What a run takes besides its steps. */
  private static final double SECONDS_PER_RUN = 1e-4;

  /** Gradients that a look through a Hessian takes: some 24 products of two gradients each. */
  private static final double CURVATURE = 48;

  private static final double TESTED = 0.67;

  private static final Kernels KERNELS = Kernels.best();

  private Cost() {}

  /** Seconds of a run on one core with its measures. */
  public static double seconds(RunSpec spec, List<Indicator> measures) {
    int inputs = spec.dataset().inputs();
    int outputs = spec.dataset().outputs();
    int examples = spec.dataset().examples();
    int batch = spec.batches() instanceof Batches.Mini mini ? mini.size() : examples;
    long steps = spec.stopping().steps();
    double seconds =
        SECONDS_PER_RUN + steps * pace(spec, inputs, outputs, batch, spec.precision()).perRun();
    double full = pace(spec, inputs, outputs, examples, Precision.FLOAT64).alone();
    double beside = pace(spec, inputs, outputs, batch, Precision.FLOAT64).alone();
    if (!(spec.learningRate() instanceof Rate.Fixed)) {
      seconds += CURVATURE * full;
    }
    for (Indicator measure : measures) {
      seconds += full * looks(measure.looks(), steps) * gradients(measure);
      seconds += steps * beside * beside(measure);
    }
    return seconds;
  }

  /** How many runs like this one stand side by side: one where runs go alone. */
  static int lanes(RunSpec spec) {
    int examples = spec.dataset().examples();
    int batch = spec.batches() instanceof Batches.Mini mini ? mini.size() : examples;
    Pace pace =
        pace(spec, spec.dataset().inputs(), spec.dataset().outputs(), batch, spec.precision());
    boolean alone = spec.architecture().kin().isEmpty() || pace.few() == Integer.MAX_VALUE;
    return alone ? 1 : pace.lanes();
  }

  private static Pace pace(RunSpec spec, int inputs, int outputs, int batch, Precision precision) {
    int lanes = KERNELS.herd().lanes(precision);
    return spec.architecture().pace(inputs, outputs, batch, precision, lanes);
  }

  /**
   * Bytes of a run at work: theta three times, and per unit and example about eight numbers for
   * activations, derivatives and their transposes.
   */
  public static double bytes(RunSpec spec) {
    int inputs = spec.dataset().inputs();
    int outputs = spec.dataset().outputs();
    double parameters = 0;
    double units = inputs;
    for (Block block : spec.architecture().blocks(inputs, outputs)) {
      parameters += block.size();
      units += block.rows();
    }
    return 8 * (3 * parameters + 8 * units * spec.dataset().examples());
  }

  private static double looks(Looks looks, long steps) {
    if (looks instanceof Looks.Every every) {
      return steps / (double) every.n() + 1;
    } else if (looks instanceof Looks.At at) {
      return at.steps().size();
    } else if (looks instanceof Looks.Log2 log2) {
      return StrictMath.log(steps + 1) / StrictMath.log(2) / log2.c() + 2;
    }
    return 1;
  }

  private static double gradients(Indicator measure) {
    double gradients = 0;
    for (Need<?> need : measure.needs()) {
      boolean beside = need instanceof Twins || need instanceof Renormalized;
      boolean kept = need instanceof InitialLoss || need instanceof InitialWeights;
      gradients +=
          beside || kept || need instanceof InitialSharpness
              ? 0
              : need instanceof FullGradient ? 1 : CURVATURE;
    }
    return gradients;
  }

  /** Runs that are trained beside the run; a test of one is about two thirds of a gradient. */
  private static double beside(Indicator measure) {
    double runs = 0;
    for (Need<?> need : measure.needs()) {
      if (need instanceof Twins twins) {
        runs +=
            twins.count()
                + (twins.tested() == Twins.Tested.EVERY_STEP ? TESTED * (twins.count() + 1) : 0);
      } else if (need instanceof Renormalized) {
        runs++;
      }
    }
    return runs;
  }
}
