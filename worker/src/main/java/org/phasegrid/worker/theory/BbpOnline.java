package org.phasegrid.worker.theory;

import org.phasegrid.worker.spectrum.Spike;

/**
 * The spectral transition of a linear student under online SGD on white Gaussian inputs with label
 * noise: exact second moments, so the bulk of the stationary state and the boundary of the learning
 * rate (arXiv 2606.28486; the linear scaling rule eps / B of arXiv 2407.16427).
 *
 * <p>D = W - W* obeys {@code E|D_t|² = rho^t |D_0|²} without noise, {@code rho = (1 - eps)² + eps²
 * (M + 1) / B}; label noise adds {@code eps² s² M / B} per row and step.
 *
 * @param inputs M
 * @param batch B
 * @param noise s
 */
public record BbpOnline(double inputs, double batch, double noise) {
  /** The factor of the mean squared distance from the teacher per step. */
  public double rho(double eps) {
    return (1 - eps) * (1 - eps) + eps * eps * (inputs + 1) / batch;
  }

  /** The step size above which the mean squared distance grows. */
  public double divergence() {
    return 2 / (1 + (inputs + 1) / batch);
  }

  /**
   * sigma_inf², the squared norm of a row of D in the stationary state; NaN where there is none.
   */
  public double stationary(double eps) {
    double rest = 2 - eps * (1 + (inputs + 1) / batch);
    return rest > 0 ? eps * noise * noise * (inputs / batch) / rest : Double.NaN;
  }

  /** The largest step size at which the stationary bulk does not swallow the teacher. */
  public double boundary(double r, double theta) {
    double square = theta * theta;
    return 2
        * square
        / (square * (1 + (inputs + 1) / batch) + Math.sqrt(r) * noise * noise * inputs / batch);
  }

  /** Largest eigenvalue and overlaps of the stationary state; NaN where there is none. */
  public Spike stationarySpike(double eps, double r, double theta) {
    double a = stationary(eps);
    return Double.isNaN(a)
        ? new Spike(false, Double.NaN, Double.NaN, Double.NaN)
        : Spike.of(a, theta * theta, r);
  }

  /**
   * The same after t steps from entries of variance sigma² / M: the bulk has what is left of the
   * start and the fluctuations about the mean path (1 - eps)^t, those of the signal spread over N
   * rows.
   */
  public Spike spike(double eps, double t, double sigma, double rows, double theta) {
    double x = BbpLinear.remaining(eps, t);
    double rho = rho(eps);
    double grown = StrictMath.pow(rho, t);
    double sum = Math.abs(1 - rho) < 1e-12 ? t : (1 - grown) / (1 - rho);
    double start = sigma * sigma + theta * theta / rows;
    double a =
        x * x * sigma * sigma
            + (grown - x * x) * start
            + eps * eps * noise * noise * (inputs / batch) * sum;
    return Spike.of(a, BbpLinear.signal(eps, t, theta), rows / inputs);
  }
}
