package org.phasegrid.worker.indicator.bbp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.phasegrid.worker.activation.Identity;
import org.phasegrid.worker.activation.Relu;
import org.phasegrid.worker.architecture.MatrixStudent;
import org.phasegrid.worker.architecture.Sampling;
import org.phasegrid.worker.architecture.Uv;
import org.phasegrid.worker.dataset.GaussianNoise;
import org.phasegrid.worker.dataset.SingleIndex;
import org.phasegrid.worker.indicator.CellIndicator;
import org.phasegrid.worker.indicator.Looks;
import org.phasegrid.worker.indicator.Setting;
import org.phasegrid.worker.indicator.Sink;
import org.phasegrid.worker.initialization.Gaussian;
import org.phasegrid.worker.kernel.Kernels;
import org.phasegrid.worker.kernel.Precision;
import org.phasegrid.worker.kernel.Tensor;
import org.phasegrid.worker.optimizer.Rate;
import org.phasegrid.worker.run.Run;
import org.phasegrid.worker.run.RunRecord;
import org.phasegrid.worker.run.RunSpec;
import org.phasegrid.worker.run.Specs;
import org.phasegrid.worker.spectrum.BulkFit;
import org.phasegrid.worker.spectrum.PortableNormals;
import org.phasegrid.worker.spectrum.TracyWidom;
import org.phasegrid.worker.theory.BbpLinear;

class BbpTest {
  private static final Kernels KERNELS = Kernels.best();

  /** Keeps what is put, of whatever layer. */
  private static final class Kept extends Sink {
    final Map<String, Object> values = new HashMap<>();

    @Override
    protected void keep(String column, Object value) {
      values.put(column, value);
    }

    @Override
    protected void keep(int layer, String column, Object value) {
      values.put(column, value);
    }
  }

  private static Optional<LayerSpectrum> spectrum(Tensor w) {
    return LayerSpectrum.of(KERNELS, w, 4, TracyWidom.NINETY_NINE, new BulkFit.Quantiles());
  }

  private static Map<String, Object> read(Tensor w) {
    Kept kept = new Kept();
    spectrum(w).ifPresent(layer -> layer.put(1, kept));
    return kept.values;
  }

  private static Tensor golden(double s, double g) {
    Tensor w = PortableNormals.of(1000, 100, 200);
    KERNELS.scale(1 / Math.sqrt(200), w);
    return PortableNormals.planted(
        w, s, g, PortableNormals.unit(2000, 100), PortableNormals.unit(3000, 200));
  }

  /** E12: the row of the reference, to 1e-7. */
  @Test
  void indicatorsOfTheGoldenMatrix() {
    LayerSpectrum layer = spectrum(golden(0.4, 0.6)).orElseThrow();
    Map<String, Object> values = read(golden(0.4, 0.6));
    Map<String, Double> expected =
        Map.ofEntries(
            Map.entry("bbp_entropy_rank", 76.41669947),
            Map.entry("bbp_gap_rel", 0.3311539428),
            Map.entry("bbp_lambda_1", 0.6128354499),
            Map.entry("bbp_lambda_2", 0.462757645),
            Map.entry("bbp_mp_edge", 0.4603790968),
            Map.entry("bbp_mp_ks", 0.02184515271),
            Map.entry("bbp_mp_soft_rank", 0.7512279142),
            Map.entry("bbp_pl_alpha", 5.024075142),
            Map.entry("bbp_q2_left_pred", 0.7184631018),
            Map.entry("bbp_q2_right_pred", 0.6031576313),
            Map.entry("bbp_sigma2_bulk", 0.1591023976),
            Map.entry("bbp_spacing_ratio", 0.5501503595),
            Map.entry("bbp_spike_theta2", 0.336577476),
            Map.entry("bbp_stable_rank", 26.54619735),
            Map.entry("bbp_tw_edge", 0.4802242338),
            Map.entry("bbp_wigner_ks", 0.06930004147));
    expected.forEach(
        (column, value) -> assertEquals(value, (Double) values.get(column), 1e-7 * value, column));
    assertEquals(1L, values.get("bbp_n_outliers"));
    assertEquals(true, values.get("bbp_mp_ok"));
    assertEquals(false, values.get("bbp_bulk_collapsed"));
    assertEquals(0.7690155984, layer.left(PortableNormals.unit(2000, 100)), 1e-7);
    assertEquals(0.6588113005, layer.right(PortableNormals.unit(3000, 200)), 1e-7);
    assertEquals(
        0.7437743872,
        LayerSpectrum.subspaceOverlap(
            layer.spectrum().right(), spectrum(golden(1, 0)).orElseThrow().spectrum().right(), 4),
        1e-7);
    double square = 0;
    for (double eigenvalue : (double[]) values.get("bbp_eigenvalues")) {
      square += eigenvalue;
    }
    assertEquals(16.2684508, square, 1e-7 * 16);
    assertEquals(
        (Double) values.get("bbp_spike_theta2")
            / (Math.sqrt(0.5) * (Double) values.get("bbp_sigma2_bulk")),
        (Double) values.get("bbp_ratio"),
        1e-12);
  }

