package org.phasegrid.worker.indicator.trunc;

import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Labels;

/** The classes of the examples: those that occur, numbered 0..K-1 in the order of the targets. */
final class Classes {
  private final int[] labels;
  private final int[] of;
  private final int[] members;

  /** The classes of targets (outputs, N). */
  Classes(Tensor targets) {
    labels = Labels.of(targets);
    int[] number = new int[Math.max(2, targets.rows())];
    java.util.Arrays.fill(number, -1);
    for (int label : labels) {
      number[label] = 0;
    }
    int count = 0;
    for (int label = 0; label < number.length; label++) {
      number[label] = number[label] == 0 ? count++ : -1;
    }
    of = new int[labels.length];
    members = new int[count];
    for (int i = 0; i < labels.length; i++) {
      of[i] = number[labels[i]];
      members[of[i]]++;
    }
  }

  /** K. */
  int count() {
    return members.length;
  }

  /** N. */
  int examples() {
    return of.length;
  }

  /** The class of example i. */
  int of(int i) {
    return of[i];
  }

  /** What the targets call the class of example i. */
  int label(int i) {
    return labels[i];
  }

  /** N_j. */
  int members(int j) {
    return members[j];
  }

  /** 1 / (K N_j) of example i: every class counts the same. */
  double weight(int i) {
    return 1.0 / ((double) members.length * members[of[i]]);
  }

  /** Whether every class has one example. */
  boolean single() {
    for (int each : members) {
      if (each > 1) {
        return false;
      }
    }
    return true;
  }

  /** Class means (K, d) of features (d, N). */
  double[][] means(Tensor features) {
    double[][] means = new double[count()][features.rows()];
    for (int k = 0; k < features.rows(); k++) {
      for (int i = 0; i < of.length; i++) {
        means[of[i]][k] += features.get(k, i);
      }
    }
    for (int j = 0; j < count(); j++) {
      for (int k = 0; k < features.rows(); k++) {
        means[j][k] /= members[j];
      }
    }
    return means;
  }

  /** Mean squared distance to the class mean, per class. */
  double[] variances(Tensor features) {
    double[][] means = means(features);
    double[] variances = new double[count()];
    for (int i = 0; i < of.length; i++) {
      for (int k = 0; k < features.rows(); k++) {
        double residual = features.get(k, i) - means[of[i]][k];
        variances[of[i]] = Math.fma(residual, residual, variances[of[i]]);
      }
    }
    for (int j = 0; j < count(); j++) {
      variances[j] /= members[j];
    }
    return variances;
  }
}
