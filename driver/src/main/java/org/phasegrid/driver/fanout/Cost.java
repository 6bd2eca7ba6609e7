package org.phasegrid.driver.fanout;

import java.util.ArrayList;
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
 * What a run takes, in seconds of one core, by the model that also decides which runs train side by
 * side: good enough to begin with the longest chunks and to make them of like size. {@link
 * Estimate} scales it by what runs take here.
 *
 * @param steps at most
 * @param pace of its training
 * @param beside a step of what measures train beside it
 * @param run what it takes besides its steps, where nothing is shared with neighbors
 * @param looks what a look takes, by measure
 */
record Cost(long steps, Pace pace, double beside, double run, List<Look> looks) {
  /**
   * What a measure takes.
   *
   * @param seconds of a look
   */
  record Look(Looks when, double seconds) {
    /** How often it looks in so many steps. */
    double count(long steps) {
      if (when instanceof Looks.Every every) {
        return steps / (double) every.n() + 1;
      } else if (when instanceof Looks.At at) {
        return at.steps().stream().filter(step -> step <= steps).count();
      } else if (when instanceof Looks.Log2 log2) {
        return StrictMath.log(steps + 1) / StrictMath.log(2) / log2.c() + 2;
      }
      return 1;
    }
  }

  /** What a run takes besides its steps. */
  private static final double SECONDS_PER_RUN = 1e-4;

  private static final double SECONDS_PER_NUMBER_DRAWN = 30e-9;

  /** A look copies theta. */
  private static final double SECONDS_PER_LOOK = 2e-6;

  private static final double SECONDS_PER_PARAMETER = 2e-9;

  /** Gradients that a look through a Hessian takes: some 24 products of two gradients each. */
  private static final double CURVATURE = 48;

  private static final double TESTED = 0.67;

  private static final Kernels KERNELS = Kernels.best();

  static Cost of(RunSpec spec, List<Indicator> measures) {
    int inputs = spec.dataset().inputs();
    int outputs = spec.dataset().outputs();
    int examples = spec.dataset().examples();
    int batch = batch(spec);
    double full = pace(spec, inputs, outputs, examples, Precision.FLOAT64).alone();
    double drawing = SECONDS_PER_NUMBER_DRAWN * examples * (inputs + outputs);
    double sharpness = spec.learningRate() instanceof Rate.Fixed ? 0 : CURVATURE * full;
    double parameters = 0;
    for (Block block : spec.architecture().blocks(inputs, outputs)) {
      parameters += block.size();
    }
    double besides = 0;
    List<Look> looks = new ArrayList<>();
    for (Indicator measure : measures) {
      double look =
          SECONDS_PER_LOOK + SECONDS_PER_PARAMETER * parameters + full * gradients(measure);
      looks.add(new Look(measure.looks(), look));
      besides += beside(measure);
    }
    return new Cost(
        spec.stopping().steps(),
        pace(spec, inputs, outputs, batch, spec.precision()),
        besides * pace(spec, inputs, outputs, batch, Precision.FLOAT64).alone(),
        SECONDS_PER_RUN + SECONDS_PER_NUMBER_DRAWN * parameters + drawing + sharpness,
        looks);
  }

  /** All of it. */
  double seconds() {
    return seconds(steps);
  }

  /** What it takes to its start and so many steps. */
  double seconds(long steps) {
    double seconds = run + steps * (pace.perRun() + beside);
    for (Look look : looks) {
      seconds += look.count(steps) * look.seconds;
    }
    return seconds;
  }

  /** How many runs like this one stand side by side: one where runs go alone. */
  static int lanes(RunSpec spec) {
    Pace pace =
        pace(
            spec, spec.dataset().inputs(), spec.dataset().outputs(), batch(spec), spec.precision());
    boolean alone = spec.architecture().kin().isEmpty() || pace.few() == Integer.MAX_VALUE;
    return alone ? 1 : pace.lanes();
  }

  private static int batch(RunSpec spec) {
    return spec.batches() instanceof Batches.Mini mini ? mini.size() : spec.dataset().examples();
  }

  private static Pace pace(RunSpec spec, int inputs, int outputs, int batch, Precision precision) {
    int lanes = KERNELS.herd().lanes(precision);
    return spec.architecture().pace(inputs, outputs, batch, precision, lanes);
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
