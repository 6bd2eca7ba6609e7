package org.phasegrid.worker.theory;

import java.util.Arrays;

/**
 * The spectral transition of a linear student on finite data: any input covariance, label noise, t
 * steps of full-batch gradient descent (limit of large matrices; reproduces the released theory
 * table of arXiv 2606.28486).
 *
 * <p>C = XᵀX / P has the eigenvalues l_i with weights w_i (1 / M each) and carries the share {@code
 * (v.e_i)²} of the teacher's input direction. With phi = (1 - eps l)^t the bulk has the
 * column-variance profile {@code tau_i = sigma² phi² + s² (M/P) (1 - phi)² / l_i}, the signal lies
 * in {@code S_i = theta² (v.e_i)² (1 - phi)²}. Then {@code z(g) = 1/g + sum w_i tau_i / (1 - g r
 * tau_i)}, {@code D(g) = g sum S_i / (1 - g r tau_i)}; the edge is z(g_e) with z'(g_e) = 0, an
 * outlier is there exactly for {@code D(g_e) > 1}, at z(g) with D(g) = 1, with overlap {@code -g
 * z'(g) / D'(g)}.
 */
public final class BbpData {
  private static final int HALVINGS = 90;
  private static final double ZERO = 1e-12;

  private final double[] eigenvalues;
  private final double[] weights;
  private final double[] shares;
  private final double inputsPerExample;

  /**
   * Where the largest eigenvalue of W Wᵀ is.
   *
   * @param edge of the bulk
   * @param outlier the eigenvalue outside it; NaN without one
   * @param left squared overlap of its left vector with u; 0 without one
   * @param margin above 0 exactly where there is an outlier
   */
  public record Place(double edge, double outlier, double left, double margin) {}

  /** What a run starts from and how it steps. */
  public record Setup(double r, double sigma, double theta, double noise) {}

  /**
   * The theory of one spectrum.
   *
   * @param eigenvalues l_i, not negative
   * @param weights w_i, adding up to 1
   * @param shares (v.e_i)², adding up to 1
   * @param inputsPerExample M / P; 0 for infinite data
   */
  public BbpData(double[] eigenvalues, double[] weights, double[] shares, double inputsPerExample) {
    this.eigenvalues = eigenvalues.clone();
    this.weights = weights.clone();
    this.shares = shares.clone();
    this.inputsPerExample = inputsPerExample;
  }

  /** A run's own spectrum. */
  public static BbpData of(double[] eigenvalues, double[] shares, double inputsPerExample) {
    double[] weights = new double[eigenvalues.length];
    Arrays.fill(weights, 1.0 / weights.length);
    return new BbpData(eigenvalues, weights, shares, inputsPerExample);
  }

  /**
   * White Gaussian inputs, P = alpha M of them, in the limit: the nodes and weights of the
   * Marchenko-Pastur law, with its atom at 0 for alpha below 1.
   */
  public static BbpData proportional(double alpha, int nodes) {
    double y = 1 / alpha;
    boolean atom = y > 1;
    double[] l = new double[nodes + (atom ? 1 : 0)];
    double[] w = new double[l.length];
    for (int k = 1; k <= nodes; k++) {
      double angle = k * Math.PI / (nodes + 1);
      double sine = StrictMath.sin(angle);
      l[k - 1] = 1 + y + 2 * Math.sqrt(y) * StrictMath.cos(angle);
      w[k - 1] = 2 * sine * sine / l[k - 1] / (nodes + 1);
    }
    if (atom) {
      w[nodes] = 1 - 1 / y;
    }
    return new BbpData(l, w, w, y);
  }

  /** The largest l: gradient descent diverges for eps above 2 over it. */
  public double largest() {
    double largest = 0;
    for (double l : eigenvalues) {
      largest = Math.max(largest, l);
    }
    return largest;
  }

  /** Profiles of one setup at eps and t, divided by their size where the run diverges. */
  private final class Profile {
    final double r;
    final double square;
    final double[] tau = new double[eigenvalues.length];
    final double[] signal = new double[eigenvalues.length];
    double largest;
    double whole;

