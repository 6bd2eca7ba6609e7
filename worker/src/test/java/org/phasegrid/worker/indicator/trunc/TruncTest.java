package org.phasegrid.worker.indicator.trunc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.activation.Tanh;
import org.phasegrid.worker.architecture.ClusterLayers;
import org.phasegrid.worker.architecture.Mlp;
import org.phasegrid.worker.architecture.Parametrization;
import org.phasegrid.worker.architecture.Trained;
import org.phasegrid.worker.architecture.TruncatedClusters;
import org.phasegrid.worker.architecture.TruncatedClusters.Chart;
import org.phasegrid.worker.architecture.TruncatedClusters.Rotations;
import org.phasegrid.worker.architecture.Uv;
import org.phasegrid.worker.dataset.AxisClusters;
import org.phasegrid.worker.dataset.Examples;
import org.phasegrid.worker.dataset.Midpoints;
import org.phasegrid.worker.dataset.SeparatedClusters;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.loss.CrossEntropy;
import org.phasegrid.worker.loss.SquaredError;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.random.Draws;
import org.phasegrid.worker.random.Key;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.run.TruncationGoldens;
import org.phasegrid.worker.theory.Truncation;

/** papers/truncation-flow.md E7, E12 to E17 (T10 to T15) and part F. */
class TruncTest {
  private static final SquaredError.Examples CLASS_MEAN = SquaredError.Examples.CLASS_MEAN;

  private static Trunc at(Looks looks) {
    return new Trunc(looks, 1.3, 0.95, 1e-3, 1e-6, 200);
  }

  private static double[] vector(RunRecord record, long step, int layer, String column) {
    return (double[]) TruncationGoldens.layer(record, step, layer, column);
  }

  private static double number(RunRecord record, long step, int layer, String column) {
    return (Double) TruncationGoldens.layer(record, step, layer, column);
  }

  /** One-hot targets (4, 24), six of each class. */
  private static Classes four() {
    Tensor y = Tensor.zeros(Precision.FLOAT64, 4, 24);
    for (int i = 0; i < 24; i++) {
      y.set(i / 6, i, 1);
    }
    return new Classes(y);
  }

  @Test
  void unitsOnTheirOwnAxisHaveTheCollapseOfTheirSpread() {
    Tensor h = Tensor.zeros(Precision.FLOAT64, 4, 24);
    DMatrixRMaj readout = CommonOps_DDRM.identity(4);
    for (int i = 0; i < 24; i++) {
      h.set(i / 6, i, 1 + (i % 2 == 0 ? -0.1 : 0.1));
    }
    Collapse collapse = new Collapse(h, four());

    assertEquals(0.0075, collapse.nc1(), 1e-12);
    assertEquals(0.01 / 0.75, collapse.ratio(), 1e-12);
    assertEquals(Math.sqrt(2 - Math.sqrt(3)), collapse.duality(readout), 1e-10);
    assertEquals(0.5176380902, collapse.duality(readout), 1e-10);
    assertEquals(0, collapse.normSpread(), 1e-15);
    assertEquals(0, collapse.angleDeviation(), 1e-15);
    assertEquals(3, collapse.rank());
  }

  @Test
  void aSimplexIsCollapsedAndItsOwnReadout() {
    Tensor h = Tensor.zeros(Precision.FLOAT64, 4, 24);
    DMatrixRMaj simplex = new DMatrixRMaj(4, 4);
    for (int k = 0; k < 4; k++) {
      for (int j = 0; j < 4; j++) {
        simplex.set(j, k, ((j == k ? 1 : 0) - 0.25) * Math.sqrt(4 / 3.0));
      }
      for (int i = 0; i < 24; i++) {
        h.set(k, i, 2 * simplex.get(i / 6, k) + 0.7);
      }
    }
    Collapse collapse = new Collapse(h, four());

    assertEquals(0, collapse.nc1(), 1e-28);
    assertEquals(0, collapse.angleDeviation(), 1e-14);
    assertEquals(0, collapse.duality(simplex), 1e-14);
  }

