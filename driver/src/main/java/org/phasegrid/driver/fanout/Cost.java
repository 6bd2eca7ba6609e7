package org.phasegrid.driver.fanout;

import java.util.List;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.indicator.Looks;
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
 * A rough guess of what a run takes: good enough to begin with the longest chunks and to make them
 * of like size.
 */
public final class Cost {
  /** Operations per second of a narrow network on one core, measured as 1 to 4 GFLOP/s. */
  private static final double PER_SECOND = 2e9;

  /** What a run and a step take besides their arithmetic. */
  private static final double SECONDS_PER_RUN = 1e-4;

  private static final double SECONDS_PER_STEP = 2e-6;

  /** Gradients that a look through a Hessian takes: some 24 products of two gradients each. */
  private static final double CURVATURE = 48;

  private static final double TESTED = 0.67;

  private Cost() {}

  /** Seconds of a run on one core with its measures. */
  public static double seconds(RunSpec spec, List<Indicator> measures) {
    int inputs = spec.dataset().inputs();
    int outputs = spec.dataset().outputs();
    int examples = spec.dataset().examples();
    int batch = spec.batches() instanceof Batches.Mini mini ? mini.size() : examples;
    long steps = spec.stopping().steps();
    double full = spec.architecture().gradientCost(inputs, outputs, examples);
    double operations = steps * spec.architecture().gradientCost(inputs, outputs, batch);
    if (!(spec.learningRate() instanceof Rate.Fixed)) {
      operations += CURVATURE * full;
    }
    for (Indicator measure : measures) {
      operations += full * looks(measure.looks(), steps) * gradients(measure);
      operations +=
          steps * spec.architecture().gradientCost(inputs, outputs, batch) * beside(measure);
    }
    return operations / PER_SECOND + SECONDS_PER_STEP * steps + SECONDS_PER_RUN;
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
