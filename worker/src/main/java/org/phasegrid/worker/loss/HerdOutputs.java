package org.phasegrid.worker.loss;

import java.util.Arrays;
import org.phasegrid.worker.kernel.HerdKernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The outputs of a herd and its targets: f and r = dL/df herds of (K, B); y one tensor (K, B) that
 * all lanes share, or a herd too.
 */
public final class HerdOutputs {
  /** Whose targets y holds. */
  public enum Targets {
    SHARED,
    OF_EACH_LANE
  }

  private final int outputs;
  private final int examples;
  private final Tensor f;
  private final Tensor r;
  private final Tensor y;
  private final Targets targets;
  private final Tensor laneF;
  private final Tensor laneR;
  private final Tensor laneY;

  /** Of K {@code outputs} and B {@code examples}. */
  public HerdOutputs(int outputs, int examples, Tensor f, Tensor r, Tensor y, Targets targets) {
    this.outputs = outputs;
    this.examples = examples;
    this.f = f;
    this.r = r;
    this.y = y;
    this.targets = targets;
    Precision precision = f.precision();
    laneF = Tensor.zeros(precision, outputs, examples);
    laneR = Tensor.zeros(precision, outputs, examples);
    laneY = Tensor.zeros(precision, outputs, examples);
  }

  int outputs() {
    return outputs;
  }

  int examples() {
    return examples;
  }

  int lanes() {
    return f.columns();
  }

  Tensor f() {
    return f;
  }

  Tensor r() {
    return r;
  }

  Tensor y() {
    return y;
  }

  Targets targets() {
    return targets;
  }

  /** y in the layout of f. */
  Tensor targetsOfAll() {
    if (targets == Targets.OF_EACH_LANE) {
      return y;
    }
    double[] own = y.toArray();
    double[] all = new double[own.length * lanes()];
    for (int e = 0; e < own.length; e++) {
      Arrays.fill(all, e * lanes(), (e + 1) * lanes(), own[e]);
    }
    return Tensor.of(own.length, lanes(), all);
  }

  /** f (K, B) of one lane, until the next call. */
  Tensor f(int lane) {
    HerdKernels.take(f, lane, laneF);
    return laneF;
  }

  /** y (K, B) of one lane, until the next call. */
  Tensor y(int lane) {
    if (targets == Targets.SHARED) {
      return y;
    }
    HerdKernels.take(y, lane, laneY);
    return laneY;
  }

  /** Where r (K, B) of a lane goes before {@link #keep}. */
  Tensor laneR() {
    return laneR;
  }

  /** Hands {@link #laneR} to its lane. */
  void keep(int lane) {
    HerdKernels.put(laneR, r, lane);
  }
}
