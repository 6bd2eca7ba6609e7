package org.phasegrid.worker.architecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.architecture.TruncatedClusters.Chart;
import org.phasegrid.worker.architecture.TruncatedClusters.Rotations;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.dataset.SeparatedClusters;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.run.TruncationGoldens;

/** The chain of truncations: papers/truncation-flow.md E1, E3, E8 to E11 (T2, T3, T7 to T9). */
class TruncatedClustersTest {
  private static final SquaredError.Examples MEAN = SquaredError.Examples.MEAN;

  private static Objective objective(RunSpec spec) {
    Examples examples = spec.dataset().draw(spec.draws());
    return spec.architecture().objective(examples, spec.loss(), Precision.FLOAT64, Kernels.best());
  }

  private static Tensor initial(RunSpec spec) {
    return spec.architecture()
        .initial(spec.dataset().inputs(), spec.dataset().outputs(), spec.draws());
  }

  private static Tensor gradient(Objective objective, Tensor theta) {
    Tensor g = Tensor.zeros(Precision.FLOAT64, 1, theta.size());
    objective.gradient(theta, g);
    return g;
  }

  private static RunSpec chain(String name, Rotations rotations, double h, long steps) {
    return TruncationGoldens.spec(
        TruncationGoldens.chain(name, 3, Chart.CUMULATIVE, rotations), name, MEAN, h, steps);
  }

  /** Identity 1: the network is the composition of its truncation maps. */
  @Test
  void aNetworkIsTheChainOfItsTruncations() {
    RunSpec network =
        TruncationGoldens.spec(
            TruncationGoldens.network("e1-square", List.of(5, 5, 5), new Trained.All()),
            "e1-square",
            MEAN,
            0,
            0);
    RunSpec chain = chain("e1-square-cumulative", Rotations.FIXED, 0, 0);
    MlpFit plain = (MlpFit) objective(network);
    TruncationFit truncating = (TruncationFit) objective(chain);

    assertEquals(2.760270787, plain.loss(initial(network)), 1e-9);
    assertEquals(2.760270787, truncating.loss(initial(chain)), 1e-9);
    double squares = 0;
    Tensor f = plain.outputs();
    Tensor chained = truncating.outputs();
    for (int i = 0; i < f.size(); i++) {
      assertEquals(f.get(i), chained.get(i), 1e-9);
      squares += f.get(i) * f.get(i);
    }
    assertEquals(28.754502583, squares, 28.75 * 1e-9);
    for (int layer = 1; layer <= 3; layer++) {
      assertArrayEquals(
          plain.preactivation(layer).toArray(), truncating.preactivation(layer).toArray(), 1e-9);
    }
  }

  /** The same, and the same loss under training of no parameter, from cumulative arrays alone. */
  @Test
  void theChartsBeginAsTheSameFunction() {
    for (String name : List.of("e10-orthogonal", "e10-generic", "e3-adapted", "e3-generic")) {
      RunSpec cumulative = chain(name, Rotations.FIXED, 0, 0);
      RunSpec layerwise =
          Specs.with(
              cumulative, TruncationGoldens.chain(name, 3, Chart.LAYERWISE, Rotations.FIXED));
      double loss = objective(cumulative).loss(initial(cumulative));
      assertEquals(loss, objective(layerwise).loss(initial(layerwise)), 1e-12 * loss, name);
    }
  }

