package org.phasegrid.worker.spectrum;

import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * The QL iteration of a symmetric tridiagonal T with Wilkinson's shifts (Golub and Van Loan 2013,
 * section 8.3; Parlett 1998, chapter 8): T - sigma = L rotated from the left, T' = L rotated from
 * the right + sigma, in one sweep upwards over the rows, until T is diagonal. The rotations of some
 * sweeps are gathered and go over the eigenvectors panel by panel, in lanes, while a panel is in
 * the first cache.
 *
 * <p>An element beside the diagonal is nothing when it is below 2^-53 of the largest |d| + |e|, so
 * eigenvalues are known to rounding of the largest.
 */
final class QlIteration {
  /** Gathered sweeps over all rows, or more over fewer. */
  private static final int GATHERED = 4;

  private final Kernels kernels;
  private final int n;
  private final double[] d;
  private final double[] e;
  private final double nothing;
  private final Tensor[] panels;

  private final Tensor c;
  private final Tensor s;
  private int rotations;
  private final int[] firsts;
  private final int[] lengths;
  private int sweeps;

  private QlIteration(Kernels kernels, double[] d, double[] e, Tensor[] panels) {
    this.kernels = kernels;
    this.d = d;
    this.e = e;
    this.panels = panels;
    n = d.length;
    int room = GATHERED * n;
    c = Tensor.zeros(Precision.FLOAT64, 1, room);
    s = Tensor.zeros(Precision.FLOAT64, 1, room);
    firsts = new int[room];
    lengths = new int[room];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(d[i]) + (i + 1 < n ? Math.abs(e[i]) : 0));
    }
    nothing = 0x1p-53 * largest;
  }

  /**
   * Turns T = G diag(d') Gᵀ: {@code d} becomes d', in no order.
   *
   * @param sweeps for each row, at most
   * @param d the diagonal of T (n)
   * @param e what is beside it (n - 1), overwritten
   * @param panels (n, any) each, become Gᵀ times what they were
   * @return whether the iteration came to an end
   */
  static boolean diagonalize(
      Kernels kernels, int sweeps, double[] d, double[] e, Tensor... panels) {
    return new QlIteration(kernels, d, e, panels).run(sweeps * d.length);
  }

  private boolean run(int left) {
    for (int first = 0; first < n - 1; first++) {
      int last = last(first);
      while (last > first) {
        if (left-- == 0) {
          return false;
        }
        if (rotations + last - first > c.size()) {
          rotate();
        }
        sweep(first, last);
        last = last(first);
      }
    }
    rotate();
    return true;
  }

  /** The gathered rotations, on every panel. */
  private void rotate() {
    for (Tensor panel : panels) {
      int width = panel.columns();
      int from = 0;
      for (int k = 0; k < sweeps; k++) {
        int length = lengths[k];
        kernels.rotateRows(
            c.view(from, 1, length),
            s.view(from, 1, length),
            panel.view(firsts[k] * width, length + 1, width));
        from += length;
      }
    }
    rotations = 0;
    sweeps = 0;
  }

  /** The last row that is bound to {@code first} by elements that are not nothing. */
  private int last(int first) {
    int last = first;
    while (last < n - 1 && Math.abs(e[last]) > nothing) {
      last++;
    }
    return last;
  }

  /**
   * With p the element on the diagonal that the rotation before has left, and h = c p what it is
   * once turned from the right too: the trace h + d_i stays in rows i and i + 1.
   */
  private void sweep(int first, int last) {
    double shift = shift(first);
    double cos = 1;
    double sin = 0;
    double p = d[last] - shift;
    double h = p;
    for (int i = last - 1; i >= first; i--) {
      double beside = e[i];
      double r = Math.sqrt(Math.fma(p, p, beside * beside));
      if (i + 1 < last) {
        e[i + 1] = sin * r;
      }
      double turned = Math.fma(p, d[i] - shift, -(cos * beside * beside));
      cos = p / r;
      sin = beside / r;
      p = turned / r;
      double next = cos * p;
      d[i + 1] = h + (d[i] - next);
      h = next;
      c.set(rotations + i - first, cos);
      s.set(rotations + i - first, sin);
    }
    e[first] = sin * p;
    d[first] = h + shift;
    firsts[sweeps] = first;
    lengths[sweeps++] = last - first;
    rotations += last - first;
  }

  /** Of the eigenvalues of the two rows from i on the one nearer d_i. */
  private double shift(int i) {
    double half = (d[i + 1] - d[i]) / 2;
    double root = Math.sqrt(Math.fma(half, half, e[i] * e[i]));
    return d[i] - e[i] * (e[i] / (half + Math.copySign(root, half)));
  }
}
