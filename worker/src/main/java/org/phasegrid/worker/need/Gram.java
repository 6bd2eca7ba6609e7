package org.phasegrid.worker.need;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The inner products of the rows of a {@link Bundle} that is never held whole: K (N, N), N = (M +
 * 1)(T + 1), row t (M + 1) + j for theta_0(t) - theta_0(0) (j = 0) or delta_j(t). Filled block by
 * block: while the times of one block are held, every later time passes by once.
 *
 * <p>Holds 8 N^2 bytes, and 8 (M + 1) P for every time of a block.
 */
public final class Gram implements Snapshots {
  private final Kernels kernels;
  private final int parameters;
  private final int times;
  private final int replicas;
  private final Tensor[] rows;

  /** Room for the products of all snapshots. */
  Gram(Kernels kernels, int parameters, int times, int replicas) {
    this.kernels = kernels;
    this.parameters = parameters;
    this.times = times;
    this.replicas = replicas;
    rows = new Tensor[Math.multiplyExact(times, replicas)];
    for (int a = 0; a < rows.length; a++) {
      rows[a] = Tensor.zeros(Precision.FLOAT64, 1, rows.length);
    }
  }

  /** Bytes of K. */
  public static double bytes(double times, double replicas) {
    return 8 * times * replicas * times * replicas;
  }

  /** The products of the rows (M + 1, P) of time t with those of time s. */
  void add(int t, Tensor these, int s, Tensor those) {
    for (int i = 0; i < replicas; i++) {
      Tensor products = row(t, i).view(s * replicas, 1, replicas);
      kernels.dots(those, Bundle.row(these, i), products);
      for (int j = 0; j < replicas; j++) {
        rows[s * replicas + j].set(t * replicas + i, products.get(j));
      }
    }
  }

  /** The products of the first {@code n} times alone. */
  Gram first(int n) {
    if (n == times) {
      return this;
    }
    Gram gram = new Gram(kernels, parameters, n, replicas);
    for (int a = 0; a < gram.rows.length; a++) {
      gram.rows[a].copyFrom(rows[a].view(0, 1, gram.rows.length));
    }
    return gram;
  }

  /** Row t (M + 1) + j of K, (1, N): not to be written. */
  public Tensor row(int t, int j) {
    return rows[t * replicas + j];
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
    return times;
  }

  @Override
  public int replicas() {
    return replicas;
  }
}