  @Test
  void theEffectiveGradientsAreTheGoldenOnes() {
    RunSpec spec = chain("e3-adapted", Rotations.TRAINED, 0, 0);
    Objective objective = objective(spec);
    Tensor theta = initial(spec);
    Tensor g = gradient(objective, theta);

    assertEquals(1.87500802044, objective.loss(theta), 1e-9);
    double[][] beta = {
      {0.0473013375, -0.0231509592, -0.1540758494, 0.093063768},
      {0.0860263038, 0.0446619043, 0.079764817, -0.1794656635},
      {0.007939367, -0.1639735742, 0.1299983941, 0.0588917473}
    };
    for (int layer = 1; layer <= 3; layer++) {
      Block block = ((TruncationFit) objective).biasBlock(layer);
      assertArrayEquals(beta[layer - 1], block.of(g).toArray(), 1e-9);
    }
    RunSpec generic = chain("e3-generic", Rotations.FIXED, 0, 0);
    assertEquals(6.66030728744, objective(generic).loss(initial(generic)), 1e-9);
    double largest = 0;
    Tensor ofGeneric = gradient(objective(generic), initial(generic));
    for (int i = 0; i < ofGeneric.size(); i++) {
      largest = Math.max(largest, Math.abs(ofGeneric.get(i)));
    }
    assertEquals(2.241582488, largest, 1e-9);
  }

  /**
   * The gradients against central differences of the plain network's loss, whose weights and biases
   * are those of the moved chain: h² truncation and 1e-16/h rounding are below 1e-7 at h = 1e-6.
   */
  @Test
  void theEffectiveGradientsAreThoseOfTheNetwork() {
    int visited = 0;
    for (String name : List.of("e3-adapted", "e9", "e3-generic")) {
      boolean turns = !name.equals("e3-generic");
      RunSpec spec = chain(name, turns ? Rotations.TRAINED : Rotations.FIXED, 0, 0);
      TruncationFit objective = (TruncationFit) objective(spec);
      Tensor theta = initial(spec);
      Tensor g = gradient(objective, theta);
      double e = 1e-6;
      for (int layer = 1; layer <= 3; layer++) {
        for (int k = 0; k < 4; k++) {
          Tensor plus = theta.to(Precision.FLOAT64);
          Tensor minus = theta.to(Precision.FLOAT64);
          int at = objective.biasBlock(layer).start() + k;
          plus.set(at, theta.get(at) + e);
          minus.set(at, theta.get(at) - e);
          double difference = (network(spec, plus) - network(spec, minus)) / (2 * e);
          assertEquals(difference, g.get(at), 1e-7);
          visited++;
        }
        for (int i = 0; turns && i < 4; i++) {
          for (int j = i + 1; j < 4; j++) {
            Tensor xi = Tensor.zeros(Precision.FLOAT64, 4, 4);
            xi.set(i, j, 1);
            xi.set(j, i, -1);
            Block block = objective.weightBlock(layer);
            double difference =
                (network(spec, turned(theta, block, xi, e))
                        - network(spec, turned(theta, block, xi, -e)))
                    / (2 * e);
            Tensor direction = Matrices.product(block.of(theta), xi);
            double along = 0;
            for (int m = 0; m < 16; m++) {
              along += direction.get(m) * block.of(g).get(m);
            }
            assertEquals(difference, along, 1e-7);
            visited++;
          }
        }
      }
    }
    assertEquals(3 * 12 + 2 * 18, visited);
  }

  private static Tensor turned(Tensor theta, Block block, Tensor xi, double e) {
    Tensor moved = theta.to(Precision.FLOAT64);
    Tensor stepped = block.of(moved);
    Tensor before = stepped.to(Precision.FLOAT64);
    Tensor step = Matrices.product(before, xi);
    for (int m = 0; m < step.size(); m++) {
      stepped.set(m, before.get(m) + e * step.get(m));
    }
    Block.bringBack(before, stepped);
    return moved;
  }

