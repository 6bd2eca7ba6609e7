package org.phasegrid.worker.indicator.bbp;

/** The phases of arXiv 2606.28486, with what a platform must be able to tell beside them. */
enum Phase {
  /** weights or loss not finite, weights above 1e100, or loss above 1e3 times what it began with */
  DIVERGED,
  /** aligned, gradients turn over at every step: the step size is above eps_o */
  PARAMAGNETIC,
  /** aligned, gradients keep their direction, learnt */
  FERROMAGNETIC,
  /** aligned before the loss shows it */
  EMERGENT,
  /** learnt without an outlier: the kernel regime */
  LAZY,
  /** neither aligned nor learnt */
  DISORDERED;

  /** Alignment and loss ratio at which a phase is told from the next. */
  static final double HALF = 0.5;

  /**
   * The phase of what has not diverged.
   *
   * @param outliers of the judged layer; above 0 where it has one; NaN where it has no bulk
   * @param alignment squared overlap with the teacher; NaN where it has none
   * @param flip cosine of consecutive gradients
   * @param lossRatio loss over that of the best constant
   */
  static Phase of(double outliers, double alignment, double flip, double lossRatio) {
    boolean learnt = lossRatio < HALF;
    if (outliers > 0 && alignment >= HALF) {
      if (flip < 0) {
        return PARAMAGNETIC;
      }
      return learnt ? FERROMAGNETIC : EMERGENT;
    }
    return learnt ? LAZY : DISORDERED;
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
