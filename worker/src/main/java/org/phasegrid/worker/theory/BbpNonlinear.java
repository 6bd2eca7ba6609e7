package org.phasegrid.worker.theory;

import java.util.function.DoubleUnaryOperator;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.spectrum.Spike;

/**
 * The spectral transition of a single layer y = f(W x) after one step of infinite data, in mean
 * field (arXiv 2606.28486): the population gradient of row i is {@code B_i w_i - A_i w*_i} by
 * Stein's lemma, with A_i near mu1 and B_i near mu2.
 *
 * <p>{@code a = sigma² (1 - eps mu2)²}, {@code b = eps² (mu1 + dmu1)² + r sigma² [(1 - eps (mu2 +
 * dmu2))² - (1 - eps mu2)²]} for teachers of strength 1.
 *
 * @param mu1 mean of E f'(h*) f'(h)
 * @param mu2 E[f'² + f f'']
 * @param dmu1 what mu1 differs along u
 * @param dmu2 what mu2 differs along u
 */
public record BbpNonlinear(double mu1, double mu2, double dmu1, double dmu2) {
  /** No step of the trapezoid rule is wider than this, in units of its argument. */
  private static final double STEP = 0.05;

  /** Where sech² is below 1e-34. */
  private static final double REACH = 40;

  /**
   * The coefficients of an activation for a teacher whose rows are short, u_i near 0; NaN for
   * activations without closed theory.
   */
  public static BbpNonlinear of(Activation f, double sigma) {
    return of(f, sigma, new double[0]);
  }

  /** The coefficients for a teacher with unit output direction u. */
  public static BbpNonlinear of(Activation f, double sigma, double[] u) {
    if (f instanceof Identity) {
      return new BbpNonlinear(1, 1, 0, 0);
    }
    if (f instanceof Relu) {
      int n = u.length;
      double fourth = 0;
      for (double each : u) {
        fourth += each * each * each * each;
      }
      double condensation = n > 1 ? (n * fourth - 1) / (n - 1) : 0;
      return new BbpNonlinear(0.25, 0.5, 0, -condensation / (2 * Math.PI * sigma));
    }
    if (!(f instanceof Tanh)) {
      return new BbpNonlinear(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double slope = mean(sigma, BbpNonlinear::sech2);
    double mu2 =
        mean(
            sigma,
            h -> {
              double square = sech2(h);
              return square * square - 2 * (1 - square) * square;
            });
    double mean = 1;
    double along = 0;
    if (u.length > 0) {
      double[] each = new double[u.length];
      mean = 0;
      for (int i = 0; i < u.length; i++) {
        each[i] = mean(Math.abs(u[i]), BbpNonlinear::sech2);
        mean += each[i] / u.length;
      }
      // u u^T applied to the row-wise coefficients: what the signal direction sees beyond the mean.
      for (int i = 0; i < u.length; i++) {
        along += u[i] * u[i] * (each[i] - mean);
      }
    }
    return new BbpNonlinear(mean * slope, mu2, along * slope, 0);
  }

  private static double sech2(double h) {
    double value = org.phasegrid.worker.kernel.Transcendental.tanh(h);
    return 1 - value * value;
  }

  /** E f(deviation z), z standard normal, for an f that vanishes beyond {@link #REACH}. */
  static double mean(double deviation, DoubleUnaryOperator f) {
    double step = STEP / Math.max(1, deviation);
    double reach = Math.min(10, deviation > 0 ? REACH / deviation : 10);
    int nodes = (int) Math.ceil(reach / step);
    double sum = 0;
    for (int i = -nodes; i <= nodes; i++) {
      double z = i * step;
      sum += f.applyAsDouble(deviation * z) * StrictMath.exp(-z * z / 2);
    }
    return sum * step / Math.sqrt(2 * Math.PI);
  }

  /** a. */
  public double bulk(double eps, double sigma) {
    double kept = 1 - eps * mu2;
    return sigma * sigma * kept * kept;
  }

  /** b; below 0 there is no signal. */
  public double signal(double eps, double sigma, double r) {
    double gained = eps * (mu1 + dmu1);
    double along = 1 - eps * (mu2 + dmu2);
    double kept = 1 - eps * mu2;
    return gained * gained + r * sigma * sigma * (along * along - kept * kept);
  }

  /** Largest eigenvalue and overlaps after one step. */
  public Spike spike(double eps, double sigma, double r) {
    return Double.isNaN(mu1)
        ? new Spike(false, Double.NaN, Double.NaN, Double.NaN)
        : Spike.of(bulk(eps, sigma), signal(eps, sigma, r), r);
  }

  /** The step size at which the bulk vanishes, 1 / mu2; NaN where it does not. */
  public double vanishing() {
    return mu2 > 0 ? 1 / mu2 : Double.NaN;
  }

  /** The smallest positive step size with b = sqrt(r) a; NaN without one. */
  public double lower(double sigma, double r) {
    return roots(sigma, r)[0];
  }

  /** The second one; NaN without one. */
  public double upper(double sigma, double r) {
    return roots(sigma, r)[1];
  }

  /** The positive roots, ascending, of the quadratic equation b - sqrt(r) a = 0 in eps. */
  private double[] roots(double sigma, double r) {
    double root = Math.sqrt(r);
    double square = sigma * sigma;
    double both = mu2 + dmu2;
    double gained = mu1 + dmu1;
    double p = gained * gained + r * square * (both * both - mu2 * mu2) - root * square * mu2 * mu2;
    double q = r * square * (-2 * both + 2 * mu2) + 2 * root * square * mu2;
    double c = -root * square;
    double[] found = {Double.NaN, Double.NaN};
    double under = q * q - 4 * p * c;
    if (!(under >= 0)) {
      return found;
    }
    // The stable pair: -2c / (q + sign sqrt) and its partner.
    double w = -0.5 * (q + Math.copySign(Math.sqrt(under), q));
    double first = w / p;
    double second = c / w;
    double low = Math.min(first, second);
    double high = Math.max(first, second);
    int count = 0;
    if (low > 0 && low < Double.POSITIVE_INFINITY) {
      found[count++] = low;
    }
    if (high > 0 && high < Double.POSITIVE_INFINITY) {
      found[count] = high;
    }
    return found;
  }
}