    Profile(Setup setup, double eps, double t) {
      r = setup.r;
      double[] phi = new double[eigenvalues.length];
      double size = 1;
      for (int i = 0; i < phi.length; i++) {
        phi[i] = StrictMath.pow(1 - eps * eigenvalues[i], t);
        size = Math.max(size, Math.abs(phi[i]));
      }
      square = size * size;
      for (int i = 0; i < phi.length; i++) {
        double kept = phi[i] / size;
        double gained = (1 - phi[i]) / size;
        double l = eigenvalues[i];
        double noise = Math.abs(l) < ZERO ? 0 : gained * gained / l;
        tau[i] =
            setup.sigma * setup.sigma * kept * kept
                + setup.noise * setup.noise * inputsPerExample * noise;
        signal[i] = shares[i] * setup.theta * setup.theta * gained * gained;
        largest = Math.max(largest, tau[i]);
        whole += signal[i];
      }
    }

    double z(double g) {
      double sum = 0;
      for (int i = 0; i < tau.length; i++) {
        sum += weights[i] * tau[i] / (1 - g * r * tau[i]);
      }
      return 1 / g + sum;
    }

    double slope(double g) {
      double sum = 0;
      for (int i = 0; i < tau.length; i++) {
        double ratio = tau[i] / (1 - g * r * tau[i]);
        sum += weights[i] * r * ratio * ratio;
      }
      return sum - 1 / (g * g);
    }

    double d(double g) {
      double sum = 0;
      for (int i = 0; i < tau.length; i++) {
        sum += signal[i] / (1 - g * r * tau[i]);
      }
      return g * sum;
    }

    double slopeOfD(double g) {
      double sum = 0;
      for (int i = 0; i < tau.length; i++) {
        double rest = 1 - g * r * tau[i];
        sum += signal[i] / (rest * rest);
      }
      return sum;
    }

    /** g_e. */
    double edge() {
      double low = 0;
      double high = 1 / (r * largest);
      for (int i = 0; i < HALVINGS; i++) {
        double middle = 0.5 * (low + high);
        if (slope(middle) < 0) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /** Edge, outlier and overlap after t steps of size eps. */
  public Place at(Setup setup, double eps, double t) {
    Profile profile = new Profile(setup, eps, t);
    if (!(profile.largest > 0)) {
      return new Place(0, profile.square * profile.whole, 1, Double.POSITIVE_INFINITY);
    }
    double edge = profile.edge();
    double margin = profile.d(edge) - 1;
    if (!(margin > 0)) {
      return new Place(profile.square * profile.z(edge), Double.NaN, 0, margin);
    }
    // D(g) >= g sum S bounds the root and keeps the halving scaled.
    double low = 0;
    double high = Math.min(edge, 1 / profile.whole);
    for (int i = 0; i < HALVINGS; i++) {
      double middle = 0.5 * (low + high);
      if (profile.d(middle) < 1) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double g = 0.5 * (low + high);
    return new Place(
        profile.square * profile.z(edge),
        profile.square * profile.z(g),
        -g * profile.slope(g) / profile.slopeOfD(g),
        margin);
  }

  /** Above 0 exactly where there is an outlier. */
  public double margin(Setup setup, double eps, double t) {
    Profile profile = new Profile(setup, eps, t);
    return profile.largest > 0 ? profile.d(profile.edge()) - 1 : Double.POSITIVE_INFINITY;
  }

  /**
   * The smallest step size with an outlier within (from, to), by a scan of {@code scan} logarithmic
   * steps and halving; NaN where the scan sees none, {@code from} where there is one already.
   */
  public double lower(Setup setup, double t, double from, double to, int scan) {
    double before = from;
    if (margin(setup, from, t) > 0) {
      return from;
    }
    for (int i = 1; i <= scan; i++) {
      double eps = from * StrictMath.pow(to / from, (double) i / scan);
      if (margin(setup, eps, t) > 0) {
        return boundary(setup, t, before, eps);
      }
      before = eps;
    }
    return Double.NaN;
  }

  /** Where the margin changes sign between two step sizes, of which one has an outlier. */
  public double boundary(Setup setup, double t, double low, double high) {
    boolean outside = margin(setup, low, t) > 0;
    for (int i = 0; i < 50; i++) {
      double middle = 0.5 * (low + high);
      if (margin(setup, middle, t) > 0 == outside) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 0.5 * (low + high);
  }
}
