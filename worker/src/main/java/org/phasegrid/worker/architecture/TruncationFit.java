package org.phasegrid.worker.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Labels;
import org.phasegrid.worker.loss.Loss;

/**
 * The loss of a chain of truncations in the cumulative chart (specification B.2 of truncation
 * flow).
 *
 * <p>Forward: w_l = z_{l-1} + beta_l, u_l = W_l w_l, P_l w_l = W_l^-1 relu(u_l), z_l = P_l w_l -
 * beta_l, f = W_{L+1} (z_L + beta_{L+1}). Backward: g_L = W_{L+1}ᵀ dL/df, g_{l-1} = P_lᵀ g_l,
 * dL/dbeta_l = -sum (1 - P_l)ᵀ g_l; with S_l = sum (P_lᵀ g_l) w_lᵀ - g_l (P_l w_l)ᵀ the gradient of
 * rotations dW = W Xi is W skew(S), Xi skew. A preactivation of 0 is truncated. Shapes: z, w, u, g
 * (M, B).
 */
public final class TruncationFit implements Objective {
  private final TruncatedClusters model;
  private final Examples examples;
  private final Loss loss;
  private final Precision precision;
  private final Kernels kernels;
  private final List<Block> blocks;
  private final int depth;
  private final boolean turns;
  private final List<Optional<Inverse>> inverses = new ArrayList<>();

  private Tensor x;
  private Tensor y;
  private final Tensor[] w;
  private final Tensor[] u;
  private final Tensor[] kept;
  private final Tensor[] z;
  private final Tensor[] g;
  private final Tensor[] passed;
  private Tensor f;
  private Tensor r;

  /** W^-1 of the weights it was made of. */
  private record Inverse(double[] of, Tensor inverse) {}

  TruncationFit(
      TruncatedClusters model, Examples examples, Loss loss, Precision precision, Kernels kernels) {
    this.model = model;
    this.examples = examples;
    this.loss = loss;
    this.precision = precision;
    this.kernels = kernels;
    depth = model.depth();
    turns = model.rotations() == TruncatedClusters.Rotations.TRAINED;
    blocks = model.blocks(examples.x().rows(), examples.y().rows());
    for (int layer = 0; layer <= depth; layer++) {
      inverses.add(Optional.empty());
    }
    x = examples.x().to(precision);
    y = examples.y().to(precision);
    w = new Tensor[depth + 1];
    u = new Tensor[depth + 1];
    kept = new Tensor[depth + 1];
    z = new Tensor[depth + 1];
    g = new Tensor[depth + 1];
    passed = new Tensor[depth + 1];
    f = like(y);
    r = like(y);
    allocate();
  }

  private void allocate() {
    f = like(y);
    r = like(y);
    z[0] = x;
    for (int layer = 0; layer <= depth; layer++) {
      g[layer] = like(x);
      if (layer > 0) {
        w[layer] = like(x);
        u[layer] = like(x);
        kept[layer] = like(x);
        z[layer] = like(x);
        passed[layer] = like(x);
      }
    }
  }

  private Tensor like(Tensor tensor) {
    return Tensor.zeros(precision, tensor.rows(), tensor.columns());
  }