  /** Never 0/0 = 0: equal features would read as perfect collapse. */
  @Test
  void equalFeaturesHaveNoCollapse() {
    Tensor h = Tensor.zeros(Precision.FLOAT64, 3, 24);
    h.fill(1);
    Collapse collapse = new Collapse(h, four());

    assertTrue(Double.isNaN(collapse.nc1()));
    assertTrue(Double.isNaN(collapse.ratio()));
    assertTrue(Double.isNaN(collapse.normSpread()));
    assertTrue(Double.isNaN(collapse.angleDeviation()));
    assertTrue(Double.isNaN(collapse.duality(CommonOps_DDRM.identity(4, 3))));
    assertEquals(0, collapse.rank());
  }

  /** B.6: the floor is the golden one, the map of Fisher reaches it, no linear map goes below. */
  @Test
  void noLinearMapCollapsesBelowTheFloor() {
    Examples examples = TruncationGoldens.data("e12").draw(new Draws(1, Map.of()));
    Classes classes = new Classes(examples.y());
    double[] separations = Collapse.separations(examples.x(), classes);
    double floor = Collapse.floor(separations, separations.length, 4);

    assertEquals(3, separations.length);
    assertEquals(0.103133604628, floor, 1e-11);
    assertEquals(0.103272606, new Collapse(examples.x(), classes).nc1(), 1e-9);
    double least = Double.POSITIVE_INFINITY;
    for (int trial = 0; trial < 200; trial++) {
      DMatrixRMaj map = new DMatrixRMaj(6, 4);
      for (int i = 0; i < 24; i++) {
        map.data[i] = Key.of(trial).normal(i);
      }
      least = Math.min(least, nc1(map, examples, classes));
    }
    assertTrue(least >= floor - 1e-12, least + " below " + floor);
    assertEquals(floor, nc1(fisher(examples, classes), examples, classes), 1e-9);
  }

  private static double nc1(DMatrixRMaj map, Examples examples, Classes classes) {
    DMatrixRMaj h = Layers.product(map, Layers.matrix(examples.x()));
    return new Collapse(
            Tensor.of(h.numRows, h.numCols, java.util.Arrays.copyOf(h.data, h.getNumElements())),
            classes)
        .nc1();
  }

  /** Means times the inverse within-class covariance: Fisher's directions. */
  private static DMatrixRMaj fisher(Examples examples, Classes classes) {
    double[][] means = classes.means(examples.x());
    DMatrixRMaj within = new DMatrixRMaj(4, 4);
    for (int i = 0; i < classes.examples(); i++) {
      for (int a = 0; a < 4; a++) {
        for (int b = 0; b < 4; b++) {
          double[] mean = means[classes.of(i)];
          within.add(
              a,
              b,
              classes.weight(i)
                  * (examples.x().get(a, i) - mean[a])
                  * (examples.x().get(b, i) - mean[b]));
        }
      }
    }
    DMatrixRMaj centered = new DMatrixRMaj(means);
    for (int c = 0; c < 4; c++) {
      double global = (means[0][c] + means[1][c] + means[2][c] + means[3][c]) / 4;
      for (int j = 0; j < 4; j++) {
        centered.add(j, c, -global);
      }
    }
    // Its rows span what whitening keeps; three of them are independent, so whiten those.
    DMatrixRMaj directions = Layers.product(centered, Layers.inverse(within));
    DMatrixRMaj three = CommonOps_DDRM.extract(directions, 0, 3, 0, 4);
    return three;
  }

