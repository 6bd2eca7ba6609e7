package org.phasegrid.worker.need;

import java.util.ArrayList;
import java.util.List;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Snapshots of a reference and M twins at t = 0..T, each as a difference that was formed when its
 * terms were there: row 0 of time t is theta_0(t) - theta_0(0), row j is delta_j(t) = theta_j(t) -
 * theta_0(t). So nothing that is made of them cancels: distances between twins 1e-8 apart keep all
 * their digits.
 *
 * <p>Holds 8 (M + 1) (T + 1) P bytes.
 */
public final class Bundle implements Snapshots {
  private final Kernels kernels;
  private final int parameters;
  private final List<Tensor> rows = new ArrayList<>();

  public Bundle(Kernels kernels, int parameters) {
    this.kernels = kernels;
    this.parameters = parameters;
  }

  /** The bundle of theta[t][j], j = 0 the reference. */
  public static Bundle of(Kernels kernels, double[][][] theta) {
    Bundle bundle = new Bundle(kernels, theta[0][0].length);
    Tensor origin = tensor(theta[0][0]);
    for (double[][] replicas : theta) {
      Tensor reference = tensor(replicas[0]);
      List<Tensor> twins = new ArrayList<>();
      for (int j = 1; j < replicas.length; j++) {
        twins.add(tensor(replicas[j]));
      }
      bundle.add(rows(kernels, origin, reference, twins));
    }
    return bundle;
  }

  private static Tensor tensor(double[] values) {
    Tensor tensor = Tensor.zeros(Precision.FLOAT64, 1, values.length);
    for (int i = 0; i < values.length; i++) {
      tensor.set(i, values[i]);
    }
    return tensor;
  }

  /** The rows (M + 1, P) of one time; theta (1, P) each. */
  static Tensor rows(Kernels kernels, Tensor origin, Tensor reference, List<Tensor> twins) {
    int parameters = origin.size();
    Tensor rows = Tensor.zeros(Precision.FLOAT64, twins.size() + 1, parameters);
    kernels.subtract(reference, origin, row(rows, 0));
    for (int j = 1; j < rows.rows(); j++) {
      kernels.subtract(twins.get(j - 1), reference, row(rows, j));
    }
    return rows;
  }

  /** Row j (1, P). */
  static Tensor row(Tensor rows, int j) {
    return rows.view(j * rows.columns(), 1, rows.columns());
  }

  /** Adds the rows of one more time. */
  void add(Tensor row) {
    rows.add(row);
  }

  /** Bytes of all snapshots. */
  public static double bytes(double times, double replicas, double parameters) {
    return 8 * times * replicas * parameters;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public int parameters() {
    return parameters;
  }

  @Override
  public int times() {
    return rows.size();
  }

  @Override
  public int replicas() {
    return rows.isEmpty() ? 0 : rows.get(0).rows();
  }

  /** All rows (M + 1, P) of time t: not to be written. */
  public Tensor rows(int t) {
    return rows.get(t);
  }

  void clear() {
    rows.clear();
  }

  /** Row j of time t, (1, P): not to be written. */
  public Tensor row(int t, int j) {
    return row(rows.get(t), j);
  }

  /** out = theta_i(t) - theta_j(s), from what was formed when it was there. */
  public void difference(int t, int i, int s, int j, Tensor out) {
    if (t == s) {
      out.fill(0);
    } else {
      kernels.subtract(row(t, 0), row(s, 0), out);
    }
    if (i > 0) {
      kernels.axpy(1, row(t, i), out);
    }
    if (j > 0) {
      kernels.axpy(-1, row(s, j), out);
    }
  }
}