  @Override
  public List<Block> blocks() {
    return blocks;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  /** Number of hidden layers L. */
  public int depth() {
    return depth;
  }

  /** Whether weights turn. */
  public boolean turns() {
    return turns;
  }

  /** What is fitted. */
  public Examples examples() {
    return examples;
  }

  public Loss loss() {
    return loss;
  }

  /** The block of W^(l), l = 1..L+1. */
  public Block weightBlock(int layer) {
    return blocks.get(2 * layer - 2);
  }

  /** The block of beta^(l), l = 1..L+1. */
  public Block biasBlock(int layer) {
    return blocks.get(2 * layer - 1);
  }

  /** u_l (M, B) of the last pass: a copy. */
  public Tensor preactivation(int layer) {
    return u[layer].to(precision);
  }

  /** f (K, B) of the last pass: a copy. */
  public Tensor outputs() {
    return f.to(precision);
  }

  /** dL/df (K, B) of the last pass: a copy. */
  public Tensor outputGradient() {
    return r.to(precision);
  }

  /** The same layers and loss on other examples, with workspaces of its own. */
  public TruncationFit on(Examples others) {
    return new TruncationFit(model, others, loss, precision, kernels);
  }

  @Override
  public void batch(int[] chosen) {
    x = gather(examples.x(), chosen);
    y = gather(examples.y(), chosen);
    allocate();
  }

  private Tensor gather(Tensor from, int[] chosen) {
    Tensor columns = Tensor.zeros(precision, from.rows(), chosen.length);
    for (int i = 0; i < from.rows(); i++) {
      for (int b = 0; b < chosen.length; b++) {
        columns.set(i, b, from.get(i, chosen[b]));
      }
    }
    return columns;
  }

  @Override
  public double loss(Tensor theta) {
    for (int layer = 1; layer <= depth; layer++) {
      Tensor beta = biasBlock(layer).of(theta);
      w[layer].copyFrom(z[layer - 1]);
      kernels.addToRows(1, beta, w[layer]);
      kernels.gemm(weightBlock(layer).of(theta), w[layer], u[layer]);
      kernels.relu(u[layer], z[layer]);
      kernels.gemm(inverse(layer, theta), z[layer], kept[layer]);
      z[layer].copyFrom(kept[layer]);
      kernels.addToRows(1, negative(beta), z[layer]);
    }
    Tensor moved = z[depth].to(precision);
    kernels.addToRows(1, biasBlock(depth + 1).of(theta), moved);
    kernels.gemm(weightBlock(depth + 1).of(theta), moved, f);
    return loss.valueAndGradient(kernels, f, y, r);
  }

  private Tensor negative(Tensor beta) {
    Tensor negative = beta.to(precision);
    kernels.scale(-1, negative);
    return negative;
  }

  /** W^-1: of rotations the transpose, of fixed weights remembered. */
  private Tensor inverse(int layer, Tensor theta) {
    Tensor weights = weightBlock(layer).of(theta);
    if (turns) {
      Tensor transposed = like(weights);
      kernels.transpose(weights, transposed);
      return transposed;
    }
    double[] values = weights.toArray();
    Optional<Inverse> known = inverses.get(layer);
    if (known.isEmpty() || !java.util.Arrays.equals(known.get().of(), values)) {
      known = Optional.of(new Inverse(values, Matrices.inverse(weights).to(precision)));
      inverses.set(layer, known);
    }
    return known.get().inverse();
  }

  @Override
  public double gradient(Tensor theta, Tensor out) {
    double value = loss(theta);
    backward(theta, r, out, g, passed);
    return value;
  }

  @Override
  public double accuracy(Tensor theta) {
    loss(theta);
    return Labels.accuracy(kernels, f, Labels.row(y));
  }

  /** out = Jᵀ dLdf; g_l and P_lᵀ g_l are left in {@code gs} and {@code passes}. */
  private void backward(Tensor theta, Tensor dLdf, Tensor out, Tensor[] gs, Tensor[] passes) {
    weightBlock(depth + 1).of(out).fill(0);
    biasBlock(depth + 1).of(out).fill(0);
    kernels.gemmTransposed(weightBlock(depth + 1).of(theta), dLdf, gs[depth]);
    for (int layer = depth; layer >= 1; layer--) {
      projectTransposed(layer, theta, gs[layer], passes[layer]);
      Tensor lost = like(x);
      kernels.subtract(passes[layer], gs[layer], lost);
      kernels.rowSums(lost, biasBlock(layer).of(out));
      Tensor gw = weightBlock(layer).of(out);
      if (turns) {
        Tensor torque = difference(outer(passes[layer], w[layer]), outer(gs[layer], kept[layer]));
        rotate(layer, theta, Matrices.skew(torque), gw);
      } else {
        gw.fill(0);
      }
      gs[layer - 1].copyFrom(passes[layer]);
    }
  }

  /** out = W_l Xi. */
  private void rotate(int layer, Tensor theta, Tensor xi, Tensor out) {
    kernels.gemm(weightBlock(layer).of(theta), xi, out);
  }

  /** out = P_l a, column by column with the masks of the last pass. */
  private void project(int layer, Tensor theta, Tensor a, Tensor out) {
    Tensor inner = like(x);
    kernels.gemm(weightBlock(layer).of(theta), a, inner);
    kernels.reluBackward(1, u[layer], inner);
    kernels.gemm(inverse(layer, theta), inner, out);
  }

  /** out = P_lᵀ a. */
  private void projectTransposed(int layer, Tensor theta, Tensor a, Tensor out) {
    Tensor inner = like(x);
    kernels.gemmTransposed(inverse(layer, theta), a, inner);
    kernels.reluBackward(1, u[layer], inner);
    kernels.gemmTransposed(weightBlock(layer).of(theta), inner, out);
  }

  /** A Bᵀ. */
  private Tensor outer(Tensor a, Tensor b) {
    Tensor transposed = Tensor.zeros(precision, b.columns(), b.rows());
    kernels.transpose(b, transposed);
    Tensor product = Tensor.zeros(precision, a.rows(), b.rows());
    kernels.gemm(a, transposed, product);
    return product;
  }

  private Tensor difference(Tensor a, Tensor b) {
    Tensor difference = like(a);
    kernels.subtract(a, b, difference);
    return difference;
  }

  private Tensor sum(Tensor a, Tensor b) {
    Tensor sum = a.to(precision);
    kernels.axpy(1, b, sum);
    return sum;
  }

  private Tensor product(Tensor a, Tensor b) {
    Tensor product = Tensor.zeros(precision, a.rows(), b.columns());
    kernels.gemm(a, b, product);
    return product;
  }

  @Override
  public Curvature curvature(Tensor theta) {
    return new Products(theta);
  }

  /**
   * Second-order products at one theta. With fixed weights f is affine in the biases as long as no
   * mask flips, so H is the Gauss-Newton matrix. With turning weights products are along geodesics:
   * directions are W Xi, entries of v outside them are ignored, and H is the symmetric second
   * derivative of the loss by (Xi, beta).
   */
  private final class Products implements Curvature {
    private final Tensor theta;
    private final Tensor[] dw = new Tensor[depth + 1];
    private final Tensor[] dKept = new Tensor[depth + 1];
    private final Tensor[] xi = new Tensor[depth + 1];

    Products(Tensor theta) {
      this.theta = theta;
      gradient(theta, Tensor.zeros(precision, 1, size()));
    }

    /** df (K, B) along v. */
    private Tensor tangent(Tensor v) {
      Tensor dz = like(x);
      for (int layer = 1; layer <= depth; layer++) {
        Tensor db = biasBlock(layer).of(v);
        dw[layer] = dz.to(precision);
        kernels.addToRows(1, db, dw[layer]);
        dKept[layer] = like(x);
        project(layer, theta, dw[layer], dKept[layer]);
        if (turns) {
          Tensor turned = Tensor.zeros(precision, x.rows(), x.rows());
          kernels.gemmTransposed(weightBlock(layer).of(theta), weightBlock(layer).of(v), turned);
          xi[layer] = Matrices.skew(turned);
          kernels.axpy(1, commutator(layer, w[layer], kept[layer]), dKept[layer]);
        }
        dz = dKept[layer].to(precision);
        kernels.addToRows(1, negative(db), dz);
      }
      return product(weightBlock(depth + 1).of(theta), dz);
    }

    /** [P_l, Xi_l] a, given P_l a. */
    private Tensor commutator(int layer, Tensor a, Tensor projected) {
      Tensor first = like(x);
      project(layer, theta, product(xi[layer], a), first);
      return difference(first, product(xi[layer], projected));
    }

    @Override
    public void hessianTimes(Tensor v, Tensor out) {
      if (!turns) {
        gaussNewtonTimes(v, out);
        return;
      }
      Tensor df = tangent(v);
      Tensor dr = like(df);
      lossHessianTimes(df, dr);
      weightBlock(depth + 1).of(out).fill(0);
      biasBlock(depth + 1).of(out).fill(0);
      Tensor dg = like(x);
      kernels.gemmTransposed(weightBlock(depth + 1).of(theta), dr, dg);
      for (int layer = depth; layer >= 1; layer--) {
        Tensor dPassed = like(x);
        projectTransposed(layer, theta, dg, dPassed);
        kernels.axpy(1, commutator(layer, g[layer], passed[layer]), dPassed);
        kernels.rowSums(difference(dPassed, dg), biasBlock(layer).of(out));
        Tensor torque =
            Matrices.skew(difference(outer(passed[layer], w[layer]), outer(g[layer], kept[layer])));
        Tensor dTorque =
            difference(
                sum(outer(dPassed, w[layer]), outer(passed[layer], dw[layer])),
                sum(outer(dg, kept[layer]), outer(g[layer], dKept[layer])));
        Tensor bend = difference(product(xi[layer], torque), product(torque, xi[layer]));
        kernels.axpy(0.5, bend, dTorque);
        rotate(layer, theta, Matrices.skew(dTorque), weightBlock(layer).of(out));
        dg = dPassed;
      }
    }

    @Override
    public void gaussNewtonTimes(Tensor v, Tensor out) {
      Tensor df = tangent(v);
      Tensor dr = like(df);
      lossHessianTimes(df, dr);
      transposedJacobian(dr, out);
    }

    private void transposedJacobian(Tensor seed, Tensor out) {
      Tensor[] gs = new Tensor[depth + 1];
      Tensor[] passes = new Tensor[depth + 1];
      for (int layer = 0; layer <= depth; layer++) {
        gs[layer] = like(x);
        passes[layer] = like(x);
      }
      backward(theta, seed, out, gs, passes);
    }

    @Override
    public Tensor tangentKernel() {
      int outputs = y.rows();
      int count = y.columns();
      Tensor jacobian = Tensor.zeros(precision, outputs * count, size());
      for (int k = 0; k < outputs; k++) {
        for (int b = 0; b < count; b++) {
          Tensor seed = like(y);
          seed.set(k, b, 1);
          transposedJacobian(seed, jacobian.view((k * count + b) * size(), 1, size()));
        }
      }
      return outer(jacobian, jacobian);
    }

    @Override
    public Tensor outputs() {
      return f.to(precision);
    }

    @Override
    public Tensor targets() {
      return y.to(precision);
    }

    @Override
    public void lossHessianTimes(Tensor v, Tensor out) {
      loss.hessianTimes(kernels, f, y, v, out);
    }
  }
}
