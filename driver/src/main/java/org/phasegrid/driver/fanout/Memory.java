package org.phasegrid.driver.fanout;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.phasegrid.sweeps.grid.Point;
import org.phasegrid.sweeps.read.Sweep;
import org.phasegrid.worker.architecture.Block;
import org.phasegrid.worker.indicator.Indicator;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.need.FullGradient;
import org.phasegrid.worker.need.InitialLoss;
import org.phasegrid.worker.need.InitialWeights;
import org.phasegrid.worker.need.Renormalized;
import org.phasegrid.worker.need.Twins;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.train.Batches;
import org.phasegrid.worker.train.Need;

/**
 * What a run at work holds, or the herd that it stands in, in bytes.
 *
 * @param parameters P
 * @param training its start, theta, gradient and what the optimizer remembers; units times examples
 *     for activations, derivatives and transposes; one theta in float64 for draws and looks
 * @param measuring what measures and a rate over curvature need beside it: the same in float64, a
 *     Krylov basis, twins and what measures keep to the end
 */
public record Memory(double parameters, double training, double measuring) {
  private static final int DOUBLE = 8;

  /** z, h, their derivatives, a transpose and a scratch for each layer. */
  private static final int ARRAYS = 5;

  private static final int HERD_ARRAYS = 4;

  /** As many more for products with a Hessian. */
  private static final int CURVATURE_ARRAYS = 7;

  /** Vectors of a Krylov basis of 24, and those of its products. */
  private static final int KRYLOV = 28;

  /** Grids of more points are not asked at every one. */
  private static final int ASKED = 100_000;

  /** All of it. */
  public double bytes() {
    return training + measuring;
  }

  static Memory of(RunSpec spec, List<Indicator> measures) {
    double inputs = spec.dataset().inputs();
    double outputs = spec.dataset().outputs();
    double examples = spec.dataset().examples();
    double batch = spec.batches() instanceof Batches.Mini mini ? mini.size() : examples;
    double parameters = 0;
    double units = 0;
    for (Block block : spec.architecture().blocks((int) inputs, (int) outputs)) {
      parameters += block.size();
      units += block.rows();
    }
    double number = spec.precision() == Precision.FLOAT64 ? DOUBLE : Float.BYTES;
    int lanes = Cost.lanes(spec);
    double vectors = 3 + spec.optimizer().memories();
    double arrays = lanes > 1 ? HERD_ARRAYS : ARRAYS;
    double data = DOUBLE * (inputs + outputs) * examples;
    double training =
        lanes * (number * (vectors * parameters + arrays * units * batch) + data)
            + number * 2 * inputs * batch
            + DOUBLE * parameters;
    double beside = 0;
    double vectorsBeside = 0;
    boolean objective = false;
    boolean curvature = !(spec.learningRate() instanceof Rate.Fixed);
    for (Indicator measure : measures) {
      beside += measure.bytes(spec.setting());
      for (Need<?> need : measure.needs()) {
        boolean kept = need instanceof InitialWeights || need instanceof InitialLoss;
        objective |= !(need instanceof InitialWeights);
        vectorsBeside += need instanceof InitialWeights ? 1 : 0;
        if (need instanceof Twins twins) {
          vectorsBeside += (twins.count() + 1) * (vectors - 1);
        } else if (need instanceof Renormalized) {
          vectorsBeside += 2 * (vectors - 1);
        } else if (need instanceof FullGradient) {
          vectorsBeside++;
        } else {
          curvature |= !kept;
        }
      }
    }
    double inFloat64 = (objective || curvature ? ARRAYS : 0) + (curvature ? CURVATURE_ARRAYS : 0);
    double measuring =
        DOUBLE
                * ((vectorsBeside + (curvature ? KRYLOV : 0)) * parameters
                    + inFloat64 * units * examples)
            + beside;
    return new Memory(parameters, training, measuring);
  }

  /** The run of a sweep that holds most. */
  public record Largest(Point point, Memory memory) {}

  /** The largest run; of a grid of more than 10^5 points that of every n-th. */
  public static Optional<Largest> largest(Sweep sweep) {
    long size = sweep.grid().size();
    // Odd strides come to all values of an axis.
    long stride = size <= ASKED ? 1 : size / ASKED | 1;
    return LongStream.range(0, (size + stride - 1) / stride)
        .parallel()
        .map(n -> n * stride)
        .mapToObj(
            index ->
                sweep
                    .grid()
                    .point(index)
                    .map(point -> new Largest(point, of(point.spec(), sweep.indicators(index)))))
        .flatMap(Optional::stream)
        .max(
            Comparator.comparingDouble((Largest largest) -> largest.memory.bytes())
                .thenComparing(largest -> -largest.point.index()));
  }
}