  /** The loss of x -> relu(W_l x + b_l) with W_l = W^(l) (W^(l-1))^-1, by loops of its own. */
  private static double network(RunSpec spec, Tensor theta) {
    Examples examples = spec.dataset().draw(spec.draws());
    int m = examples.x().rows();
    DMatrixRMaj x = Matrices.of(examples.x());
    DMatrixRMaj before = CommonOps_DDRM.identity(m);
    DMatrixRMaj betaBefore = new DMatrixRMaj(m, 1);
    List<Block> blocks = spec.architecture().blocks(m, examples.y().rows());
    for (int layer = 1; layer <= blocks.size() / 2; layer++) {
      DMatrixRMaj w = Matrices.of(blocks.get(2 * layer - 2).of(theta));
      DMatrixRMaj beta = Matrices.of(blocks.get(2 * layer - 1).of(theta));
      DMatrixRMaj inverse = before.copy();
      CommonOps_DDRM.invert(inverse);
      DMatrixRMaj weights = new DMatrixRMaj(w.numRows, m);
      CommonOps_DDRM.mult(w, inverse, weights);
      DMatrixRMaj moved = beta.copy();
      CommonOps_DDRM.subtractEquals(moved, betaBefore);
      DMatrixRMaj bias = new DMatrixRMaj(w.numRows, 1);
      CommonOps_DDRM.mult(w, moved, bias);
      DMatrixRMaj next = new DMatrixRMaj(w.numRows, x.numCols);
      CommonOps_DDRM.mult(weights, x, next);
      for (int k = 0; k < next.numRows; k++) {
        for (int i = 0; i < next.numCols; i++) {
          double a = next.get(k, i) + bias.get(k, 0);
          next.set(k, i, layer < blocks.size() / 2 ? Math.max(0, a) : a);
        }
      }
      x = next;
      before = w;
      betaBefore = beta;
    }
    double sum = 0;
    for (int i = 0; i < x.getNumElements(); i++) {
      double residual = x.data[i] - examples.y().get(i);
      sum += residual * residual;
    }
    return sum / (2 * x.numCols);
  }

  /**
   * H against central differences of the gradient along geodesics, and its symmetry: away from
   * kinks the gradient is smooth, so h² truncation and rounding stay below 1e-6 at h = 1e-5.
   */
  @Test
  void curvatureIsTheDerivativeOfTheGradient() {
    for (String name : List.of("e3-adapted", "e9", "e3-generic")) {
      boolean turns = !name.equals("e3-generic");
      RunSpec spec = chain(name, turns ? Rotations.TRAINED : Rotations.FIXED, 0, 0);
      TruncationFit objective = (TruncationFit) objective(spec);
      Tensor theta = initial(spec);
      Tensor u = direction(objective, theta, 1);
      Tensor v = direction(objective, theta, 2);
      Tensor hu = Tensor.zeros(Precision.FLOAT64, 1, theta.size());
      Tensor hv = Tensor.zeros(Precision.FLOAT64, 1, theta.size());
      objective.curvature(theta).hessianTimes(u, hu);
      objective.curvature(theta).hessianTimes(v, hv);
      Kernels kernels = Kernels.best();

      assertEquals(kernels.dot(u, hv), kernels.dot(v, hu), 1e-12, name);
      double h = 1e-4;
      double second =
          (objective.loss(along(objective, theta, v, h))
                  - 2 * objective.loss(theta)
                  + objective.loss(along(objective, theta, v, -h)))
              / (h * h);
      // Second differences: rounding 4e-16/h² = 4e-8, truncation h² of the fourth derivative.
      assertEquals(second, kernels.dot(v, hv), 1e-5, name);
      Tensor gn = Tensor.zeros(Precision.FLOAT64, 1, theta.size());
      objective.curvature(theta).gaussNewtonTimes(v, gn);
      Tensor kernel = objective.curvature(theta).tangentKernel();
      assertEquals(80, kernel.rows());
      assertTrue(kernels.dot(v, gn) > 0);
    }
  }

  /** A tangent direction: W Xi with Xi skew where weights turn. */
  private static Tensor direction(TruncationFit objective, Tensor theta, long seed) {
    Tensor v = Tensor.zeros(Precision.FLOAT64, 1, theta.size());
    for (Block block : objective.blocks()) {
      Tensor part = block.of(v);
      for (int i = 0; block.trained() && i < part.size(); i++) {
        part.set(i, Key.of(seed).child(block.name()).normal(i));
      }
      if (block.curved()) {
        part.copyFrom(Matrices.product(block.of(theta), Matrices.skew(part)));
      }
    }
    return v;
  }

