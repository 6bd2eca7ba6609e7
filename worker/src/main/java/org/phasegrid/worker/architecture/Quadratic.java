package org.phasegrid.worker.architecture;

import java.util.ArrayList;
import java.util.List;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.family.About;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.initialization.Initialization;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.random.Draws;

/**
 * The quadratic loss L = thetaᵀ H theta / 2 with H = R diag(eigenvalues) Rᵀ: gradient descent with
 * rates D is stable exactly where the spectral radius of I - D H is below 1.
 *
 * <p>R turns the planes (1, 2), (2, 3), ... one after the other by {@code angle}, so that rate
 * groups are coupled; two eigenvalues and an angle are every symmetric 2 x 2 matrix. The groups are
 * the layers of {@code layer-rates}, and W1, W2, ... in files; theta_0 has entries of variance 1.
 * Data set and loss do not matter.
 */
@About(
    value = "the loss theta' H theta / 2 of given eigenvalues, in groups with their own rates",
    paper = "arXiv:2103.00065")
public record Quadratic(
    @About("eigenvalues of H") List<Double> eigenvalues,
    @About("parameters of each rate group in order; none: each parameter is a group")
        List<Integer> groups,
    @About("radians by which neighboring axes are turned into each other; 0: H is diagonal")
        double angle,
    @About("how theta begins") Initialization initialization)
    implements Architecture {
  public static final Quadratic PLAIN = new Quadratic(List.of(1.0), List.of(), 0, new Gaussian());

  public Quadratic {
    eigenvalues = List.copyOf(eigenvalues);
    groups = List.copyOf(groups);
    if (eigenvalues.isEmpty() || eigenvalues.size() > 4096) {
      throw new IllegalArgumentException(
          "eigenvalues must be 1 to 4096, were " + eigenvalues.size());
    }
    for (double eigenvalue : eigenvalues) {
      if (!(eigenvalue >= 0 && eigenvalue < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "eigenvalues must be finite and not negative, has " + eigenvalue);
      }
    }
    int sum = 0;
    for (int size : groups) {
      if (size < 1) {
        throw new IllegalArgumentException("groups must be at least 1 each, has " + size);
      }
      sum = Math.addExact(sum, size);
    }
    if (!groups.isEmpty() && sum != eigenvalues.size()) {
      throw new IllegalArgumentException(
          "groups add up to " + sum + ", but there are " + eigenvalues.size() + " eigenvalues");
    }
    if (!Double.isFinite(angle)) {
      throw new IllegalArgumentException("angle must be finite, was " + angle);
    }
  }

  @Override
  public boolean readsExamples() {
    return false;
  }

  @Override
  public List<Block> blocks(int inputs, int outputs) {
    List<Block> blocks = new ArrayList<>();
    int start = 0;
    int count = groups.isEmpty() ? eigenvalues.size() : groups.size();
    for (int group = 1; group <= count; group++) {
      int size = groups.isEmpty() ? 1 : groups.get(group - 1);
      blocks.add(new Block("W" + group, group, size, 1, start, 1, Block.Role.TRAINED));
      start += size;
    }
    return List.copyOf(blocks);
  }

  @Override
  public Tensor initial(int inputs, int outputs, Draws draws) {
    Tensor theta = Tensor.zeros(Precision.FLOAT64, 1, eigenvalues.size());
    for (Block block : blocks(1, 1)) {
      initialization.weights(
          block.of(theta),
          block.layer(),
          Initialization.Place.HIDDEN,
          1,
          draws.key("init").child(block.layer()).child("weight"));
    }
    return theta;
  }

  /** H (P, P). */
  public Tensor hessian() {
    int n = eigenvalues.size();
    double[][] h = new double[n][n];
    for (int i = 0; i < n; i++) {
      h[i][i] = eigenvalues.get(i);
    }
    double cosine = StrictMath.cos(angle);
    double sine = StrictMath.sin(angle);
    for (int i = 0; angle != 0 && i + 1 < n; i++) {
      for (double[] row : h) {
        turn(row, i, cosine, sine);
      }
      for (int k = 0; k < n; k++) {
        double upper = h[i][k];
        double lower = h[i + 1][k];
        h[i][k] = cosine * upper - sine * lower;
        h[i + 1][k] = sine * upper + cosine * lower;
      }
    }
    Tensor hessian = Tensor.zeros(Precision.FLOAT64, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        hessian.set(i, j, i <= j ? h[i][j] : h[j][i]);
      }
    }
    return hessian;
  }

  private static void turn(double[] row, int i, double cosine, double sine) {
    double left = row[i];
    double right = row[i + 1];
    row[i] = cosine * left - sine * right;
    row[i + 1] = sine * left + cosine * right;
  }

  @Override
  public Objective objective(Examples examples, Loss loss, Precision precision, Kernels kernels) {
    Tensor h = hessian().to(precision);
    int n = h.rows();
    return new Landscape(
        new Landscape.Potential() {
          @Override
          public double gradient(Tensor theta, Tensor g) {
            hessianTimes(theta, theta, g);
            return 0.5 * kernels.dot(theta, g);
          }

          @Override
          public void hessianTimes(Tensor theta, Tensor v, Tensor out) {
            kernels.gemm(h, v.view(0, n, 1), out.view(0, n, 1));
          }
        },
        blocks(1, 1),
        precision,
        kernels);
  }

  @Override
  public double gradientCost(int inputs, int outputs, int examples) {
    return 2.0 * eigenvalues.size() * eigenvalues.size();
  }
}