  /** E15: N = 200, eps = 0.1, seeds 51 to 53: detected at step 7, where theory says it is. */
  @Test
  void theTransitionIsDetectedWhereFiniteSizeTheorySays() {
    Tensor w = PortableNormals.of(51, 200, 400);
    KERNELS.scale(1 / Math.sqrt(400), w);
    Tensor u = PortableNormals.unit(52, 200);
    Tensor v = PortableNormals.unit(53, 400);
    int detected = -1;
    int predicted = -1;
    for (int t = 1; t < 12; t++) {
      double x = BbpLinear.remaining(0.1, t);
      LayerSpectrum layer = spectrum(PortableNormals.planted(w, x, 1 - x, u, v)).orElseThrow();
      if (detected < 0 && layer.outliers() > 0) {
        detected = t;
      }
      double detectable = BbpLinear.bulk(0.1, 1, t) / 400 * TracyWidom.NINETY_NINE.edge(200, 400);
      if (predicted < 0 && BbpLinear.spike(0.1, 1, 0.5, t, 1).eigenvalue() > detectable) {
        predicted = t;
      }
    }
    assertEquals(7, detected);
    assertEquals(7, predicted);
  }

  /** Part F: the stated value, or nothing; the reference's own numbers. */
  @Test
  void degenerateMatricesHaveTheStatedValues() {
    Tensor z = PortableNormals.of(88, 24, 40);

    Tensor broken = z.to(Precision.FLOAT64);
    broken.set(5, Double.NaN);
    assertTrue(read(broken).isEmpty(), "no spectral value of what is not finite");

    Map<String, Object> zero = read(Tensor.zeros(Precision.FLOAT64, 24, 40));
    assertNull(zero.get("bbp_n_outliers"));
    assertEquals(false, zero.get("bbp_mp_ok"));
    assertEquals(0.0, zero.get("bbp_lambda_1"));
    assertNull(zero.get("bbp_stable_rank"));

    Tensor one = Tensor.zeros(Precision.FLOAT64, 24, 40);
    for (int i = 0; i < one.size(); i++) {
      one.set(i, z.get(i / 40, 0) * z.get(0, i % 40));
    }
    Map<String, Object> rankOne = read(one);
    assertEquals(649.5, (Double) rankOne.get("bbp_lambda_1"), 0.05);
    assertEquals(1L, rankOne.get("bbp_n_outliers"));
    assertEquals(true, rankOne.get("bbp_bulk_collapsed"));
    assertEquals(false, rankOne.get("bbp_mp_ok"));
    assertEquals(0.0, rankOne.get("bbp_sigma2_bulk"));
    assertEquals(1, (Double) rankOne.get("bbp_stable_rank"), 1e-12);
    for (String absent :
        List.of("bbp_mp_ks", "bbp_spacing_ratio", "bbp_pl_alpha", "bbp_gap_rel", "bbp_wigner_ks")) {
      assertNull(rankOne.get(absent), absent);
    }

    Tensor half = z.to(Precision.FLOAT64);
    for (int i = 12 * 40; i < half.size(); i++) {
      half.set(i, 0);
    }
    Map<String, Object> dead = read(half);
    assertEquals(93.91, (Double) dead.get("bbp_lambda_1"), 0.005);
    assertEquals(0L, dead.get("bbp_n_outliers"));
    assertEquals(42.52, (Double) dead.get("bbp_sigma2_bulk"), 0.005);
    assertEquals(0.5462, (Double) dead.get("bbp_spacing_ratio"), 1e-4);
    assertEquals(2.526, (Double) dead.get("bbp_pl_alpha"), 1e-3);

    Map<String, Object> few = read(z.view(0, 5, 40).to(Precision.FLOAT64));
    assertNull(few.get("bbp_n_outliers"));
    assertNull(few.get("bbp_sigma2_bulk"));
    assertEquals(3.049, (Double) few.get("bbp_stable_rank"), 1e-3);
    assertNull(few.get("bbp_pl_alpha"));

    Tensor identity = Tensor.zeros(Precision.FLOAT64, 24, 24);
    for (int i = 0; i < 24; i++) {
      identity.set(i, i, 1);
    }
    Map<String, Object> orthogonal = read(identity);
    assertEquals(0L, orthogonal.get("bbp_n_outliers"));
    assertEquals(false, orthogonal.get("bbp_mp_ok"));
    assertEquals(0.6629, (Double) orthogonal.get("bbp_mp_ks"), 1e-4);
    assertNull(orthogonal.get("bbp_spacing_ratio"));

    Tensor same = Tensor.zeros(Precision.FLOAT64, 24, 40);
    for (int i = 0; i < same.size(); i++) {
      same.set(i, z.get(0, i % 40));
    }
    assertEquals(1L, read(same).get("bbp_n_outliers"), "identical rows have rank 1");

    Map<String, Object> readout = read(z.view(0, 1, 40).to(Precision.FLOAT64));
    assertNull(readout.get("bbp_n_outliers"));
    assertNull(readout.get("bbp_lambda_2"));
    assertEquals(1, (Double) readout.get("bbp_stable_rank"), 0);

    for (double factor : new double[] {1e-160, 1e120}) {
      Tensor scaled = z.to(Precision.FLOAT64);
      KERNELS.scale(factor, scaled);
      Map<String, Object> values = read(scaled);
      assertEquals(0.07014, (Double) values.get("bbp_mp_ks"), 1e-5);
      assertEquals(8.196, (Double) values.get("bbp_stable_rank"), 1e-3);
      assertEquals(0.4712, (Double) values.get("bbp_spacing_ratio"), 1e-4);
    }
  }