  /** The point at h along the geodesic of v, by the retraction, equal to third order. */
  private static Tensor along(TruncationFit objective, Tensor theta, Tensor v, double h) {
    Tensor moved = theta.to(Precision.FLOAT64);
    for (Block block : objective.blocks()) {
      Tensor part = block.of(moved);
      Tensor before = part.to(Precision.FLOAT64);
      for (int i = 0; i < part.size(); i++) {
        part.set(i, before.get(i) + h * block.of(v).get(i));
      }
      if (block.curved()) {
        Block.bringBack(before, part);
      }
    }
    return moved;
  }

  /** Each cluster's beta + yt shrinks by 1 - h/Q a step, to the goldens' ten digits. */
  @Test
  void separatedClustersCollapseByTheLaw() {
    RunSpec spec =
        TruncationGoldens.spec(
            TruncationGoldens.chain("e8", 3, Chart.CUMULATIVE, Rotations.TRAINED),
            "e8",
            SquaredError.Examples.CLASS_MEAN,
            0.01,
            600);
    List<Tensor> thetas = TruncationGoldens.thetas(spec);
    TruncationFit objective = (TruncationFit) objective(spec);
    Examples examples = objective.examples();

    assertEquals(0.045, objective.loss(thetas.get(0)), 1e-12);
    assertEquals(0.000818715173724, objective.loss(thetas.get(600)), 1e-13);
    for (int layer = 1; layer <= 3; layer++) {
      double first = distance(objective, thetas.get(0), layer, examples);
      double last = distance(objective, thetas.get(600), layer, examples);
      assertEquals(0.134883915005, last / first, 1e-10);
    }
    objective.loss(thetas.get(600));
    Tensor f = objective.outputs();
    for (int b = 0; b < 30; b++) {
      for (int k = 0; k < 3; k++) {
        assertEquals(f.get(k, b / 10 * 10), f.get(k, b), 1e-14, "a cluster is a point");
      }
    }
  }

  private static double distance(
      TruncationFit objective, Tensor theta, int layer, Examples examples) {
    double square = 0;
    for (int k = 0; k < 3; k++) {
      double v =
          objective.biasBlock(layer).of(theta).get(k) + examples.y().get(k, 10 * (layer - 1));
      square += v * v;
    }
    return Math.sqrt(square);
  }

  /** E9: the flow without separation, its Euler error, its dissipation, and rotations that stay. */
  @Test
  void theGeneralFlowIsTheGoldenOne() {
    double[] costs = {2.4208800843, 2.4218625568, 2.42202936};
    double[] steps = {0.02, 0.01, 0.005};
    for (int k = 0; k < 3; k++) {
      RunSpec spec = chain("e9", Rotations.TRAINED, steps[k], Math.round(1 / steps[k]));
      RunRecord record = Run.execute(spec, List.of());
      assertEquals(3.0670127349, record.lossInitial(), 1e-9);
      assertEquals(costs[k], record.lossFinal(), 1e-8);
    }
    RunSpec spec = chain("e9", Rotations.TRAINED, 0.01, 100);
    Tensor last = TruncationGoldens.thetas(spec).get(100);
    TruncationFit objective = (TruncationFit) objective(spec);
    for (int layer = 1; layer <= 3; layer++) {
      Tensor r = objective.weightBlock(layer).of(last);
      Tensor gram = Matrices.productOfTransposed(r, r);
      for (int i = 0; i < 16; i++) {
        assertEquals(i % 5 == 0 ? 1 : 0, gram.get(i), 1e-12);
      }
    }
    RunRecord small = Run.execute(chain("e9", Rotations.TRAINED, 1e-6, 1), List.of());
    Tensor g = gradient(objective, initial(spec));
    double dissipated = (small.lossInitial() - small.lossFinal()) / 1e-6;
    assertEquals(2.02672111, Kernels.best().sumOfSquares(g), 1e-8);
    assertEquals(dissipated, Kernels.best().sumOfSquares(g), 1e-4 * dissipated);
  }

