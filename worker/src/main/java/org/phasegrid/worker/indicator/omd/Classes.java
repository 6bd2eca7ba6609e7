package org.phasegrid.worker.indicator.omd;

import java.util.Arrays;
import org.phasegrid.worker.architecture.MlpFit;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Labels;
import org.phasegrid.worker.need.Representation;
import org.phasegrid.worker.train.Snapshot;

/**
 * The labels of points: of probe examples their classes, of tokens their numbers.
 *
 * @param of one per point, 0 to K - 1; empty where the targets are no classes
 * @param count K
 */
record Classes(int[] of, int count) {
  static final Classes NONE = new Classes(new int[0], 0);

  static Classes of(Snapshot snapshot, Representation representation) {
    if (representation instanceof Representation.Tokens tokens) {
      int[] own = new int[tokens.count()];
      Arrays.setAll(own, s -> s);
      return new Classes(own, own.length);
    }
    return snapshot.objective() instanceof MlpFit network
        ? of(Representation.probed(snapshot, network).y())
        : NONE;
  }

  /** Of one-hot targets (K, N), or single ones of 1 and -1 or 0. */
  private static Classes of(Tensor y) {
    for (int b = 0; b < y.columns(); b++) {
      double sum = 0;
      for (int k = 0; k < y.rows(); k++) {
        double target = y.get(k, b);
        if (target != 0 && target != 1 && !(y.rows() == 1 && target == -1)) {
          return NONE;
        }
        sum += target;
      }
      if (y.rows() > 1 && sum != 1) {
        return NONE;
      }
    }
    return new Classes(Labels.of(y), Math.max(2, y.rows()));
  }

  boolean there() {
    return of.length > 0;
  }

  double[] numbers() {
    return Arrays.stream(of).asDoubleStream().toArray();
  }
}