  private static RunRecord run(MatrixStudent student, double eps, long steps, Looks looks) {
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.with(Specs.small(), student), new Rate.Fixed(eps)),
            Specs.steps(steps));
    return Run.execute(spec, List.of(new Bbp(looks, 4, 0.99, true)));
  }

  private static MatrixStudent linear(double sigma) {
    return new MatrixStudent(
        64, 128, new Identity(), sigma, 1, 0, new Sampling.Population(), new Gaussian());
  }

  private static Map<String, Object> layer(RunRecord record, long step) {
    return record.layers().stream()
        .filter(row -> row.step().isPresent() && row.step().getAsLong() == step)
        .findFirst()
        .orElseThrow()
        .values();
  }

  /** q2 of a 64 x 128 matrix is within four of its spreads, 0.06, of the limit. */
  @Test
  void aLinearStudentFollowsTheTheory() {
    RunRecord record = run(linear(1), 0.6, 3, new Looks.Every(1));
    for (long t = 1; t <= 3; t++) {
      Map<String, Object> values = record.steps().get((int) t).values();
      double theory = (Double) values.get("bbp_q2_theory_population");
      assertEquals(BbpLinear.spike(0.6, 1, 0.5, t, 1).left(), theory, 0);
      assertEquals(theory, (Double) values.get("bbp_alignment"), 0.24);
      assertEquals(1, (Double) values.get("bbp_grad_flip_cos"), 1e-12, "sign(1 - eps)");
      assertEquals(1, (Double) values.get("bbp_eps_o_hat"), 1e-12);
      assertEquals(BbpLinear.lower(1, 0.5, t, 1), values.get("bbp_eps_c_theory_population"));
      assertNull(values.get("bbp_q2_theory_data"));
      assertEquals(Math.pow(0.16, t), (Double) layer(record, t).get("bbp_bulk_var_ratio"), 0.05);
    }
    // Two steps in a row with an outlier: the first is the transition.
    Map<String, Object> whole = record.layers().get(0).values();
    assertTrue(record.layers().get(0).step().isEmpty());
    long step = (Long) whole.get("bbp_step");
    assertTrue(step == 1 || step == 2);
    assertEquals(0.6 * step, (Double) whole.get("bbp_time"), 1e-15);
    assertEquals(false, whole.get("bbp_outlier_at_init"));
    assertNull(whole.get("bbp_bulk_temperature"), "two looks are no temperature");
    assertEquals("ferromagnetic", record.values().get("bbp_phase"));
    assertEquals(1.0, record.values().get("bbp_eps_o_theory"));
    assertEquals(2.0, record.values().get("bbp_eps_div_theory"));
  }

  @Test
  void everyPhaseIsFound() {
    assertEquals(
        "paramagnetic", run(linear(1), 1.5, 3, new Looks.Last()).values().get("bbp_phase"));
    assertEquals("disordered", run(linear(1), 0.02, 3, new Looks.Last()).values().get("bbp_phase"));
    assertEquals("emergent", run(linear(0.1), 0.2, 1, new Looks.Last()).values().get("bbp_phase"));
    RunRecord diverged = run(linear(1), 40, 60, new Looks.Last());
    assertEquals("diverged", diverged.values().get("bbp_phase"));
    assertNull(diverged.values().get("bbp_final_alignment"));
    assertEquals(Phase.LAZY, Phase.of(0, 0.1, 1, 0.3));
    assertEquals(Phase.DISORDERED, Phase.of(Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    assertEquals(Phase.DISORDERED, Phase.of(1, 0.4, -1, 0.9));
    assertEquals("ferromagnetic", Phase.of(1, 0.5, 0, 0.49).label());
  }

  /** At eps = 1 the first step lands on the teacher: rank one. */
  @Test
  void theTeacherItselfIsACollapsedBulk() {
    RunRecord record = run(linear(1), 1, 1, new Looks.Every(1));
    Map<String, Object> last = layer(record, 1);
    assertEquals(true, last.get("bbp_bulk_collapsed"));
    assertEquals(1L, last.get("bbp_n_outliers"));
    assertEquals(1, (Double) last.get("bbp_q2_left"), 1e-12);
    assertEquals(1, (Double) last.get("bbp_q2_right"), 1e-12);
    assertEquals(0.0, last.get("bbp_bulk_var_ratio"));
  }

  @Test
  void weightsBeyondMeasureHaveNoSpectrum() {
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.with(Specs.small(), linear(1)), new Rate.Fixed(1e50)),
            new org.phasegrid.worker.train.Stopping(
                3,
                new org.phasegrid.worker.train.Threshold.Never(),
                new org.phasegrid.worker.train.Threshold.Never()));
    RunRecord record =
        Run.execute(spec, List.of(new Bbp(new Looks.At(List.of(1L, 2L, 3L)), 4, 0.99, true)));
    assertTrue(layer(record, 1).containsKey("bbp_lambda_1"));
    assertTrue(layer(record, 1).containsKey("bbp_q2_left"));
    assertTrue(record.layers().stream().noneMatch(row -> row.step().orElse(0) == 3));
    assertEquals("diverged", record.values().get("bbp_phase"));
  }

  /** A run on its own data has the theory of its own spectrum. */
  @Test
  void dataTheoryIsThatOfTheRun() {
    MatrixStudent student =
        new MatrixStudent(
            64, 128, new Identity(), 1, 1, 0.2, new Sampling.Sample(640), new Gaussian());
    RunRecord record = run(student, 0.4, 3, new Looks.Every(1));
    Map<String, Object> values = record.steps().get(3).values();
    assertEquals(
        (Double) values.get("bbp_q2_theory_data"), (Double) values.get("bbp_alignment"), 0.2);
    double lower = (Double) values.get("bbp_eps_c_theory_data");
    assertTrue(lower > 0.1 && lower < 0.4, "boundary " + lower);
    double largest = (Double) record.values().get("bbp_data_lambda_max");
    // M / P = 0.2: edge (1 + sqrt 0.2)² = 2.09, spread 0.1.
    assertEquals(2.09, largest, 0.2);
    assertEquals(2 / largest, (Double) record.values().get("bbp_eps_div_theory"), 1e-15);
  }

  @Test
  void onlineRunsHaveATemperature() {
    MatrixStudent student =
        new MatrixStudent(32, 64, new Identity(), 0, 1, 1, new Sampling.Stream(64), new Gaussian());
    RunRecord record = run(student, 0.1, 200, new Looks.Every(5));
    assertEquals(0.1 / 64, (Double) record.values().get("bbp_sgd_temperature"), 1e-18);
    // 21 looks over 100 steps of memory 10: some five independent ones, 15 %.
    double temperature = (Double) record.layers().get(0).values().get("bbp_bulk_temperature");
    double stationary = new org.phasegrid.worker.theory.BbpOnline(64, 64, 1).stationary(0.1);
    assertEquals(stationary, temperature, 0.3 * stationary);
    assertNull(layer(record, 0).get("bbp_n_outliers"), "W_0 = 0 has no bulk");
  }

  /** A network with one direction aligns its first layer's right vector with it. */
  @Test
  void networksKnowTheDirectionOfTheirData() {
    RunSpec spec =
        Specs.with(
            Specs.with(Specs.small(), Specs.mlp(12, 1, new Relu())),
            new SingleIndex(200, 10, new org.phasegrid.worker.activation.Tanh(), 1.5, 0));
    RunRecord record =
        Run.execute(
            Specs.with(Specs.with(spec, new Rate.Fixed(0.1)), Specs.steps(400)),
            List.of(Bbp.PUBLISHED));
    Map<String, Object> last = layer(record, 400);
    assertTrue((Double) last.get("bbp_q2_right") > 0.7, "" + last.get("bbp_q2_right"));
    assertNull(last.get("bbp_q2_left"), "no teacher of outputs");
    assertEquals(true, record.values().get("bbp_teacher_known"));
    assertTrue((Double) record.values().get("bbp_final_loss_ratio") < 0.5);
    RunRecord other =
        Run.execute(Specs.with(spec, new GaussianNoise(40, 10, 3)), List.of(Bbp.PUBLISHED));
    assertEquals(false, other.values().get("bbp_teacher_known"));
    assertTrue(layer(other, 0).containsKey("bbp_lambda_1"));
  }

  @Test
  void modelsWithoutMatricesAreRefused() {
    Setting uv = Specs.with(Specs.small(), new Uv(5, 0, new Gaussian())).setting();
    assertEquals(
        "wants architecture mlp or matrix-student, was uv",
        Bbp.PUBLISHED.refusal(uv).orElseThrow());
    assertTrue(Bbp.PUBLISHED.refusal(Specs.small().setting()).isEmpty());
    assertFalse(Bbp.PUBLISHED.ofCells().isEmpty());
  }

  private record Some(List<Map<String, Object>> rows) implements CellIndicator.Replicas {
    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public Setting setting(int replica) {
      return Specs.small().setting();
    }

    @Override
    public Optional<Object> value(int replica, String column) {
      return Optional.ofNullable(rows.get(replica).get(column));
    }
  }

  private static Map<String, Object> ofCell(
      CellIndicator indicator, List<Map<String, Object>> rows) {
    Kept kept = new Kept();
    indicator.of(new Some(rows), kept);
    return kept.values;
  }

  @Test
  void replicasOverlapByTheirVectors() {
    double s = Math.sqrt(0.5);
    List<Map<String, Object>> rows =
        List.of(
            Map.of("bbp_top_right_k", new double[] {1, 0, 0, 0, 1, 0}),
            Map.of("bbp_top_right_k", new double[] {-s, s, 0, s, s, 0}),
            Map.of("bbp_top_right_k", new double[] {0, 0, 1, 0, 0, 0}));
    Map<String, Object> values = ofCell(new ReplicaOverlaps(2), rows);
    // |v.v| of the pairs: sqrt(1/2), 0, 0.
    assertEquals(0, (Double) values.get("bbp_q_ab_right"), 0);
    assertNull(values.get("bbp_q_ab_left"));
    // k = 1: (1/2 + 0 + 0) / 3; k = 2: the one pair that has two vectors spans the same plane.
    assertArrayEquals(new double[] {1.0 / 6, 1}, (double[]) values.get("bbp_q_k"), 1e-12);
    assertEquals(
        s,
        (Double) ofCell(new ReplicaOverlaps(2), rows.subList(0, 2)).get("bbp_q_ab_right"),
        1e-15);
    assertTrue(ofCell(new ReplicaOverlaps(2), rows.subList(0, 1)).isEmpty());
    assertTrue(ofCell(new ReplicaOverlaps(2), List.of(Map.of())).isEmpty());
  }

  /** Squares of normals: 1 - 105/27; their spread at 400000 is 0.05. */
  @Test
  void binderCumulantOfOrderAndOfNoise() {
    assertEquals(
        2.0 / 3,
        (Double)
            ofCell(new Binder(), List.of(Map.of("bbp_q2_left", 0.9), Map.of("bbp_q2_left", 0.9)))
                .get("bbp_binder_u4"),
        1e-12);
    Tensor z = PortableNormals.of(9, 1, 400000);
    List<Map<String, Object>> rows = new java.util.ArrayList<>();
    for (int i = 0; i < z.size(); i++) {
      rows.add(Map.of("bbp_q2_right", z.get(i) * z.get(i) / 100));
    }
    assertEquals(1 - 105.0 / 27, (Double) ofCell(new Binder(), rows).get("bbp_binder_u4"), 0.1);
    assertTrue(ofCell(new Binder(), List.of(Map.of())).isEmpty());
  }

  @Test
  void cellsAreJudgedByTheirMeans() {
    Map<String, Object> one =
        Map.of(
            "bbp_phase",
            "ferromagnetic",
            "bbp_final_alignment",
            0.9,
            "bbp_final_outliers",
            1.0,
            "bbp_final_grad_flip_cos",
            0.9,
            "bbp_final_loss_ratio",
            0.3,
            "bbp_teacher_known",
            true);
    Map<String, Object> two = new HashMap<>(one);
    two.put("bbp_phase", "disordered");
    two.put("bbp_final_alignment", 0.2);
    two.put("bbp_final_outliers", 0.0);
    assertEquals("ferromagnetic", ofCell(new CellPhase(), List.of(one, two)).get("bbp_cell_phase"));
    two.put("bbp_final_loss_ratio", 0.9);
    assertEquals("emergent", ofCell(new CellPhase(), List.of(one, two)).get("bbp_cell_phase"));
    two.put("bbp_phase", "diverged");
    assertEquals("diverged", ofCell(new CellPhase(), List.of(one, two)).get("bbp_cell_phase"));

    // Without a teacher: the overlap of the replicas decides.
    Map<String, Object> left = new HashMap<>(one);
    left.put("bbp_teacher_known", false);
    left.put("bbp_final_direction", new double[] {1, 0});
    Map<String, Object> right = new HashMap<>(left);
    right.put("bbp_final_direction", new double[] {0, 1});
    assertEquals("lazy", ofCell(new CellPhase(), List.of(left, right)).get("bbp_cell_phase"));
    assertEquals(
        "ferromagnetic", ofCell(new CellPhase(), List.of(left, left)).get("bbp_cell_phase"));
    assertTrue(ofCell(new CellPhase(), List.of(Map.of())).isEmpty());
  }
}
