package org.phasegrid.worker.theory;

/**
 * Where the geometry of representations changes, for the two sweeps of observable matrix dynamics
 * (arXiv:2606.29679; the laws and numbers are of the project's specification, sections D.2 and D.3,
 * not the paper's).
 */
public final class ObservableTransitions {
  /** Signals at which the time of the cluster transition was measured, and learning rate * time. */
  private static final double[] SIGNALS = {2, 3, 4};

  private static final double[] TIMES = {8, 4.2, 2.4};

  /** Below this many e-folds of forgetting modular addition stays memorized. */
  public static final double MEMORIZED = 1.8;

  /** From this many on it is generalized. */
  public static final double FOURIER = 5.4;

  private ObservableTransitions() {}

  /**
   * The smallest learning rate at which K = 5 clusters s e_y + xi become a band that is stable
   * after {@code steps} steps: gradient flow acquires it at the time t lr = C(s), and four of the
   * last five looks, spaced by sqrt(2), must have it, so {@code lr_c = 2^(3/2) C(s) / T}. ln C is
   * linear between C(2) = 8, C(3) = 4.2 and C(4) = 2.4; NaN outside.
   */
  public static double clusterRate(double signal, double steps) {
    for (int i = 0; i + 1 < SIGNALS.length; i++) {
      if (signal >= SIGNALS[i] && signal <= SIGNALS[i + 1] && steps > 0) {
        double share = signal - SIGNALS[i];
        double time =
            StrictMath.exp(
                (1 - share) * StrictMath.log(TIMES[i]) + share * StrictMath.log(TIMES[i + 1]));
        return 2 * Math.sqrt(2) * time / steps;
      }
    }
    return Double.NaN;
  }

  /**
   * The weight decay at which decoupled decay forgets {@code folds} times over, {@code folds / (lr
   * T)}: weights shrink as e^(-lr wd t), so lr wd T counts the e-folds.
   */
  public static double forgettingDecay(double folds, double rate, double steps) {
    return rate > 0 && steps > 0 ? folds / (rate * steps) : Double.NaN;
  }
}
