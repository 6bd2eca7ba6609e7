package org.phasegrid.worker.architecture;

import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Relu;

/**
 * The expected loss of one row of a nonlinear matrix student on white Gaussian inputs: h = w.x and
 * h* = w*.x are normal with variances p, p* and covariance c, and the loss is {@code E (f(h) -
 * f(h*))² / 2}.
 *
 * <p>By Stein's lemma its gradient is {@code B w - A w*}, {@code A = E f'(h*) f'(h)}, {@code B =
 * E[f'(h)² + f(h) f''(h)] - E[f(h*) f''(h)]}. relu in closed form, others by quadrature: panels of
 * Gauss and Legendre in h, the trapezoid rule in what h* has of its own (both exact to 1e-12 for
 * tanh).
 */
final class MatrixPopulation {
  /** Nodes of a panel; 16 Legendre nodes. */
  private static final double[] NODES = new double[16];

  private static final double[] WEIGHTS = new double[16];

  static {
    // Newton on the Legendre polynomial, from Chebyshev's guesses.
    int n = NODES.length;
    for (int i = 0; i < n; i++) {
      double x = StrictMath.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double slope = 1;
      for (int round = 0; round < 30; round++) {
        double before = 1;
        double value = x;
        for (int k = 2; k <= n; k++) {
          double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
          before = value;
          value = next;
        }
        slope = n * (x * value - before) / (x * x - 1);
        x -= value / slope;
      }
      NODES[i] = x;
      WEIGHTS[i] = 2 / ((1 - x * x) * slope * slope);
    }
  }

  private static final double REACH = 8.5;

  /** |h| beyond which tanh is 1 to the last bit. */
  private static final double FLAT = 20;

  private static final double STEP = 0.3;

  private final Activation f;

  /** Of the last call: A, B and the loss. */
  double a;

  double b;
  double loss;

  MatrixPopulation(Activation f) {
    this.f = f;
  }

  /** Sets A, B and the loss at variances p, q = p* and covariance c. */
  void at(double p, double q, double c) {
    if (f instanceof Relu) {
      relu(p, q, c);
    } else {
      quadrature(p, q, c);
    }
  }

  /** Where w is zero no unit is active: no gradient. */
  private void relu(double p, double q, double c) {
    double own = Math.sqrt(p);
    double theirs = Math.sqrt(q);
    if (!(p > 0) || !(q > 0)) {
      a = 0;
      b = p > 0 ? 0.5 : 0;
      loss = 0.25 * (p + q);
      return;
    }
    double cosine = Math.max(-1, Math.min(1, c / own / theirs));
    double sine = Math.sqrt(1 - cosine * cosine);
    double turn = StrictMath.asin(cosine);
    a = 0.25 + turn / (2 * Math.PI);
    b = 0.5 - theirs / own * sine / (2 * Math.PI);
    double product = own * theirs / (2 * Math.PI) * (sine + cosine * (Math.PI / 2 + turn));
    loss = 0.25 * (p + q) - product;
  }

  private void quadrature(double p, double q, double c) {
    a = 0;
    b = 0;
    loss = 0;
    double s = Math.sqrt(p);
    double along = s > 0 ? c / s : 0;
    double across = Math.sqrt(Math.max(0, q - along * along));
    double middle = s * REACH > FLAT ? FLAT / s : REACH;
    int inner = 4 + (int) Math.ceil(8 * Math.min(1, middle * s / FLAT));
    for (int side = -1; side <= 1; side += 2) {
      panels(0, middle, inner, side, s, along, across);
      if (middle < REACH) {
        panels(middle, REACH, 6, side, s, along, across);
      }
    }
  }

  private void panels(
      double from, double to, int count, int side, double s, double along, double across) {
    double half = (to - from) / (2 * count);
    for (int panel = 0; panel < count; panel++) {
      double center = from + half * (2 * panel + 1);
      for (int i = 0; i < NODES.length; i++) {
        double z = side * (center + half * NODES[i]);
        double weight = half * WEIGHTS[i] * StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        node(z, weight, s, along, across);
      }
    }
  }

  private void node(double z, double weight, double s, double along, double across) {
    double h = s * z;
    double value = f.value(h);
    double slope = f.derivative(h);
    double bend = f.second(h);
    double mean = 0;
    double square = 0;
    double step = STEP / Math.max(1, across);
    int nodes = across > 0 ? (int) Math.ceil(REACH / step) : 0;
    double slopes = 0;
    double mass = 0;
    for (int k = -nodes; k <= nodes; k++) {
      double own = k * step;
      double share = nodes > 0 ? StrictMath.exp(-own * own / 2) : 1;
      double other = along * z + across * own;
      double theirs = f.value(other);
      mass += share;
      mean += share * theirs;
      square += share * theirs * theirs;
      slopes += share * f.derivative(other);
    }
    mean /= mass;
    square /= mass;
    slopes /= mass;
    a += weight * slope * slopes;
    b += weight * (slope * slope + (value - mean) * bend);
    loss += weight * 0.5 * (value * value - 2 * value * mean + square);
  }
}