  /** One layer whose preactivations are the four points of the specification. */
  @Test
  void masksAreCountedPerClass() {
    Mlp identity =
        new Mlp(
            List.of(2),
            1,
            new Relu(),
            false,
            1,
            1,
            0,
            0,
            Mlp.VarianceScale.FAN_IN,
            Parametrization.STANDARD,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            new IdentityWeights(),
            new Trained.All());
    RunSpec spec = Specs.with(Specs.with(Specs.small(), identity), new FourPoints());
    RunRecord record = Run.execute(Specs.with(spec, Specs.steps(0)), List.of(at(new Looks.Last())));

    assertArrayEquals(new double[] {0.75, 0.25}, vector(record, 0, 1, "trunc_frac"), 0);
    assertArrayEquals(new double[] {0.5, 0}, vector(record, 0, 1, "trunc_full_frac"), 0);
    assertArrayEquals(new double[] {0, 0.5}, vector(record, 0, 1, "trunc_id_frac"), 0);
    assertArrayEquals(new double[] {1, 1}, vector(record, 0, 1, "trunc_patterns"), 0);
    assertEquals(0.25, number(record, 0, 1, "trunc_unseeded"), 0);
    assertEquals(0, number(record, 0, 1, "trunc_dead"), 0);
    assertEquals(0, number(record, 0, 1, "trunc_linear"), 0);
    assertEquals(1, number(record, 0, 1, "trunc_align"), 1e-15);
  }

  /** E2: diag(0.2, 1, 3, 7) R is adapted; a generic matrix is not. */
  @Test
  void alignmentSeesOnlyTheAnglesOfRows() {
    DMatrixRMaj scaled = CommonOps_DDRM.diag(0.2, 1, 3, 7);
    assertEquals(1, TruncMeter.alignment(scaled), 1e-15);
    DMatrixRMaj equal = new DMatrixRMaj(new double[][] {{1, 0}, {1, 0}, {2, 0}});
    assertEquals(1.0 / 3, TruncMeter.alignment(equal), 1e-15);
  }

