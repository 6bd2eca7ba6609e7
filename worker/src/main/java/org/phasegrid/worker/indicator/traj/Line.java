package org.phasegrid.worker.indicator.traj;

/**
 * The least-squares line through (t, y_t), t = from..to, in centred form.
 *
 * @param slope per step; NaN with fewer than two points
 * @param r2 share of the variance it explains; 0 where there is no variance
 */
record Line(double slope, double r2) {
  static Line through(double[] y, int from, int to) {
    int n = to - from + 1;
    double meanT = from + (n - 1) / 2.0;
    double meanY = 0;
    for (int t = from; t <= to; t++) {
      meanY += y[t];
    }
    meanY /= n;
    double tt = 0;
    double ty = 0;
    double yy = 0;
    for (int t = from; t <= to; t++) {
      tt += (t - meanT) * (t - meanT);
      ty += (t - meanT) * (y[t] - meanY);
      yy += (y[t] - meanY) * (y[t] - meanY);
    }
    double slope = ty / tt;
    double rest = 0;
    for (int t = from; t <= to; t++) {
      double miss = y[t] - meanY - slope * (t - meanT);
      rest += miss * miss;
    }
    return new Line(slope, yy > 0 ? 1 - rest / yy : 0);
  }

  /** Natural logarithms. */
  static double[] logarithms(double[] values) {
    double[] logs = new double[values.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = StrictMath.log(values[i]);
    }
    return logs;
  }
}
