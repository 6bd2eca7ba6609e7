package org.phasegrid.worker.theory;

import java.util.ArrayList;
import java.util.List;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;

/**
 * Gradient flow of three linear layers under a fixed readout, closed in fields and two Gram
 * matrices (papers/gram-hierarchy B.8; arXiv 2606.09744 for the Gram matrix from depth three on).
 *
 * <p>With (.r) scaling column nu by r_nu and Q_l = u_lᵀ u_l, S_l = b_lᵀ b_l: du_1 = -g_1 (b_1 r)
 * Q_0; du_2 = -g_2 (b_2 r) Q_1 - g_1 A (b_2 r) Q_0; db_2 = -g_3 (u_2 r) S_3; db_1 = -g_2 (u_1 r)
 * S_2 - g_3 G (u_1 r) S_3; dG = T + Tᵀ, T = -g_2 (u_1 r) b_1ᵀ; dA = R + Rᵀ, R = -g_2 (u_2 r) b_2ᵀ;
 * df = -(g_1 Q_0 S_1 + g_2 Q_1 S_2 + g_3 Q_2 S_3) r. The loss is |r|²/2.
 *
 * @param inputs Q_0 (N, N)
 * @param readout |a|², every entry of S_3
 * @param y targets (1, N)
 * @param gamma g_1, g_2, g_3
 * @param u1 (n_1, N)
 * @param u2 (n_2, N)
 * @param f (1, N)
 * @param b1 (n_1, N)
 * @param b2 (n_2, N)
 * @param g W_2ᵀ W_2 (n_1, n_1)
 * @param a W_2 W_2ᵀ (n_2, n_2)
 */
public record LinearFlow(
    Tensor inputs,
    double readout,
    Tensor y,
    List<Double> gamma,
    Tensor u1,
    Tensor u2,
    Tensor f,
    Tensor b1,
    Tensor b2,
    Tensor g,
    Tensor a) {

  public LinearFlow {
    gamma = List.copyOf(gamma);
  }

  /** The state a time {@code dt} later, by one Runge-Kutta step of order four. */
  public LinearFlow after(Kernels kernels, double dt) {
    List<Tensor> k1 = velocity(kernels);
    List<Tensor> k2 = moved(kernels, dt / 2, k1).velocity(kernels);
    List<Tensor> k3 = moved(kernels, dt / 2, k2).velocity(kernels);
    List<Tensor> k4 = moved(kernels, dt, k3).velocity(kernels);
    return moved(kernels, dt / 6, k1)
        .moved(kernels, dt / 3, k2)
        .moved(kernels, dt / 3, k3)
        .moved(kernels, dt / 6, k4);
  }

  private LinearFlow moved(Kernels kernels, double dt, List<Tensor> velocity) {
    List<Tensor> next = new ArrayList<>();
    List<Tensor> now = List.of(u1, u2, f, b1, b2, g, a);
    for (int i = 0; i < now.size(); i++) {
      Tensor moved = now.get(i).to(Precision.FLOAT64);
      kernels.axpy(dt, velocity.get(i), moved);
      next.add(moved);
    }
    return new LinearFlow(
        inputs,
        readout,
        y,
        gamma,
        next.get(0),
        next.get(1),
        next.get(2),
        next.get(3),
        next.get(4),
        next.get(5),
        next.get(6));
  }

  private List<Tensor> velocity(Kernels kernels) {
    int n = y.columns();
    Tensor r = f.to(Precision.FLOAT64);
    kernels.subtract(r, y, r);
    Tensor q1 = overlap(kernels, u1, u1);
    Tensor q2 = overlap(kernels, u2, u2);
    Tensor s1 = overlap(kernels, b1, b1);
    Tensor s2 = overlap(kernels, b2, b2);
    Tensor s3 = Tensor.zeros(Precision.FLOAT64, n, n);
    s3.fill(readout);

    Tensor u1r = driven(kernels, u1, r);
    Tensor u2r = driven(kernels, u2, r);
    Tensor b1r = driven(kernels, b1, r);
    Tensor b2r = driven(kernels, b2, r);
    Tensor du1 = product(kernels, b1r, inputs);
    kernels.scale(-gamma.get(0), du1);
    Tensor du2 = product(kernels, b2r, q1);
    kernels.scale(-gamma.get(1), du2);
    kernels.axpy(-gamma.get(0), product(kernels, a, product(kernels, b2r, inputs)), du2);
    Tensor db2 = product(kernels, u2r, s3);
    kernels.scale(-gamma.get(2), db2);
    Tensor db1 = product(kernels, u1r, s2);
    kernels.scale(-gamma.get(1), db1);
    kernels.axpy(-gamma.get(2), product(kernels, g, product(kernels, u1r, s3)), db1);

    Tensor kernel = weighted(kernels, gamma.get(0), inputs, s1);
    kernels.axpy(1, weighted(kernels, gamma.get(1), q1, s2), kernel);
    kernels.axpy(1, weighted(kernels, gamma.get(2), q2, s3), kernel);
    Tensor df = product(kernels, r, kernel);
    kernels.scale(-1, df);
    return List.of(
        du1, du2, df, db1, db2, gramVelocity(kernels, u1r, b1), gramVelocity(kernels, u2r, b2));
  }

  /** T + Tᵀ with T = -g_2 (u r) bᵀ. */
  private Tensor gramVelocity(Kernels kernels, Tensor ur, Tensor b) {
    Tensor turned = Tensor.zeros(Precision.FLOAT64, b.columns(), b.rows());
    kernels.transpose(b, turned);
    Tensor t = product(kernels, ur, turned);
    kernels.scale(-gamma.get(1), t);
    Tensor sum = Tensor.zeros(Precision.FLOAT64, t.columns(), t.rows());
    kernels.transpose(t, sum);
    kernels.axpy(1, t, sum);
    return sum;
  }

  private static Tensor driven(Kernels kernels, Tensor field, Tensor r) {
    Tensor out = field.to(Precision.FLOAT64);
    for (int i = 0; i < out.rows(); i++) {
      kernels.multiply(r, out.view(i * out.columns(), 1, out.columns()));
    }
    return out;
  }

  private static Tensor weighted(Kernels kernels, double factor, Tensor q, Tensor s) {
    Tensor out = q.to(Precision.FLOAT64);
    kernels.multiply(s, out);
    kernels.scale(factor, out);
    return out;
  }

  private static Tensor product(Kernels kernels, Tensor left, Tensor right) {
    Tensor out = Tensor.zeros(Precision.FLOAT64, left.rows(), right.columns());
    kernels.gemm(left, right, out);
    return out;
  }

  private static Tensor overlap(Kernels kernels, Tensor left, Tensor right) {
    Tensor out = Tensor.zeros(Precision.FLOAT64, left.columns(), right.columns());
    kernels.gemmTransposed(left, right, out);
    return out;
  }
}