  @Test
  void linesAndRanksAreTheTextbookOnes() {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      x.add((double) i);
      y.add(StrictMath.log(3 * StrictMath.exp(-0.37 * i)));
    }
    assertEquals(-0.37, Fits.line(x, y).slope(), 1e-12);
    assertEquals(1, Fits.line(x, y).r2(), 1e-12);
    assertTrue(Double.isNaN(Fits.line(x.subList(0, 2), y.subList(0, 2)).slope()));
    assertEquals(-1, Fits.spearman(x, y), 1e-15);
    // Ranks 0.5, 0.5, 2 against 0, 1, 2: 1.5 / sqrt(1.5 * 2).
    assertEquals(
        Math.sqrt(0.75), Fits.spearman(List.of(1.0, 1.0, 2.0), List.of(1.0, 2.0, 3.0)), 1e-15);
    assertTrue(Double.isNaN(Fits.spearman(List.of(1.0, 1.0), List.of(1.0, 2.0))));
  }

  /** T14: the golden network 4-16-16-4. */
  @Test
  void theGoldenNetworkHasItsNumbers() {
    RunSpec spec =
        TruncationGoldens.spec(
            TruncationGoldens.network("e14", List.of(16, 16), new Trained.All()),
            "e14",
            CLASS_MEAN,
            0.1,
            200);
    RunRecord record = Run.execute(spec, List.of(at(new Looks.Every(50))));

    assertEquals(0.0200346762576, record.lossFinal(), 1e-7 * 0.02);
    assertEquals(0.115412506879, (Double) record.values().get("trunc_nc1_lin"), 1e-9);
    assertEquals(1.571593767, TruncationGoldens.step(record, 200, "trunc_gain"), 1.5e-7);
    double[] nc1 = {0.1155957141, 0.1321701558, 0.0734366026, 0.0389098397};
    for (int layer = 0; layer <= 3; layer++) {
      assertEquals(nc1[layer], number(record, 200, layer, "trunc_nc1"), 1e-7 * nc1[layer]);
    }
    assertEquals(0.187254811, number(record, 200, 2, "trunc_nc1_ratio"), 1e-8);
    assertEquals(0.1369543645, TruncationGoldens.step(record, 200, "trunc_nc2_norm_cv"), 1e-8);
    assertEquals(0.3504935697, TruncationGoldens.step(record, 200, "trunc_nc2_cos_dev"), 1e-8);
    assertEquals(1.028108602, TruncationGoldens.step(record, 200, "trunc_nc3"), 1e-8);
    assertEquals(0.01, TruncationGoldens.step(record, 200, "trunc_nc4_mismatch"), 0);
    assertEquals(1, TruncationGoldens.step(record, 200, "trunc_accuracy"), 0);
    assertArrayEquals(
        new double[] {0.4475, 0.4275, 0.765, 0.3975}, vector(record, 200, 1, "trunc_frac"), 1e-15);
    assertArrayEquals(
        new double[] {0.415, 0.62, 0.3825, 0.645}, vector(record, 200, 2, "trunc_frac"), 1e-15);
    assertArrayEquals(
        new double[] {0.64, 0.56, 0.64, 0.48}, vector(record, 200, 1, "trunc_patterns"), 1e-15);
    assertArrayEquals(
        new double[] {0.68, 0.8, 0.96, 0.92}, vector(record, 200, 2, "trunc_patterns"), 1e-15);
    assertEquals(0.21875, number(record, 200, 1, "trunc_unseeded"), 1e-15);
    assertEquals(0.296875, number(record, 200, 2, "trunc_unseeded"), 1e-15);
    assertEquals(0.0625, number(record, 200, 2, "trunc_dead"), 0);
    assertEquals(0.0625, number(record, 200, 2, "trunc_linear"), 0);
    assertEquals(0.03869785, (Double) record.values().get("trunc_collapse_rate"), 1e-8);
    assertEquals(0.787955, (Double) record.values().get("trunc_collapse_r2"), 1e-6);
    assertEquals(0.2196813195, number(record, 200, 1, "trunc_align"), 1e-9);
    assertEquals("collapse", record.values().get("trunc_phase"));
  }

  /** T13b: input-space columns of the square network 3-3-3-3, and its flips. */
  @Test
  void theSquareNetworkIsPulledBackToItsInputs() {
    RunSpec spec =
        TruncationGoldens.spec(
            TruncationGoldens.network("e17", List.of(3, 3), new Trained.All()),
            "e17",
            CLASS_MEAN,
            0.1,
            100);
    RunRecord record = Run.execute(spec, List.of(at(new Looks.Every(100))));

    assertEquals(0.706377196141, record.lossInitial(), 1e-12);
    assertEquals(0.142685452177, record.lossFinal(), 1e-12);
    assertEquals(4735.590749, TruncationGoldens.step(record, 0, "trunc_input_cost"), 4e-6);
    assertEquals(24.21354826, TruncationGoldens.step(record, 100, "trunc_input_cost"), 2e-7);
    assertEquals(0.00051091815, TruncationGoldens.step(record, 100, "trunc_gap_min"), 1e-10);
    assertEquals(13.850436, TruncationGoldens.step(record, 100, "trunc_gap_max"), 1e-6);
    assertArrayEquals(
        new double[] {1.70254128, 2.16018029, 0.24753251},
        vector(record, 100, 1, "trunc_z_var"),
        2e-6);
    assertArrayEquals(
        new double[] {3.49590826, 4.49974157, 0.30409309},
        vector(record, 100, 2, "trunc_z_var"),
        4e-6);
    double[] conditions = {10.16286631, 15.24411485, 164.64784731};
    double[] alignments = {0.64166994, 0.6466817, 0.44853573};
    for (int layer = 1; layer <= 3; layer++) {
      assertEquals(conditions[layer - 1], number(record, 100, layer, "trunc_cum_cond"), 1e-6);
      assertEquals(alignments[layer - 1], number(record, 100, layer, "trunc_align"), 1e-7);
    }
    assertEquals(0.42286735, number(record, 100, 1, "trunc_crosstalk"), 1e-7);
    assertEquals(0.48023729, number(record, 100, 2, "trunc_crosstalk"), 1e-7);
    assertEquals(0.15555556, number(record, 100, 1, "trunc_flip_on"), 1e-8);
    assertEquals(0.26666667, number(record, 100, 2, "trunc_flip_on"), 1e-8);
    assertEquals(0, number(record, 100, 1, "trunc_flip_off"), 0);
    assertEquals(0.12222222, number(record, 100, 2, "trunc_flip_off"), 1e-8);
    assertEquals(1, number(record, 100, 1, "trunc_monotone"), 0);
  }

  /** T13c: in the cumulative chart the rate is the number of truncated points, at any step. */
  @Test
  void theRateIsTheNumberOfTruncatedPoints() {
    RunSpec spec =
        TruncationGoldens.spec(
            TruncationGoldens.chain("e17-aligned", 1, Chart.CUMULATIVE, Rotations.FIXED),
            "e17-aligned",
            CLASS_MEAN,
            0.05,
            200);
    RunRecord record = Run.execute(spec, List.of(at(new Looks.Every(1))));

    assertEquals(1, (Double) record.values().get("trunc_rate_slope"), 1e-8);
    assertEquals(1, (Double) record.values().get("trunc_rate_r2"), 1e-8);
    for (long t = 0; t < 200; t++) {
      assertEquals(0, number(record, t, 1, "trunc_law_residual"), 1e-10);
    }
    assertEquals(
        1, TruncationGoldens.step(record, 200, "trunc_frac_last"), 0, "all truncated at the end");
  }

  private static RunSpec scalar(double a, double f0, long steps) {
    TruncatedClusters model =
        new TruncatedClusters(
            1, Chart.CUMULATIVE, Rotations.FIXED, new ClusterLayers.Aligned(0, f0, 50));
    RunSpec spec = Specs.with(Specs.with(Specs.small(), model), Midpoints.UNIT);
    spec = Specs.with(spec, new SquaredError(true, CLASS_MEAN, SquaredError.Outputs.SUM));
    return Specs.with(Specs.with(spec, new Rate.Fixed(a)), Specs.steps(steps));
  }

  /** T15, S1: the analytic classification of the scalar map on a part of its grid. */
  @Test
  void theScalarMapHasItsPhases() {
    int judged = 0;
    int off = 0;
    for (double f0 : new double[] {0, 0.02, 0.1, 0.4, 0.8}) {
      for (double a : new double[] {0.125, 0.5, 1.25, 1.9, 2.1, 2.55, 2.9, 3.1, 3.55, 5.1}) {
        RunRecord record = Run.execute(scalar(a, f0, 3000), List.of(at(new Looks.Last())));
        if (f0 > 0 && a > 3 && a < 3.5) {
          continue;
        }
        String wanted = f0 < 0.0025 ? "unseeded" : a < 2 ? "collapse" : a < 3 ? "cycle" : "frozen";
        judged++;
        off += wanted.equals(record.values().get("trunc_phase")) ? 0 : 1;
      }
    }
    assertEquals(46, judged);
    assertEquals(0, off);
  }

  /** At small steps the truncated share is the logistic function of flow time, to O(h + 1/N). */
  @Test
  void theTruncatedShareIsLogisticInFlowTime() {
    RunRecord record = Run.execute(scalar(0.02, 0.05, 400), List.of(at(new Looks.Every(50))));

    for (long t = 0; t <= 400; t += 50) {
      assertEquals(
          Truncation.share(0.05, 0.02 * t),
          TruncationGoldens.step(record, t, "trunc_frac_last"),
          0.015);
    }
    assertEquals(Truncation.halfTime(0.05), (Double) record.values().get("trunc_half_time"), 0.1);
  }

  private static RunSpec clusters(int q, int depth, Chart chart, double h, long steps) {
    Rotations turns = chart == Chart.CUMULATIVE ? Rotations.TRAINED : Rotations.FIXED;
    TruncatedClusters model =
        new TruncatedClusters(depth, chart, turns, ClusterLayers.Aligned.PUBLISHED);
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.small(), model), new SeparatedClusters(10 * q, q, 6, 0.15, 0.6));
    spec = Specs.with(spec, new SquaredError(true, CLASS_MEAN, SquaredError.Outputs.SUM));
    return Specs.with(Specs.with(spec, new Rate.Fixed(h)), Specs.steps(steps));
  }

  /** T15, S2a: L layers collapse L clusters below a = 2, none above; the cost is the others'. */
  @Test
  void everyLayerCollapsesOneCluster() {
    for (int depth = 0; depth <= 3; depth++) {
      for (double a : new double[] {0.25, 1, 1.9, 2.1, 3.1}) {
        RunRecord record =
            Run.execute(
                clusters(3, depth, Chart.CUMULATIVE, 3 * a, 200), List.of(at(new Looks.Last())));
        if (record.values().get("trunc_phase").equals("diverged")) {
          assertTrue(a > 2);
          continue;
        }
        long wanted = a < 2 ? depth : 0;
        assertEquals(wanted, record.values().get("trunc_collapsed_clusters"), depth + " " + a);
        if (a < 2) {
          assertEquals(
              (Double) record.values().get("trunc_cost_untouched"), record.lossFinal(), 1e-9);
        }
      }
    }
  }

  /** T15, S2b: plain backpropagation on biases collapses all clusters below a_c(Q, L) alone. */
  @Test
  void plainBackpropagationCollapsesBelowTheCriticalStep() {
    int[][] cases = {{2, 2}, {2, 6}, {3, 3}, {3, 5}};
    for (int[] each : cases) {
      for (double q : new double[] {0.5, 0.98, 1.02, 1.5}) {
        double h = q * Truncation.criticalStep(each[0], each[1]) * each[0];
        RunRecord record =
            Run.execute(
                clusters(each[0], each[1], Chart.LAYERWISE, h, 600), List.of(at(new Looks.Last())));
        Object count = record.values().get("trunc_collapsed_clusters");
        if (q < 1) {
          assertEquals((long) each[0], count, each[0] + " " + each[1] + " " + q);
          assertEquals("collapse", record.values().get("trunc_phase"));
        } else {
          assertTrue(count == null || count.equals(0L), each[0] + " " + each[1] + " " + q);
        }
      }
    }
  }

  private static RunSpec network(int depth, double bias, double h, long steps) {
    Mlp mlp =
        new Mlp(
            List.of(16),
            depth,
            new Relu(),
            true,
            2,
            1,
            0,
            bias,
            Mlp.VarianceScale.FAN_IN,
            Parametrization.STANDARD,
            List.of(),
            Mlp.Readout.TRAINED,
            1,
            new Gaussian(),
            new Trained.All());
    RunSpec spec = Specs.with(Specs.with(Specs.small(), mlp), AxisClusters.FOUR);
    spec = Specs.with(spec, new SquaredError(true, CLASS_MEAN, SquaredError.Outputs.SUM));
    return Specs.with(Specs.with(spec, new Rate.Fixed(h)), Specs.steps(steps));
  }

  /** A network that is dead at its last layer outputs the mean: cost (1 - 1/K)/2, nc1 undefined. */
  @Test
  void aDeadNetworkIsNotACollapsedOne() {
    RunRecord record = Run.execute(network(3, -8, 0.1, 300), List.of(at(new Looks.Every(300))));

    assertEquals("dead", record.values().get("trunc_phase"));
    assertEquals(0.375, record.lossFinal(), 1e-3);
    assertEquals(1, number(record, 300, 3, "trunc_dead"), 0);
    assertFalse(record.steps().get(1).values().containsKey("trunc_gain"));
    assertEquals(0.25, TruncationGoldens.step(record, 300, "trunc_accuracy"), 1e-15);
    assertTrue(record.steps().get(1).values().containsKey("trunc_nc4_mismatch"));
  }

  @Test
  void aDivergedRunSaysSoAndNothingElse() {
    RunRecord record = Run.execute(network(2, 0, 1e300, 300), List.of(at(new Looks.Every(1))));

    assertEquals("diverged", record.values().get("trunc_phase"));
    assertNull(record.values().get("trunc_collapsed_clusters"));
    long last = record.steps().get(record.steps().size() - 1).step();
    assertTrue(record.steps().get(record.steps().size() - 1).values().isEmpty());
    assertTrue(
        record.layers().stream()
            .noneMatch(row -> row.step().isPresent() && row.step().getAsLong() == last));
  }

  /** One example per class has no spread within classes: null, not 0. */
  @Test
  void oneExamplePerClassHasNoCollapse() {
    RunSpec spec = Specs.with(network(2, 0, 0.1, 20), new AxisClusters(4, 4, 4, 1, 0.2));
    RunRecord record = Run.execute(spec, List.of(at(new Looks.Last())));

    assertTrue(record.layers().stream().noneMatch(row -> row.values().containsKey("trunc_nc1")));
    assertNull(record.values().get("trunc_nc1_lin"));
    assertFalse(record.steps().get(0).values().containsKey("trunc_gain"));
    assertTrue(record.steps().get(0).values().containsKey("trunc_nc2_norm_cv"));
  }

  /** Classes that do not occur are dropped, and other losses are measured too. */
  @Test
  void classesAreThoseThatOccur() {
    RunSpec spec = Specs.with(network(1, 0, 0.1, 5), new AxisClusters(3, 4, 4, 1, 0.2));
    RunRecord record =
        Run.execute(Specs.with(spec, new CrossEntropy()), List.of(at(new Looks.Last())));

    assertEquals(3, vector(record, 5, 1, "trunc_frac").length);
  }

  @Test
  void whatItCannotMeasureItRefuses() {
    Trunc trunc = Trunc.LOGARITHMIC;
    RunSpec small = Specs.small();

    assertEquals(
        Optional.of("wants activation relu, was tanh"),
        trunc.refusal(Specs.with(small, Specs.mlp(5, 2, new Tanh())).setting()));
    assertEquals(
        Optional.of("wants a hidden layer, was depth 0"),
        trunc.refusal(Specs.with(small, Specs.mlp(5, 0, new Relu())).setting()));
    assertEquals(
        Optional.of("wants architecture mlp or truncated-clusters, was uv"),
        trunc.refusal(Specs.with(small, Uv.PUBLISHED).setting()));
    assertEquals(
        Optional.empty(), trunc.refusal(Specs.with(small, Specs.mlp(5, 2, new Relu())).setting()));
  }

  /**
   * Identity 1 for a network that narrows (T2, dims 6-5-4-4-3): features are those of the points
   * that the truncation maps tau(z) = W+ (relu(W z + b) - b) make one after the other.
   */
  @Test
  void aNarrowingNetworkIsAChainOfTruncations() {
    RunSpec spec =
        TruncationGoldens.spec(
            TruncationGoldens.network("e1-narrowing", List.of(5, 4, 4), new Trained.All()),
            "e1-narrowing",
            CLASS_MEAN,
            0,
            0);
    Tensor theta = spec.architecture().initial(6, 3, spec.draws());
    Examples examples = spec.dataset().draw(spec.draws());
    Pass pass =
        Pass.of(
            spec.architecture().objective(examples, spec.loss(), Precision.FLOAT64, Kernels.best()),
            theta);
    Layers layers = pass.layers();
    DMatrixRMaj z = Layers.matrix(examples.x());
    for (int layer = 1; layer <= 3; layer++) {
      DMatrixRMaj a = Layers.product(layers.cumulative(layer), z);
      for (int k = 0; k < a.numRows; k++) {
        double b = layers.cumulativeBiases(layer).get(k, 0);
        for (int i = 0; i < a.numCols; i++) {
          a.set(k, i, Math.max(0, a.get(k, i) + b) - b);
        }
      }
      z = Layers.product(Layers.pseudoInverse(layers.cumulative(layer)), a);
      DMatrixRMaj back = Layers.product(layers.cumulative(layer), z);
      for (int k = 0; k < back.numRows; k++) {
        for (int i = 0; i < back.numCols; i++) {
          double feature = back.get(k, i) + layers.cumulativeBiases(layer).get(k, 0);
          assertEquals(pass.features(layer).get(k, i), feature, 1e-9);
        }
      }
      assertTrue(layers.pullsBack(layer));
    }
    double squares = 0;
    for (int i = 0; i < pass.features(4).size(); i++) {
      squares += pass.features(4).get(i) * pass.features(4).get(i);
    }
    assertEquals(17.1206170059, squares, 1e-8);
    assertFalse(layers.square());
  }
}