  /**
   * E10: plain backpropagation on biases is the effective flow preconditioned by B_lm = sum over k
   * up to min(l, m) of ((W^(k))ᵀ W^(k))^-1, an equality of trajectories. The reference prints the
   * loss that its 300th step begins with.
   */
  @Test
  void plainBackpropagationIsTheFlowInAnotherMetric() {
    double[] costs = {1.163257499200, 1.100900262880};
    String[] names = {"e10-orthogonal", "e10-generic"};
    for (int n = 0; n < 2; n++) {
      RunSpec layerwise =
          TruncationGoldens.spec(
              TruncationGoldens.chain(names[n], 3, Chart.LAYERWISE, Rotations.FIXED),
              names[n],
              MEAN,
              0.02,
              299);
      RunRecord record = Run.execute(layerwise, List.of());
      RunSpec plain =
          Specs.with(
              layerwise,
              TruncationGoldens.network(
                  names[n] + "-layers", List.of(3, 3, 3), new Trained.Biases()));

      assertEquals(costs[n], record.lossFinal(), 1e-8);
      assertEquals(costs[n], Run.execute(plain, List.of()).lossFinal(), 1e-8);
      assertEquals(costs[n], preconditioned(names[n]), 1e-8);
    }
  }

  private static double preconditioned(String name) {
    RunSpec spec = chain(name, Rotations.FIXED, 0, 0);
    TruncationFit objective = (TruncationFit) objective(spec);
    Tensor theta = initial(spec);
    DMatrixRMaj[] b = new DMatrixRMaj[5];
    b[0] = new DMatrixRMaj(3, 3);
    for (int layer = 1; layer <= 4; layer++) {
      DMatrixRMaj w = Matrices.of(objective.weightBlock(layer).of(theta));
      b[layer] = new DMatrixRMaj(3, 3);
      CommonOps_DDRM.multTransA(w, w, b[layer]);
      CommonOps_DDRM.invert(b[layer]);
      CommonOps_DDRM.addEquals(b[layer], b[layer - 1]);
    }
    double loss = 0;
    for (int t = 0; t < 300; t++) {
      Tensor g = gradient(objective, theta);
      loss = objective.loss(theta);
      DMatrixRMaj[] forces = new DMatrixRMaj[5];
      for (int layer = 1; layer <= 3; layer++) {
        forces[layer] = Matrices.of(objective.biasBlock(layer).of(g));
      }
      // The force on beta^(L+1): the sum of g_L, for f = W^(L+1) (z + beta^(L+1)).
      DMatrixRMaj r = Matrices.of(objective.outputGradient());
      DMatrixRMaj ones = new DMatrixRMaj(r.numCols, 1);
      CommonOps_DDRM.fill(ones, 1);
      DMatrixRMaj sum = new DMatrixRMaj(r.numRows, 1);
      CommonOps_DDRM.mult(r, ones, sum);
      forces[4] = new DMatrixRMaj(3, 1);
      CommonOps_DDRM.multTransA(Matrices.of(objective.weightBlock(4).of(theta)), sum, forces[4]);
      for (int l = 1; l <= 4; l++) {
        Tensor beta = objective.biasBlock(l).of(theta);
        for (int m = 1; m <= 4; m++) {
          DMatrixRMaj push = new DMatrixRMaj(3, 1);
          CommonOps_DDRM.mult(b[Math.min(l, m)], forces[m], push);
          for (int k = 0; k < 3; k++) {
            beta.set(k, beta.get(k) - 0.02 * push.get(k, 0));
          }
        }
      }
    }
    return loss;
  }

