package org.phasegrid.worker.architecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Activation;
import org.phasegrid.worker.activation.Activations;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.dataset.GaussianClusters;
import org.phasegrid.worker.dataset.Standardize;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.CrossEntropy;
import org.phasegrid.worker.loss.Loss;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.need.Hessian;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.spectrum.Lanczos;

/** Derivatives of every activation, loss and parametrization against central differences. */
class DerivativesTest {
  private static final Draws DRAWS = new Draws(5, Map.of());
  private static final Examples EXAMPLES =
      new GaussianClusters(9, 4, 3, GaussianClusters.Mean.CLASS, 1, Standardize.NONE).draw(DRAWS);

  private static List<Loss> losses() {
    List<Loss> losses = new ArrayList<>(List.of(new CrossEntropy()));
    for (boolean half : new boolean[] {true, false}) {
      for (SquaredError.Examples examples : SquaredError.Examples.values()) {
        for (SquaredError.Outputs outputs : SquaredError.Outputs.values()) {
          losses.add(new SquaredError(half, examples, outputs));
        }
      }
    }
    return losses;
  }

  private record Case(Mlp mlp, Loss loss) {
    Objective objective() {
      return mlp.objective(EXAMPLES, loss, Precision.FLOAT64, Kernels.best());
    }

    Tensor theta() {
      return mlp.initial(4, 3, DRAWS);
    }
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Activation activation : Activations.ALL.members().values()) {
      for (Loss loss : losses()) {
        cases.add(
            new Case(
                Specs.mlp(
                    5,
                    2,
                    activation,
                    true,
                    Parametrization.STANDARD,
                    new Gaussian(),
                    new Trained.All()),
                loss));
      }
    }
    for (Parametrization parametrization : Parametrization.values()) {
      for (boolean bias : new boolean[] {false, true}) {
        cases.add(
            new Case(
                Specs.mlp(
                    4, 3, new Tanh(), bias, parametrization, new Gaussian(), new Trained.All()),
                SquaredError.HALF_MEAN));
      }
    }
    for (Trained trained :
        List.of(
            new Trained.Biases(),
            new Trained.Layers(List.of(2)),
            new Trained.Layers(List.of(1, 3)))) {
      cases.add(
          new Case(
              Specs.mlp(4, 2, new Tanh(), true, Parametrization.STANDARD, new Gaussian(), trained),
              new CrossEntropy()));
    }
    cases.add(new Case(Specs.mlp(1, 0, new Tanh()), SquaredError.HALF_MEAN));
    cases.add(new Case(Specs.mlp(1, 1, new Tanh()), SquaredError.HALF_MEAN));
    return cases;
  }

  @Test
  void gradientsEqualCentralDifferences() {
    int visited = 0;
    for (Case each : cases()) {
      Objective objective = each.objective();
      Tensor theta = each.theta();
      Tensor gradient = Tensor.zeros(Precision.FLOAT64, 1, theta.size());
      double loss = objective.gradient(theta, gradient);

      assertEquals(loss, objective.loss(theta), 0);
      // Truncation h²/6 |L'''| and rounding u |L| / h balance near h = 1e-5; relu kinks are not met
      // by these draws.
      double h = 1e-5;
      for (Block block : objective.blocks()) {
        for (int i = block.start(); i < block.start() + block.size(); i++) {
          double at = theta.get(i);
          theta.set(i, at + h);
          double above = objective.loss(theta);
          theta.set(i, at - h);
          double below = objective.loss(theta);
          theta.set(i, at);
          double expected = block.trained() ? (above - below) / (2 * h) : 0;
          assertEquals(
              expected,
              gradient.get(i),
              2e-8 * Math.max(1, Math.abs(loss)),
              each + " " + block.name() + " " + i);
        }
      }
      visited++;
    }
    assertEquals(7 * 13 + 8 + 3 + 2, visited);
  }

  /** The hidden layers of other examples, as a whole pass over them has them. */
  @Test
  void hiddenLayersAreThoseOfAWholePass() {
    Examples others =
        new GaussianClusters(14, 4, 3, GaussianClusters.Mean.CLASS, 1, Standardize.NONE)
            .draw(new Draws(6, Map.of()));
    List<Mlp> networks = new ArrayList<>();
    for (Case each : cases()) {
      networks.add(each.mlp());
    }
    networks.add(
        new Mlp(
            List.of(7, 2, 9),
            3,
            new Tanh(),
            true,
            1,
            1,
            1,
            0.5,
            Mlp.VarianceScale.FAN_IN,
            Parametrization.NTK,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            new Gaussian(),
            new Trained.All()));
    int visited = 0;
    for (Mlp mlp : networks) {
      for (Precision precision : Precision.values()) {
        MlpFit network =
            (MlpFit) mlp.objective(EXAMPLES, new CrossEntropy(), precision, Kernels.best());
        Tensor theta = mlp.initial(4, 3, DRAWS).to(precision);
        network.loss(theta);
        MlpFit whole = network.on(others);
        whole.loss(theta);
        Tensor outputs = network.outputs();
        for (int layer = 1; layer <= mlp.depth(); layer++) {
          Tensor h = whole.preactivation(layer);
          mlp.activation().apply(Kernels.best(), h.to(precision), h);

          Tensor hidden = network.hidden(theta, layer, others.x());

          assertEquals(h.rows(), hidden.rows());
          assertEquals(14, hidden.columns());
          assertArrayEquals(h.toArray(), hidden.toArray(), 0, mlp + " layer " + layer);
          visited++;
        }
        assertArrayEquals(outputs.toArray(), network.outputs().toArray(), 0);
      }
    }
    assertEquals(2 * (2 * 7 * 13 + 3 * 8 + 2 * 3 + 1 + 3), visited);
  }

  @Test
  void hessianProductsEqualDifferencesOfGradients() {
    int visited = 0;
    for (Case each : cases()) {
      Objective objective = each.objective();
      Tensor theta = each.theta();
      int size = theta.size();
      Tensor v = direction(objective, size);
      Tensor product = Tensor.zeros(Precision.FLOAT64, 1, size);
      objective.curvature(theta).hessianTimes(v, product);

      double h = 1e-5;
      Tensor above = Tensor.zeros(Precision.FLOAT64, 1, size);
      Tensor below = Tensor.zeros(Precision.FLOAT64, 1, size);
      Tensor moved = theta.to(Precision.FLOAT64);
      objective.kernels().axpy(h, v, moved);
      objective.gradient(moved, above);
      moved = theta.to(Precision.FLOAT64);
      objective.kernels().axpy(-h, v, moved);
      objective.gradient(moved, below);
      double scale = Math.max(1, Math.sqrt(objective.kernels().sumOfSquares(product)));
      for (int i = 0; i < size; i++) {
        assertEquals(
            (above.get(i) - below.get(i)) / (2 * h), product.get(i), 3e-8 * scale, each + " " + i);
      }
      visited++;
    }
    assertEquals(7 * 13 + 8 + 3 + 2, visited);
  }

  private static Tensor direction(Objective objective, int size) {
    Key key = Key.of(3).child("direction");
    Tensor v = Tensor.zeros(Precision.FLOAT64, 1, size);
    for (Block block : objective.blocks()) {
      for (int i = block.start(); block.trained() && i < block.start() + block.size(); i++) {
        v.set(i, key.normal(i));
      }
    }
    return v;
  }

  @Test
  void sharpnessIsTheLargestEigenvalueOfTheDenseHessian() {
    Case each =
        new Case(
            Specs.mlp(
                5,
                2,
                new Tanh(),
                true,
                Parametrization.STANDARD,
                new Gaussian(),
                new Trained.All()),
            new CrossEntropy());
    Objective objective = each.objective();
    Tensor theta = each.theta();
    int size = theta.size();
    DMatrixRMaj dense = new DMatrixRMaj(size, size);
    Tensor above = Tensor.zeros(Precision.FLOAT64, 1, size);
    Tensor below = Tensor.zeros(Precision.FLOAT64, 1, size);
    double h = 1e-5;
    for (int i = 0; i < size; i++) {
      double at = theta.get(i);
      theta.set(i, at + h);
      objective.gradient(theta, above);
      theta.set(i, at - h);
      objective.gradient(theta, below);
      theta.set(i, at);
      for (int j = 0; j < size; j++) {
        dense.set(i, j, (above.get(j) - below.get(j)) / (2 * h));
      }
    }
    double expected = largestEigenvalue(dense);

    Lanczos.Ritz ritz =
        new Lanczos(60).largest(Hessian.of(objective, objective.curvature(theta)), Key.of(1));

    assertEquals(expected, ritz.value(), 1e-8 * expected);
    assertTrue(ritz.residual() <= 1e-6 * expected, "residual " + ritz.residual());
  }

  @Test
  void lossWeightedKernelAndGaussNewtonMatrixShareTheirLargestEigenvalue() {
    SquaredError loss =
        new SquaredError(true, SquaredError.Examples.MEAN, SquaredError.Outputs.MEAN);
    Case each =
        new Case(
            Specs.mlp(
                5, 2, new Tanh(), true, Parametrization.NTK, new Gaussian(), new Trained.All()),
            loss);
    Objective objective = each.objective();
    Curvature curvature = objective.curvature(each.theta());
    Tensor kernel = curvature.tangentKernel();
    // S = 1 / (B K) for this loss.
    double weight = 1.0 / (9 * 3);
    DMatrixRMaj dense = new DMatrixRMaj(kernel.rows(), kernel.columns());
    dense.data = kernel.toArray();

    Lanczos.Ritz ritz =
        new Lanczos(40).largest(Hessian.gaussNewton(objective, curvature), Key.of(1));

    assertEquals(weight * largestEigenvalue(dense), ritz.value(), 1e-11 * ritz.value());
  }

  @Test
  void tangentKernelEqualsProductsOfDifferencedJacobians() {
    Mlp mlp =
        Specs.mlp(
            4,
            2,
            new Relu(),
            true,
            Parametrization.STANDARD,
            new Gaussian(),
            new Trained.Layers(List.of(1, 2, 3)));
    Objective objective =
        mlp.objective(EXAMPLES, SquaredError.HALF_MEAN, Precision.FLOAT64, Kernels.best());
    Tensor theta = mlp.initial(4, 3, DRAWS);
    int outputs = 3;
    int count = EXAMPLES.count();
    double[][] jacobian = new double[outputs * count][theta.size()];
    double h = 1e-6;
    for (int i = 0; i < theta.size(); i++) {
      double at = theta.get(i);
      theta.set(i, at + h);
      Tensor above = objective.curvature(theta).outputs();
      theta.set(i, at - h);
      Tensor below = objective.curvature(theta).outputs();
      theta.set(i, at);
      for (int r = 0; r < outputs * count; r++) {
        jacobian[r][i] = (above.get(r) - below.get(r)) / (2 * h);
      }
    }

    Tensor kernel = objective.curvature(theta).tangentKernel();

    for (int r = 0; r < outputs * count; r++) {
      for (int c = 0; c < outputs * count; c++) {
        double expected = 0;
        for (int i = 0; i < theta.size(); i++) {
          expected += jacobian[r][i] * jacobian[c][i];
        }
        assertEquals(expected, kernel.get(r, c), 1e-7, r + " " + c);
      }
    }
  }

  /** f = w x: L = 1/2 mean (w x - y)², Hessian X Xᵀ / B exactly, at every theta. */
  @Test
  void linearModelHasTheCovarianceOfItsInputsAsHessian() {
    Mlp linear = Specs.mlp(1, 0, new Identity());
    Objective objective =
        linear.objective(
            new Examples(EXAMPLES.x(), EXAMPLES.x().view(0, 1, EXAMPLES.count())),
            SquaredError.HALF_MEAN,
            Precision.FLOAT64,
            Kernels.best());
    Tensor theta = linear.initial(4, 1, DRAWS);
    DMatrixRMaj covariance = new DMatrixRMaj(4, 4);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        double sum = 0;
        for (int b = 0; b < EXAMPLES.count(); b++) {
          sum += EXAMPLES.x().get(i, b) * EXAMPLES.x().get(j, b);
        }
        covariance.set(i, j, sum / EXAMPLES.count());
      }
    }

    Lanczos.Ritz ritz =
        new Lanczos(24).largest(Hessian.of(objective, objective.curvature(theta)), Key.of(1));

    double expected = largestEigenvalue(covariance);
    assertEquals(expected, ritz.value(), 1e-12 * expected);
  }

  private static double largestEigenvalue(DMatrixRMaj matrix) {
    DMatrixRMaj symmetric = new DMatrixRMaj(matrix);
    for (int i = 0; i < matrix.numRows; i++) {
      for (int j = 0; j < matrix.numCols; j++) {
        symmetric.set(i, j, 0.5 * (matrix.get(i, j) + matrix.get(j, i)));
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(matrix.numRows, false, true);
    assertTrue(eigen.decompose(symmetric));
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < matrix.numRows; i++) {
      largest = Math.max(largest, eigen.getEigenvalue(i).getReal());
    }
    return largest;
  }
}