  /** E11: with the output cost beta + yt decays as (1 - h A)^t, A = W^(L+1)ᵀ W^(L+1). */
  @Test
  void theOutputCostDecaysByItsSpectrum() {
    RunSpec spec =
        TruncationGoldens.spec(
            TruncationGoldens.chain("e11", 1, Chart.CUMULATIVE, Rotations.FIXED),
            "e11",
            MEAN,
            0.01,
            300);
    List<Tensor> thetas = TruncationGoldens.thetas(spec);
    Tensor beta = ((TruncationFit) objective(spec)).biasBlock(1).of(thetas.get(300));

    assertEquals(-0.0178949199, beta.get(0) - 0.2, 1e-9);
    assertEquals(0.047885181, beta.get(1) + 0.1, 1e-9);
    assertEquals(-0.0119289867, beta.get(2) + 0.3, 1e-9);
  }

  /** The drawn data and layers as the specification describes them, at sizes of both its sweeps. */
  @Test
  void alignedLayersTruncateTheirClusterAlone() {
    for (int clusters = 2; clusters <= 3; clusters++) {
      RunSpec spec =
          Specs.with(
              Specs.with(
                  Specs.small(),
                  new TruncatedClusters(
                      clusters + 2,
                      Chart.CUMULATIVE,
                      Rotations.TRAINED,
                      ClusterLayers.Aligned.PUBLISHED)),
              new SeparatedClusters(10 * clusters, clusters, 6, 0.15, 0.6));
      TruncationFit objective = (TruncationFit) objective(spec);
      Tensor theta = initial(spec);
      Tensor g = gradient(objective, theta);
      for (int layer = 1; layer <= clusters + 2; layer++) {
        Tensor u = objective.preactivation(layer);
        for (int b = 0; b < 10 * clusters; b++) {
          for (int k = 0; k < clusters; k++) {
            assertEquals(b % clusters == layer - 1, u.get(k, b) <= 0);
          }
        }
        // All of a cluster or none is cut, so nothing turns the orthants.
        assertEquals(0, Kernels.best().sumOfSquares(objective.weightBlock(layer).of(g)), 1e-30);
      }
    }
  }

  @Test
  void contradictionsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TruncatedClusters(
                3, Chart.LAYERWISE, Rotations.TRAINED, ClusterLayers.Aligned.PUBLISHED));
    assertThrows(IllegalArgumentException.class, () -> TruncatedClusters.CUMULATIVE.blocks(4, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> initial(Specs.with(chain("e8", Rotations.FIXED, 0, 0), new GaussianNoise(7, 2, 2))));
  }

  /** Without hidden layers nothing moves: a run that stalls at once. */
  @Test
  void aChainOfDepthZeroIsTheIdentity() {
    RunSpec spec =
        Specs.with(
            Specs.with(
                Specs.small(),
                new TruncatedClusters(
                    0, Chart.CUMULATIVE, Rotations.FIXED, ClusterLayers.Aligned.PUBLISHED)),
            SeparatedClusters.THREE);
    RunRecord record = Run.execute(spec, List.of());

    assertEquals(record.lossInitial(), record.lossFinal(), 0);
    assertEquals(0, record.parameters());
    assertTrue(record.outcome().toString().contains("Stalled"), record.outcome().toString());
  }

  /** A step of float32 keeps rotations to its own rounding. */
  @Test
  void singlePrecisionTrainsTheSameChain() {
    RunSpec spec = chain("e9", Rotations.TRAINED, 0.02, 50);
    RunRecord wide = Run.execute(spec, List.of());
    RunRecord narrow = Run.execute(Specs.with(spec, Precision.FLOAT32), List.of());

    assertEquals(wide.lossFinal(), narrow.lossFinal(), 1e-5 * wide.lossFinal());
    assertEquals(
        2,
        Run.execute(Specs.with(spec, new Rate.OverSharpness(2)), List.of()).learningRate()
            * Run.execute(Specs.with(spec, new Rate.OverSharpness(2)), List.of())
                .lambdaInitial()
                .getAsDouble(),
        1e-12);
  }
}
